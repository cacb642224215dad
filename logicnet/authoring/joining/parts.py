"""A part of a model: its rules, and the text in which its author wrote them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import RuleFileError, SettingError
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import composed, tokens_of
from logicnet.formats import bnet, format_of
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.annotations import tags_of
from logicnet.formats.bnet.document import EVIDENCE
from logicnet.loading import Text
from logicnet.rules import Annotation, Rule, RuleSet

Line = tuple[int, str]
# What would be read as an annotation where a comment was only a comment.
_ACTIVE = re.compile(r"(?<=^#)(?=[=?])|(?<=[\s#]@)(?=\w)")
_OWNER = re.compile(r"(?:^|\s)@owner((?:\s+(?!@)\S+)*)")
STATEMENT = re.compile(
    r"#\?\s*(?:condition\s+(?P<condition>[\w.-]+)|class\s+\"(?P<class>[^\"]+)\"|test\s+(?P<test>[\w.:-]+))"
)
_RESPELT = {"LN109", "LN110"}


@dataclass(frozen=True, slots=True)
class Block:
    """A rule as its author wrote it.

    Attributes
    ----------
    rule
        What was read.
    text
        The rule's line; in portable spelling where the author's would give a finding.
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


class Owner(NamedTuple):
    """A line ``# @owner NODE PART``: the part that a component is taken from."""

    node: str
    part: str
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
    owners
        What its ``@owner`` lines settle; a part that has any is a bridge between the others.
    bibliography
        Its BibTeX files, named relative to the joined file.
    broken
        What is wrong with the ``@owner`` lines.
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
    bibliography: tuple[str, ...] = ()
    broken: tuple[Diagnostic, ...] = ()

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


def part_of(text: Text, given: str, out: str) -> Part:
    """Read a file as a part.

    Parameters
    ----------
    given
        The file as the user named it.
    out
        The folder of the joined file: bibliographies are named relative to it.

    Raises
    ------
    RuleFileError
        With every finding of the file, where one of them is an error.
    """
    form = format_of(text.suffix, text.content)
    name = re.sub(r"[^\w.-]", "_", text.name)
    if form.read is not bnet.read:
        rules = form.read(text.content, text.file, text.name)
        return Part(name, given, rules, Source.of(text.content, text.file), _plain_blocks(rules))
    document = bnet.document_of(text.content, text.file, text.name)
    here = os.path.dirname(os.path.abspath(text.path)) if text.path is not None else os.getcwd()
    named = document.rules.metadata.get("bibliography", "").split(",")
    bibliography = tuple(_moved(file.strip(), here, out) for file in named if file.strip())
    part = _Walk(document).part(name, given, bibliography)
    codes = {finding.code for finding in document.findings if finding.severity is Severity.ERROR}
    if codes and not (part.owners and codes == {"LN003"}):  # a bridge may do without a rule of its own
        raise RuleFileError(document.findings)
    return part


def _moved(file: str, here: str, out: str) -> str:
    if "," in here + out:
        raise SettingError(f"a comma in the path of {file}: bibliographies are listed with commas between them")
    return file if os.path.isabs(file) else os.path.relpath(os.path.join(here, file), out or ".").replace(os.sep, "/")


def _plain_blocks(rules: RuleSet) -> dict[str, Block]:
    """Write rules of another dialect; of the annotations there is only the value at rest."""
    blocks = {}
    for rule in rules.rules:
        rest, line = rule.annotation.rest, rule.place.line if rule.place else 1
        documentation = ((line, f"# @rest {rest}"),) if rest is not None else ()
        blocks[rule.target] = Block(rule, f"{rule.target}, {rule.expression}", documentation)
    return blocks


