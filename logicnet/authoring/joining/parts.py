"""A part of a model: its rules, and the text in which its author wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import composed, tokens_of
from logicnet.formats.bnet.annotations import tags_of
from logicnet.formats.bnet.bridges import Gathering, Owner, Resting
from logicnet.formats.bnet.document import EVIDENCE
from logicnet.rules import Annotation, Rule, RuleSet

Line = tuple[int, str]
# What would be read as an annotation where a comment was only a comment.
_ACTIVE = re.compile(r"(?<=^#)(?=[=?])|(?<=[\s#]@)(?=\w)")
STATEMENT = re.compile(
    r"#\?\s*(?:condition\s+(?P<condition>[\w.-]+)|class\s+\"(?P<class>[^\"]+)\"|test\s+(?P<test>[\w.:-]+))"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A rule as its author wrote it.

    Attributes
    ----------
    rule
        What was read.
    text
        The rule's line without its comment; in portable spelling where other programs would not read the author's.
    documentation
        The comment lines right above it, with their numbers.
    remarks
        Comments further above that belong to nothing.
    """

    rule: Rule
    text: str
    documentation: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A condition, a class or a behavioural test as its author wrote it: its kind, its name and its lines."""

    kind: str
    name: str
    lines: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A file that becomes a part of a model.

    Attributes
    ----------
    name
        The stem of the file's name, other signs than letters, digits and ``_ . -`` replaced; it marks the part's tests.
    given
        The file as the user named it.
    rules, source
        What it says, and its lines.
    blocks
        Its rules as written, by target.
    headings
        The line that opens each group.
    head, tail
        Prose above the first rule and behind the last statement.
    statements
        As written.
    owners, gatherings, resting
        What its ``@owner``, ``@gather`` and ``@resting`` lines settle.
    bibliography
        Its BibTeX files, named relative to the joined file.
    broken
        What is wrong with these lines.
    """

    name: str
    given: str
    rules: RuleSet
    source: Source
    blocks: Mapping[str, Block]
    headings: Mapping[str, str] = field(default_factory=dict)
    head: tuple[str, ...] = ()
    tail: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    owners: tuple[Owner, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    resting: tuple[Resting, ...] = ()
    bibliography: tuple[str, ...] = ()
    broken: tuple[Diagnostic, ...] = ()

    @property
    def is_bridge(self) -> bool:
        """Whether it settles what the others leave open; its own rules win then."""
        return bool(self.owners or self.gatherings or self.resting)

    @property
    def names(self) -> tuple[str, ...]:
        """Its components: those with a rule, then those only named."""
        return (*self.blocks, *self.rules.inputs)

    def place(self, name: str) -> Place:
        """Return where a component is declared, else where it is named first."""
        block = self.blocks.get(name)
        if block is not None and block.rule.place is not None:
            return block.rule.place
        for number, line in self.source.lines.items():
            for token in tokens_of(line, number):
                if composed(token.text) == name:
                    return self.source.place(number, token.column, len(token.text))
        return self.source.place(1)

    def line(self, place: Place) -> str:
        """Return the line that a place points into."""
        return self.source.lines.get(place.line, "")

    def wrong(
        self, code: str, place: Place, message: str, hint: str, other: tuple[Part, Place] | None = None
    ) -> Diagnostic:
        """Return an error in this part, with the place that it contradicts."""
        related = None if other is None else (other[1], other[0].line(other[1]))
        return Diagnostic(code, Severity.ERROR, place, message, hint, self.line(place), related)


def inert(comment: str) -> str:
    """Return a comment that is nothing but a comment in an annotated file, too."""
    return _ACTIVE.sub(" ", comment)


def trimmed(lines: Iterable[str]) -> tuple[str, ...]:
    """Return lines without empty ones (blank, or a lone ``#``) around them."""
    kept = list(lines)
    while kept and kept[-1] in ("", "#"):
        kept.pop()
    start = next((k for k, line in enumerate(kept) if line not in ("", "#")), 0)
    return tuple(kept[start:])


def prose_of(documentation: Iterable[Line]) -> dict[str, str]:
    """Return the prose of a documentation, without tags and evidence, and the comment line that it is written in."""
    found: dict[str, str] = {}
    for _, text in documentation:
        prose = "" if EVIDENCE.match(text) else tags_of(text[1:])[0]
        if prose:
            found.setdefault(prose, text[: text.find(prose, 1) + len(prose)])
    return found


UNANNOTATED = Annotation()
