"""Phases of a behavioural test: from a state, or from where the phase before ended, with other components held.

A phase that starts somewhere speaks of the attractors reachable from there. A later one starts from every state of the
attractors reached so far, its own fixed values put in: a component no longer held starts from its value, an input goes
back to its default, or keeps its value where it has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from logicnet.errors import LimitReached
from logicnet.landscape import Attractor
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork
from logicnet.reachability.attractor_sets import reached_from
from logicnet.reachability.ends import MOST_LISTED, Grown, Start, check_known, numbered
from logicnet.reachability.questions import Question
from logicnet.reachability.results import NO, UNDECIDED, YES, Outcome
from logicnet.reachability.systems import System
from logicnet.rules import Phase

# Free inputs whose valuations are gone through one by one, at most.
MOST_FREE = 10
# States of asynchronous attractors that a later phase starts from one by one; with more, from a decision diagram.
MOST_STARTS = 4_096
# States of an attractor with too many of them that a later phase still starts from, to find what is certain.
SAMPLED = 200


@dataclass(frozen=True, eq=False)
class Reached:
    """The attractors at the end of a phase.

    Attributes
    ----------
    certain
        Those reached for certain.
    possible
        Those not excluded, the certain ones among them; None where attractors are missing.
    fixed
        What was held, every input among it.
    """

    certain: tuple[Attractor, ...]
    possible: tuple[Attractor, ...] | None
    fixed: Mapping[str, int]


def valuations(phase: Phase, network: BooleanNetwork) -> Iterator[dict[str, int]]:
    """Yield the valuations of the inputs that the first phase leaves free.

    Raises
    ------
    LimitReached
        They are too many.
    """
    free = network.setting(_asked(phase, network), (), phase.conditions).free
    if len(free) > MOST_FREE:
        raise LimitReached(f"{len(free)} inputs are free: a test that starts somewhere takes {MOST_FREE} at most")
    for values in product((0, 1), repeat=len(free)):
        yield dict(zip(free, values, strict=True))


def ends_of(
    phases: Sequence[Phase], network: BooleanNetwork, update: str, valuation: Mapping[str, int], budget: Budget
) -> Iterator[Reached]:
    """Yield where each phase ends, under one valuation of the free inputs."""
    before: Reached | None = None
    standing = dict(valuation)
    for phase in phases:
        held = network.setting(_asked(phase, network), (), phase.conditions)
        setting = network.setting({**held.fixed, **{name: standing.get(name, 0) for name in held.free}})
        ask = Question(network, setting, update, budget)
        before = _end(ask, phase, before)
        standing = dict(setting.fixed)
        yield before


def _asked(phase: Phase, network: BooleanNetwork) -> dict[str, int]:
    """Return what a phase holds beside its conditions: an input named at the start stands there, nothing moves it."""
    given = dict(phase.given)
    named = {name for condition in phase.conditions for name in network.conditions[condition]}
    inputs = set(network.inputs) - named
    return {**{name: v for name, v in (phase.start or {}).items() if name in inputs}, **given}


def _end(ask: Question, phase: Phase, before: Reached | None) -> Reached:
    items, fixed = ask.answer.items, ask.setting.fixed
    known = ask.answer.exactness == "exact"
    if phase.start is not None:
        state = {**ask.network.rest_state(fixed), **phase.start, **fixed}
        starts, followed = [ask.from_state(state)], True
    elif before is None:
        return Reached(items, items if known else None, fixed)
    else:
        starts, followed = _later_starts(ask, before), before.possible == before.certain
    outcomes = _outcomes(ask, starts)
    certain = tuple(item for item in items if outcomes[item.id] == YES)
    possible = tuple(item for item in items if not followed or outcomes[item.id] != NO)
    return Reached(certain, possible if known else None, fixed)


def _outcomes(ask: Question, starts: Sequence[Start]) -> dict[str, Outcome]:
    """Return of each attractor whether any of some starts reaches it."""
    found: list[Mapping[str, Outcome]] = [reached_from(ask, start, "").outcomes for start in starts]
    outcomes: dict[str, Outcome] = {}
    for item in ask.answer.items:
        seen = {one[item.id] for one in found}
        outcomes[item.id] = YES if YES in seen else UNDECIDED if UNDECIDED in seen else NO
    return outcomes


def _later_starts(ask: Question, before: Reached) -> list[Start]:
    """Return the states of attractors with a question's fixed values put in; listed ones in one start."""
    most = MOST_STARTS if ask.update == "asynchronous" else MOST_LISTED
    listed: list[dict[int, int]] = []
    starts: list[Start] = []
    for item in before.certain:
        check_known(item)
        start = _whole_space(ask, item)
        if start is not None:
            starts.append(start)
        elif item.states is not None and item.states + len(listed) <= most:
            listed += [numbered({**state, **ask.setting.fixed}, ask.network.index) for state in item.listed()]
        else:
            starts.append(_sampled(ask, item, before))
    return [*starts, *([Start.of(tuple(listed), complete=True, every=True)] if listed else [])]


def _whole_space(ask: Question, item: Attractor) -> Start | None:
    """Return an attractor as a start where it is all of a space: a fixed point, or components that vary freely."""
    values = {name: int(v) for name, v in item.values.items() if v in (0, 1)}
    if item.states != 1 << (len(item.values) - len(values)):
        return None
    return Start(numbered({**values, **ask.setting.fixed}, ask.network.index))


def _sampled(ask: Question, item: Attractor, before: Reached) -> Start:
    """Return some states of an attractor that has too many, and how to grow all of them from one."""
    try:
        states = list(islice(item.listed(), SAMPLED))
    except LimitReached:
        states = [item.state]
    values = {name: int(v) for name, v in item.values.items() if v in (0, 1)}
    index, fixed = ask.network.index, ask.setting.fixed
    space = numbered({**values, **fixed}, index)
    some = tuple(numbered({**state, **fixed}, index) for state in states)
    grown = None
    if ask.update == "asynchronous":
        system = System.of(ask.network.programs, numbered(before.fixed, index), ask.update)
        grown = Grown(system, numbered(item.state, index))
    return Start(space, some, complete=False, every=False, grown=grown)
