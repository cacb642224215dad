"""Which attractors can be reached: what is quick for each of them first, so that a hard one does not use up the time.

All that can be reached, worked out once, then decides what is left: an attractor is reached wherever any one state of
it is. Where that grows too large, each goes alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from logicnet.errors import LimitReached
from logicnet.landscape import Attractor
from logicnet.landscape.module_sets import TooLarge
from logicnet.landscape.pieces import OPEN
from logicnet.landscape.results import AT_LEAST, EXACT
from logicnet.reachability.deciding import decide_reach
from logicnet.reachability.ends import Start, numbered
from logicnet.reachability.questions import Question
from logicnet.reachability.results import NO, UNDECIDED, YES, Finding, Outcome, ReachableAttractors

# Attractors left open from which on one search of all that can be reached is worth its time.
SEVERAL = 2


def reached_from(ask: Question, start: Start, told: str) -> ReachableAttractors:
    """Tell of each attractor of a question whether it can be reached from a start."""
    items = ask.answer.items
    findings = {item.id: _decided(ask, start, item, thorough=False) for item in items}
    left = [item for item in items if findings[item.id].outcome == UNDECIDED]
    if ask.update == "asynchronous" and left:
        findings |= _all_ahead(ask, start, left) or {item.id: _decided(ask, start, item, True) for item in left}
    outcomes: Mapping[str, Outcome] = {name: found.outcome for name, found in findings.items()}
    open_ = [f"{name}: {found.reason}" for name, found in findings.items() if found.outcome == UNDECIDED]
    reason = "; ".join(filter(None, (ask.answer.reason, *open_[:3])))
    exactness = AT_LEAST if reason or open_ else EXACT
    return ReachableAttractors(ask.answer, told, MappingProxyType(outcomes), exactness, reason)


def _all_ahead(ask: Question, start: Start, items: Sequence[Attractor]) -> dict[str, Finding]:
    """Decide several attractors from the set of all states that can be reached; nothing where that is too large."""
    from logicnet.reachability.state_sets import StateSets

    if len(items) < SEVERAL or not (start.complete or start.grown) or any(item.certificate == OPEN for item in items):
        return {}
    sets = StateSets(ask.system)
    try:
        ahead = sets.closure(sets.after, sets.of_start(start, ask.budget), sets.diagrams.false, ask.budget).sets[-1]
    except (TooLarge, LimitReached):
        return {}
    met = {item.id: sets.contains(ahead, numbered(item.state, ask.network.index)) for item in items}
    return {name: Finding(YES if reached else NO) for name, reached in met.items()}


def _decided(ask: Question, start: Start, item: Attractor, thorough: bool) -> Finding:
    try:
        goal = ask.attractor_goal(item)
    except LimitReached as stop:
        return Finding(UNDECIDED, reason=str(stop))
    return decide_reach(ask.system, start, goal, ask.budget, thorough)
