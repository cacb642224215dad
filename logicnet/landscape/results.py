"""What an answer is: attractors, fixed points or trap spaces, with what stood where and how exact it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

Value = int | str
EXACT: Final = "exact"
AT_LEAST: Final = "at_least"
Exactness = Literal["exact", "at_least"]

# "*": both values occur; "?": not decided (never in an exact answer).
_ORDER: Mapping[Value, int] = {0: 0, 1: 1, "*": 2, "?": 3}


@dataclass(frozen=True, slots=True)
class Attractor:
    """One attractor, fixed point or trap space.

    Attributes
    ----------
    id
        ``A1``, ``A2`` … in the order of the answer; fixed points count ``F1`` …, trap spaces ``T1`` ….
    kind
        ``fixed point``, ``cyclic`` or ``trap space``.
    states
        Number of states over all components; under the synchronous scheme that is the period. None where only the
        existence was proved.
    values
        Every component's value, inputs too, in file order: 0, 1, ``*`` where both occur (in a trap space: free), or
        ``?`` where that was not decided.
    classes
        Outcome classes of the rule file that it meets.
    """

    id: str
    kind: str
    states: int | None
    values: Mapping[str, Value]
    classes: tuple[str, ...] = ()


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
    items
        Fixed points first, then by values in file order, 0 before 1 before ``*``.
    """

    question: str
    model: str
    update: str
    fixed: Mapping[str, int]
    free: tuple[str, ...]
    exactness: Exactness
    reason: str
    items: tuple[Attractor, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An attractor by component number, before it has names.

    Attributes
    ----------
    values
        Every component that percolation left.
    states
        Number of states; None where they were not counted.
    fixed_point
        Whether it is a single state that no update leaves.
    """

    values: Mapping[int, Value]
    states: int | None
    fixed_point: bool


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
    """

    found: list[Found]
    missing: str = ""
    count: int | None = None


def ordered(items: Sequence[Attractor], letter: str) -> tuple[Attractor, ...]:
    """Sort items into the documented order and name them."""

    def key(item: Attractor) -> tuple[bool, list[int], int]:
        return item.kind != "fixed point", [_ORDER[v] for v in item.values.values()], item.states or 0

    return tuple(replace(item, id=f"{letter}{k}") for k, item in enumerate(sorted(items, key=key), 1))


def meets(values: Mapping[str, Value], wanted: Mapping[str, Value]) -> bool | None:
    """Tell whether an attractor has the wanted values; None where an undecided value leaves it open."""
    open_ = False
    for name, value in wanted.items():
        if values[name] == "?":
            open_ = True
        elif values[name] != value:
            return False
    return None if open_ else True
