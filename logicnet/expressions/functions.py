"""Update functions as the engine sees them: over numbered regulators, with what is fixed already put in.

Two forms with one interface: a truth table up to `WIDEST_TABLE` regulators, a decision diagram beyond.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from logicnet.errors import LimitReached
from logicnet.expressions.diagrams import Diagrams
from logicnet.expressions.expression import AND, FALSE, NOT, OPERATIONS, OR, TRUE, XOR, Program, evaluate
from logicnet.expressions.signs import signs_of
from logicnet.expressions.truth_tables import Cube, columns, essential, implicants, rows_within, sign, without

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

WIDEST_TABLE = 16
# Programs up to this length, and so many of them, are tabulated once where only the regulators' numbers differ.
LONGEST_SHAPE, MOST_SHAPES = 64, 4096
# The table of a single regulator: 1 where it is 1.
IDENTITY = 0b10


class UpdateFunction(Protocol):
    """What the engine asks of an update function; every regulator in it is essential."""

    @property
    def regulators(self) -> tuple[int, ...]:
        """Indices of the regulators, ascending."""
        ...

    @property
    def constant(self) -> int | None:
        """The value of a constant function, else None."""
        ...

    def reaches(self, value: int, space: Mapping[int, int]) -> bool:
        """Tell whether the function takes `value` somewhere in the space (the fixed components and their values)."""
        ...

    def signs(self) -> Mapping[int, str]:
        """Return how each regulator acts: ``+``, ``-`` or ``?`` (both ways)."""
        ...

    def needs(self, value: int) -> Mapping[int, int]:
        """Return the regulators that have one value wherever the function has `value`, with that value."""
        ...


@dataclass(frozen=True, slots=True)
class TableFunction:
    """An update function as a truth table over its regulators (see `truth_tables` for the bit order)."""

    regulators: tuple[int, ...]
    table: int

    @property
    def constant(self) -> int | None:
        """The value of a constant function, else None."""
        return None if self.regulators else self.table & 1

    def reaches(self, value: int, space: Mapping[int, int]) -> bool:
        """Tell whether the function takes `value` somewhere in the space."""
        rows = rows_within(self.regulators, space)
        return bool(rows & (self.table if value else ~self.table))

    def signs(self) -> Mapping[int, str]:
        """Return how each regulator acts: ``+``, ``-`` or ``?``."""
        width = len(self.regulators)
        return {regulator: sign(self.table, j, width) for j, regulator in enumerate(self.regulators)}

    def needs(self, value: int) -> Mapping[int, int]:
        """Return the regulators that have one value wherever the function has `value`, with that value."""
        return {r: bit for r in self.regulators for bit in (0, 1) if not self.reaches(value, {r: 1 - bit})}

    def implicants(self, value: int) -> Iterator[Cube]:
        """Yield cubes over the regulators whose union is where the function has `value`."""
        width = len(self.regulators)
        table = self.table if value else self.table ^ columns(width)[1]
        for cube in implicants(table, width):
            yield tuple((self.regulators[j], bit) for j, bit in cube)


@dataclass(frozen=True, slots=True, eq=False)
class DiagramFunction:
    """An update function of many regulators as a decision diagram."""

    regulators: tuple[int, ...]
    diagrams: Diagrams
    diagram: Bdd
    polarities: Mapping[int, str]

    @property
    def constant(self) -> int | None:
        """Always None: constants are tables."""
        return None

    def reaches(self, value: int, space: Mapping[int, int]) -> bool:
        """Tell whether the function takes `value` somewhere in the space."""
        inside = {i: bit for i in self.regulators if (bit := space.get(i)) is not None}
        rest = self.diagrams.restrict(self.diagram, inside) if inside else self.diagram
        return not (rest.is_false() if value else rest.is_true())

    def signs(self) -> Mapping[int, str]:
        """Return how each regulator acts: ``+``, ``-`` or ``?``."""
        written = {i: self.polarities[i] for i in self.regulators}  # it has an effect, and only this way
        mixed = [i for i, sign in written.items() if sign == "?"]
        return written | (self._compared(mixed) if mixed else {})

    def _compared(self, mixed: Sequence[int]) -> dict[int, str]:
        """Return how regulators act that are written both ways."""
        nodes, root = self.diagrams.decisions(self.diagram)
        rank = {i: k for k, i in enumerate(self.diagrams.components)}
        try:
            return signs_of(nodes, root, rank, mixed)
        except LimitReached:
            return {i: self._sign(i) for i in mixed}

    def _sign(self, regulator: int) -> str:
        """Return how one regulator acts, from what it makes of the whole diagram."""
        low, high = (self.diagrams.restrict(self.diagram, {regulator: bit}) for bit in (0, 1))
        rises, falls = not high.l_and_not(low).is_false(), not low.l_and_not(high).is_false()
        return "?" if rises and falls else "+" if rises else "-"

    def needs(self, value: int) -> Mapping[int, int]:
        """Return the regulators that have one value wherever the function has `value`, with that value."""
        return self.diagrams.needed(self.diagram if value else self.diagram.l_not())


def update_function(program: Program, fixed: Mapping[int, int]) -> TableFunction | DiagramFunction:
    """Return a program's update function with the components of `fixed` put in and idle regulators dropped."""
    if not fixed.keys().isdisjoint(program):
        constants = {op: TRUE if fixed[op] else FALSE for op in program if op in fixed}
        program = tuple(map(constants.get, program, program))
    if len(program) == 1 <= WIDEST_TABLE and program[0] >= 0:
        return TableFunction(program, IDENTITY)
    regulators = sorted(set(program).difference(OPERATIONS))
    if len(regulators) <= WIDEST_TABLE:
        return _tabulate(program, regulators)
    # In the order in which they are written: what stands together in a rule belongs together.
    diagrams = Diagrams(op for op in dict.fromkeys(program) if op >= 0)
    diagram = diagrams.of_program(program, {})
    needed = sorted(diagrams.support(diagram))
    if len(needed) <= WIDEST_TABLE:
        idle = dict.fromkeys(set(regulators).difference(needed), FALSE)  # of no effect, so they may stand at 0
        return _tabulate(tuple(map(idle.get, program, program)), needed)
    return DiagramFunction(tuple(needed), diagrams, diagram, _polarities(program))


