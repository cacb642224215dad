"""Decide the behavioural tests of a rule file: passed, failed with a counterexample, or undecided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from logicnet.errors import LimitReached
from logicnet.landscape import Answer, Attractor, attractors_within, meets
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork
from logicnet.reachability.attractors_reached import outcomes
from logicnet.reachability.phases import after
from logicnet.reachability.questions import Question
from logicnet.reachability.regions import Region
from logicnet.rules import BehaviouralTest, Claim, Phase

# Free inputs up to which a test with a start is decided for each of their valuations.
MOST_FREE = 10


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


@dataclass(frozen=True, slots=True)
class Reached:
    """The attractors that a phase speaks of; `whole` says that these are all."""

    items: tuple[Attractor, ...]
    whole: bool


def decide(test: BehaviouralTest, network: BooleanNetwork, update: str, timeout: float | None = None) -> Verdict:
    """Decide one test under one scheme, exactly.

    A claim of a phase without ``from`` speaks of all attractors; of a phase that starts from a state, of those that can
    be reached from there; after ``then``, of those that can be reached from any state of the attractors of the phase
    before, held components standing where they are held now, components held no longer where they stood, inputs at
    their default. Inputs without a default are free: the test must hold for each of their valuations; a later phase
    keeps theirs.

    Parameters
    ----------
    timeout
        In seconds, for the whole test; None for no limit.
    """
    try:
        failures = list(_failures(test, network, update, Budget.of(timeout)))
    except LimitReached as stop:
        return Verdict(test, update, "undecided", str(stop))
    undecided = [detail for outcome, detail in failures if outcome == "undecided"]
    failed = [detail for outcome, detail in failures if outcome == "failed"]
    if failed:
        return Verdict(test, update, "failed", "; ".join(dict.fromkeys(failed)))
    return Verdict(test, update, "undecided" if undecided else "passed", "; ".join(dict.fromkeys(undecided)))


def _failures(test: BehaviouralTest, network: BooleanNetwork, update: str, budget: Budget) -> Iterator[tuple[str, str]]:
    """Yield the claims that do not hold, or are not known to."""
    first = test.phases[0]
    if len(test.phases) == 1 and first.start is None:
        setting = network.setting(first.given, (), first.conditions)
        answer = attractors_within(network, update, setting, budget)
        for group in _by_valuation(answer):
            yield from _claims(first, Reached(tuple(group), answer.exactness == "exact"))
        return
    free = network.setting(first.given, (), first.conditions).free
    if len(free) > MOST_FREE:
        raise LimitReached(f"{len(free)} inputs are free: 2^{len(free)} valuations are too many")
    for bits in product((0, 1), repeat=len(free)):
        yield from _in_turn(test.phases, network, update, dict(zip(free, bits, strict=True)), budget)


def _claims(phase: Phase, reached: Reached, label: str = "") -> Iterator[tuple[str, str]]:
    for claim in phase.claims:
        outcome, detail = _judge(claim, reached.items, reached.whole)
        if outcome != "passed":
            yield outcome, label + detail


def _by_valuation(answer: Answer) -> list[list[Attractor]]:
    groups: dict[tuple[object, ...], list[Attractor]] = {}
    for item in answer.items:
        groups.setdefault(tuple(item.values[name] for name in answer.free), []).append(item)
    return list(groups.values())


def _judge(claim: Claim, items: Iterable[Attractor], whole: bool) -> tuple[str, str]:
    """Judge a claim on the attractors of one input valuation; `whole` says that these are all there are."""
    met = [(item, meets(item.values, claim.values)) for item in items]
    wanted = " ".join(f"{name}={value}" for name, value in claim.values.items())
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


def _differences(item: Attractor, wanted: Mapping[str, int | str]) -> str:
    different = (name for name, value in wanted.items() if item.values[name] not in (value, "?"))
    return " ".join(f"{name}={item.values[name]}" for name in different)


# --- phases -----------------------------------------------------------------------------------------------------------


def _in_turn(
    phases: Sequence[Phase], network: BooleanNetwork, update: str, values: Mapping[str, int], budget: Budget
) -> Iterator[tuple[str, str]]:
    """Check phase after phase for one valuation of the free inputs."""
    question = _question(phases[0], network, update, values, budget, None)
    starts = _starts(phases[0], question)
    whole = True
    for number, phase in enumerate(phases, 1):
        found = _reached(question, starts)
        whole = whole and found.whole
        label = f"phase {number}: " if len(phases) > 1 else ""
        yield from _claims(phase, Reached(found.items, whole), label)
        if number < len(phases):
            following = _question(phases[number], network, update, question.setting.fixed, budget, question)
            regions = [after(question, item, following) for item in found.items]
            starts = [region for region in regions if region is not None]
            whole = whole and len(starts) == len(regions)
            question = following


def _question(
    phase: Phase,
    network: BooleanNetwork,
    update: str,
    values: Mapping[str, int],
    budget: Budget,
    before: Question | None,
) -> Question:
    """Return the question of a phase; its free inputs stand where `values` says."""
    setting = network.setting(phase.given, (), phase.conditions)
    kept = {name: values[name] for name in setting.free}
    whole = network.setting({**phase.given, **kept}, (), phase.conditions)
    return Question.of(network, update, whole, budget, before.symbols if before else None)


def _starts(phase: Phase, question: Question) -> list[Region] | None:
    """Return the state that a first phase starts from, or None where it speaks of all attractors."""
    if phase.start is None:
        return None
    fixed = question.setting.fixed
    return [question.begin({**question.network.rest_state(fixed), **phase.start, **fixed})]


def _reached(question: Question, starts: Sequence[Region] | None) -> Reached:
    """Return the attractors that can be reached from some of the starts; None means all there are."""
    answer = question.answer
    whole = question.whole
    if starts is None:
        return Reached(answer.items, whole)
    found = [outcomes(question, start) for start in starts]
    by_item = {item.id: {one[item.id].outcome for one in found} for item in answer.items}
    open_ones = any("undecided" in seen and "yes" not in seen for seen in by_item.values())
    return Reached(tuple(item for item in answer.items if "yes" in by_item[item.id]), whole and not open_ones)
