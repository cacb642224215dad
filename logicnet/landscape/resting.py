"""Networks that come to rest from every state, found at a glance: their attractors are their fixed points.

The reduced graph (`reduced`) is built of the whole network, not of one module. Every attractor holds the lift of one
of its attractors; where these are fixed points, nothing else is one of the network either. So it is with most networks
whose inputs are put in: neither truth tables are made for them, nor are their modules walked over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from logicnet.errors import LimitReached
from logicnet.expressions.expression import evaluate
from logicnet.expressions.truth_tables import columns
from logicnet.landscape.percolation import Written
from logicnet.landscape.pieces import FIXED_POINT, SpacePiece
from logicnet.landscape.reduced import ReducedGraph, members
from logicnet.landscape.results import Found
from logicnet.limits import Budget

# Components kept up to which a try costs next to nothing: 2**12 states are 512 bytes a set.
MOST_KEPT = 12


def resting_attractors(network: Written, limit: int, budget: Budget) -> list[Found] | None:
    """Return all attractors of a network that always comes to rest; None where it may not, or has more than `limit`."""
    named = network.named()
    if not named:
        return [Found({}, True, FIXED_POINT, SpacePiece({}, FIXED_POINT))]
    kept, order = _opened(named)
    if len(kept) > MOST_KEPT:
        return None
    graph = _reduced(network, kept, order)
    still = graph.still
    try:
        if still.bit_count() > limit or graph.backward(still, graph.everything, budget) != graph.everything:
            return None
    except LimitReached:
        return None  # the walk tells what can be told in no time
    pieces = [SpacePiece(graph.lift(state), FIXED_POINT) for state in members(still)]
    return [Found(piece.values, True, FIXED_POINT, piece) for piece in pieces]


def _opened(named: Mapping[int, Collection[int]]) -> tuple[list[int], list[int]]:
    """Return components that meet every circuit, and the others so that each comes after those of them that it names.

    Follows names depth first and keeps whatever closes a circuit: more than need be, but at once.
    """
    kept: dict[int, None] = {}
    order: list[int] = []
    waiting: dict[int, bool] = {}  # on the path
    for root in named:
        path = [] if root in waiting else [(root, iter(named[root]))]
        while path:
            i, rest = path[-1]
            waiting[i] = True
            for r in rest:
                if r not in waiting:
                    path.append((r, iter(named[r])))
                    break
                if waiting[r]:
                    kept[r] = None
            else:
                path.pop()
                waiting[i] = False
                order.append(i)
    return [*kept], [i for i in order if i not in kept]


def _reduced(network: Written, kept: Sequence[int], order: Sequence[int]) -> ReducedGraph:
    """Build the reduced graph; with single values the rules as they are written are all it takes."""
    cols, mask = columns(len(kept))
    ones = [0] * len(network.programs)
    for i, bit in network.fixed.items():
        ones[i] = mask if bit else 0
    for i, column in zip(kept, cols, strict=True):
        ones[i] = column
    for i in order:
        ones[i] = evaluate(network.programs[i], ones, mask)
    moves = [evaluate(network.programs[i], ones, mask) ^ ones[i] for i in kept]
    return ReducedGraph(tuple(kept), {i: (mask ^ ones[i], ones[i]) for i in (*kept, *order)}, tuple(moves), 0)
