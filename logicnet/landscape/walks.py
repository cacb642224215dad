"""Random walks in a module: always the same ones, never the judge, only the quick way to what a search would find."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from logicnet.landscape.driven import Driven, decided
from logicnet.limits import Budget

if TYPE_CHECKING:
    from logicnet.expressions.diagrams import Decisions

# Rounds in which every component has its turn: of a crowd that nobody leaves any more for a trap space, and of one that
# walks under the same moves until it meets.
PATIENCE, TOGETHER = 200, 2_000
# Walks from one state that is suspected of leading elsewhere; walks inside one attractor, how often it is looked where
# they are, and after how many rounds.
COPIES = 4_096
STRAYING, LOOKS, BETWEEN = 1_024, 20, 10

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


class Crowd:
    """Many states of a module that walk at the same time.

    Parameters
    ----------
    columns
        By component, the states in which it is 1, as bits of an integer.
    count
        Number of states.
    """

    def __init__(self, functions: Mapping[int, Driven], columns: Mapping[int, int], count: int) -> None:
        self.rules = {i: (decided(f, 0), decided(f, 1), f.single) for i, f in functions.items()}
        self.count = count
        self.everyone = (1 << count) - 1
        self.may = {i: (self.everyone ^ columns[i], columns[i]) for i in functions}
        self.random = random.Random(0)
        self.order = list(functions)

    @classmethod
    def of(cls, functions: Mapping[int, Driven], states: Sequence[State]) -> Crowd:
        """Let some states walk."""
        columns = {i: sum(state[i] << k for k, state in enumerate(states)) for i in functions}
        return cls(functions, columns, len(states))

    @classmethod
    def copies(cls, functions: Mapping[int, Driven], state: State, count: int) -> Crowd:
        """Let one state walk so many ways."""
        everyone = (1 << count) - 1
        return cls(functions, {i: everyone if state[i] else 0 for i in functions}, count)

    def columns(self) -> list[tuple[int, str]]:
        """Return each component's values, a text of 0 and 1 with one character a walker."""
        return [(i, self._bits(one)) for i, (_, one) in self.may.items()]

    def walk(self, moving: Callable[[], int]) -> None:
        """Give every component its turn in a random order; `moving` says for whom."""
        self.random.shuffle(self.order)
        for i in self.order:
            off, on, single = self.rules[i]
            zero, one = self.may[i]
            rises = self._possible(on)
            falls = self.everyone ^ rises if single else self._possible(off)
            flips = (zero & rises | one & falls) & moving()
            self.may[i] = zero ^ flips, one ^ flips

    def _possible(self, rule: Decisions) -> int:
        nodes, root = rule
        found = [0, self.everyone]
        for component, low, high in nodes:
            zero, one = self.may[component]
            found.append(zero & found[low] | one & found[high])
        return found[root]

    def some(self) -> int:
        """Return a random half of the walkers."""
        return self.random.getrandbits(self.count)

    def all(self) -> int:
        """Return all walkers."""
        return self.everyone

    def inside(self, space: State) -> int:
        """Return who is in a space."""
        states = self.everyone
        for i, value in space.items():
            states &= self.may[i][value]
            if not states:
                break
        return states

    def numbers(self, kept: Sequence[int]) -> set[int]:
        """Return the different joint values of some components, as `reduced` numbers them."""
        rows = zip(*(self._bits(self.may[i][1]) for i in reversed(kept)), strict=True)
        return {int("".join(row), 2) for row in set(rows)}

    def keep(self, states: int) -> None:
        """Send the others home."""
        chosen = [bit == "1" for bit in self._bits(states)]
        ones = {i: "".join(compress(self._bits(one), chosen)) for i, (_, one) in self.may.items()}
        self.count = sum(chosen)
        self.everyone = (1 << self.count) - 1
        columns = ((i, int(bits or "0", 2)) for i, bits in ones.items())
        self.may = {i: (self.everyone ^ one, one) for i, one in columns}

    def _bits(self, states: int) -> str:
        return f"{states:0{self.count}b}"

    @property
    def alike(self) -> bool:
        """Whether all walkers are in one state."""
        return all(not zero or not one for zero, one in self.may.values())

    def states(self) -> list[dict[int, int]]:
        """Return the different states, in the order of the walkers."""
        rows = zip(*(self._bits(one)[::-1] for _, one in self.may.values()), strict=True) if self.count else ()
        return [dict(zip(self.may, map(int, row), strict=True)) for row in dict.fromkeys(rows)]


def strayed(functions: Mapping[int, Driven], state: State, budget: Budget) -> dict[int, str]:
    """Return states that many walks come to, by component a text of 0 and 1; all are in the attractor of the first."""
    crowd = Crowd.copies(functions, state, STRAYING)
    found: dict[int, list[str]] = {i: [] for i in functions}
    for _ in range(LOOKS):
        budget.check()
        for _ in range(BETWEEN):
            crowd.walk(crowd.some)
        for i, column in crowd.columns():
            found[i].append(column)
    return {i: "".join(columns) for i, columns in found.items()}


def leaves(functions: Mapping[int, Driven], state: State, home: Callable[[Crowd], bool], budget: Budget) -> bool:
    """Tell whether one of many walks from a state was seen to come home."""
    crowd = Crowd.copies(functions, state, COPIES)
    for _ in range(PATIENCE):
        budget.check()
        crowd.walk(crowd.some)
        if home(crowd):
            return True
    return False


def remaining(crowd: Crowd, spaces: Collection[State], budget: Budget) -> None:
    """Let a crowd walk, and send home who enters one of some trap spaces, until nobody did for long.

    A state of an attractor outside of them never enters one: it stays in that attractor.
    """
    waited = 0
    while crowd.count and waited < PATIENCE:
        budget.check()
        crowd.walk(crowd.some)
        gone = 0
        for space in spaces:
            gone |= crowd.inside(space)
        if gone:
            crowd.keep(crowd.everyone ^ gone)
        waited = 0 if gone else waited + 1


def merged(crowd: Crowd, budget: Budget) -> list[dict[int, int]]:
    """Let states walk under the same moves until they are one, or long enough: whatever attractor one is in, it stays.

    Where several attractors are possible this only makes the list shorter, never less complete.
    """
    for _ in range(TOGETHER):
        if crowd.count <= 1 or crowd.alike:
            break
        budget.check()
        crowd.walk(crowd.all)
    return crowd.states()
