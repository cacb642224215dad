"""Asynchronous attractors, exactly: percolate, set leaves aside, solve each independent part, put them together.

In a part, the attractors of the reduced graph (`reduced`) give a complete set of candidate states. A candidate from
which no other candidate can be reached lies in an attractor, which is all that it reaches; one from which another can
be reached is superfluous. What a candidate reaches is computed symbolically (`symbolic`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.expressions.expression import evaluate
from logicnet.landscape.circuits import feedback_vertex_set
from logicnet.landscape.percolation import Percolated, independent_parts, split_leaves
from logicnet.landscape.reduced import members, reduce_to, reduced_attractors
from logicnet.landscape.results import Found, Search, Value
from logicnet.landscape.symbolic import StateSets, TooLarge
from logicnet.landscape.trap_spaces import iterate_fixed_points, iterate_trap_spaces, smallest_trap_space
from logicnet.limits import Budget

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# The widest feedback vertex set that is searched whole: 2**22 states are 512 kB a set.
LARGEST_CORE = 22
# Steps of the walk that looks for oscillating components where an attractor's set is too large.
WALK = 5_000
SUPERFLUOUS = "superfluous"


@dataclass(frozen=True, slots=True)
class _PartAttractor:
    """An attractor of one part: a state in it, and all its states (None for a fixed point, or where too many)."""

    state: Mapping[int, int]
    fixed_point: bool
    states: Bdd | None = None
    space: Mapping[int, int] | None = None


def asynchronous_attractors(network: Percolated, limit: int, budget: Budget) -> Search:
    """Return all asynchronous attractors of a percolated network.

    Parameters
    ----------
    limit
        Return this many at most; more are said to be missing.

    Raises
    ------
    LimitReached
        The time was over before anything was certain.
    """
    core, leaves = split_leaves(network.functions)
    parts = independent_parts(network.functions, core)
    kept = [feedback_vertex_set(network.functions, part) for part in parts]
    widest = max(map(len, kept), default=0)
    if widest > LARGEST_CORE:
        return _inside_trap_spaces(network, limit, budget, f"a feedback vertex set of {widest} components")
    sets = StateSets(network, [*(i for part in parts for i in part), *leaves]) if core else None
    solved = [_solve_part(network, part, keep, sets, limit, budget) for part, keep in zip(parts, kept, strict=True)]
    missing = "; ".join(dict.fromkeys(note for _, note in solved if note))
    combinations = product(*(attractors for attractors, _ in solved))
    found = [_assembled(network, c, leaves, sets) for c in islice(combinations, limit + 1)]
    if len(found) > limit:
        missing = f"more than {limit} attractors; raise --limit" + (f"; {missing}" if missing else "")
    elif any("?" in one.values.values() for one in found):
        missing = missing or "the states of an attractor are too many to be counted"
    return Search(found[:limit], missing)


def _inside_trap_spaces(network: Percolated, limit: int, budget: Budget, why: str) -> Search:
    """What is certain past `LARGEST_CORE`: each minimal trap space holds at least one attractor."""
    found: list[Found] = []
    try:
        _collect(found, network, limit, budget)
    except LimitReached as stop:
        if not found:
            raise
        why = f"{stop}; {why}"
    missing = (
        f"{why} is past what is searched whole ({LARGEST_CORE}): each minimal trap space holds an attractor, "
        "there may be more"
    )
    return Search(found[:limit], missing)


def _collect(found: list[Found], network: Percolated, limit: int, budget: Budget) -> None:
    """Add the attractors of each minimal trap space; one that is too large itself gives one with open values."""
    for space in islice(iterate_trap_spaces(network, "minimal", budget), limit + 1):
        inside = network.restricted(space)
        fixed = {i: inside.fixed[i] for i in network.functions if i in inside.fixed}
        if not space:
            values: dict[int, Value] = dict.fromkeys(network.functions, "?")
            found.append(Found(values, None, False))
            continue
        for one in asynchronous_attractors(inside, limit, budget).found:
            found.append(replace(one, values={**fixed, **one.values}))


def _solve_part(
    network: Percolated,
    part: Sequence[int],
    kept: Sequence[int],
    sets: StateSets | None,
    limit: int,
    budget: Budget,
) -> tuple[list[_PartAttractor], str]:
    """Return a part's attractors (of its fixed points one more than the limit at most), and what is missing."""
    assert sets is not None
    graph = reduce_to(network, part, kept)
    still, complex_ones = reduced_attractors(graph, budget)
    found = [_PartAttractor(graph.lift(state), True) for state in islice(members(still), limit + 1)]
    candidates = [graph.lift(next(members(states))) for states in complex_ones]
    alone = replace(network, functions=network.only(part))
    missing, lasting = "", list(candidates)
    for state in candidates:
        lasting.remove(state)
        settled = _settled(alone, state, lasting, sets, budget)
        if settled == SUPERFLUOUS:
            continue
        lasting.append(state)  # an undecided one too: what leads to it is no attractor for sure
        if isinstance(settled, _PartAttractor):
            found.append(settled)
        else:
            missing = settled
    return found, missing


