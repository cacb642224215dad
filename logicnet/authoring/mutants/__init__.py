"""Mutants of a model, one changed literal each, and whether its behavioural tests notice them.

A test that passes on every mutant says little. What the tests leave unnoticed is listed with what a test could be
written about (DeMillo, Lipton and Sayward, Computer 1978, doi:10.1109/C-M.1978.218136, had the idea for programs).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from logicnet.authoring.mutants.judging import (
    CAUGHT,
    EQUIVALENT,
    SURVIVED,
    UNDECIDED,
    Judgement,
    Trial,
)
from logicnet.authoring.mutants.literals import Mutant, mutants_of
from logicnet.authoring.mutants.working import Judged, Work, judged, part_of
from logicnet.expectations import Verdict, decide
from logicnet.formats.bnet import Document
from logicnet.limits import Budget, watched
from logicnet.loading import load_document
from logicnet.network import BooleanNetwork

__all__ = ["Judged", "Judgement", "Mutant", "Report", "Subject", "Trial", "examined", "not_passed", "subject_of"]


@dataclass(frozen=True, slots=True)
class Subject:
    """A model as it is written, its mutants, and the tests that are about it."""

    file: str
    document: Document
    mutants: tuple[Mutant, ...]
    trials: tuple[Trial, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the mutants of a model, in the order of its text; equivalent ones count as none.

    Attributes
    ----------
    file
        As the user named it.
    tests
        How many tests were run, each counted once a scheme.
    judged
        All mutants, equivalent ones among them.
    """

    file: str
    tests: int
    judged: tuple[Judged, ...]

    def number(self, outcome: str) -> int:
        """Return how many mutants came out in some way."""
        return sum(one.judgement.outcome == outcome for one in self.judged)

    @property
    def mutants(self) -> int:
        """How many mutants there are that differ from the model."""
        return len(self.judged) - self.equivalent

    @property
    def equivalent(self) -> int:
        """How many changes leave the update function as it was."""
        return self.number(EQUIVALENT)

    @property
    def caught(self) -> int:
        """How many of them some test fails on."""
        return self.number(CAUGHT)

    @property
    def survivors(self) -> list[Judged]:
        """Those that no test is known to fail on; not those that an interrupt left."""
        return [one for one in self.judged if one.judgement.outcome in (SURVIVED, UNDECIDED)]

    @property
    def open(self) -> bool:
        """Whether a limit kept a mutant from being judged, or the reason of one from being found."""
        reasons = (one.reason for one in self.judged if one.reason is not None)
        return self.number(UNDECIDED) > 0 or any(reason.differs is None for reason in reasons)


def subject_of(model: str, trials: Iterable[Trial] | None = None) -> Subject:
    """Load a rule file to be mutated.

    Parameters
    ----------
    model
        As `logicnet.load` takes it.
    trials
        What is tested of it; None for the file's own tests, each under its own schemes.

    Raises
    ------
    LogicnetError
        Where it cannot be read, is no model or written in a dialect that is only read.
    """
    document = load_document(model)[1]
    if trials is None:
        network = BooleanNetwork.from_rules(document.rules)
        declared = network.metadata.get("update", "")
        trials = [Trial(test, update, network) for test in network.tests for update in test.schemes(declared)]
    return Subject(model, document, tuple(mutants_of(document)), tuple(trials))


def not_passed(subject: Subject, timeout: float | None = None) -> list[Verdict]:
    """Return the tests that do not pass on the model itself: they would notice every mutant.

    Asked to end, it tells of those tests that it came to.
    """
    budget, verdicts = Budget.of(None), list[Verdict]()
    with watched(part_of(budget.watch)):
        for done, trial in enumerate(subject.trials):
            budget.tell(done, len(subject.trials) - done)
            verdicts.append(decide(trial.test, trial.network, trial.update, timeout))
            if budget.watch.stopped:
                break
    return [verdict for verdict in verdicts if verdict.outcome != "passed"]


def examined(subject: Subject, timeout: float | None = None, jobs: int | None = 1) -> Report:
    """Run the tests of a model on each of its mutants, and find out what could be said of those that none fails on.

    Parameters
    ----------
    subject
        All of whose tests pass, as `not_passed` tells.
    timeout
        For each test on each mutant, and for each question asked for a reason, in seconds; None for no limit (of a
        question for a reason: `reasons.USUAL`).
    jobs
        How many processes share the work; None for as many as there are cores, once it is long. With several, a
        script needs ``if __name__ == "__main__"``.

    Examples
    --------
    >>> from logicnet.authoring.mutants import examined, subject_of
    >>> report = examined(subject_of("core_axis"))
    >>> report.caught == report.mutants > 70
    True
    """
    mutants, watch = subject.mutants, Budget.of(None).watch
    work = Work(BooleanNetwork.from_rules(subject.document.rules), subject.trials, timeout)
    by_mutant: dict[Mutant, Judged | None] = dict.fromkeys(mutants)
    for done, one in enumerate(judged(work, mutants, watch, jobs), 1):
        by_mutant[one.mutant] = one
        if watch.progress is not None:
            watch.progress((done, len(mutants) - done))
    return Report(subject.file, len(subject.trials), tuple(one for one in by_mutant.values() if one is not None))
