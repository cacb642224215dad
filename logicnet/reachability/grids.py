"""All states of a few components as one bit set: breadth-first ways, closed sets and attractors, both schemes.

Bit ``s`` of a set is the state ``s``, whose bit ``j`` is the value of the ``j``-th component. A component's moves are
shifts of the whole set; the synchronous successor of every state is one table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from logicnet.expressions.expression import evaluate
from logicnet.expressions.truth_tables import columns
from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget

if TYPE_CHECKING:
    import numpy

    Table = numpy.ndarray[tuple[int], numpy.dtype[numpy.uint32]]

# Components whose states are held as one set: 2**14 bits are 2 kB, and a way of as many steps is found in seconds.
LARGEST_GRID = 14


class Grid:
    """The states of a system's components, and where they may go.

    Parameters
    ----------
    system
        At most `LARGEST_GRID` components are left in it.
    update
        The update scheme.
    """

    def __init__(self, system: Percolated, update: str) -> None:
        self.components = tuple(system.functions)
        self.synchronous = update == "synchronous"
        self.columns, self.everything = columns(len(self.components))
        values = [0] * len(system.programs)
        for i, value in system.fixed.items():
            values[i] = self.everything if value else 0
        for column, i in zip(self.columns, self.components, strict=True):
            values[i] = column
        self.wanted = [evaluate(system.programs[i], values, self.everything) for i in self.components]
        self.moves = [wanted ^ column for wanted, column in zip(self.wanted, self.columns, strict=True)]

    def cube(self, space: Mapping[int, int]) -> int:
        """Return the states of a subspace."""
        states = self.everything
        for column, i in zip(self.columns, self.components, strict=True):
            if i in space:
                states &= column if space[i] else ~column
        return states

    def state(self, number: int) -> dict[int, int]:
        """Return a state by component."""
        return {i: number >> j & 1 for j, i in enumerate(self.components)}

    def least(self, states: int) -> int:
        """Return the state of a set that comes first when values are compared in the order of components."""
        for column in self.columns:
            states = states & ~column or states
        return states.bit_length() - 1

    @cached_property
    def _table(self) -> Table:
        """The synchronous successor of each state."""
        import numpy

        rows = self.everything.bit_length()
        table = numpy.zeros(rows, numpy.uint32)
        for j, wanted in enumerate(self.wanted):
            table |= self._flags(wanted).astype(numpy.uint32) << numpy.uint32(j)
        return table

    def _flags(self, states: int) -> numpy.ndarray[tuple[int], numpy.dtype[numpy.uint8]]:
        import numpy

        rows = self.everything.bit_length()
        data = numpy.frombuffer(states.to_bytes((rows + 7) // 8, "little"), numpy.uint8)
        return numpy.unpackbits(data, count=rows, bitorder="little")

    def _set(self, flags: numpy.ndarray[tuple[int], numpy.dtype[numpy.uint8]]) -> int:
        import numpy

        return int.from_bytes(numpy.packbits(flags, bitorder="little").tobytes(), "little")

    def after(self, states: int) -> int:
        """Return the states that may follow one of a set."""
        if self.synchronous:
            import numpy

            flags = numpy.zeros(self.everything.bit_length(), numpy.uint8)
            flags[self._table[self._flags(states).astype(bool)]] = 1
            return self._set(flags)
        following = 0
        for j, moving in enumerate(self.moves):
            following |= self._flipped(states & moving, j)
        return following

    def before(self, states: int) -> int:
        """Return the states that one of a set may follow."""
        if self.synchronous:
            return self._set(self._flags(states)[self._table])
        leading = 0
        for j, moving in enumerate(self.moves):
            leading |= self._flipped(states, j) & moving
        return leading

    def _flipped(self, states: int, j: int) -> int:
        column, shift = self.columns[j], 1 << j
        return ((states & column) >> shift) | ((states & ~column) << shift)

    def forward(self, states: int, budget: Budget) -> int:
        """Return everything that can be reached from a set."""
        fresh = states
        while fresh:
            budget.check()
            fresh = self.after(fresh) & ~states
            states |= fresh
        return states

    def backward(self, states: int, within: int, budget: Budget) -> int:
        """Return everything in `within` that can reach a set."""
        fresh = states
        while fresh:
            budget.check()
            fresh = self.before(fresh) & within & ~states
            states |= fresh
        return states

    def shortest(self, start: int, goal: int, budget: Budget) -> tuple[list[int], int]:
        """Return a shortest way as states (empty where there is none), and all states seen for it."""
        layers, seen = [start], start
        while not layers[-1] & goal:
            budget.check()
            fresh = self.after(layers[-1]) & ~seen
            if not fresh:
                return [], seen
            seen |= fresh
            layers.append(fresh)
        state = self.least(layers.pop() & goal)
        way = [state]
        while layers:
            state = self.least(self.before(1 << state) & layers.pop())
            way.append(state)
        return way[::-1], seen

    def attractors(self, budget: Budget) -> Iterator[int]:
        """Yield the attractors as sets of states: terminal components, found by descent."""
        rest = self.everything
        while rest:
            state = rest & -rest
            while True:
                reached = self.forward(state, budget)
                beyond = reached & ~self.backward(state, reached, budget)
                if not beyond:
                    break
                state = beyond & -beyond
            yield reached
            rest &= ~self.backward(reached, self.everything, budget)

    def values(self, states: int) -> dict[int, int]:
        """Return the components with one value all over a set."""
        seen = {i: (states & column, states & ~column) for i, column in zip(self.components, self.columns, strict=True)}
        return {i: int(bool(ones)) for i, (ones, zeros) in seen.items() if not (ones and zeros)}


def lifted(grid: Grid, way: Sequence[int]) -> list[dict[int, int]]:
    """Return a way by component."""
    return [grid.state(number) for number in way]
