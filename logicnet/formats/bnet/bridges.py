"""What the head of a bridge between parts says: whose each component is, which groups become one, what rests where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.expressions.tokens import composed
from logicnet.formats.bnet.annotations import tags_in
from logicnet.formats.bnet.document import Document

_FORMS = {
    "owner": ("expected '@owner NODE PART'", "one component a line"),
    "resting": ("expected '@resting NODE=0 NODE=1 …'", "components, each with its value at rest"),
    "gather": ("expected '@gather GROUP: GROUP | PART/GROUP …'", "the group they go to, then groups of the parts"),
}


class Owner(NamedTuple):
    """A line ``# @owner NODE PART``: the part that a component is taken from."""

    node: str
    part: str
    place: Place


class Gathering(NamedTuple):
    """One name of a line ``# @gather GROUP: NAME | NAME``: the group that a group of the parts goes to.

    `name` is a group's, of any part, or ``PART/GROUP``; `place` is the name's.
    """

    group: str
    name: str
    place: Place


class Resting(NamedTuple):
    """One word of a line ``# @resting NODE=0 NODE=1``: a rest value that the joined model has, whatever parts say."""

    node: str
    value: int
    place: Place


@dataclass(slots=True)
class Bridging:
    """What the head of a bridge says, and what is wrong with it; all of it empty where the file is no bridge."""

    owners: list[Owner] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    resting: list[Resting] = field(default_factory=list)
    broken: list[Diagnostic] = field(default_factory=list)

    @property
    def settles(self) -> bool:
        """Whether the file is a bridge: it settles something between parts."""
        return bool(self.owners or self.gatherings or self.resting)


def bridging(document: Document) -> Bridging:
    """Return what the ``@owner``, ``@gather`` and ``@resting`` lines in the head of a file say, in their order."""
    found = Bridging()
    for number, line in _head(document):
        for key, start, end in tags_in(line):
            if key in _FORMS and not _read(document, number, key, start, end, found):
                place = document.source.place(number, start + 1, end - start)
                found.broken.append(Diagnostic("LN403", Severity.ERROR, place, *_FORMS[key], line))
    return found


def _head(document: Document) -> Iterator[tuple[int, str]]:
    """Yield the comments before the header or the first rule, without that rule's documentation."""
    documentation = {number for comments in document.documentation.values() for number, _ in comments}
    for number, line in document.source.lines.items() if document.annotated else ():
        text = line.strip()
        if text and not text.startswith("#"):
            return
        if text and not text.startswith(("#=", "#?")) and number not in documentation:
            yield number, line


def _read(document: Document, number: int, key: str, start: int, end: int, found: Bridging) -> bool:
    """Read one tag; return whether it is well-formed."""
    first = start + len(key) + 1
    value = document.source.lines[number][first:end]
    if key == "owner":
        words = value.split()
        if len(words) == 2:
            place = document.source.place(number, start + 1, end - start)
            found.owners.append(Owner(composed(words[0]), words[1], place))
        return len(words) == 2
    if key == "resting":
        return _read_resting(document, number, first, value, found)
    group, colon, names = value.partition(":")
    gathered, column = [], first + len(group) + len(colon)
    for name in names.split("|"):
        at = column + len(name) - len(name.lstrip())
        gathered.append(
            Gathering(group.strip(), name.strip(), document.source.place(number, at + 1, len(name.strip())))
        )
        column += len(name) + 1
    if not group.strip() or not all(one.name for one in gathered):
        return False
    found.gatherings += gathered
    return True


def _read_resting(document: Document, number: int, first: int, value: str, found: Bridging) -> bool:
    words = [(word[1], word[2], word) for word in re.finditer(r"([^\s=]+)=([01])(?!\S)", value)]
    for node, bit, word in words:
        place = document.source.place(number, first + word.start() + 1, len(word[0]))
        found.resting.append(Resting(composed(node), int(bit), place))
    return bool(words) and len(words) == len(value.split())
