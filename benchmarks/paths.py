"""The paths of large networks, opened to small ones: thresholds of the engine set so low that these take them.

A network of seven components is searched whole, in tables; what decides hundreds of components would never be judged.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

Thresholds = Mapping[str, Any]

ENGINE = ("logicnet.expressions", "logicnet.landscape", "logicnet.reachability")

# No network is looked at as a whole first.
BY_MODULES: Thresholds = {"MOST_KEPT": -1}
_LANDSCAPE: dict[str, Thresholds] = {
    "no walk": {"WALK": 0, "LOOKS": 0, "ROUNDS": 0},
    "reduced graphs": {"SEARCHED_WHOLE": 0},
    "reduced graphs, states as diagrams": {"SEARCHED_WHOLE": 0, "LISTED": 0, "WALK": 1, "LOOKS": 1},
    "candidates": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0},
    "candidates by twos": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "BATCH": 2, "COUNTED": 1, "WALKED": 0, "LISTED": 0},
    "candidates without walks": {
        "SEARCHED_WHOLE": 0,
        "LARGEST_CORE": 1,
        "PATIENCE": 0,
        "TOGETHER": 0,
        "WALK": 0,
        "FEW": 100,
    },
    "searched after all": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "FEW": 0, "MANY": 0, "WALK": 1},
    "outlines": {"SEARCHED_WHOLE": 0, "LISTED": 0, "WALK": 1, "LOOKS": 1, "STRAYING": 2, "WIDTHS": (1, 2, 4)},
    "outlines without walks": {"SEARCHED_WHOLE": 0, "LISTED": 0, "WALK": 0, "LOOKS": 0, "WIDTHS": (2, 3)},
    "no synchronous table": {"LARGEST_TABLE": 0},
    "small synchronous tables": {"LARGEST_TABLE": 2, "SIMULATIONS": 1},
    "diagrams for every rule": {"WIDEST_TABLE": 0},
    "diagrams for rules of two": {"WIDEST_TABLE": 1, "WALK": 1},
    "whole parts": {"FEW_PARTS": 0},
    "whole parts, diagrams for every rule": {"FEW_PARTS": 0, "WIDEST_TABLE": 0},
    "whole parts where they are small": {"FEW_PARTS": 0, "LARGEST_JOINT": 12, "MOST_FORMULAS": 2, "MOST_LISTED": 2},
    "whole parts that take little work": {"FEW_PARTS": 0, "MOST_JOINT_WORK": 60, "MOST_MOTIFS": 1, "MOST_LISTED": 0},
    "whole parts as clauses": {"FEW_PARTS": 0, "LARGEST_JOINT": 0},
    "whole parts as clauses, diagrams for every rule": {"FEW_PARTS": 0, "LARGEST_JOINT": 0, "WIDEST_TABLE": 0},
    "whole parts as short clauses": {"FEW_PARTS": 0, "LARGEST_JOINT": 0, "WIDEST_TABLE": 0, "LONGEST_SUM": 1},
    "few pieces at first": {"FEW_PIECES": 1, "LARGEST_CORE": 0},
    "all at once": {"WALK": 0, "LOOKS": 0, "LARGEST_TABLE": 0, "WIDEST_TABLE": 0},
}
LANDSCAPE: dict[str, Thresholds] = {name: {**BY_MODULES, **values} for name, values in _LANDSCAPE.items()}
REACHABILITY: dict[str, Thresholds] = {
    "grids": {},
    "walks": {"LARGEST_GRID": 0},
    "waves": {"LARGEST_GRID": 0, "WALKS": 0, "WIDEST_START": 0, "SAMPLE": 1},
}


USUAL: tuple[str, Thresholds] = "as it comes", {}


def path(turn: int) -> tuple[str, Thresholds]:
    """Return a path and its thresholds: all pairs in turn."""
    one, other = list(LANDSCAPE)[turn % len(LANDSCAPE)], list(REACHABILITY)[turn % len(REACHABILITY)]
    return f"{one}; {other}", {**LANDSCAPE[one], **REACHABILITY[other]}


@cache
def engine() -> tuple[ModuleType, ...]:
    """Return the modules of the engine, those too that are imported late."""
    rooms = [import_module(name) for name in ENGINE]
    found = [import_module(f"{r.__name__}.{one.name}") for r in rooms for one in pkgutil.iter_modules(r.__path__)]
    return *rooms, *found


@contextmanager
def thresholds(values: Thresholds) -> Iterator[None]:
    """Set thresholds in whichever modules of the engine hold them."""
    before = [(module, name, vars(module)[name]) for module in engine() for name in values if name in vars(module)]
    missing = values.keys() - {name for _, name, _ in before}
    if missing:
        raise LookupError(f"no module of the engine has the threshold {', '.join(sorted(missing))}")
    try:
        for module, name, _ in before:
            setattr(module, name, values[name])
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)
