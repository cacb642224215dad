"""mpbn: the minimal trap spaces are the attractors under its most permissive update scheme."""

from __future__ import annotations

from importlib.metadata import version as installed

import mpbn


def version() -> str:
    """Return the installed version."""
    return installed("mpbn")


def minimal_trap_spaces(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Find the minimal trap spaces."""
    return sum(1 for _ in mpbn.MPBooleanNetwork.load(path).attractors()), True
