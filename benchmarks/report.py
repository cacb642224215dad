"""What the rows come to: a Markdown report beside the CSV file, and a short table for the README."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import results
from benchmarks.programs import OURS
from benchmarks.results import Row

Current = dict[tuple[str, str], tuple[str, float]]
"""Of each question and program, the version and the time limit of this run."""

MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")
COLUMNS = (
    *("program", "solved", "partial", "timed out", "failed", "median", "95 %", "sum", "over 1 s"),
    "times logicnet's, median (5 % to 95 %)",
    "sum / logicnet's, on models that both solve",
    "first round / median",
)


@dataclass(frozen=True)
class Section:
    """One question on one folder: the rows of each program, in order of appearance."""

    question: str
    folder: str
    programs: Mapping[str, Sequence[Row]]

    @property
    def models(self) -> int:
        """Return how many models were asked about."""
        return len({row.model for rows in self.programs.values() for row in rows})

    def pairs(self, program: str) -> list[tuple[float, float]]:
        """Return its time and logicnet's on the models that both solve; none for logicnet itself."""
        ours = solved(self.programs.get(OURS, ())) if program != OURS else {}
        theirs = solved(self.programs[program])
        return [(theirs[model].seconds, ours[model].seconds) for model in theirs if model in ours]


def solved(rows: Iterable[Row]) -> dict[str, Row]:
    """Return the solved rows by model."""
    return {row.model: row for row in rows if row.outcome == "solved"}


