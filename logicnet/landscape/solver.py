"""Solves modules for one kind of question, remembers what it solved, and says what their readers become after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from logicnet.errors import LimitReached
from logicnet.landscape.driven import Driven, Factor, driven
from logicnet.landscape.pieces import OPEN, JointPiece, Piece, SpacePiece, Whole, settle
from logicnet.limits import Budget

# Pieces of one module before it stops; the same where whole parts can be asked for instead.
MOST_PIECES = 1_000_000
FEW_PIECES = 250
# Functions with a drive put in that are kept in mind.
MOST_REMEMBERED = 1 << 17

Functions = Mapping[int, Driven]


@dataclass(frozen=True, slots=True)
class Solved:
    """What a module can settle into: pieces that are certain, and what is missing (empty: nothing)."""

    pieces: Sequence[Piece]
    missing: str = ""


Strong = Callable[[Functions, "Solver"], Solved]
"""Solves one strongly connected module for one kind of question."""


Jointly = Callable[[Functions, Budget], Whole | None]
"""Solves a whole network for one kind of question, or says None where it is too large for that."""


class Solver:
    """Solves modules for one kind of question and remembers what it solved.

    Parameters
    ----------
    strong
        Solves a strongly connected module.
    extends
        Whether whatever the modules so far settle into extends to something of the whole.
    jointly
        Solves a whole network at once where it can; a walk that gets long asks it.
    """

    def __init__(self, strong: Strong, budget: Budget, extends: bool = True, jointly: Jointly | None = None) -> None:
        self.strong, self.budget, self.extends, self.jointly = strong, budget, extends, jointly
        self.known: dict[tuple[tuple[int, Driven], ...], Solved] = {}
        self._driven = lru_cache(MOST_REMEMBERED)(driven)
        self.depth = 0  # walks inside the outermost one, which alone tells how far it has come
        self.most_pieces = FEW_PIECES if jointly else MOST_PIECES

    def module(self, functions: Functions) -> Solved:
        """Solve a strongly connected module."""
        if len(functions) == 1:
            ((i, function),) = functions.items()
            if not function.regulators:
                return Solved([settle(i, "*" if function.constant is None else function.constant)])
        key = tuple(functions.items())
        solved = self.known.get(key)
        if solved is None:
            try:
                solved = self.known[key] = self.strong(functions, self)
            except LimitReached as stop:
                return Solved([], str(stop))
        return solved

    def after(self, function: Driven, piece: Piece, module: frozenset[int]) -> Driven:
        """Return what a function may become once a module stands in a piece."""
        for low, high in piece.between(module.intersection(function.regulators)):
            least = self._driven(function, tuple(low))
            if low == high or self._is(least, function, high):
                return least
        raise AssertionError("the last bounds are equal")

    def leaf(self, function: Driven, home: Mapping[int, Piece]) -> int | str:
        """Return what a leaf does while the pieces that its regulators are in go through all their states."""
        spaces = [(r, home[r]) for r in function.regulators]
        if all(isinstance(piece, SpacePiece) and piece.certificate != OPEN for _, piece in spaces):
            space = {r: value for r, piece in spaces if isinstance(value := piece.values[r], int)}
            return settled(function, space)
        pieces = {id(piece): piece for _, piece in spaces}
        try:
            for low, high in JointPiece(tuple(pieces.values())).between(function.regulators):
                least = self._driven(function, tuple(low))
                if least.constant is None:
                    return "*"
                if low == high or self._is(least, function, high):
                    return least.constant
        except LimitReached:
            pass
        return "?"

    def _is(self, least: Driven, function: Driven, high: list[Factor]) -> bool:
        """Tell whether states that may not be there allow no more."""
        try:
            return self._driven(function, tuple(high)) == least
        except LimitReached:
            return False

    def thorough(self, functions: Functions) -> Solved:
        """Solve a strongly connected module, listing as many pieces as it takes."""
        few, self.most_pieces = self.most_pieces, MOST_PIECES
        self.known.pop(tuple(functions.items()), None)
        try:
            return self.module(functions)
        finally:
            self.most_pieces = few


def settled(function: Driven, space: Mapping[int, int]) -> int | str:
    """Return the one value that a function can take in a space, or ``*`` where it can take both."""
    if not function.reaches(1, space):
        return 0
    return "*" if function.reaches(0, space) else 1
