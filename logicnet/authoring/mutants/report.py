"""What became of mutants: for people as text and Markdown, for programs as JSON and CSV.

Nothing in it depends on time or machine, so that it can stand beside the rule files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from logicnet.authoring.mutants import Judged, Report
from logicnet.authoring.mutants.judging import LEFT, SURVIVED, UNDECIDED
from logicnet.authoring.mutants.reasons import Reason
from logicnet.tables import Table

SCHEMA = "logicnet.mutants/1"
_COLUMNS = ("file", "line", "column", "component", "change", "literal", "rule", "outcome", "reason")
_NUMBERS = ("model", "tests", "mutants", "caught", "share", "equivalent", "undecided")


def share(part: int, whole: int) -> str:
    """Return a share in percent with one digit, rounded down: what is short of a mark is not told as having met it."""
    tenths = 1000 * part // whole if whole else 1000
    return f"{tenths // 10}.{tenths % 10} %"


# --- for people -------------------------------------------------------------------------------------------------------


def text(reports: Sequence[Report]) -> str:
    """Return the numbers of each model, and behind them the mutants that no test is known to fail on."""
    parts = []
    for report in reports:
        parts.append(_headline(report) + "\n")
        if report.survivors:
            rows = tuple(
                (f"{m.place.line}:{m.place.column}", *_told(one)) for one in report.survivors for m in [one.mutant]
            )
            parts.append(Table(("place", "change", "rule as mutated", "reason"), rows).text())
    if len(reports) > 1:
        mutants, caught = sum(report.mutants for report in reports), sum(report.caught for report in reports)
        parts.append(f"{caught} of {mutants} mutants caught in all ({share(caught, mutants)})\n")
    return "\n".join(parts)


def _headline(report: Report) -> str:
    told = [f"{report.caught} of {report.mutants} mutants caught ({share(report.caught, report.mutants)})"]
    told += [f"{number} {outcome}" for outcome in (UNDECIDED, LEFT) if (number := report.number(outcome))]
    told += [f"{report.equivalent} equivalent"] if report.equivalent else []
    return f"{report.file}: {', '.join(told)}; {report.tests} test{'s' * (report.tests != 1)}"


def _told(one: Judged) -> tuple[str, str, str]:
    mutant = one.mutant
    return f"{mutant.change} {mutant.literal}", f"{mutant.component}, {mutant.rule}", _why(one)


def _why(one: Judged) -> str:
    undecided = f"undecided: {one.judgement.reason}" if one.judgement.outcome == UNDECIDED else ""
    return "; ".join(filter(None, [undecided, one.reason.told if one.reason is not None else ""]))


def markdown(reports: Sequence[Report]) -> str:
    """Return a page: the numbers of all models, and for each one the mutants that no test is known to fail on."""
    numbers = tuple(tuple(map(str, _numbers(report))) for report in reports)
    parts = [
        "# Mutants\n",
        "Each literal of each rule is dropped once and negated once. A mutant is caught when a behavioural test fails\n"
        "on it; one with the same update function as the rule itself is equivalent and counts as none.\n",
        Table(_NUMBERS, numbers).markdown(),
    ]
    for report in reports:
        if report.survivors:
            rows = tuple(
                (str(one.mutant.place.line), *map(_code, _told(one)[:2]), _told(one)[2]) for one in report.survivors
            )
            parts += [f"## {_name(report)}\n", Table(("line", "change", "rule as mutated", "reason"), rows).markdown()]
    return "\n".join(parts)


def _code(cell: str) -> str:
    return f"`{cell}`"


def _name(report: Report) -> str:
    return Path(report.file).name.removesuffix(".bnet")


def _numbers(report: Report) -> tuple[str | int, ...]:
    percent = share(report.caught, report.mutants)
    undecided = report.number(UNDECIDED) + report.number(LEFT)
    return _name(report), report.tests, report.mutants, report.caught, percent, report.equivalent, undecided


# --- for programs -----------------------------------------------------------------------------------------------------


def csv(reports: Sequence[Report]) -> str:
    """Return one row a mutant, caught and equivalent ones among them."""
    return Table(_COLUMNS, tuple(_row(one) for report in reports for one in report.judged)).csv()


def _row(one: Judged) -> tuple[str, ...]:
    m = one.mutant
    place = (m.place.file, str(m.place.line), str(m.place.column))
    return *place, m.component, m.change, m.literal, m.rule, one.judgement.outcome, _why(one)


def to_json(reports: Sequence[Report]) -> str:
    """Return the answer as JSON of the schema `SCHEMA`, which the README describes."""
    return json.dumps({"schema": SCHEMA, "models": list(map(_model, reports))}, indent=2, ensure_ascii=False) + "\n"


def _model(report: Report) -> dict[str, Any]:
    return {
        "model": report.file,
        "tests": report.tests,
        "mutants": report.mutants,
        "caught": report.caught,
        "survived": report.number(SURVIVED),
        "undecided": report.number(UNDECIDED),
        "not_judged": report.number(LEFT),
        "equivalent": report.equivalent,
        "list": list(map(_entry, report.judged)),
    }


def _entry(one: Judged) -> dict[str, Any]:
    mutant = one.mutant
    return {
        "file": mutant.place.file,
        "line": mutant.place.line,
        "column": mutant.place.column,
        "component": mutant.component,
        "change": mutant.change,
        "literal": mutant.literal,
        "rule": mutant.rule,
        "outcome": one.judgement.outcome,
        "undecided": list(one.judgement.undecided),
        "reason": None if one.reason is None else _reason(one.reason),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "differs": reason.differs,
        "message": reason.told,
        "given": dict(reason.given),
        "changes": [
            {"component": change.component, "before": list(change.before), "after": list(change.after)}
            for change in reason.changes
        ],
        "attractors": {"before": reason.attractors[0], "after": reason.attractors[1]} if reason.differs else None,
        "open": reason.open,
    }
