"""The reduced asynchronous graph on a feedback vertex set, its sets of states held as the bits of one integer.

Eliminating a component v that does not regulate itself (whoever reads it may read whatever v may be there) can add
attractors but never loses one: for an attractor A of the whole, the states of A in which v stands at a value it may
take form, without v, a trap set of the reduced graph. So every attractor contains the lift of at least one attractor
of the reduced graph, distinct ones distinct ones, and the lifts are a sound and complete set of candidates
(elimination: Naldi et al. 2011, doi:10.1016/j.tcs.2010.10.021; nothing in the argument needs single-valued rules).
With nothing eliminated the graph is the module's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from logicnet.expressions.truth_tables import columns
from logicnet.landscape.circuits import evaluation_order
from logicnet.landscape.driven import Driven
from logicnet.limits import Budget

# Bytes of a set whose members are listed at a time.
PIECE = 64


@dataclass(frozen=True, slots=True, eq=False)
class ReducedGraph:
    """The reduced graph of one module.

    Attributes
    ----------
    kept
        The feedback vertex set; bit ``j`` of a reduced state is the value of ``kept[j]``.
    may
        By component, the sets of reduced states in which it may be 0 and may be 1; for a kept one, in which it is.
    moves
        By kept component, the set of reduced states in which it may flip.
    wavering
        The set of reduced states in which some eliminated component may take either value.
    """

    kept: tuple[int, ...]
    may: Mapping[int, tuple[int, int]]
    moves: tuple[int, ...]
    wavering: int

    @property
    def everything(self) -> int:
        """The set of all reduced states."""
        return columns(len(self.kept))[1]

    @property
    def still(self) -> int:
        """The set of reduced states in which no kept component may flip."""
        moving = 0
        for moves in self.moves:
            moving |= moves
        return self.everything & ~moving

    def lift(self, state: int) -> dict[int, int]:
        """Return a state of the whole module that a reduced state stands for."""
        return {i: one >> state & 1 for i, (_, one) in self.may.items()}

    def number(self, state: Mapping[int, int]) -> int:
        """Return the reduced state that a state of the module has on the kept components."""
        return sum(state[i] << j for j, i in enumerate(self.kept))

    def within(self, space: Mapping[int, int]) -> int:
        """Return the set of reduced states inside a space."""
        states = self.everything
        for i in self.kept:
            if i in space:
                states &= self.may[i][space[i]]
        return states

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
        steps = [(column, 1 << j, self.moves[j] & within) for j, column in enumerate(columns(len(self.kept))[0])]
        while True:
            budget.check()
            before = states
            for column, shift, moving in steps:
                if moving:
                    states |= ((states & column) >> shift | (states & ~column) << shift) & moving
            if states == before:
                return states


def reduce_to(functions: Mapping[int, Driven], kept: Collection[int]) -> ReducedGraph:
    """Build the reduced graph of a module on a feedback vertex set of it (or on all its components)."""
    cols, mask = columns(len(kept))
    may = {i: (mask ^ column, column) for column, i in zip(cols, kept, strict=True)}
    order = evaluation_order(functions, functions.keys() - set(kept))
    assert order is not None, "the kept components meet every circuit"
    loose: set[int] = set()
    for i in order:
        may[i] = _possible(functions[i], may, mask, loose)
        if may[i][0] & may[i][1]:
            loose.add(i)
    moves = []
    for i in kept:
        zero, one = _possible(functions[i], may, mask, loose)
        moves.append(may[i][1] & zero | may[i][0] & one)
    wavering = 0
    for i in loose:
        wavering |= may[i][0] & may[i][1]
    return ReducedGraph(tuple(kept), may, tuple(moves), wavering)


def _possible(function: Driven, may: Mapping[int, tuple[int, int]], mask: int, loose: set[int]) -> tuple[int, int]:
    ones = function.possible(1, may, mask)
    if function.single and loose.isdisjoint(function.regulators):
        return mask ^ ones, ones
    return function.possible(0, may, mask), ones


def reduced_attractors(graph: ReducedGraph, budget: Budget) -> tuple[int, list[int]]:
    """Return the set of fixed points, and the other attractors of a reduced graph, each as a set of states.

    Finds terminal components by descent: from a state, step to what it reaches but cannot return from, until nothing
    is left; then drop everything that can reach the component found.
    """
    still = graph.still
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
    """Yield the members of a set, ascending; a piece at a time, as each step takes as long as its number is."""
    data = states.to_bytes((states.bit_length() + 7) // 8, "little")
    for start in range(0, len(data), PIECE):
        piece = int.from_bytes(data[start : start + PIECE], "little")
        while piece:
            lowest = piece & -piece
            yield 8 * start + lowest.bit_length() - 1
            piece ^= lowest
