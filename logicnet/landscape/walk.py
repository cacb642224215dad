"""The walk over the modules of a network: all attractors as one diagram of choices and independent parts.

Modules are taken regulators first. Once a module stands in one of its attractors, the functions of its readers are
replaced by what they may still become (`driven`), so that what is left is again a network, the *residual* one, of
fewer components. A module with one attractor leaves no choice; one with more opens a way each; a residual network that
falls apart is solved part by part; and a part that was met before is not solved again. The diagram grows with the
number of different residual parts, not with the number of attractors: these are its paths, which are counted, looked
up by number and folded without being listed. Choices are taken in the order in which they are used first, so that
little is undecided at a time. (The idea is that of counting models of a formula by decisions,
components and caching: Bacchus, Dalmao & Pitassi 2003, doi:10.1109/SFCS.2003.1238208.)

Every attractor of the modules so far extends to at least one of the whole, so a part that could not be solved stands
for at least one attractor on each path to it. The same holds for minimal trap spaces, not for fixed points.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from math import inf, prod
from typing import TypeVar

from logicnet.errors import LimitReached
from logicnet.landscape.circuits import first_use, modules
from logicnet.landscape.driven import Driven
from logicnet.landscape.percolation import independent_parts, split_leaves, targets_of
from logicnet.landscape.pieces import OPEN, JointPiece, Piece, SpacePiece, Whole, settle
from logicnet.landscape.settling import Settling
from logicnet.landscape.solver import MOST_PIECES, Functions, Solved, Solver
from logicnet.limits import GRACE

# Different residual parts that are gone through before the walk stops.
MOST_PARTS = 300_000
# The same where a walk that gets long asks for whole parts at once, and how much smaller a part has to be than one for
# which that was too much.
FEW_PARTS = 16
SMALLER = 0.9

Result = TypeVar("Result")


@dataclass(slots=True, eq=False)
class Node:
    """What a residual network comes to: pieces without a choice, leaves, and independent choices."""

    pieces: list[Piece] = field(default_factory=list)
    leaves: list[tuple[int, Driven]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Number of ways to take every choice."""
        return prod(choice.count for choice in self.choices)


