"""Which attractors can be reached: one search of all that is reachable serves them all, what it leaves open goes alone.

An attractor is reached wherever any one state of it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from logicnet.errors import LimitReached
from logicnet.landscape import Attractor
from logicnet.landscape.results import AT_LEAST, EXACT
from logicnet.reachability.deciding import decide_reach
from logicnet.reachability.ends import Start
from logicnet.reachability.questions import Question
from logicnet.reachability.results import UNDECIDED, Finding, Outcome, ReachableAttractors


def reached_from(ask: Question, start: Start, told: str) -> ReachableAttractors:
    """Tell of each attractor of a question whether it can be reached from a start."""
    findings = {item.id: _decided(ask, start, item) for item in ask.answer.items}
    outcomes: Mapping[str, Outcome] = {name: found.outcome for name, found in findings.items()}
    open_ = [f"{name}: {found.reason}" for name, found in findings.items() if found.outcome == UNDECIDED]
    reason = "; ".join(filter(None, (ask.answer.reason, *open_[:3])))
    exactness = AT_LEAST if reason or open_ else EXACT
    return ReachableAttractors(ask.answer, told, MappingProxyType(outcomes), exactness, reason)


def _decided(ask: Question, start: Start, item: Attractor) -> Finding:
    try:
        goal = ask.attractor_goal(item)
    except LimitReached as stop:
        return Finding(UNDECIDED, reason=str(stop))
    return decide_reach(ask.system, start, goal, ask.budget)
