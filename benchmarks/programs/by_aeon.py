"""AEON (biodivine_aeon): symbolic attractors and fixed points."""

from __future__ import annotations

from importlib.metadata import version as installed
from pathlib import Path

import biodivine_aeon as aeon


def version() -> str:
    """Return the installed version."""
    return installed("biodivine_aeon")


def _network(path: str) -> aeon.BooleanNetwork:
    return aeon.BooleanNetwork.from_bnet(Path(path).read_text("utf-8"), repair_graph=True)


def asynchronous(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Find the asynchronous attractors as symbolic sets of states."""
    return len(aeon.Attractors.attractors(aeon.AsynchronousGraph(_network(path)))), True


def fixed_points(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Count the fixed points of one symbolic set."""
    graph = aeon.AsynchronousGraph(_network(path))
    return int(aeon.FixedPoints.symbolic_vertices(graph).cardinality()), True


def conditions(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Count the attractors of all input valuations, the inputs being colours.

    An input that influences nothing is dropped by AEON; each of its two values doubles the attractors all the same.
    """
    network = _network(path)
    coloured = network.inline_inputs(infer_inputs=True, repair_graph=True)
    colours = coloured.explicit_parameter_count()
    dropped = network.variable_count() - coloured.variable_count() - colours
    found = aeon.Attractors.attractors(aeon.AsynchronousGraph(coloured))
    return sum(int(one.colors().cardinality()) for one in found) * 2**dropped, True
