"""Where components stand: each group laid out alone, the groups packed into a page so that regulations are short.

No engine lays out a grouped signed graph well as a whole; small groups it does. Packing anneals over rows of groups
(order, row breaks, a group's own layout lengthwise or across, mirrored or not) with a fixed seed.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from logicnet.drawing.glyphs import TITLE, text_width
from logicnet.drawing.scene import Box, Point

Sizes = Mapping[str, tuple[float, float]]
Edges = Sequence[tuple[str, str]]

MARGIN, TITLE_ROOM, GAP = 5.0, 16.0, 13.0
LARGEST_FOR_DOT = 400  # components or regulations in one group; past it dot takes minutes and a grid serves


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One way to lay out a group: centres of its components from the frame's top left, and the frame's size."""

    centres: Mapping[str, Point]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Packing:
    """Groups in rows: their order, after which of them a row ends, and which arrangement each takes."""

    order: tuple[int, ...]
    breaks: tuple[bool, ...]
    chosen: tuple[int, ...]


def arrangements(title: str, names: Sequence[str], sizes: Sizes, edges: Edges) -> list[Arrangement]:
    """Return the ways to lay out one group: both directions, each mirrored both ways."""
    inside = [(a, b) for a, b in edges if a in sizes and b in sizes and a != b]
    if not inside or len(names) > LARGEST_FOR_DOT or len(inside) > LARGEST_FOR_DOT:
        bases = [_grid(names, sizes, columns) for columns in _column_counts(len(names))]
    else:
        bases = [_by_dot(names, sizes, inside, direction) for direction in ("TB", "LR")]
    ways = []
    for centres in bases:
        for across in (1, -1):
            for down in (1, -1):
                mirrored = {name: (across * x, down * y) for name, (x, y) in centres.items()}
                ways.append(_framed(mirrored, sizes, title))
    return ways


def _column_counts(count: int) -> list[int]:
    square = max(1, math.isqrt(count))
    return sorted({1 if count < 7 else square, square, min(count, 2 * square), min(count, 3 * square)})


