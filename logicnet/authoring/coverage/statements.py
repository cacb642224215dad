"""The list of statements of the sources, a tab-separated file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from logicnet.errors import RuleFileError, StatementListError
from logicnet.loading import load_text

COLUMNS = ("no", "statement", "source", "expressible", "why_not")
RULE, PHENOTYPE = "rule", "phenotype"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the sources.

    Attributes
    ----------
    no
        Its key, one word.
    text, source
        What is said, and where.
    expressible
        What it can be expressed as in a Boolean model: ``rule``, ``phenotype``, both; empty where it cannot be.
    why_not
        The reason for the latter.
    line
        Where it stands in its list.
    """

    no: str
    text: str = ""
    source: str = ""
    expressible: tuple[str, ...] = ()
    why_not: str = ""
    line: int = 0


def load_statements(path: str) -> tuple[Statement, ...]:
    """Read a list of statements, in the order of its lines.

    Its first line names the columns `COLUMNS`, in any order and beside others; cells are parted by one tab each, empty
    ones at a line's end may be left out, and empty lines are passed over.

    Raises
    ------
    FileAccessError
        A file that cannot be read.
    StatementListError
        One that is no such list: the first thing that is wrong, with its line.
    """
    lines = _content(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    header = [word.strip() for word in lines[0].split("\t")]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        expected = ", ".join(COLUMNS)
        raise StatementListError(
            path, 1, f"no column {' and no column '.join(missing)}; the first line names {expected}"
        )
    found: dict[str, Statement] = {}
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            statement = _statement(path, number, header, line.split("\t"))
            other = found.setdefault(statement.no, statement)
            if other is not statement:
                raise StatementListError(path, number, f"{statement.no} stands twice, first in line {other.line}")
    if not found:
        raise StatementListError(path, len(lines), "there is no statement in it")
    return tuple(found.values())


def _content(path: str) -> str:
    try:
        return load_text(path if path == "-" else Path(path), (Path(path).suffix.lower(),)).content
    except RuleFileError as refused:  # its help speaks of rule files
        first = refused.diagnostics[0]
        raise StatementListError(path, first.place.line, f"{first.message}; save it as UTF-8") from None


def _statement(path: str, number: int, header: Sequence[str], cells: Sequence[str]) -> Statement:
    if len(cells) > len(header):
        raise StatementListError(path, number, f"{len(cells)} cells, and the first line names {len(header)} columns")
    said = dict.fromkeys(header, "") | {key: " ".join(cell.split()) for key, cell in zip(header, cells, strict=False)}
    no, text, source, expressible, why_not = (said[column] for column in COLUMNS)
    words = dict.fromkeys(expressible.split())
    wrong = next((word for word in words if word not in (RULE, PHENOTYPE)), None)
    if not no or " " in no:
        raise StatementListError(path, number, f"a number is one word, not {no!r}")
    if wrong is not None:
        raise StatementListError(
            path, number, f"{no} is expressible as rule, phenotype, both or nothing, not {wrong!r}"
        )
    if not words and not why_not:
        raise StatementListError(path, number, f"{no} is not expressible, and why_not is empty")
    return Statement(no, text, source, tuple(word for word in (RULE, PHENOTYPE) if word in words), why_not, number)
