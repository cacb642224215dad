"""The outline of a file: its groups with their components, its conditions, classes and tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from logicnet.diagnostics import Place
from logicnet.expressions.tokens import composed
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.document import is_name
from logicnet.language_server.pages import Page

_OPENS = re.compile(r'\s*(?:#\?)?\s*(condition|class|test)\s+("[^"]*"|[\w.-]+)(?:\s+"([^"]*)")?')


@dataclass(frozen=True)
class Entry:
    """One line of an outline.

    Attributes
    ----------
    kind
        ``group``, ``component``, ``condition``, ``class`` or ``test``.
    name, detail
        What it is called, and what else there is to say in a few words.
    first, last
        Its lines, comments that belong to it included.
    place
        Where its name stands.
    children
        The components of a group.
    """

    kind: str
    name: str
    detail: str
    first: int
    last: int
    place: Place
    children: Sequence[Entry] = field(default=())


def outline(page: Page) -> list[Entry]:
    """Return the outline of a file in the order of its lines; a reopened group stands twice."""
    if page.document is None:
        return list(stated(page))
    components = list(_components(page.document))
    groups = list(_groups(page.document, components))
    inside = {id(child) for group in groups for child in group.children}
    alone = [entry for entry in components if id(entry) not in inside]
    return sorted([*groups, *alone, *stated(page)], key=lambda entry: entry.first)


def _components(document: Document) -> Iterator[Entry]:
    notes = {rule.place.line: rule.annotation for rule in document.rules.rules if rule.place}
    for span in sorted((*document.spans, *document.broken), key=lambda span: span[0]):
        target = document.tokens(span)[0]
        if is_name(target.text):
            note = notes.get(span[0])
            detail = (note.label or note.full_name) if note else ""
            above = document.documentation.get(span[0])
            place = document.source.place(target.line, target.column, len(target.text))
            first = above[0][0] if above else span[0]
            yield Entry("component", composed(target.text), detail, first, span[-1], place)


def _groups(document: Document, components: Sequence[Entry]) -> Iterator[Entry]:
    """Yield each stretch of a file that a line ``#=`` opens, up to its last component."""
    if not document.annotated:
        return
    lines = [(n, line.strip()[2:]) for n, line in document.source.lines.items() if line.lstrip().startswith("#=")]
    for (number, text), (end, _) in pairwise([*lines, (max(document.source.lines) + 1, "")]):
        name = text.split(" @")[0].strip()
        children = [entry for entry in components if number < entry.first < end]
        if name:
            line = document.source.lines[number]
            place = document.source.place(number, line.index(name, line.index("#=") + 2) + 1, len(name))
            last = children[-1].last if children else number
            yield Entry("group", name, "", number, last, place, children)


def stated(page: Page) -> Iterator[Entry]:
    """Yield the conditions, classes and tests of a file; a test goes on until the next of them."""
    opened = [(k, found) for k, (_, line) in enumerate(page.statements) if (found := _OPENS.match(line))]
    for (k, found), (end, _) in pairwise([*opened, (len(page.statements), None)]):
        assert found is not None
        first, last = page.statements[k][0], page.statements[end - 1][0]
        place = Place(page.file, first, found.start(2) + 1, len(found[2]))
        yield Entry(found[1], found[2].strip('"') or found[2], found[3] or "", first, last, place)
