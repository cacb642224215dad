"""What a component may become while the components outside its module go through a set of states.

A module downstream of an attractor A moves under set-valued rules: a component may take the value v in a state c of
its module where f(c, a) = v for some a in A, because between two moves of the module the components upstream can go
to any state of A. The attractors of both together are the products of A with the attractors of the driven module
(the "dependent sum" of Ruet 2026, arXiv:2604.10193). A function with everything outside fixed is the special case in
which one value is possible in each state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.expressions.functions import WIDEST_TABLE, DiagramFunction, TableFunction
from logicnet.expressions.truth_tables import Cube, columns, decisions, essential, implicants, rows_within, without

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

    from logicnet.expressions.diagrams import Decisions, Diagrams

Factor = tuple[tuple[int, ...], frozenset[int]]
"""A set of states of a few components: bit ``j`` of a member is the value of the ``j``-th of them."""

May = Mapping[int, tuple[int, int]]
"""By component, the sets (bits of an integer) in which it may be 0 and in which it may be 1."""

# States of the components outside that are put into one rule one by one; past that the drive is too involved.
MOST_ASSIGNMENTS = 1 << 16


@dataclass(frozen=True, slots=True)
class DrivenTable:
    """A set-valued update function as two truth tables: the rows in which 0, and those in which 1 is possible."""

    regulators: tuple[int, ...]
    zeros: int
    ones: int

    @property
    def constant(self) -> int | None:
        """The one value that is ever possible, else None (two are possible, or it depends)."""
        return self.ones & 1 if not self.regulators and self.zeros != self.ones else None

    @property
    def single(self) -> bool:
        """Whether each state allows one value only."""
        return not self.zeros & self.ones

    def reaches(self, value: int, space: Mapping[int, int]) -> bool:
        """Tell whether a value is possible somewhere in a space."""
        return bool(rows_within(self.regulators, space) & (self.ones if value else self.zeros))

    def allows(self, value: int, state: Mapping[int, int]) -> bool:
        """Tell whether a value is possible in a state (of all regulators at least)."""
        row = 0
        for j, regulator in enumerate(self.regulators):
            row |= state[regulator] << j
        return bool((self.ones if value else self.zeros) >> row & 1)

    def implicants(self, value: int) -> Iterator[Cube]:
        """Yield cubes over the regulators whose union is where a value is possible."""
        for cube in implicants(self.ones if value else self.zeros, len(self.regulators)):
            yield tuple((self.regulators[j], bit) for j, bit in cube)

    def possible(self, value: int, may: May, mask: int) -> int:
        """Return the set in which a value is possible; each regulator chooses freely among what it may be there."""
        table = self.ones if value else self.zeros
        found = [0, mask]
        nodes = decisions(table, len(self.regulators))
        for variable, low, high in nodes:
            zero, one = may[self.regulators[variable]]
            found.append(zero & found[low] | one & found[high])
        return found[-1] if nodes else found[table & 1]


@dataclass(frozen=True, slots=True)
class DrivenDiagram:
    """A set-valued update function of many regulators as two decision diagrams."""

    regulators: tuple[int, ...]
    diagrams: Diagrams
    zeros: Bdd
    ones: Bdd

    @property
    def constant(self) -> int | None:
        """Always None: constants are tables."""
        return None

    @property
    def single(self) -> bool:
        """Whether each state allows one value only."""
        return self.zeros.l_and(self.ones).is_false()

    def reaches(self, value: int, space: Mapping[int, int]) -> bool:
        """Tell whether a value is possible somewhere in a space."""
        diagram = self.ones if value else self.zeros
        inside = {i: bit for i in self.regulators if (bit := space.get(i)) is not None}
        return not (self.diagrams.restrict(diagram, inside) if inside else diagram).is_false()

    def allows(self, value: int, state: Mapping[int, int]) -> bool:
        """Tell whether a value is possible in a state (of all regulators at least)."""
        return self.reaches(value, state)

    def possible(self, value: int, may: May, mask: int) -> int:
        """Return the set in which a value is possible; see `DrivenTable.possible`."""
        return self.diagrams.evaluated(self.ones if value else self.zeros, may, mask)


Driven = DrivenTable | DrivenDiagram


def decided(function: Driven, value: int) -> Decisions:
    """Return where a value is possible as decision nodes, to be worked through without asking a library."""
    if isinstance(function, DrivenDiagram):
        return function.diagrams.decisions(function.ones if value else function.zeros)
    table = function.ones if value else function.zeros
    listed = decisions(table, len(function.regulators))
    nodes = [(function.regulators[variable], low, high) for variable, low, high in listed]
    return nodes, len(nodes) + 1 if nodes else table & 1


def undriven(function: TableFunction | DiagramFunction) -> Driven:
    """Return an ordinary update function in the set-valued form."""
    if isinstance(function, TableFunction):
        mask = columns(len(function.regulators))[1]
        return DrivenTable(function.regulators, function.table ^ mask, function.table)
    return DrivenDiagram(function.regulators, function.diagrams, function.diagram.l_not(), function.diagram)


def driven(function: Driven, drive: Sequence[Factor]) -> Driven:
    """Put a drive into a function: what remains possible over the regulators that the drive does not name.

    Parameters
    ----------
    drive
        Independent sets of states of components outside; those that do not regulate are ignored.
    """
    fixed, factors = _relevant(function.regulators, drive)
    if not fixed and not factors:
        return function
    if isinstance(function, DrivenDiagram):
        function = _without_fixed(function, fixed)
        if isinstance(function, DrivenDiagram):
            return _narrowed(_quantified(function, factors))
        fixed = {}
    outside = [v for variables, _ in factors for v in variables]
    inside = [r for r in function.regulators if r not in fixed and r not in outside]
    zeros, ones = _tabulated(function, [*inside, *outside], fixed)
    if outside:
        chunk = 1 << len(inside)
        mask = (1 << chunk) - 1
        chosen = [assignment * chunk for assignment in _assignments(factors)]
        zeros, ones = (_united(table, chosen, mask) for table in (zeros, ones))
    return _essential(inside, zeros, ones)


def _relevant(regulators: Collection[int], drive: Sequence[Factor]) -> tuple[dict[int, int], list[Factor]]:
    """Project a drive onto the regulators: what stands at one value, and sets of more than one state."""
    fixed: dict[int, int] = {}
    factors: list[Factor] = []
    for factor in drive:
        variables, states = projected(factor, regulators)
        if len(states) == 1 and variables:
            state = next(iter(states))
            fixed |= {v: state >> j & 1 for j, v in enumerate(variables)}
        elif variables:
            factors.append((variables, states))
    return fixed, factors


def projected(factor: Factor, kept: Collection[int]) -> Factor:
    """Project a set of states onto the components of it that are in `kept`."""
    variables, states = factor
    positions = [j for j, v in enumerate(variables) if v in kept]
    if len(positions) == len(variables):
        return factor
    if not positions:
        return (), frozenset((0,))
    thinned = frozenset(sum((s >> p & 1) << j for j, p in enumerate(positions)) for s in states)
    return tuple(variables[p] for p in positions), thinned


def _assignments(factors: Sequence[Factor]) -> Iterator[int]:
    """Yield the joint states of independent factors, the first factor's components at the lowest bits."""
    number = 1
    for _, states in factors:
        number *= len(states)
    if number > MOST_ASSIGNMENTS:
        raise LimitReached(f"a rule reads {number:,} joint states of oscillating components upstream")
    for choice in product(*(sorted(states) for _, states in factors)):
        joint = shift = 0
        for (variables, _), state in zip(factors, choice, strict=True):
            joint |= state << shift
            shift += len(variables)
        yield joint


