"""Sets of states of one large module as decision diagrams: what can be reached from a state of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from typing import TYPE_CHECKING

from logicnet.expressions.diagrams import Diagrams
from logicnet.landscape.driven import Driven, DrivenTable, Factor
from logicnet.landscape.results import Value
from logicnet.limits import Budget

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# A set whose diagram grows past this many nodes is given up: the limit of time and memory for one attractor.
LARGEST_DIAGRAM = 400_000
# So is one that takes more work than this, counted in nodes looked at, not in seconds: the same answer on any machine.
MOST_WORK = 3_000_000


class TooLarge(Exception):
    """A set of states whose diagram passes `LARGEST_DIAGRAM`, or that takes more than `MOST_WORK`."""


@dataclass(frozen=True, eq=False)
class ModuleSets:
    """A set of states of a module.

    Attributes
    ----------
    diagrams
        Over the components that are not fixed.
    fixed
        The others, with their values.
    diagram
        The set.
    """

    diagrams: Diagrams
    fixed: Mapping[int, int]
    diagram: Bdd

    @classmethod
    def reached(
        cls, functions: Mapping[int, Driven], state: Mapping[int, int], space: Mapping[int, int], budget: Budget
    ) -> ModuleSets:
        """Return every state reachable from one, inside a trap space that it lies in.

        Saturates: each component moves as long as it adds states; done when a whole round adds none.

        Raises
        ------
        TooLarge, LimitReached
        """
        moving = [i for i in functions if i not in space]
        diagrams = Diagrams(moving)
        updates = {i: _updates(diagrams, functions[i], space) for i in moving}
        reached = diagrams.cube({i: state[i] for i in moving})
        idle = work = 0
        for i in cycle(moving):
            budget.check()
            size = reached.node_count()
            work += size
            if size > LARGEST_DIAGRAM or work > MOST_WORK:
                raise TooLarge
            grown = reached.l_or(_step(diagrams, reached, i, updates[i]))
            idle = idle + 1 if grown.structural_eq(reached) else 0
            reached = grown
            if idle == len(moving):
                break
        return cls(diagrams, dict(space), reached)

    @cached_property
    def states(self) -> int:
        """Number of states."""
        return int(self.diagram.cardinality())

    @cached_property
    def values(self) -> dict[int, Value]:
        """Each component's value: 0, 1, or ``*`` where both occur."""
        support = set(self.diagrams.support(self.diagram))
        varying = {i: self._value(i) if i in support else "*" for i in self.diagrams.components}
        return {**self.fixed, **varying}

    def _value(self, i: int) -> Value:
        on, off = (self.diagrams.restrict(self.diagram, {i: bit}).is_false() for bit in (1, 0))
        return 0 if on else 1 if off else "*"

    def contains(self, state: Mapping[int, int]) -> bool:
        """Tell whether a state is in it."""
        if any(state[i] != value for i, value in self.fixed.items()):
            return False
        inside = {i: state[i] for i in self.diagrams.components}
        return not self.diagrams.restrict(self.diagram, inside).is_false()

    def meets(self, space: Mapping[int, int]) -> bool:
        """Tell whether some state of it lies in a space."""
        if any(space.get(i, value) != value for i, value in self.fixed.items()):
            return False
        inside = {i: value for i, value in space.items() if i in self.diagrams.variables}
        return not self.diagrams.restrict(self.diagram, inside).is_false()

    def factors(self, kept: Collection[int]) -> list[Factor]:
        """Return the joint states of some of its varying components."""
        wanted = tuple(i for i in self.diagrams.components if i in kept)
        rest = [i for i in self.diagrams.components if i not in kept]
        thin = self.diagrams.exists(self.diagram, rest)
        states = set()
        for number in range(1 << len(wanted)):
            if not self.diagrams.restrict(thin, {i: number >> j & 1 for j, i in enumerate(wanted)}).is_false():
                states.add(number)
        return [(wanted, frozenset(states))]

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield its states."""
        for valuation in self.diagram.valuation_iterator():
            yield {**self.fixed, **{i: int(valuation[v]) for i, v in self.diagrams.variables.items()}}


def _updates(diagrams: Diagrams, function: Driven, space: Mapping[int, int]) -> tuple[Bdd, Bdd]:
    """Return the sets in which 0 and in which 1 is possible."""
    zeros, ones = (_diagram(diagrams, function, value, space) for value in (0, 1))
    return zeros, ones


def _diagram(diagrams: Diagrams, function: Driven, value: int, space: Mapping[int, int]) -> Bdd:
    if isinstance(function, DrivenTable):
        agree = (c for c in function.implicants(value) if all(space.get(i, bit) == bit for i, bit in c))
        return diagrams.of_cubes([(i, bit) for i, bit in c if i not in space] for c in agree)
    source = function.ones if value else function.zeros
    inside = {i: bit for i in function.regulators if (bit := space.get(i)) is not None}
    return diagrams.copied(function.diagrams, function.diagrams.restrict(source, inside))


def _step(diagrams: Diagrams, states: Bdd, i: int, update: tuple[Bdd, Bdd]) -> Bdd:
    """Return the states one move of a component leads to."""
    zeros, ones = update
    rising = diagrams.restrict(states.l_and(ones), {i: 0}).l_and(diagrams.literal(i, 1))
    falling = diagrams.restrict(states.l_and(zeros), {i: 1}).l_and(diagrams.literal(i, 0))
    return rising.l_or(falling)