def _settled(
    alone: Percolated, state: Mapping[int, int], rivals: Sequence[Mapping[int, int]], sets: StateSets, budget: Budget
) -> _PartAttractor | str:
    """Decide one candidate of a part: its attractor, that it is superfluous, or what could not be decided.

    `rivals` are the candidates that no other one replaces; fixed points are looked for symbolically.
    """
    try:
        reached = sets.reachable(state, list(alone.functions), budget)
    except TooLarge:
        space = smallest_trap_space(alone, dict(state))
        fixed_points = iterate_fixed_points(alone.restricted(space), budget)
        if any(space.items() <= rival.items() for rival in rivals) or next(fixed_points, None) is not None:
            return "two candidates could not be told apart: an attractor may be missing"
        return _PartAttractor(state, False, None, space)
    if any(sets.contains(reached, rival) for rival in rivals) or sets.has_fixed_point(reached, alone.functions):
        return SUPERFLUOUS
    return _PartAttractor(state, False, reached)


def _assembled(
    network: Percolated, parts: Sequence[_PartAttractor], leaves: Sequence[int], sets: StateSets | None
) -> Found:
    """Put attractors of the parts together and let the leaves follow."""
    if all(one.fixed_point for one in parts):
        state = _with_leaves(network, {i: v for one in parts for i, v in one.state.items()}, leaves)
        return Found(state, 1, True)
    assert sets is not None
    if any(not one.fixed_point and one.states is None for one in parts):
        return _uncounted(network, parts, leaves)
    states = sets.diagrams.true
    for one in parts:
        states = states.l_and(one.states if one.states is not None else sets.diagrams.cube(one.state))
    for leaf in leaves:
        states = sets.with_leaf(states, leaf)
    return Found(sets.values(states), int(states.cardinality()), False)


def _with_leaves(network: Percolated, state: dict[int, int], leaves: Sequence[int]) -> dict[int, int]:
    known = {**network.fixed, **state}
    for leaf in leaves:
        values = {op: known.get(op, 0) for op in network.programs[leaf] if op >= 0}
        known[leaf] = evaluate(network.programs[leaf], values, 1)
    return {i: known[i] for i in network.functions}


def _uncounted(network: Percolated, parts: Sequence[_PartAttractor], leaves: Sequence[int]) -> Found:
    """An attractor that was proved but not computed: what is fixed in it, what a walk saw oscillate, the rest open."""
    start = _with_leaves(network, {i: v for one in parts for i, v in one.state.items()}, leaves)
    space = smallest_trap_space(network, dict(start))
    values: dict[int, Value] = {i: space.get(i, "?") for i in network.functions}
    for state in _walk(network, start):
        for i, value in state.items():
            if values[i] == "?" and value != start[i]:
                values[i] = "*"
    return Found(values, None, False)


def _walk(network: Percolated, start: Mapping[int, int]) -> Iterator[Mapping[int, int]]:
    """Yield the states of one asynchronous walk; from a state of an attractor it never leaves it."""
    generator = random.Random(0)
    state = dict(start)
    components = list(network.functions)
    for _ in range(WALK):
        i = generator.choice(components)
        value = int(network.functions[i].reaches(1, state))
        if value != state[i]:
            state[i] = value
            yield state
