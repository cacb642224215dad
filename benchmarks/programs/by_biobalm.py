"""biobalm: attractors from succession diagrams."""

from __future__ import annotations

from importlib.metadata import version as installed
from pathlib import Path

import biobalm


def version() -> str:
    """Return the installed version."""
    return installed("biobalm")


def _diagram(path: str) -> biobalm.SuccessionDiagram:
    return biobalm.SuccessionDiagram.from_rules(Path(path).read_text("utf-8"), format="bnet")


def asynchronous(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Find one state of each asynchronous attractor."""
    diagram = _diagram(path)
    diagram.build()
    return sum(map(len, diagram.expanded_attractor_seeds().values())), True


def minimal_trap_spaces(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Find the minimal trap spaces."""
    diagram = _diagram(path)
    diagram.expand_minimal_spaces()
    return len(diagram.minimal_trap_spaces()), True
