"""The models of clauses, counted and looked up by number without being listed.

One variable is given both values in turn, what follows from that is put in, and the clauses that are left fall into
parts without a common variable, whose models multiply; a part that was met before is not counted again (Bacchus, Dalmao
& Pitassi 2003, doi:10.1109/SFCS.2003.1238208). What remains of the search is a diagram of choices and independent parts
whose paths are the models.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import prod

from logicnet.landscape.clauses import Clause, everything, literals, negated
from logicnet.limits import Budget

# Different parts past which the search is given up.
MOST_FORMULAS = 200_000
# Clauses of more literals than this weigh as little as this in the choice of a variable.
LONGEST = 20


class TooInvolved(Exception):
    """The models cannot be counted with reasonable work."""


@dataclass(slots=True, eq=False)
class Part:
    """Clauses that do not fall apart: the first of their variables is false, or it is true."""

    size: int
    ways: tuple[Way, ...] = ()
    count: int = 0


@dataclass(slots=True)
class Way:
    """What is left after a choice: literals that hold, variables free of everything, and independent parts."""

    held: int
    free: int
    parts: list[Part] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Number of models."""
        return prod((part.count for part in self.parts), start=1 << self.free.bit_count())


class Models:
    """All models of clauses.

    Parameters
    ----------
    width
        The number of variables.
    gone
        Variables (as positive literals) that are not spoken of.

    Raises
    ------
    TooInvolved
        The clauses fall into too many different parts.
    """

    def __init__(self, width: int, clauses: Collection[Clause], gone: int, budget: Budget) -> None:
        self.positive, self.budget = everything(width), budget
        self._known: dict[frozenset[Clause], Part] = {}
        self._pending: list[tuple[Part, frozenset[Clause], int]] = []
        self.root = self._way(clauses, _units(clauses), self.positive & ~gone)
        while self._pending:
            self._expand()
        for part in sorted(self._known.values(), key=lambda part: part.size):  # what follows a choice is smaller
            part.count = sum(way.count for way in part.ways)
        self._known.clear()

    @property
    def count(self) -> int:
        """The number of models."""
        return self.root.count if self.root else 0

    def model(self, number: int) -> int:
        """Return the literals that hold in a model by its number from 0."""
        assert self.root is not None, "there is a model"
        held = 0
        pending = [(self.root, number)]
        while pending:
            way, number = pending.pop()
            held |= way.held
            for variable in literals(way.free):
                number, bit = divmod(number, 2)
                held |= 1 << variable + 1 - bit
            for part in way.parts:
                number, place = divmod(number, part.count)
                for chosen in part.ways:
                    if place < chosen.count:
                        pending.append((chosen, place))
                        break
                    place -= chosen.count
        return held

    def _expand(self) -> None:
        self.budget.check()
        if len(self._known) > MOST_FORMULAS:
            raise TooInvolved
        part, clauses, scope = self._pending.pop()
        chosen = _heaviest(clauses)
        ways = (self._way(clauses, 1 << 2 * chosen + side, scope) for side in (1, 0))
        part.ways = tuple(way for way in ways if way is not None)

    def _way(self, clauses: Collection[Clause], news: int, scope: int) -> Way | None:
        """Put in what holds and all that follows; None for a contradiction."""
        followed = self._followed(clauses, news)
        if followed is None:
            return None
        rest, held = followed
        scope &= ~(held | held >> 1)
        way = Way(held, scope)
        for variables, inside in self._apart(rest):
            way.free &= ~variables
            way.parts.append(self._part(frozenset(inside), variables))
        return way

    def _part(self, clauses: frozenset[Clause], variables: int) -> Part:
        part = self._known.get(clauses)
        if part is None:
            part = self._known[clauses] = Part(variables.bit_count())
            self._pending.append((part, clauses, variables))
        return part

    def _followed(self, clauses: Collection[Clause], news: int) -> tuple[Collection[Clause], int] | None:
        """Return the clauses left once literals are put in, and all that follows by unit propagation."""
        held = news
        while news:
            ruled_out, left, units = negated(news, self.positive), [], 0
            if news & ruled_out:
                return None
            for clause in clauses:
                if clause & news:
                    continue
                if clause & ruled_out:
                    clause &= ~ruled_out
                    if not clause:
                        return None
                    if not clause & (clause - 1):
                        units |= clause
                left.append(clause)
            clauses, news = left, units
            held |= units
        return clauses, held

    def _apart(self, clauses: Collection[Clause]) -> Iterator[tuple[int, list[Clause]]]:
        """Yield the parts without a common variable, smallest first: their variables, and their clauses."""
        parts: list[tuple[int, list[Clause]]] = []
        for clause in clauses:
            variables, mine = (clause | clause >> 1) & self.positive, [clause]
            others = []
            for part in parts:
                if part[0] & variables:
                    variables |= part[0]
                    longer, shorter = (part[1], mine) if len(part[1]) > len(mine) else (mine, part[1])
                    longer += shorter
                    mine = longer
                else:
                    others.append(part)
            parts = [*others, (variables, mine)]
        yield from sorted(parts, key=lambda part: len(part[1]))


def _units(clauses: Collection[Clause]) -> int:
    found = 0
    for clause in clauses:
        if not clause & (clause - 1):
            found |= clause
    return found


def _heaviest(clauses: Collection[Clause]) -> int:
    """Return the variable that is in the most and shortest clauses."""
    weights: dict[int, int] = {}
    for clause in clauses:
        weight = 1 << max(0, LONGEST - clause.bit_count())
        for literal in literals(clause):
            weights[literal >> 1] = weights.get(literal >> 1, 0) + weight
    return max(weights, key=lambda variable: (weights[variable], variable))
