"""A file becomes a part: every comment goes with the rule or statement that it stands above."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from logicnet.authoring.joining.parts import STATEMENT, Block, Part, Statement, inert, trimmed
from logicnet.diagnostics import Severity
from logicnet.errors import LimitReached, RuleFileError, SettingError
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import SIGNS, Token
from logicnet.formats import bnet, format_of
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.annotations import tags_of
from logicnet.formats.bnet.bridges import bridging
from logicnet.formats.bnet.document import is_name
from logicnet.formats.bnet.ignoring import told
from logicnet.formats.bnet.writer import without_xor
from logicnet.loading import Text
from logicnet.references import bibliography_names
from logicnet.rules import Rule, RuleSet

PORTABLE = {*SIGNS, "0", "1"} - {"^"}


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
        return _plain_part(rules, Source.of(text.content, text.file), name, given)
    document = bnet.document_of(text.content, text.file, text.name)
    codes = {finding.code for finding in document.findings if finding.severity is Severity.ERROR}
    if codes - {"LN003"}:
        raise RuleFileError(document.findings)
    here = os.path.dirname(os.path.abspath(text.path)) if text.path is not None else os.getcwd()
    bibliography = tuple(_moved(file, here, out) for file in bibliography_names(document.rules.metadata))
    part = _Walk(document).part(name, given, bibliography)
    if codes and not part.is_bridge:  # a bridge may do without a rule of its own
        raise RuleFileError(document.findings)
    return part


def _moved(file: str, here: str, out: str) -> str:
    if "," in here + out:
        raise SettingError(f"a comma in the path of {file}: bibliographies are listed with commas between them")
    return file if os.path.isabs(file) else os.path.relpath(os.path.join(here, file), out or ".").replace(os.sep, "/")


def _plain_part(rules: RuleSet, source: Source, name: str, given: str) -> Part:
    """Write rules of another dialect; of the annotations there is only the value at rest."""
    above, head, tail = _plain_comments(source)
    blocks = {}
    for rule in rules.rules:
        rest, line = rule.annotation.rest, rule.place.line if rule.place else 1
        documentation = ((line, f"# @rest {rest}"),) if rest is not None else ()
        remarks = above.pop(line, ())
        blocks[rule.target] = Block(rule, _written(rule), documentation, remarks)
    lost = [line for remarks in above.values() for line in remarks]  # of lines that hold initial values only
    return Part(name, given, rules, source, blocks, head=trimmed([*head, "", *lost]), tail=tail)


def _plain_comments(source: Source) -> tuple[dict[int, tuple[str, ...]], tuple[str, ...], tuple[str, ...]]:
    """Return the comments above each line, or behind its code, those before all code and those behind it."""
    above: dict[int, tuple[str, ...]] = {}
    waiting: list[str] = []
    for number, line in source.lines.items():
        code, sign, comment = line.partition("#")
        if code.strip():
            above[number], waiting = trimmed(waiting), []
            above[number] += (inert(sign + comment).rstrip(),) if sign else ()
        else:
            waiting.append(inert(sign + comment).rstrip())
    first = min(above, default=0)
    head = above.pop(first, ())
    return {number: remarks for number, remarks in above.items() if remarks}, head, trimmed(waiting)


def _portable(token: Token) -> bool:
    """Tell whether other programs read a token as it is; an unusual name is left to its author."""
    return token.text in PORTABLE or is_name(token.text)


def _written(rule: Rule) -> str:
    """Write a rule as other programs read it; where `^` cannot be written out in reasonable length, it stays."""
    try:
        return f"{rule.target}, {without_xor(rule.expression)}"
    except LimitReached:
        return f"{rule.target}, {rule.expression}"


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
        self.marked = False

    def part(self, name: str, given: str, bibliography: tuple[str, ...]) -> Part:
        for number, line in self.source.lines.items():
            self.line(number, line.rstrip())
        said = bridging(self.document)
        return Part(
            name,
            given,
            told(self.document),
            self.source,
            self.blocks,
            self.headings,
            self.head or (),
            self.remarks(),
            tuple(self.statements),
            tuple(said.owners),
            tuple(said.gatherings),
            tuple(said.resting),
            bibliography,
            tuple(said.broken),
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
            if text:  # the header
                self.waiting += [inert("#" + comment).rstrip() for comment in text.split("#", 1)[1:]]
                self.end_head()
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
            self.comment(line)

    def comment(self, line: str) -> None:
        if self.head is not None:
            self.waiting.append(line.strip())
            return
        prose, tags = tags_of(line.strip()[1:])
        if not tags:
            self.waiting.append(line.strip())
        elif prose:
            self.waiting.append(f"# {prose}")

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
        inside = [inert("#" + line.partition("#")[2]).rstrip() for line in lines if "#" in line]
        kept = (*remarks, *([""] if remarks and inside else []), *inside)
        portable = len(lines) == 1 and all(_portable(token) for token in self.document.tokens(span))
        text = lines[0].partition("#")[0].strip() if portable else _written(rule)
        return Block(rule, text, documentation, kept)

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
