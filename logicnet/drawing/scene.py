"""A laid-out picture as data: what stands where, in points from the top left; renderers only draw it."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle by its centre."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Left edge."""
        return self.x - self.width / 2

    @property
    def top(self) -> float:
        """Top edge (y grows downwards)."""
        return self.y - self.height / 2

    def overlaps(self, other: Box, gap: float = 0.0) -> bool:
        """Tell whether two boxes come nearer than `gap`."""
        across = abs(self.x - other.x) < (self.width + other.width) / 2 + gap
        return across and abs(self.y - other.y) < (self.height + other.height) / 2 + gap

    def scaled(self, factor: float) -> Box:
        """Return the box scaled about the origin."""
        return Box(self.x * factor, self.y * factor, self.width * factor, self.height * factor)

    def moved(self, dx: float, dy: float) -> Box:
        """Return the box shifted."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Node:
    """A component: its identifier, the lines of its label, its glyph and how it is painted."""

    name: str
    lines: tuple[str, ...]
    full_name: str
    shape: str
    paint: str
    held: bool
    group: str
    box: Box


@dataclass(frozen=True, slots=True)
class Edge:
    """A regulation: a Bézier spline (1 + 3n points) and the tip of its head."""

    source: str
    target: str
    sign: str
    spline: tuple[Point, ...]
    tip: Point


@dataclass(frozen=True, slots=True)
class Group:
    """A group's frame and the box of its title."""

    title: str
    frame: Box
    title_box: Box


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One glyph of the legend, ``kind:value``, its paint, its words and where the glyph's left end stands."""

    glyph: str
    paint: str
    words: str
    at: Point


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture; `type_size` is that of the labels, in points at final size."""

    name: str
    title: str
    width: float
    height: float
    type_size: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    legend: tuple[LegendEntry, ...]
