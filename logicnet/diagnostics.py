"""A diagnostic is data: a code, a severity, a place, what is wrong and what to do; renderers stand apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs: only errors stop a file from being read; notes never change an exit status."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """Where something stands in a text.

    Attributes
    ----------
    file
        Name of the file as the user gave it.
    line, column
        Counted from 1; columns count code points, a tab is one.
    length
        Number of code points marked, at least 1.
    """

    file: str
    line: int
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a rule file.

    Attributes
    ----------
    code
        Stable code such as ``LN101``.
    severity
        See `Severity`.
    place
        Where the finding stands.
    message
        What is wrong, in one line.
    help
        What to do about it; empty where there is nothing to say.
    source
        The line of the file that `place` points into, without its line end.
    related
        A second place that the message speaks of, with its own source line.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    help: str = ""
    source: str = ""
    related: tuple[Place, str] | None = None


# A source line is cut to this many characters around the caret: a rule may be 877 kB long.
EXCERPT = 100


def render(diagnostic: Diagnostic) -> str:
    """Return the finding as text: place, message, the source line with a caret, and help."""
    place = diagnostic.place
    lines = [f"{place}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"]
    lines += _excerpt(place, diagnostic.source)
    if diagnostic.related is not None:
        other, source = diagnostic.related
        lines.append(f"{other}: note: the other place")
        lines += _excerpt(other, source)
    if diagnostic.help:
        lines.append(f"  help: {diagnostic.help}")
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic]) -> str:
    """Return several findings as text, in the order given."""
    return "\n".join(render(diagnostic) for diagnostic in diagnostics)


def _excerpt(place: Place, source: str) -> list[str]:
    if not source.strip():
        return []
    start = max(0, min(place.column - 1 - EXCERPT // 2, len(source) - EXCERPT))
    shown = "".join(c if c.isprintable() else " " for c in source[start : start + EXCERPT])
    before, after = "…" if start else "", "…" if start + EXCERPT < len(source) else ""
    offset = place.column - 1 - start + len(before)
    caret = "^" * max(1, min(place.length, len(shown) - (place.column - 1 - start)))
    gutter = f"{place.line:>5} | "
    return [f"{gutter}{before}{shown}{after}", f"{' ' * (len(gutter) - 2)}| {' ' * offset}{caret}"]
