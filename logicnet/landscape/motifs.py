"""Which trap spaces are minimal, said in clauses that are learnt from those that are not.

A stable motif under a context is a set of components with values that hold themselves wherever the context holds
(Zañudo & Albert 2013, doi:10.1063/1.4809777): what a trap space in the context has in common with it is a trap space
again, so a minimal one that may have all its values has no others. That is a clause for each component of the motif.
As long as some trap space that meets all clauses so far holds a smaller one, the two show a motif that it breaks; when
there is none left, what meets the clauses are the minimal trap spaces. Few motifs serve for very many of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from logicnet.landscape.answer_sets import collected
from logicnet.landscape.clauses import Clause, Statement, kept_as_they_are, literals, restated, stated
from logicnet.landscape.solver import Functions
from logicnet.landscape.trap_spaces import Space, smallest_around
from logicnet.limits import Budget

if TYPE_CHECKING:
    import clingo

# Motifs past which the network is left to others.
MOST_MOTIFS = 5_000


def minimal(functions: Functions, budget: Budget) -> tuple[Statement, list[Clause]] | None:
    """Return a statement, and clauses whose models are the minimal trap spaces; None where they would be too many."""
    statement = stated(functions, functions.keys() - kept_as_they_are(functions))
    motifs = _motifs(statement, budget) if statement else None
    if statement is None or motifs is None:
        return None
    free = _ever_free(statement, _said(statement, motifs), budget)
    statement = restated(functions, statement.cubes, free)
    return statement, _said(statement, motifs)


def _motifs(statement: Statement, budget: Budget) -> list[tuple[Space, Space]] | None:
    """Return contexts and motifs in them that leave the minimal trap spaces only."""
    motifs: list[tuple[Space, Space]] = []
    pairs = _Pairs(statement)
    while len(motifs) < MOST_MOTIFS:
        pair = pairs.next(budget)
        if pair is None:
            return motifs
        motifs.append(_motif(statement, *pair))
        pairs.add(_clauses(statement, *motifs[-1]))
    return None


def _said(statement: Statement, motifs: Sequence[tuple[Space, Space]]) -> list[Clause]:
    """Return the clauses of closed subspaces that break no motif."""
    learnt = [clause for context, motif in motifs for clause in _clauses(statement, context, motif)]
    return [*statement.closed(), *statement.percolated(), *learnt]


def _ever_free(statement: Statement, clauses: Sequence[Clause], budget: Budget) -> set[int]:
    """Return the components that are free in some model."""
    import clingo

    control = clingo.Control(["1", "-W", "none"])
    with control.backend() as backend:
        atoms = _variables(backend, statement.width)
        for clause in clauses:
            _demand(backend, clause, atoms)
        free = {i: backend.add_atom() for i in statement.functions}
        for i, atom in free.items():
            backend.add_rule([atom], [atoms[statement.may[i, value]] for value in (0, 1)])
    fixed = dict(free)
    while True:
        with control.backend() as backend:
            backend.add_rule([], [-atom for atom in fixed.values()])
        found = collected(control, budget, lambda model: [i for i in fixed if model.is_true(fixed[i])], 1)
        if not found:
            return free.keys() - fixed.keys()
        for i in found[0]:
            del fixed[i]


def _clauses(statement: Statement, context: Space, motif: Space) -> list[Clause]:
    """Say that under the context what may have all values of the motif has no others."""
    outside = [(i, 1 - value) for i, value in context.items()]
    return [statement.clause(chain(motif.items(), ((i, 1 - value),)), outside) for i, value in motif.items()]


def _motif(statement: Statement, large: Space, small: Space) -> tuple[Space, Space]:
    """Return a context and a motif, neither with anything to spare, that the larger of two trap spaces breaks."""
    functions = statement.functions
    motif = {i: value for i, value in small.items() if i not in large}
    for i in tuple(motif):
        others = {j: functions[j] for j in motif if j != i}
        if i in motif:
            kept = smallest_around(others, large | {j: motif[j] for j in others})
            motif = {j: kept[j] for j in others if j in kept} or motif
    read = {r for i in motif for r in functions[i].regulators}
    context = {i: value for i, value in large.items() if i in read}
    for i in tuple(context):
        fewer = {j: value for j, value in context.items() if j != i}
        readers = [j for j in motif if i in functions[j].regulators]
        if not any(functions[j].reaches(1 - motif[j], fewer | motif) for j in readers):
            context = fewer
    return context, motif


class _Pairs:
    """Pairs of trap spaces, one inside the other, of which the larger one meets the clauses so far."""

    def __init__(self, statement: Statement) -> None:
        import clingo

        self.statement = statement
        self.control = clingo.Control(["1", "-W", "none"])
        with self.control.backend() as backend:
            self.large, self.small = (_variables(backend, statement.width) for _ in range(2))
            for clause in statement.closed():
                _demand(backend, clause, self.small)
            self._require_smaller(backend)
        self.add(_said(statement, ()))

    def _require_smaller(self, backend: Any) -> None:
        differs = []
        for literal in self.statement.may.values():
            backend.add_rule([], [self.small[literal], -self.large[literal]])
            differs.append(backend.add_atom())
            backend.add_rule([differs[-1]], [self.large[literal], -self.small[literal]])
        backend.add_rule([], [-atom for atom in differs])

    def add(self, clauses: Sequence[Clause]) -> None:
        """Demand more of the larger one."""
        with self.control.backend() as backend:
            for clause in clauses:
                _demand(backend, clause, self.large)

    def next(self, budget: Budget) -> tuple[Space, Space] | None:
        """Return a pair."""
        found = collected(self.control, budget, self._read, 1)
        return found[0] if found else None

    def _read(self, model: clingo.Model) -> tuple[Space, Space]:
        large, small = (self._space(model, atoms) for atoms in (self.large, self.small))
        return large, small

    def _space(self, model: clingo.Model, atoms: dict[int, int]) -> Space:
        held = sum(1 << literal for literal, atom in atoms.items() if model.is_true(abs(atom)) == (atom > 0))
        return self.statement.space(held)


def _variables(backend: Any, width: int) -> dict[int, int]:
    """Return the atom of each literal, negated where it is a negation."""
    atoms = [backend.add_atom() for _ in range(width)]
    backend.add_rule(atoms, [], choice=True)
    positive = {2 * k: atom for k, atom in enumerate(atoms, 1)}
    return positive | {literal + 1: -atom for literal, atom in positive.items()}


def _demand(backend: Any, clause: Clause, atoms: dict[int, int]) -> None:
    backend.add_rule([], [-atoms[literal] for literal in literals(clause)])
