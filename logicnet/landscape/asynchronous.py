"""Asynchronous attractors of a strongly connected module, exactly.

Small modules are searched whole. In a larger one the attractors of the reduced graph (`reduced`) give a complete set
of candidate states; with too large a feedback vertex set for that, answer sets give one (`candidates`). Around each
candidate lies a smallest trap space. One that holds no other candidate holds exactly one attractor, and the candidate
is in it (Klarner & Siebert 2015, doi:10.3389/fbioe.2015.00130, call such a space univocal): a certificate that needs
no search. Only candidates that share a trap space are told apart by what they reach. Where answer sets leave too many
candidates, a module that is not too large is searched whole after all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from logicnet.errors import LimitReached
from logicnet.landscape.circuits import feedback_vertex_set
from logicnet.landscape.pieces import (
    FIXED_POINT,
    LISTED,
    SEARCHED,
    UNIVOCAL,
    BitsPiece,
    Certificate,
    Piece,
    ReachedPiece,
    SpacePiece,
)
from logicnet.landscape.reduced import ReducedGraph, members, reduce_to, reduced_attractors
from logicnet.landscape.solver import MOST_PIECES, Functions, Solved, Solver
from logicnet.landscape.trap_spaces import smallest_trap_space
from logicnet.landscape.walks import leaves, wander
from logicnet.limits import Budget

# Components of a module up to which all its states are searched, nothing eliminated.
SEARCHED_WHOLE = 10
# The widest feedback vertex set whose states are held as bits: 2**20 states are 128 kB a set.
LARGEST_CORE = 20
# Components of a module whose states are all searched where candidates do not decide (2**24 states are 2 MB a set),
# states that are looked at for that, each time anew, and fixed points that may be among them.
LAST_RESORT, MOST_LOOKS, MOST_STILL = 24, 1 << 31, 20_000
# Rounds of a walk from a candidate, looking for a way to another.
ROUNDS = 4_000


def solve_strong(functions: Functions, solver: Solver) -> Solved:
    """Return the attractors of a strongly connected module."""
    if len(functions) <= SEARCHED_WHOLE:
        return Solved(_searched_whole(functions, solver.budget))
    kept = feedback_vertex_set(functions, functions, solver.budget)
    if len(kept) == len(functions) <= LARGEST_CORE:  # nothing to eliminate, so nothing to tell apart
        return Solved(_read_late(functions, _searched_whole(functions, solver.budget), solver.budget))
    if len(kept) <= LARGEST_CORE:
        return _from_core(functions, kept, solver.budget)
    try:
        solved = _from_candidates(functions, kept, solver)
    except LimitReached as stop:
        solved = Solved([], str(stop))
    if solved.missing and len(functions) <= LAST_RESORT:
        with suppress(LimitReached):
            sweeps = _Sweeps.of_states(1 << len(functions), solver.budget)
            return Solved(_read_late(functions, _searched_whole(functions, sweeps, MOST_STILL), solver.budget))
    return solved


def _from_candidates(functions: Functions, kept: Sequence[int], solver: Solver) -> Solved:
    from logicnet.landscape.candidates import from_candidates

    return from_candidates(functions, kept, solver)


@dataclass(frozen=True, slots=True)
class _Sweeps(Budget):
    """A budget that also ends after so many sweeps over all states: work, not seconds, so the same on any machine."""

    left: Iterator[int] = field(default_factory=lambda: iter(()))

    @classmethod
    def of_states(cls, states: int, budget: Budget) -> _Sweeps:
        """Bound how often so many states are looked at."""
        sweeps = iter(range(MOST_LOOKS // states))
        return cls(budget.deadline, budget.seconds, budget.megabytes, budget.watch, sweeps)

    def check(self) -> None:
        """Raise `LimitReached` where any limit is hit."""
        Budget.check(self)
        if next(self.left, None) is None:
            raise LimitReached(f"a module's states were looked at {MOST_LOOKS:,} times")


def _searched_whole(functions: Functions, budget: Budget, most_still: int = MOST_PIECES) -> list[Piece]:
    order = tuple(functions)
    graph = reduce_to(functions, order)
    still, others = reduced_attractors(graph, budget)
    if still.bit_count() > most_still:
        raise LimitReached(f"a module has more than {most_still:,} fixed points")
    pieces: list[Piece] = [SpacePiece(graph.lift(state), FIXED_POINT) for state in members(still)]
    for states in others:
        space = smallest_trap_space(functions, graph.lift(next(members(states))))
        inside = graph.within(space)
        alone = not inside & still and sum(bool(inside & other) for other in others) == 1
        pieces.append(BitsPiece(order, states, UNIVOCAL if alone else SEARCHED))
    return pieces


def _read_late(functions: Functions, pieces: Sequence[Piece], budget: Budget) -> list[Piece]:
    """Return pieces of very many states so that these are gone through only where nothing less tells enough."""
    late: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, BitsPiece):
            state = piece.state
            space = smallest_trap_space(functions, state)
            late.append(ReachedPiece(functions, state, space, piece.certificate, budget, piece))
        else:
            late.append(piece)
    return late


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A state that lies in an attractor or leads to one, its reduced attractor, the smallest trap space around it."""

    state: Mapping[int, int]
    reduced: int
    space: Mapping[int, int]


