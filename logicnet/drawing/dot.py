"""The network as Graphviz text, grouped and coloured alike, for whoever wants to go on with other tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from logicnet.drawing import glyphs
from logicnet.network import BooleanNetwork

if TYPE_CHECKING:
    from networkx import DiGraph

_SHAPES = {
    "component": {"shape": "box", "style": "rounded,filled"},
    "input": {"shape": "box", "style": "dashed,filled"},
    "phenotype": {"shape": "hexagon", "style": "filled"},
}


def write_dot(
    network: BooleanNetwork,
    graph: DiGraph,
    values: Mapping[str, int | str] | None,
    title: str,
    fixed: Mapping[str, int],
) -> str:
    """Return a network's interaction graph in the DOT language, one cluster a group."""
    import graphviz

    picture = graphviz.Digraph(name=graphviz.escape(network.name), comment=None)
    picture.attr("graph", rankdir="TB", fontname="Helvetica", label=graphviz.escape(title), labelloc="t")
    picture.attr("node", fontname="Helvetica", fontsize="10")
    for number, group in enumerate((*network.groups, "")):
        names = [name for name in graph if network.annotations[name].group == group]
        if not names:
            continue
        inner = graphviz.Digraph(name=f"cluster_{number}" if group else None)
        if group:
            inner.attr(label=graphviz.escape(group), color=glyphs.FRAME, labeljust="l")
        for name in names:
            inner.node(_id(name), **_attributes(network, name, values, name in fixed, graph.nodes[name]["input"]))
        picture.subgraph(inner)
    for source, target, sign in graph.edges(data="sign"):
        colour, head, _ = glyphs.SIGNS[sign]
        picture.edge(_id(source), _id(target), arrowhead=head, color=colour)
    return str(picture.source)


def _id(name: str) -> str:
    # A colon would be read as a port; names of rule files have none, other formats' may.
    return name.replace(":", "_")


def _attributes(
    network: BooleanNetwork, name: str, values: Mapping[str, int | str] | None, held: bool, is_input: bool
) -> dict[str, str]:
    import graphviz

    shape = glyphs.shape_of(network.annotations[name].kind, is_input)
    paint = str(values[name]) if values is not None else "input" if shape == "input" else ""
    fill, text, _, _ = glyphs.PAINTS[paint]
    mark = " ~" if paint == "*" else ""
    told = {"label": graphviz.escape(network.label(name) + mark), "fillcolor": fill, "fontcolor": text}
    full = network.annotations[name].full_name
    return (
        _SHAPES[shape]
        | told
        | ({"penwidth": "2.5"} if held else {})
        | ({"tooltip": graphviz.escape(full)} if full else {})
    )
