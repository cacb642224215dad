"""Candidate states for the attractors of a large module, from answer sets instead of its reduced graph.

Let some components move towards one value only, their *retained* one, so many that no negative circuit and no
component with a choice is left to move freely. Every attractor then holds a state in which nothing can move any more:
transitions were only taken away, each restricted component moves once at most, and what has no negative circuit
settles (Richard 2010, doi:10.1016/j.aam.2009.11.011; as a candidate set Trinh et al. 2022,
doi:10.1109/TCBB.2022.3188412). The retained values are assumptions of one program that is grounded once, so that
thousands of choices are tried and what the solver learns is kept; the aim is to leave no candidate outside the minimal
trap spaces, which hold an attractor each anyway.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.landscape.answer_sets import literals, models, require
from logicnet.landscape.driven import driven
from logicnet.landscape.negative_circuits import negative_feedback_vertex_set
from logicnet.landscape.pieces import FIXED_POINT, SEARCHED, UNIVOCAL, JointPiece, Piece, ReachedPiece, SpacePiece
from logicnet.landscape.trap_spaces import Space, module_trap_spaces, smallest_trap_space
from logicnet.landscape.walk import Functions, Solved, Solver
from logicnet.landscape.walks import leaves, merged
from logicnet.limits import Budget

if TYPE_CHECKING:
    import clingo

# Minimal trap spaces of one module, and candidates outside them, that are gone through one by one.
MOST_SPACES = 20_000
FEW, MANY = 500, 20_000


def from_candidates(functions: Functions, solver: Solver) -> Solved:
    """Return the attractors of a strongly connected module with a large feedback vertex set."""
    budget = solver.budget
    minimal = list(islice(module_trap_spaces(functions, "minimal", budget), MOST_SPACES + 1))
    if len(minimal) > MOST_SPACES:
        raise LimitReached(f"a module has more than {MOST_SPACES:,} minimal trap spaces")
    kept = negative_feedback_vertex_set(functions)
    if not kept:  # no negative circuit: every attractor is a fixed point
        return Solved([SpacePiece(space, FIXED_POINT) for space in minimal])
    if minimal == [{}]:
        return _one_space(functions, kept, budget)
    return _around(functions, kept, minimal, solver)


def _one_space(functions: Functions, kept: Sequence[int], budget: Budget) -> Solved:
    """Solve a module with no trap space inside: it has an attractor, and one candidate proves that it has no more."""
    candidates = Retained(functions, kept, []).fewest(1, MANY, budget)
    if candidates is None:
        raise LimitReached(f"a module has more than {MANY:,} candidate states for its attractors")
    left = merged(functions, candidates, budget)
    if len(left) > 1:
        return _searched(functions, left, [], budget)
    return Solved([ReachedPiece(functions, left[0], {}, UNIVOCAL, budget)])


def _around(functions: Functions, kept: Sequence[int], minimal: Sequence[Space], solver: Solver) -> Solved:
    """Solve a module with trap spaces inside: what lies outside of them, and what lies in each."""
    spaces = minimal
    candidates = Retained(functions, kept, spaces).fewest(0, FEW, solver.budget)
    if candidates is None:  # then between the maximal ones, and inside each of them again
        spaces = list(islice(module_trap_spaces(functions, "maximal", solver.budget), MOST_SPACES))
        candidates = Retained(functions, kept, spaces).fewest(0, MANY, solver.budget)
    if candidates is None:
        outside = Solved([], f"a module has more than {MANY:,} candidate states outside its trap spaces")
    else:
        left = [state for state in candidates if not leaves(functions, state, spaces, solver.budget)]
        outside = _searched(functions, left, spaces, solver.budget)
    pieces, missing = list(outside.pieces), outside.missing
    for k, space in enumerate(spaces):
        inside = _inside(functions, space, solver)
        missing = missing or inside.missing
        # An attractor with a state in a trap space lies in it whole: it was met there.
        pieces += [one for one in inside.pieces if not any(_holds(met, one.state) for met in spaces[:k])]
    return Solved(pieces, missing)


def _holds(space: Space, state: Mapping[int, int]) -> bool:
    return all(state[i] == value for i, value in space.items())


def _inside(functions: Functions, space: Space, solver: Solver) -> Solved:
    """Solve what is left of a module inside a trap space."""
    held = SpacePiece(space, FIXED_POINT)
    drive = [((i,), frozenset((value,))) for i, value in space.items()]
    rest = {i: driven(function, drive) for i, function in functions.items() if i not in space}
    if not rest:
        return Solved([held])
    solved = solver.closed(rest)
    return Solved([JointPiece((held, piece)) for piece in solved.pieces], solved.missing)


def _searched(functions: Functions, left: Sequence[Space], spaces: Sequence[Space], budget: Budget) -> Solved:
    """Keep the candidates that reach neither a trap space nor another candidate: one an attractor."""
    lasting = list(left)
    pieces: list[Piece] = []
    missing = ""
    for state in left:
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
    kept
        The components whose moves are restricted: a negative feedback vertex set and all that have a choice.
    avoided
        Spaces that the states must lie outside of.
    """

    def __init__(self, functions: Functions, kept: Sequence[int], avoided: Sequence[Space]) -> None:
        import clingo

        self.kept = kept
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

    def models(self, retained: Mapping[int, int], limit: int, budget: Budget) -> Iterator[clingo.Model]:
        """Yield so many models at most (0: all); components without a retained value move both ways."""
        self.control.configuration.solve.models = limit  # type: ignore[union-attr]
        assumed = [
            self.moves[i, v] if retained.get(i, v) == v else -self.moves[i, v] for i in self.kept for v in (0, 1)
        ]
        return models(self.control, budget, assumed)

    def number(self, retained: Mapping[int, int], limit: int, budget: Budget) -> int:
        """Return the number of states, `limit` at most."""
        return sum(1 for _ in self.models(retained, limit, budget))

    def fewest(self, goal: int, most: int, budget: Budget) -> list[Space] | None:
        """Choose retained values that leave few states, by growing the choice and flipping; None past `most`.

        States are counted while choosing, and read off the solver only for the choice that is kept.
        """
        retained: dict[int, int] = {}
        found = 0
        for i in self.kept:
            retained[i] = 1
            number = self.number(retained, most, budget)
            if number > max(goal, found):
                retained[i] = 0
                other = self.number(retained, number, budget)
                if other < number:
                    number = other
                else:
                    retained[i] = 1
            found = number
            if found >= most:
                found = self._flipped(retained, found, goal, budget)
            if found >= most:
                return None
        if not self._flipped(retained, found, goal, budget):
            return []
        return [{i: int(m.is_true(a)) for i, a in self.on.items()} for m in self.models(retained, 0, budget)]

    def _flipped(self, retained: dict[int, int], found: int, goal: int, budget: Budget) -> int:
        """Flip retained values one by one for as long as that leaves fewer states; return how many are left."""
        improved = True
        while found > goal and improved:
            improved = False
            for i in list(retained):
                retained[i] ^= 1
                fewer = self.number(retained, found, budget)
                if fewer < found:
                    found, improved = fewer, True
                    if found <= goal:
                        break
                else:
                    retained[i] ^= 1
        return found