class _Walk:
    """Goes through the lines of a file once and gives every comment to what follows it."""

    def __init__(self, document: Document) -> None:
        self.document, self.source = document, document.source
        self.spans = {span[0]: (span, rule) for span, rule in zip(document.spans, document.rules.rules, strict=True)}
        lines = (number for comments in document.documentation.values() for number, _ in comments)
        inside = (number for span in document.spans for number in range(span[0], span[-1] + 1))
        self.taken = {*lines, *inside}
        self.waiting: list[str] = []
        self.head: tuple[str, ...] | None = None
        self.blocks: dict[str, Block] = {}
        self.headings: dict[str, str] = {}
        self.statements: list[Statement] = []
        self.owners: list[Owner] = []
        self.broken: list[Diagnostic] = []
        self.marked = False

    def part(self, name: str, given: str, bibliography: tuple[str, ...]) -> Part:
        for number, line in self.source.lines.items():
            self.line(number, line.rstrip())
        return Part(
            name,
            given,
            self.document.rules,
            self.source,
            self.blocks,
            self.headings,
            self.head or (),
            self.remarks(),
            tuple(self.statements),
            tuple(self.owners),
            bibliography,
            tuple(self.broken),
        )

    def line(self, number: int, line: str) -> None:
        text = line.strip()
        if number in self.spans:
            self.end_head()
            span, rule = self.spans[number]
            self.blocks[rule.target] = self.block(span, rule)
        elif number in self.taken:
            return
        elif not text.startswith("#"):
            if text:
                self.end_head()  # the header
            elif self.waiting and self.waiting[-1]:
                self.waiting.append("")
        elif not self.document.annotated:
            self.waiting.append(inert(text))
        elif not self.marked:
            self.marked = True  # the first line
        elif text.startswith("#="):
            group = text[2:].split(" @")[0].strip()
            if "@" in text or group not in self.headings:
                self.headings[group] = text
        elif text.startswith("#?"):
            self.statement(number, text)
        else:
            self.comment(number, line)

    def comment(self, number: int, line: str) -> None:
        if self.head is not None:
            self.waiting.append(line.strip())
            return
        self.owner_lines(number, line)
        prose, tags = tags_of(line.strip()[1:])
        if not tags:
            self.waiting.append(line.strip())
        elif prose:
            self.waiting.append(f"# {prose}")

    def owner_lines(self, number: int, line: str) -> None:
        for found in _OWNER.finditer(line):
            words = found.group(1).split()
            place = self.source.place(number, line.find("@", found.start()) + 1, len(found[0].strip()))
            if len(words) == 2:
                self.owners.append(Owner(composed(words[0]), words[1], place))
            else:
                message = "expected '@owner NODE PART'"
                self.broken.append(Diagnostic("LN403", Severity.ERROR, place, message, "one component a line", line))

    def end_head(self) -> None:
        if self.head is None:
            self.head = self.remarks()

    def remarks(self) -> tuple[str, ...]:
        """Take the comments that have been waiting for what they stand above."""
        waiting, self.waiting = self.waiting, []
        return trimmed(waiting)

    def block(self, span: Sequence[int], rule: Rule) -> Block:
        documentation = tuple((n, text.strip()) for n, text in self.document.documentation.get(span[0], ()))
        remarks, lines = self.remarks(), [self.source.lines[n] for n in range(span[0], span[-1] + 1)]
        odd = any(f.code in _RESPELT and f.place.line in span for f in self.document.findings)
        if len(lines) == 1 and not odd:
            return Block(rule, lines[0].strip(), documentation, remarks)
        inside = [inert("#" + line.partition("#")[2]).rstrip() for line in lines if "#" in line]
        kept = (*remarks, *([""] if remarks and inside else []), *inside)
        return Block(rule, f"{rule.target}, {rule.expression}", documentation, kept)

    def statement(self, number: int, text: str) -> None:
        opened, remarks = STATEMENT.match(text), self.remarks()
        if opened and opened.lastgroup:
            kind, name = opened.lastgroup, opened[opened.lastgroup]
            place = self.source.place(number, 1, len(text))
            self.statements.append(Statement(kind, name, (*remarks, text), place))
        elif self.statements:
            last = self.statements.pop()
            lines = (*last.lines, *filter(None, remarks), text)
            self.statements.append(Statement(last.kind, last.name, lines, last.place))


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


def prose_of(documentation: Iterable[Line]) -> list[str]:
    """Return the prose of a documentation, line by line, without tags and evidence."""
    lines = [text for _, text in documentation if not EVIDENCE.match(text)]
    return [prose for prose in (tags_of(text[1:])[0] for text in lines) if prose]


UNANNOTATED = Annotation()