def sections(rows: Sequence[Row], current: Current) -> list[Section]:
    """Group rows; of several versions or time limits only the current ones count, else the last ones."""
    chosen = {(row.question, row.folder, row.program): (row.version, row.timeout) for row in rows}
    chosen = {group: current.get((group[0], group[2]), last) for group, last in chosen.items()}
    groups: dict[tuple[str, str], dict[str, dict[str, Row]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        if chosen[row.question, row.folder, row.program] == (row.version, row.timeout):
            groups[row.question, row.folder][row.program][row.model] = row
    named = {k: {program: list(found.values()) for program, found in v.items()} for k, v in groups.items()}
    return [Section(question, folder, programs) for (question, folder), programs in named.items()]


def disagreements(section: Section) -> list[str]:
    """Return a line for each model on which complete answers differ, or one has more than a complete answer."""
    answers: dict[str, dict[str, Row]] = defaultdict(dict)
    for program, rows in section.programs.items():
        for row in rows:
            if row.answer is not None:
                answers[row.model][program] = row
    return [_told(model, found) for model, found in sorted(answers.items()) if contradict(found.values())]


def contradict(rows: Iterable[Row]) -> bool:
    """Tell whether answers about one model cannot all be true."""
    rows = list(rows)
    whole = {row.answer for row in rows if row.outcome == "solved" and row.answer is not None}
    least = [row.answer for row in rows if row.outcome == "partial" and row.answer is not None]
    return len(whole) > 1 or bool(whole and least and max(least) > min(whole))


def _told(model: str, found: Mapping[str, Row]) -> str:
    said = [f"{program} {'at least ' * (row.outcome == 'partial')}{row.answer}" for program, row in found.items()]
    return f"{model}: {', '.join(said)}"


# --- numbers as text ------------------------------------------------------------------------------------------------


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies, the nearest rank."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def duration(seconds: float) -> str:
    """Write a time with three digits or so."""
    if seconds < 1:
        return f"{seconds * 1000:.3g} ms" if seconds < 0.9995 else "1.0 s"
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s"


def times(rows: Sequence[Row]) -> list[str]:
    """Return median, 95th percentile and sum over what was solved, and how many took more than a second."""
    values = [row.seconds for row in solved(rows).values()]
    if not values:
        return ["–"] * 3 + ["0"]
    shown = [statistics.median(values), percentile(values, 0.95), sum(values)]
    return [*map(duration, shown), str(sum(value > 1 for value in values))]


def ratio(section: Section, program: str) -> str:
    """Return the median of a program's ratios to logicnet, with the 5th and the 95th percentile."""
    found = [theirs / ours for theirs, ours in section.pairs(program)]
    if not found:
        return "–"
    low, high = percentile(found, 0.05), percentile(found, 0.95)
    return f"{statistics.median(found):.3g} ({low:.2g} to {high:.3g}; {len(found)} models)"


def sums(section: Section, program: str) -> str:
    """Return a program's sum and logicnet's on the models that both solve: the only sums that compare."""
    found = section.pairs(program)
    return " / ".join(duration(sum(column)) for column in zip(*found, strict=True)) or "–"


def remembered(rows: Sequence[Row]) -> str:
    """Return how much longer the first round took than the median one."""
    found = [row.first / row.seconds for row in solved(rows).values() if row.rounds > 1]
    return f"{statistics.median(found):.2f}" if found else "–"


def table(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    rows = [header, ["---"] * len(header), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


# --- the report -----------------------------------------------------------------------------------------------------


def machine() -> str:
    """Return processor, cores, operating system and Python in a line."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", information.read_text("utf-8"), re.MULTILINE)
        name = found[1] if found else name
    cores = os.cpu_count()
    return f"{name}, {cores} cores; {platform.system()} {platform.release()}; Python {platform.python_version()}"


def versions(found: Iterable[Section]) -> str:
    """Return every program with its versions."""
    told = {(row.program, row.version): None for section in found for rows in section.programs.values() for row in rows}
    return ", ".join(f"{program} {version}".strip() for program, version in told)


def described(section: Section) -> str:
    """Return a section of the report."""
    limits = sorted({f"{row.timeout:g} s" for rows in section.programs.values() for row in rows})
    title = f"## {section.question}, {section.folder}: {section.models} models, limit {' or '.join(limits)}\n\n"
    lines = []
    for program, rows in section.programs.items():
        counts = [sum(row.outcome == o for row in rows) for o in ("solved", "partial", "timeout", "failed")]
        lines.append([program, *map(str, counts), *times(rows)])
        lines[-1] += [ratio(section, program), sums(section, program), remembered(rows)]
    text = title + table(COLUMNS, lines) + "\n" + unsolved(section)
    differing = disagreements(section)
    return text + "Disagreements: " + ("none.\n" if not differing else "\n\n" + "".join(f"- {d}\n" for d in differing))


def why(row: Row) -> str:
    """Return why a model was not solved, shortly."""
    return f"{row.outcome}: {row.note[:60]}" if row.note else row.outcome


def unsolved(section: Section) -> str:
    """Return what each program left open, by name."""
    text = ""
    for program, rows in section.programs.items():
        open_ = [f"{row.model.rpartition('/')[2]} ({why(row)})" for row in rows if row.outcome != "solved"]
        text += f"Not solved by {program}: {', '.join(open_)}.\n\n" if open_ else ""
    return text


def whole(found: Sequence[Section], absent: Sequence[str], date: str) -> str:
    """Return the report."""
    facts = [date, machine(), versions(found)]
    head = "# Measurements\n\n" + "".join(f"{fact}\n\n" for fact in facts if fact)
    head += "Wall times of what was solved, reading included; imports count only in whole-process. "
    head += "Compare sums only on the models that both solve.\n\n"
    head += "".join(f"{line}\n\n" for line in absent)
    return head + "\n".join(map(described, found))


def summary(found: Sequence[Section], date: str) -> str:
    """Return the short table: one line a question, folder and program."""
    header = ("question", "models", "program", "solved", "median", "95 %", "sum", "times logicnet's")
    lines = []
    for section in found:
        for program, rows in section.programs.items():
            share = f"{len(solved(rows))} of {len(rows)}"
            name = f"{section.folder} ({section.models})"
            lines.append([section.question, name, program, share, *times(rows)[:3], ratio(section, program)])
    facts = "; ".join(fact for fact in (date, machine(), versions(found)) if fact)
    return table(header, lines) + f"\n{facts}.\n"


def refresh(readme: Path, text: str) -> None:
    """Put a text between the marks of a document."""
    before, begin, rest = readme.read_text("utf-8").partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not begin or not end:
        raise SystemExit(f"{readme} has no lines {MARKS[0]} and {MARKS[1]}")
    readme.write_text(f"{before}{begin}\n{text}{end}{after}", "utf-8")


def finish(out: Path, current: Current, absent: Sequence[str], date: str, readme: Path | None) -> int:
    """Write the report beside the CSV file, refresh the README if wanted; return 1 where programs disagree."""
    found = sections(results.read(out), current)
    text = whole(found, absent, date)
    out.with_suffix(".md").write_text(text, "utf-8")
    if readme is not None:
        refresh(readme, summary(found, date))
    differing = [line for section in found for line in disagreements(section)]
    print(f"wrote {out} and {out.with_suffix('.md')}; {len(differing)} disagreements")
    for line in differing:
        print(f"  {line}")
    return int(bool(differing))
