"""What an attractor cannot leave: its states over a few components while all others go to and fro freely.

With more moves than there are, the states that can be reached over a few components hold all those of the attractor.
Where a walk saw them all, they are exactly these, and the attractor need not be worked out (an abstraction in the
sense of Cousot & Cousot 1977, doi:10.1145/512950.512973).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from logicnet.errors import LimitReached
from logicnet.landscape.driven import Driven, Factor, driven
from logicnet.landscape.reduced import reduce_to
from logicnet.limits import Budget

# Components that are not free, tried one after the other.
WIDTHS = (6, 12, 17)

_FREE = frozenset((0, 1))


def outlines(
    functions: Mapping[int, Driven],
    state: Mapping[int, int],
    space: Mapping[int, int],
    kept: Collection[int],
    budget: Budget,
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield components around those of `kept`, more and more, and states of these as the bits of an integer.

    Parameters
    ----------
    functions, state, space
        A module, a state of an attractor of it, and a trap space around that.
    """
    near = _nearest(functions, space, kept)
    for width in WIDTHS:
        order = tuple(sorted(near[: max(width, len(kept))]))
        try:
            inside = {i: driven(functions[i], _drive(functions[i], space, order)) for i in order}
            graph = reduce_to(inside, order)
            yield order, graph.forward(1 << graph.number(state), budget)
        except LimitReached:
            return
        if len(order) == len(near):
            return


def _drive(function: Driven, space: Mapping[int, int], order: Collection[int]) -> list[Factor]:
    outside = (r for r in function.regulators if r not in order)
    return [((r,), frozenset((space[r],)) if r in space else _FREE) for r in outside]


def _nearest(functions: Mapping[int, Driven], space: Mapping[int, int], kept: Collection[int]) -> list[int]:
    """Return components by their distance from those of `kept`, against the direction of regulation."""
    near = dict.fromkeys(sorted(kept))
    pending = list(near)
    for i in pending:
        fresh = [r for r in functions[i].regulators if r not in near and r not in space]
        near.update(dict.fromkeys(fresh))
        pending += fresh
    return list(near)
