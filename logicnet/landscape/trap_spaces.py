"""Minimal and maximal trap spaces and fixed points of a percolated network, lazily, by answer-set programming.

Two atoms a component, "may be 0" and "may be 1"; a subspace is a trap space where every value that a rule can take in
it is allowed by it. Minimal ones are subset-minimal, maximal ones subset-maximal (Klarner, Bockmayr & Siebert 2015,
doi:10.1007/s11047-014-9472-7); in their closedness condition any sum of products of a rule and of its negation
serves, primes are not needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from logicnet.landscape.answer_sets import literals, models, require
from logicnet.landscape.percolation import Percolated, targets_of
from logicnet.limits import Budget

Space = dict[int, int]
"""A subspace: its fixed components and their values; the others are free."""

# Clingo's domain heuristic: prefer false (smallest sets of allowed values) or true on the shown atoms, and enumerate
# by record of the domain, so that each answer is subset-minimal or subset-maximal.
_DOMAIN = {"minimal": "--dom-mod=5,16", "maximal": "--dom-mod=3,16"}


def iterate_trap_spaces(network: Percolated, which: str, budget: Budget) -> Iterator[Space]:
    """Yield the minimal or the maximal trap spaces of a percolated network over the components left in it.

    Maximal ones are those strictly inside the percolated space; where nothing is left there are none, and the
    percolated space itself is the one minimal trap space.
    """
    import clingo

    if not network.functions:
        if which == "minimal":
            yield {}
        return
    options = ["-W", "none", "--heuristic=Domain", "--enum-mode=domRec", _DOMAIN[which]]
    control = clingo.Control(["0", *options])
    with control.backend() as backend:
        may = _closed_subspace(backend, network)
        if which == "maximal":
            whole = backend.add_atom()
            backend.add_rule([whole], list(may.values()))
            backend.add_rule([], [whole])
    for model in models(control, budget):
        allowed = {tuple(s.number for s in symbol.arguments) for symbol in model.symbols(atoms=True)}
        yield {i: int((i, 1) in allowed) for i in network.functions if not {(i, 0), (i, 1)} <= allowed}


def _closed_subspace(backend: Any, network: Percolated) -> dict[tuple[int, int], int]:
    """State that the model is a non-empty closed subspace; return the atom of each (component, value)."""
    import clingo

    may = {
        (i, bit): backend.add_atom(clingo.Function("may", [clingo.Number(i), clingo.Number(bit)]))
        for i in network.functions
        for bit in (0, 1)
    }
    backend.add_rule(list(may.values()), [], choice=True)
    for i, function in network.functions.items():
        backend.add_rule([], [-may[i, 0], -may[i, 1]])
        require(backend, function, may, (may[i, 0], may[i, 1]))
    return may


def iterate_fixed_points(network: Percolated, budget: Budget) -> Iterator[Space]:
    """Yield the fixed points of a percolated network over the components left in it, each once."""
    import clingo

    control = clingo.Control(["0", "-W", "none"])
    with control.backend() as backend:
        on = {i: backend.add_atom(clingo.Function("on", [clingo.Number(i)])) for i in network.functions}
        backend.add_rule(list(on.values()), [], choice=True)
        given = literals(on)
        for i, function in network.functions.items():
            require(backend, function, given, (-on[i], on[i]))
    for model in models(control, budget):
        ones = {symbol.arguments[0].number for symbol in model.symbols(atoms=True)}
        yield {i: int(i in ones) for i in network.functions}


def smallest_trap_space(network: Percolated, state: Space) -> Space:
    """Return the smallest trap space that a state (of all components left) lies in."""
    space = dict(state)
    targets = targets_of(network.functions)
    pending = set(network.functions)
    while pending:
        i = pending.pop()
        if i in space and network.functions[i].reaches(1 - space[i], space):
            del space[i]
            pending.update(t for t in targets.get(i, ()) if t in space)
    return space
