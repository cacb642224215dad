"""The whole from its modules: leaves set aside, independent parts walked one by one, everything put together again.

A leaf (a component that regulates nobody) follows the rest: the attractors of the whole are exactly A × {c}, or
A × {0, 1} where its rule takes both values on A, for the attractors A of the rest. Independent parts multiply.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice, product
from math import prod

from logicnet.errors import LimitReached
from logicnet.landscape.circuits import modules
from logicnet.landscape.driven import Driven, Factor, driven, undriven
from logicnet.landscape.percolation import Percolated, independent_parts, split_leaves
from logicnet.landscape.pieces import JointPiece, Piece, settle, weakest
from logicnet.landscape.results import Found, Value
from logicnet.landscape.trap_spaces import Space, maximal_spaces
from logicnet.landscape.walk import Solver, Walk
from logicnet.limits import Budget


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
        self.functions = {i: undriven(function) for i, function in network.functions.items()}
        core, self.leaves = split_leaves(self.functions, observed)
        parts = independent_parts(self.functions, core)
        self.walks = [self._walk(part, solver) for part in parts]
        self._settled: dict[tuple[int, tuple[Factor, ...]], Value] = {}

    def _walk(self, part: Collection[int], solver: Solver) -> Walk:
        functions = {i: self.functions[i] for i in part}
        return Walk(functions, solver, modules(functions, functions))

    @property
    def missing(self) -> str:
        """What stopped the walk; empty where everything is there."""
        return "; ".join(dict.fromkeys(walk.missing for walk in self.walks if walk.missing))

    def count(self) -> int:
        """Return the number of attractors: exact where nothing is missing, else what is certain."""
        return prod(walk.count() for walk in self.walks)

    def found(self, limit: int | None = None) -> Iterator[Found]:
        """Yield them one by one, the last part's fastest.

        Parameters
        ----------
        limit
            How many are wanted at most: then each part is listed only so far.
        """
        lists = [list(islice(walk.paths(), limit)) for walk in self.walks]
        for paths in islice(product(*lists), limit):
            yield self._finished([piece for path in paths for piece in path])

    def _finished(self, pieces: list[Piece]) -> Found:
        """Let the leaves follow."""
        home = {i: piece for piece in pieces for i in piece.values}
        values: dict[int, Value] = {i: value for piece in pieces for i, value in piece.values.items()}
        for leaf in self.leaves:
            values[leaf] = self._leaf(self.functions[leaf], leaf, values, home)
        settled = [settle(i, values[i]) for i in self.leaves]
        certificate = weakest(piece.certificate for piece in (*pieces, *settled))
        fixed = all(
            len(piece.values) == sum(v in (0, 1) for v in piece.values.values()) for piece in (*pieces, *settled)
        )
        return Found({i: values[i] for i in self.functions}, fixed, certificate, JointPiece((*pieces, *settled)))

    def _leaf(self, function: Driven, leaf: int, values: Mapping[int, Value], home: Mapping[int, Piece]) -> Value:
        """Return what a leaf does while the rest goes through all its states."""
        drive: list[Factor] = []
        read: dict[int, set[int]] = {}
        for regulator in function.regulators:
            value = values[regulator]
            if value == "?":
                return "?"
            if value != "*":
                drive.append(((regulator,), frozenset((int(value),))))
            elif regulator in home:
                read.setdefault(id(home[regulator]), set()).add(regulator)
            else:  # another leaf
                drive.append(((regulator,), frozenset((0, 1))))
        for kept in read.values():
            try:
                drive += home[next(iter(kept))].factors(kept)
            except LimitReached:
                return "?"
        key = leaf, tuple(drive)
        if key not in self._settled:
            try:
                rest = driven(function, drive)
            except LimitReached:
                return "?"
            self._settled[key] = "*" if rest.constant is None else rest.constant
        return self._settled[key]


def maximal_trap_spaces(network: Percolated, budget: Budget) -> Iterator[Space]:
    """Yield the maximal trap spaces strictly inside a percolated network, module by module."""
    functions = {i: undriven(function) for i, function in network.functions.items()}
    for module in modules(functions, functions):
        yield from maximal_spaces(functions, module, budget)
