"""Logical models: text rule files in, exact attractors and figures out.

Everything a user needs is here and loads when it is first touched; importing the package alone costs almost nothing.

Examples
--------
>>> import logicnet
>>> network = logicnet.load("bone_metastasis")
>>> answer = logicnet.attractors(network, conditions=["breast_tumour"])
>>> [(a.id, a.states, *a.classes) for a in answer.items]
[('A1', 1, 'vicious cycle'), ('A2', 32660, 'tumour-free'), ('A3', 32660, 'dormant')]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from logicnet.analyses.conditions import conditions
    from logicnet.drawing import draw
    from logicnet.errors import LogicnetError, RuleFileError
    from logicnet.expectations import decide
    from logicnet.interactions import feedback_circuits, interaction_graph
    from logicnet.landscape import Answer, Attractor, attractors, fixed_points, trap_spaces
    from logicnet.loading import load, shipped_models
    from logicnet.network import BooleanNetwork
    from logicnet.reachability import Reach, ReachableAttractors, reach, reachable_attractors
    from logicnet.tables import to_frame
    from logicnet.transitions import state_transition_graph

__version__ = "0.1.0"

# Where each public name lives. No module may carry the name of a function here: importing it would shadow the function.
_HOMES = {
    "Answer": "landscape",
    "Attractor": "landscape",
    "BooleanNetwork": "network",
    "LogicnetError": "errors",
    "Reach": "reachability",
    "ReachableAttractors": "reachability",
    "RuleFileError": "errors",
    "attractors": "landscape",
    "conditions": "analyses.conditions",
    "decide": "expectations",
    "draw": "drawing",
    "feedback_circuits": "interactions",
    "fixed_points": "landscape",
    "interaction_graph": "interactions",
    "load": "loading",
    "reach": "reachability",
    "reachable_attractors": "reachability",
    "shipped_models": "loading",
    "state_transition_graph": "transitions",
    "to_frame": "tables",
    "trap_spaces": "landscape",
}

__all__ = [
    "Answer",
    "Attractor",
    "BooleanNetwork",
    "LogicnetError",
    "Reach",
    "ReachableAttractors",
    "RuleFileError",
    "attractors",
    "conditions",
    "decide",
    "draw",
    "feedback_circuits",
    "fixed_points",
    "interaction_graph",
    "load",
    "reach",
    "reachable_attractors",
    "shipped_models",
    "state_transition_graph",
    "to_frame",
    "trap_spaces",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'logicnet' has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"logicnet.{_HOMES[name]}"), name)  # touched again, it is here
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
