"""The signed interaction graph of a network, its strongly connected parts and feedback circuits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from logicnet.errors import UnknownNameError
from logicnet.limits import most
from logicnet.network import BooleanNetwork

if TYPE_CHECKING:
    import networkx

_PRODUCT = {"++": "+", "--": "+", "+-": "-", "-+": "-"} | dict.fromkeys(("?+", "?-", "??", "+?", "-?"), "?")
# Regulations passed, at a guess, in the search for circuits through a component.
MOST_LOOKED_AT = 400_000


def interaction_graph(network: BooleanNetwork) -> networkx.DiGraph:
    """Return who regulates whom, with signs.

    Returns
    -------
    networkx.DiGraph
        Nodes are components in file order, with attributes ``label``, ``group``, ``kind`` and ``input``; an edge
        runs from regulator to target with ``sign`` ``+``, ``-`` or ``?`` (acts both ways). Only regulators with an
        effect count, and an input has no loop.
    """
    import networkx

    graph = networkx.DiGraph(name=network.name)
    inputs = set(network.inputs)
    for name in network.names:
        note = network.annotations[name]
        graph.add_node(name, label=network.label(name), group=note.group, kind=note.kind, input=name in inputs)
    for name, function in zip(network.names, network.functions, strict=True):
        if name not in inputs:
            for i, sign in function.signs().items():
                graph.add_edge(network.names[i], name, sign=sign)
    return graph


def condensed(graph: networkx.DiGraph, names: Collection[str]) -> networkx.DiGraph:
    """Return the interaction graph of some components, in which an edge stands for every way through the others.

    Its sign is that of the ways, a product of their regulations' signs; ``?`` where ways differ, or a regulation on one
    acts both ways. Walks count, too: a negative circuit beside the way gives it both signs. A component's loop is its
    own regulation only. Ways from inputs that are left out are left out with them.

    Raises
    ------
    UnknownNameError
        A name that the graph does not have.
    """
    import networkx

    for name in names:
        if name not in graph:
            raise UnknownNameError("component", name, list(graph))
    kept = set(names)
    found = networkx.DiGraph(name=graph.graph.get("name", ""))
    found.add_nodes_from((name, graph.nodes[name]) for name in graph if name in kept)
    for source in list(found):
        for target, signs in _ways(graph, source, kept).items():
            if target != source:
                found.add_edge(source, target, sign=signs.pop() if len(signs) == 1 else "?")
        if graph.has_edge(source, source):
            found.add_edge(source, source, **graph.edges[source, source])
    return found


def _ways(graph: networkx.DiGraph, source: str, kept: Collection[str]) -> dict[str, set[str]]:
    """Return the kept components that a way from one leads to through none of them, with the signs of these ways."""
    ends: dict[str, set[str]] = {}
    seen = {(source, "+")}
    ahead = [(source, "+")]
    while ahead:
        here, sign = ahead.pop()
        for there in graph.successors(here):
            step = (there, _PRODUCT[sign + graph.edges[here, there]["sign"]])
            if there in kept:
                ends.setdefault(there, set()).add(step[1])
            elif step not in seen:
                seen.add(step)
                ahead.append(step)
    return ends


def largest_strong_part(graph: networkx.DiGraph) -> tuple[str, ...]:
    """Return the components of the largest strongly connected part with a circuit, in file order; may be empty."""
    import networkx

    position = {name: i for i, name in enumerate(graph)}
    parts = [part for part in networkx.strongly_connected_components(graph) if _has_circuit(graph, part)]
    nothing: set[str] = set()
    largest = max(parts, key=lambda part: (len(part), -min(position[n] for n in part)), default=nothing)
    return tuple(sorted(largest, key=position.__getitem__))


def _has_circuit(graph: networkx.DiGraph, part: set[str]) -> bool:
    return len(part) > 1 or any(graph.has_edge(name, name) for name in part)


def feedback_circuits(graph: networkx.DiGraph, limit: int) -> tuple[list[tuple[tuple[str, ...], str]], bool]:
    """Return elementary feedback circuits, shortest first, with their sign.

    Parameters
    ----------
    limit
        How many circuits to enumerate at most; there may be exponentially many.

    Returns
    -------
    circuits
        Each as (components along the circuit from the first in file order, sign); the sign is ``+`` for an even
        number of inhibitions, ``-`` for an odd one, ``?`` where a regulator on it acts both ways.
    complete
        False where `limit` cut the enumeration: the list is then a sample, not a ranking.

    Raises
    ------
    SettingError
        A limit under 1.
    """
    import networkx

    limit = most(limit)
    names = tuple(graph)
    found: Iterator[list[int]] = networkx.simple_cycles(_inner(graph))
    circuits = [_turned(cycle) for cycle in islice(found, limit + 1)]
    complete = len(circuits) <= limit
    named = [tuple(names[i] for i in c) for c in sorted(circuits[:limit], key=lambda c: (len(c), c))]
    return [(circuit, _circuit_sign(graph, circuit)) for circuit in named], complete


def _inner(graph: networkx.DiGraph) -> networkx.DiGraph:
    """Return the edges inside strongly connected parts, between numbers instead of names.

    The rest has no circuit, and a rule may have 60,000 regulators. A set of numbers has the same order in each process,
    one of names has not: where the enumeration is cut, the same circuits are given every time.
    """
    import networkx

    parts = networkx.strongly_connected_components(graph)
    part_of = {name: k for k, part in enumerate(parts) for name in part}
    position = {name: i for i, name in enumerate(graph)}
    return networkx.DiGraph([(position[a], position[b]) for a, b in graph.edges if part_of[a] == part_of[b]])


def circuits_through(graph: networkx.DiGraph, name: str, limit: int) -> tuple[list[tuple[tuple[str, ...], str]], bool]:
    """Return the elementary feedback circuits through one component, shortest first, with their sign.

    They are made one by one in the order of their lengths (Yen 1971, doi:10.1287/mnsc.17.11.712), so a cut list holds
    the shortest ones. In large networks fewer than `limit` are made: `MOST_LOOKED_AT` bounds the work.

    Returns
    -------
    circuits
        Each as (components along the circuit from `name`, sign), signs as of `feedback_circuits`.
    complete
        False where there are more.
    """
    import networkx

    part = next(p for p in networkx.strongly_connected_components(graph) if name in p)
    edges = [(a, b) for a, b in graph.edges if a in part and b in part]
    if not edges:
        return [], True
    limit = min(limit, 1 + MOST_LOOKED_AT // len(edges))
    # A circuit through a component is a path from it to a second copy of it, which takes what leads to it.
    opened = networkx.DiGraph([((a, False), (b, b == name)) for a, b in edges])
    paths = networkx.shortest_simple_paths(opened, (name, False), (name, True))
    found = [tuple(one for one, _ in path[:-1]) for path in islice(paths, limit + 1)]
    position = {one: i for i, one in enumerate(graph)}
    shown = sorted(found[:limit], key=lambda c: (len(c), [position[n] for n in c]))
    return [(circuit, _circuit_sign(graph, circuit)) for circuit in shown], len(found) <= limit


def _turned(cycle: list[int]) -> tuple[int, ...]:
    first = cycle.index(min(cycle))
    return (*cycle[first:], *cycle[:first])


def _circuit_sign(graph: networkx.DiGraph, circuit: tuple[str, ...]) -> str:
    signs = [graph.edges[a, b]["sign"] for a, b in zip(circuit, (*circuit[1:], circuit[0]), strict=True)]
    if "?" in signs:
        return "?"
    return "-" if signs.count("-") % 2 else "+"
