"""Synchronous reachability of a subspace: follow the one way that each state has.

Few components: the whole table of successors. Few states at the start: all of them at once, bit ``k`` of a column
being the value on the way from the ``k``-th, each until it is back where it was at an earlier power of two (Brent
1980, doi:10.1007/BF01933190). More: a sample of them finds ways, and the states that lead to the goal are computed
backward as decision diagrams.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from logicnet.errors import LimitReached
from logicnet.expressions.expression import evaluate
from logicnet.landscape.percolation import Percolated
from logicnet.landscape.trap_spaces import smallest_around
from logicnet.limits import Budget
from logicnet.reachability.backward import leads_to
from logicnet.reachability.cycles import LONGEST_WAY, following
from logicnet.reachability.grids import LARGEST_GRID, Grid, lifted
from logicnet.reachability.regions import Problem, Region, first_state, projected, whole
from logicnet.reachability.results import Proof, Verdict
from logicnet.reachability.systems import ancestors, contradict, within
from logicnet.reachability.waves import Symbols, TooLarge

# Open components of a start whose states are all followed at once, and how many are followed of more.
WIDEST_START = 14
SAMPLE = 1024


def search_synchronously(
    system: Percolated, start: Region, goal: Mapping[int, int], symbols: Symbols, budget: Budget
) -> Verdict:
    """Decide whether some state of a start can reach some state of a subspace; parameters as in `asynchronous`."""
    space = smallest_around(system.functions, dict(start.space))
    if contradict(space, goal):
        return Verdict("no", every=False, proof=Proof("trap space", space))
    inside = within(system, space)
    matter = ancestors(inside.functions, [i for i in goal if i not in space])
    problem = projected(inside, start, goal, matter, symbols)
    found = _decided(problem, budget)
    proof = found.proof and Proof(found.proof.kind, space, (), found.proof.states, tuple(matter))
    path = tuple(_replayed(system, whole(found.path[:1], start, symbols), len(found.path)))
    return Verdict(found.outcome, path, found.shortest, found.every, proof, found.reason)


def _replayed(system: Percolated, begin: Sequence[Mapping[int, int]], length: int) -> Iterator[dict[int, int]]:
    """Yield the states from the first on: all components move, not only those that the goal depends on."""
    for state in begin:
        here = dict(state)
        yield dict(here)
        for _ in range(length - 1):
            here = following(system, here)
            yield dict(here)


def _decided(problem: Problem, budget: Budget) -> Verdict:
    start, components = problem.start, list(problem.system.functions)
    if start.states is None and len(components) <= LARGEST_GRID:
        return _in_grid(problem, budget)
    starts, whole_start = _starts(problem)
    found = followed(problem.system, starts, problem.goal, budget)
    if found.hit:
        path = found.way(found.first, found.when[found.first])
        every = found.hit == found.everything if whole_start else None
        return Verdict("yes", tuple(path), whole_start, every)
    if whole_start:
        way = found.way(0, found.steps) if len(starts) == 1 else []
        return Verdict(
            "no", every=False, proof=Proof("closed set", states=len({tuple(s.values()) for s in way}) or None)
        )
    return _backward(problem, budget)


def _in_grid(problem: Problem, budget: Budget) -> Verdict:
    grid = Grid(problem.system, "synchronous")
    start, goal = grid.cube(problem.start.space), grid.cube(problem.goal)
    way, seen = grid.shortest(start, goal, budget)
    if not way:
        return Verdict("no", every=False, proof=Proof("closed set", states=seen.bit_count()))
    every = not start & ~grid.backward(goal, grid.everything, budget)
    return Verdict("yes", tuple(lifted(grid, way)), True, every)


def _backward(problem: Problem, budget: Budget) -> Verdict:
    """Decide by everything that leads to the goal, computed as a diagram."""
    symbols = problem.symbols
    start = problem.start.states if problem.start.states is not None else symbols.cube(problem.start.space)
    try:
        sets = leads_to(problem.system, symbols, problem.goal, start, budget)
    except TooLarge:
        count = len(problem.system.functions) - len(problem.start.space)
        return Verdict("undecided", reason=f"the start leaves {count} components open: too many states to follow")
    if start.l_and(sets[-1]).is_false():
        states = symbols.count(sets[-1], len(problem.system.functions))
        return Verdict("no", every=False, proof=Proof("closed set backward", states=states))
    steps = next(k for k, states in enumerate(sets) if not start.l_and(states).is_false())
    begin = symbols.least(start.l_and(sets[steps]), list(problem.system.functions))
    lanes = followed(problem.system, [begin], problem.goal, budget)
    return Verdict("yes", tuple(lanes.way(0, steps)), True, None)


def _starts(problem: Problem) -> tuple[list[dict[int, int]], bool]:
    """Return states of the start, and whether they are all of them."""
    components, start = list(problem.system.functions), problem.start
    if start.states is not None:
        symbols = problem.symbols
        if symbols.count(start.states, len(components)) > 2**WIDEST_START:
            return [first_state(problem)], False
        return symbols.states(start.states, components), True
    loose = [i for i in components if i not in start.space]
    if len(loose) <= WIDEST_START:
        numbers: Sequence[int] = range(2 ** len(loose))
    else:
        generator = random.Random(0)
        numbers = [generator.getrandbits(len(loose)) for _ in range(SAMPLE)]
    states = [{**start.space, **{i: n >> j & 1 for j, i in enumerate(loose)}} for n in numbers]
    return states, len(loose) <= WIDEST_START


@dataclass(slots=True)
class Lanes:
    """Ways followed side by side: which have met the goal, when first, and for how many steps."""

    system: Percolated
    starts: Sequence[Mapping[int, int]]
    everything: int
    hit: int
    when: dict[int, int]
    steps: int

    @property
    def first(self) -> int:
        """The lane that met the goal first."""
        return min(self.when, key=lambda k: (self.when[k], k))

    def way(self, lane: int, steps: int) -> list[dict[int, int]]:
        """Return the states of a lane's first steps."""
        here = dict(self.starts[lane])
        path = [here]
        for _ in range(steps):
            here = following(self.system, here)
            path.append(here)
        return path