def _tabulated(function: DrivenTable, order: Sequence[int], fixed: Mapping[int, int]) -> tuple[int, int]:
    """Tabulate over regulators in a given order with others fixed."""
    cols, mask = columns(len(order))
    may = {r: (mask ^ column, column) for r, column in zip(order, cols, strict=True)}
    may |= {r: (0, mask) if value else (mask, 0) for r, value in fixed.items()}
    ones = function.possible(1, may, mask)
    return (mask ^ ones if function.single else function.possible(0, may, mask)), ones


def _united(table: int, shifts: Sequence[int], mask: int) -> int:
    found = 0
    for shift in shifts:
        found |= table >> shift & mask
    return found


def _essential(regulators: Sequence[int], zeros: int, ones: int) -> DrivenTable:
    """Drop regulators that neither table depends on."""
    width = len(regulators)
    needed = {*essential(zeros, width), *essential(ones, width)}
    for j in reversed(range(width)):
        if j not in needed:
            zeros, ones = without(zeros, j, width), without(ones, j, width)
            width -= 1
    return DrivenTable(tuple(r for j, r in enumerate(regulators) if j in needed), zeros, ones)


def _without_fixed(function: DrivenDiagram, fixed: Mapping[int, int]) -> Driven:
    if not fixed:
        return function
    zeros, ones = (function.diagrams.restrict(d, fixed) for d in (function.zeros, function.ones))
    return _narrowed(DrivenDiagram((), function.diagrams, zeros, ones))


