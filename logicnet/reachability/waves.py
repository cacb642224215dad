"""Sets of states as decision diagrams, spread forward and backward until they meet or one is closed.

Each wave moves one component at a time and keeps every set on its way, so that a state in which two waves meet can be
walked back to the start, and on to the goal, one move a set. Limits count diagram nodes, not seconds: the same answer
on any machine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from logicnet.expressions.diagrams import Diagrams
from logicnet.expressions.functions import TableFunction
from logicnet.landscape.percolation import Function, Percolated
from logicnet.limits import Budget

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# A set whose diagram passes this many nodes, or a wave whose sets have more than this together, is given up.
LARGEST_SET = 150_000
MOST_WORK = 6_000_000


class TooLarge(Exception):
    """A set of states passed `LARGEST_SET`, or a wave `MOST_WORK`."""


class Symbols:
    """The diagrams of one network: all of its components in one order, so that sets can be handed on.

    Parameters
    ----------
    system
        The network with its held components put in.
    doubled
        Give each component a second variable, a stand-in for its next value.
    """

    def __init__(self, system: Percolated, doubled: bool) -> None:
        self.system, self.doubled = system, doubled

    def of(self, system: Percolated) -> Symbols:
        """Return the same diagrams for the same components with others of them held."""
        other = Symbols(system, self.doubled)
        other.diagrams = self.diagrams
        return other

    @cached_property
    def diagrams(self) -> Diagrams:
        """The diagrams, made when a first set is asked for."""
        order = _order(self.system.functions)
        order += [i for i in range(len(self.system.programs)) if i not in self.system.functions]
        return Diagrams(j for i in order for j in ((i, self.stand_in_of(i)) if self.doubled else (i,)))

    def stand_in_of(self, i: int) -> int:
        """Return the number of a component's second variable."""
        return len(self.system.programs) + i

    def stand_in(self, i: int) -> Bdd:
        """Return all states in which a component's second variable is 1."""
        return self.diagrams.literal(self.stand_in_of(i), 1)

    def literal(self, i: int, value: int) -> Bdd:
        """Return all states in which a component has a value."""
        return self.diagrams.literal(i, value)

    def cube(self, space: Mapping[int, int]) -> Bdd:
        """Return the states of a subspace."""
        return self.diagrams.cube(space)

    def within(self, states: Bdd, space: Mapping[int, int]) -> Bdd:
        """Return the states of a set that lie in a subspace."""
        return states.l_and(self.cube(space))

    def without(self, states: Bdd, components: Iterable[int]) -> Bdd:
        """Return a set with some components left open."""
        return states.r_exists([self.diagrams.variables[i] for i in components])

    def contains(self, states: Bdd, state: Mapping[int, int]) -> bool:
        """Tell whether a set has a state that agrees with the values given."""
        return not self.diagrams.restrict(states, state).is_false()

    def least(self, states: Bdd, components: Sequence[int]) -> dict[int, int]:
        """Return the state of a set that comes first when values are compared in the order of components."""
        state: dict[int, int] = {}
        for i in components:
            low = self.diagrams.restrict(states, {i: 0})
            state[i] = int(low.is_false())
            states = self.diagrams.restrict(states, {i: 1}) if state[i] else low
        return state

    def states(self, states: Bdd, components: Sequence[int]) -> list[dict[int, int]]:
        """Return the states of a set over all the components that it depends on, in order; it must not be large."""
        found, partial = [], [(states, dict[int, int]())]
        while partial:
            rest, state = partial.pop()
            if len(state) == len(components):
                found.append(state)
                continue
            i = components[len(state)]
            for value in (1, 0):
                narrower = self.diagrams.restrict(rest, {i: value})
                if not narrower.is_false():
                    partial.append((narrower, {**state, i: value}))
        return found

    def enclosing(self, states: Bdd, components: Iterable[int]) -> dict[int, int]:
        """Return the smallest subspace that a set lies in."""
        space = {}
        for i in components:
            if states.l_and(self.literal(i, 1)).is_false():
                space[i] = 0
            elif states.l_and(self.literal(i, 0)).is_false():
                space[i] = 1
        return space

    def count(self, states: Bdd, components: int) -> int:
        """Return how many states a set has over so many components, which are all that it depends on."""
        return int(states.cardinality()) >> (len(self.diagrams.components) - components)


