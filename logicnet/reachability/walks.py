"""Guided asynchronous walks, and shortening of the ways they find."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from logicnet.landscape.percolation import Percolated, targets_of
from logicnet.landscape.trap_spaces import smallest_trap_space
from logicnet.limits import Budget
from logicnet.reachability.systems import contradict, wants

# So many walks of so many steps; and how often a walk takes a move because it looks good.
WALKS = 12
STEPS = 300
GREED = 0.7
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

    A move after which the smallest trap space excludes the goal is never taken.
    """
    targets = targets_of(system.functions)
    for _ in range(WALKS):
        walker, way = Walker(system, state, targets), list[int]()
        for _ in range(STEPS):
            budget.check()
            if all(walker.state[i] == v for i, v in goal.items()):
                return way
            chosen = _chosen(walker, goal, generator)
            if chosen is None:
                break
            walker.move(chosen)
            way.append(chosen)
    return None


def _chosen(walker: Walker, goal: Mapping[int, int], generator: random.Random) -> int | None:
    """Return a move that leaves the goal within reach as far as trap spaces tell, good ones first; or none."""
    for i in _in_order(walker, goal, generator):
        after = {**walker.state, i: 1 - walker.state[i]}
        if not contradict(smallest_trap_space(walker.system, after), goal):
            return i
    return None


def _in_order(walker: Walker, goal: Mapping[int, int], generator: random.Random) -> list[int]:
    moves = sorted(walker.movable)
    generator.shuffle(moves)
    if generator.random() < GREED:
        moves.sort(key=lambda i: 1 if i not in goal else 0 if walker.state[i] != goal[i] else 2)
    return moves


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
