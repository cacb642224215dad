"""What a limit may be, in every question that takes one from Python."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import logicnet
from logicnet.errors import SettingError

QUESTIONS: dict[str, Callable[..., Any]] = {
    "attractors": logicnet.attractors,
    "attractors, synchronous": lambda network, limit: logicnet.attractors(network, "synchronous", limit=limit),
    "fixed points": logicnet.fixed_points,
    "trap spaces": logicnet.trap_spaces,
    "maximal trap spaces": lambda network, limit: logicnet.trap_spaces(network, "maximal", limit=limit),
    "conditions": logicnet.conditions,
    "feedback circuits": lambda network, limit: logicnet.feedback_circuits(logicnet.interaction_graph(network), limit),
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("limit", [0, -1, 1.5, "3", None])
def test_a_limit_that_lists_nothing_is_refused(question: str, limit: object) -> None:
    with pytest.raises(SettingError, match="a whole number from 1 on, not "):
        QUESTIONS[question](logicnet.load("core_axis"), limit=limit)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_limit_is_too_high(question: str) -> None:
    for limit in (1, sys.maxsize, 10**30):
        QUESTIONS[question](logicnet.load("core_axis"), limit=limit)


def test_a_graph_of_no_states_is_refused() -> None:
    with pytest.raises(SettingError, match="not 0"):
        logicnet.state_transition_graph(logicnet.load("core_axis"), limit=0)
