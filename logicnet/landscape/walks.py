"""Random walks in a module: always the same ones, never the judge, only the quick way to what a search would find."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from logicnet.landscape.driven import Driven
from logicnet.limits import Budget

# Rounds in which every component has its turn: of one walk that tries to leave for a trap space, and of such walks.
ROUNDS, WALKS = 40, 100
# Rounds for candidates that walk together until they meet.
TOGETHER = 2_000

State = Mapping[int, int]


def wander(functions: Mapping[int, Driven], start: State, rounds: int) -> Iterator[dict[int, int]]:
    """Yield the states of one asynchronous walk; a component that may go either way does."""
    generator = random.Random(0)
    state, order = dict(start), list(functions)
    for _ in range(rounds):
        generator.shuffle(order)
        for i in order:
            if functions[i].allows(1 - state[i], state):
                state[i] ^= 1
                yield dict(state)


def leaves(functions: Mapping[int, Driven], start: State, spaces: Sequence[State], budget: Budget) -> bool:
    """Tell whether a walk from a state was seen to enter one of some trap spaces."""
    generator = random.Random(0)
    order = list(functions)
    for _ in range(WALKS):
        budget.check()
        state = dict(start)
        for _ in range(ROUNDS):
            _round(functions, state, order, generator)
            if any(all(state[i] == value for i, value in space.items()) for space in spaces):
                return True
    return False


def merged(functions: Mapping[int, Driven], starts: Sequence[State], budget: Budget) -> list[dict[int, int]]:
    """Let states walk under the same moves until they are one, or long enough: whatever attractor one is in, it stays.

    Where several attractors are possible this only makes the list shorter, never less complete.
    """
    generator = random.Random(0)
    order = list(functions)
    states = [dict(start) for start in starts]
    for _ in range(TOGETHER):
        if len(states) == 1:
            break
        budget.check()
        seed = generator.getrandbits(64)
        for state in states:
            _round(functions, state, list(order), random.Random(seed))
        states = list({tuple(state.values()): state for state in states}.values())
    return states


def _round(functions: Mapping[int, Driven], state: dict[int, int], order: list[int], generator: random.Random) -> None:
    """Give every component its turn in a random order."""
    generator.shuffle(order)
    for i in order:
        if functions[i].allows(1 - state[i], state):
            state[i] ^= 1