def _grid(names: Sequence[str], sizes: Sizes, columns: int) -> dict[str, Point]:
    widths = [max(sizes[n][0] for n in names[c::columns]) for c in range(columns) if names[c::columns]]
    lefts = [sum(widths[:c]) + 8.0 * c for c in range(len(widths))]
    tall = max(sizes[n][1] for n in names) + 7.0
    return {n: (lefts[k % columns] + widths[k % columns] / 2, (k // columns) * tall) for k, n in enumerate(names)}


def _by_dot(names: Sequence[str], sizes: Sizes, edges: Edges, direction: str) -> dict[str, Point]:
    import pygraphviz

    graph: Any = pygraphviz.AGraph(directed=True, rankdir=direction, nodesep="0.10", ranksep="0.17")
    for number, name in enumerate(names):
        width, height = sizes[name]
        graph.add_node(f"n{number}", shape="box", fixedsize="true", label="", width=width / 72, height=height / 72)
    number_of = {name: number for number, name in enumerate(names)}
    graph.add_edges_from((f"n{number_of[a]}", f"n{number_of[b]}") for a, b in edges)
    graph.layout(prog="dot")
    positions = (graph.get_node(f"n{number}").attr["pos"].split(",") for number in range(len(names)))
    return {name: (float(x), -float(y)) for name, (x, y) in zip(names, positions, strict=True)}


def _framed(centres: Mapping[str, Point], sizes: Sizes, title: str) -> Arrangement:
    left = min(x - sizes[n][0] / 2 for n, (x, _) in centres.items())
    right = max(x + sizes[n][0] / 2 for n, (x, _) in centres.items())
    top = min(y - sizes[n][1] / 2 for n, (_, y) in centres.items())
    bottom = max(y + sizes[n][1] / 2 for n, (_, y) in centres.items())
    head = TITLE_ROOM if title else MARGIN
    width = max(right - left, text_width(title, TITLE, bold=True)) + 2 * MARGIN
    shift = (width - (right - left)) / 2 - left
    moved = {n: (x + shift, y - top + head) for n, (x, y) in centres.items()}
    return Arrangement(moved, width, bottom - top + head + MARGIN)


def pack(
    groups: Sequence[Sequence[Arrangement]], edges: Edges, page: tuple[float, float]
) -> tuple[dict[str, Point], list[Box]]:
    """Pack the groups into a page.

    Parameters
    ----------
    groups
        For each group the arrangements it may take.
    edges
        Regulations, by name.
    page
        The width and height, in points, that the packing should fit without shrinking.

    Returns
    -------
    centres
        Of every component.
    frames
        One box a group, in the order given.
    """
    of = {name: g for g, ways in enumerate(groups) for name in ways[0].centres}
    between = [(a, b) for a, b in edges if of[a] != of[b]]
    best = _annealed(groups, of, between, page)
    corners, _, _ = _placed(groups, best)
    centres: dict[str, Point] = {}
    frames = []
    for g, ways in enumerate(groups):
        way, (x, y) = ways[best.chosen[g]], corners[g]
        frames.append(Box(x + way.width / 2, y + way.height / 2, way.width, way.height))
        centres.update({name: (x + dx, y + dy) for name, (dx, dy) in way.centres.items()})
    return centres, frames


def _placed(groups: Sequence[Sequence[Arrangement]], packing: Packing) -> tuple[dict[int, Point], float, float]:
    """Return each group's top left corner, and the size of the whole; rows are spread to the same width."""
    rows: list[list[int]] = [[]]
    for g, last in zip(packing.order, packing.breaks, strict=True):
        rows[-1].append(g)
        if last:
            rows.append([])
    rows = [row for row in rows if row]
    ways = {g: groups[g][packing.chosen[g]] for g in packing.order}
    natural = [sum(ways[g].width for g in row) + GAP * (len(row) - 1) for row in rows]
    whole = max(natural)
    corners, y = {}, 0.0
    for row, used in zip(rows, natural, strict=True):
        spare = (whole - used) / (len(row) + 1)
        tall = max(ways[g].height for g in row)
        x = spare
        for g in row:
            corners[g] = (x, y + (tall - ways[g].height) / 2)
            x += ways[g].width + GAP + spare
        y += tall + GAP
    return corners, whole, y - GAP


def _cost(
    groups: Sequence[Sequence[Arrangement]],
    of: Mapping[str, int],
    between: Edges,
    page: tuple[float, float],
    packing: Packing,
) -> float:
    """Length of the regulations between groups at final size; a page that must shrink costs more than it gains."""
    corners, width, height = _placed(groups, packing)
    length = 0.0
    for a, b in between:
        ga, gb = of[a], of[b]
        (ax, ay), (bx, by) = corners[ga], corners[gb]
        (px, py), (qx, qy) = groups[ga][packing.chosen[ga]].centres[a], groups[gb][packing.chosen[gb]].centres[b]
        length += math.hypot(ax + px - bx - qx, ay + py - by - qy)
    shrink = max(1.0, width / page[0], height / page[1])
    return (length + 100.0) * shrink**4


def _annealed(
    groups: Sequence[Sequence[Arrangement]], of: Mapping[str, int], between: Edges, page: tuple[float, float]
) -> Packing:
    generator = random.Random(1)
    count = len(groups)
    per_row = max(1, math.isqrt(count))
    packing = Packing(tuple(range(count)), tuple((k + 1) % per_row == 0 for k in range(count)), (0,) * count)
    cost = _cost(groups, of, between, page, packing)
    best, lowest, heat = packing, cost, cost * 0.05
    rounds = max(200, min(6000, 700_000 // (len(between) + count)))
    for _ in range(rounds):
        tried = _varied(packing, [len(ways) for ways in groups], generator)
        price = _cost(groups, of, between, page, tried)
        if price < cost or generator.random() < math.exp((cost - price) / heat):
            packing, cost = tried, price
            if cost < lowest:
                best, lowest = packing, cost
        heat = max(heat * 0.9992, 1e-9)
    return best


def _varied(packing: Packing, ways: Sequence[int], generator: random.Random) -> Packing:
    """Swap two groups, move a row's end, or take another arrangement of one."""
    dice, k = generator.random(), generator.randrange(len(ways))
    if dice < 0.45:
        other = generator.randrange(len(ways))
        order = list(packing.order)
        order[k], order[other] = order[other], order[k]
        return replace(packing, order=tuple(order))
    if dice < 0.65:
        return replace(packing, breaks=tuple(b != (i == k) for i, b in enumerate(packing.breaks)))
    chosen = list(packing.chosen)
    chosen[k] = generator.randrange(ways[k])
    return replace(packing, chosen=tuple(chosen))
