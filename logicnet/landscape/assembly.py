"""The whole from its modules: every attractor as a product of pieces."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from logicnet.landscape.driven import undriven
from logicnet.landscape.percolation import Percolated
from logicnet.landscape.pieces import JointPiece, weakest
from logicnet.landscape.results import Found, Value
from logicnet.landscape.solver import Solver
from logicnet.landscape.walk import Walk


class Assembly:
    """All attractors (fixed points, minimal trap spaces) of a percolated network.

    Parameters
    ----------
    solver
        Solves the modules, for the kind of question asked.
    observed
        Components that the walk must pass though they regulate nobody.
    """

    def __init__(self, network: Percolated, solver: Solver, observed: Collection[int] = ()) -> None:
        self.order = tuple(network.functions)
        self.walk = Walk({i: undriven(function) for i, function in network.functions.items()}, solver, observed)

    @property
    def missing(self) -> str:
        """What stopped the walk; empty where everything is there."""
        return self.walk.missing

    @property
    def count(self) -> int:
        """The number of attractors: exact where nothing is missing, else what is certain."""
        return self.walk.root.count

    def found(self, limit: int) -> Iterator[Found]:
        """Yield the first so many one by one."""
        return map(self._at, range(min(limit, self.count)))

    def others(self, limit: int) -> Iterator[Found]:
        """Yield one by one what comes after the first so many."""
        number = limit
        while number < self.count:
            yield self._at(number)
            number += 1

    def _at(self, number: int) -> Found:
        pieces = self.walk.pieces(number)
        values: dict[int, Value] = {i: value for piece in pieces for i, value in piece.values.items()}
        fixed = all(value in (0, 1) for value in values.values())
        certificate = weakest(piece.certificate for piece in pieces)
        return Found({i: values[i] for i in self.order}, fixed, certificate, JointPiece(tuple(pieces)))
