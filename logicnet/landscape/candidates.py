"""Candidate states for the attractors of a large module, from answer sets instead of its reduced graph.

Let some components move towards one value only, their *retained* one, so many that no negative circuit and no
component with a choice is left to move freely. Every attractor then holds a state in which nothing can move any more:
transitions were only taken away, each restricted component moves once at most, and what has no negative circuit
settles (Richard 2010, doi:10.1016/j.aam.2009.11.011; as a candidate set Trinh et al. 2022,
doi:10.1109/TCBB.2022.3188412). The retained values are assumptions of one program that is grounded once. However many
candidates there are, they walk together, one bit each (`walks`): those that enter a minimal trap space are none of
another attractor, and the trap spaces hold an attractor each anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.landscape.answer_sets import Row, collected, literals, require
from logicnet.landscape.circuits import evaluation_order
from logicnet.landscape.driven import Driven, DrivenTable, driven
from logicnet.landscape.negative_circuits import negative_feedback_vertex_set
from logicnet.landscape.pieces import FIXED_POINT, SEARCHED, UNIVOCAL, JointPiece, Piece, ReachedPiece, SpacePiece
from logicnet.landscape.solver import Functions, Solved, Solver
from logicnet.landscape.trap_spaces import Space, module_trap_spaces, smallest_trap_space
from logicnet.landscape.walk import closed
from logicnet.landscape.walks import Crowd, leaves, merged, remaining
from logicnet.limits import Budget

if TYPE_CHECKING:
    import clingo

# Minimal trap spaces of one module, and candidates in all.
MOST_SPACES, MANY = 20_000, 500_000
# Candidates that are counted for each choice of retained values, so few that no other choice is tried; choices.
COUNTED, WALKED, TRIED = 50_000, 2_000, 3
# Candidates that walk at the same time, and those that are left outside after it to be searched for what they reach.
BATCH, FEW = 65_536, 50


def from_candidates(functions: Functions, kept: Sequence[int], solver: Solver) -> Solved:
    """Return the attractors of a strongly connected module with a large feedback vertex set, `kept`."""
    budget = solver.budget
    minimal = list(islice(module_trap_spaces(functions, "minimal", budget), MOST_SPACES + 1))
    if len(minimal) > MOST_SPACES:
        raise LimitReached(f"a module has more than {MOST_SPACES:,} minimal trap spaces")
    core = sorted({*kept, *(i for i, function in functions.items() if not function.single)})
    moving = negative_feedback_vertex_set(functions, core, budget)
    if not moving:  # no negative circuit: every attractor is a fixed point
        return Solved([SpacePiece(space, FIXED_POINT) for space in minimal])
    if minimal == [{}]:
        return _one_space(functions, core, moving, budget)
    return _around(functions, core, moving, minimal, solver)


def _one_space(functions: Functions, core: Sequence[int], moving: Sequence[int], budget: Budget) -> Solved:
    """Solve a module with no trap space inside: it has an attractor, and one candidate proves that it has no more."""
    left: list[dict[int, int]] = []
    for crowd in Retained(functions, core, moving, []).crowds(budget):
        left = merged(Crowd.of(functions, [*left, *merged(crowd, budget)]), budget)
        if len(left) > FEW:
            raise LimitReached(f"a module has more than {FEW:,} candidate states for its attractors")
    if len(left) > 1:
        return _searched(functions, left, [], budget)
    return Solved([ReachedPiece(functions, left[0], {}, UNIVOCAL, budget)])


def _around(
    functions: Functions, core: Sequence[int], moving: Sequence[int], minimal: Sequence[Space], solver: Solver
) -> Solved:
    """Solve a module with trap spaces inside: what lies outside of them, and what lies in each."""
    try:
        outside = _outside(functions, core, moving, minimal, solver.budget)
    except LimitReached as stop:
        outside = Solved([], str(stop))
    pieces, missing = list(outside.pieces), outside.missing
    for space in minimal:
        inside = _inside(functions, space, solver)
        missing = missing or inside.missing
        pieces += inside.pieces
    return Solved(pieces, missing)


def _outside(
    functions: Functions, core: Sequence[int], moving: Sequence[int], spaces: Sequence[Space], budget: Budget
) -> Solved:
    """Find the attractors outside of all minimal trap spaces."""
    left: list[dict[int, int]] = []
    for crowd in Retained(functions, core, moving, spaces).crowds(budget):
        remaining(crowd, spaces, budget)
        left += merged(crowd, budget)
        if len(left) > FEW:
            raise LimitReached(f"a module has more than {FEW:,} candidate states outside its trap spaces")
    return _searched(functions, left, spaces, budget)


def _inside(functions: Functions, space: Space, solver: Solver) -> Solved:
    """Solve what is left of a module inside a trap space."""
    held = SpacePiece(space, FIXED_POINT)
    drive = [((i,), frozenset((value,))) for i, value in space.items()]
    rest = {i: driven(function, drive) for i, function in functions.items() if i not in space}
    if not rest:
        return Solved([held])
    solved = closed(rest, solver)
    return Solved([JointPiece((held, piece)) for piece in solved.pieces], solved.missing)


def _searched(functions: Functions, left: Sequence[Space], spaces: Sequence[Space], budget: Budget) -> Solved:
    """Keep the candidates that reach neither a trap space nor another candidate: one an attractor."""
    lasting = list(left)
    pieces: list[Piece] = []
    missing = ""
    for state in left:
        if spaces and leaves(functions, state, lambda crowd: any(map(crowd.inside, spaces)), budget):
            lasting.remove(state)
            continue
        piece = ReachedPiece(functions, state, smallest_trap_space(functions, state), SEARCHED, budget)
        whole = piece.whole
        if whole is None:
            missing = "two candidates could not be told apart: an attractor may be missing"
        elif any(whole.meets(space) for space in spaces) or any(
            other is not state and whole.contains(other) for other in lasting
        ):
            lasting.remove(state)
        else:
            pieces.append(piece)
    return Solved(pieces, missing)


class Retained:
    """One program whose models are the states that nothing leaves once some components move one way only.

    Parameters
    ----------
    core
        A feedback vertex set with all components that ever have a choice: a state is known by its values there.
    kept
        The components whose moves are restricted: a negative feedback vertex set and all that have a choice.
    avoided
        Spaces that the states must lie outside of.
    """

    def __init__(
        self, functions: Functions, core: Sequence[int], kept: Sequence[int], avoided: Sequence[Space]
    ) -> None:
        import clingo

        self.functions, self.core, self.kept, self.avoided = functions, core, kept, avoided
        self.control = clingo.Control(["-W", "none"])
        with self.control.backend() as backend:
            self.on = {i: backend.add_atom() for i in functions}
            self.moves = {(i, v): backend.add_atom() for i in kept for v in (0, 1)}
            backend.add_rule([*self.on.values(), *self.moves.values()], [], choice=True)
            given = literals(self.on)
            for i, function in functions.items():
                target = (-self.on[i], self.on[i])
                if (i, 0) in self.moves:
                    target = tuple(backend.add_atom() for _ in target)
                    for v in (0, 1):
                        backend.add_rule([target[v]], [given[i, v]])
                        backend.add_rule([target[v]], [-self.moves[i, v]])
                require(backend, function, given, target)
            for space in avoided:
                backend.add_rule([], [given[literal] for literal in space.items()])

    def _collected(
        self, retained: Mapping[int, int], read: Callable[[clingo.Model], Row], most: int, budget: Budget
    ) -> list[Row]:
        assumed = [self.moves[i, v] if retained[i] == v else -self.moves[i, v] for i in self.kept for v in (0, 1)]
        return collected(self.control, budget, read, most, assumed)

    def crowds(self, budget: Budget) -> Iterator[Crowd]:
        """Yield the states for the retained values that leave the fewest, so many at a time as walk together."""
        atoms = [self.on[i] for i in self.core]
        rows = self._collected(self._best(budget), lambda model: bytes(map(model.is_true, atoms)), MANY + 1, budget)
        if len(rows) > MANY:
            raise LimitReached(f"a module has more than {MANY:,} candidate states for its attractors")
        for start in range(0, len(rows), BATCH):
            yield self._crowd(rows[start : start + BATCH])

    def _best(self, budget: Budget) -> Mapping[int, int]:
        """Return the retained values of a few that leave the fewest states."""
        best: Mapping[int, int] = {}
        fewest = COUNTED + 1
        for retained in self._promising():
            number = len(self._collected(retained, lambda _: None, fewest, budget))
            if number < fewest or not best:
                best, fewest = retained, number
            if fewest <= WALKED:
                break
        return best

    def _promising(self) -> Iterator[dict[int, int]]:
        """Yield retained values: what each rule gives more often, then what it gives in a trap space."""
        likely = {i: _likely(self.functions[i]) for i in self.kept}
        yield likely
        for space in self.avoided[:TRIED]:
            yield {i: space.get(i, likely[i]) for i in self.kept}

    def _crowd(self, rows: Sequence[bytes]) -> Crowd:
        """Work out the other components: outside the core each stands at what its rule gives."""
        everyone = (1 << len(rows)) - 1
        columns = zip(*rows, strict=True)
        ones = {
            i: int("0" + "".join("01"[bit] for bit in column), 2) for i, column in zip(self.core, columns, strict=True)
        }
        may = {i: (everyone ^ one, one) for i, one in ones.items()}
        order = evaluation_order(self.functions, self.functions.keys() - set(self.core))
        assert order is not None, "the core meets every circuit"
        for i in order:
            one = self.functions[i].possible(1, may, everyone)
            may[i] = everyone ^ one, one
        return Crowd(self.functions, {i: one for i, (_, one) in may.items()}, len(rows))


def _likely(function: Driven) -> int:
    """Return the value that a function may take in more states."""
    if isinstance(function, DrivenTable):
        return int(function.ones.bit_count() >= function.zeros.bit_count())
    return int(function.ones.cardinality() >= function.zeros.cardinality())
