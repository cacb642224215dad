"""What a network can settle into: attractors under each update scheme, fixed points, trap spaces.

One algorithm, one file; this one asks the question (inputs, their valuations, limits) and puts the answer together.

Thresholds
----------
``asynchronous.LARGEST_CORE``: components of a module's feedback vertex set whose states are held as bits; with more,
candidate states from answer sets, as exact.
``asynchronous.LAST_RESORT``, ``asynchronous.MOST_LOOKS``: components of a module that is searched whole where
candidates do not decide, and the work for that; past them the answer is ``at_least``.
``candidates.MANY``, ``walk.MOST_PARTS``, ``solver.MOST_PIECES``: candidates, situations and pieces of a module past
which the walk stops; what it found is certain (``at_least``).
``module_sets.LARGEST_DIAGRAM`` and ``module_sets.MOST_WORK``: nodes of the diagram of a set of states, and of all on
the way to it; past them an attractor's states are not counted, and attractors that share a trap space not told apart.
``walk.FEW_PARTS``, ``solver.FEW_PIECES``, ``joint.LARGEST_JOINT``, ``joint.MOST_JOINT_WORK``: past the first two, fixed
points and minimal trap spaces are looked for in whole parts at once; past the others, in clauses, as exact.
``clauses.LONGEST_SUM``, ``motifs.MOST_MOTIFS``, ``counting.MOST_FORMULAS``: past these, piece by piece again.
``outlines.WIDTHS``: components that an attractor of a large module is looked at through before all its states are.
``resting.MOST_KEPT``: kept components of a whole network up to which it is looked at before its modules are; with more,
by the walk, as exact.
``synchronous.LARGEST_TABLE``: components of a module whose state table is built whole; with more, simulation and
proof, as exact.
``functions.WIDEST_TABLE`` (`logicnet.expressions.functions`): regulators of a rule as a truth table; with more,
decision diagrams, as exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from logicnet.errors import LimitReached, UnknownNameError
from logicnet.landscape import steady
from logicnet.landscape.assembly import Assembly
from logicnet.landscape.asynchronous import solve_strong
from logicnet.landscape.joint import joint_fixed_points, joint_minimal_spaces
from logicnet.landscape.maximal import maximal_trap_spaces
from logicnet.landscape.percolation import Percolated, Written, followed
from logicnet.landscape.pieces import OPEN, UNIVOCAL, SpacePiece
from logicnet.landscape.resting import resting_attractors
from logicnet.landscape.results import (
    AT_LEAST,
    EXACT,
    Answer,
    Attractor,
    Exactness,
    Found,
    NamedRegion,
    Search,
    Value,
    meets,
    ordered,
    spelt,
)
from logicnet.landscape.solver import Jointly, Solver, Strong
from logicnet.landscape.trap_spaces import Space, minimal_spaces
from logicnet.limits import GRACE, Budget, most
from logicnet.network import BooleanNetwork, Setting

__all__ = ["Answer", "Attractor", "attractors", "fixed_points", "meets", "trap_spaces"]

DEFAULT_LIMIT = 1024

Item = TypeVar("Item")

Algorithm = Callable[[Percolated, int, Budget], Search]


def _in_time(found: Iterator[Item], budget: Budget) -> tuple[list[Item], str]:
    """List items; return what stopped it, too: a little past the time limit, so that what is certain is told."""
    listed: list[Item] = []
    patient = budget.extended(GRACE)
    try:
        for item in found:
            listed.append(item)
            patient.check()
    except LimitReached as stop:
        return listed, str(stop)
    return listed, ""


def _synchronous(network: Percolated, limit: int, budget: Budget) -> Search:
    from logicnet.landscape.synchronous import synchronous_attractors

    return synchronous_attractors(network, limit, budget)


def _asynchronous(network: Percolated, limit: int, budget: Budget) -> Search:
    whole = Assembly(network, Solver(solve_strong, budget))
    found, late = _in_time(whole.found(limit), budget)
    missing = whole.missing or late
    if not missing and any("?" in one.values.values() for one in found):
        missing = "some values could not be worked out: an attractor has too many states"
    return Search(found, missing, None if whole.missing else whole.count, lambda: whole.others(limit))


ALGORITHMS: Mapping[str, Algorithm] = MappingProxyType({"asynchronous": _asynchronous, "synchronous": _synchronous})
"""The attractor algorithm of each update scheme."""


def attractors(
    network: BooleanNetwork,
    update: str | None = None,
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
    memory: float | None = None,
) -> Answer:
    """Find all attractors.

    Parameters
    ----------
    network
        A network, as `logicnet.load` gives it.
    update
        ``asynchronous`` (one component at a time) or ``synchronous`` (all at once); None for the scheme that the file
        names, else asynchronous.
    fixed
        Components to hold at 0 or 1: inputs, knock-outs, over-expressions. Other inputs stand at their default;
        inputs without a default are free.
    free
        Inputs to leave free: the answer speaks of the attractors of all their valuations together.
    conditions
        Named conditions of the rule file to put in.
    limit
        How many attractors are listed at most; they are counted all the same.
    timeout, memory
        In seconds, and in megabytes that the process may come to hold; None for no limit.

    Returns
    -------
    Answer
        Its `exactness` says whether the list is complete, its `count` how many there are.

    Raises
    ------
    UnknownNameError, SettingError
        A question that does not fit the network; a limit under 1.

    Examples
    --------
    >>> import logicnet
    >>> answer = logicnet.attractors(logicnet.load("core_axis"), fixed={"Estrogen": 0})
    >>> [(a.id, a.kind, a.classes) for a in answer.items]
    [('A1', 'fixed point', ('osteoporosis',))]
    """
    setting = network.setting(fixed, free, conditions)
    return attractors_within(network, update or network.update, setting, Budget.of(timeout, memory), limit)


def attractors_within(
    network: BooleanNetwork, update: str, setting: Setting, budget: Budget, limit: int = DEFAULT_LIMIT
) -> Answer:
    """Find all attractors as a part of a longer question, whose budget it shares; arguments as for `attractors`."""
    if update not in ALGORITHMS:
        raise UnknownNameError("update scheme", update, ALGORITHMS)
    return _Question(network, setting, most(limit), budget).attractors(update)


def fixed_points(
    network: BooleanNetwork,
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
    memory: float | None = None,
) -> Answer:
    """Find the fixed points (steady states), which no update scheme leaves; arguments as for `attractors`.

    Free inputs need no valuation one by one: `limit` bounds only how many fixed points are listed. However many there
    are, `Answer.count` is exact, and `Answer.listed` goes through all of them one by one.

    Examples
    --------
    >>> import logicnet
    >>> answer = logicnet.fixed_points(logicnet.load("bone_metastasis"), free=["Estrogen", "Denosumab"], limit=1)
    >>> answer.count == sum(1 for point in answer.listed())
    True
    """
    ask = _Question(network, network.setting(fixed, free, conditions), most(limit), Budget.of(timeout, memory))
    return ask.walked("fixed-points", "F", steady.fixed_points, joint_fixed_points, extends=False)


def trap_spaces(
    network: BooleanNetwork,
    which: str = "minimal",
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
    memory: float | None = None,
) -> Answer:
    """Find the minimal or the maximal trap spaces; arguments as for `attractors`.

    A trap space is a set of states with some components fixed that no update leaves. Each minimal one holds at least
    one attractor of every update scheme. The maximal ones are those strictly inside the percolated space (what is
    left when everything constant is put in) that no other such one holds. As of fixed points, `limit` of them are
    listed, all are counted, and `Answer.listed` goes through all of them.
    """
    if which not in ("minimal", "maximal"):
        raise UnknownNameError("kind of trap space", which, ("minimal", "maximal"))
    ask = _Question(network, network.setting(fixed, free, conditions), most(limit), Budget.of(timeout, memory))
    return (
        ask.maximal()
        if which == "maximal"
        else ask.walked("trap-spaces", "T", minimal_spaces, joint_minimal_spaces, extends=True)
    )


def _kind(found: Found) -> str:
    if found.fixed_point:
        return "fixed point"
    return "undecided" if found.certificate == OPEN else "cyclic"


@dataclass(frozen=True, slots=True)
class _Question:
    network: BooleanNetwork
    setting: Setting
    limit: int
    budget: Budget

    def followed(self) -> Written:
        return followed(self.network.programs, {self.network.index[n]: v for n, v in self.setting.fixed.items()})

    def attractors(self, update: str) -> Answer:
        network = self.followed()
        at_rest = resting_attractors(network, self.limit, self.budget) if update == "asynchronous" else None
        if at_rest is not None:
            items = [self.item(network.fixed, one) for one in at_rest]
            return self.answer("attractors", update, items, "", len(items), lambda: iter(()))
        inside = network.percolated()
        try:
            search = ALGORITHMS[update](inside, self.limit, self.budget)
        except LimitReached as stop:
            search = Search([], str(stop))
        items = [self.item(inside.fixed, one) for one in search.found]
        others = partial(self.items, inside.fixed, search.others)
        return self.answer("attractors", update, items, search.missing, search.count, others)

    def walked(self, question: str, letter: str, strong: Strong, jointly: Jointly, extends: bool) -> Answer:
        """Answer a question whose items are spaces, by the walk over the modules."""
        inside = self.followed().percolated()
        whole = Assembly(inside, Solver(strong, self.budget, extends, jointly))
        items, late = _in_time(self.items(inside.fixed, lambda: whole.found(self.limit), letter == "T"), self.budget)
        others = partial(self.items, inside.fixed, lambda: whole.others(self.limit), letter == "T")
        missing = whole.missing or late
        return self.answer(question, "", items, missing, None if whole.missing else whole.count, others)

    def maximal(self) -> Answer:
        """List some and count all, without keeping them."""
        inside = self.followed().percolated()
        found = maximal_trap_spaces(inside, self.budget)
        listed: list[Found] = []
        count, reason = 0, ""
        try:
            for count, space in enumerate(found, 1):
                if count <= self.limit:
                    listed.append(_found(inside, space))
        except LimitReached as stop:
            reason = str(stop)
        items = list(self.items(inside.fixed, lambda: iter(listed), trap_space=True))
        later = partial(_later, inside, self.limit, self.budget)
        others = partial(self.items, inside.fixed, later, trap_space=True)
        return self.answer("trap-spaces", "", items, reason, None if reason else count, others)

    def items(
        self, fixed: Mapping[int, int], found: Callable[[], Iterator[Found]], trap_space: bool = False
    ) -> Iterator[Attractor]:
        return (self.item(fixed, one, trap_space) for one in found())

    def item(self, fixed: Mapping[int, int], found: Found, trap_space: bool = False) -> Attractor:
        names = self.network.names
        numbered = {**fixed, **found.values}
        values: dict[str, Value] = dict(zip(names, map(numbered.__getitem__, range(len(names))), strict=True))
        kind = "trap space" if trap_space else _kind(found)
        met = () if trap_space else tuple([n for n, wanted in self.network.classes.items() if meets(values, wanted)])
        region = NamedRegion(names, fixed, found.region)
        certificate = "" if trap_space else found.certificate
        return Attractor("", kind, MappingProxyType(values), met, certificate, region)

    def answer(
        self,
        question: str,
        update: str,
        items: list[Attractor],
        reason: str,
        count: int | None,
        others: Callable[[], Iterator[Attractor]],
    ) -> Answer:
        if not reason and count is not None and count > len(items):
            reason = f"there are {spelt(count)}, {len(items):,} of them listed; raise --limit"
        exactness: Exactness = AT_LEAST if reason else EXACT
        fixed, free = self.setting.fixed, self.setting.free
        named = ordered(items, question)
        return Answer(question, self.network.name, update, fixed, free, exactness, reason, count, named, others)


def _found(inside: Percolated, space: Space) -> Found:
    piece = SpacePiece({i: space.get(i, "*") for i in inside.functions}, UNIVOCAL)
    return Found(piece.values, False, "", piece)


def _later(inside: Percolated, limit: int, budget: Budget) -> Iterator[Found]:
    """Yield the maximal trap spaces after the first so many: the search is made again."""
    return (_found(inside, space) for space in islice(maximal_trap_spaces(inside, budget), limit, None))
