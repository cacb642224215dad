"""Clauses made fewer before their models are counted: what follows from others goes, and so do variables.

Clauses that others imply are dropped and literals that others rule out are taken away, by subsumption and by unit
propagation. A variable whose value follows from the others' is eliminated where that makes no more clauses (Eén & Biere
2005, doi:10.1007/11499107_5): the models of what is left are, one to one, the models of the whole. Which variables the
others determine is asked of a solver, for pairs of models that differ in one of them only (Padoa's method; counting by
way of such an independent support: Ivrii et al. 2016, doi:10.1007/s10601-015-9204-z).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from logicnet.landscape.answer_sets import collected
from logicnet.landscape.clauses import Clause, everything, literals, negated
from logicnet.limits import Budget

# How many more clauses than before an elimination may leave, round by round.
GROWTH = (0, 0, 8, 16)
# Clauses looked through between two looks at the clock.
_CHECKED = 64


class Contradiction(Exception):
    """The clauses have no model."""


class Elimination:
    """Clauses in the course of being made fewer.

    Parameters
    ----------
    width
        The number of variables.
    determining
        Variables that determine all others.

    Attributes
    ----------
    clauses
        Those that are left.
    held
        Literals that hold in every model.
    """

    def __init__(self, width: int, clauses: Iterable[Clause], determining: Collection[int], budget: Budget) -> None:
        self.positive, self.budget = everything(width), budget
        self.clauses: set[Clause] = set()
        self.held = 0
        self._with: list[set[Clause]] = [set() for _ in range(2 * width + 2)]
        self._gone: list[tuple[int, list[Clause]]] = []  # variables eliminated, and clauses in which they were true
        for k, clause in enumerate(sorted(_without_implied(set(clauses), self.positive, self.budget), key=_size)):
            self._look(k)
            self._add(clause)
        self._reduce(set(range(1, width + 1)).difference(determining))
        self._reduce(_determined(self.clauses, determining, budget))

    def _reduce(self, spare: set[int]) -> None:
        for growth in GROWTH:
            self._shorten()
            self._eliminate(spare, growth)
        self._shorten()

    def _look(self, k: int) -> None:
        if not k % _CHECKED:
            self.budget.check()

    @property
    def gone(self) -> int:
        """The variables that are eliminated or have one value, as positive literals."""
        fixed = (self.held | self.held >> 1) & self.positive
        return fixed | sum(1 << 2 * variable for variable, _ in self._gone)

    def extended(self, held: int) -> int:
        """Return the model of all variables with what holds of those that are left."""
        held |= self.held
        for variable, clauses in reversed(self._gone):
            needed = any(not clause & held for clause in clauses)
            held |= 1 << (2 * variable if needed else 2 * variable + 1)
        return held

    # --- one clause -------------------------------------------------------------------------------------------------

    def _add(self, clause: Clause) -> None:
        clause &= ~negated(self.held, self.positive)
        if clause & self.held or clause & negated(clause, self.positive) or self._subsumed(clause):
            return
        if not clause:
            raise Contradiction
        if not clause & (clause - 1):
            self._hold(clause)
            return
        self.clauses.add(clause)
        for literal in literals(clause):
            self._with[literal].add(clause)
        self._apply(clause)

    def _remove(self, clause: Clause) -> None:
        self.clauses.discard(clause)
        for literal in literals(clause):
            self._with[literal].discard(clause)

    def _hold(self, unit: Clause) -> None:
        self.held |= unit
        literal = unit.bit_length() - 1
        for clause in tuple(self._with[literal]):
            self._remove(clause)
        for clause in tuple(self._with[literal ^ 1]):
            self._remove(clause)
            self._add(clause)

    def _subsumed(self, clause: Clause) -> bool:
        return any(clause | other == clause for literal in literals(clause) for other in self._with[literal])

    def _apply(self, clause: Clause) -> None:
        """Drop clauses that this one implies; take a literal from those that have all of it but for one's negation."""
        for other in self._supersets(clause):
            if other != clause:
                self._remove(other)
        for literal in literals(clause):
            for other in self._supersets(clause ^ 1 << literal ^ 1 << (literal ^ 1)):
                if other in self.clauses:
                    self._remove(other)
                    self._add(other ^ 1 << (literal ^ 1))
                    if clause not in self.clauses:
                        return

    def _supersets(self, clause: Clause) -> list[Clause]:
        fewest = min((self._with[literal] for literal in literals(clause)), key=len)
        return [other for other in fewest if other | clause == other]

    # --- all clauses ------------------------------------------------------------------------------------------------

    def _shorten(self) -> None:
        """Drop what the other clauses imply by unit propagation, of clauses and of literals (vivification)."""
        for k, clause in enumerate(sorted(self.clauses, key=_size, reverse=True)):
            self._look(k)
            if clause in self.clauses and _size(clause) > 2:
                self._remove(clause)
                rest = self._needed(clause)
                if rest is not None:
                    self._add(rest)

    def _needed(self, clause: Clause) -> Clause | None:
        """Return the literals of a clause that the other clauses do not rule out; None where they imply it."""
        held = needed = 0
        for literal in literals(clause):
            if held >> literal & 1:
                return None
            if not held >> (literal ^ 1) & 1:
                needed |= 1 << literal
                followed = self._followed(held, 1 << (literal ^ 1))
                if followed is None:
                    return None
                held = followed
        return needed

    def _followed(self, held: int, news: int) -> int | None:
        """Return all that follows from literals by unit propagation; None for a contradiction."""
        while news:
            held |= news
            fresh, ruled_out = 0, negated(held, self.positive)
            if held & ruled_out:
                return None
            for literal in literals(news):
                for clause in self._with[literal ^ 1]:
                    if not clause & held:
                        rest = clause & ~ruled_out
                        if not rest:
                            return None
                        if not rest & (rest - 1):
                            fresh |= rest
            news = fresh
        return held

    def _eliminate(self, spare: set[int], growth: int) -> None:
        """Eliminate the spare variables that leave not too many clauses, until none does."""
        eliminated = True
        while eliminated:
            eliminated = False
            for variable in sorted(spare, key=self._pairs):
                self.budget.check()
                if self._eliminated(variable, growth):
                    spare.discard(variable)
                    eliminated = True

    def _pairs(self, variable: int) -> int:
        return len(self._with[2 * variable]) * len(self._with[2 * variable + 1])

    def _eliminated(self, variable: int, growth: int) -> bool:
        if self.held >> 2 * variable & 3:
            return True
        true, false = (list(self._with[2 * variable + side]) for side in (0, 1))
        resolvents: set[Clause] = set()
        for one in true:
            one ^= 1 << 2 * variable
            ruled_out = negated(one, self.positive)
            resolvents.update(one | other ^ 2 << 2 * variable for other in false if not other & ruled_out)
            if len(resolvents) > len(true) + len(false) + growth:
                return False
        self._gone.append((variable, [clause ^ 1 << 2 * variable for clause in true]))
        for clause in (*true, *false):
            self._remove(clause)
        for clause in sorted(resolvents, key=_size):
            self._add(clause)
        return True


