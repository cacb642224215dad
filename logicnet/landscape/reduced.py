"""The reduced asynchronous graph on a feedback vertex set, its sets of states held as the bits of one integer.

Eliminating a component that does not regulate itself (its rule is put into its targets' rules) may add attractors but
never loses one: for an attractor A of the whole, the states of A in which the eliminated component agrees with its
rule form, without it, a trap set of the reduced graph. So every attractor contains the lift of at least one attractor
of the reduced graph, distinct ones distinct ones, and the lifts are a sound and complete set of candidates
(elimination: Naldi et al. 2011, doi:10.1016/j.tcs.2010.10.021). Fixed points correspond one to one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from logicnet.expressions.expression import evaluate
from logicnet.expressions.truth_tables import columns
from logicnet.landscape.circuits import evaluation_order
from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget


@dataclass(frozen=True, slots=True, eq=False)
class ReducedGraph:
    """The reduced graph of one part.

    Attributes
    ----------
    kept
        The feedback vertex set; bit ``j`` of a reduced state is the value of ``kept[j]``.
    values
        By component of the part, the set of reduced states in which it is 1 (eliminated ones agree with their rule).
    moves
        By kept component, the set of reduced states in which it may flip.
    """

    kept: tuple[int, ...]
    values: dict[int, int]
    moves: tuple[int, ...]

    @property
    def everything(self) -> int:
        """The set of all reduced states."""
        return columns(len(self.kept))[1]

    def lift(self, state: int) -> dict[int, int]:
        """Return the state of the whole part that a reduced state stands for."""
        return {i: (column >> state) & 1 for i, column in self.values.items()}

    def _flipped(self, states: int, j: int) -> int:
        column = columns(len(self.kept))[0][j]
        shift = 1 << j
        return ((states & column) >> shift) | ((states & ~column) << shift)

    def forward(self, states: int, budget: Budget) -> int:
        """Return everything that can be reached from a set."""
        while True:
            budget.check()
            before = states
            for j, moving in enumerate(self.moves):
                states |= self._flipped(states & moving, j)
            if states == before:
                return states

    def backward(self, states: int, within: int, budget: Budget) -> int:
        """Return everything in `within` that can reach a set."""
        while True:
            budget.check()
            before = states
            for j, moving in enumerate(self.moves):
                states |= self._flipped(states, j) & moving & within
            if states == before:
                return states


def reduce_to(network: Percolated, part: Collection[int], kept: Collection[int]) -> ReducedGraph:
    """Build the reduced graph of a part on a feedback vertex set of it."""
    cols, mask = columns(len(kept))
    values = [0] * len(network.programs)
    for i, value in network.fixed.items():
        values[i] = mask if value else 0
    for column, i in zip(cols, kept, strict=True):
        values[i] = column
    order = evaluation_order(network.functions, set(part) - set(kept))
    assert order is not None, "the kept components meet every circuit"
    for i in order:
        values[i] = evaluate(network.programs[i], values, mask)
    moves = tuple(evaluate(network.programs[i], values, mask) ^ values[i] for i in kept)
    return ReducedGraph(tuple(kept), {i: values[i] for i in part}, moves)


def reduced_attractors(graph: ReducedGraph, budget: Budget) -> tuple[int, list[int]]:
    """Return the set of fixed points, and the other attractors of a reduced graph, each as a set of states.

    Finds terminal components by descent: from a state, step to what it reaches but cannot return from, until nothing
    is left; then drop everything that can reach the component found.
    """
    moving = 0
    for moves in graph.moves:
        moving |= moves
    still = graph.everything & ~moving
    rest = graph.everything & ~graph.backward(still, graph.everything, budget)
    attractors = []
    while rest:
        state = rest & -rest
        while True:
            reached = graph.forward(state, budget)
            beyond = reached & ~graph.backward(state, reached, budget)
            if not beyond:
                break
            state = beyond & -beyond
        attractors.append(reached)
        rest &= ~graph.backward(reached, graph.everything, budget)
    return still, attractors


def members(states: int) -> Iterator[int]:
    """Yield the members of a set, ascending."""
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest
