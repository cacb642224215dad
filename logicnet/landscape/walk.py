"""The walk over the modules of a network: every attractor as a path, shared where the rest of the way is the same.

Modules are taken regulators first. What a module can settle into depends only on the states, in the attractor found
so far, of the components it reads (see `driven`); the way on depends only on those that later modules still read (the
*frontier*). Paths that meet in the same frontier share what follows, so the whole is a decision diagram that grows
with the number of different situations, not with the number of attractors, and is counted without listing them.

Every attractor of the modules so far extends to at least one of the whole, so a place where the walk had to stop
stands for at least one attractor for each path to it. The same holds for minimal trap spaces, not for fixed points.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from logicnet.errors import LimitReached
from logicnet.landscape.circuits import modules
from logicnet.landscape.driven import Driven, Factor, driven, projected, split
from logicnet.landscape.pieces import JointPiece, Piece
from logicnet.limits import Budget

# Different situations that the walk goes through, and pieces of one module, before it stops.
MOST_NODES = 300_000
MOST_PIECES = 1_000_000

Functions = Mapping[int, Driven]
Frontier = tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """What a module can settle into: pieces that are certain, and what is missing (empty: nothing)."""

    pieces: Sequence[Piece]
    missing: str = ""


Result = TypeVar("Result")
Strong = Callable[[Functions, "Solver"], Solved]
"""Solves one strongly connected module for one kind of question."""


@dataclass(slots=True, eq=False)
class Node:
    """A situation before the module of its level: what can follow, and what stopped the walk here."""

    level: int
    edges: list[tuple[Piece, Node]] = field(default_factory=list)
    missing: str = ""


class Solver:
    """Solves modules for one kind of question and remembers what it solved.

    Parameters
    ----------
    strong
        Solves a strongly connected module whose functions are not constant.
    settle
        Makes the piece of a component that stands at 0 or 1, or may take either at any time (``*``).
    """

    def __init__(self, strong: Strong, settle: Callable[[int, int | str], Piece], budget: Budget) -> None:
        self.strong, self.settle, self.budget = strong, settle, budget
        self.known: dict[tuple[tuple[int, Driven], ...], Solved] = {}

    def solve(self, functions: Functions) -> Solved:
        """Solve any module: put in what is constant, take it apart again, and solve what is left."""
        if len(functions) == 1:
            ((i, function),) = functions.items()
            if not function.regulators:
                return Solved([self.settle(i, _always(function))])
        key = tuple(functions.items())
        if key not in self.known:
            self.known[key] = self._taken_apart(functions)
        return self.known[key]

    def _taken_apart(self, functions: Functions) -> Solved:
        fixed, rest = settled(functions)
        order = modules(rest, rest)
        if not fixed and len(order) == 1:
            return self.strong(rest, self)
        constants = [self.settle(i, value) for i, value in fixed.items()]
        if not order:
            return Solved([JointPiece(tuple(constants))])
        walk = Walk(rest, self, order)
        pieces = []
        for path in walk.paths():
            pieces.append(JointPiece((*constants, *path)))
            if len(pieces) > MOST_PIECES:
                return Solved(pieces, f"a module has more than {MOST_PIECES:,} of them")
        return Solved(pieces, walk.missing)


def _always(function: Driven) -> int | str:
    value = function.constant
    return "*" if value is None else value


def settled(functions: Functions) -> tuple[dict[int, int], dict[int, Driven]]:
    """Percolate: put constants in until none is left; return them and the other functions."""
    rest = dict(functions)
    fixed: dict[int, int] = {}
    fresh = {i: v for i, f in rest.items() if (v := f.constant) is not None}
    while fresh:
        fixed |= fresh
        drive = [((i,), frozenset((value,))) for i, value in fresh.items()]
        rest = {i: driven(f, drive) for i, f in rest.items() if i not in fresh}
        fresh = {i: v for i, f in rest.items() if (v := f.constant) is not None}
    return fixed, rest


class Walk:
    """The decision diagram of all attractors of a network.

    Parameters
    ----------
    functions
        No constants; closed (every regulator is among the components).
    solver
        Solves each module.
    order
        Its strongly connected modules, regulators first.
    """

    def __init__(self, functions: Functions, solver: Solver, order: Sequence[Sequence[int]]) -> None:
        self.functions, self.solver = functions, solver
        self.order = [tuple(module) for module in order]
        self.outside = [_outside(functions, module) for module in self.order]
        self.last = {r: k for k, outside in enumerate(self.outside) for r in outside}
        self.solved: dict[tuple[int, Frontier], Solved] = {}
        self.known: dict[tuple[int, Frontier], Node] = {}
        self.root = self._node(0, (), [])
        self._explore()

    def _node(self, level: int, frontier: Frontier, pending: list[tuple[Node, Frontier]]) -> Node:
        node = self.known.get((level, frontier))
        if node is None:
            node = self.known[level, frontier] = Node(level)
            if level < len(self.order):
                pending.append((node, frontier))
        return node

    def _explore(self) -> None:
        """Depth first, so that some attractors are complete long before all are."""
        pending: list[tuple[Node, Frontier]] = [(self.root, ())] if self.order else []
        stopped = ""
        while pending:
            node, frontier = pending.pop()
            if not stopped and len(self.known) > MOST_NODES:
                stopped = f"the modules meet in more than {MOST_NODES:,} different situations"
            if stopped:
                node.missing = stopped
                continue
            try:
                self.solver.budget.check()
                self._expand(node, frontier, pending)
            except LimitReached as stop:
                node.missing = str(stop)

    def _expand(self, node: Node, frontier: Frontier, pending: list[tuple[Node, Frontier]]) -> None:
        level = node.level
        drive = tuple(f for factor in frontier if (f := projected(factor, self.outside[level]))[0])
        key = level, drive
        solved = self.solved.get(key)
        if solved is None:
            functions = {i: driven(self.functions[i], drive) if drive else self.functions[i] for i in self.order[level]}
            solved = self.solved[key] = self.solver.solve(functions)
        node.missing = solved.missing
        base = [f for factor in frontier if (f := projected(factor, self._later(factor[0], level)))[0]]
        read_later = self._later(self.order[level], level)
        for piece in solved.pieces:
            try:
                own = [part for factor in piece.factors(read_later) for part in split(factor)] if read_later else []
            except LimitReached as stop:
                node.edges.append((piece, Node(level + 1, missing=str(stop))))
                continue
            after = tuple(sorted(base + own, key=lambda factor: factor[0])) if own else tuple(base)
            node.edges.append((piece, self._node(level + 1, after, pending)))

    def _later(self, components: Collection[int], level: int) -> frozenset[int]:
        return frozenset(i for i in components if self.last.get(i, -1) > level)

    @property
    def missing(self) -> str:
        """What stopped the walk anywhere; empty where it is complete."""
        return "; ".join(dict.fromkeys(node.missing for node in self._nodes() if node.missing))

    def _nodes(self) -> Iterator[Node]:
        seen: set[int] = set()
        pending = [self.root]
        while pending:
            node = pending.pop()
            if id(node) not in seen:
                seen.add(id(node))
                yield node
                pending += [child for _, child in node.edges]

    def fold(self, step: Callable[[Node, Sequence[Result]], Result]) -> Result:
        """Work from the ends to the root: `step` gets a node and its children's results, in the order of its edges."""
        results: dict[int, Result] = {}
        for node in sorted(self._nodes(), key=lambda node: -node.level):
            results[id(node)] = step(node, [results[id(child)] for _, child in node.edges])
        return results[id(self.root)]

    def is_end(self, node: Node) -> bool:
        """Tell whether a node is where complete paths end."""
        return node.level == len(self.order) and not node.missing

    def count(self) -> int:
        """Return the number of complete paths: exact where nothing is missing, else what is certain."""
        return self.fold(lambda node, below: 1 if self.is_end(node) else sum(below))

    def paths(self) -> Iterator[tuple[Piece, ...]]:
        """Yield every complete path, lazily."""
        alive = {id(node) for node in self._nodes() if self.is_end(node)}
        for node in sorted(self._nodes(), key=lambda node: -node.level):
            if any(id(child) in alive for _, child in node.edges):
                alive.add(id(node))
        if id(self.root) not in alive:
            return
        if not self.order:
            yield ()
        chosen: list[Piece] = []
        open_ = [iter(self.root.edges)]
        while open_:
            edge = next(open_[-1], None)
            if edge is None:
                open_.pop()
                if chosen:
                    chosen.pop()
            elif id(edge[1]) not in alive:
                continue
            elif edge[1].level == len(self.order):
                yield (*chosen, edge[0])
            else:
                chosen.append(edge[0])
                open_.append(iter(edge[1].edges))


def _outside(functions: Functions, module: Sequence[int]) -> frozenset[int]:
    inside = set(module)
    return frozenset(r for i in module for r in functions[i].regulators if r not in inside)
