"""The paths that the engine takes on large networks, against brute force on small ones."""

from __future__ import annotations

from typing import Any

import networkx
import pytest
from comparing import (
    AVOIDANT,
    SCHEMES,
    judge_everything,
    network_of,
)
from hypothesis import given, settings
from judge import (
    Dynamics,
    Found,
    Model,
    Question,
    attractor,
    questions,
    trap_space,
)

from benchmarks.paths import BY_MODULES, thresholds
from benchmarks.paths import LANDSCAPE as PATHS
from logicnet.landscape import Answer, Attractor, attractors, fixed_points, trap_spaces

# Thresholds as in `benchmarks.paths`, so low that an answer may stay incomplete.
SHORT_PATHS: dict[str, dict[str, Any]] = {
    "few candidates": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "FEW": 1, "MANY": 1, "LISTED": 0, "LAST_RESORT": 0},
    "searched after all": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "FEW": 0, "MANY": 0, "LISTED": 0},
    "few pieces": {"MOST_PIECES": 1},
    "few situations": {"MOST_PARTS": 2},
    "few spaces": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "MOST_SPACES": 1, "LAST_RESORT": 0},
    "few looks": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "FEW": 1, "MANY": 1, "MOST_LOOKS": 40},
    "few assignments": {"MOST_ASSIGNMENTS": 1},
    "little read": {"SEARCHED_WHOLE": 0, "MOST_READ": 0},
    "small sets of states": {
        "SEARCHED_WHOLE": 0,
        "LISTED": 0,
        "LARGEST_DIAGRAM": 2,
        "LOOKS": 0,
        "WALK": 0,
        "ROUNDS": 0,
    },
    "sets of states of ten nodes": {
        "SEARCHED_WHOLE": 0,
        "LISTED": 0,
        "LARGEST_DIAGRAM": 10,
        "WALK": 2,
        "SIMULATIONS": 2,
    },
    "short periods": {"LONGEST_PERIOD": 1, "LARGEST_TABLE": 0, "SIMULATIONS": 0},
}


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=150)
@given(question=questions(most=6))
def test_paths_of_large_networks(path: str, question: Question) -> None:
    with thresholds(PATHS[path]):
        judge_everything(question)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", AVOIDANT)
def test_motif_avoidant_attractors_on_every_path(name: str, path: str) -> None:
    with thresholds(PATHS[path]):
        judge_everything(Question(Model.of(AVOIDANT[name]), {}, ()))


def may_be(item: Attractor, found: Found) -> bool:
    """Tell whether an item can be this attractor: what it leaves open does not count."""
    pairs = zip(item.values.values(), found.values, strict=True)
    return (
        item.kind in (found.kind, "undecided")
        and item.states in (None, found.states)
        and all(a in ("?", b) for a, b in pairs)
    )


def compare_incomplete(answer: Answer, expected: list[Found]) -> None:
    """Assert that each item is an attractor of its own, and that the answer says so where one is missing."""
    graph = networkx.Graph()
    graph.add_nodes_from(item.id for item in answer.items)
    graph.add_edges_from((item.id, k) for item in answer.items for k, f in enumerate(expected) if may_be(item, f))
    matched = networkx.bipartite.maximum_matching(graph, [item.id for item in answer.items])
    assert all(item.id in matched for item in answer.items)
    assert (answer.exactness, bool(answer.reason)) in (("exact", False), ("at_least", True))
    if answer.exactness == "exact":
        assert len(answer.items) == len(expected)


def judge_incomplete(question: Question, update: str) -> str:
    """Compare attractors of which some may be missing; return how exact the answer is."""
    expected = [attractor(states) for states in Dynamics(question.model, question.held).attractors(update)]
    answer = attractors(network_of(question.model), update, fixed=question.fixed, free=question.free)
    compare_incomplete(answer, expected)
    return answer.exactness


def judge_incomplete_spaces(question: Question) -> None:
    """Compare fixed points and trap spaces of which some may be missing."""
    network, dynamics = network_of(question.model), Dynamics(question.model, question.held)
    fixed = [Found("fixed point", 1, state) for state in dynamics.fixed_points()]
    compare_incomplete(fixed_points(network, fixed=question.fixed, free=question.free), fixed)
    for which, expected in (("minimal", dynamics.minimal()), ("maximal", dynamics.maximal())):
        answer = trap_spaces(network, which, fixed=question.fixed, free=question.free)
        compare_incomplete(answer, list(map(trap_space, expected)))


@pytest.mark.parametrize("path", SHORT_PATHS)
@settings(max_examples=120)
@given(question=questions(most=6))
def test_incomplete_answers(path: str, question: Question) -> None:
    with thresholds({**BY_MODULES, **SHORT_PATHS[path]}):
        for update in SCHEMES:
            judge_incomplete(question, update)
        judge_incomplete_spaces(question)


@pytest.mark.parametrize("path", SHORT_PATHS)
@pytest.mark.parametrize("name", AVOIDANT)
def test_incomplete_answers_about_motif_avoidant_attractors(name: str, path: str) -> None:
    with thresholds(SHORT_PATHS[path]):
        for update in SCHEMES:
            judge_incomplete(Question(Model.of(AVOIDANT[name]), {}, ()), update)
