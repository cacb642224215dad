"""Where each statement of the sources is covered: the rules whose evidence names it, and the tests.

`statements` reads the list of statements, `mentions` the rule files, `report` tells the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from logicnet.authoring.coverage.mentions import Mention, Reading, readings_of
from logicnet.authoring.coverage.statements import PHENOTYPE, RULE, Statement, load_statements

__all__ = ["Coverage", "Mention", "Row", "Statement", "coverage", "load_statements", "readings_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """A statement, and what names it: rules and tests in the order of the files, each once a file."""

    statement: Statement
    rules: tuple[Mention, ...]
    tests: tuple[Mention, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What the statement can be expressed as, and is not: ``rule``, ``phenotype``."""
        found = {RULE: self.rules, PHENOTYPE: self.tests}
        return tuple(word for word in self.statement.expressible if not found[word])

    @property
    def covered(self) -> bool:
        """Whether it is expressed as everything it can be expressed as; never where that is nothing."""
        return bool(self.statement.expressible) and not self.missing


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where statements are covered.

    Attributes
    ----------
    files
        The models and files of tests, without their folders.
    of
        The list of statements as the user named it; empty where there is none.
    rows
        One a statement, in the order of the list; without a list one a key that was found, A2 before A10.
    unlisted
        Keys that are neither in the list nor a source, each time they are named.
    """

    files: tuple[str, ...]
    of: str
    rows: tuple[Row, ...]
    unlisted: tuple[Mention, ...] = ()

    @property
    def expressible(self) -> int:
        """How many statements can be expressed in a Boolean model."""
        return sum(bool(row.statement.expressible) for row in self.rows)

    @property
    def covered(self) -> int:
        """How many of these are."""
        return sum(row.covered for row in self.rows)

    @property
    def complete(self) -> bool:
        """Whether all of them are, and every key is in the list; True where there is no list."""
        return not self.of or (self.covered == self.expressible and not self.unlisted)


def coverage(readings: Iterable[Reading], statements: Sequence[Statement] = (), of: str = "") -> Coverage:
    """Tell where each statement is covered.

    A key in brackets is a statement where the list has it, whatever else it is. Any other one is a source where it is
    an identifier (``PMID:…``) or a key of the model's bibliography; else, without a list, it is a statement, and with
    one it is `Coverage.unlisted`.

    Parameters
    ----------
    readings
        What files name, see `readings_of`.
    statements, of
        The list of statements and its file, see `load_statements`.
    """
    read = list(readings)
    listed = {statement.no for statement in statements}
    named: dict[str, list[Mention]] = {}
    for mention in (m for reading in read for m in reading.mentions):
        if mention.key in listed or not mention.is_source:
            named.setdefault(mention.key, []).append(mention)
    if not of:
        statements = [Statement(key) for key in sorted(named, key=_natural)]
    rows = tuple(_row(statement, named.get(statement.no, ())) for statement in statements)
    unlisted = (m for reading in read for m in reading.mentions if of and m.key not in listed and not m.is_source)
    return Coverage(tuple(reading.file for reading in read), of, rows, tuple(unlisted))


def _row(statement: Statement, mentions: Sequence[Mention]) -> Row:
    once = {(m.component, m.test, m.model): m for m in reversed(mentions)}
    found = list(reversed(once.values()))
    return Row(statement, tuple(m for m in found if m.component), tuple(m for m in found if m.test))


def _natural(key: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", key)]
