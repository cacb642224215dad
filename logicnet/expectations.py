"""Decide the behavioural tests of a rule file: passed, failed with a counterexample, or undecided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from logicnet.errors import LimitReached
from logicnet.landscape import Answer, Attractor, attractors, meets
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork
from logicnet.phases import Reached, ends_of, valuations
from logicnet.rules import BehaviouralTest, Claim, Phase


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a test under one update scheme.

    Attributes
    ----------
    test, update
        Which test, which scheme.
    outcome
        ``passed``, ``failed`` or ``undecided``; a test that a limit stopped is never passed.
    detail
        The counterexample, or what stopped it.
    """

    test: BehaviouralTest
    update: str
    outcome: str
    detail: str = ""


def schemes_of(test: BehaviouralTest, network: BooleanNetwork) -> tuple[str, ...]:
    """Return the schemes a test speaks of: its own, else the file's, else asynchronous."""
    return test.updates or tuple(network.metadata.get("update", "").split()) or ("asynchronous",)


def decide(test: BehaviouralTest, network: BooleanNetwork, update: str, timeout: float | None = None) -> Verdict:
    """Decide one test under one scheme.

    A claim is decided from all attractors, or from those reachable from where its phase starts, exactly. Inputs
    without a default are free, and the test must hold for each of their valuations.
    """
    try:
        failures = list(_found(test, network, update, timeout))
    except LimitReached as stop:
        return Verdict(test, update, "undecided", str(stop))
    undecided = [detail for outcome, detail in failures if outcome == "undecided"]
    failed = [detail for outcome, detail in failures if outcome == "failed"]
    if failed:
        return Verdict(test, update, "failed", "; ".join(failed))
    return Verdict(test, update, "undecided" if undecided else "passed", "; ".join(undecided))


def _found(
    test: BehaviouralTest, network: BooleanNetwork, update: str, timeout: float | None
) -> Iterator[tuple[str, str]]:
    first = test.phases[0]
    if len(test.phases) == 1 and first.start is None:
        return _failures(first, network, update, timeout)
    return _phased(test.phases, network, update, Budget.of(timeout))


def _phased(phases: Sequence[Phase], network: BooleanNetwork, update: str, budget: Budget) -> Iterator[tuple[str, str]]:
    for valuation in valuations(phases[0], network):
        ends = ends_of(phases, network, update, valuation, budget)
        for number, (phase, end) in enumerate(zip(phases, ends, strict=True), 1):
            where = [f"{name}={value}" for name, value in valuation.items()]
            where += [f"phase {number}"] if len(phases) > 1 else []
            for claim in phase.claims:
                outcome, detail = _judge_reached(claim, end)
                if outcome != "passed":
                    yield outcome, f"{' '.join(where)}: {detail}" if where else detail


def _judge_reached(claim: Claim, end: Reached) -> tuple[str, str]:
    """Judge a claim on what a phase reached; what is only possible can neither refute ``all`` nor make ``some``."""
    certain = _judge(claim, end.certain, whole=False)
    if certain[0] != "undecided" or end.possible is None:
        return certain
    every = _judge(claim, end.possible, whole=True)
    if end.possible == end.certain or every[0] == ("failed" if claim.quantifier == "some" else "passed"):
        return every
    return "undecided", f"not all that is reachable is known: {claim.quantifier} attractors: {_wanted(claim)}"


def _failures(phase: Phase, network: BooleanNetwork, update: str, timeout: float | None) -> Iterator[tuple[str, str]]:
    answer = attractors(network, update, fixed=phase.given, conditions=phase.conditions, timeout=timeout)
    for group in _by_valuation(answer):
        for claim in phase.claims:
            outcome, detail = _judge(claim, group, answer.exactness == "exact")
            if outcome != "passed":
                yield outcome, detail


def _by_valuation(answer: Answer) -> list[list[Attractor]]:
    groups: dict[tuple[object, ...], list[Attractor]] = {}
    for item in answer.items:
        groups.setdefault(tuple(item.values[name] for name in answer.free), []).append(item)
    return list(groups.values())


def _judge(claim: Claim, items: Iterable[Attractor], whole: bool) -> tuple[str, str]:
    """Judge a claim on the attractors of one input valuation; `whole` says that these are all there are."""
    met = [(item, meets(item.values, claim.values)) for item in items]
    wanted = _wanted(claim)
    for item, holds in met:
        if claim.quantifier == "some" and holds:
            return "passed", ""
        if claim.quantifier == "all" and holds is False:
            return "failed", f"{item.id} differs: {_differences(item, claim.values)}"
        if claim.quantifier == "no" and holds:
            return "failed", f"{item.id} has {wanted}"
    if not whole or any(holds is None for _, holds in met):
        return "undecided", f"not all attractors are known: {claim.quantifier} attractors: {wanted}"
    if claim.quantifier == "some":
        return "failed", f"no attractor has {wanted}"
    return "passed", ""


def _wanted(claim: Claim) -> str:
    return " ".join(f"{name}={value}" for name, value in claim.values.items())


def _differences(item: Attractor, wanted: Mapping[str, int | str]) -> str:
    different = (name for name, value in wanted.items() if item.values[name] not in (value, "?"))
    return " ".join(f"{name}={item.values[name]}" for name in different)
