"""A file in portable form, and the least that has to change for it."""

from __future__ import annotations

from typing import NamedTuple

from logicnet.authoring.formatting import Formatted, formatted
from logicnet.language_server.lines import Lines, Position
from logicnet.language_server.pages import Page


class Change(NamedTuple):
    """A piece of a text to be replaced, in an editor's terms."""

    start: Position
    end: Position
    text: str


def portable(page: Page) -> Formatted | None:
    """Return a file as `logicnet fmt` writes it; None where errors keep it from being read, and for tests.

    Raises
    ------
    LogicnetError
        A rule would grow too long.
    """
    if page.document is None or page.document.refused:
        return None
    return formatted(page.document)


def difference(lines: Lines, text: str) -> list[Change]:
    """Return the change that makes a text of another one, whole lines but those that are alike above and below.

    Line ends alone are no difference: an editor keeps its own.
    """
    old, new = [lines[number] for number in range(len(lines))], text.split("\n")
    if old == new:
        return []
    above = _alike(old, new)
    below = min(_alike(old[::-1], new[::-1]), len(old) - above, len(new) - above)
    replaced = new[above : len(new) - below]
    if below:
        start, end = Position(above, 0), Position(len(old) - below, 0)
        return [Change(start, end, "".join(f"{line}\n" for line in replaced))]
    if above == len(old):
        return [Change(lines.end, lines.end, "".join(f"\n{line}" for line in replaced))]
    if above == len(new):
        return [Change(_behind(lines, above - 1), lines.end, "")]
    return [Change(Position(above, 0), lines.end, "\n".join(replaced))]


def _alike(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _behind(lines: Lines, number: int) -> Position:
    # The column past the end is taken back to it.
    return lines.position(number + 1, len(lines[number]) + 2)
