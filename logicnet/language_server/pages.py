"""A file as an editor holds it, read: a rule file, or a file of behavioural tests (``.tests``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from logicnet.authoring.checking import check, examined, fixed
from logicnet.diagnostics import Diagnostic, Place
from logicnet.errors import RuleFileError
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import composed
from logicnet.formats import FORMATS, format_of
from logicnet.formats.bnet import Document, Occurrence, document_of
from logicnet.formats.bnet.document import mentioned
from logicnet.formats.bnet.separate import statements_of
from logicnet.language_server.lines import Lines
from logicnet.loading import TESTS, Text, tests_on, text_of
from logicnet.network import BooleanNetwork
from logicnet.rules import Rule


@dataclass(frozen=True, eq=False)
class Page:
    """One file at one moment; what takes work is worked out when it is asked for, once.

    Attributes
    ----------
    file
        Its path, or what the editor calls it where it has none.
    lines
        Its text as the editor counts it.
    text
        Its text as a file's; None where it is no text (a NUL byte, say), or in a dialect that is only read.
    document
        What a rule file says; None for tests, and where there is no text.
    refusal
        Why there is no text; what is found in a dialect that is only read.
    version
        The editor's number of this state of the file; None for a file that is not open.
    """

    file: str
    lines: Lines
    text: Text | None = None
    document: Document | None = None
    refusal: Sequence[Diagnostic] = ()
    version: int | None = None

    @property
    def is_tests(self) -> bool:
        """Whether the file holds behavioural tests only."""
        return self.file.endswith(TESTS)

    @cached_property
    def findings(self) -> Sequence[Diagnostic]:
        """What `logicnet check` finds in the file; what tests alone say needs their model (`Family.findings`)."""
        if self.document is None or self.text is None:
            return self.refusal
        path = Path(self.file)
        return examined(self.document, self.text.mark, path=path if path.is_absolute() else None)

    @property
    def known_findings(self) -> Sequence[Diagnostic]:
        """The findings, if they have been looked for already."""
        known: Sequence[Diagnostic] = self.__dict__.get("findings", ())
        return known

    @cached_property
    def mended(self) -> str:
        """The text with all its safe fixes made, as `logicnet check --fix` makes them."""
        if self.text is None or not any(f.fix is not None and f.fix.safe for f in self.findings):
            return self.lines.text
        after, number = fixed(self.text, self.findings, check)
        return after.content if number else self.lines.text

    @cached_property
    def mentions(self) -> Sequence[Occurrence]:
        """Every mention of a component, in the order of the file."""
        if self.document is not None:
            return self.document.occurrences()
        spoken = mentioned(self.statements)
        return [Occurrence(composed(w), Place(self.file, n, c, len(w)), "statement") for w, n, c in spoken]

    @cached_property
    def statements(self) -> Sequence[tuple[int, str]]:
        """The lines of conditions, classes and tests; in a file of tests the ``#?`` may be left out."""
        if self.document is not None:
            return self.document.statements
        if self.text is None:
            return ()
        return statements_of(Source.of(self.text.content, self.file))

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules that can be read, by their targets."""
        return {rule.target: rule for rule in self.document.rules.rules} if self.document is not None else {}

    def line(self, number: int) -> str:
        """Return a line, counted from 1, without its end and without a byte-order mark."""
        line = self.lines[number - 1] if 0 < number <= len(self.lines) else ""
        return line.removeprefix("\ufeff") if number == 1 else line

    def mention_at(self, line: int, column: int) -> Occurrence | None:
        """Return the component that is mentioned at a place, or right before it."""
        here = [o for o in self.mentions if o.place.line == line]
        return next((o for o in here if 0 <= column - o.place.column <= o.place.length), None)


def page_of(text: str, file: str, encoding: str = "utf-16", version: int | None = None) -> Page:
    """Read a text as an editor holds it.

    Parameters
    ----------
    text
        With any line ends; a byte-order mark is one, not a character.
    file
        Its path; a suffix ``.tests`` makes it a file of tests, any other one a rule file.
    encoding
        What the editor counts in.
    version
        The editor's number of this state of the file.
    """
    lines = Lines(text, encoding, text.startswith("\ufeff"))
    try:
        held = text_of(text.encode("utf-8", "surrogatepass"), file)
    except RuleFileError as problem:
        # Places in what is no text count its first character, too.
        return Page(file, Lines(text, encoding), refusal=problem.diagnostics, version=version)
    if file.endswith(TESTS):
        return Page(file, lines, held, version=version)
    form = format_of(held.suffix if held.suffix.lower() in FORMATS else "", held.content)
    if form.document is None:  # a dialect that is only read: what is wrong with it is told, and no more
        return Page(file, lines, refusal=check(replace(held, suffix=form.suffix)), version=version)
    return Page(file, lines, held, document_of(held.content, file, held.name), version=version)


@dataclass(frozen=True)
class Family:
    """A file and those that belong to it: a model, and the behavioural tests beside it under the same name.

    Attributes
    ----------
    here
        The file that is asked about.
    model
        The rule file: itself, or the one beside a file of tests; None where there is none.
    tests
        The files of tests.
    """

    here: Page
    model: Page | None
    tests: Sequence[Page] = ()

    @property
    def pages(self) -> list[Page]:
        """All of them, the model first."""
        return [*([self.model] if self.model else []), *self.tests]

    @property
    def document(self) -> Document | None:
        """What the model says."""
        return self.model.document if self.model else None

    @property
    def findings(self) -> Sequence[Diagnostic]:
        """What is found in the file that is asked about; in tests, beside the model that they are about."""
        text = self.here.text
        if not self.here.is_tests or text is None or self.document is None or self.document.refused:
            return self.here.findings
        try:
            return tests_on(text, BooleanNetwork.from_rules(self.document.rules))[1]
        except RuleFileError as problem:
            return problem.diagnostics
