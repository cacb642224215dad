"""The documentation of a component that several parts have: one part's as written, with what the others add."""

from __future__ import annotations

import re

from logicnet.authoring.joining.parts import prose_of
from logicnet.authoring.joining.settling import Settled, View, told_by
from logicnet.formats.bnet.document import EVIDENCE

_DEFAULT, _REST = (re.compile(rf"\s*@{tag}\b\s*[^\s@]*") for tag in ("default", "rest"))


def rested(documentation: list[str], value: int) -> list[str]:
    """Return a documentation with a rest value instead of the one that it tells."""
    lines = [(text, text if EVIDENCE.match(text) else _REST.sub("", text)) for text in documentation]
    kept = [new for old, new in lines if new.strip() != "#" or old.strip() == "#"]
    return [*kept, "# @rest 1"] if value else kept


def documentation_of(found: Settled) -> list[str]:
    """Return the comment lines of a component.

    The first part that documents it (the one it was settled for, then the one that gives the rule) is kept as its
    author wrote it. Others add what it does not say: names, tags, prose, and the evidence of those with the same rule.
    Evidence for an input that takes its rule from another part is no evidence for that rule, and becomes prose; its
    default has no meaning any more.
    """
    documented = [view for view in found.views if view.block is not None and view.block.documentation]
    if not documented:
        return []
    base, *others = documented
    prose, evidence = _kept_prose(found, base), _evidence(found, base)
    said = set(_words(base))
    for view in others:
        words = _words(view)
        # A name that was not settled for is no description either.
        name = view.annotation.full_name if base.annotation.full_name else ""
        prose += [line for word, line in words.items() if word not in said and word != name]
        said |= set(words)
        known = {tuple(line.split()) for line in evidence}
        evidence += [line for line in _evidence(found, view) if tuple(line.split()) not in known]
    prose += _added_tags(found, base, others)
    notes = [f"# As an input: {note}" for view in found.asking for note in _sources(view)]
    if said:
        return [*prose, *notes, *evidence]
    # The first line of prose would be the component's name: a lone mark keeps the notes apart.
    return [*notes, *(["#"] if notes else []), *prose, *evidence]


def _lines(view: View) -> list[str]:
    return [text for _, text in view.block.documentation] if view.block is not None else []


def _words(view: View) -> dict[str, str]:
    return prose_of(view.block.documentation) if view.block is not None else {}


def _sources(view: View) -> list[str]:
    """Return the evidence of an input, without its signs."""
    return [found.group(2) for found in map(EVIDENCE.match, _lines(view)) if found]


def _kept_prose(found: Settled, view: View) -> list[str]:
    lines = [text for text in _lines(view) if not EVIDENCE.match(text)]
    if found.chosen.expression is None:
        return lines
    return [text for text in (_DEFAULT.sub("", text) for text in lines) if text.strip() != "#"]


def _evidence(found: Settled, view: View) -> list[str]:
    return [text for text in _lines(view) if EVIDENCE.match(text)] if view in found.agreeing else []


def _added_tags(found: Settled, base: View, others: list[View]) -> list[str]:
    """Return the tags that only other parts have, as a line of their own."""
    is_input = found.chosen.expression is None
    said = told_by(base.annotation, is_input)
    added: dict[str, str] = {}
    for view in others:
        for key, value in told_by(view.annotation, is_input).items():
            if key != "full_name" and key not in said:
                added.setdefault(key, value)
    return ["# " + "  ".join(f"@{key} {value}".rstrip() for key, value in added.items())] if added else []
