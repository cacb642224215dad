"""Rule files in: every rule, annotation and test of a text, or every problem of it in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import RuleFileError
from logicnet.expressions.expression import Expression, Program
from logicnet.expressions.names import Neighbours
from logicnet.expressions.parser import Fault, compiled, refusal
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import (
    COMMA,
    CONSTANTS,
    OPERATOR_WORDS,
    READ_OTHERWISE,
    Malformed,
    StrayCharacter,
    Token,
    Vocabulary,
    composed,
    tokens_of,
)
from logicnet.formats.bnet.annotations import annotation_of, metadata_of
from logicnet.formats.bnet.behaviours import Statements, read_statements
from logicnet.formats.bnet.document import Document
from logicnet.formats.bnet.gathered import Gathered, Lines
from logicnet.formats.bnet.ignoring import told
from logicnet.formats.bnet.writer import PORTABLE_SIGNS
from logicnet.rules import Annotation, Rule, Rules, RuleSet

MARK = re.compile(r"#\s*logicnet:\s*1\s*$")
# What only an author of annotations writes: without the mark above it would be passed over in silence.
MEANT_AS_ANNOTATION = re.compile(r"#\s*logicnet\s*:|#\?\s*(condition|class|test)\s")
HEADER = re.compile(r"targets\s*,\s*(factors|functions)\s*(#.*)?$", re.IGNORECASE)
HEADER_WORDS = ["targets", ",", "factors"]
USUAL_HEADER = re.compile(r"targets\s*,\s*factors\s*(#.*)?$")
# Characters of a large file, and of the part of it that is looked at first.
LARGE, FIRST_PART = 20_000_000, 4_000_000


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
    document = document_of(text, file, name)
    if document.refused:
        raise RuleFileError(document.findings)
    return told(document)


def document_of(text: str, file: str = "<text>", name: str = "model") -> Document:
    """Read a rule file as `read` does, for those who write it: what can be read of a broken one, too."""
    # A hopeless file is given up after its first findings; then the rest need not even be cut into lines.
    start = text[: text.rfind("\n", 0, FIRST_PART) + 1] if len(text) > LARGE else ""
    for part in (start, text) if start else (text,):
        reader = _Reader(Source.of(part, file))
        reader.read_lines()
        if reader.source.full:
            break
    return reader.finish(name)


class _Reader:
    """Walks the lines once; comment blocks wait until it is known what they belong to."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.vocabulary = Vocabulary()
        self.annotated = self.header = self.warned_unread = False
        self.expected: Mapping[str, int] = {}  # what looks like a target and needs no second look
        self.declared: dict[str, int] = {}  # in which line
        self.starts: dict[str, int] = {}  # of the rules that are not plain: a broken one may declare the same
        self.rules: dict[str, Program] = {}
        self.annotations: dict[str, Annotation] = {}
        self.programs: list[Program] = []
        self.compiled: list[Sequence[int]] = []
        self.broken: list[list[int]] = []
        self.documented: dict[int, list[tuple[int, str]]] = {}
        self.groups: dict[str, None] = {}
        self.metadata: dict[str, str] = {}
        self.statements: list[tuple[int, str]] = []
        self.group = ""
        self.comments: list[tuple[int, str]] = []

    def read_lines(self) -> None:
        # Where components are numbered as the network has them, its programs are there already.
        heads = (line.partition(",") for line in self.source.words)
        self.expected = self.vocabulary.expect([head.strip() for head, comma, _ in heads if comma])
        lines = iter(range(1, len(self.source.words)))
        following: int | None = None
        while not self.source.full and (following := following or self.plain(lines)) is not None:
            following = self.read_line(following, lines)

    def read_line(self, number: int, lines: Lines) -> int | None:
        """Read a line, or the rule that starts there; return the line after it where that was read too."""
        stripped = self.source.lines[number].strip()
        if not stripped or stripped == "#":
            self.detach()
        elif stripped.startswith("#"):
            self.comment(number, stripped)
        elif stripped[0] in "tT" and HEADER.match(stripped) and self.is_header(number, stripped):
            self.header = True
            self.detach()
        else:
            return self.rule(number, lines)
        return None

    def is_header(self, number: int, line: str) -> bool:
        if self.declared or self.header:
            place = self.source.place(number, 1, len(line))
            self.source.warn("LN107", place, "a second header is read as a rule", "one file holds one model: remove it")
            return False
        if not USUAL_HEADER.match(line):
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
            if self.group:  # a lone `#=` ends a group
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

    def rule(self, number: int, lines: Lines) -> int | None:
        """Read the rule that starts at a line; return the line after it where that was read too."""
        documentation, self.comments = self.comments, []
        gathered = Gathered(self.source, self.vocabulary, number)
        after = gathered.go_on(lines) if gathered.open else None
        if documentation:
            self.documented[number] = documentation
        try:
            self.compile(gathered, documentation)
        except Malformed as problem:
            self.refuse(gathered, problem.diagnostic)
        except Fault as fault:
            tokens = gathered.tokens()[1:]
            self.refuse(gathered, refusal(fault, tokens, self.source.file, self.source.lines))
        return after

    def refuse(self, gathered: Gathered, why: Diagnostic) -> None:
        self.broken.append(gathered.lines)
        self.source.add(why)

    def plain(self, lines: Lines) -> int | None:
        """Read lines at once of which there is nothing to say, as of most; return the first other one.

        One loop without a call: this is where reading spends its time.
        """
        if self.annotated:
            return next(lines, None)
        code_of, other = self.vocabulary.__getitem__, self.vocabulary.other
        words_of, declared, usual = self.source.words, self.declared, self.expected
        for number in lines:
            words = words_of[number].split()
            if not words:  # ends comments, and here are none
                continue
            if len(words) < 3 or words[1] != "," or words[0] not in usual or words[0] in declared:
                if words != HEADER_WORDS or declared or self.header:
                    return number
                self.header = True
                continue
            try:
                codes = list(map(code_of, words[2:]))
                program = compiled(codes) if len(codes) > 1 or codes[0] < 0 else (codes[0],)
            except (StrayCharacter, Fault):
                return number
            if other:
                return number
            declared[words[0]] = number
            self.rules[words[0]] = program
            self.programs.append(program)
            self.compiled.append((number,))
        return None

    def compile(self, gathered: Gathered, documentation: list[tuple[int, str]]) -> None:
        name = self.target(gathered)
        if gathered.problem is not None:
            raise Malformed(gathered.problem)
        expression = Expression(self.vocabulary.names, compiled(gathered.codes[2:]))
        if self.vocabulary.other or len(gathered.lines) > 1:
            self.spelling(gathered)
        self.programs.append(expression.code)
        self.compiled.append(gathered.lines)
        first = name not in self.rules
        if self.annotated:
            annotation = annotation_of(self.source, documentation, self.group, set(expression.symbols))
            if annotation.default is not None and expression != Expression((name,), (0,)):
                self.idle_default(documentation, name)
            if first:
                self.annotations[name] = annotation
        if first:
            self.rules[name] = expression.code
            self.starts[name] = gathered.lines[0]

    def target(self, gathered: Gathered) -> str:
        """Declare what the rule is for; even a broken rule declares its target."""
        codes = gathered.codes
        if not codes or codes[0] < 0:
            raise Malformed(self.bad_target(gathered))
        name = self.vocabulary.names[codes[0]]
        number = gathered.lines[0]
        first = self.declared.setdefault(name, number)
        if first != number:
            place, other = self.target_place(number), self.target_place(first)
            self.source.error("LN105", place, f"second rule for {name}", "keep one of the two", other)
        if len(codes) < 2 or codes[1] != COMMA:
            raise Malformed(self.separator_missing(gathered))
        return name

    def target_place(self, number: int) -> Place:
        """Return where the first token of a line stands."""
        token = next(tokens_of(self.source.lines[number], number))
        return self.source.place(number, token.column, len(token.text))

    def place_of(self, name: str) -> Place:
        """Return where the rule of a component stands that is read."""
        return self.target_place(self.starts.get(name, self.declared[name]))

    def idle_default(self, documentation: list[tuple[int, str]], name: str) -> None:
        number, line = next((n, text) for n, text in documentation if "@default" in text)
        place = self.source.place(number, line.find("@default") + 1, len("@default"))
        self.source.warn("LN305", place, f"{name} has a rule: @default is for inputs", "@rest says where it rests")

    def bad_target(self, gathered: Gathered) -> Diagnostic:
        if not gathered.codes:
            empty = Token("", gathered.lines[0], 1)
            return gathered.problem or self.wrong("LN108", empty, "empty rule")
        target = gathered.tokens()[0]
        lowered = target.text.lower()
        if lowered in OPERATOR_WORDS or lowered in CONSTANTS or target.text.isdigit():
            what = "an operator word" if lowered in OPERATOR_WORDS else "a constant"
            self.declared.setdefault(target.text, target.line)
            return self.wrong("LN102", target, f"{target.text!r} is {what}, not a name", "rename the component")
        if target.text == ")":
            return self.wrong("LN101", target, "unmatched ')'", "remove it, or open it with '('")
        return self.wrong("LN108", target, f"a rule cannot begin with {target.text!r}", "TARGET, EXPRESSION")

    def separator_missing(self, gathered: Gathered) -> Diagnostic:
        target, *others = gathered.tokens()
        problem = gathered.problem
        if problem is not None and not others and problem.place.line == target.line:
            return self.other_separator(target, problem)
        message = f"comma missing after the target {target.text}"
        if others and others[0].line == target.line:
            return self.wrong("LN103", others[0], message, "TARGET, EXPRESSION")
        behind = Token("", target.line, target.column + len(target.text))
        return self.wrong("LN103", behind, message, "TARGET, EXPRESSION")

    def other_separator(self, target: Token, problem: Diagnostic) -> Diagnostic:
        """An unknown sign right behind the target stands where the comma should, unless it splits a name."""
        rest = problem.source[problem.place.column - 1 :]
        arrow = next((sign for sign in ("*=", ":=", "==", "<-", "->") if rest.startswith(sign)), "")
        if not arrow and rest[0] not in "=:;":
            return problem
        token = Token(arrow or rest[0], target.line, problem.place.column)
        return self.wrong("LN103", token, f"expected ',' after {target.text}, not {token.text!r}", "use a comma")

    def spelling(self, gathered: Gathered) -> None:
        other = self.vocabulary.other
        first = next((token for token in gathered.tokens() if token.text in other), None)
        if first is not None:
            there = self.source.place(first.line, first.column, len(first.text))
            portable = PORTABLE_SIGNS[self.vocabulary[first.text]]
            self.source.note("LN110", there, f"{first.text!r} is read as {portable!r}", "other tools may not read it")
        if len(gathered.lines) > 1:
            start = self.target_place(gathered.lines[0])
            there = self.source.place(start.line, start.column)
            self.source.note("LN109", there, "rule over several lines", "other tools read one rule a line")

    def wrong(self, code: str, token: Token, message: str, help: str = "") -> Diagnostic:
        place = self.source.place(token.line, token.column, max(1, len(token.text)))
        return Diagnostic(code, Severity.ERROR, place, message, help, self.source.lines.get(token.line, ""))

    def finish(self, name: str) -> Document:
        """Check what only the whole file shows."""
        self.detach()
        source = self.source
        if not self.declared and not any(d.severity is Severity.ERROR for d in source.findings):
            source.error("LN003", source.place(1), "no rule in the file", "a rule is written 'TARGET, EXPRESSION'")
        if not self.header and self.rules:
            source.note("LN107", source.place(self.first), "header missing", "begin with 'targets, factors'")
        inputs = self.inputs()
        self.check_names(inputs)
        known = [*self.declared, *inputs]
        said = read_statements(source, self.statements, known, self.usual()) if self.annotated else Statements()
        source.findings.sort(key=lambda d: (d.place.line, d.place.column))
        if source.shortened:
            source.counts[Severity.NOTE] = 0  # one more, whatever there is
            source.note("LN001", source.place(max(source.lines)), "more problems are not shown: mend these first")
        rules = RuleSet(
            name,
            Rules(self.vocabulary.names, self.rules, self.annotations, self.place_of),
            inputs,
            MappingProxyType(self.metadata),
            tuple(self.groups),
            MappingProxyType(said.conditions),
            MappingProxyType(said.classes),
            tuple(said.tests),
            tuple(source.findings),
        )
        return Document(rules, source, self.compiled, self.broken, self.documented, self.statements, self.annotated)

    def usual(self) -> list[str]:
        """Return the inputs that have a default."""
        names = self.vocabulary.names
        noted = [name for name, note in self.annotations.items() if note.default is not None]
        return [name for name in noted if Rule(name, Expression(names, self.rules[name])).is_input]

    def inputs(self) -> tuple[str, ...]:
        """Return the names used without a rule, in order of first use."""
        names = self.vocabulary.names
        if len(names) == len(self.rules) or self.declared.keys() >= set(names):
            return ()
        used = [names[code] for code in sorted(set().union(*self.programs)) if code >= 0]
        return tuple([name for name in used if name not in self.declared])

    def check_names(self, inputs: Sequence[str]) -> None:
        for name in self.vocabulary.odd:
            self.check_name(name)
        if not inputs:
            return
        neighbours = Neighbours(self.declared)
        for name in inputs:
            near = neighbours.nearest(name)
            if near:
                message = f"{name} has no rule and is read as a free input"
                hint = f"did you mean {near}? an input is written '{name}, {name}'"
                self.source.warn("LN104", self.first_uses[name], message, hint)

    def check_name(self, name: str) -> None:
        seen = [self.target_place(self.declared[name])] if name in self.declared else []
        seen += [self.first_uses[name]] if name in self.first_uses else []
        if not seen:  # only in a broken rule
            return
        place = min(seen, key=lambda place: (place.line, place.column))
        if name.lower() not in READ_OTHERWISE:
            self.source.warn("LN106", place, f"other tools cannot read the name {name!r}", "use A-Z a-z 0-9 _")
        elif not any(other.place[:3] == place[:3] for other in self.source.findings):  # a second header is told already
            self.source.warn("LN106", place, f"other tools do not read {name!r} as a name", "choose another name")

    @cached_property
    def first_uses(self) -> dict[str, Place]:
        """Where an expression first speaks of each name."""
        found: dict[str, Place] = {}
        for lines in self.compiled:
            for text, line, column in self.source.tokens(lines)[2:]:
                found.setdefault(composed(text), self.source.place(line, column, len(text)))
        return found
