"""Sets of states of the whole (percolated) network as decision diagrams, and what can be reached from a state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import cycle
from typing import TYPE_CHECKING

from logicnet.expressions.diagrams import Diagrams
from logicnet.expressions.functions import TableFunction
from logicnet.landscape.percolation import Function, Percolated
from logicnet.landscape.results import Value
from logicnet.limits import Budget

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# A set whose diagram grows past this many nodes is given up: the limit of time and memory for one attractor.
LARGEST_DIAGRAM = 400_000
# So is one that takes more work than this, counted in nodes looked at, not in seconds: the same answer on any machine.
MOST_WORK = 20_000_000


class TooLarge(Exception):
    """A set of states whose diagram passes `LARGEST_DIAGRAM`, or that takes more than `MOST_WORK`."""


class StateSets:
    """Sets of states over the components that percolation left.

    Parameters
    ----------
    network
        The percolated network.
    order
        Its components in the order of the diagrams' variables.
    """

    def __init__(self, network: Percolated, order: Iterable[int]) -> None:
        self.network = network
        self.diagrams = Diagrams(order)
        self._updates: dict[int, Bdd] = {}

    def update(self, component: int) -> Bdd:
        """Return the set of states in which a component's rule gives 1."""
        found = self._updates.get(component)
        if found is None:
            found = self._updates[component] = self._built(component, self.network.functions[component])
        return found

    def _built(self, component: int, function: Function) -> Bdd:
        if isinstance(function, TableFunction):
            return self.diagrams.of_cubes(function.implicants(1))
        return self.diagrams.of_program(self.network.programs[component], self.network.fixed)

    def reachable(self, state: Mapping[int, int], part: Collection[int], budget: Budget) -> Bdd:
        """Return every state of a part that is reachable from one of its states, asynchronously.

        Saturates: each component moves as long as it adds states; done when a whole round adds none.

        Raises
        ------
        TooLarge, LimitReached
        """
        reached = self.diagrams.cube(state)
        idle = work = 0
        for i in cycle(part):
            budget.check()
            size = reached.node_count()
            work += size
            if size > LARGEST_DIAGRAM or work > MOST_WORK:
                raise TooLarge
            grown = reached.l_or(self._step(reached, i))
            if grown.structural_eq(reached):
                idle += 1
                if idle == len(part):
                    return reached
            else:
                reached, idle = grown, 0
        raise AssertionError("a part has components")

    def _step(self, states: Bdd, i: int) -> Bdd:
        """Return the states one move of component `i` leads to."""
        update, diagrams = self.update(i), self.diagrams
        rising = diagrams.restrict(states.l_and(update), {i: 0}).l_and(diagrams.literal(i, 1))
        falling = diagrams.restrict(states.l_and_not(update), {i: 1}).l_and(diagrams.literal(i, 0))
        return rising.l_or(falling)

    def contains(self, states: Bdd, state: Mapping[int, int]) -> bool:
        """Tell whether a set has a state in it (components not named may stand anywhere)."""
        return not self.diagrams.restrict(states, state).is_false()

    def has_fixed_point(self, states: Bdd, part: Iterable[int]) -> bool:
        """Tell whether some state of a set is a fixed point of a part."""
        for i in part:
            if states.is_false():
                break
            states = states.l_and(self.update(i).l_iff(self.diagrams.literal(i, 1)))
        return not states.is_false()

    def with_leaf(self, states: Bdd, leaf: int) -> Bdd:
        """Add a leaf to an attractor of the rest: fixed where its rule is constant on it, else free (A × {0,1})."""
        update = self.update(leaf)
        if states.l_and(update).is_false():
            return states.l_and(self.diagrams.literal(leaf, 0))
        if states.l_and_not(update).is_false():
            return states.l_and(self.diagrams.literal(leaf, 1))
        return states

    def values(self, states: Bdd) -> dict[int, Value]:
        """Return each component's value over a set: 0, 1, or ``*`` where both occur."""
        support = set(self.diagrams.support(states))
        return {i: self._value(states, i) if i in support else "*" for i in self.diagrams.components}

    def _value(self, states: Bdd, i: int) -> Value:
        if states.l_and(self.diagrams.literal(i, 1)).is_false():
            return 0
        return 1 if states.l_and(self.diagrams.literal(i, 0)).is_false() else "*"