def _order(functions: Mapping[int, Function]) -> list[int]:
    """Return components so that those which regulate each other stand close (reverse Cuthill-McKee)."""
    import networkx
    from networkx.utils import reverse_cuthill_mckee_ordering

    graph = networkx.Graph()
    graph.add_nodes_from(functions)
    graph.add_edges_from((r, i) for i, f in functions.items() for r in f.regulators if r in functions and r != i)
    return list(reverse_cuthill_mckee_ordering(graph))


class Steps:
    """One move of one component, forward and backward, on whole sets."""

    def __init__(self, symbols: Symbols, system: Percolated) -> None:
        self.symbols, self.system = symbols, system
        self._updates: dict[int, Bdd] = {}

    def update(self, i: int) -> Bdd:
        """Return the states in which a component's rule gives 1."""
        if i not in self._updates:
            function, diagrams = self.system.functions[i], self.symbols.diagrams
            if isinstance(function, TableFunction):
                self._updates[i] = diagrams.of_cubes(function.implicants(1))
            else:
                self._updates[i] = diagrams.of_program(self.system.programs[i], self.system.fixed)
        return self._updates[i]

    def forward(self, states: Bdd, i: int) -> Bdd:
        """Return where a move of component `i` leads from a set."""
        update, diagrams = self.update(i), self.symbols.diagrams
        rising = _and(diagrams.restrict(_and(states, update), {i: 0}), diagrams.literal(i, 1))
        falling = _and(diagrams.restrict(states.l_and_not(update), {i: 1}), diagrams.literal(i, 0))
        return _or(rising, falling)

    def backward(self, states: Bdd, i: int) -> Bdd:
        """Return from where a move of component `i` leads into a set."""
        update, diagrams = self.update(i), self.symbols.diagrams
        rising = _and(_and(diagrams.restrict(states, {i: 1}), diagrams.literal(i, 0)), update)
        falling = _and(diagrams.restrict(states, {i: 0}), diagrams.literal(i, 1)).l_and_not(update)
        return _or(rising, falling)


def _and(one: Bdd, other: Bdd) -> Bdd:
    try:
        return one.l_and(other, limit=LARGEST_SET)
    except InterruptedError:
        raise TooLarge from None


def _or(one: Bdd, other: Bdd) -> Bdd:
    try:
        return one.l_or(other, limit=LARGEST_SET)
    except InterruptedError:
        raise TooLarge from None


def common(one: Bdd, other: Bdd) -> Bdd | None:
    """Return the states that two sets share, or None where their diagram is too large."""
    try:
        return _and(one, other)
    except TooLarge:
        return None


class Wave:
    """A set that grows by moves of single components, with every set on the way.

    Parameters
    ----------
    states
        Where it begins.
    step
        `Steps.forward` or `Steps.backward`.
    components
        Those that move.
    """

    def __init__(self, states: Bdd, step: Callable[[Bdd, int], Bdd], components: Sequence[int]) -> None:
        self.states, self.step, self.components = states, step, components
        self.sets: list[Bdd] = [states]
        self.moved: list[int] = []
        self.work = 0
        self.closed = not components

    @property
    def size(self) -> int:
        """How much the next round is likely to cost."""
        return self.states.node_count()

    def round(self, budget: Budget) -> None:
        """Let every component move once; sets `closed` where nothing was added."""
        before = len(self.sets)
        for i in self.components:
            budget.check()
            grown = _or(self.states, self.step(self.states, i))
            self.work += grown.node_count()
            if self.work > MOST_WORK:
                raise TooLarge
            if not grown.structural_eq(self.states):
                self.states = grown
                self.sets.append(grown)
                self.moved.append(i)
        self.closed = len(self.sets) == before

    def spread(self, budget: Budget) -> Bdd:
        """Grow until closed, and return the set."""
        while not self.closed:
            self.round(budget)
        return self.states

    def back(self, state: Mapping[int, int], contains: Callable[[Bdd, Mapping[int, int]], bool]) -> list[int]:
        """Return the components that move on a way from a state of the wave to where it began, in that order."""
        moves, here, end = list[int](), dict(state), len(self.sets)
        while True:
            # Sets only grow, so the first that holds the state is found by bisection.
            first = bisect_left(range(end), True, key=lambda k: contains(self.sets[k], here))
            if not first:
                return moves
            i = self.moved[first - 1]
            here[i] = 1 - here[i]
            moves.append(i)
            end = first


def closed_set(steps: Steps, states: Bdd, budget: Budget) -> Bdd:
    """Return everything that can be reached from a set, asynchronously.

    Raises
    ------
    TooLarge, LimitReached
    """
    return Wave(states, steps.forward, list(steps.system.functions)).spread(budget)