@dataclass(slots=True, eq=False)
class Choice:
    """The attractors of one connected residual part: a piece of one of its modules each, and what follows.

    Where the part was solved as a whole, there are no edges.
    """

    functions: Functions
    modules: Sequence[Sequence[int]]  # regulators before targets
    whole: Whole | None = None
    edges: list[tuple[Piece, Node]] = field(default_factory=list)
    missing: str = ""
    cumulated: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Number of components."""
        return len(self.functions)

    @property
    def count(self) -> int:
        """Number of paths; one where nothing but existence is known."""
        return self.cumulated[-1] if self.cumulated else 0


class Walk:
    """The diagram of all attractors (fixed points, minimal trap spaces) of a network.

    Parameters
    ----------
    functions
        A closed network: every regulator is among the components.
    solver
        Solves its modules.
    observed
        Components that must be among the pieces though they regulate nobody.
    """

    def __init__(self, functions: Functions, solver: Solver, observed: Collection[int] = ()) -> None:
        self.solver, self.observed = solver, frozenset(observed)
        self.functions = functions
        self.targets = targets_of(functions)  # of parts too: they read no more than this
        self._go(functions, FEW_PARTS if solver.jointly else MOST_PARTS, 0)
        if solver.jointly and self._cut_short():
            self._go(functions, MOST_PARTS, inf)
        self.choices = sorted([*self.known.values(), *self.stopped], key=lambda choice: choice.size)
        for choice in self.choices:  # what follows a piece is smaller
            self._count(choice)

    @cached_property
    def place(self) -> Mapping[int, int]:
        """Each component's place in the order of first use."""
        return first_use(self.functions)

    # --- building ---------------------------------------------------------------------------------------------------

    def _go(self, functions: Functions, most: int, whole_below: float) -> None:
        """Walk through so many parts; one of fewer components than `whole_below` is solved as a whole if possible."""
        self.known: dict[tuple[tuple[int, Driven], ...], Choice] = {}
        self.pending: list[Choice] = []
        self.stopped: list[Choice] = []
        self.whole_below = whole_below
        self.root = self._node(functions, modules(functions, functions), functions)
        self._explore(most)

    def _cut_short(self) -> bool:
        """Tell whether something is missing though there is time left."""
        try:
            self.solver.budget.check()
        except LimitReached:
            return False
        return any(choice.missing for choice in (*self.known.values(), *self.stopped))

    def _explore(self, most: int) -> None:
        """Depth first, so that some attractors are complete long before all are."""
        stopped, until = "", inf
        while self.pending:
            choice = self.pending.pop()
            if not self.solver.depth:
                self.solver.budget.tell(len(self.known) - len(self.pending), len(self.pending))
            if not stopped:
                stopped, until = self._end(most)
            if time.monotonic() > until:
                choice.missing = stopped
                continue
            try:
                self._expand(choice)
            except LimitReached as stop:
                choice.missing = str(stop)
                stopped, until = stopped or str(stop), min(until, time.monotonic() + GRACE)

    def _end(self, most: int) -> tuple[str, float]:
        """Return what stops the walk, and until when it goes on with what is solved already."""
        if len(self.known) > most:
            return f"the modules meet in more than {most:,} different situations", 0.0
        try:
            self.solver.budget.check()
        except LimitReached as stop:
            return str(stop), time.monotonic() + GRACE
        return "", inf

    def _expand(self, choice: Choice) -> None:
        functions = choice.functions
        if self.solver.jointly and choice.size < self.whole_below:
            choice.whole = self.solver.jointly(functions, self.solver.budget)
            if choice.whole is not None:
                return
            self.whole_below = SMALLER * choice.size
        module, solved = self._decisive(choice)
        if solved.missing and self.whole_below:
            solved = self.solver.thorough({i: f for i, f in functions.items() if i in module})
        choice.missing = solved.missing
        rest = {i: function for i, function in functions.items() if i not in module}
        readers = {i for i, function in rest.items() if not module.isdisjoint(function.regulators)}
        for piece in solved.pieces:
            try:
                left = {i: self.solver.after(f, piece, module) if i in readers else f for i, f in rest.items()}
            except LimitReached as stop:
                choice.edges.append((piece, self._stopped(rest, str(stop))))
                continue
            choice.edges.append((piece, self._node(left, choice.modules, readers)))

    def _decisive(self, choice: Choice) -> tuple[frozenset[int], Solved]:
        """Return the module used first of those that wait for no other, and what it can settle into."""
        functions = choice.functions
        ready = [module for module in choice.modules if _first(functions, module)]
        module = min(ready, key=lambda m: min(self.place[i] for i in m)) if len(ready) > 1 else ready[0]
        return frozenset(module), self.solver.module({i: functions[i] for i in module})

    def _stopped(self, functions: Functions, why: str) -> Node:
        """Return what could not be gone into: all that is left is open."""
        choice = Choice(functions, (), missing=why)
        self.stopped.append(choice)
        return Node(choices=[choice])

    def _node(self, functions: Functions, modules: Sequence[Sequence[int]], changed: Collection[int]) -> Node:
        """Settle everything without a choice; what is left falls into independent parts."""
        settling = Settling(functions, modules, changed, self.solver, self.targets)
        node = Node(settling.pieces)
        rest = settling.rest
        core, leaves = split_leaves(rest, self.observed)
        node.leaves = [(i, rest[i]) for i in leaves]
        fresh = []
        for part, inside in _parts(rest, core, settling.modules):
            key = tuple(part.items())
            choice = self.known.get(key)  # hashing a long key takes its time
            if choice is None:
                choice = self.known[key] = Choice(part, inside)
                fresh.append(choice)
            node.choices.append(choice)
        self.pending += sorted(fresh, key=lambda choice: -choice.size)  # small ones first: the walk may be stopped
        return node

    def _count(self, choice: Choice) -> None:
        counts = [node.count for _, node in choice.edges] if choice.whole is None else [choice.whole.count]
        if choice.missing and not sum(counts) and self.solver.extends:
            values = dict.fromkeys(choice.functions, "?")
            choice.edges, counts = [(SpacePiece(values, OPEN), Node())], [1]
        choice.cumulated = list(accumulate(counts))

    # --- reading ----------------------------------------------------------------------------------------------------

    @property
    def missing(self) -> str:
        """What stopped the walk anywhere; empty where it is complete."""
        return "; ".join(dict.fromkeys(choice.missing for choice in self.choices if choice.missing))

    def fold(
        self,
        follow: Callable[[Node, Sequence[Result]], Result],
        choose: Callable[[Choice, Sequence[Result]], Result],
    ) -> Result:
        """Work from the ends to the root.

        Parameters
        ----------
        follow
            Gets a node and the results of its independent choices.
        choose
            Gets a choice and the results of the nodes after its pieces.
        """
        results: dict[int, Result] = {}
        for choice in self.choices:
            below = [follow(node, [results[id(c)] for c in node.choices]) for _, node in choice.edges]
            results[id(choice)] = choose(choice, below)
        return follow(self.root, [results[id(c)] for c in self.root.choices])

    def path(self, number: int) -> tuple[list[Piece], list[tuple[int, Driven]]]:
        """Return the pieces of one attractor by its number from 0, and its leaves, regulators before targets."""
        pieces: list[Piece] = []
        nodes: list[Node] = []
        pending = [(self.root, number)]
        while pending:
            node, number = pending.pop()
            nodes.append(node)
            pieces += node.pieces
            for choice in node.choices:
                number, way = divmod(number, choice.count)
                k = bisect_right(choice.cumulated, way)
                if choice.whole is not None:
                    pieces.append(choice.whole.piece(way))
                    continue
                piece, after = choice.edges[k]
                pieces.append(piece)
                pending.append((after, way - (choice.cumulated[k - 1] if k else 0)))
        return pieces, [leaf for node in reversed(nodes) for leaf in node.leaves]

    def pieces(self, number: int) -> list[Piece]:
        """Return the pieces of one attractor by its number, each leaf as a piece of its own."""
        pieces, leaves = self.path(number)
        home = {i: piece for piece in pieces for i in piece.values}
        for i, function in leaves:
            piece = settle(i, self.solver.leaf(function, home))
            home[i] = piece
            pieces.append(piece)
        return pieces


