"""From a network and the values to paint to a scene: nodes, frames, regulations, heading and legend on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from logicnet.drawing import glyphs
from logicnet.drawing.layout import arrangements, pack
from logicnet.drawing.routing import route
from logicnet.drawing.scene import Box, Edge, Group, LegendEntry, Node, Point, Scene
from logicnet.errors import LimitReached
from logicnet.network import BooleanNetwork

if TYPE_CHECKING:
    from networkx import DiGraph

LARGEST = (1000, 4000)
MILLIMETRE = 72 / 25.4
PAGE = (180 * MILLIMETRE, 165 * MILLIMETRE)
BORDER, HEADING_ROOM, LEGEND_ROW, GLYPH_WIDTH = 6.0, 16.0, 13.0, 20.0


def compose(
    network: BooleanNetwork,
    graph: DiGraph,
    values: Mapping[str, int | str] | None,
    title: str,
    fixed: Mapping[str, int],
) -> Scene:
    """Lay a network's interaction graph out on a page 180 mm wide, its labels at 7 points or as large as fits.

    Raises
    ------
    LimitReached
        Past `LARGEST` components or regulations no label could be read.
    """
    edges = list(graph.edges)
    if len(graph) > LARGEST[0] or len(edges) > LARGEST[1]:
        raise LimitReached(
            f"{len(graph)} components and {len(edges)} regulations are past what a page can show "
            f"({LARGEST[0]} and {LARGEST[1]}); draw a part of the model, or go on from DOT (-o FILE.dot)"
        )
    nodes = {name: _node(network, name, values, fixed) for name in graph}
    sizes = {name: (node.box.width, node.box.height) for name, node in nodes.items()}
    titles = [g for g in (*network.groups, "") if any(node.group == g for node in nodes.values())]
    members = [[name for name, node in nodes.items() if node.group == g] for g in titles]
    ways = [
        arrangements(g, names, {n: sizes[n] for n in names}, edges) for g, names in zip(titles, members, strict=True)
    ]
    centres, frames = pack(ways, edges, (PAGE[0] - 2 * BORDER, PAGE[1]))
    nodes = {name: replace(node, box=node.box.moved(*centres[name])) for name, node in nodes.items()}
    groups = [_group(g, frame) for g, frame in zip(titles, frames, strict=True) if g]
    splines = route({n: node.box for n, node in nodes.items()}, [g.title_box for g in groups], edges)
    lines = [Edge(a, b, graph.edges[a, b]["sign"], *s) for (a, b), s in zip(edges, splines, strict=True)]
    return _paged(network.name, title, list(nodes.values()), lines, groups)


def _node(network: BooleanNetwork, name: str, values: Mapping[str, int | str] | None, fixed: Mapping[str, int]) -> Node:
    note = network.annotations[name]
    shape = glyphs.shape_of(note.kind, name in network.inputs)
    lines = glyphs.label_lines(network.label(name))
    width, height = glyphs.node_size(lines, shape)
    paint = str(values[name]) if values is not None else "input" if shape == "input" else ""
    box = Box(0.0, 0.0, width, height)
    return Node(name, lines, note.full_name, shape, paint, name in fixed, note.group, box)


def _group(title: str, frame: Box) -> Group:
    width = glyphs.text_width(title, glyphs.TITLE, bold=True)
    box = Box(frame.left + 6 + width / 2, frame.top + 7.5, width + 2, glyphs.TITLE + 1)
    return Group(title, frame, box)


def _paged(name: str, title: str, nodes: Sequence[Node], edges: Sequence[Edge], groups: Sequence[Group]) -> Scene:
    """Scale the drawing onto the page and put the heading above and the legend below it."""
    left, top, right, bottom = _extent(nodes, edges, groups)
    room = PAGE[0] - 2 * BORDER
    scale = min(1.0, room / (right - left))
    width = max(min(PAGE[0], (right - left) * scale + 2 * BORDER), min(PAGE[0], _heading_width(title)))
    head = HEADING_ROOM if title else 0.0
    dx, dy = (width - (right - left) * scale) / 2 - left * scale, BORDER + head - top * scale
    legend_top = BORDER + head + (bottom - top) * scale + 8.0
    legend, below, widest = _legend(nodes, edges, legend_top, width)
    width = max(width, widest)
    return Scene(
        name,
        title,
        round(width, 2),
        round(below + BORDER, 2),
        glyphs.TYPE * scale,
        tuple(replace(n, box=n.box.scaled(scale).moved(dx, dy)) for n in nodes),
        tuple(_moved_edge(e, scale, dx, dy) for e in edges),
        tuple(
            Group(g.title, g.frame.scaled(scale).moved(dx, dy), g.title_box.scaled(scale).moved(dx, dy)) for g in groups
        ),
        legend,
    )


def _heading_width(title: str) -> float:
    return glyphs.text_width(title, glyphs.HEADING, bold=True) + 2 * BORDER


def _moved_edge(edge: Edge, scale: float, dx: float, dy: float) -> Edge:
    def moved(point: Point) -> Point:
        return round(point[0] * scale + dx, 3), round(point[1] * scale + dy, 3)

    return replace(edge, spline=tuple(map(moved, edge.spline)), tip=moved(edge.tip))


def _extent(nodes: Sequence[Node], edges: Sequence[Edge], groups: Sequence[Group]) -> tuple[float, float, float, float]:
    boxes = [*(n.box for n in nodes), *(g.frame for g in groups)]
    xs = [x for b in boxes for x in (b.left, b.left + b.width)] + [p[0] for e in edges for p in e.spline]
    ys = [y for b in boxes for y in (b.top, b.top + b.height)] + [p[1] for e in edges for p in e.spline]
    return min(xs), min(ys), max(xs), max(ys)


def _legend(
    nodes: Sequence[Node], edges: Sequence[Edge], top: float, width: float
) -> tuple[tuple[LegendEntry, ...], float, float]:
    """Return the entries in rows, the bottom of the last row, and how wide the widest row came out."""
    paints = {n.paint for n in nodes}
    entries = glyphs.legend_entries(
        {n.shape for n in nodes}, {e.sign for e in edges}, paints, any(n.held for n in nodes)
    )
    placed = []
    x, y, widest = BORDER + 2, top + LEGEND_ROW / 2, 0.0
    for glyph, words in entries:
        needed = GLYPH_WIDTH + 4 + glyphs.text_width(words, glyphs.TYPE) + 12
        if x > BORDER + 2 and x + needed - 12 > width - BORDER:
            x, y = BORDER + 2, y + LEGEND_ROW
        placed.append(LegendEntry(glyph, _legend_paint(glyph, paints), words, (round(x, 3), round(y, 3))))
        x += needed
        widest = max(widest, x - 12 + BORDER)
    return tuple(placed), y + LEGEND_ROW / 2, widest


def _legend_paint(glyph: str, paints: set[str]) -> str:
    kind, _, value = glyph.partition(":")
    if kind == "paint":
        return value
    return "input" if value == "input" and "input" in paints else ""