def _narrowed(function: DrivenDiagram) -> Driven:
    """Name the essential regulators; as tables where they are few enough."""
    diagrams = function.diagrams
    needed = sorted({*diagrams.support(function.zeros), *diagrams.support(function.ones)})
    if len(needed) > WIDEST_TABLE:
        return DrivenDiagram(tuple(needed), diagrams, function.zeros, function.ones)
    cols, mask = columns(len(needed))
    may = {r: (mask ^ column, column) for r, column in zip(needed, cols, strict=True)}
    zeros, ones = (diagrams.evaluated(d, may, mask) for d in (function.zeros, function.ones))
    return _essential(needed, zeros, ones)


def _quantified(function: DrivenDiagram, factors: Sequence[Factor]) -> DrivenDiagram:
    """Unite the diagrams over every joint state of the drive; a component that is free in it is quantified at once."""
    diagrams, zeros, ones = function.diagrams, function.zeros, function.ones
    for variables, states in factors:
        if len(states) == 1 << len(variables):
            zeros, ones = diagrams.exists(zeros, variables), diagrams.exists(ones, variables)
        else:
            zeros, ones = (_over_states(diagrams, d, variables, states) for d in (zeros, ones))
    return DrivenDiagram((), diagrams, zeros, ones)


def _over_states(diagrams: Diagrams, diagram: Bdd, variables: Sequence[int], states: Collection[int]) -> Bdd:
    found = diagrams.false
    for state in sorted(states):
        values = {v: state >> j & 1 for j, v in enumerate(variables)}
        found = found.l_or(diagrams.restrict(diagram, values))
    return found


@cache
def _split(width: int, states: frozenset[int]) -> tuple[tuple[tuple[int, ...], frozenset[int]], ...]:
    """Split a set of states into independent ones of single positions where it falls apart, and the rest."""
    alone: list[tuple[tuple[int, ...], frozenset[int]]] = []
    rest = list(range(width))
    for j in range(width):
        low = {s & ~(1 << j) for s in states if not s >> j & 1}
        high = {s & ~(1 << j) for s in states if s >> j & 1}
        if low == high or not low or not high:
            alone.append(((j,), frozenset((*([0] if low else []), *([1] if high else [])))))
            rest.remove(j)
    if rest:
        thinned = frozenset(sum((s >> p & 1) << k for k, p in enumerate(rest)) for s in states)
        alone.append((tuple(rest), thinned))
    return tuple(alone)


def split(factor: Factor) -> list[Factor]:
    """Split a set of states into independent factors: components on which the others do not depend stand alone."""
    variables, states = factor
    return [(tuple(variables[j] for j in places), inside) for places, inside in _split(len(variables), states)]
