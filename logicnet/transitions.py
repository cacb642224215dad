"""The state transition graph of a small network, built whole: a picture and a lesson, never the engine."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached, UnknownNameError
from logicnet.limits import most
from logicnet.network import BooleanNetwork
from logicnet.update import SCHEMES, State

if TYPE_CHECKING:
    import networkx


def state_transition_graph(
    network: BooleanNetwork,
    update: str = "asynchronous",
    start: Iterable[State] | None = None,
    limit: int = 4096,
) -> networkx.DiGraph:
    """Return which state may follow which.

    Parameters
    ----------
    network
        Held components are constants in it (`BooleanNetwork.fixed`).
    update
        Name of the update scheme.
    start
        States to start from, tuples in file order; None for all states.
    limit
        How many states the graph may have.

    Returns
    -------
    networkx.DiGraph
        Nodes are states, written ``0110…`` in file order.

    Raises
    ------
    LimitReached
        More than `limit` states; nothing partial is returned.
    SettingError
        A limit under 1.

    Examples
    --------
    >>> from logicnet.formats.bnet import read
    >>> toggle = BooleanNetwork.from_rules(read("targets, factors\\nA, !B\\nB, !A\\n"))
    >>> sorted(state_transition_graph(toggle).successors("00"))
    ['01', '10']
    """
    import networkx

    limit = most(limit)
    if update not in SCHEMES:
        raise UnknownNameError("update scheme", update, SCHEMES)
    if start is None and len(network.names) >= limit.bit_length():
        raise LimitReached(f"2^{len(network.names)} states are more than the limit of {limit}")
    frontier = list(start) if start is not None else list(product((0, 1), repeat=len(network.names)))
    graph = networkx.DiGraph()
    graph.add_nodes_from(_spelt(state) for state in frontier)
    while frontier:
        state = frontier.pop()
        for following in SCHEMES[update](network, state):
            if _spelt(following) not in graph:
                frontier.append(following)
            graph.add_edge(_spelt(state), _spelt(following))
        if len(graph) > limit:
            raise LimitReached(f"the graph has more than {limit} states")
    return graph


def _spelt(state: State) -> str:
    return "".join(map(str, state))
