"""Rows of measurements: a CSV file that grows row by row, so that an interrupted run goes on where it stopped."""

from __future__ import annotations

import csv
import hashlib
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from benchmarks.attempts import Attempt

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Model:
    """A file to ask about; its name is that of its folder and its own."""

    path: Path

    @property
    def name(self) -> str:
        """Return ``folder/file`` without the suffix."""
        return f"{self.path.absolute().parent.name}/{self.path.stem}"

    @property
    def digest(self) -> str:
        """Return a fingerprint of the text, so that another text is never taken for this one."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()[:8]

    @property
    def components(self) -> int:
        """Return how many rules it has."""
        lines = [line for line in self.path.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
        rules = [line for line in lines if "," in line]
        return len(rules) - bool(rules and rules[0].split(",")[0].strip().lower() == "targets")


@dataclass(frozen=True)
class Row:
    """One model and one program.

    Attributes
    ----------
    seconds
        Median over the rounds; the limit at a timeout.
    first
        The first round: well above the median, it tells that a program remembers what it was asked.
    answer
        The number found; at least so many where the outcome is ``partial``; empty where there is none.
    """

    question: str
    model: str
    digest: str
    components: int
    program: str
    version: str
    timeout: float
    outcome: str
    seconds: float
    first: float
    rounds: int
    answer: int | None
    note: str

    @property
    def key(self) -> Key:
        """Return what makes a row that need not be measured again."""
        return key(self.question, self.model, self.digest, self.program, self.version, self.timeout)

    @property
    def folder(self) -> str:
        """Return the folder of the model."""
        return self.model.rpartition("/")[0]


def key(question: str, model: str, digest: str, program: str, version: str, timeout: float) -> Key:
    """Return a row's key; numbers as they are written."""
    return question, model, digest, program, version, f"{timeout:g}"


def outcome_of(attempts: Sequence[Attempt]) -> Attempt:
    """Return what several rounds came to: the median time, unless one went wrong or they contradict each other."""
    for attempt in attempts:
        if attempt.outcome != "solved":
            return attempt
    if len({attempt.answer for attempt in attempts}) > 1:
        told = ", ".join(str(attempt.answer) for attempt in attempts)
        return Attempt("failed", attempts[0].seconds, None, f"its answers differ from round to round: {told}")
    return Attempt("solved", statistics.median(a.seconds for a in attempts), attempts[0].answer)


HEADER = [field.name for field in fields(Row)]


def append(path: Path, row: Row) -> None:
    """Add one row to the file, with a header if it is new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists() or not path.stat().st_size
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        if new:
            writer.writeheader()
        times = {"seconds": f"{row.seconds:.6f}", "first": f"{row.first:.6f}", "timeout": f"{row.timeout:g}"}
        writer.writerow({**asdict(row), **times})


def read(path: Path) -> list[Row]:
    """Return the rows of a file, none where there is no file."""
    return list(_rows(path)) if path.exists() else []


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if None in line.values():
                continue  # the last line of a run that was ended while it wrote
            numbers = {name: float(line[name]) for name in ("timeout", "seconds", "first")}
            counts = {name: int(line[name]) for name in ("components", "rounds")}
            answer = int(line["answer"]) if line["answer"] else None
            yield Row(**{**line, **numbers, **counts, "answer": answer})  # type: ignore[arg-type]
