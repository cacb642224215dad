"""Whether a state, a set of states or an attractor can be reached from another one, and which attractors can.

One algorithm, one file; this one puts the question and the answer into words.

Thresholds
----------
``grids.LARGEST_GRID``: components that matter up to which all their states are searched at once; ways are shortest.
``walks.WALKS`` and ``walks.STEPS``: guided walks before whole sets are searched.
``waves.LARGEST_SET`` and ``waves.MOST_WORK``: nodes of the diagram of one set, and of all sets of one wave; past them a
question is ``undecided``.
``cycles.LONGEST_WAY``: steps after which a synchronous way that does not come back is given up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from logicnet.errors import LimitReached, SettingError
from logicnet.landscape import Attractor
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork
from logicnet.reachability.attractors_reached import outcomes, way_into
from logicnet.reachability.locating import representative
from logicnet.reachability.questions import REST, Question, Spec, spelt
from logicnet.reachability.regions import Region
from logicnet.reachability.results import Certificate, Proof, Reach, ReachableAttractors, Verdict

__all__ = ["Certificate", "Reach", "ReachableAttractors", "reach", "reachable_attractors"]


def reach(
    network: BooleanNetwork,
    start: Spec,
    target: Spec,
    update: str | None = None,
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    timeout: float | None = None,
    memory: float | None = None,
) -> Reach:
    """Decide whether a target can be reached from a start.

    Parameters
    ----------
    network
        A network, as `logicnet.load` gives it.
    start
        ``"rest"``, the rest state (inputs that the question leaves free are open in it); an attractor's id, such as
        ``"A2"``, under the same question; or values by name: all states with these values, components that are held
        standing where they are held.
    target
        Values by name (any state that has them), or an attractor's id.
    update
        ``asynchronous`` or ``synchronous``; None for the scheme that the file names, else asynchronous.
    fixed, free, conditions
        What is held, as for `attractors`: held components have no update and stand there from the start.
    timeout, memory
        In seconds, and in megabytes that the process may come to hold; None for no limit.

    Returns
    -------
    Reach
        ``yes`` (from some state of the start) with a way, ``no`` (from none) with a certificate, or ``undecided``
        with what stopped the search; `Reach.every` tells whether every state of the start can.

    Raises
    ------
    UnknownNameError, SettingError
        A question that does not fit the network.

    Notes
    -----
    Which component may move depends only on its regulators: components that the target does not depend on are left
    out. The smallest trap space around the start, guided walks, and sets of states as decision diagrams (forward and
    backward, Burch et al. 1992, doi:10.1016/0890-5401(92)90017-A) decide the rest.

    Examples
    --------
    >>> import logicnet
    >>> network = logicnet.load("core_axis")
    >>> logicnet.reach(network, "rest", {"Bone_Loss": 1}).outcome
    'no'
    """
    setting, budget = network.setting(fixed, free, conditions), Budget.of(timeout, memory)
    question = Question.of(network, update or network.update, setting, budget)
    if not isinstance(target, str) and not target:
        raise SettingError("the target names no component")
    begin = None
    try:
        begin = region_of(question, start)
        verdict = _decided(question, begin, target) if begin else _unknown(question, start)
    except LimitReached as stop:
        verdict = Verdict("undecided", reason=str(stop))
    several = begin is not None and len(begin.space) < len(question.system.functions)
    return _told(question, start, target, several, verdict)


def reachable_attractors(
    network: BooleanNetwork,
    start: Spec,
    update: str | None = None,
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    timeout: float | None = None,
    memory: float | None = None,
) -> ReachableAttractors:
    """Return the attractors that can be reached from some state of a start; parameters as for `reach`.

    Returns
    -------
    ReachableAttractors
        Named and ordered as `attractors` gives them; its `exactness` says whether these are all.

    Raises
    ------
    UnknownNameError, SettingError
        A question that does not fit the network.

    Examples
    --------
    >>> import logicnet
    >>> network = logicnet.load("bone_metastasis")
    >>> found = logicnet.reachable_attractors(network, "rest", conditions=["breast_tumour"])
    >>> [item.classes for item in found.items]
    [('tumour-free',)]
    """
    setting, budget = network.setting(fixed, free, conditions), Budget.of(timeout, memory)
    question = Question.of(network, update or network.update, setting, budget)
    try:
        begin = region_of(question, start)
    except LimitReached:  # an attractor that was not found in time, or is not listed
        begin = None
    return _reached(question, begin, spelt(start))


def _reached(question: Question, begin: Region | None, start: str) -> ReachableAttractors:
    """Return the attractors that can be reached from a region (None: its states are not known)."""
    items, reason = question.answer.items, question.answer.reason
    if begin is None:
        found = {item.id: _unknown(question, start) for item in items}
    else:
        found = outcomes(question, begin)
    parts = {o: tuple(item for item in items if found[item.id].outcome == o) for o in ("yes", "no", "undecided")}
    if not reason and not question.whole:
        reason = f"only {len(items)} attractors of {question.answer.count} are looked at"
    told = "; ".join(note for note in (reason, *_stopped(parts["undecided"], found, reason)) if note)
    setting = question.setting
    return ReachableAttractors(
        question.network.name,
        question.update,
        setting.fixed,
        setting.free,
        start,
        "at_least" if told else "exact",
        told,
        parts["yes"],
        parts["no"],
        parts["undecided"],
    )


def _stopped(items: Sequence[Attractor], found: Mapping[str, Verdict], before: str) -> list[str]:
    """Return what stopped the search for some attractors: each reason once, with the first of them, if it is news."""
    by_reason: dict[str, list[str]] = {}
    for item in items:
        by_reason.setdefault(found[item.id].reason, []).append(item.id)
    by_reason.pop(before, None)
    return [f"{', '.join(ids[:5])}{', …' * (len(ids) > 5)}: {reason}" for reason, ids in by_reason.items()]


def region_of(question: Question, start: Spec) -> Region | None:
    """Return the states of a start; of an attractor one state, which reaches what every other one does."""
    if not isinstance(start, str):
        return question.begin(start)
    if start == REST:
        return question.rest()
    state = representative(question, question.item(start))
    return Region(state) if state is not None else None


def _unknown(question: Question, start: Spec) -> Verdict:
    why = f": {question.answer.reason}" if question.answer.reason else ""
    return Verdict("undecided", reason=f"the states of {spelt(start)} are not known{why}")


def _decided(question: Question, begin: Region, target: Spec) -> Verdict:
    if isinstance(target, str):
        if target == REST:
            return question.search(begin, question.rest().space)
        return way_into(question, begin, question.item(target))
    space = question.space(target, "target")
    wrong = {i: v for i, v in question.system.fixed.items() if space.get(i, v) != v}
    if wrong:
        return Verdict("no", every=False, proof=Proof("trap space", wrong))
    return question.search(begin, {i: v for i, v in space.items() if i in question.system.functions})


def _told(question: Question, start: Spec, target: Spec, several: bool, verdict: Verdict) -> Reach:
    names, held = question.network.names, question.system.fixed
    path = tuple(MappingProxyType({n: {**held, **s}[i] for i, n in enumerate(names)}) for s in verdict.path)
    setting = question.setting
    return Reach(
        question.network.name,
        question.update,
        setting.fixed,
        setting.free,
        spelt(start),
        spelt(target),
        several,
        verdict.outcome,
        verdict.every,
        path,
        verdict.shortest and (len(path) == 1 or not _stands_for_others(question, start)),
        _certificate(names, verdict.proof, _wanted(question, target)) if verdict.proof else None,
        verdict.reason,
    )


def _stands_for_others(question: Question, start: Spec) -> bool:
    """Tell whether a search from a start began in one of several states, though a way from another may be shorter."""
    return isinstance(start, str) and start != REST and question.item(start).kind != "fixed point"


def _wanted(question: Question, target: Spec) -> Mapping[str, int | str]:
    """Return the values that a target has all over."""
    if not isinstance(target, str):
        return target
    return question.network.rest_state(question.setting.fixed) if target == REST else question.item(target).values


def _certificate(names: tuple[str, ...], proof: Proof, wanted: Mapping[str, int | str]) -> Certificate:
    values = {names[i]: v for i, v in sorted(proof.values.items())}
    return Certificate(
        proof.kind,
        MappingProxyType(values),
        tuple(names[i] for i in proof.stuck),
        tuple(n for n, v in values.items() if wanted.get(n, v) not in (v, "*", "?")),
        proof.states,
        tuple(names[i] for i in proof.components),
    )
