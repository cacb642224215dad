"""Decide the behavioural tests of a rule file: passed, failed with a counterexample, or undecided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from logicnet.analyses.conditions import Conditions, Outcome, conditions
from logicnet.errors import LimitReached
from logicnet.landscape import DEFAULT_LIMIT, Answer, Attractor, attractors_within, meets
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork, Setting
from logicnet.reachability.phases import Onset, after, outcomes_after
from logicnet.reachability.questions import Question
from logicnet.rules import BehaviouralTest, Claim, Phase, empty

# Free inputs up to which a test is decided valuation by valuation.
MOST_FREE = 10
# Attractors of all these valuations that are looked at one by one.
MOST_LISTED = 20_000
# How `conditions` names attractors that have the values of a claim (a class), and others.
_MET, _OTHER = "met", "no class"
# Attractors that a message tells of where none has what some should have.
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A claim that does not hold, with its counterexample; or one that is not known to hold, with what is missing.

    Attributes
    ----------
    claim
        What is claimed.
    phase
        The number of its phase from 1; 0 where the test has only one.
    inputs
        The valuation of the free inputs.
    attractors
        The attractor that breaks the claim; where ``some`` should have the values, all that there are. Named as the
        command ``attractors`` names them under the same question.
    open
        What keeps the claim from being decided; empty where it fails.
    """

    claim: Claim
    phase: int = 0
    inputs: Mapping[str, int] = field(default_factory=empty)
    attractors: tuple[Attractor, ...] = ()
    open: str = ""

    def values(self, item: Attractor) -> dict[str, int | str]:
        """Return the values of an attractor that break the claim: those it should not have."""
        wanted = self.claim.values
        if self.claim.quantifier == "no":
            return {name: item.values[name] for name in wanted}
        return {name: item.values[name] for name, value in wanted.items() if item.values[name] not in (value, "?")}

    @property
    def told(self) -> str:
        """The counterexample, or what is missing, in words."""
        phase = f"phase {self.phase}: " if self.phase else ""
        inputs = f"with {spelt(self.inputs)}: " if self.inputs else ""
        return phase + inputs + self._told()

    def _told(self) -> str:
        wanted, quantifier = spelt(self.claim.values), self.claim.quantifier
        if self.open:
            return f"not known: {self.open}"
        if not self.attractors:
            unnamed = "an attractor that is not among those listed breaks it"
            return f"no attractor has {wanted}" if quantifier == "some" else unnamed
        told = [f"{_named(item)} differs: {spelt(self.values(item))}" for item in self.attractors[:MOST_TOLD]]
        if quantifier == "some":
            more = len(self.attractors) - MOST_TOLD
            return "; ".join([f"no attractor has {wanted}", *told, *([f"and {more} more"] if more > 0 else [])])
        return told[0] if quantifier == "all" else f"{_named(self.attractors[0])} has {wanted}"


def _named(item: Attractor) -> str:
    return f"{item.id} ({', '.join(item.classes)})" if item.classes else item.id


def spelt(values: Mapping[str, int | str]) -> str:
    """Return values as a rule file writes them."""
    return " ".join(f"{name}={value}" for name, value in values.items())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a test under one update scheme.

    Attributes
    ----------
    test, update
        Which test, which scheme.
    outcome
        ``passed``, ``failed`` or ``undecided``; a test that a limit stopped is never passed.
    shortfalls
        The claims that fail, each with a counterexample (of one valuation of the free inputs); where none is known to
        fail, those that are open.
    reason
        What stopped the work; empty where nothing did.
    """

    test: BehaviouralTest
    update: str
    outcome: str
    shortfalls: tuple[Shortfall, ...] = ()
    reason: str = ""

    @property
    def detail(self) -> str:
        """The counterexamples, or what stopped the work, in words."""
        told = [self.reason] if self.reason and self.outcome == "undecided" else []
        return "; ".join(dict.fromkeys([*(shortfall.told for shortfall in self.shortfalls), *told]))


@dataclass(frozen=True, slots=True)
class Reached:
    """The attractors that a phase speaks of.

    Attributes
    ----------
    items
        Those that are certain.
    open
        What else there may be, in words; empty where these are all.
    inputs
        The valuation of the free inputs.
    possible
        All that there may be, where that is known: at least one of them there is.
    """

    items: tuple[Attractor, ...]
    open: str
    inputs: Mapping[str, int] = field(default_factory=empty)
    possible: tuple[Attractor, ...] = ()


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

    Notes
    -----
    With more than `MOST_FREE` free inputs a test with a start or several phases is undecided. Any other one is decided
    over all valuations and attractors at once where these are too many to be listed, under the asynchronous scheme;
    under the synchronous one it fails where something fails that is listed, and else is undecided.
    """
    budget, found, reason = Budget.of(timeout), list[Shortfall](), ""
    try:
        for shortfalls in _by_valuation(test.phases, network, update, budget):
            found += shortfalls
            if any(not shortfall.open for shortfall in found):
                break
    except LimitReached as stop:
        reason = _whole(str(stop), budget)
    failed = [shortfall for shortfall in found if not shortfall.open]
    told = failed or [replace(shortfall, open=_whole(shortfall.open, budget)) for shortfall in found]
    outcome = "failed" if failed else "undecided" if found or reason else "passed"
    return Verdict(test, update, outcome, _once(told), reason)


