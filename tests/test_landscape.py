"""The engine against brute force: attractors, fixed points and trap spaces of thousands of small networks."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparing import (
    AVOIDANT,
    SCHEMES,
    around_avoidant,
    judge_attractors,
    judge_everything,
    judge_fixed_points,
    judge_trap_spaces,
    network_of,
)
from hypothesis import given, settings
from judge import (
    Dynamics,
    Model,
    Question,
    questions,
)

from logicnet.landscape import attractors, fixed_points, trap_spaces

SHARED = Path(__file__).parents[2] / "shared"


@settings(max_examples=700)
@given(questions())
def test_asynchronous_attractors(question: Question) -> None:
    judge_attractors(question, "asynchronous")


@settings(max_examples=700)
@given(questions())
def test_synchronous_attractors(question: Question) -> None:
    judge_attractors(question, "synchronous")


@settings(max_examples=700)
@given(questions())
def test_fixed_points_and_trap_spaces(question: Question) -> None:
    judge_fixed_points(question)
    judge_trap_spaces(question)


@settings(max_examples=150)
@given(questions())
def test_the_answer_says_what_was_asked(question: Question) -> None:
    network, held = network_of(question.model), question.held
    answers = [attractors(network, scheme, fixed=question.fixed, free=question.free) for scheme in SCHEMES]
    answers.append(fixed_points(network, fixed=question.fixed, free=question.free))
    answers.append(trap_spaces(network, fixed=question.fixed, free=question.free))
    for answer in answers:
        assert list(answer.fixed.items()) == [(name, held[name]) for name in question.model.names if name in held]
        assert answer.free == tuple(name for name in question.model.inputs if name not in held)
    assert answers[0] == attractors(network, fixed=question.fixed, free=question.free)


@settings(max_examples=150)
@given(questions(most=5))
def test_holding_is_the_same_as_a_constant_rule(question: Question) -> None:
    network = network_of(question.model)
    constant = network.fixed(question.fixed)
    for update in SCHEMES:
        held = attractors(network, update, fixed=question.fixed, free=question.free)
        assert held.items == attractors(constant, update, free=question.free).items


# --- attractors outside all minimal trap spaces -----------------------------------------------------------------------


@pytest.mark.parametrize("name", AVOIDANT)
def test_motif_avoidant_attractors(name: str) -> None:
    model = Model.of(AVOIDANT[name])
    assert Dynamics(model, {}).avoidant()
    judge_everything(Question(model, {}, ()))


@settings(max_examples=250)
@given(around_avoidant())
def test_motif_avoidant_attractors_in_company(question: Question) -> None:
    judge_attractors(question, "asynchronous")


PROTOTYPE = sorted((SHARED / "prototype").glob("bad_*.bnet"))


@pytest.mark.skipif(not PROTOTYPE, reason="the networks that misled the prototype are in ../shared, which is not here")
def test_networks_that_misled_the_prototype() -> None:
    for path in PROTOTYPE:
        judge_everything(Question(Model.of(path.read_text("utf-8")), {}, ()))
