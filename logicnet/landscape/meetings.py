"""What becomes of a function once the modules that it reads stand in their pieces.

Where not all states of a piece are known, those that were seen bound from below what the function may become, and all
those that its trap space allows bound it from above: where both come to the same, that is exact.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from logicnet.errors import LimitReached
from logicnet.landscape.driven import Driven, Factor, driven
from logicnet.landscape.pieces import Piece

Parts = Sequence[tuple[Piece, Collection[int]]]
"""Pieces, each with the components that are read of it."""


def after(function: Driven, parts: Parts) -> Driven:
    """Return what a function may become.

    Raises
    ------
    LimitReached
        A piece has too many states to tell.
    """
    least, most = _bounds(parts)
    if least == most:
        return driven(function, least)
    found = driven(function, least)
    return found if _same(found, function, most) else driven(function, _exactly(parts))


def leaf(function: Driven, parts: Parts) -> int | str:
    """Return the value of a component that regulates nobody: 0, 1, ``*`` (both occur) or ``?`` (not known)."""
    try:
        least, most = _bounds(parts)
        found = driven(function, least)
        if least != most and found.constant is not None and not _same(found, function, most):
            found = driven(function, _exactly(parts))
    except LimitReached:
        return "?"
    return "*" if found.constant is None else found.constant


def _bounds(parts: Parts) -> tuple[list[Factor], list[Factor]]:
    least: list[Factor] = []
    most: list[Factor] = []
    for piece, kept in parts:
        seen, allowed = piece.bounds(kept)
        least += seen
        most += allowed
    return least, most


def _same(found: Driven, function: Driven, most: Sequence[Factor]) -> bool:
    try:
        return driven(function, most) == found
    except LimitReached:
        return False


def _exactly(parts: Parts) -> list[Factor]:
    return [factor for piece, kept in parts for factor in piece.factors(kept)]
