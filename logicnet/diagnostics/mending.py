"""Edits into a text: the fixes of findings, made at once and with nothing else touched."""

from __future__ import annotations

import re
from collections.abc import Iterable

from logicnet.diagnostics import Diagnostic, Edit

_LINE_END = re.compile(r"\r\n|\r|\n")


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; line ends that they do not touch stay as they are.

    Parameters
    ----------
    edits
        In any order. Of two that overlap the later one in the file is left out; the same edit twice is made once.
    """
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def offset(line: int, column: int) -> int:
        return min(starts[line - 1] + column - 1, len(text)) if line <= len(starts) else len(text)

    pieces, done = [], 0
    placed = {(offset(e.line, e.column), offset(e.end_line, e.end_column), e.text) for e in edits}
    for start, end, new in sorted(placed):
        if start >= done:
            pieces += [text[done:start], new]
            done = end
    return "".join([*pieces, text[done:]])


def mended(text: str, findings: Iterable[Diagnostic]) -> str:
    """Return a text with all safe fixes of its findings made."""
    return edited(text, (edit for f in findings if f.fix is not None and f.fix.safe for edit in f.fix.edits))
