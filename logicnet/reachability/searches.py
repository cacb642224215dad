"""Search state by state: random walks that find a way quickly, and breadth first, which finds the shortest or none."""

from __future__ import annotations

import random
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from logicnet.landscape.trap_spaces import smallest_trap_space
from logicnet.limits import Budget
from logicnet.reachability.ends import Goal, Start
from logicnet.reachability.systems import System

Hashed = TypeVar("Hashed", bound=Hashable)

# Moves of one walk, for each component of the system.
WALK = 40
# How often a walk goes where the goal is, and how often it shuns a move away from it.
EAGER, LOYAL = 0.5, 0.8
# States whose successors are worked out together.
TOGETHER = 1024


@dataclass(frozen=True, eq=False)
class Explored:
    """What breadth-first search came to.

    Attributes
    ----------
    path
        A shortest way to the goal; empty where none was found.
    states
        Number of states seen.
    closed
        Whether all that can be reached was seen.
    """

    path: list[int]
    states: int
    closed: bool


def explore(system: System, starts: Sequence[int], goal: Goal, most: int, budget: Budget) -> Explored:
    """Search breadth first through at most about so many states."""
    mask, value = system.space(goal.space)
    came: dict[int, int | None] = dict.fromkeys(starts)
    layer = list(starts)
    while layer:
        for state in layer:
            if state & mask == value and goal.has(system.unpacked(state)):
                return Explored(_back(came, state), len(came), False)
        if len(came) > most:
            return Explored([], len(came), False)
        layer = _next_layer(system, layer, came, most, budget)
    return Explored([], len(came), True)


def _next_layer(
    system: System, layer: Sequence[int], came: dict[int, int | None], most: int, budget: Budget
) -> list[int]:
    found = []
    for k in range(0, len(layer), TOGETHER):
        budget.check()
        chunk = layer[k : k + TOGETHER]
        for position, state in system.successors(chunk):
            if state not in came:
                came[state] = chunk[position]
                found.append(state)
        if len(came) > 4 * most:
            break  # the layer is not whole: the search ends before anything is concluded from it
    return found


def _back(came: dict[int, int | None], state: int) -> list[int]:
    path: list[int] = []
    here: int | None = state
    while here is not None:
        path.append(here)
        here = came[here]
    return path[::-1]


def walk_to(system: System, start: Start, goal: Goal, walks: int, careful: bool, budget: Budget) -> list[int]:
    """Return a way to the goal that some asynchronous walk found, loops cut out; empty where none did.

    A careful walk makes no move into a trap space in which the goal does not lie: slower, and much surer.
    """
    generator = random.Random(0)
    for _ in range(walks):
        drawn = start.drawn(system, goal, generator)
        path = [system.packed(state) for state in _walk(system, drawn, goal, generator, careful, budget)]
        if path and goal.has(system.unpacked(path[-1])):
            return without_loops(path)
    return []


def _walk(
    system: System, state: dict[int, int], goal: Goal, generator: random.Random, careful: bool, budget: Budget
) -> Iterator[dict[int, int]]:
    """Yield the states of a walk; it ends in the goal, where nothing moves, or where the goal is out of reach."""
    ready = {i for i in system.order if system.moves(i, state)}
    refused: set[int] = set()
    yield state
    for step in range(WALK * len(system.order)):
        budget.check()
        if ready <= refused or goal.has(state):
            return
        if not careful and step % len(system.order) == 0 and _trapped(system, state, goal):
            return
        i = _chosen(tuple(ready - refused), state, goal, generator)
        state[i] ^= 1
        if careful and _trapped(system, state, goal):
            state[i] ^= 1
            refused.add(i)
            continue
        refused.clear()
        yield state
        for target in {i, *system.targets.get(i, ())}:
            (ready.add if system.moves(target, state) else ready.discard)(target)


def _chosen(ready: tuple[int, ...], state: dict[int, int], goal: Goal, generator: random.Random) -> int:
    wanted = [i for i in ready if goal.space.get(i, state[i]) != state[i]]
    if wanted and generator.random() < EAGER:
        return generator.choice(wanted)
    if generator.random() < LOYAL:
        ready = tuple(i for i in ready if i not in goal.space or i in wanted) or ready
    return generator.choice(ready)


def _trapped(system: System, state: dict[int, int], goal: Goal) -> bool:
    space = smallest_trap_space(system.functions, state)
    return any(goal.space.get(i, value) != value for i, value in space.items())


def without_loops(path: Sequence[Hashed]) -> list[Hashed]:
    """Return a path from which every return to a state is cut out."""
    last = {state: k for k, state in enumerate(path)}
    short, k = [], 0
    while k < len(path):
        k = last[path[k]]
        short.append(path[k])
        k += 1
    return short
