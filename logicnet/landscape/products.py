"""Products of sets of states: how many states they have, and which, one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol


class Factor(Protocol):
    """A set of states of some components."""

    @property
    def states(self) -> int | None:
        """Number of states; None where it is not known."""
        ...

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield its states."""
        ...


def counted(parts: Collection[Factor]) -> int | None:
    """Return the number of states of a product; None where some factor's is not known."""
    number = 1
    for part in parts:
        states = part.states
        if states is None:
            return None
        number *= states
    return number


def states_of(parts: Collection[Factor]) -> Iterator[dict[int, int]]:
    """Yield the states of a product lazily, without recursion; the last piece moves fastest."""
    parts = list(parts)
    if not parts:
        yield {}
        return
    open_ = [parts[0].listed()]
    chosen: list[dict[int, int]] = []
    while open_:
        taken = next(open_[-1], None)
        if taken is None:
            open_.pop()
            if chosen:
                chosen.pop()
        elif len(open_) == len(parts):
            yield {i: value for state in (*chosen, taken) for i, value in state.items()}
        else:
            chosen.append(taken)
            open_.append(parts[len(open_)].listed())
