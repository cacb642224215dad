"""What is shown of the word under the pointer: a component, a tag, or what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from logicnet.diagnostics import Diagnostic, Place
from logicnet.diagnostics.codes import CODES
from logicnet.language_server.pages import Family, Page
from logicnet.language_server.words import METADATA, TAGS
from logicnet.rules import Annotation, Evidence, Rule

# Characters of a rule and lines of evidence that a small window can show.
LONGEST_RULE, MOST_EVIDENCE = 2000, 30
_TAG = re.compile(r"@([\w-]+)")
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


class Shown(NamedTuple):
    """A text in Markdown, and the place that it speaks of."""

    text: str
    place: Place


def shown(family: Family, line: int, column: int, findings: Sequence[Diagnostic] = ()) -> Shown | None:
    """Return what is to be shown at a place: of a component or a tag, then of what is found wrong there.

    Parameters
    ----------
    findings
        Of the file, as far as they are known already.
    """
    about = _component(family, line, column) or _tag(family, line, column)
    found = [f for f in findings if _covers(f.place, line, column) and f.code in CODES]
    texts = [about.text] if about else []
    texts += [f"**{code}** {escaped(CODES[code].explanation)}" for code in dict.fromkeys(f.code for f in found)]
    return Shown("\n\n---\n\n".join(texts), about.place if about else found[0].place) if texts else None


def _covers(place: Place, line: int, column: int) -> bool:
    return place.line == line and 0 <= column - place.column <= place.length


def _component(family: Family, line: int, column: int) -> Shown | None:
    mention = family.here.mention_at(line, column)
    text = described(family, mention.name) if mention else ""
    return Shown(text, mention.place) if mention and text else None


def _tag(family: Family, line: int, column: int) -> Shown | None:
    text = family.here.line(line)
    if family.document is None or not family.document.annotated or not text.lstrip().startswith("#"):
        return None
    for found in _TAG.finditer(text):
        meaning = TAGS.get(found[1]) or METADATA.get(found[1])
        if meaning and found.start() < column <= found.end() + 1:
            return Shown(f"`{found[0]}` {meaning}", Place(family.here.file, line, found.start() + 1, len(found[0])))
    return None


def described(family: Family, name: str) -> str:
    """Return what the model says of a component, in Markdown; nothing where it does not know it."""
    document = family.document
    if document is None or family.model is None:
        return ""
    rule, written = family.model.rules.get(name), rule_as_written(family.model, name)
    if rule is not None:
        return "\n\n".join(_parts(rule, written))
    if written:
        return f"**{escaped(name)}**\n\n{_code(written)}\n\nThis rule cannot be read yet."
    return f"**{escaped(name)}**\n\nA free input: no rule is written for it." if name in document.rules.inputs else ""


def rule_as_written(model: Page, name: str) -> str:
    """Return the lines of a component's first rule; nothing where it has none."""
    document = model.document
    place = next((o.place for o in model.mentions if o.role == "target" and o.name == name), None)
    if place is None or document is None:
        return ""
    span = next(span for span in (*document.spans, *document.broken) if span[0] == place.line)
    text = "\n".join(document.source.lines[number].strip() for number in span)
    return text if len(text) <= LONGEST_RULE else f"{text[:LONGEST_RULE]} …"


def _parts(rule: Rule, written: str) -> Iterator[str]:
    note = rule.annotation
    title = f"**{escaped(note.label or rule.target)}**"
    yield f"{title} · {escaped(note.full_name)}" if note.full_name else title
    if note.description:
        yield escaped(note.description)
    facts = list(_facts(rule.target, note))
    if facts:
        yield " · ".join(facts)
    yield _code(written)
    if note.evidence:
        yield "\n".join(_listed(note.evidence))


def _facts(name: str, note: Annotation) -> Iterator[str]:
    if note.label:
        yield f"`{name}`"
    if note.kind:
        yield escaped(note.kind)
    if note.group:
        yield f"in {escaped(note.group)}"
    if note.default is not None:
        yield f"default {note.default}"
    if note.rest is not None:
        yield f"rest {note.rest}"
    yield from (f"{escaped(key)} {escaped(value)}" for key, value in note.tags.items())


def _listed(evidence: tuple[Evidence, ...]) -> Iterator[str]:
    for line in evidence[:MOST_EVIDENCE]:
        whom = f" {escaped(line.regulator)}" if line.regulator else ""
        sources = escaped(" ".join(line.sources))
        note = ": ".join(filter(None, [sources, escaped(line.note)]))
        covered = escaped(f" [{' '.join(line.statements)}]") if line.statements else ""
        yield f"- `{line.sign}`{whom} {note}{covered}".rstrip()
    if len(evidence) > MOST_EVIDENCE:
        yield f"- … and {len(evidence) - MOST_EVIDENCE} more"


def _code(text: str) -> str:
    return f"```bnet\n{text}\n```"


def escaped(text: str) -> str:
    """Return prose as Markdown that shows it as it is."""
    return _MARKUP.sub(r"\\\1", text)
