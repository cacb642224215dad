"""Findings as text for people: place, message, the source line with a caret, and help."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from logicnet.diagnostics import Diagnostic, Place, Severity

# A source line is cut to this many characters around the caret: a rule may be 877 kB long.
EXCERPT = 100

Paint = Callable[[str, str], str]
"""Gets a text and what it is, one of the keys of `COLOURS`; returns it coloured."""

COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36", "place": "1", "gutter": "34", "help": "32"}


def plain(text: str, _what: str) -> str:
    """Leave a text without colour."""
    return text


def coloured(text: str, what: str) -> str:
    """Colour a text for a terminal."""
    return f"\x1b[{COLOURS[what]}m{text}\x1b[0m" if text else ""


def render(diagnostic: Diagnostic, paint: Paint = plain) -> str:
    """Return the finding as text: place, message, the source line with a caret, and help."""
    place, severity = diagnostic.place, diagnostic.severity
    head = f"{paint(str(place), 'place')}: {paint(f'{severity}[{diagnostic.code}]', severity)}: {diagnostic.message}"
    lines = [head, *_excerpt(place, diagnostic.source, paint, severity)]
    if diagnostic.related is not None:
        other, source = diagnostic.related
        lines.append(f"{paint(str(other), 'place')}: {paint('note', Severity.NOTE)}: the other place")
        lines += _excerpt(other, source, paint, Severity.NOTE)
    if diagnostic.help:
        lines.append(f"  {paint('help', 'help')}: {diagnostic.help}")
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic], paint: Paint = plain) -> str:
    """Return several findings as text, in the order given."""
    return "\n".join(render(diagnostic, paint) for diagnostic in diagnostics)


def _excerpt(place: Place, source: str, paint: Paint, what: str) -> list[str]:
    if not source.strip():
        return []
    start = max(0, min(place.column - 1 - EXCERPT // 2, len(source) - EXCERPT))
    shown = "".join(c if c.isprintable() else " " for c in source[start : start + EXCERPT])
    before, after = "…" if start else "", "…" if start + EXCERPT < len(source) else ""
    offset = place.column - 1 - start + len(before)
    caret = "^" * max(1, min(place.length, len(shown) - (place.column - 1 - start)))
    number, bar = f"{place.line:>5} ", paint("|", "gutter")
    return [
        f"{paint(number, 'gutter')}{bar} {before}{shown}{after}",
        f"{' ' * len(number)}{bar} {' ' * offset}{paint(caret, what)}",
    ]