def _first(functions: Functions, module: Sequence[int]) -> bool:
    """Tell whether a module waits for no other."""
    inside = frozenset(module)
    return all(inside.issuperset(functions[i].regulators) for i in module)


def _parts(
    functions: Functions, core: Collection[int], modules: Sequence[Sequence[int]]
) -> list[tuple[Functions, list[Sequence[int]]]]:
    """Return the independent parts of a core, each with its modules in their order."""
    parts = independent_parts(functions, core)
    home = {i: k for k, part in enumerate(parts) for i in part}
    inside: list[list[Sequence[int]]] = [[] for _ in parts]
    for module in modules:
        if module[0] in home:
            inside[home[module[0]]].append(module)
    return [({i: functions[i] for i in part}, own) for part, own in zip(parts, inside, strict=True)]


def closed(functions: Functions, solver: Solver) -> Solved:
    """Solve any closed network, listing its pieces one by one."""
    solver.depth += 1
    try:
        walk = Walk(functions, solver)
    finally:
        solver.depth -= 1
    count = walk.root.count
    pieces = [JointPiece(tuple(walk.pieces(k))) for k in range(min(count, MOST_PIECES))]
    more = f"a module has more than {MOST_PIECES:,} attractors" if count > MOST_PIECES else ""
    return Solved(pieces, walk.missing or more)