def _from_core(functions: Functions, kept: Sequence[int], budget: Budget) -> Solved:
    graph = reduce_to(functions, kept)
    still, others = reduced_attractors(graph, budget)
    if still.bit_count() > MOST_PIECES:
        raise LimitReached(f"a module has more than {MOST_PIECES:,} fixed points")
    fixed = still & ~graph.wavering
    pieces: list[Piece] = [SpacePiece(graph.lift(state), FIXED_POINT) for state in members(fixed)]
    seeds = [*others, *(1 << state for state in members(still & graph.wavering))]
    candidates = [_candidate(functions, graph, states) for states in seeds]
    return _told_apart(functions, graph, fixed, candidates, pieces, budget)


def _candidate(functions: Functions, graph: ReducedGraph, states: int) -> _Candidate:
    state = graph.lift(next(members(states)))
    return _Candidate(state, states, smallest_trap_space(functions, state))


def _told_apart(
    functions: Functions,
    graph: ReducedGraph,
    fixed: int,
    candidates: Sequence[_Candidate],
    pieces: list[Piece],
    budget: Budget,
) -> Solved:
    """Keep one candidate an attractor: a univocal one at once, others by what they reach."""
    lasting = sorted(candidates, key=lambda one: -len(one.space))
    missing = ""
    for one in list(lasting):
        inside = graph.within(one.space)
        rivals = [other for other in lasting if other is not one and inside & other.reduced]
        certificate: Certificate = SEARCHED if rivals or inside & fixed else UNIVOCAL
        piece = ReachedPiece(functions, one.state, one.space, certificate, budget)
        if certificate == SEARCHED:
            try:
                superfluous = _leads_elsewhere(functions, graph, one, rivals, inside & fixed, piece, budget)
            except LimitReached as stop:
                missing = str(stop)
                continue
            if superfluous:
                lasting.remove(one)
                continue
        pieces.append(piece)
    return Solved(pieces, missing)


def _leads_elsewhere(
    functions: Functions,
    graph: ReducedGraph,
    one: _Candidate,
    rivals: Sequence[_Candidate],
    fixed: int,
    piece: ReachedPiece,
    budget: Budget,
) -> bool:
    """Tell whether a candidate reaches another one: by a walk into their reduced basin, else from all it reaches."""
    aims = fixed
    for rival in rivals:
        aims |= rival.reduced
    basin = graph.backward(aims, graph.everything, budget)
    for state in wander(functions, one.state, ROUNDS):
        if basin >> graph.number(state) & 1:
            return True
    if leaves(
        functions, one.state, lambda crowd: any(basin >> state & 1 for state in crowd.numbers(graph.kept)), budget
    ):
        return True
    if len(functions) > LISTED and piece.whole is None:
        raise LimitReached("two candidates could not be told apart: an attractor may be missing")
    return any(piece.contains(rival.state) for rival in rivals) or any(
        piece.contains(graph.lift(state)) for state in members(fixed)
    )