def _polarities(program: Program) -> dict[int, str]:
    """Return how each operand is written: ``+`` or ``-`` where always under an even or odd number of negations."""
    found: dict[int, str] = {}
    pending = ["+"]
    for op in reversed(program):
        polarity = pending.pop()
        if op >= 0:
            found[op] = polarity if found.get(op, polarity) == polarity else "?"
        elif op == NOT:
            pending.append({"+": "-", "-": "+", "?": "?"}[polarity])
        elif op in (AND, OR):
            pending += [polarity, polarity]
        elif op == XOR:
            pending += ["?", "?"]
    return found


def _tabulate(program: Program, regulators: Sequence[int]) -> TableFunction:
    rank = dict(zip(regulators, range(len(regulators)), strict=True))
    shape = tuple(map(rank.get, program, program))
    tabulated = _remembered if len(shape) <= LONGEST_SHAPE else _tabulated
    needed, table = tabulated(shape, len(regulators))
    if len(needed) < len(regulators):
        regulators = [regulators[j] for j in needed]
    return TableFunction(tuple(regulators), table)


def _tabulated(shape: Program, width: int) -> tuple[Sequence[int], int]:
    """Return which of its operands, counted from zero, a program depends on, and its table over these."""
    cols, mask = columns(width)
    table = evaluate(shape, cols, mask)
    needed = essential(table, width)
    for j in reversed(range(width)):
        if j not in needed:
            table = without(table, j, width)
            width -= 1
    return needed, table


_remembered = lru_cache(MOST_SHAPES)(_tabulated)
