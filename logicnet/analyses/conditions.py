"""Which input valuations lead to which outcome: all of them at once, never one by one.

A free input is a module of one component that can stand at 0 or at 1. So one walk over the modules
(`logicnet.landscape.walk`) holds the attractors of every valuation, and folding it from its ends gives, for each
outcome, the set of valuations as a decision diagram and the number of attractors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.expressions.covers import cover_of
from logicnet.expressions.diagrams import Diagrams
from logicnet.landscape.assembly import Assembly
from logicnet.landscape.asynchronous import solve_strong
from logicnet.landscape.percolation import percolate
from logicnet.landscape.pieces import OPEN, Piece
from logicnet.landscape.results import AT_LEAST, EXACT, Exactness, Value, meets
from logicnet.landscape.solver import Solver
from logicnet.landscape.walk import Choice, Node, Walk
from logicnet.limits import Budget, most
from logicnet.network import BooleanNetwork

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# Different combinations of observed values that are kept apart.
MOST_OUTCOMES = 5_000

# How many outcomes are listed unless the question says otherwise.
DEFAULT_LIMIT = 1024

# The share of the time that the walk may take; the rest is for reading conditions off it.
WALK = 0.8

Seen = tuple[tuple[str, Value], ...]
"""What was observed: component (or ``kind``) and value, by name."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome and the conditions under which it is possible.

    Attributes
    ----------
    name
        The outcome classes met, joined by ``; ``, or ``no class``; ``fixed point`` or ``cyclic``; or empty where
        `values` say it.
    values
        The phenotype's values in the attractors with this outcome: 0, 1 or ``*``.
    attractors
        Number of attractors with it, over all input valuations.
    valuations, always
        Number of input valuations under which some attractor, and under which every attractor has it.
    share
        `valuations` as a share of all input valuations, between 0 and 1.
    condition
        The valuations as a sum of products of inputs; None where that has too many products to be read.
    smallest
        Whether the sum was proved to be a smallest one.
    """

    name: str
    values: Mapping[str, Value]
    attractors: int
    valuations: int
    always: int
    share: float
    condition: tuple[Mapping[str, int], ...] | None
    smallest: bool


@dataclass(frozen=True, slots=True)
class Conditions:
    """Outcomes and the conditions on the inputs that give each.

    Attributes
    ----------
    model, fixed
        As in `logicnet.Answer`.
    inputs, idle
        Free inputs that some condition speaks of, and those without effect on any outcome; file order.
    exactness, reason
        ``exact``, or ``at_least`` with the `reason`: not all outcomes are listed, or something is open. Then
        `outcome_count` is None, and every number is a lower bound.
    valuations, open
        Number of input valuations, and for how many of them the answer may be incomplete.
    count
        Number of attractors over all valuations; where something is open, those of unknown outcome among them.
    outcomes
        Those listed, by share, the largest first.
    outcome_count
        How many outcomes there are, listed or not; None where that is not known.
    """

    model: str
    fixed: Mapping[str, int]
    inputs: tuple[str, ...]
    idle: tuple[str, ...]
    exactness: Exactness
    reason: str
    valuations: int
    open: int
    count: int
    outcomes: tuple[Outcome, ...]
    outcome_count: int | None


def conditions(
    network: BooleanNetwork,
    phenotype: Iterable[str] = (),
    fixed: Mapping[str, int] | None = None,
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
    memory: float | None = None,
) -> Conditions:
    """Tell which input valuations lead to which outcome, over the asynchronous attractors of all of them.

    Parameters
    ----------
    network
        A network, as `logicnet.load` gives it.
    phenotype
        Components whose values make the outcome. Without any, the outcome classes of the rule file do; without
        these, the kind of attractor (``fixed point`` or ``cyclic``).
    fixed
        Components to hold at 0 or 1. All other inputs are free, their defaults notwithstanding.
    conditions
        Named conditions of the rule file to put in, as for `attractors`.
    limit
        How many outcomes are listed at most, those with the largest share; they are counted all the same.
    timeout, memory
        In seconds, and in megabytes that the process may come to hold; None for no limit.

    Returns
    -------
    Conditions
        Its numbers are exact where `exactness` says so; else lower bounds, with what is open.

    Raises
    ------
    UnknownNameError, SettingError
        A question that does not fit the network; a limit under 1.

    Examples
    --------
    >>> import logicnet
    >>> answer = logicnet.conditions(logicnet.load("core_axis"))
    >>> [(o.name, o.valuations) for o in answer.outcomes][0]
    ('osteopetrosis', 44)
    """
    budget = Budget.of(timeout, memory)
    held = _fixed(network, fixed, conditions)
    return _Question(network, tuple(dict.fromkeys(phenotype)), held, most(limit), budget).answer()


def _fixed(network: BooleanNetwork, fixed: Mapping[str, int] | None, given: Iterable[str]) -> Mapping[str, int]:
    """Return what the question holds: no input stands at its default."""
    given = given if isinstance(given, str) else tuple(given)  # a text is refused, not taken letter by letter
    usual = network.setting(fixed, (), given).fixed
    asked = {**{n: v for name in given for n, v in network.conditions[name].items()}, **(fixed or {})}
    return {name: value for name, value in usual.items() if name in asked}


@dataclass(frozen=True, slots=True)
class _Part:
    """What a walk came to: by what was seen, the number of attractors and the valuations; and the open valuations."""

    found: Mapping[Seen, tuple[int, Bdd]]
    open: Bdd


_Groups = dict[tuple[str, Seen], tuple[int, "Bdd"]]
"""By outcome (its name, the phenotype's values), the number of attractors and the valuations."""


@dataclass(frozen=True, slots=True)
class _Question:
    network: BooleanNetwork
    phenotype: tuple[str, ...]
    fixed: Mapping[str, int]
    limit: int
    budget: Budget

    def answer(self) -> Conditions:
        names = self.network.names
        inside = percolate(self.network.programs, {self.network.index[n]: v for n, v in self.fixed.items()})
        observed = {self.network.position(name) for name in self._observed()}
        inputs = set(self.network.inputs) - self.fixed.keys()
        free = [i for i, name in enumerate(names) if name in inputs]
        whole = Assembly(inside, Solver(solve_strong, self.budget.share(WALK)), observed)
        diagrams = Diagrams(_in_order(whole.walk, free))
        constant = tuple(sorted((names[i], inside.fixed[i]) for i in observed if i in inside.fixed))
        fold = _Fold(diagrams, set(free), observed, names, self.budget)
        joint, missing = _Part({constant: (1, diagrams.true)}, diagrams.false), whole.missing
        try:
            joint = _times(joint, whole.walk.fold(fold.follow, fold.choose))
            missing = "; ".join(filter(None, (missing, fold.undecided)))
        except LimitReached as stop:
            joint, missing = _Part({}, diagrams.true), str(stop)
        return self._told(joint, diagrams, free, missing, whole.count)

    def _observed(self) -> tuple[str, ...]:
        if self.phenotype:
            return self.phenotype
        return tuple(dict.fromkeys(name for wanted in self.network.classes.values() for name in wanted))

    def _told(self, joint: _Part, diagrams: Diagrams, free: Sequence[int], missing: str, least: int) -> Conditions:
        names = self.network.names
        groups = self._grouped(joint.found)
        sets = [valuations for _, valuations in groups.values()]
        spoken = {i for valuations in sets for i in diagrams.support(valuations)}
        known = None if missing else len(groups)
        reason = "; ".join(filter(None, (missing, self._cut(len(groups), known))))
        exactness: Exactness = AT_LEAST if reason else EXACT
        return Conditions(
            self.network.name,
            MappingProxyType(dict(self.fixed)),
            tuple(names[i] for i in free if i in spoken),
            tuple(names[i] for i in free if i not in spoken),
            exactness,
            reason,
            1 << len(free),
            _number(joint.open),
            max(least, sum(count for count, _ in groups.values())),
            self._outcomes(groups, joint.open, diagrams, 1 << len(free)),
            known,
        )

    def _cut(self, found: int, known: int | None) -> str:
        """Return what is not listed, if anything."""
        if found <= self.limit:
            return ""
        number = f"{'at least ' if known is None else ''}{found:,} outcomes"
        return f"there are {number}, {self.limit:,} of them listed; raise --limit"

    def _outcomes(self, groups: _Groups, open_: Bdd, diagrams: Diagrams, total: int) -> tuple[Outcome, ...]:
        """Return the outcomes with the largest share, that one first; only for these a condition is looked for."""
        others = dict(zip(groups, _others(diagrams, [valuations for _, valuations in groups.values()]), strict=True))
        numbers = {key: _number(valuations) for key, (_, valuations) in groups.items()}
        ranked = sorted(groups, key=lambda key: (-numbers[key], key[0], [str(value) for _, value in key[1]]))
        outcomes = []
        for name, values in ranked[: self.limit]:
            count, valuations = groups[name, values]
            cover = cover_of(diagrams, valuations)
            always = _number(valuations.l_and_not(others[name, values]).l_and_not(open_))
            products = None if cover is None else tuple(map(self._named, cover.products))
            outcomes.append(
                Outcome(
                    name,
                    MappingProxyType(dict(values)),
                    count,
                    numbers[name, values],
                    always,
                    numbers[name, values] / total,
                    products,
                    cover is not None and cover.smallest,
                )
            )
        return tuple(outcomes)

    def _grouped(self, found: Mapping[Seen, tuple[int, Bdd]]) -> _Groups:
        """Unite what was seen by outcome."""
        groups: _Groups = {}
        for seen, (count, valuations) in found.items():
            key = self._outcome(seen)
            before = groups.get(key)
            groups[key] = (before[0] + count, before[1].l_or(valuations)) if before else (count, valuations)
        return groups

    def _outcome(self, seen: Seen) -> tuple[str, Seen]:
        values = dict(seen)
        kind = "cyclic" if values.pop(_KIND, 0) else "fixed point"
        if self.phenotype:
            return "", tuple((name, values[name]) for name in self.phenotype)
        if not self.network.classes:
            return kind, ()
        met = [name for name, wanted in self.network.classes.items() if meets(values, wanted)]
        return "; ".join(met) or "no class", ()

    def _named(self, product: Mapping[int, int]) -> Mapping[str, int]:
        return MappingProxyType({self.network.names[i]: product[i] for i in sorted(product)})


_KIND = ""  # no component has an empty name


def _in_order(walk: Walk, free: Sequence[int]) -> list[int]:
    """Return the free inputs as the walk meets them: what belongs together stands together in the diagrams."""
    met = [i for choice in reversed(walk.choices) for piece, _ in choice.edges[:1] for i in piece.values]
    inputs = set(free)
    return [i for i in dict.fromkeys([*met, *free]) if i in inputs]


def _others(diagrams: Diagrams, sets: Sequence[Bdd]) -> Iterator[Bdd]:
    """Yield for each of some sets the union of all others."""
    after = [diagrams.false]
    for one in reversed(sets[1:]):
        after.append(after[-1].l_or(one))
    before = diagrams.false
    for one in sets:
        yield before.l_or(after.pop())
        before = before.l_or(one)


def _number(valuations: Bdd) -> int:
    return int(valuations.cardinality())


class _Fold:
    """Works from the ends of the walk to its root."""

    def __init__(
        self, diagrams: Diagrams, free: set[int], observed: set[int], names: Sequence[str], budget: Budget
    ) -> None:
        self.diagrams, self.budget = diagrams, budget
        self.free, self.observed, self.names = free, observed, names
        self.undecided = ""

    def follow(self, node: Node, below: Sequence[_Part]) -> _Part:
        """Join what leaves no choice with independent choices."""
        joint = _Part({(): (1, self.diagrams.true)}, self.diagrams.false)
        for piece in node.pieces:
            joint = _times(joint, self._of(piece))
        for part in below:
            joint = _times(joint, part)
        return joint

    def choose(self, choice: Choice, below: Sequence[_Part]) -> _Part:
        """Unite the ways that a choice opens."""
        self.budget.check()
        found: dict[Seen, tuple[int, Bdd]] = {}
        open_ = self.diagrams.true if choice.missing else self.diagrams.false
        for (piece, _), after in zip(choice.edges, below, strict=True):
            part = _times(self._of(piece), after)
            open_ = open_.l_or(part.open.l_and(self._inside(piece)))
            for seen, (count, valuations) in part.found.items():
                _add(found, seen, count, valuations)
        return _Part(found, open_)

    def _of(self, piece: Piece) -> _Part:
        if piece.certificate == OPEN:
            return _Part({}, self.diagrams.true)
        kind: Seen = () if piece.still else ((_KIND, 1),)
        values = piece.valued(self.observed)
        if "?" in values.values():
            self.undecided = "an attractor has too many states to tell what it shows"
            return _Part({}, self.diagrams.true)
        seen = kind + tuple(sorted((self.names[i], value) for i, value in values.items()))
        return _Part({seen: (1, self._inside(piece))}, self.diagrams.false)

    def _inside(self, piece: Piece) -> Bdd:
        """Return the valuations that a piece stands for: an input's value, or all."""
        return self.diagrams.cube({i: int(v == 1) for i, v in piece.valued(self.free).items() if v != "?"})


def _merged(a: Seen, b: Seen) -> Seen:
    return tuple(sorted({*a, *b})) if a and b else a or b


def _add(found: dict[Seen, tuple[int, Bdd]], seen: Seen, count: int, valuations: Bdd) -> None:
    before = found.get(seen)
    found[seen] = (before[0] + count, before[1].l_or(valuations)) if before else (count, valuations)
    if len(found) > MOST_OUTCOMES:
        raise LimitReached(f"there are more than {MOST_OUTCOMES:,} different outcomes; ask for fewer components")


def _times(a: _Part, b: _Part) -> _Part:
    """Put two independent parts together: counts multiply, valuations meet."""
    product: dict[Seen, tuple[int, Bdd]] = {}
    for seen, (count, valuations) in a.found.items():
        for more, (times, inside) in b.found.items():
            _add(product, _merged(seen, more), count * times, valuations.l_and(inside))
    return _Part(product, a.open.l_or(b.open))
