"""Tests in a file of their own (``.tests``): the ``#?`` lines of a rule file, the sign before them or not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.errors import RuleFileError
from logicnet.expressions.source import Source
from logicnet.formats.bnet.annotations import metadata_of
from logicnet.formats.bnet.behaviours import Statements, read_statements

HEAD = ("model", "update")


@dataclass(frozen=True, slots=True)
class TestFile:
    """What a ``.tests`` file holds.

    Attributes
    ----------
    said
        Its tests; its conditions and classes together with those of the model.
    updates
        The schemes of its line ``# @update``, for tests that name none.
    findings
        Warnings and notes.
    """

    __test__ = False  # pytest would take the name for a class of tests

    said: Statements
    updates: tuple[str, ...]
    findings: tuple[Diagnostic, ...]


def model_named(text: str) -> str:
    """Return what a ``.tests`` file names in a line ``# @model`` before its first statement, or nothing."""
    source = Source.of(text, "")
    return metadata_of(source, _split(source)[0], HEAD).get("model", "")


def read_tests(text: str, file: str, known: Collection[str], usual: Collection[str], said: Statements) -> TestFile:
    """Read a ``.tests`` file: the lines of a rule file's tests, ``#?`` before them or not.

    Parameters
    ----------
    text, file
        The whole file, decoded, and its name for places.
    known, usual
        The model's components, and those of its inputs that have a default.
    said
        What the model's own file states; the conditions and classes of both count.

    Raises
    ------
    RuleFileError
        With every finding of the file, where one of them is an error.
    """
    source = Source.of(text, file)
    head, lines = _split(source)
    metadata = metadata_of(source, head, HEAD)
    statements = read_statements(source, lines, known, usual, said)
    findings = sorted(source.findings, key=lambda d: (d.place.line, d.place.column))
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise RuleFileError(findings)
    return TestFile(statements, tuple(metadata.get("update", "").split()), tuple(findings))


def statements_of(source: Source) -> list[tuple[int, str]]:
    """Return the lines that state something, with their numbers; other comments are prose."""
    numbered = ((number, line, line.strip()) for number, line in source.lines.items())
    return [(n, line) for n, line, text in numbered if text and (text[0] != "#" or text.startswith("#?"))]


def _split(source: Source) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the comments before the first statement, and all statements."""
    lines = statements_of(source)
    first = lines[0][0] if lines else max(source.lines) + 1
    return [(n, line) for n, line in source.lines.items() if n < first and line.strip()], lines
