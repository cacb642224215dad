"""Names that are taken for each other, and names without a rule."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.document import Occurrence

# Letters and digits that look alike in many fonts, and signs that are easily left out.
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "-": "", "_": "", ".": ""})


def look_alikes(document: Document) -> Iterator[Diagnostic]:
    """Yield LN206 at the second of two components whose names differ only in what the eye misses."""
    names = [*(rule.target for rule in document.rules.rules), *document.rules.inputs]
    first: dict[str, str] = {}
    pairs = {}
    for name in names:
        other = first.setdefault(_as_seen(name), name)
        if other != name:
            pairs[name] = other
    if not pairs:
        return
    near_misses = {f.place for f in document.findings if f.code == "LN104"}
    places = _first_mentions(document)
    for name, other in pairs.items():
        if places[name].place not in near_misses:
            yield _alike(document, places[name], places[other])


def _as_seen(name: str) -> str:
    seen = unicodedata.normalize("NFKC", name).casefold().translate(_ALIKE)
    return seen or name


def _alike(document: Document, later: Occurrence, earlier: Occurrence) -> Diagnostic:
    how = "only in letter case" if later.name.casefold() == earlier.name.casefold() else "little to the eye"
    message = f"{later.name} and {earlier.name} are two components whose names differ {how}"
    lines = document.source.lines
    return Diagnostic(
        "LN206", Severity.WARNING, later.place, message, "rename one of them if they are not one and the same",
        lines[later.place.line], (earlier.place, lines[earlier.place.line]),
    )  # fmt: skip


def undeclared(document: Document) -> Iterator[Diagnostic]:
    """Yield LN104 as an error for each name without a rule, where it is first used."""
    missing = set(document.rules.inputs)
    if not missing:
        return
    places = _first_mentions(document)
    for name in document.rules.inputs:
        place = places[name].place
        line = document.source.lines[place.line]
        hint = f"an input is written '{name}, {name}'"
        yield Diagnostic("LN104", Severity.ERROR, place, f"{name} has no rule", hint, line)


def _first_mentions(document: Document) -> dict[str, Occurrence]:
    """Return where each component is first spoken of in a rule: its own rule before any other."""
    found: dict[str, Occurrence] = {}
    rules = [o for o in document.occurrences() if o.role in ("target", "regulator")]
    for occurrence in sorted(rules, key=lambda o: o.role == "regulator"):
        found.setdefault(occurrence.name, occurrence)
    return found
