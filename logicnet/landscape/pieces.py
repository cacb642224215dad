"""One module's part in an attractor: a set of states of the module, and what others may ask of it.

An attractor of the whole is the product of its pieces, one a module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, Literal, Protocol

from logicnet.errors import LimitReached
from logicnet.expressions.truth_tables import columns
from logicnet.landscape.driven import Driven, Factor, projected
from logicnet.landscape.module_sets import ModuleSets, TooLarge
from logicnet.landscape.outlines import outlines
from logicnet.landscape.products import counted, states_of
from logicnet.landscape.reduced import members, reduce_to
from logicnet.landscape.results import Value
from logicnet.landscape.walks import strayed, wander
from logicnet.limits import Budget

Between = tuple[list[Factor], list[Factor]]
"""Joint states of some components that an attractor has at least, and those that it has at most."""

Certificate = Literal["fixed point", "univocal trap space", "exact search", "existence"]
FIXED_POINT: Final = "fixed point"
UNIVOCAL: Final = "univocal trap space"
SEARCHED: Final = "exact search"
OPEN: Final = "existence"

# Components of a module up to which the states of an attractor are held as bits (2**20 bits are 128 kB).
LISTED = 20
# Components that later modules read of one oscillating module, at most.
MOST_READ = 16
# Rounds of a walk inside an attractor.
WALK = 60


@dataclass(frozen=True, eq=False)
class SpacePiece:
    """All states of a space: a fixed point of a module, a trap space, or components that oscillate freely."""

    values: Mapping[int, Value]
    certificate: Certificate

    @cached_property
    def states(self) -> int | None:
        """Number of states; None where a value is not known."""
        free = [value for value in self.values.values() if value not in (0, 1)]
        return None if "?" in free else 1 << len(free)

    @property
    def state(self) -> dict[int, int]:
        """A state of it."""
        return {i: int(value == 1) for i, value in self.values.items()}

    @property
    def still(self) -> bool:
        """Whether it is one state."""
        return all(value in (0, 1) for value in self.values.values())

    def valued(self, kept: Collection[int]) -> dict[int, Value]:
        """Return the values of those of some components that are in it."""
        return {i: value for i, value in self.values.items() if i in kept}

    def contains(self, state: Mapping[int, int]) -> bool:
        """Tell whether a state (of at least this module) is in it."""
        return all(value in ("*", state[i]) for i, value in self.values.items())

    def factors(self, kept: Collection[int]) -> list[Factor]:
        """Return the states of some of its components."""
        if self.certificate == OPEN:
            raise LimitReached("it is not known what the components upstream do")
        return [((i,), _ONE[self.values[i]]) for i in self.values if i in kept]

    def between(self, kept: Collection[int]) -> Iterator[Between]:
        """Yield bounds of the joint states of some of its components: both exact."""
        factors = self.factors(kept)
        yield factors, factors

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield its states, ascending."""
        free = [i for i, value in self.values.items() if value == "*"]
        for number in range(1 << len(free)):
            yield self.state | {i: number >> j & 1 for j, i in enumerate(free)}


@cache
def _every(width: int) -> frozenset[int]:
    return frozenset(range(1 << width))


_ONE: Mapping[Value, frozenset[int]] = {0: frozenset((0,)), 1: frozenset((1,)), "*": frozenset((0, 1))}


