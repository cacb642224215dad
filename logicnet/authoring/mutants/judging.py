"""Whether behavioural tests notice that a rule was changed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from logicnet.authoring.mutants.literals import Mutant
from logicnet.expectations import Verdict, decide
from logicnet.expressions import Program
from logicnet.expressions.expression import XOR
from logicnet.expressions.functions import update_function
from logicnet.landscape.percolation import percolate
from logicnet.limits import Watch
from logicnet.network import BooleanNetwork
from logicnet.rules import BehaviouralTest

CAUGHT, SURVIVED, UNDECIDED = "caught", "survived", "undecided"
EQUIVALENT, LEFT = "equivalent", "not judged"
# Seconds that no test is thought to take less of.
SHORTEST = 1e-4


@dataclass(frozen=True, slots=True)
class Trial:
    """A test under one update scheme, on the model as the test's file sees it: with its conditions and classes."""

    test: BehaviouralTest
    update: str
    network: BooleanNetwork


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of a mutant.

    Attributes
    ----------
    outcome
        ``caught`` by a test that fails on it; ``survived`` where all pass; ``undecided`` where none fails, but a limit
        kept some from being decided; ``equivalent``; ``not judged`` where an interrupt came first.
    undecided
        The tests that are undecided, each as id, scheme and what stopped it.
    """

    outcome: str
    undecided: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """The first test that is undecided, and how many others are."""
        more = f" (and {len(self.undecided) - 1} more tests)" if len(self.undecided) > 1 else ""
        return self.undecided[0] + more if self.undecided else ""


def mutated(network: BooleanNetwork, mutant: Mutant) -> BooleanNetwork:
    """Return a network with the rule of a mutant."""
    return replace(network, programs=_replaced(network.programs, mutant))


def _replaced(programs: tuple[Program, ...], mutant: Mutant) -> tuple[Program, ...]:
    return (*programs[: mutant.position], mutant.program, *programs[mutant.position + 1 :])


class Unmoved:
    """Tells whether a test cannot notice a mutant, because the dynamics that it looks at are the same.

    Held components may leave both rules the same function. Where a test speaks of all attractors under one setting,
    it is enough that both networks percolate to the same one.
    """

    def __init__(self, trial: Trial) -> None:
        network, phases = trial.network, trial.test.phases
        settings = [network.setting(phase.given, (), phase.conditions).fixed for phase in phases]
        self.held = [{network.index[name]: value for name, value in fixed.items()} for fixed in settings]
        settled = len(phases) == 1 and phases[0].start is None
        self.programs = network.programs
        self.percolated = percolate(network.programs, self.held[0]) if settled else None

    def by(self, mutant: Mutant) -> bool:
        """Return whether the mutant passes as the model does."""
        if all(self._same(mutant, held) for held in self.held):
            return True
        if self.percolated is None:
            return False
        return percolate(_replaced(self.programs, mutant), self.held[0]).alike(self.percolated)

    def _same(self, mutant: Mutant, held: Mapping[int, int]) -> bool:
        i = mutant.position
        return i in held or update_function((*self.programs[i], *mutant.program, XOR), held).constant == 0


class _Runner:
    """A test that is run on one mutant after the other, and what came of it so far."""

    def __init__(self, trial: Trial) -> None:
        self.trial, self.unmoved = trial, Unmoved(trial)
        self.runs, self.catches, self.seconds = 0, 0, 0.0

    @property
    def worth(self) -> float:
        """How many catches a second may be expected; one run of each outcome is taken for granted."""
        return (self.catches + 1) * (self.runs + 1) / (self.runs + 2) / (self.seconds + SHORTEST)

    def run(self, mutant: Mutant, timeout: float | None) -> Verdict:
        """Return what becomes of the test."""
        start = time.monotonic()
        network = mutated(self.trial.network, mutant)
        verdict = decide(self.trial.test, network, self.trial.update, timeout)
        self.seconds += time.monotonic() - start
        self.runs += 1
        self.catches += verdict.outcome == "failed"
        return verdict


class Judge:
    """Runs tests on one mutant after the other until one fails, first those that catch most in their time.

    On models with a hundred tests, quick ones and slow ones, that takes a tenth of the time of the file's order.

    Parameters
    ----------
    trials
        All of which pass on the model itself.
    timeout
        For each trial on each mutant, in seconds; None for no limit.
    watch
        Who may ask for an end.
    """

    def __init__(self, trials: Sequence[Trial], timeout: float | None, watch: Watch) -> None:
        self.runners = list(map(_Runner, trials))
        self.timeout, self.watch = timeout, watch

    def judged(self, mutant: Mutant) -> Judgement:
        """Return what becomes of a mutant."""
        if mutant.equivalent:
            return Judgement(EQUIVALENT)
        undecided = []
        for runner in sorted(self.runners, key=lambda runner: -runner.worth):
            if runner.unmoved.by(mutant):
                continue
            verdict = runner.run(mutant, self.timeout)
            if verdict.outcome == "failed":
                return Judgement(CAUGHT)
            if self.watch.stopped:
                return Judgement(LEFT)
            if verdict.outcome == "undecided":
                undecided.append(f"{runner.trial.test.id} {runner.trial.update}: {verdict.detail}")
        return Judgement(UNDECIDED, tuple(sorted(undecided))) if undecided else Judgement(SURVIVED)
