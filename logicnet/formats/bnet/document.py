"""A rule file as it is written: what can be read of it, what is wrong with it, and where everything stands.

The model needs only the rules; whoever checks, formats, renames or edits needs their places, too. These are worked out
when they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.expressions.tokens import CONSTANTS, OPERATOR_WORDS, Token, composed, tokens_of
from logicnet.formats.bnet.source import Source
from logicnet.rules import RuleSet

EVIDENCE = re.compile(r"#\s+([-+?*])\s+(\S.*)$")
_VALUE = re.compile(r"([^\s=:]+)(?==[01*](?:\s|$))")
_QUOTED = re.compile(r'"[^"]*"')

Comments = Sequence[tuple[int, str]]


class Occurrence(NamedTuple):
    """One mention of a component.

    Attributes
    ----------
    name
        The component, in Unicode's composed form.
    place
        Where it is mentioned, as it is spelt there.
    role
        ``target`` of a rule, ``regulator`` in an expression, ``evidence`` for a regulation, or ``statement``: a
        condition, a class or a behavioural test.
    """

    name: str
    place: Place
    role: str


class Declared(NamedTuple):
    """One evidence line of a single regulation: the regulator, where it stands, its sign and the sign's column."""

    name: str
    place: Place
    sign: str
    column: int


@dataclass(frozen=True, eq=False)
class Document:
    """A rule file as it is written.

    Attributes
    ----------
    rules
        What can be read: a broken rule is left out, a second one for the same component, too. It is a model only
        where nothing is `refused`.
    source
        The lines of the file.
    spans
        The numbers of the lines of each readable rule, in file order: of those that hold its tokens.
    broken
        The same of each rule that cannot be read.
    documentation
        The comment lines right above a rule, by the number of its first line; annotated files only.
    statements
        The ``#?`` lines.
    annotated
        Whether the file's first line says that comments count.
    """

    rules: RuleSet
    source: Source
    spans: Sequence[Sequence[int]]
    broken: Sequence[Sequence[int]]
    documentation: Mapping[int, Comments]
    statements: Comments
    annotated: bool

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What the reader found, in the order of places."""
        return self.rules.findings

    @property
    def refused(self) -> bool:
        """Whether an error keeps the file from being read as a model."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The components that have a rule, be it a broken one; in the order of the file."""
        lines = sorted(span[0] for span in (*self.spans, *self.broken))
        firsts = (next(tokens_of(self.source.lines[number], number)).text for number in lines)
        return tuple(dict.fromkeys(composed(text) for text in firsts if is_name(text)))

    def tokens(self, span: Sequence[int]) -> list[Token]:
        """Return the tokens of a rule, its target and comma among them."""
        return self.source.tokens(span)

    def occurrences(self) -> list[Occurrence]:
        """Return every mention of a component, in the order of the file; what cannot be read is passed over."""
        found = [
            *self._in_rules(),
            *(Occurrence(o.name, o.place, "evidence") for span in self.documentation for o in self.evidence([span])),
            *(self._occurrence(*o, "statement") for o in mentioned(self.statements)),
        ]
        return sorted(found, key=lambda o: (o.place.line, o.place.column))

    def evidence(self, span: Sequence[int]) -> list[Declared]:
        """Return what the documentation of a rule declares of its regulators, in the order of lines."""
        found = []
        for number, line in self.documentation.get(span[0], ()):
            declared = EVIDENCE.match(line, len(line) - len(line.lstrip()))
            if declared and declared.group(1) != "*":
                name = declared.group(2).split()[0]
                place = self.source.place(number, declared.start(2) + 1, len(name))
                found.append(Declared(composed(name), place, declared.group(1), declared.start(1) + 1))
        return found

    def place_in_rule(self, span: Sequence[int], name: str) -> Place:
        """Return where a rule's expression first names a component."""
        tokens = self.tokens(span)[1:]
        token = next(token for token in tokens if composed(token.text) == name)
        return self.source.place(token.line, token.column, len(token.text))

    def _in_rules(self) -> Iterator[Occurrence]:
        for span in (*self.spans, *self.broken):
            for index, token in enumerate(self.tokens(span)):
                if is_name(token.text):
                    role = "regulator" if index else "target"
                    yield self._occurrence(token.text, token.line, token.column, role)

    def _occurrence(self, text: str, line: int, column: int, role: str) -> Occurrence:
        return Occurrence(composed(text), self.source.place(line, column, len(text)), role)


def is_name(text: str) -> bool:
    """Tell whether a token is a component's name: neither a sign, nor an operator word, nor a constant or number."""
    lowered = text.lower()
    word = text[0].isalnum() or text[0] == "_"
    return word and not text.isdigit() and lowered not in OPERATOR_WORDS and lowered not in CONSTANTS


def mentioned(statements: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int, int]]:
    """Yield the components that lines of conditions, classes and tests give values: name, line, column."""
    for number, line in statements:
        # A title is prose, whatever it holds.
        for found in _VALUE.finditer(_QUOTED.sub(lambda title: " " * len(title[0]), line)):
            yield found.group(1), number, found.start() + 1
