"""A text as an editor counts it: lines and code units from 0; ours are lines and columns of code points from 1."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

# Nothing else ends a line in the protocol: neither a form feed nor Unicode's line separator.
_LINE_END = re.compile(r"\r\n|\r|\n")
_BYTES = {"utf-8": 1, "utf-16": 2}


class Position(NamedTuple):
    """A place between two characters: line and code units before it, both from 0."""

    line: int
    character: int


class Lines:
    """The lines of a text, and where they begin in it.

    Parameters
    ----------
    text
        As the editor holds it.
    encoding
        What the editor counts in: ``utf-8``, ``utf-16`` or ``utf-32``.
    mark
        Whether the text begins with a byte-order mark: our columns do not count it.
    """

    def __init__(self, text: str, encoding: str = "utf-16", mark: bool = False) -> None:
        self.text, self.encoding, self.mark = text, encoding, mark

    @cached_property
    def _bounds(self) -> list[tuple[int, int]]:
        ends = list(_LINE_END.finditer(self.text))
        starts = [0, *(end.end() for end in ends)]
        return list(zip(starts, [*(end.start() for end in ends), len(self.text)], strict=True))

    def __len__(self) -> int:
        return len(self._bounds)

    def __getitem__(self, line: int) -> str:
        """Return a line, counted from 0, without its end."""
        start, end = self._bounds[line]
        return self.text[start:end]

    def position(self, line: int, column: int) -> Position:
        """Return where our place is for the editor; what is behind a line or the text is at its end."""
        if line > len(self):
            return self.end
        text = self[line - 1]
        points = column - 1 + (self.mark and line == 1)
        return Position(line - 1, units(text[:points], self.encoding))

    def place(self, position: Position) -> tuple[int, int]:
        """Return the line and column, counted our way, of a place of the editor's."""
        line = min(position.line, len(self) - 1)
        points = points_of(self[line], position.character, self.encoding) if line == position.line else len(self[line])
        return line + 1, max(1, points + 1 - (self.mark and line == 0))

    def offset(self, position: Position) -> int:
        """Return the number of code points before a place of the editor's."""
        if position.line >= len(self):
            return len(self.text)
        start, end = self._bounds[position.line]
        return start + points_of(self.text[start:end], position.character, self.encoding)

    @property
    def end(self) -> Position:
        """The place behind the last character."""
        last = len(self) - 1
        return Position(last, units(self[last], self.encoding))


def units(text: str, encoding: str) -> int:
    """Return how many code units a text has; a lone surrogate counts as in any other string."""
    if encoding not in _BYTES or text.isascii():
        return len(text)
    codec = "utf-16-le" if encoding == "utf-16" else encoding
    return len(text.encode(codec, "surrogatepass")) // _BYTES[encoding]


def points_of(line: str, character: int, encoding: str) -> int:
    """Return how many code points of a line stand before so many code units; within a character: those before it."""
    if encoding not in _BYTES or line.isascii():
        return min(character, len(line))
    sizes = accumulate(units(point, encoding) for point in line)
    return next((index for index, used in enumerate(sizes) if used > character), len(line))


def replaced(lines: Lines, start: Position, end: Position, text: str) -> str:
    """Return a text with what stands between two places replaced."""
    first = lines.offset(start)
    return lines.text[:first] + text + lines.text[max(first, lines.offset(end)) :]
