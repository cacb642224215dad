"""All fixed points, or all minimal trap spaces, of a network at once: the valuations of one decision diagram.

The diagram speaks of a feedback vertex set only; what the other components may be follows from it. For fixed points a
variable a kept component says that it is 1, and the diagram states that each agrees with its rule. For trap spaces two
variables a component say that it may be 0 and that it may be 1, and the diagram states that what each may be is just
what its rule can take, so that its valuations are the closed subspaces with everything constant put in; the minimal
ones are those above no other, module by module under whatever is upstream. They are counted and looked up by number
without being listed (Bryant 1986, doi:10.1109/TC.1986.1676819), and the branches of a walk need not be gone through.
A network too large for a diagram is put in clauses (`counted`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from logicnet.expressions.diagrams import MOST_COMPONENTS, Diagrams
from logicnet.landscape.circuits import evaluation_order, feedback_vertex_set, linear_order, modules
from logicnet.landscape.counted import counted_fixed_points, counted_minimal_spaces
from logicnet.landscape.driven import Driven, DrivenDiagram, DrivenTable, decided
from logicnet.landscape.pieces import FIXED_POINT, UNIVOCAL, SpacePiece, Whole
from logicnet.landscape.results import Value
from logicnet.landscape.solver import Functions, settled
from logicnet.landscape.steady import from_answer_sets
from logicnet.landscape.trap_spaces import Space, module_trap_spaces
from logicnet.limits import Budget

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# Nodes of any diagram on the way; past them the network is too large for one diagram.
LARGEST_JOINT = 200_000
# Nodes of all diagrams on the way together: the same end on any machine.
MOST_JOINT_WORK = 5_000_000
# Nodes of a rule's own diagram: it is gone through node by node.
LARGEST_JOINT_RULE = 10_000
# Spaces of a network with rules too long for clauses, too, that are few enough to be listed one by one.
MOST_LISTED = 1_000
# Spaces of one part that are kept while the whole is listed.
MOST_RECENT = 100

May = dict[int, tuple["Bdd", "Bdd"]]
"""By component, where it may be 0 and where it may be 1."""


@dataclass(frozen=True, eq=False)
class Joint:
    """The fixed points or minimal trap spaces of a network.

    Attributes
    ----------
    functions
        The network's functions.
    rails
        What each variable of the diagram says: the component, and the value that it may have. A kept component with
        one rail has one value.
    diagram
        Its valuations are the spaces.
    """

    functions: Functions
    rails: tuple[tuple[int, int], ...]
    diagram: Bdd

    @cached_property
    def count(self) -> int:
        """The number of spaces."""
        return int(self.diagram.cardinality())

    @cached_property
    def _nodes(self) -> list[tuple[int, int, int, int]]:
        """By node: its variable, its two children, and the number of valuations from its variable on."""
        nodes: list[tuple[int, int, int, int]] = []
        for pointer in self.diagram.pointers():  # children first
            variable = self.diagram.node_variable(pointer)
            if variable is None:
                nodes.append((len(self.rails), 0, 0, int(pointer.is_one())))
                continue
            level, (low, high) = int(variable), map(int, self.diagram.node_links(pointer))
            weight = sum(nodes[child][3] << nodes[child][0] - level - 1 for child in (low, high))
            nodes.append((level, low, high, weight))
        return nodes

    def _valuation(self, number: int) -> Iterator[int]:
        """Yield the bits of a valuation by its number from 0: 0 before 1, the first variable first."""
        node = int(self.diagram.root())
        for level in range(len(self.rails)):
            asked, low, high, _ = self._nodes[node]
            if asked > level:
                low, high = node, node
            below = self._nodes[low][3] << self._nodes[low][0] - level - 1
            yield int(number >= below)
            number, node = (number - below, high) if number >= below else (number, low)

    def piece(self, number: int) -> SpacePiece:
        """Return a space by its number from 0."""
        return self._recent(number)

    @cached_property
    def _recent(self) -> Callable[[int], SpacePiece]:
        """Neighbours in a listing differ in few parts; the other parts are as they were."""
        return lru_cache(MOST_RECENT)(self._piece)

    def _piece(self, number: int) -> SpacePiece:
        may: dict[int, dict[int, int]] = {}
        for (i, bit), given in zip(self.rails, self._valuation(number), strict=True):
            may.setdefault(i, {})[bit] = given
        space = {i: bits[1] for i, bits in may.items() if len(bits) == 1 or bits[0] != bits[1]}
        for i in self._order:
            value = settled(self.functions[i], space)
            if isinstance(value, int):
                space[i] = value
        return _piece(self.functions, space)

    @cached_property
    def _order(self) -> list[int]:
        kept = {i for i, _ in self.rails}
        order = evaluation_order(self.functions, self.functions.keys() - kept)
        assert order is not None, "the kept components meet every circuit"
        return order


@dataclass(frozen=True, slots=True)
class Listed:
    """A few spaces, one by one."""

    pieces: tuple[SpacePiece, ...]

    @property
    def count(self) -> int:
        """The number of spaces."""
        return len(self.pieces)

    def piece(self, number: int) -> SpacePiece:
        """Return a space by its number from 0."""
        return self.pieces[number]


def joint_fixed_points(functions: Functions, budget: Budget) -> Whole | None:
    """Return all fixed points of a network with single-valued rules, or None where it is too large for that."""
    return (
        _joint(functions, budget, spaces=False)
        or counted_fixed_points(functions, budget)
        or _listed(functions, from_answer_sets(functions, budget))
    )


def joint_minimal_spaces(functions: Functions, budget: Budget) -> Whole | None:
    """Return all minimal trap spaces of a network, or None where it is too large for that."""
    return (
        _joint(functions, budget, spaces=True)
        or counted_minimal_spaces(functions, budget)
        or _listed(functions, module_trap_spaces(functions, "minimal", budget))
    )


def _listed(functions: Functions, spaces: Iterator[Space]) -> Listed | None:
    """Return spaces where they are few."""
    found = [_piece(functions, space) for space in islice(spaces, MOST_LISTED + 1)]
    return Listed(tuple(found)) if len(found) <= MOST_LISTED else None


def _piece(functions: Functions, space: Space) -> SpacePiece:
    values: dict[int, Value] = {i: space.get(i, "*") for i in functions}
    return SpacePiece(values, FIXED_POINT if len(space) == len(values) else UNIVOCAL)


def _joint(functions: Functions, budget: Budget, spaces: bool) -> Joint | None:
    parts = modules(functions, functions)
    kept = {i for part in parts for i in feedback_vertex_set(functions, part, budget)}
    order = [i for i in linear_order(functions, parts) if i in kept]
    rails = tuple((i, v) for i in order for v in ((0, 1) if spaces and not _chosen(i, functions[i]) else (1,)))
    if len(rails) > MOST_COMPONENTS:
        return None
    try:
        return Joint(functions, rails, _Statement(functions, rails, spaces, budget).over(parts))
    except InterruptedError:  # of a diagram past the limit
        return None


def _chosen(i: int, function: Driven) -> bool:
    """Tell whether a component keeps whatever value it has: an input."""
    return function == DrivenTable((i,), 0b01, 0b10)


class _Statement:
    """States in diagrams what holds of a network."""

    def __init__(self, functions: Functions, rails: Sequence[tuple[int, int]], spaces: bool, budget: Budget) -> None:
        self.functions, self.spaces, self.budget = functions, spaces, budget
        self.work = 0
        self.diagrams = Diagrams(2 * i + value for i, value in rails)
        self.rails: dict[int, list[int]] = {}
        for i, value in rails:
            self.rails.setdefault(i, []).append(2 * i + value)
        self.may: May = {i: self._rail(2 * i, named) for i, named in self.rails.items()}

    def _within(self, operation: Callable[..., Bdd], other: Bdd) -> Bdd:
        """Return the result of an operation on diagrams while it is small and the work so far is."""
        result: Bdd = operation(other, limit=LARGEST_JOINT)
        self.work += result.node_count()
        if self.work > MOST_JOINT_WORK:
            raise InterruptedError
        return result

    def _rail(self, name: int, named: Sequence[int]) -> tuple[Bdd, Bdd]:
        one = self.diagrams.literal(name + 1, 1)
        return self.diagrams.literal(name, 1) if name in named else one.l_not(), one

    def over(self, parts: Sequence[Sequence[int]]) -> Bdd:
        """Return where every module is closed, and minimal if it is about spaces."""
        order = evaluation_order(self.functions, self.functions.keys() - self.rails.keys())
        assert order is not None, "the kept components meet every circuit"
        for i in order:
            self.may[i] = self._possible(self.functions[i])
        stated = []
        for part in parts:
            kept = [i for i in part if i in self.rails and not _chosen(i, self.functions[i])]
            if kept:
                closed = self._all([self._closed(i) for i in kept])
                names = [name for i in kept for name in self.rails[i]]
                stated.append(self._minimal(closed, names) if self.spaces else closed)
        return self._all(stated)

    def _closed(self, i: int) -> Bdd:
        """Return where a component may be just what its rule can take, and something."""
        (zero, one), (off, on) = self.may[i], self._possible(self.functions[i])
        agrees = self._within(one.l_iff, on)
        return agrees if len(self.rails[i]) == 1 else self._all([zero.l_or(one), agrees, self._within(zero.l_iff, off)])

    def _minimal(self, spaces: Bdd, names: Sequence[int]) -> Bdd:
        """Return the valuations with no smaller one among them, by the variables named."""
        above = spaces
        for name in names:
            self.budget.check()
            above = self._within(above.l_or, self._raised(above, name))
        for name in names:
            self.budget.check()
            spaces = self._within(spaces.l_and_not, self._raised(above, name))
        return spaces

    def _raised(self, spaces: Bdd, name: int) -> Bdd:
        """Return the valuations without a variable, with it."""
        return self.diagrams.restrict(spaces, {name: 0}).l_and(self.diagrams.literal(name, 1))

    def _all(self, stated: Sequence[Bdd]) -> Bdd:
        """Return the conjunction, smallest first."""
        terms = sorted(stated, key=lambda term: term.node_count())
        while len(terms) > 1:
            self.budget.check()
            joined = self._within(terms[0].l_and, terms[1])
            terms = sorted([joined, *terms[2:]], key=lambda term: term.node_count())
        return terms[0] if terms else self.diagrams.true

    def _possible(self, function: Driven) -> tuple[Bdd, Bdd]:
        one = self._where(function, 1)
        return self._where(function, 0) if self.spaces else one.l_not(), one

    def _where(self, function: Driven, value: int) -> Bdd:
        """Return where a value is possible; each regulator is freely one of what it may be (see `DrivenTable`)."""
        self.budget.check()
        if not function.regulators:
            return self.diagrams.false if function.constant == 1 - value else self.diagrams.true
        if (
            isinstance(function, DrivenDiagram)
            and max(d.node_count() for d in (function.zeros, function.ones)) > LARGEST_JOINT_RULE
        ):
            raise InterruptedError
        found = [self.diagrams.false, self.diagrams.true]
        nodes, root = decided(function, value)
        for regulator, low, high in nodes:
            zero, one = self.may[regulator]
            left, right = self._within(zero.l_and, found[low]), self._within(one.l_and, found[high])
            found.append(self._within(left.l_or, right))
        return found[root]
