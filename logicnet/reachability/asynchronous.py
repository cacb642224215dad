"""Asynchronous reachability of a subspace: narrow down, then walk, then search whole sets.

In this order: the smallest trap space around the start, and what could never come back, exclude the target; few
components left are searched breadth-first (a shortest way, or a closed set); guided walks find a way; a part of the
goal that depends on fewer components proves out of reach alone; decision diagrams spread from both ends until they
meet or one is closed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget
from logicnet.reachability.grids import LARGEST_GRID, Grid, lifted
from logicnet.reachability.regions import Problem, Region, first_state, projected, whole
from logicnet.reachability.results import Proof, Verdict
from logicnet.reachability.systems import Confined, ancestors, confine, within
from logicnet.reachability.walks import moves_of, shortened, walked
from logicnet.reachability.waves import Steps, Symbols, TooLarge, Wave, common

# Parts of a goal past the size of a grid that are looked at alone, those first that depend on the fewest components.
MOST_PARTS = 3


def search_asynchronously(
    system: Percolated, start: Region, goal: Mapping[int, int], symbols: Symbols, budget: Budget
) -> Verdict:
    """Decide whether some state of a start can reach some state of a subspace.

    Parameters
    ----------
    system
        The network with its held components put in.
    start
        Over the components of the system.
    goal
        Values of some of its components.

    Raises
    ------
    LimitReached
        The time was over.
    """
    confined = confine(system, start.space, goal)
    region = _narrowed(start, confined, symbols)
    if not confined.open or region is None:
        kind = "no return" if confined.stuck else "trap space"
        return Verdict("no", every=False, proof=Proof(kind, confined.space, confined.stuck))
    inside = within(system, confined.space)
    matter = ancestors(inside.functions, [i for i in goal if i not in confined.space])
    problem = projected(inside, region, goal, matter, symbols)
    found = _quickly(problem, budget) or _by_parts(problem, budget) or _by_waves(problem, budget)
    every = found.every if not confined.stuck or found.outcome == "no" else _all_stay(start, confined, found.every)
    return Verdict(
        found.outcome,
        whole(found.path, region, symbols),
        found.shortest,
        every,
        found.proof and replace(found.proof, values=confined.space, stuck=confined.stuck),
        found.reason,
    )


def _narrowed(start: Region, confined: Confined, symbols: Symbols) -> Region | None:
    """Return the states of the start from which there may be a way, if any."""
    if start.states is None or not confined.stuck:
        return Region(confined.start, start.states)
    states = symbols.within(start.states, {i: confined.start[i] for i in confined.stuck})
    return None if states.is_false() else Region(confined.start, states)


def _all_stay(start: Region, confined: Confined, every: bool | None) -> bool | None:
    """Where a state of the start was set aside because there is no way from it, not every one has a way."""
    if start.states is None:
        return every if set(confined.start) == set(start.space) else False
    return None if every else every


def _quickly(problem: Problem, budget: Budget) -> Verdict | None:
    """Decide where few components matter, or where a walk finds a way."""
    start = problem.start
    if start.states is None and len(problem.components) <= LARGEST_GRID:
        return _in_grid(problem, budget)
    one = problem.one_state or None
    state = first_state(problem)
    if all(state[i] == v for i, v in problem.goal.items()):
        return Verdict("yes", (state,), True, one)
    way = walked(problem.system, state, problem.goal, random.Random(0), budget) if start.states is None else None
    if way is not None:
        return _told(problem, state, way, one)
    return None


def _by_parts(problem: Problem, budget: Budget) -> Verdict | None:
    """Look for a part of the goal that depends on fewer components and cannot be reached: then nor can the goal."""
    matter = {tuple(ancestors(problem.system.functions, [i])) for i in problem.goal}
    smaller = sorted((part for part in matter if len(part) < len(problem.components)), key=lambda p: (len(p), p))
    small = sum(len(part) <= LARGEST_GRID for part in smaller)
    for part in smaller[: small + MOST_PARTS]:
        alone = projected(problem.system, problem.start, problem.goal, part, problem.symbols)
        found = _quickly(alone, budget) or _by_waves(alone, budget)
        if found.outcome == "no":
            return found
    return None


def _told(problem: Problem, state: Mapping[int, int], way: Sequence[int], every: bool | None) -> Verdict:
    way = shortened(problem.system, state, way, problem.goal)
    # Each component that stands wrong must move at least once.
    least = sum(state[i] != v for i, v in problem.goal.items())
    sure = bool(every) and len(way) == least
    return Verdict("yes", tuple(moves_of(state, way)), sure, every)


def _in_grid(problem: Problem, budget: Budget) -> Verdict:
    grid = Grid(problem.system, "asynchronous")
    start, goal = grid.cube(problem.start.space), grid.cube(problem.goal)
    way, seen = grid.shortest(start, goal, budget)
    if not way:
        return Verdict("no", every=False, proof=_closed(problem, "closed set", seen.bit_count()))
    every = not start & ~grid.backward(goal, grid.everything, budget)
    return Verdict("yes", tuple(lifted(grid, way)), True, every)


def _closed(problem: Problem, kind: str, states: int) -> Proof:
    return Proof(kind, states=states, components=tuple(problem.components))


def _by_waves(problem: Problem, budget: Budget) -> Verdict:
    """Spread from both ends, always the smaller set, until they meet or one is closed."""
    symbols, components = problem.symbols, list(problem.system.functions)
    steps = Steps(symbols, problem.system)
    start = problem.start.states if problem.start.states is not None else symbols.cube(problem.start.space)
    forward = Wave(start, steps.forward, components)
    backward = Wave(symbols.cube(problem.goal), steps.backward, components)
    open_waves = [forward, backward]
    while open_waves:
        meeting = common(forward.states, backward.states)
        if meeting is None:
            break
        if not meeting.is_false():
            return _met(problem, forward, backward, symbols.least(meeting, components))
        for wave, kind in ((forward, "closed set"), (backward, "closed set backward")):
            if wave.closed:
                count = symbols.count(wave.states, len(components))
                return Verdict("no", every=False, proof=_closed(problem, kind, count))
        wave = min(open_waves, key=lambda w: w.size)
        try:
            wave.round(budget)
        except TooLarge:
            open_waves.remove(wave)
    reason = f"the states that {len(components)} components can take on the way are too many to be searched"
    return Verdict("undecided", reason=reason)


def _met(problem: Problem, forward: Wave, backward: Wave, state: Mapping[int, int]) -> Verdict:
    contains = problem.symbols.contains
    to_start, to_goal = forward.back(state, contains), backward.back(state, contains)
    begin = dict(state)
    for i in to_start:
        begin[i] = 1 - begin[i]
    every: bool | None = problem.one_state or None
    if not every and backward.closed:
        every = forward.sets[0].l_and_not(backward.states).is_false()
    return _told(problem, begin, [*to_start[::-1], *to_goal], every)
