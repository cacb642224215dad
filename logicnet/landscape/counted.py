"""All fixed points, or all minimal trap spaces, of a network at once: the models of its clauses, counted as such.

The way for networks that are too large for one decision diagram (`joint`): what holds in each of them separately, and
not an order of the components, decides how long it takes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from logicnet.landscape.circuits import feedback_vertex_set, modules
from logicnet.landscape.clauses import Clause, Statement, stated
from logicnet.landscape.counting import Models, TooInvolved
from logicnet.landscape.elimination import Contradiction, Elimination
from logicnet.landscape.motifs import minimal
from logicnet.landscape.pieces import FIXED_POINT, UNIVOCAL, SpacePiece
from logicnet.landscape.results import Value
from logicnet.landscape.solver import Functions
from logicnet.limits import Budget


@dataclass(frozen=True, eq=False, slots=True)
class Counted:
    """The fixed points or minimal trap spaces of a network."""

    statement: Statement
    left: Elimination
    models: Models

    @property
    def count(self) -> int:
        """The number of spaces."""
        return self.models.count

    def piece(self, number: int) -> SpacePiece:
        """Return a space by its number from 0."""
        space = self.statement.space(self.left.extended(self.models.model(number)))
        values: dict[int, Value] = {i: space.get(i, "*") for i in self.statement.functions}
        return SpacePiece(values, FIXED_POINT if len(space) == len(values) else UNIVOCAL)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No space at all."""

    count: int = 0

    def piece(self, number: int) -> SpacePiece:
        """Refuse: there is none."""
        raise IndexError(number)


def counted_fixed_points(functions: Functions, budget: Budget) -> Counted | Nothing | None:
    """Return all fixed points of a network with single-valued rules, or None where it is too involved."""
    statement = stated(functions, ())
    return _counted(statement, list(statement.closed()), budget) if statement else None


def counted_minimal_spaces(functions: Functions, budget: Budget) -> Counted | Nothing | None:
    """Return all minimal trap spaces of a network, or None where it is too involved."""
    said = minimal(functions, budget)
    return _counted(*said, budget) if said else None


def _counted(statement: Statement, clauses: Collection[Clause], budget: Budget) -> Counted | Nothing | None:
    """Count; what the components of a feedback vertex set may be determines the rest."""
    functions = statement.functions
    kept = {i for part in modules(functions, functions) for i in feedback_vertex_set(functions, part, budget)}
    determining = {literal >> 1 for (i, _), literal in statement.may.items() if i in kept}
    try:
        left = Elimination(statement.width, clauses, determining, budget)
        return Counted(statement, left, Models(statement.width, left.clauses, left.gone, budget))
    except Contradiction:
        return Nothing()
    except TooInvolved:
        return None
