"""Brute force on networks of a few components: everything follows from the whole state space, held as bits.

Nothing here uses logicnet. A set of states is one integer: state s (component i stands at bit i of s) is in it if bit s
is set. With 7 components a set is a number of 128 bits, and a rule is the set of states in which it is active.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import combinations, pairwise
from typing import TypeVar

Values = tuple[int | str, ...]
"""The value of each component: 0, 1 or ``*``."""
Found = tuple[str, int]
"""Kind and states."""
Key = TypeVar("Key", bound=Hashable)


@cache
def where(size: int, component: int) -> int:
    """Return the set of states in which a component is 1."""
    block = 1 << component
    ones = ((1 << block) - 1) << block
    return sum(ones << start for start in range(0, 1 << size, 2 * block))


@cache
def everything(size: int) -> int:
    """Return the set of all states."""
    return (1 << (1 << size)) - 1


@cache
def subspaces(size: int) -> tuple[list[int], list[int]]:
    """Return all subspaces, smallest first: their states, and which components are fixed, as a mask."""
    spaces = [(everything(size), 0)]
    for i in range(size):
        ones = where(size, i)
        spaces += [(part, mask | 1 << i) for states, mask in spaces for part in (states & ones, states & ~ones)]
    spaces.sort(key=lambda space: space[0].bit_count())
    return [states for states, _ in spaces], [mask for _, mask in spaces]


def members(states: int) -> Iterator[int]:
    """Yield the states of a set."""
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest


def states_of(numbers: Iterable[int]) -> int:
    """Return the set of some states."""
    states = 0
    for number in numbers:
        states |= 1 << number
    return states


def union(sets: Iterable[int]) -> int:
    """Return the states that are in some set."""
    whole = 0
    for states in sets:
        whole |= states
    return whole


class Dynamics:
    """A network as the sets of states in which each rule is active.

    Parameters
    ----------
    active
        One set for each component.
    """

    def __init__(self, active: Sequence[int]) -> None:
        self.size = len(active)
        self.active = list(active)
        self.all = everything(self.size)
        self.ones = [where(self.size, i) for i in range(self.size)]
        self.moving = [rule ^ ones for rule, ones in zip(active, self.ones, strict=True)]
        # Where something rises or falls, with the distance to the state after it.
        pairs = list(zip(self.moving, self.ones, strict=True))
        self._rises = [(moving & ~ones, 1 << i) for i, (moving, ones) in enumerate(pairs)]
        self._falls = [(moving & ones, 1 << i) for i, (moving, ones) in enumerate(pairs)]

    # --- what a set looks like ----------------------------------------------------------------------------------------

    def values(self, states: int) -> Values:
        """Return each component's value in a set: ``*`` where both occur."""
        return tuple(1 if not states & ~ones else 0 if not states & ones else "*" for ones in self.ones)

    def agreeing(self, values: Mapping[int, int]) -> int:
        """Return the states in which some components stand at given values."""
        states = self.all
        for component, value in values.items():
            states &= self.ones[component] if value else ~self.ones[component]
        return states

    # --- steps --------------------------------------------------------------------------------------------------------

    @cached_property
    def after(self) -> list[int]:
        """Return, for each state, the one after it when all components move at once."""
        after = [0] * (1 << self.size)
        for i, rule in enumerate(self.active):
            bit = 1 << i
            for state in members(rule):
                after[state] |= bit
        return after

    def following(self, states: int, update: str) -> int:
        """Return the states that one step leads to."""
        if update == "synchronous":
            return states_of(self.after[state] for state in members(states))
        found = 0
        for rising, step in self._rises:
            found |= (states & rising) << step
        for falling, step in self._falls:
            found |= (states & falling) >> step
        return found

    def is_way(self, way: Sequence[int], update: str) -> bool:
        """Tell whether each state of a sequence comes one step after the one before it."""
        return all(self.following(1 << one, update) >> other & 1 for one, other in pairwise(way))

    def distance(self, starts: int, targets: int, update: str) -> int | None:
        """Return the least number of steps from a set into another; None where there is no way."""
        seen, edge, steps = 0, starts, 0
        while edge and not edge & targets:
            seen |= edge
            edge = self.following(edge, update) & ~seen
            steps += 1
        return steps if edge else None

    def reached(self, starts: int, update: str) -> int:
        """Return all states on the ways from a set, its own included."""
        if update == "asynchronous":
            return self.forward(starts)
        seen, edge = 0, starts
        while edge:
            seen |= edge
            edge = self.following(edge, update) & ~seen
        return seen

    def reaching(self, targets: int, update: str) -> int:
        """Return all states on the ways to a set, its own included."""
        if update == "asynchronous":
            return self.backward(targets)
        before = 0
        while targets != before:
            before = targets
            targets |= states_of(state for state, after in enumerate(self.after) if before >> after & 1)
        return targets

    # --- asynchronous and synchronous attractors ----------------------------------------------------------------------

    def forward(self, states: int) -> int:
        """Return all states that asynchronous steps reach."""
        grown = 0
        while states != grown:
            grown = states
            for rising, step in self._rises:
                states |= (states & rising) << step
            for falling, step in self._falls:
                states |= (states & falling) >> step
        return states

    def backward(self, states: int) -> int:
        """Return all states from which asynchronous steps lead into a set."""
        grown = 0
        while states != grown:
            grown = states
            for rising, step in self._rises:
                states |= (states >> step) & rising
            for falling, step in self._falls:
                states |= (states << step) & falling
        return states

    @cached_property
    def asynchronous(self) -> list[int]:
        """Return the terminal strong components of the state transition graph."""
        kept, left = [], self.all
        while left:
            ahead = self.forward(left & -left)
            while rest := ahead & ~self.backward(ahead & -ahead):  # these cannot go back, so what they reach is smaller
                ahead = self.forward(rest & -rest)
            kept.append(ahead)
            left &= ~self.backward(ahead)
        return kept

    @cached_property
    def synchronous(self) -> list[int]:
        """Return the cycles of the map that moves all components at once."""
        after = self.after
        kept, seen = [], 0
        for start in range(len(after)):
            state, path = start, 0
            while not seen >> state & 1:
                seen |= 1 << state
                path |= 1 << state
                state = after[state]
            if path >> state & 1:  # the walk has bitten its own tail
                kept.append(_cycle(after, state))
        return kept

    def fixed_points(self) -> list[int]:
        """Return the states, as sets of one, in which nothing moves."""
        still = self.all
        for moving in self.moving:
            still &= ~moving
        return [1 << state for state in members(still)]

    # --- trap spaces --------------------------------------------------------------------------------------------------

    @cached_property
    def trap_spaces(self) -> list[int]:
        """Return all subspaces in which no fixed component ever moves, smallest first."""
        moved = [0]  # for each mask of components, the states in which one of them moves
        for moving in self.moving:
            moved += [states | moving for states in moved]
        spaces, masks = subspaces(self.size)
        return [states for states, mask in zip(spaces, masks, strict=True) if not states & moved[mask]]

    @cached_property
    def minimal(self) -> list[int]:
        """Return the trap spaces in which no other one lies."""
        kept: list[int] = []
        for space in self.trap_spaces:
            if not any(small & space == small for small in kept):
                kept.append(space)
        return kept

    def maximal(self) -> list[int]:
        """Return the trap spaces strictly inside the percolated space that lie in no other such one."""
        whole = self.percolated()
        kept: list[int] = []
        for space in reversed(self.trap_spaces):
            if space != whole and space & whole == space and not any(big & space == space for big in kept):
                kept.append(space)
        return kept

    def percolated(self) -> int:
        """Return what is left of the whole space when constant rules are put in, again and again."""
        space, before = self.all, 0
        while space != before:
            before = space
            for rule, ones in zip(self.active, self.ones, strict=True):
                if not space & ~rule:
                    space &= ones
                elif not space & rule:
                    space &= ~ones
        return space