def _once(shortfalls: Sequence[Shortfall]) -> tuple[Shortfall, ...]:
    """Keep the first shortfall of each claim: those of other valuations of the inputs say no more."""
    return tuple({id(shortfall.claim): shortfall for shortfall in reversed(shortfalls)}.values())[::-1]


def _whole(reason: str, budget: Budget) -> str:
    """Name the time limit of the test where a part of the work names what was left of it."""
    return re.sub(r"the time limit of \S+ s", f"the time limit of {budget.seconds:g} s", reason)


def _by_valuation(
    phases: Sequence[Phase], network: BooleanNetwork, update: str, budget: Budget
) -> Iterator[list[Shortfall]]:
    """Yield, for one valuation of the free inputs after the other, the claims that do not hold or are open."""
    first = phases[0]
    setting = network.setting(first.given, (), first.conditions)
    many = len(setting.free) > MOST_FREE
    if len(phases) > 1 or first.start is not None:
        if many:
            raise LimitReached(f"{len(setting.free)} inputs are free: 2^{len(setting.free)} valuations are too many")
        for bits in product((0, 1), repeat=len(setting.free)):
            values = dict(zip(setting.free, bits, strict=True))
            yield list(_in_turn(phases, network, update, values, budget))
    elif many and update == "asynchronous":
        yield from _at_once(first, network, setting, budget)
    else:
        # Of many valuations some are enough to find one that fails.
        limit = DEFAULT_LIMIT if many or update == "asynchronous" else MOST_LISTED
        answer = attractors_within(network, update, setting, budget, limit)
        found = [shortfall for reached in _grouped(answer) for shortfall in _claims(first, reached)]
        if answer.reason and update == "asynchronous" and all(shortfall.open for shortfall in found):
            yield from _at_once(first, network, setting, budget)
        else:
            yield found


def _left(budget: Budget) -> float | None:
    return None if budget.remaining == float("inf") else max(budget.remaining, 0.001)


def _claims(phase: Phase, reached: Reached, number: int = 0) -> list[Shortfall]:
    found = (_judge(claim, reached) for claim in phase.claims)
    return [replace(shortfall, phase=number) for shortfall in found if shortfall is not None]


def _grouped(answer: Answer) -> Iterator[Reached]:
    """Yield the attractors of each valuation; where some may be missing, so may whole valuations: one that is open."""
    groups: dict[tuple[object, ...], list[Attractor]] = {}
    for item in answer.items:
        groups.setdefault(tuple(item.values[name] for name in answer.free), []).append(item)
    for key, group in groups.items():
        inputs = {name: int(str(value)) for name, value in zip(answer.free, key, strict=True) if value != "?"}
        yield Reached(tuple(group), answer.reason, inputs)
    if answer.reason:
        yield Reached((), answer.reason)


def _judge(claim: Claim, reached: Reached) -> Shortfall | None:
    """Judge a claim on the attractors of one input valuation; None where it holds."""
    met = [(item, meets(item.values, claim.values)) for item in reached.items]
    breaking = {"all": False, "no": True}.get(claim.quantifier)
    wanted = claim.quantifier != "no"
    if claim.quantifier == "some" and any(holds for _, holds in met):
        return None
    for item, holds in met:
        if holds is not None and holds is breaking:
            return Shortfall(claim, inputs=reached.inputs, attractors=(item,))
    if reached.possible and all(meets(item.values, claim.values) is wanted for item in reached.possible):
        return None
    unseen = "not every value is known" if any(holds is None for _, holds in met) else ""
    if reached.open or unseen:
        return Shortfall(claim, inputs=reached.inputs, open=reached.open or unseen)
    if claim.quantifier == "some" or not met:  # a claim on no attractor at all says nothing, so it is not met
        return Shortfall(claim, inputs=reached.inputs, attractors=reached.items)
    return None


# --- many free inputs, many attractors --------------------------------------------------------------------------------


def _at_once(phase: Phase, network: BooleanNetwork, setting: Setting, budget: Budget) -> Iterator[list[Shortfall]]:
    """Judge claims over all valuations of the inputs together, and all attractors, however many; asynchronously."""
    for claim in phase.claims:
        yield list(_claim_at_once(claim, network, setting, budget))


