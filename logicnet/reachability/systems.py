"""The moves of a network in which only what a question holds is fixed.

Nothing is percolated: a component whose rule is constant may start at the other value, and its one move may be what
opens the way to the target.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from logicnet.expressions.expression import Program
from logicnet.expressions.functions import update_function
from logicnet.landscape.driven import Driven, undriven
from logicnet.landscape.percolation import targets_of
from logicnet.landscape.reduced import members

State = Mapping[int, int]


@dataclass(frozen=True, eq=False)
class System:
    """Components that may move, closed under regulation; a state is packed into an integer, bit ``j`` for ``order[j]``.

    Attributes
    ----------
    functions
        Their update functions, ascending; regulators are among them.
    update
        ``asynchronous`` or ``synchronous``.
    """

    functions: Mapping[int, Driven]
    update: str

    @classmethod
    def of(cls, programs: Sequence[Program], held: State, update: str) -> System:
        """Return the moves of a network with some components held."""
        functions = {i: undriven(update_function(p, held)) for i, p in enumerate(programs) if i not in held}
        return cls(functions, update)

    def behind(self, components: Iterable[int]) -> System:
        """Return the system of some components and whatever has an effect on them: the others cannot matter."""
        frontier = [i for i in components if i in self.functions]
        kept = set(frontier)
        while frontier:
            fresh = set(self.functions[frontier.pop()].regulators) - kept
            kept |= fresh
            frontier += fresh
        return System({i: f for i, f in self.functions.items() if i in kept}, self.update)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The components, ascending."""
        return tuple(self.functions)

    @cached_property
    def targets(self) -> Mapping[int, list[int]]:
        """Whom each component regulates."""
        return targets_of(self.functions)

    def packed(self, state: State) -> int:
        """Return a state (of these components at least) as an integer."""
        return sum(state[i] << j for j, i in enumerate(self.order))

    def unpacked(self, number: int) -> dict[int, int]:
        """Return the state that an integer stands for."""
        return {i: number >> j & 1 for j, i in enumerate(self.order)}

    def space(self, values: State) -> tuple[int, int]:
        """Return a space as a mask of its fixed components and their values."""
        inside = [(j, values[i]) for j, i in enumerate(self.order) if i in values]
        return sum(1 << j for j, _ in inside), sum(bit << j for j, bit in inside)

    def moves(self, i: int, state: State) -> bool:
        """Tell whether a component's rule wants it elsewhere."""
        return self.functions[i].allows(1 - state[i], state)

    def successors(self, states: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield (position in `states`, state that may follow it), all rules evaluated on all states at once."""
        columns = _transposed(states, len(self.order))
        mask = (1 << len(states)) - 1
        may = {i: (mask ^ column, column) for i, column in zip(self.order, columns, strict=True)}
        wanted = [function.possible(1, may, mask) for function in self.functions.values()]
        if self.update == "synchronous":
            yield from enumerate(_transposed(wanted, len(states)))
            return
        for j, (new, old) in enumerate(zip(wanted, columns, strict=True)):
            for k in members(new ^ old):
                yield k, states[k] ^ 1 << j


def _transposed(rows: Sequence[int], width: int) -> list[int]:
    """Return the columns of a matrix of bits, bit ``k`` of a column being its bit in row ``k``."""
    if not rows or not width:
        return [0] * width
    written = (format(row, f"0{width}b") for row in reversed(rows))
    return [int("".join(column), 2) for column in zip(*written, strict=True)][::-1]
