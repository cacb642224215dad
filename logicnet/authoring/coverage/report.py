"""Where statements are covered, told as a table, as Markdown to be kept beside the rules, and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from logicnet.authoring.coverage import Coverage, Mention, Row
from logicnet.authoring.coverage.statements import PHENOTYPE, RULE
from logicnet.tables import Table
from logicnet.tables.markdown import plain

SCHEMA = "logicnet.statements/1"
# Characters of a statement that the table for people shows.
LONGEST_SHOWN = 60
_LACKS: Mapping[tuple[str, ...], str] = {
    (RULE,): "no rule names it",
    (PHENOTYPE,): "no test names it",
    (RULE, PHENOTYPE): "neither a rule nor a test names it",
}


def summary(found: Coverage) -> str:
    """Return the numbers on one line."""
    if not found.of:
        return f"statements named: {len(found.rows)}"
    rest = len(found.rows) - found.expressible
    covered = f"covered: {found.covered} of {found.expressible} expressible statements"
    return f"{covered}; not expressible in a Boolean model: {rest}"


def table(found: Coverage, spelt: Callable[[str], str] = str) -> Table:
    """Return one row a statement; without a list of statements only keys, rules and tests.

    Parameters
    ----------
    spelt
        Writes a cell.
    """
    rows = [tuple(map(spelt, _cells(found, row))) for row in found.rows]
    header = ("no.", "statement", "source", "rules", "tests", "covered") if found.of else ("no.", "rules", "tests")
    return Table(header, tuple(rows))


def readable(found: Coverage) -> str:
    """Return the table for people, long statements cut, and its summary."""
    made = table(found)
    rows = [(row[0], _short(row[1]), *row[2:]) for row in made.rows] if found.of else made.rows
    return f"{Table(made.header, tuple(rows)).text()}\n{summary(found)}\n"


def markdown(found: Coverage) -> str:
    """Return a document that depends on nothing but what the files say and are called, not on where they are."""
    files = [f"`{name}`" for name in (*found.files, *([Path(found.of).name] if found.of else []))]
    listed = f"{', '.join(files[:-1])} and {files[-1]}" if files[1:] else files[0]
    made = f"Made by `logicnet table statements` from {listed}: change what stands there, not this file."
    blocks = ("# Where each statement is covered", made, _sentence(summary(found)), table(found, plain).markdown())
    return "\n\n".join(blocks)


def to_json(found: Coverage) -> str:
    """Return the answer in the schema ``logicnet.statements/1``."""
    data: dict[str, Any] = {"schema": SCHEMA, "files": list(found.files), "of": found.of or None}
    data["count"] = len(found.rows)
    if found.of:
        data |= {"expressible": found.expressible, "covered": found.covered}
        data["not_expressible"] = len(found.rows) - found.expressible
    data["statements"] = [_data(found, row) for row in found.rows]
    data["unlisted"] = [{"key": m.key, **_where(m)} for m in found.unlisted]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def complaints(found: Coverage) -> Iterator[str]:
    """Yield a line for each statement that is not covered, then one for each key that is not listed."""
    for row in found.rows:
        if row.missing:
            told = _LACKS[row.missing]
            yield f"{found.of}:{row.statement.line}: {row.statement.no} is not covered: {told}"
    spelt = {_folded(row.statement.no): row.statement.no for row in found.rows}
    for mention in found.unlisted:
        near = spelt.get(_folded(mention.key))
        hint = f"; did you mean {near}?" if near else ""
        yield f"{mention.place}: {mention.key} is neither a statement of {found.of} nor a source{hint}"


def _folded(number: str) -> str:
    """Return what A5, a5 and A05 have in common: other numbers that look alike are none the nearer for it."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", number.casefold())


def _cells(found: Coverage, row: Row) -> tuple[str, ...]:
    said = row.statement
    rules = "; ".join(f"{m.component} ({m.model})" for m in row.rules)
    tests = "; ".join(f"{m.test} ({m.model})" for m in row.tests)
    return (said.no, said.text, said.source, rules, tests, _state(row)) if found.of else (said.no, rules, tests)


def _state(row: Row) -> str:
    if not row.statement.expressible:
        return f"not expressible: {row.statement.why_not}"
    return f"no: {_LACKS[row.missing]}" if row.missing else "yes"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1].rstrip() + "…"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."


def _data(found: Coverage, row: Row) -> dict[str, Any]:
    said = row.statement
    data: dict[str, Any] = {"no": said.no}
    if found.of:
        data |= {"statement": said.text, "source": said.source, "expressible": list(said.expressible)}
        data |= {"why_not": said.why_not, "covered": row.covered if said.expressible else None}
        data["missing"] = list(row.missing)
    data["rules"] = [{"component": m.component, **_where(m)} for m in row.rules]
    data["tests"] = [{"id": m.test, **_where(m)} for m in row.tests]
    return data


def _where(mention: Mention) -> dict[str, Any]:
    place = mention.place
    return {"model": mention.model, "file": place.file, "line": place.line, "column": place.column}
