"""Guided asynchronous walks, and shortening of the ways they find."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence

from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget
from logicnet.reachability.plans import Planner
from logicnet.reachability.systems import wants

# So many walks of so many steps; and how often a walk takes a move that a plan begins with.
WALKS = 12
STEPS = 300
GREED = 0.85
# Ways longer than this are not shortened move by move: that takes quadratic time.
LONGEST_SHORTENED = 400


class Walker:
    """A state, and which components may move in it, kept up to date."""

    def __init__(self, system: Percolated, state: Mapping[int, int], targets: Mapping[int, Sequence[int]]) -> None:
        self.system, self.targets, self.state = system, targets, dict(state)
        self.movable = {i for i in system.functions if self._moves(i)}

    def _moves(self, i: int) -> bool:
        return wants(self.system.functions[i], self.state) != self.state[i]

    def move(self, i: int) -> None:
        """Flip a component."""
        self.state[i] = 1 - self.state[i]
        for target in (i, *self.targets.get(i, ())):
            (self.movable.add if self._moves(target) else self.movable.discard)(target)


def walked(
    system: Percolated, state: Mapping[int, int], goal: Mapping[int, int], generator: random.Random, budget: Budget
) -> list[int] | None:
    """Return the components that move on a way from a state into a subspace, or None where no walk found one.

    Takes moves with which a relaxed plan begins, now and then another one, and takes back a move after which there is
    no plan.
    """
    planner = Planner(system)
    first = planner.first_moves(state, goal)
    if first is None:
        return None
    for _ in range(WALKS):
        way = _walk(planner, state, first, goal, generator, budget)
        if way is not None:
            return way
    return None


def _walk(
    planner: Planner,
    state: Mapping[int, int],
    first: list[int],
    goal: Mapping[int, int],
    generator: random.Random,
    budget: Budget,
) -> list[int] | None:
    walker, way, bad = Walker(planner.system, state, planner.targets), list[int](), set[int]()
    for _ in range(STEPS):
        budget.check()
        if all(walker.state[i] == v for i, v in goal.items()):
            return way
        chosen = _chosen(walker, first, bad, generator)
        if chosen is None:
            return None
        walker.move(chosen)
        onward = planner.first_moves(walker.state, goal)
        if onward is None:
            walker.move(chosen)
            bad.add(chosen)
        else:
            way.append(chosen)
            first, bad = onward, set()
    return None


def _chosen(walker: Walker, first: Sequence[int], bad: Collection[int], generator: random.Random) -> int | None:
    """Return a move that is not known to be bad: of those a plan begins with mostly; None where there is none."""
    good = [i for i in first if i not in bad]
    if good and generator.random() < GREED:
        return generator.choice(good)
    moves = [i for i in sorted(walker.movable) if i not in bad]
    return generator.choice(moves) if moves else None


def moves_of(state: Mapping[int, int], way: Sequence[int]) -> Iterator[dict[int, int]]:
    """Yield the states on a way."""
    here = dict(state)
    yield dict(here)
    for i in way:
        here[i] = 1 - here[i]
        yield dict(here)


def shortened(system: Percolated, state: Mapping[int, int], way: Sequence[int], goal: Mapping[int, int]) -> list[int]:
    """Return a way that is no longer: without loops, and without moves that nothing on the way needs."""
    moves = _without_loops(state, way)
    k = len(moves) - 1
    while k >= 0 and len(moves) <= LONGEST_SHORTENED:
        # A move goes alone, or with the component's next one, which would else go the wrong way.
        again = next((j for j in range(k + 1, len(moves)) if moves[j] == moves[k]), None)
        left = [i for j, i in enumerate(moves) if j not in (k, again)]
        if _leads(system, state, left, goal):
            moves = left
        k = min(k, len(moves)) - 1
    return moves


def _without_loops(state: Mapping[int, int], way: Sequence[int]) -> list[int]:
    """Cut out what lies between two visits of one state."""
    components = list(state)
    seen = {tuple(state[i] for i in components): 0}
    here, kept = dict(state), list[int]()
    for i in way:
        here[i] = 1 - here[i]
        kept.append(i)
        key = tuple(here[j] for j in components)
        if key in seen:
            del kept[seen[key] :]
            seen = {k: n for k, n in seen.items() if n <= len(kept)}
        else:
            seen[key] = len(kept)
    return kept


def _leads(system: Percolated, state: Mapping[int, int], way: Sequence[int], goal: Mapping[int, int]) -> bool:
    """Tell whether moves are possible one after the other and end in a goal."""
    here = dict(state)
    for i in way:
        value = wants(system.functions[i], here)
        if value == here[i]:
            return False
        here[i] = value
    return all(here[i] == v for i, v in goal.items())
