"""Fixed points of a module: from its reduced graph, or by answer-set programming where that is too large."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from logicnet.landscape.answer_sets import literals, models, require
from logicnet.landscape.circuits import feedback_vertex_set
from logicnet.landscape.pieces import FIXED_POINT, SpacePiece
from logicnet.landscape.reduced import members, reduce_to
from logicnet.landscape.solver import Functions, Solved, Solver
from logicnet.limits import Budget

# The widest feedback vertex set whose reduced graph is looked at; one pass over 2**20 states takes milliseconds.
LARGEST_CORE = 20


def fixed_points(functions: Functions, solver: Solver) -> Solved:
    """Return the fixed points of a strongly connected module, for the walk; upstream everything is fixed too.

    They are those of the reduced graph, one to one: in a fixed point each eliminated component agrees with its rule.
    """
    kept = feedback_vertex_set(functions, functions, solver.budget)
    found = _from_core(functions, kept) if len(kept) <= LARGEST_CORE else from_answer_sets(functions, solver.budget)
    pieces = [SpacePiece(state, FIXED_POINT) for state in islice(found, solver.most_pieces + 1)]
    missing = f"a module has more than {solver.most_pieces:,} fixed points" if len(pieces) > solver.most_pieces else ""
    return Solved(pieces[: solver.most_pieces], missing)


def _from_core(functions: Functions, kept: list[int]) -> Iterator[dict[int, int]]:
    graph = reduce_to(functions, kept)
    return (graph.lift(state) for state in members(graph.still))


def from_answer_sets(functions: Functions, budget: Budget) -> Iterator[dict[int, int]]:
    """Yield the fixed points of a closed network one by one."""
    import clingo

    control = clingo.Control(["0", "-W", "none"])
    with control.backend() as backend:
        on = {i: backend.add_atom() for i in functions}
        backend.add_rule(list(on.values()), [], choice=True)
        given = literals(on)
        for i, function in functions.items():
            require(backend, function, given, (-on[i], on[i]))
    for model in models(control, budget):
        yield {i: int(model.is_true(atom)) for i, atom in on.items()}
