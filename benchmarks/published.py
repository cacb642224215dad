"""Logicnet beside other programs on any folders of ``.bnet`` files, interleaved: model by model, round by round.

Each program lives in a process of its own with its imports done and is killed when it overruns the time limit. Rows go
to a CSV file as they are measured, and a rerun measures only what is not there yet; a Markdown report stands beside it.
Exit status 1 tells that programs disagree. Run: ``python -m benchmarks.published FOLDER...``
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from benchmarks import report, results
from benchmarks.attempts import Attempt, Worker
from benchmarks.programs import OURS, QUESTIONS, MissingProgramError, Program
from benchmarks.results import Model, Row

QUICK = 1.0  # seconds; slower answers are not asked for again, noise matters less there


@dataclass
class Plan:
    """What is measured, how, and what is known already."""

    out: Path
    timeout: float
    rounds: int
    memory: float
    known: set[results.Key] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: bool = False

    def missing(self, question: str, model: Model, workers: Iterable[Worker]) -> list[Worker]:
        """Return the programs whose row for a model is not there yet."""
        digest = model.digest
        rest = (question, model.name, digest)
        return [w for w in workers if results.key(*rest, w.program.name, w.version, self.timeout) not in self.known]

    def keep(self, row: Row) -> None:
        """Write a row down, unless the run was interrupted: then it tells only that its worker was ended."""
        with self.lock:
            if self.stopped:
                return
            results.append(self.out, row)
            self.known.add(row.key)
            answer = "" if row.answer is None else f" {row.answer}"
            print(f"{row.question} {row.model} {row.program}: {row.outcome}{answer}, {row.seconds:.3f} s", flush=True)


def measure(plan: Plan, question: str, model: Model, workers: Sequence[Worker]) -> None:
    """Ask every program about a model, in turn and in rounds, and write down a row each."""
    asked = plan.missing(question, model, workers)
    attempts: dict[str, list[Attempt]] = {worker.program.name: [] for worker in asked}
    going = list(asked)
    for _ in range(plan.rounds):
        for worker in list(going):
            found = worker.ask(model.path, plan.timeout)
            attempts[worker.program.name].append(found)
            if found.outcome != "solved" or found.seconds > QUICK:
                going.remove(worker)
    for worker in asked:
        plan.keep(row_of(plan, question, model, worker, attempts[worker.program.name]))


def row_of(plan: Plan, question: str, model: Model, worker: Worker, attempts: Sequence[Attempt]) -> Row:
    """Put the rounds of one program together."""
    final = results.outcome_of(attempts)
    return Row(
        question=question,
        model=model.name,
        digest=model.digest,
        components=model.components,
        program=worker.program.name,
        version=worker.version,
        timeout=plan.timeout,
        outcome=final.outcome,
        seconds=final.seconds,
        first=attempts[0].seconds,
        rounds=len(attempts),
        answer=final.answer,
        note=final.note,
    )


class Team:
    """The workers of one question, a set for each thread."""

    def __init__(self, programs: Sequence[Program], memory: float) -> None:
        self.programs = programs
        self.memory = memory
        self.absent: dict[str, str] = {}
        self.versions: dict[str, str] = {}
        self._all: list[Worker] = []
        self._own = threading.local()

    def workers(self) -> list[Worker]:
        """Return this thread's workers, those whose program is missing left out."""
        if not hasattr(self._own, "workers"):
            self._own.workers = [worker for program in self.programs if (worker := self._started(program))]
        found: list[Worker] = self._own.workers
        return found

    def _started(self, program: Program) -> Worker | None:
        try:
            worker = Worker(program, self.memory)
        except MissingProgramError as error:
            self.absent[program.name] = str(error)
            return None
        self.versions[program.name] = worker.version
        self._all.append(worker)
        return worker

    def close(self) -> None:
        """End all processes."""
        for worker in self._all:
            worker.close()


def run(plan: Plan, question: str, programs: Sequence[Program], models: Sequence[Model], jobs: int) -> Team:
    """Measure one question on all models."""
    team = Team(programs, plan.memory)
    with ThreadPoolExecutor(jobs) as pool:
        try:
            list(pool.map(lambda model: measure(plan, question, model, team.workers()), models))
        finally:  # inside the pool, which waits for its threads: after Ctrl-C they may sit in a long ask
            plan.stopped = sys.exc_info()[0] is not None
            team.close()
    for name, why in team.absent.items():
        print(f"{question}: {name} is left out: {why}")
    return team


def programs_of(question: str, peers: Sequence[str] | None, also: Sequence[str]) -> list[Program]:
    """Return logicnet, the peers that are wanted, and programs given as NAME=MODULE:FUNCTION."""
    wanted = [p for p in QUESTIONS[question] if peers is None or p.name in (OURS, *peers)]
    return wanted + [Program(*word.split("=", 1)) for word in also]


def models_in(folders: Sequence[Path], only: str) -> list[Model]:
    """Return the models of the folders, sorted, whose name (``folder/file`` or ``file``) fits a pattern."""
    found = [Model(path) for folder in folders for path in sorted(folder.glob("*.bnet"))]
    return [m for m in found if fnmatch(m.name, only) or fnmatch(m.path.stem, only)]


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.published", description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--question", action="append", choices=QUESTIONS, help="repeatable (asynchronous)")
    parser.add_argument("--peers", type=lambda text: text.split(","), metavar="A,B", help="others than all of them")
    parser.add_argument("--also", action="append", default=[], metavar="NAME=MODULE:FUNCTION", help="one more program")
    parser.add_argument("--only", default="*", metavar="GLOB", help="models whose name fits")
    parser.add_argument("--timeout", type=float, default=60, metavar="S", help="for each model and program (60)")
    parser.add_argument("--rounds", type=int, default=5, help=f"for answers within {QUICK:g} s (5)")
    parser.add_argument("--memory", type=float, default=0, metavar="GB", help="address space of a program (no limit)")
    parser.add_argument("--jobs", type=int, default=1, help="models at a time; more than 1 disturbs the times")
    parser.add_argument("--out", type=Path, default=Path("build/benchmark.csv"), metavar="CSV")
    parser.add_argument("--date", default="", help="told in the report")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="refresh the table between its marks, too")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Measure, write the report, and return 1 where programs disagree."""
    options = arguments(words)
    models = models_in(options.folders, options.only)
    if not models:
        print("no .bnet file fits", file=sys.stderr)
        return 2
    known = {row.key for row in results.read(options.out)}
    plan = Plan(options.out, options.timeout, max(1, options.rounds), options.memory, known)
    absent: list[str] = []
    current: report.Current = {}
    for question in options.question or ["asynchronous"]:
        team = run(plan, question, programs_of(question, options.peers, options.also), models, options.jobs)
        absent += [f"{question}: {name} was left out: {why}" for name, why in team.absent.items()]
        current |= {(question, name): (version, options.timeout) for name, version in team.versions.items()}
    return report.finish(options.out, current, absent, options.date, options.readme)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # as Ctrl-C: no worker is left behind
    sys.exit(main())
