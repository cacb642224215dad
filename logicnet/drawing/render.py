"""A scene to SVG, PDF or PNG by matplotlib: one drawing, the same bytes each time, text kept as text."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

from logicnet.drawing import glyphs
from logicnet.drawing.compose import GLYPH_WIDTH
from logicnet.drawing.scene import Box, Edge, Group, LegendEntry, Node, Point, Scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RESOLUTION = 300  # dots per inch of a PNG
LINE, FRAME_LINE, HELD_LINE = 0.7, 0.5, 1.8

# No dates, no random ids: the same scene gives the same bytes. Type 42 keeps PDF text searchable and editable.
_SETTINGS: Any = {
    "svg.hashsalt": "logicnet",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "font.family": glyphs.FONT,
    "hatch.linewidth": 0.5,
    "path.simplify": False,
    "text.usetex": False,
}


def render(scene: Scene, form: str, description: str) -> bytes:
    """Return a scene as the bytes of an ``svg``, ``pdf`` or ``png`` file."""
    import matplotlib

    with matplotlib.rc_context(_SETTINGS):
        figure = _figure(scene)
        stream = io.BytesIO()
        figure.savefig(stream, format=form, dpi=RESOLUTION, metadata=_metadata(scene, form, description))
    return stream.getvalue()


def _metadata(scene: Scene, form: str, description: str) -> dict[str, Any]:
    title = scene.title or scene.name
    if form == "svg":
        return {"Date": None, "Creator": "logicnet", "Title": title, "Description": description}
    if form == "pdf":
        return {"CreationDate": None, "Creator": "logicnet", "Producer": None, "Title": title, "Subject": description}
    return {"Software": "logicnet", "Title": title, "Description": description}


def _figure(scene: Scene) -> Any:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(scene.width / 72, scene.height / 72))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, scene.width)
    axes.set_ylim(scene.height, 0)
    axes.set_axis_off()
    small = scene.type_size / glyphs.TYPE
    for group in scene.groups:
        _draw_group(axes, group, small)
    # The rarer signs on top: where regulations run close together, an inhibition must not vanish under activations.
    for edge in sorted(scene.edges, key=lambda edge: list(glyphs.SIGNS).index(edge.sign)):
        _draw_edge(axes, edge, max(small, 0.6))
    for node in scene.nodes:
        _draw_node(axes, node, scene.type_size)
    if scene.title:
        _text(axes, (scene.width / 2, 12.0), scene.title, glyphs.HEADING, glyphs.INK, bold=True)
    for entry in scene.legend:
        _draw_entry(axes, entry)
    return figure


def _text(
    axes: Axes, at: Point, text: str, size: float, colour: str, bold: bool = False, left: bool = False, gid: str = ""
) -> None:
    # Labels are a model's, not mathematics: a dollar sign is a dollar sign.
    drawn = axes.text(
        *at,
        text,
        fontsize=size,
        color=colour,
        weight="bold" if bold else "normal",
        ha="left" if left else "center",
        va="center_baseline",
        parse_math=False,
    )
    if gid:
        drawn.set_gid(gid)


def _draw_group(axes: Axes, group: Group, small: float) -> None:
    from matplotlib.patches import FancyBboxPatch

    frame = group.frame
    style = "round,pad=0,rounding_size=4"
    axes.add_patch(
        FancyBboxPatch(
            (frame.left, frame.top), frame.width, frame.height, boxstyle=style,
            facecolor=glyphs.GROUND, edgecolor=glyphs.FRAME, linewidth=FRAME_LINE, gid=f"group:{group.title}",
        )
    )  # fmt: skip
    at = (group.title_box.left + 1, group.title_box.y)
    _text(axes, at, group.title, glyphs.TITLE * small, glyphs.INK, bold=True, left=True)


def _outline(shape: str, box: Box) -> list[Point]:
    """Return the corners of a glyph: inputs have square corners, phenotypes pointed ends."""
    left, top, right, bottom = box.left, box.top, box.left + box.width, box.top + box.height
    if shape == "phenotype":
        cut = min(4.0, box.height / 3)
        ends = [(right - cut, top), (right, box.y), (right - cut, bottom)]
        return [(left + cut, top), *ends, (left + cut, bottom), (left, box.y)]
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _draw_shape(axes: Axes, shape: str, box: Box, paint: str, held: bool, gid: str) -> None:
    from matplotlib.patches import FancyBboxPatch, Polygon

    fill, _, hatch, _ = glyphs.PAINTS[paint]
    style: dict[str, Any] = {
        "facecolor": fill,
        "edgecolor": glyphs.INK,
        "linewidth": HELD_LINE if held else LINE,
        "linestyle": (0, (3, 1.5)) if shape == "input" else "solid",
        "hatch": hatch or None,
        "gid": gid,
    }
    if shape == "component":
        rounded = f"round,pad=0,rounding_size={min(3.5, box.height / 3):.2f}"
        axes.add_patch(FancyBboxPatch((box.left, box.top), box.width, box.height, boxstyle=rounded, **style))
    else:
        axes.add_patch(Polygon(_outline(shape, box), closed=True, joinstyle="miter", **style))


def _draw_node(axes: Axes, node: Node, size: float) -> None:
    _draw_shape(axes, node.shape, node.box, node.paint, node.held, f"node:{node.name}")
    colour = glyphs.PAINTS[node.paint][1]
    step = size * glyphs.LINE_HEIGHT
    first = node.box.y - step * (len(node.lines) - 1) / 2
    for k, line in enumerate(node.lines):
        _text(axes, (node.box.x, first + k * step), line, size, colour, gid=f"label:{node.name}")
    if node.paint == "*":
        _draw_badge(axes, node.box, size)


def _draw_badge(axes: Axes, box: Box, size: float) -> None:
    """Mark an oscillating component at its corner, so that its colour is not the only sign."""
    from matplotlib.patches import Circle

    corner = (box.left + box.width - 1, box.top + 1)
    axes.add_patch(Circle(corner, 0.42 * size, facecolor="#FFFFFF", edgecolor=glyphs.INK, linewidth=0.5))
    _text(axes, corner, "~", 0.85 * size, glyphs.INK, bold=True)


def _draw_edge(axes: Axes, edge: Edge, small: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    colour, head, _ = glyphs.SIGNS[edge.sign]
    curves = [Path.MOVETO, *[Path.CURVE4] * (len(edge.spline) - 1)]
    gid = f"edge:{edge.source}:{edge.target}:{edge.sign}"
    path = Path(edge.spline, curves)
    axes.add_patch(PathPatch(path, facecolor="none", edgecolor=colour, linewidth=LINE, capstyle="butt", gid=gid))
    _draw_head(axes, head, edge.spline[-1], edge.tip, colour, small)


def _draw_head(axes: Axes, head: str, end: Point, tip: Point, colour: str, small: float) -> None:
    from matplotlib.patches import Polygon

    dx, dy = tip[0] - end[0], tip[1] - end[1]
    length = math.hypot(dx, dy) or 1.0
    across = (-dy / length * 2.0 * small, dx / length * 2.0 * small)
    if head == "tee":
        # A bar just short of the border, and the line drawn up to it.
        back = 0.9 * small
        x, y = tip[0] - dx / length * back, tip[1] - dy / length * back
        wide = 1.35
        axes.plot([end[0], x], [end[1], y], color=colour, linewidth=LINE, solid_capstyle="butt")
        ends = [(x - across[0] * wide, y - across[1] * wide), (x + across[0] * wide, y + across[1] * wide)]
        axes.plot(*zip(*ends, strict=True), color=colour, linewidth=1.5 * small, solid_capstyle="butt")
        return
    middle = ((end[0] + tip[0]) / 2, (end[1] + tip[1]) / 2) if head == "diamond" else end
    corners = [(middle[0] + across[0], middle[1] + across[1]), tip, (middle[0] - across[0], middle[1] - across[1])]
    if head == "diamond":
        corners.append(end)
    axes.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor=colour, linewidth=0.3))


def _draw_entry(axes: Axes, entry: LegendEntry) -> None:
    kind, _, value = entry.glyph.partition(":")
    x, y = entry.at
    gid = f"legend:{entry.glyph}"
    if kind == "sign":
        spline = ((x, y), (x + 5, y), (x + 10, y), (x + GLYPH_WIDTH - 4.5, y))
        _draw_edge(axes, Edge("legend", "", value, spline, (x + GLYPH_WIDTH, y)), 1.0)
    else:
        box = Box(x + GLYPH_WIDTH / 2, y, GLYPH_WIDTH - 2, 8.5)
        shape = value if kind == "shape" else "component"
        _draw_shape(axes, shape, box, entry.paint, kind == "held", gid)
        if entry.paint == "*":
            _draw_badge(axes, box, glyphs.TYPE)
    _text(axes, (x + GLYPH_WIDTH + 4, y), entry.words, glyphs.TYPE, glyphs.INK, left=True, gid=f"words:{entry.glyph}")
