"""How things look: colours, shapes, sizes, and which entries a legend needs.

Colours are Okabe and Ito's, told apart with every common colour blindness; no meaning rests on colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

TYPE = 7.0
TITLE = 7.5
HEADING = 9.0
LINE_HEIGHT = 1.25
PADDING = (3.0, 2.2)
FONT = "DejaVu Sans"  # matplotlib ships it: the same metrics, so the same bytes, on every machine
LONGEST_LINE = 26

INK, FRAME, GROUND = "#1A1A1A", "#9A9A9A", "#F6F6F4"
SIGNS: Mapping[str, tuple[str, str, str]] = {
    "+": ("#0072B2", "normal", "activates"),
    "-": ("#D55E00", "tee", "inhibits"),
    "?": ("#595959", "diamond", "acts both ways"),
}
SHAPES = ("component", "input", "phenotype")
# By paint: fill, text, hatch, words.
PAINTS: Mapping[str, tuple[str, str, str, str]] = {
    "": ("#FFFFFF", INK, "", ""),
    "input": ("#E4E4E4", INK, "", ""),
    "1": ("#0072B2", "#FFFFFF", "", "1 in every state"),
    "0": ("#FFFFFF", INK, "", "0 in every state"),
    "*": ("#F0E442", INK, "", "both values occur"),
    "?": ("#D9D9D9", INK, "////", "not decided"),
}


@cache
def _font(bold: bool) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=FONT, weight="bold" if bold else "normal")


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a text is, in points, from the metrics of the shipped font."""
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    extent = TextPath((0, 0), _plain(text), size=size, prop=_font(bold)).get_extents()
    return float(max(extent.x1, 0.0))


def _plain(text: str) -> str:
    """Keep matplotlib from reading ``$`` as mathematics."""
    return text.replace("$", r"\$")


def label_lines(label: str) -> tuple[str, ...]:
    """Break a long label into lines, at spaces and underscores where there are any."""
    lines, current = [], ""
    for piece in label.replace("_", "_\0").replace(" ", " \0").split("\0"):
        if current and len(current) + len(piece) > LONGEST_LINE:
            lines.append(current.rstrip())
            current = ""
        current += piece
        while len(current) > LONGEST_LINE:
            lines.append(current[:LONGEST_LINE])
            current = current[LONGEST_LINE:]
    return tuple(line for line in (*lines, current.rstrip()) if line) or (label,)


def node_size(lines: tuple[str, ...], shape: str) -> tuple[float, float]:
    """Return a node's width and height at full type size."""
    across, along = PADDING
    widest = max(text_width(line, TYPE) for line in lines)
    extra = 6.0 if shape == "phenotype" else 0.0
    return max(widest + 2 * across + extra, 22.0), len(lines) * TYPE * LINE_HEIGHT + 2 * along


def shape_of(kind: str, is_input: bool) -> str:
    """Return the glyph of a component: inputs and phenotypes have their own."""
    return "input" if is_input else "phenotype" if kind == "phenotype" else "component"


def legend_entries(shapes: set[str], signs: set[str], paints: set[str], held: bool) -> list[tuple[str, str]]:
    """Return (glyph, words) for exactly what a picture uses, in a fixed order."""
    entries = [(f"shape:{shape}", shape) for shape in SHAPES if shape in shapes]
    entries += [(f"sign:{sign}", told) for sign, (_, _, told) in SIGNS.items() if sign in signs]
    entries += [(f"paint:{paint}", told) for paint, (_, _, _, told) in PAINTS.items() if paint in paints and told]
    return entries + ([("held:", "held by the question")] if held else [])
