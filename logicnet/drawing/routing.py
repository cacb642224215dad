"""How regulations run: splines around components and group titles, by neato with every position pinned.

Graphviz comes inside the pygraphviz wheels; nothing is installed or called outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from logicnet.drawing.scene import Box, Point

MOST_ROUTED = 700  # regulations; past it splines take minutes and straight lines serve
HEAD = 4.5

Spline = tuple[tuple[Point, ...], Point]
"""The points of a Bézier spline, and the tip beyond its end where the head points."""


def route(boxes: Mapping[str, Box], obstacles: Sequence[Box], edges: Sequence[tuple[str, str]]) -> list[Spline]:
    """Return one spline a regulation, in order; positions stay where they are."""
    routed = _by_neato(boxes, obstacles, edges) if len(edges) <= MOST_ROUTED else {}
    return [routed.get(k) or straight(boxes[a], boxes[b]) for k, (a, b) in enumerate(edges)]


def _by_neato(
    boxes: Mapping[str, Box], obstacles: Sequence[Box], edges: Sequence[tuple[str, str]]
) -> dict[int, Spline]:
    import pygraphviz

    graph: Any = pygraphviz.AGraph(
        directed=True, strict=False, inputscale="72", overlap="true", splines="true", esep="+1.5", sep="+3"
    )
    graph.edge_attr.update(arrowsize=f"{HEAD / 10:.2f}")
    number_of = {name: f"n{k}" for k, name in enumerate(boxes)}
    pinned = [(number_of[name], box) for name, box in boxes.items()]
    for name, box in [*pinned, *((f"t{k}", box) for k, box in enumerate(obstacles))]:
        place = f"{box.x:.3f},{-box.y:.3f}!"
        size = {"width": f"{box.width / 72:.5f}", "height": f"{box.height / 72:.5f}"}
        graph.add_node(name, shape="box", fixedsize="true", label="", pos=place, **size)
    for k, (a, b) in enumerate(edges):
        graph.add_edge(number_of[a], number_of[b], key=str(k), id=str(k))
    drawn = json.loads(graph.draw(format="json", prog="neato"))
    placed = {o["name"]: tuple(map(float, o["pos"].split(","))) for o in drawn["objects"]}
    first = next(iter(boxes))
    shift = (boxes[first].x - placed[number_of[first]][0], boxes[first].y + placed[number_of[first]][1])
    return {int(e["id"]): _spline(e["pos"], shift) for e in drawn.get("edges", ()) if "pos" in e}


def _spline(text: str, shift: Point) -> Spline:
    """Read Graphviz's ``e,x,y x,y x,y …``; of several pieces the longest is the regulation."""
    piece = max(text.split(";"), key=len)
    points, tip = [], None
    for word in piece.split():
        x, y = (float(v) for v in word.split(",")[-2:])
        point = (round(x + shift[0], 3), round(shift[1] - y, 3))
        if word.startswith("e,"):
            tip = point
        elif not word.startswith("s,"):
            points.append(point)
    return tuple(points), tip or points[-1]


def straight(source: Box, target: Box) -> Spline:
    """Return a straight regulation from border to border, or a loop at the top right corner of one box."""
    if (source.x, source.y) == (target.x, target.y):
        x, y = source.x + source.width / 4, source.top
        return ((x, y), (x + 2, y - 12), (x + 16, y - 12), (x + 10, y - HEAD)), (x + 8, y)
    start, tip = _border(source, target), _border(target, source)
    length = max(1e-6, ((tip[0] - start[0]) ** 2 + (tip[1] - start[1]) ** 2) ** 0.5)
    back = min(1.0, HEAD / length)
    end = (tip[0] - (tip[0] - start[0]) * back, tip[1] - (tip[1] - start[1]) * back)
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    one, two = (start[0] + third[0], start[1] + third[1]), (end[0] - third[0], end[1] - third[1])
    return (start, one, two, end), tip


def _border(box: Box, other: Box) -> Point:
    dx, dy = other.x - box.x, other.y - box.y
    scale = min(box.width / 2 / abs(dx) if dx else float("inf"), box.height / 2 / abs(dy) if dy else float("inf"))
    return box.x + dx * scale, box.y + dy * scale
