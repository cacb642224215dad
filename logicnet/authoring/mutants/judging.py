"""Whether behavioural tests notice that a rule was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from logicnet.authoring.mutants.literals import Mutant
from logicnet.expectations import decide
from logicnet.expressions import Program
from logicnet.limits import Watch
from logicnet.network import BooleanNetwork
from logicnet.rules import BehaviouralTest

CAUGHT, SURVIVED, UNDECIDED = "caught", "survived", "undecided"
EQUIVALENT, LEFT = "equivalent", "not judged"


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
    reason
        The tests that are undecided, with what stopped the first one.
    """

    outcome: str
    reason: str = ""


def mutated(network: BooleanNetwork, position: int, program: Program) -> BooleanNetwork:
    """Return a network with one rule replaced."""
    return replace(network, programs=(*network.programs[:position], program, *network.programs[position + 1 :]))


class Judge:
    """Runs tests on one mutant after the other until one fails, first those that failed before.

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
        self.waiting, self.timeout, self.watch = list(trials), timeout, watch

    def judged(self, mutant: Mutant) -> Judgement:
        """Return what becomes of a mutant."""
        if mutant.equivalent:
            return Judgement(EQUIVALENT)
        undecided = []
        for trial in self.waiting:
            network = mutated(trial.network, mutant.position, mutant.program)
            verdict = decide(trial.test, network, trial.update, self.timeout)
            if verdict.outcome == "failed":
                # Rules that stand together are often noticed by the same test.
                self.waiting.remove(trial)
                self.waiting.insert(0, trial)
                return Judgement(CAUGHT)
            if self.watch.stopped:
                return Judgement(LEFT)
            if verdict.outcome == "undecided":
                undecided.append(f"{trial.test.id} {trial.update}: {verdict.detail}")
        return Judgement(UNDECIDED, "; ".join(sorted(undecided)[:1])) if undecided else Judgement(SURVIVED)