def _cycle(after: Sequence[int], start: int) -> int:
    states, state = 1 << start, after[start]
    while state != start:
        states |= 1 << state
        state = after[state]
    return states


def kind_of(attractor: int) -> str:
    """Return an attractor's kind."""
    return "fixed point" if attractor.bit_count() == 1 else "cyclic"


def answers(dynamics: Dynamics) -> dict[str, list[Found]]:
    """Return every list of sets that logicnet is asked for, sorted."""
    attractors = {
        "asynchronous": dynamics.asynchronous,
        "synchronous": dynamics.synchronous,
        "fixed points": dynamics.fixed_points(),
    }
    spaces = {"minimal": dynamics.minimal, "maximal": dynamics.maximal()}
    return {name: sorted((kind_of(states), states) for states in found) for name, found in attractors.items()} | {
        name: sorted(("trap space", states) for states in found) for name, found in spaces.items()
    }


def avoidant(dynamics: Dynamics) -> int:
    """Return how many asynchronous attractors lie in no minimal trap space."""
    inside = union(dynamics.minimal)
    return sum(not states & inside for states in dynamics.asynchronous)


# --- conditions on inputs ---------------------------------------------------------------------------------------------


def by_valuation(dynamics: Dynamics, inputs: Sequence[int], outcome: Callable[[int], Key]) -> dict[Key, dict[int, int]]:
    """Return, for each outcome, how many attractors have it under which valuation of the inputs.

    Inputs keep their value, so an attractor lies within one valuation: bit k of its number is the value of input k.
    """
    found: dict[Key, dict[int, int]] = {}
    for states in dynamics.asynchronous:
        valuation = sum(bool(states & dynamics.ones[i]) << k for k, i in enumerate(inputs))
        counts = found.setdefault(outcome(states), {})
        counts[valuation] = counts.get(valuation, 0) + 1
    return found


def depends(wanted: int, size: int, component: int) -> bool:
    """Tell whether it matters to a set of states where a component stands."""
    ones = where(size, component)
    return (wanted & ones) >> (1 << component) != wanted & ~ones


@cache
def smallest_sum(wanted: int, size: int) -> tuple[int, int]:
    """Return the numbers of products and of literals of the smallest sum of products of a set of states."""
    spaces, masks = subspaces(size)
    parts = [(states, mask.bit_count()) for states, mask in zip(spaces, masks, strict=True) if not states & ~wanted]
    for count in range(len(parts) + 1):
        sums = [some for some in combinations(parts, count) if union(states for states, _ in some) == wanted]
        if sums:
            return count, min(sum(literals for _, literals in some) for some in sums)
    raise AssertionError("its states themselves are products")