def _claim_at_once(claim: Claim, network: BooleanNetwork, setting: Setting, budget: Budget) -> Iterator[Shortfall]:
    asked = replace(network, classes={_MET: claim.values})
    answer = conditions(asked, fixed=setting.fixed, timeout=_left(budget))
    by_name = {outcome.name: outcome for outcome in answer.outcomes}
    fails = _fails(claim, by_name, answer)
    if fails is None:
        yield Shortfall(claim, open=answer.reason)
    elif fails:
        yield _example(claim, _breaking(claim, by_name), network, setting, budget)


def _fails(claim: Claim, by_name: Mapping[str, Outcome], answer: Conditions) -> bool | None:
    """Tell whether a claim fails in some valuation; None where that is open. What an open answer tells is certain."""
    met = by_name.get(_MET)
    if claim.quantifier == "some":
        holds = met is not None and met.valuations == answer.valuations
        return False if holds else None if answer.reason else True
    breaking = met if claim.quantifier == "no" else by_name.get(_OTHER)
    return True if breaking is not None else None if answer.reason else False


def _breaking(claim: Claim, by_name: Mapping[str, Outcome]) -> Mapping[str, int] | None:
    """Return what inputs are like in a valuation in which a claim fails; None where no condition tells it."""
    if claim.quantifier == "some":
        condition = by_name[_MET].condition if _MET in by_name else ()
        return None if condition is None else _outside(condition)
    condition = by_name[_MET if claim.quantifier == "no" else _OTHER].condition
    return condition[0] if condition else None


def _example(
    claim: Claim, inputs: Mapping[str, int] | None, network: BooleanNetwork, setting: Setting, budget: Budget
) -> Shortfall:
    """Return a claim that fails with a counterexample, as far as there is time to find it."""
    if inputs is None:
        return Shortfall(claim)
    values = {name: inputs.get(name, 0) for name in setting.free}
    found = attractors_within(network, "asynchronous", network.setting({**setting.fixed, **values}), budget)
    shortfall = _judge(claim, Reached(found.items, found.reason, values))
    return Shortfall(claim, inputs=values) if shortfall is None or shortfall.open else shortfall


def _outside(products: Sequence[Mapping[str, int]]) -> dict[str, int] | None:
    """Return values for which no product of a sum holds, or None where one always does."""
    if not all(products):
        return None
    if not products:
        return {}
    name, value = next(iter(products[0].items()))
    for chosen in (1 - value, value):
        left = [{n: v for n, v in p.items() if n != name} for p in products if p.get(name, chosen) == chosen]
        found = _outside(left)
        if found is not None:
            return {name: chosen, **found}
    return None


# --- phases -----------------------------------------------------------------------------------------------------------


def _in_turn(
    phases: Sequence[Phase], network: BooleanNetwork, update: str, values: Mapping[str, int], budget: Budget
) -> Iterator[Shortfall]:
    """Check phase after phase for one valuation of the free inputs."""
    question = _question(phases[0], network, update, values, budget, None)
    starts = _starts(phases[0], question)
    missing = ""
    for number, phase in enumerate(phases, 1):
        found = _reached(question, starts)
        # What an open phase did not make certain was no start of this one: then others may be possible, too.
        possible = () if missing else found.possible
        missing = missing or found.open
        reached = Reached(found.items, missing, values, possible)
        yield from _claims(phase, reached, number if len(phases) > 1 else 0)
        if number < len(phases):
            following = _question(phases[number], network, update, question.setting.fixed, budget, question)
            starts = [after(question, item, following) for item in found.items]
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


def _starts(phase: Phase, question: Question) -> list[Onset] | None:
    """Return the state that a first phase starts from, or None where it speaks of all attractors."""
    if phase.start is None:
        return None
    fixed = question.setting.fixed
    return [Onset(question.begin({**question.network.rest_state(fixed), **phase.start, **fixed}))]


def _reached(question: Question, starts: Sequence[Onset] | None) -> Reached:
    """Return the attractors that can be reached from some of the starts; None means all there are."""
    answer = question.answer
    missing = answer.reason or ("" if question.whole else f"only {len(answer.items)} attractors are looked at")
    if starts is None:
        return Reached(answer.items, missing)
    found = [outcomes_after(question, start) for start in starts]
    verdicts = {item.id: [one[item.id] for one in found if item.id in one] for item in answer.items}
    reached = tuple(item for item in answer.items if any(v.outcome == "yes" for v in verdicts[item.id]))
    certain = {item.id for item in reached}
    open_ones = (v.reason for name in verdicts if name not in certain for v in verdicts[name] if v.outcome != "no")
    excluded = {
        item.id for item in answer.items if all(item.id in one and one[item.id].outcome == "no" for one in found)
    }
    possible = tuple(item for item in answer.items if item.id not in excluded)
    return Reached(reached, missing or next(open_ones, ""), possible=() if missing else possible)
