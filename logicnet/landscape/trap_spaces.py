"""Minimal and maximal trap spaces of a module, lazily, by answer-set programming, and the smallest around a state.

Two atoms a component, "may be 0" and "may be 1"; a subspace is a trap space where every value that a rule can take in
it is allowed by it. Minimal ones are subset-minimal, maximal ones subset-maximal (Klarner, Bockmayr & Siebert 2015,
doi:10.1007/s11047-014-9472-7); in their closedness condition any sum of products of a rule and of its negation
serves, primes are not needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from logicnet.landscape.answer_sets import models, require
from logicnet.landscape.circuits import feedback_vertex_set
from logicnet.landscape.percolation import Ruled, targets_of
from logicnet.landscape.pieces import FIXED_POINT, UNIVOCAL, SpacePiece
from logicnet.landscape.reduced import members, reduce_to, reduced_attractors
from logicnet.landscape.solver import Functions, Solved, Solver
from logicnet.limits import Budget

Space = dict[int, int]
"""A subspace: its fixed components and their values; the others are free."""

# Clingo's domain heuristic: prefer false (smallest sets of allowed values) or true on the shown atoms, and enumerate
# by record of the domain, so that each answer is subset-minimal or subset-maximal.
_DOMAIN = {"minimal": "--dom-mod=5,16", "maximal": "--dom-mod=3,16"}
# The widest feedback vertex set whose reduced graph gives the minimal trap spaces faster than answer sets do.
LARGEST_CORE = 12


def module_trap_spaces(functions: Functions, which: str, budget: Budget) -> Iterator[Space]:
    """Yield the minimal or the maximal trap spaces of a module; the maximal ones are strictly inside it."""
    import clingo

    options = ["-W", "none", "--heuristic=Domain", "--enum-mode=domRec", _DOMAIN[which]]
    control = clingo.Control(["0", *options])
    with control.backend() as backend:
        may = _closed_subspace(backend, functions)
        if which == "maximal":
            whole = backend.add_atom()
            backend.add_rule([whole], list(may.values()))
            backend.add_rule([], [whole])
    for model in models(control, budget):
        allowed = {literal: model.is_true(atom) for literal, atom in may.items()}
        yield {i: int(allowed[i, 1]) for i in functions if not (allowed[i, 0] and allowed[i, 1])}


def _closed_subspace(backend: Any, functions: Functions) -> dict[tuple[int, int], int]:
    """State that the model is a non-empty closed subspace; return the atom of each (component, value)."""
    import clingo

    may = {
        (i, bit): backend.add_atom(clingo.Function("may", [clingo.Number(i), clingo.Number(bit)]))
        for i in functions
        for bit in (0, 1)
    }
    backend.add_rule(list(may.values()), [], choice=True)
    for i, function in functions.items():
        backend.add_rule([], [-may[i, 0], -may[i, 1]])
        require(backend, function, may, (may[i, 0], may[i, 1]))
    return may


def minimal_spaces(functions: Functions, solver: Solver) -> Solved:
    """Return the minimal trap spaces of a strongly connected module, for the walk.

    A minimal trap space of the whole is one of the modules so far with one of the next module under their free
    components' drive. In a small module they are the inclusion-minimal ones of the smallest trap spaces around
    candidate states (`reduced`), because each holds an attractor.
    """
    kept = feedback_vertex_set(functions, functions, solver.budget)
    if len(kept) <= LARGEST_CORE:
        spaces = _from_core(functions, kept, solver.budget)
    else:
        spaces = list(islice(module_trap_spaces(functions, "minimal", solver.budget), solver.most_pieces + 1))
    pieces = [SpacePiece({i: space.get(i, "*") for i in functions}, _certified(space, functions)) for space in spaces]
    missing = (
        f"a module has more than {solver.most_pieces:,} minimal trap spaces" if len(pieces) > solver.most_pieces else ""
    )
    return Solved(pieces[: solver.most_pieces], missing)


def _certified(space: Space, functions: Functions) -> Any:
    return FIXED_POINT if len(space) == len(functions) else UNIVOCAL


def _from_core(functions: Functions, kept: list[int], budget: Budget) -> list[Space]:
    graph = reduce_to(functions, kept)
    still, others = reduced_attractors(graph, budget)
    fixed = still & ~graph.wavering
    found = [graph.lift(state) for state in members(fixed)]
    seeds = [*others, *(1 << state for state in members(still & graph.wavering))]
    spaces = [smallest_trap_space(functions, graph.lift(next(members(states)))) for states in seeds]
    for space in sorted(spaces, key=len, reverse=True):
        inside = graph.within(space)
        if not inside & fixed and not any(other.items() >= space.items() for other in found):
            found.append(space)
    return found


def smallest_trap_space(functions: Mapping[int, Ruled], state: Mapping[int, int]) -> Space:
    """Return the smallest trap space of a network or module that a state (of all its components) lies in."""
    return smallest_around(functions, {i: state[i] for i in functions})


def smallest_around(functions: Mapping[int, Ruled], space: Mapping[int, int]) -> Space:
    """Return the smallest trap space that a subspace lies in; components without a function stand still.

    A component whose rule can leave its value is freed, until none can.
    """
    found, targets = dict(space), targets_of(functions)
    pending = set(functions)
    while pending:
        i = pending.pop()
        if i in found and functions[i].reaches(1 - found[i], found):
            del found[i]
            pending.update(t for t in targets.get(i, ()) if t in found)
    return found
