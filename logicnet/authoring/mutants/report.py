"""What became of mutants: tables for people."""

from __future__ import annotations

from collections.abc import Sequence

from logicnet.authoring.mutants import Judged, Report
from logicnet.authoring.mutants.judging import EQUIVALENT, LEFT, UNDECIDED
from logicnet.tables import Table


def share(part: int, whole: int) -> str:
    """Return a share in percent with one digit, rounded down: what is short of a mark is not told as having met it."""
    tenths = 1000 * part // whole if whole else 1000
    return f"{tenths // 10}.{tenths % 10} %"


def headline(report: Report) -> str:
    """Return the numbers of a model on one line."""
    told = [f"{report.caught} of {report.mutants} mutants caught ({share(report.caught, report.mutants)})"]
    told += [f"{report.number(kind)} {kind}" for kind in (UNDECIDED, EQUIVALENT, LEFT) if report.number(kind)]
    return f"{report.file}: {', '.join(told)}; {report.trials} tests"


def text(reports: Sequence[Report]) -> str:
    """Return the numbers of each model, and behind them its survivors."""
    parts = []
    for report in reports:
        parts.append(headline(report) + "\n")
        if report.survivors:
            rows = tuple(_row(one) for one in report.survivors)
            parts.append(Table(("place", "change", "rule as mutated", "reason"), rows).text())
    return "\n".join(parts)


def _row(one: Judged) -> tuple[str, ...]:
    mutant = one.mutant
    place = f"{mutant.place.line}:{mutant.place.column}"
    undecided = one.judgement.reason and f"undecided: {one.judgement.reason}; "
    reason = one.reason.told if one.reason is not None else ""
    return place, f"{mutant.change} {mutant.literal}", f"{mutant.component}, {mutant.rule}", undecided + reason