def _size(clause: Clause) -> int:
    return clause.bit_count()


def _without_implied(clauses: set[Clause], positive: int, budget: Budget) -> set[Clause]:
    """Drop clauses that follow from those of two literals, and literals that these rule out; more and more do."""
    before: set[Clause] = set()
    while clauses != before:
        budget.check()
        before, implied = clauses, _implications(clauses)
        clauses = {rest for clause in clauses if (rest := _by_pairs(clause, implied, positive)) is not None}
    return clauses


def _implications(clauses: Iterable[Clause]) -> dict[int, int]:
    """Return, by literal, all that follows from it by clauses of two literals."""
    import networkx

    graph = networkx.DiGraph()
    for clause in clauses:
        if _size(clause) == 2:
            low, high = literals(clause)
            graph.add_edge(low ^ 1, high)
            graph.add_edge(high ^ 1, low)
    implied: dict[int, int] = {}
    # Literals that imply each other imply the same; what they lead to is known before them.
    parts = networkx.condensation(graph)
    for number in reversed(list(networkx.topological_sort(parts))):
        part = parts.nodes[number]["members"]
        reached = sum(1 << literal for literal in part) if len(part) > 1 else 0
        for literal in part:
            for other in graph.successors(literal):
                reached |= 1 << other | implied.get(other, 0)
        implied.update(dict.fromkeys(part, reached))
    return implied


def _by_pairs(clause: Clause, implied: dict[int, int], positive: int) -> Clause | None:
    if _size(clause) < 3:
        return clause
    for literal in literals(clause):
        if implied.get(literal, 0) & clause & ~(1 << literal):
            clause ^= 1 << literal
    follows = 0
    for literal in literals(clause):
        follows |= implied.get(literal ^ 1, 0)
    return None if _size(clause) > 2 and follows & (clause | negated(follows, positive)) else clause


def _determined(clauses: Collection[Clause], among: Collection[int], budget: Budget) -> set[int]:
    """Return variables that the others of some determine, even all of them together."""
    import clingo

    counts: dict[int, int] = {}
    for clause in clauses:
        for literal in literals(clause):
            counts[literal >> 1] = counts.get(literal >> 1, 0) + 1
    spoken_of = [variable for variable in among if variable in counts]
    left = set(spoken_of)
    control = clingo.Control(["1", "-W", "none"])
    with control.backend() as backend:
        one, other = ({variable: backend.add_atom() for variable in counts} for _ in range(2))
        same = {variable: backend.add_atom() for variable in spoken_of}
        backend.add_rule([*one.values(), *other.values(), *same.values()], [], choice=True)
        for atoms in (one, other):
            for clause in clauses:
                body = [atoms[x >> 1] if x & 1 else -atoms[x >> 1] for x in literals(clause)]
                backend.add_rule([], body)
        for variable, equal in same.items():
            backend.add_rule([], [equal, one[variable], -other[variable]])
            backend.add_rule([], [equal, -one[variable], other[variable]])
    for variable in sorted(spoken_of, key=lambda v: (counts[v], v)):
        fixed = [same[v] for v in left if v != variable]
        assumed = [*fixed, -same[variable], one[variable], -other[variable]]
        if not collected(control, budget, bool, 1, assumed):
            left.discard(variable)
    return set(spoken_of) - left
