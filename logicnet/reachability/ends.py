"""Both ends of a question: a set of states to start from, and a set of states to reach."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from logicnet.errors import LimitReached
from logicnet.landscape.pieces import FIXED_POINT, OPEN, UNIVOCAL
from logicnet.landscape.results import Attractor
from logicnet.landscape.trap_spaces import smallest_trap_space
from logicnet.reachability.systems import State, System

# States of a start, or of a synchronous attractor, that are taken one by one.
MOST_LISTED = 1 << 16
# Components of a cyclic attractor that vary, up to which a start lists its states for the sake of a shortest path.
FEW_VARYING = 12


@dataclass(frozen=True, eq=False)
class Grown:
    """A set of states too large to list: what can be reached from a state, then with other components held.

    Attributes
    ----------
    system
        How it is reached, asynchronously.
    state
        Where from, over all components, those held there among them.
    """

    system: System
    state: State


@dataclass(frozen=True, eq=False)
class Start:
    """A set of states to start from.

    Attributes
    ----------
    space
        Values that all its states share, held components among them.
    states
        Its states; None where it is the whole space.
    complete
        Whether what none of `states` reaches is reached by no state of it.
    every
        Whether `states` are all of them; a shortest path needs that.
    grown
        All of it, where `states` are only some: what a decision diagram can hold; a path is not told then.
    """

    space: State
    states: tuple[State, ...] | None = None
    complete: bool = True
    every: bool = True
    grown: Grown | None = None

    @classmethod
    def of(cls, states: tuple[State, ...], complete: bool, every: bool) -> Start:
        """Return a start given state by state."""
        first, *rest = states
        shared = {i: v for i, v in first.items() if all(state[i] == v for state in rest)}
        return cls(shared, states, complete, every)

    def numbers(self, system: System) -> list[int]:
        """Return its states in a system, each once, ascending.

        Raises
        ------
        LimitReached
            They are too many.
        """
        if self.states is not None:
            return sorted({system.packed(state) for state in self.states})
        free = [j for j, i in enumerate(system.order) if i not in self.space]
        if 1 << len(free) > MOST_LISTED:
            raise LimitReached(f"the start leaves {len(free)} components open; name more of them")
        base = system.space(self.space)[1]
        return sorted(base | sum(bit << j for bit, j in zip(bits, free, strict=True)) for bits in _rows(len(free)))

    def lifted(self, system: System, number: int, whole: System) -> dict[int, int]:
        """Return a state of it, over all components, that looks like a given one in a system."""
        if self.states is not None:
            return dict(next(state for state in self.states if system.packed(state) == number))
        return {**dict.fromkeys(whole.order, 0), **system.unpacked(number), **self.space}

    def drawn(self, system: System, goal: Goal, generator: random.Random) -> dict[int, int]:
        """Draw a state of it in a system, as much like the goal as it may be."""
        if self.states is not None:
            state = generator.choice(self.states)
            return {i: state[i] for i in system.order}
        loose = {i: generator.getrandbits(1) for i in system.order}
        return {i: self.space.get(i, goal.space.get(i, v)) for i, v in loose.items()}


def _rows(width: int) -> Iterator[tuple[int, ...]]:
    return product((0, 1), repeat=width)


@dataclass(frozen=True, eq=False)
class Goal:
    """A set of states to reach.

    Attributes
    ----------
    space
        Values that all its states share.
    inside
        Tells of a state in the space whether it is in the set; None where all are.
    state
        A state (over all components) that is reached wherever the set is; None where the set is the space.
    sharp
        Whether every state of the set is told; a shortest path needs that.
    core
        Where the set is a trap space around an attractor: returns the attractor itself, which every state of the set
        reaches.
    """

    space: State
    inside: Callable[[State], bool] | None = None
    state: State | None = None
    sharp: bool = True
    core: Callable[[], Goal] | None = None

    def has(self, state: State) -> bool:
        """Tell whether a state is in it; where it is no space, of all components that may move."""
        if any(state.get(i, value) != value for i, value in self.space.items()):
            return False
        return self.inside is None or self.inside(state)


def attractor_goal(item: Attractor, index: Mapping[str, int], whole: System) -> Goal:
    """Return the set to reach for an attractor to be reached.

    Who enters a trap space that holds no other attractor reaches it; else who reaches any state of it reaches all.

    Raises
    ------
    LimitReached
        Only that it exists is known.
    """
    check_known(item)
    state = numbered(item.state, index)
    if item.certificate == FIXED_POINT:
        return Goal({i: state[i] for i in whole.order})
    if whole.update == "asynchronous" and item.certificate == UNIVOCAL:
        around = smallest_trap_space(whole.functions, state)
        return Goal(around, core=lambda: _exactly(item, state, index, whole))
    return _exactly(item, state, index, whole)


def _exactly(item: Attractor, state: State, index: Mapping[str, int], whole: System) -> Goal:
    shared = {index[name]: int(v) for name, v in item.values.items() if v in (0, 1)}
    space = {i: v for i, v in shared.items() if i in whole.functions}
    inside = _cycle(item, index) if whole.update == "synchronous" else _region(item, state)
    only = {i: state[i] for i in whole.order}
    if inside is None:
        return Goal(only, sharp=False)
    return Goal(space, inside, only)


def _region(item: Attractor, state: State) -> Callable[[State], bool] | None:
    contains: Callable[[State], bool] = item.region.inside.contains  # type: ignore[attr-defined]
    try:
        contains(state)
    except LimitReached:
        return None
    fixed = item.region.fixed
    return lambda other: all(other.get(i, v) == v for i, v in fixed.items()) and contains(other)


def _cycle(item: Attractor, index: Mapping[str, int]) -> Callable[[State], bool] | None:
    if item.states is None or item.states > MOST_LISTED:
        return None
    known = [numbered(state, index) for state in item.listed()]
    moving = [i for i in known[0] if len({state[i] for state in known}) > 1]
    held = {i: v for i, v in known[0].items() if i not in moving}
    rows = {tuple(state[i] for i in moving) for state in known}
    return lambda other: all(other.get(i, v) == v for i, v in held.items()) and tuple(other[i] for i in moving) in rows


def attractor_start(item: Attractor, index: Mapping[str, int]) -> Start:
    """Return an attractor as a start in its own question: what one state of it reaches, every other does too.

    Raises
    ------
    LimitReached
        Only that it exists is known.
    """
    check_known(item)
    varying = sum(value == "*" for value in item.values.values())
    if varying <= FEW_VARYING and "?" not in item.values.values():
        return Start.of(tuple(numbered(state, index) for state in item.listed()), True, True)
    return Start.of((numbered(item.state, index),), True, False)


def check_known(item: Attractor) -> None:
    """Raise `LimitReached` where an attractor's states are not known, not even one."""
    if item.certificate == OPEN:
        raise LimitReached(f"{item.id} is known to exist, but not which states it has")


def numbered(state: Mapping[str, int], index: Mapping[str, int]) -> dict[int, int]:
    """Return a state by component number."""
    return {index[name]: value for name, value in state.items()}
