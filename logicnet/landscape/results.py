"""What an answer is: attractors, fixed points or trap spaces, with what stood where and how exact it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal, Protocol

Value = int | str
EXACT: Final = "exact"
AT_LEAST: Final = "at_least"
Exactness = Literal["exact", "at_least"]

# "*": both values occur; "?": not decided (never in an exact answer).
_ORDER: Mapping[Value, int] = {0: 0, 1: 1, "*": 2, "?": 3}


class Region(Protocol):
    """A set of states by component number."""

    @property
    def states(self) -> int | None:
        """Number of states; None where they are too many to be counted."""
        ...

    @property
    def state(self) -> Mapping[int, int]:
        """One of them."""
        ...

    def listed(self) -> Iterator[Mapping[int, int]]:
        """Yield them one by one; raise `LimitReached` where they are too many to be worked out."""
        ...


@dataclass(frozen=True, eq=False)
class NamedRegion:
    """A set of states of a whole network: some components fixed, the others as a region has them."""

    names: tuple[str, ...]
    fixed: Mapping[int, int]
    inside: Region

    @cached_property
    def states(self) -> int | None:
        """Number of states; None where they are too many to be counted."""
        return self.inside.states

    def named(self, state: Mapping[int, int]) -> dict[str, int]:
        """Return a state by name, in file order."""
        return {name: self.fixed[i] if i in self.fixed else state[i] for i, name in enumerate(self.names)}


@dataclass(frozen=True)
class Attractor:
    """One attractor, fixed point or trap space.

    Attributes
    ----------
    id
        ``A1``, ``A2`` … in the order of the answer; fixed points count ``F1`` …, trap spaces ``T1`` ….
    kind
        ``fixed point``, ``cyclic`` or ``trap space``; ``undecided`` where nothing but the existence is certain.
    values
        Every component's value, inputs too, in file order: 0, 1, ``*`` where both occur (in a trap space: free), or
        ``?`` where that was not decided.
    classes
        Outcome classes of the rule file that it meets.
    certificate
        What proves it: ``fixed point`` (every rule agrees); ``univocal trap space`` (the smallest trap space around
        one of its states holds no other candidate, so exactly one attractor); ``exact search`` (of all that is
        reachable); ``existence`` (one lies there, but a limit was hit). Empty for trap spaces, which are closed by
        their definition.
    region
        Its states.
    """

    id: str
    kind: str
    values: Mapping[str, Value]
    classes: tuple[str, ...]
    certificate: str
    region: NamedRegion = field(repr=False, compare=False)

    @property
    def states(self) -> int | None:
        """Number of states over all components, worked out when first asked for; synchronously the period.

        None where they are too many to be counted.
        """
        return self.region.states

    @property
    def state(self) -> dict[str, int]:
        """One of its states, by name in file order."""
        return self.region.named(self.region.inside.state)

    def listed(self) -> Iterator[dict[str, int]]:
        """Yield its states one by one, by name in file order; synchronously in the order in which they follow.

        Raises
        ------
        LimitReached
            They are too many to be worked out.
        """
        return map(self.region.named, self.region.inside.listed())


def _nothing() -> Iterator[Attractor]:
    return iter(())


_LETTERS: Mapping[str, str] = {"attractors": "A", "fixed-points": "F", "trap-spaces": "T"}


@dataclass(frozen=True, slots=True)
class Answer:
    """All attractors (fixed points, trap spaces) that a question has.

    Attributes
    ----------
    question
        ``attractors``, ``fixed-points`` or ``trap-spaces``.
    model, update
        Name of the model; update scheme (for fixed points and trap spaces it does not matter and is empty).
    fixed
        Components held in this question, inputs at their default included, with their values, in file order.
    free
        Inputs left free; the answer speaks of each of their valuations.
    exactness
        ``exact``, or ``at_least`` where every item is certain but there may be more.
    reason
        What is missing and what to do about it; empty where the answer is exact.
    count
        How many there are, exactly, whether or not all are listed; None where that is not known.
    items
        Those listed, at most as many as the limit: fixed points first, then by values in file order, 0 before 1
        before ``*``.
    others
        Makes those beyond the limit, one by one and without ids; `listed` calls it.
    """

    question: str
    model: str
    update: str
    fixed: Mapping[str, int]
    free: tuple[str, ...]
    exactness: Exactness
    reason: str
    count: int | None
    items: tuple[Attractor, ...]
    others: Callable[[], Iterator[Attractor]] = field(default=_nothing, repr=False, compare=False)

    def listed(self) -> Iterator[Attractor]:
        """Yield everything that is known, the limit notwithstanding: one by one, nothing is kept.

        First come the `items`, then the others as the search made them, numbered on; the same question always gives the
        same order. The first ones come at once, however many there are. Synchronous attractors beyond the limit are not
        worked out.

        Raises
        ------
        LimitReached
            The time of the question was over before the next one was found.

        Examples
        --------
        >>> import logicnet
        >>> from itertools import islice
        >>> answer = logicnet.trap_spaces(logicnet.load("core_axis"), free=["Estrogen", "Denosumab"], limit=1)
        >>> [space.id for space in islice(answer.listed(), 2)]
        ['T1', 'T2']
        """
        yield from self.items
        for number, item in enumerate(self.others(), len(self.items) + 1):
            yield replace(item, id=f"{_LETTERS[self.question]}{number}")


@dataclass(frozen=True, slots=True)
class Found:
    """An attractor by component number, before it has names.

    Attributes
    ----------
    values
        Every component that percolation left.
    fixed_point
        Whether it is a single state that no update leaves.
    certificate
        What proves it, as in `Attractor`.
    region
        Its states.
    """

    values: Mapping[int, Value]
    fixed_point: bool
    certificate: str
    region: Region


@dataclass(frozen=True, slots=True)
class Search:
    """What a search for attractors came to.

    Attributes
    ----------
    found
        Attractors, each of them certain.
    missing
        Why there may be more, or why not all are listed; empty where the list is complete.
    count
        The exact number of attractors where it is known though they are not all listed, else None.
    others
        Makes those that are known but not listed.
    """

    found: list[Found]
    missing: str = ""
    count: int | None = None
    others: Callable[[], Iterator[Found]] = lambda: iter(())


def spelt(number: int) -> str:
    """Return a number with its digits by threes; past 40 digits, which nobody reads, between powers of two."""
    return f"{number:,}" if number < 10**40 else between_powers(number)


def between_powers(number: int) -> str:
    """Return a power of two, or the two that a number lies between."""
    low = number.bit_length() - 1
    return f"2^{low}" if number == 1 << low else f"2^{low} to 2^{low + 1}"


def ordered(items: Sequence[Attractor], question: str) -> tuple[Attractor, ...]:
    """Sort items into the documented order and name them."""

    def key(item: Attractor) -> tuple[bool, list[int]]:
        return item.kind != "fixed point", [_ORDER[v] for v in item.values.values()]

    letter = _LETTERS[question]
    ranked = sorted(items, key=key) if len(items) > 1 else items
    return tuple(
        [
            Attractor(f"{letter}{k}", item.kind, item.values, item.classes, item.certificate, item.region)
            for k, item in enumerate(ranked, 1)
        ]
    )


def meets(values: Mapping[str, Value], wanted: Mapping[str, Value]) -> bool | None:
    """Tell whether an attractor has the wanted values; None where an undecided value leaves it open."""
    open_ = False
    for name, value in wanted.items():
        if values[name] == "?":
            open_ = True
        elif values[name] != value:
            return False
    return None if open_ else True
