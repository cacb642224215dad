"""What can be reached from where: a path, a proof that there is none, or the limit that was hit.

One concern, one file: `systems` the moves, `ends` starts and goals, `searches` state by state, `state_sets` by decision
diagrams, `deciding` which of them in which order, `questions` names, `attractor_sets` all attractors at once.

Thresholds
----------
``deciding.FEW_STATES``, ``deciding.MOST_STATES``: states that breadth-first search sees before, and after, random walks
have been tried; synchronously ``deciding.LONGEST_TRAJECTORIES``.
``module_sets.LARGEST_DIAGRAM`` and ``module_sets.MOST_WORK`` (`logicnet.landscape`), ``state_sets.MOST_KEPT``: nodes of
a set of states, looked at on the way, and kept to read a path from; past them, undecided.
``ends.MOST_LISTED``: states of a start, or of a synchronous attractor, that are taken one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from logicnet.errors import LimitReached
from logicnet.network import BooleanNetwork
from logicnet.reachability.attractor_sets import reached_from
from logicnet.reachability.deciding import decide_path
from logicnet.reachability.questions import End, Question, described
from logicnet.reachability.results import UNDECIDED, Finding, Reach, ReachableAttractors

__all__ = ["Reach", "ReachableAttractors", "reach", "reachable_attractors"]


def reach(
    network: BooleanNetwork,
    start: End,
    target: End,
    update: str = "asynchronous",
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    timeout: float | None = None,
) -> Reach:
    """Decide whether a target can be reached from a start.

    Parameters
    ----------
    network
        A network, as `logicnet.load` gives it.
    start
        ``"rest"``, the rest state of the rule file (inputs left free at their ``@rest``, else 0); or values by name,
        other components standing anywhere: a set of states, and yes means that some state of it reaches the target;
        or an attractor's id such as ``"A2"``, as `logicnet.attractors` gives it for the same question.
    target
        Values by name (any state that has them), or an attractor's id (any state of it).
    update, fixed, free, conditions, timeout
        As for `logicnet.attractors`. Only held components are fixed: one whose rule is constant may start at the
        other value.

    Raises
    ------
    UnknownNameError, SettingError
        A question that does not fit the network, or a start that contradicts what is held.

    Examples
    --------
    >>> import logicnet
    >>> found = logicnet.reach(logicnet.load("core_axis"), "rest", {"Bone_Loss": 1}, fixed={"Estrogen": 0})
    >>> found.outcome, len(found.path) - 1, found.shortest
    ('yes', 11, True)
    """
    ask = Question.of(network, update, fixed, free, conditions, timeout)
    try:
        found = decide_path(ask.system, ask.start(start), ask.goal(target), ask.budget)
    except LimitReached as stop:
        found = Finding(UNDECIDED, reason=str(stop))
    return _named(ask, described(start), described(target), found)


def _named(ask: Question, start: str, target: str, found: Finding) -> Reach:
    names = ask.network.names
    return Reach(
        ask.network.name,
        ask.update,
        ask.setting.fixed,
        ask.setting.free,
        start,
        target,
        found.outcome,
        tuple({name: state[i] for i, name in enumerate(names)} for state in found.path),
        found.shortest,
        found.certificate,
        {names[i]: value for i, value in sorted(found.trap_space.items())},
        found.states,
        found.reason,
    )


def reachable_attractors(
    network: BooleanNetwork,
    start: End,
    update: str = "asynchronous",
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    timeout: float | None = None,
) -> ReachableAttractors:
    """Tell of each attractor whether it can be reached from a start; arguments as for `reach`.

    Examples
    --------
    >>> import logicnet
    >>> found = logicnet.reachable_attractors(logicnet.load("bone_metastasis"), "rest", conditions=["breast_tumour"])
    >>> dict(found.outcomes)
    {'A1': 'no', 'A2': 'yes', 'A3': 'no'}
    """
    ask = Question.of(network, update, fixed, free, conditions, timeout)
    return reached_from(ask, ask.start(start), described(start))
