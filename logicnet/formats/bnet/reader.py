"""Rule files in: every rule, annotation and test of a text, or every problem of it in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.errors import RuleFileError, nearest_names
from logicnet.expressions.expression import Expression
from logicnet.expressions.parser import parse_tokens
from logicnet.expressions.tokens import (
    CONSTANTS,
    OPERATOR_WORDS,
    PORTABLE_NAME,
    Kind,
    Malformed,
    Token,
    name_of,
    tokens_of,
)
from logicnet.formats.bnet.annotations import annotation_of, metadata_of
from logicnet.formats.bnet.behaviours import Statements, read_statements
from logicnet.formats.bnet.source import Source
from logicnet.rules import Annotation, Rule, RuleSet

MARK = re.compile(r"#\s*logicnet:\s*1\s*$")
# What only an author of annotations writes: without the mark above it would be passed over in silence.
MEANT_AS_ANNOTATION = re.compile(r"#\s*logicnet\s*:|#\?\s*(condition|class|test)\s")
HEADER = re.compile(r"targets\s*,\s*(factors|functions)\s*(#.*)?$", re.IGNORECASE)
_CONTINUES = {Kind.AND, Kind.OR, Kind.XOR, Kind.NOT, Kind.COMMA, Kind.OPEN}
_OTHER_SPELLINGS = {"&&": "&", "||": "|", "~": "!", "and": "&", "or": "|", "not": "!"}


def read(text: str, file: str = "<text>", name: str = "model") -> RuleSet:
    """Read a rule file.

    Parameters
    ----------
    text
        The whole file, decoded; a byte-order mark already removed.
    file
        Its name, for places in diagnostics.
    name
        The model's name.

    Raises
    ------
    RuleFileError
        With every finding of the file, where one of them is an error; a file is read whole or refused.
    """
    reader = _Reader(Source.of(text, file))
    reader.read_lines()
    return reader.finish(name)


@dataclass
class _Reader:
    """Walks the lines once; comment blocks wait until it is known what they belong to."""

    source: Source
    annotated: bool = False
    rules: dict[str, Rule] = field(default_factory=dict)
    declared: dict[str, Token] = field(default_factory=dict)
    used: dict[str, Token] = field(default_factory=dict)
    groups: dict[str, None] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    statements: list[tuple[int, str]] = field(default_factory=list)
    group: str = ""
    header: bool = False
    warned_unread: bool = False
    comments: list[tuple[int, str]] = field(default_factory=list)

    def read_lines(self) -> None:
        lines = iter(self.source.lines.items())
        pending: tuple[int, str] | None = None
        while not self.source.full:
            number, line = pending or next(lines, (0, ""))
            pending = None
            if not number:
                break
            stripped = line.strip()
            if not stripped or stripped == "#":
                self.detach()
            elif stripped.startswith("#"):
                self.comment(number, stripped)
            elif self.is_header(number, stripped):
                self.header = True
                self.detach()
            else:
                pending = self.rule(number, lines)

    def is_header(self, number: int, line: str) -> bool:
        if not HEADER.match(line):
            return False
        if self.declared or self.header:
            place = self.source.place(number, 1, len(line))
            self.source.warn("LN107", place, "a second header is read as a rule", "one file holds one model: remove it")
            return False
        if not re.fullmatch(r"targets\s*,\s*factors", line):
            self.source.note("LN107", self.source.place(number, 1, len(line)), "header spelt unusually")
        return True

    def comment(self, number: int, line: str) -> None:
        if not self.declared and not self.header and not self.comments and MARK.match(line) and number == self.first:
            self.annotated = True
        elif not self.annotated:
            self.unread(number, line)
        elif line.startswith("#="):
            self.detach()
            self.group = line[2:].split(" @")[0].strip()
            self.groups.setdefault(self.group)
        elif line.startswith("#?"):
            self.detach()
            self.statements.append((number, self.source.lines[number]))
        else:
            self.comments.append((number, self.source.lines[number]))

    def unread(self, number: int, line: str) -> None:
        """Warn once of annotations in a file that does not say it has any."""
        if not self.warned_unread and MEANT_AS_ANNOTATION.match(line):
            self.warned_unread = True
            place = self.source.place(number, self.source.lines[number].find("#") + 1, len(line))
            hint = "make '# logicnet: 1' the first line of the file"
            self.source.warn("LN305", place, "annotations are not read in this file", hint)

    @property
    def first(self) -> int:
        return next((n for n, line in self.source.lines.items() if line.strip()), 1)

    def detach(self) -> None:
        """Comments that no rule follows at once: metadata before the header or the first rule, else prose."""
        if self.comments and not self.declared:
            self.metadata.update(metadata_of(self.source, self.comments))
        self.comments = []

    def rule(self, number: int, lines: Iterator[tuple[int, str]]) -> tuple[int, str] | None:
        """Read the rule that starts at a line; return the line after it where that was read too."""
        documentation, self.comments = self.comments, []
        gathered = _Gathered(self.source)
        after = gathered.collect(number, lines)
        try:
            self.compile(gathered, number, documentation)
        except Malformed as problem:
            self.source.findings.append(problem.diagnostic)
        return after

    def compile(self, gathered: _Gathered, number: int, documentation: list[tuple[int, str]]) -> None:
        tokens = gathered.tokens
        target = self.target(tokens, gathered.problem, number)
        if gathered.problem is not None:
            raise Malformed(gathered.problem)
        expression = parse_tokens(tokens[2:], tokens[1], self.source.file, self.source.lines)
        self.spelling(gathered)
        for token in tokens[2:]:
            if token.kind is Kind.NAME:
                self.used.setdefault(name_of(token), token)
        annotation = Annotation(group=self.group)
        if self.annotated:
            annotation = annotation_of(self.source, documentation, self.group, set(expression.symbols))
        name = name_of(target)
        is_input = expression == Expression((name,), (0,))
        if annotation.default is not None and not is_input:
            self.idle_default(documentation, name)
        if name not in self.rules:
            place = self.source.place(target.line, target.column, target.length)
            self.rules[name] = Rule(name, expression, annotation, place)

    def idle_default(self, documentation: list[tuple[int, str]], name: str) -> None:
        number, line = next((n, text) for n, text in documentation if "@default" in text)
        place = self.source.place(number, line.find("@default") + 1, len("@default"))
        self.source.warn("LN305", place, f"{name} has a rule: @default is for inputs", "@rest says where it rests")

    def target(self, tokens: list[Token], problem: Diagnostic | None, number: int) -> Token:
        """Check and declare what the rule is for: even a broken rule declares its target."""
        if not tokens:
            raise Malformed(problem or self.wrong("LN108", Token(Kind.NAME, "", number, 1), "empty rule"))
        target = tokens[0]
        if target.kind is not Kind.NAME or target.text.isdigit():
            raise Malformed(self.bad_target(target))
        broken_name = problem is not None and len(tokens) == 1 and problem.place.line == target.line
        separator = tokens[1] if len(tokens) > 1 else None
        if separator is None or separator.kind is not Kind.COMMA:
            self.declare(target)
            if problem is not None and broken_name:
                raise Malformed(self.separator_problem(target, problem))
            raise Malformed(self.comma_missing(target, separator))
        self.declare(target)
        return target

    def bad_target(self, target: Token) -> Diagnostic:
        lowered = target.text.lower()
        if lowered in OPERATOR_WORDS or lowered in CONSTANTS or target.text.isdigit():
            what = "an operator word" if lowered in OPERATOR_WORDS else "a constant"
            self.declared.setdefault(target.text, target)
            return self.wrong("LN102", target, f"{target.text!r} is {what}, not a name", "rename the component")
        if target.kind is Kind.CLOSE:
            return self.wrong("LN101", target, "unmatched ')'", "remove it, or open it with '('")
        return self.wrong("LN108", target, f"a rule cannot begin with {target.text!r}", "TARGET, EXPRESSION")

    def separator_problem(self, target: Token, problem: Diagnostic) -> Diagnostic:
        """An unknown sign right behind the target stands where the comma should, unless it splits a name."""
        rest = problem.source[problem.place.column - 1 :]
        arrow = next((sign for sign in ("*=", ":=", "==", "<-", "->") if rest.startswith(sign)), "")
        if not arrow and rest[0] not in "=:;":
            return problem
        token = Token(Kind.COMMA, arrow or rest[0], target.line, problem.place.column)
        return self.wrong("LN103", token, f"expected ',' after {target.text}, not {token.text!r}", "use a comma")

    def comma_missing(self, target: Token, separator: Token | None) -> Diagnostic:
        token = separator or target
        if separator is None or separator.line != target.line:
            token = Token(Kind.COMMA, "", target.line, target.column + target.length)
            return self.wrong("LN103", token, f"comma missing after the target {target.text}", "TARGET, EXPRESSION")
        return self.wrong("LN103", token, f"comma missing after the target {target.text}", "TARGET, EXPRESSION")

    def declare(self, target: Token) -> None:
        name = name_of(target)
        first = self.declared.setdefault(name, target)
        if first is not target:
            here = self.source.place(target.line, target.column, target.length)
            there = self.source.place(first.line, first.column, first.length)
            self.source.error("LN105", here, f"second rule for {name}", "keep one of the two", there)

    def spelling(self, gathered: _Gathered) -> None:
        first = next((t for t in gathered.tokens if t.text.lower() in _OTHER_SPELLINGS), None)
        if first is not None:
            place = self.source.place(first.line, first.column, first.length)
            portable = _OTHER_SPELLINGS[first.text.lower()]
            self.source.note("LN110", place, f"{first.text!r} is read as {portable!r}", "other tools may not read it")
        if gathered.tokens[-1].line != gathered.tokens[0].line:
            place = self.source.place(gathered.tokens[0].line, gathered.tokens[0].column)
            self.source.note("LN109", place, "rule over several lines", "other tools read one rule a line")

    def wrong(self, code: str, token: Token, message: str, help: str = "") -> Diagnostic:
        place = self.source.place(token.line, token.column, max(1, token.length))
        return Diagnostic(code, Severity.ERROR, place, message, help, self.source.lines.get(token.line, ""))

    def finish(self, name: str) -> RuleSet:
        """Check what only the whole file shows, and return it or raise."""
        self.detach()
        source = self.source
        if not self.declared and not any(d.severity is Severity.ERROR for d in source.findings):
            source.error("LN003", source.place(1), "no rule in the file", "a rule is written 'TARGET, EXPRESSION'")
        if not self.header and self.rules:
            source.note("LN107", source.place(self.first), "header missing", "begin with 'targets, factors'")
        inputs = tuple(n for n in self.used if n not in self.declared)
        self.check_names(inputs)
        known = [*self.declared, *inputs]
        said = read_statements(source, self.statements, known) if self.annotated else Statements()
        source.findings.sort(key=lambda d: (d.place.line, d.place.column))
        if source.full:
            source.note("LN001", source.place(max(source.lines)), "more problems are not shown: mend these first")
        if any(d.severity is Severity.ERROR for d in source.findings):
            raise RuleFileError(source.findings)
        return RuleSet(
            name,
            tuple(self.rules.values()),
            inputs,
            MappingProxyType(self.metadata),
            tuple(self.groups),
            MappingProxyType(said.conditions),
            MappingProxyType(said.classes),
            tuple(said.tests),
            tuple(source.findings),
        )

    def check_names(self, inputs: tuple[str, ...]) -> None:
        for name in {**self.declared, **self.used}:
            if PORTABLE_NAME.fullmatch(name):
                continue
            seen = [names[name] for names in (self.declared, self.used) if name in names]
            token = min(seen, key=lambda t: (t.line, t.column))
            if name.lower() not in OPERATOR_WORDS and not name.isdigit():
                place = self.source.place(token.line, token.column, token.length)
                self.source.warn("LN106", place, f"other tools cannot read the name {name!r}", "use A-Z a-z 0-9 _")
        neighbours = _Neighbours(self.declared if inputs else ())
        for name in inputs:
            near = nearest_names(name, neighbours.of(name), 1)
            if near:
                token = self.used[name]
                place = self.source.place(token.line, token.column, token.length)
                message = f"{name} has no rule and is read as a free input"
                self.source.warn(
                    "LN104", place, message, f"did you mean {near[0]}? an input is written '{name}, {name}'"
                )


@dataclass
class _Gathered:
    """The tokens of one rule, which may go on over several lines."""

    source: Source
    tokens: list[Token] = field(default_factory=list)
    depth: int = 0
    problem: Diagnostic | None = None

    def collect(self, number: int, lines: Iterator[tuple[int, str]]) -> tuple[int, str] | None:
        """Take lines while the rule is open; return the first line that is no part of it, if one was read."""
        self.take(number, self.source.lines[number])
        while self.open and self.problem is None:
            following = next(lines, None)
            if following is None:
                return None
            text = following[1].strip()
            if not text or text.startswith("#"):
                if text.startswith(("#=", "#?")):
                    return following
                continue
            if _starts_rule(following[1]):
                return following
            self.take(*following)
        return None

    def take(self, number: int, line: str) -> None:
        try:
            for token in tokens_of(line, self.source.file, number):
                self.tokens.append(token)
                self.depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        except Malformed as problem:
            self.problem = problem.diagnostic

    @property
    def open(self) -> bool:
        return bool(self.tokens) and (self.depth > 0 or self.tokens[-1].kind in _CONTINUES)


_RULE_START = re.compile(r"\s*\w[\w.-]*\s*,")


def _starts_rule(line: str) -> bool:
    return _RULE_START.match(line) is not None


class _Neighbours:
    """Finds near misses among many names without comparing all pairs: names one edit apart share a shortened form."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: dict[str, list[str]] = {}
        for name in names:
            for form in _shortened(name):
                self.names.setdefault(form, []).append(name)

    def of(self, name: str) -> set[str]:
        """Return the names that are near misses of a name."""
        candidates = {other for form in _shortened(name) for other in self.names.get(form, ())}
        return {other for other in candidates if _near_miss(name, other)}


def _shortened(name: str) -> set[str]:
    return {name, name.casefold(), *(name[:i] + name[i + 1 :] for i in range(min(len(name), 64)))}


def _near_miss(name: str, other: str) -> bool:
    """Tell whether two names differ only in letter case or by one edit (a letter more, less or other)."""
    if name.casefold() == other.casefold():
        return True
    if min(len(name), len(other)) < 3 or abs(len(name) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
    rest, other_rest = name[start:], other[start:]
    digits = rest[:1].isdigit() and other_rest[:1].isdigit()
    return not digits and (rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:])