@dataclass(frozen=True, eq=False)
class BitsPiece:
    """States of a module, listed as the bits of an integer: bit ``j`` of a member is the value of ``order[j]``."""

    order: tuple[int, ...]
    bits: int
    certificate: Certificate

    @cached_property
    def values(self) -> dict[int, Value]:
        """Each component's value: 0, 1, or ``*`` where both occur."""
        cols, mask = columns(len(self.order))
        one_sided = ((self.bits & column, self.bits & (mask ^ column)) for column in cols)
        return {i: "*" if on and off else int(on > 0) for i, (on, off) in zip(self.order, one_sided, strict=True)}

    @property
    def states(self) -> int:
        """Number of states."""
        return self.bits.bit_count()

    @property
    def state(self) -> dict[int, int]:
        """A state of it."""
        return next(self.listed())

    @property
    def still(self) -> bool:
        """Whether it is one state."""
        return self.states == 1

    def valued(self, kept: Collection[int]) -> dict[int, Value]:
        """Return the values of those of some components that are in it."""
        return {i: value for i, value in self.values.items() if i in kept}

    def contains(self, state: Mapping[int, int]) -> bool:
        """Tell whether a state is in it."""
        return bool(self.bits >> sum(state[i] << j for j, i in enumerate(self.order)) & 1)

    def meets(self, space: Mapping[int, int]) -> bool:
        """Tell whether some state of it lies in a space."""
        rows = self.bits
        for column, i in zip(columns(len(self.order))[0], self.order, strict=True):
            if i in space:
                rows &= column if space[i] else ~column
        return rows > 0

    def factors(self, kept: Collection[int]) -> list[Factor]:
        """Return the joint states of some of its components."""
        wanted = [i for i in self.order if i in kept]
        if not wanted:
            return []
        rows = self.bits
        for j, column in enumerate(columns(len(self.order))[0]):
            if self.order[j] not in kept:
                rows = (rows | rows >> (1 << j)) & ~column
        whole = self.order, frozenset(members(rows))
        return [projected(whole, wanted)]

    def between(self, kept: Collection[int]) -> Iterator[Between]:
        """Yield bounds of the joint states of some of its components: both exact."""
        factors = self.factors(kept)
        yield factors, factors

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield its states, ascending."""
        for number in members(self.bits):
            yield {i: number >> j & 1 for j, i in enumerate(self.order)}


@dataclass(frozen=True, eq=False)
class ReachedPiece:
    """An attractor of a larger module, known by one state of it; its other states are worked out when asked for.

    Attributes
    ----------
    functions
        The module's functions.
    state
        A state of the attractor.
    space
        The smallest trap space around it (the fixed components).
    known
        All its states where the search had them at hand.
    """

    functions: Mapping[int, Driven]
    state: Mapping[int, int]
    space: Mapping[int, int]
    certificate: Certificate
    budget: Budget
    known: BitsPiece | None = None

    @cached_property
    def walked(self) -> list[dict[int, int]]:
        """Some of its states: those of a walk, which never leaves it."""
        return [dict(self.state), *wander(self.functions, self.state, WALK)]

    @cached_property
    def strayed(self) -> Mapping[int, str]:
        """Many of its states, by component a text of 0 and 1: where many walks come to."""
        return strayed(self.functions, self.state, self.budget)

    @cached_property
    def whole(self) -> BitsPiece | ModuleSets | None:
        """All its states, or None where they are too many to hold."""
        if self.known is not None:
            return self.known
        try:
            return self._whole()
        except (TooLarge, LimitReached):
            return None

    def _whole(self) -> BitsPiece | ModuleSets:
        if len(self.functions) <= LISTED:
            graph = reduce_to(self.functions, tuple(self.functions))
            bits = graph.forward(1 << graph.number(self.state), self.budget)
            return BitsPiece(tuple(self.functions), bits, self.certificate)
        return ModuleSets.reached(self.functions, self.state, self.space, self.budget)

    @cached_property
    def values(self) -> dict[int, Value]:
        """Each component's value: fixed where the trap space is, ``*`` where a walk saw both; else from all states."""
        values: dict[int, Value] = {i: self.space.get(i, "?") for i in self.functions}
        values |= {i: "*" for i in self.functions if len({state[i] for state in self.walked}) > 1}
        if "?" in values.values():
            with suppress(LimitReached):  # what is known by then is told
                values |= {i: "*" for i, seen in self.strayed.items() if "0" in seen and "1" in seen}
                values |= {i: self._constant(i) for i, value in values.items() if value == "?"}
        if "?" in values.values() and self.whole is not None:
            values = dict(self.whole.values)
        return values

    def _constant(self, i: int) -> Value:
        """Return the value of a component that was not seen to move where an outline proves that it never does."""
        return next((self.state[i] for outline in self._outlines((i,)) if outline.values[i] != "*"), "?")

    def _outlines(self, kept: Collection[int]) -> Iterator[BitsPiece]:
        """Yield states of some components and of more and more others, among which are all that it has."""
        if len(self.functions) > LISTED:
            for order, bits in outlines(self.functions, self.state, self.space, kept, self.budget):
                yield BitsPiece(order, bits, self.certificate)

    @property
    def still(self) -> bool:
        """Whether it is one state: then that is a trap space."""
        return len(self.space) == len(self.functions)

    def valued(self, kept: Collection[int]) -> dict[int, Value]:
        """Return the values of those of some components that are in it; not worked out where the space tells them."""
        wanted = [i for i in self.functions if i in kept]
        known = self.space if all(i in self.space for i in wanted) else self.values
        return {i: known[i] for i in wanted}

    @property
    def states(self) -> int | None:
        """Number of states; None where they are too many to be counted."""
        return self.whole.states if self.whole is not None else None

    def contains(self, state: Mapping[int, int]) -> bool:
        """Tell whether a state is in it.

        Raises
        ------
        LimitReached
            It has too many states to tell.
        """
        if any(state[i] != value for i, value in self.space.items()):
            return False
        return self._known().contains(state)

    def between(self, kept: Collection[int]) -> Iterator[Between]:
        """Yield bounds of the joint states of some of its components, closer and closer, the last ones equal.

        The lower one is what walks saw; the upper one everything, then what an outline has.
        """
        wanted = [i for i in self.functions if i in kept]
        fixed: list[Factor] = [((i,), _ONE[self.space[i]]) for i in wanted if i in self.space]
        free = tuple(i for i in wanted if i not in self.space)
        if not free:
            yield fixed, fixed
            return
        low = [*fixed, (free, self._seen(free))]
        if len(free) > MOST_READ:
            yield low, [*fixed, *(((i,), _ONE["*"]) for i in free)]
            raise LimitReached(f"{len(free)} oscillating components of one module are read by others")
        yield low, [*fixed, (free, _every(len(free)))]
        for k, outline in enumerate(self._outlines(free)):
            high = fixed + outline.factors(set(free))
            yield low, high
            if not k:
                low = [*fixed, (free, self._seen(free) | self._strayed(free))]
                yield low, high
        exact = fixed + self._known().factors(set(free))
        yield exact, exact

    def _seen(self, free: Sequence[int]) -> frozenset[int]:
        """Return the joint states of some components in the walk."""
        return frozenset(sum(state[i] << j for j, i in enumerate(free)) for state in self.walked)

    def _strayed(self, free: Sequence[int]) -> frozenset[int]:
        """Return the joint states of some components in the many walks."""
        met = set(zip(*(self.strayed[i] for i in reversed(free)), strict=True))
        return frozenset(int("".join(bits), 2) for bits in met)

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield its states."""
        return self._known().listed()

    def _known(self) -> BitsPiece | ModuleSets:
        if self.whole is None:
            raise LimitReached("an attractor has too many states to be worked out one and all")
        return self.whole


@dataclass(frozen=True, eq=False)
class JointPiece:
    """The product of pieces: an attractor of a module that fell apart under its drive."""

    parts: tuple[Piece, ...]

    @cached_property
    def values(self) -> dict[int, Value]:
        """Each component's value."""
        return {i: value for part in self.parts for i, value in part.values.items()}

    @property
    def certificate(self) -> Certificate:
        """The weakest of the parts' certificates."""
        return weakest(part.certificate for part in self.parts)

    @property
    def still(self) -> bool:
        """Whether it is one state."""
        return all(part.still for part in self.parts)

    def valued(self, kept: Collection[int]) -> dict[int, Value]:
        """Return the values of those of some components that are in it."""
        return {i: value for part in self.parts for i, value in part.valued(kept).items()}

    @property
    def states(self) -> int | None:
        """Number of states; None where some part's are not counted."""
        return counted(self.parts)

    @property
    def state(self) -> dict[int, int]:
        """A state of it."""
        return {i: value for part in self.parts for i, value in part.state.items()}

    def contains(self, state: Mapping[int, int]) -> bool:
        """Tell whether a state is in it."""
        return all(part.contains(state) for part in self.parts)

    def between(self, kept: Collection[int]) -> Iterator[Between]:
        """Yield bounds of the joint states of some of its components, closer and closer, the last ones equal."""
        closer = [part.between(kept) for part in self.parts]
        bounds = [next(each) for each in closer]
        while True:
            yield [f for low, _ in bounds for f in low], [f for _, high in bounds for f in high]
            fresh = [None if low == high else next(each) for each, (low, high) in zip(closer, bounds, strict=True)]
            if not any(fresh):
                return
            bounds = [new or old for new, old in zip(fresh, bounds, strict=True)]

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield its states."""
        return states_of(self.parts)


def settle(i: int, value: int | str) -> Piece:
    """Return the piece of a component that stands at a value, or goes to and fro freely."""
    return SpacePiece({i: value}, OPEN if value == "?" else UNIVOCAL if value == "*" else FIXED_POINT)


Piece = SpacePiece | BitsPiece | ReachedPiece | JointPiece


class Whole(Protocol):
    """Everything that a network can settle into, counted and looked up by number."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def piece(self, number: int) -> Piece:
        """Return one by its number from 0."""
        ...


def weakest(certificates: Iterator[Certificate]) -> Certificate:
    """Return the certificate of a product."""
    order: tuple[Certificate, ...] = (FIXED_POINT, UNIVOCAL, SEARCHED, OPEN)
    return max(certificates, key=order.index, default=FIXED_POINT)
