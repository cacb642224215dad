"""A rule file's text as physical lines, and the notebook in which a reader collects what it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.expressions.tokens import Token, set_apart, tokens_of

MOST_FINDINGS = 1000


@dataclass
class Source:
    """The lines of a file, and the findings so far.

    Attributes
    ----------
    file
        Name for places.
    text
        All of it, with LF for line ends.
    words
        By number from 1, the lines with spaces around all signs.
    findings
        In the order they were made; so many of each severity at most.
    full
        Once so much is wrong that the rest is better left unread; notes and warnings never stop a reading.
    shortened
        Whether there is more than the findings tell.
    """

    file: str
    text: str
    words: list[str]
    findings: list[Diagnostic] = field(default_factory=list)
    counts: dict[Severity, int] = field(default_factory=dict)
    full: bool = False
    shortened: bool = False

    @classmethod
    def of(cls, text: str, file: str) -> Source:
        """Split a text into lines; CRLF and lone CR end a line like LF."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return cls(file, text, ["", *set_apart(text).split("\n")])

    @cached_property
    def lines(self) -> dict[int, str]:
        """The lines as they are written, by number from 1, without line ends; most files are read by their words."""
        return dict(enumerate(self.text.split("\n"), 1))

    def tokens(self, lines: Iterable[int]) -> list[Token]:
        """Return the tokens of some lines, with their places."""
        return [token for number in lines for token in tokens_of(self.lines[number], number)]

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """Return a place in this file."""
        return Place(self.file, line, column, length)

    def report(
        self,
        code: str,
        severity: Severity,
        place: Place,
        message: str,
        help: str = "",
        related: Place | None = None,
    ) -> None:
        """Note a finding with its source line."""
        other = None if related is None else (related, self.lines.get(related.line, ""))
        line = self.lines.get(place.line, "")
        self.add(Diagnostic(code, severity, place, message, help, line, other))

    def add(self, finding: Diagnostic) -> None:
        """Note a finding, unless there are very many of its severity already."""
        count = self.counts[finding.severity] = self.counts.get(finding.severity, 0) + 1
        if count <= MOST_FINDINGS:
            self.findings.append(finding)
        self.full = self.full or (count >= MOST_FINDINGS and finding.severity is Severity.ERROR)
        self.shortened = self.full or self.shortened or count > MOST_FINDINGS

    def error(self, code: str, place: Place, message: str, help: str = "", related: Place | None = None) -> None:
        """Note an error."""
        self.report(code, Severity.ERROR, place, message, help, related)

    def warn(self, code: str, place: Place, message: str, help: str = "") -> None:
        """Note a warning."""
        self.report(code, Severity.WARNING, place, message, help)

    def note(self, code: str, place: Place, message: str, help: str = "") -> None:
        """Note what never changes an exit status."""
        self.report(code, Severity.NOTE, place, message, help)