def followed(system: Percolated, starts: Sequence[Mapping[int, int]], goal: Mapping[int, int], budget: Budget) -> Lanes:
    """Follow the ways of some states until each has met the goal or come back to where it was.

    Raises
    ------
    LimitReached
        A way is longer than `LONGEST_WAY`, or the time was over.
    """
    components = list(system.functions)
    everything = (1 << len(starts)) - 1
    here = [0] * len(system.programs)
    for i, value in system.fixed.items():
        here[i] = everything if value else 0
    for i in components:
        here[i] = int("".join("1" if state[i] else "0" for state in reversed(starts)), 2)
    lanes = Lanes(system, starts, everything, 0, {}, 0)
    back, anchor, step = 0, list(here), 0
    while True:
        budget.check()
        met = everything & ~lanes.hit & ~back
        for i, value in goal.items():
            met &= here[i] if value else ~here[i]
        _note(lanes, met, step)
        if (lanes.hit | back) == everything:
            lanes.steps = step
            return lanes
        if step >= LONGEST_WAY:
            raise LimitReached(f"a way did not come back within {LONGEST_WAY:,} steps")
        if step & (step - 1) == 0:
            anchor = list(here)
        ahead = [evaluate(system.programs[i], here, everything) for i in components]
        for i, column in zip(components, ahead, strict=True):
            here[i] = column
        step += 1
        same = everything
        for i in components:
            same &= ~(here[i] ^ anchor[i])
        back |= same


def _note(lanes: Lanes, met: int, step: int) -> None:
    lanes.hit |= met
    while met:
        lowest = met & -met
        lanes.when[lowest.bit_length() - 1] = step
        met ^= lowest
