"""Answers of the engine beside what brute force says, and networks that are hard to answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from hypothesis import strategies as st
from judge import (
    FREE,
    Dynamics,
    Found,
    Model,
    Question,
    Space,
    State,
    attractor,
    order,
    rules,
    trap_space,
)

from logicnet.formats.bnet import read
from logicnet.landscape import Answer, attractors, fixed_points, trap_spaces
from logicnet.network import BooleanNetwork

SCHEMES = ("asynchronous", "synchronous")

# Found by a random search over truth tables with the judge; the last two have a second layer.
AVOIDANT = {
    "two": "A, A & !B | !A & B\nB, A & B | !A & !B\n",
    "three": (
        "A, !A & !B & !C | !A & B & C | A & B & C\nB, !A & B & !C | !A & B & C | A & !B & C | A & B & !C\nC, A\n"
    ),
    "beside a cycle": (
        "A, !A & B & C\nB, !B & !C | B & C\nC, !A & !B & !C | !A & B & C | A & !B & !C | A & B & !C | A & B & C\n"
    ),
    "four": (
        "A, !A & B & !C | !A & B & C | A & !B & C | A & B & C\n"
        "B, !C & !D | !C & D | C & !D\n"
        "C, !A & !B & C | A & !B & !C | A & !B & C | A & B & !C\n"
        "D, !A & !C & !D | !A & C & !D | !A & C & D | A & !C & D | A & C & !D\n"
    ),
    "of several": (
        "A, A & !B\n"
        "B, !B & C & !D | !B & C & D | B & !C & !D | B & !C & D | B & C & D\n"
        "C, !A & !B & C | !A & B & !C | A & !B & C\n"
        "D, B & D\n"
    ),
    "five": (
        "A, !A & !B & !E | !A & B & !E | A & !B & !E | A & !B & E | A & B & E\n"
        "B, !A & !C | !A & C | A & C\n"
        "C, !A & !D & E | !A & D & !E | A & !D & E | A & D & !E | A & D & E\n"
        "D, !B & !D & !E | !B & D & !E\n"
        "E, !A & !E | A & E\n"
    ),
    "two at once": "A, A ^ B\nB, !(A ^ B)\nC, C ^ D\nD, !(C ^ D)\nE, A & C\n",
    "driven": "A, A ^ B\nB, !(A ^ B)\nC, (C ^ D) & !A | A & B\nD, !(C ^ D)\n",
}


def network_of(model: Model) -> BooleanNetwork:
    """Read a model's text with logicnet."""
    return BooleanNetwork.from_rules(read(model.text, "x.bnet", "x"))


def found_in(answer: Answer, names: list[str]) -> list[Found]:
    """Return an answer's items in the judge's words."""
    assert all(list(item.values) == names for item in answer.items)
    return [Found(item.kind, item.states, tuple(item.values.values())) for item in answer.items]  # type: ignore[arg-type]


def compare(answer: Answer, names: list[str], expected: Iterable[Found], letter: str) -> None:
    """Assert that an answer is exact and lists what is expected, in its order, with its names."""
    assert (answer.exactness, answer.reason) == ("exact", "")
    found = found_in(answer, names)
    assert Counter(found) == Counter(expected)
    assert found == sorted(found, key=order)
    assert [item.id for item in answer.items] == [f"{letter}{k}" for k in range(1, len(found) + 1)]
    assert answer.count == len(found)


def judge_attractors(question: Question, update: str) -> None:
    """Compare the attractors of a question with those of its whole state transition graph."""
    network, dynamics = network_of(question.model), Dynamics(question.model, question.held)
    answer = attractors(network, update, fixed=question.fixed, free=question.free)
    assert (answer.question, answer.model, answer.update) == ("attractors", "x", update)
    expected = list(dynamics.attractors(update))
    compare(answer, dynamics.names, map(attractor, expected), "A")
    compare_states(answer, dynamics, expected)
    if expected[1:]:  # counted the same where not all are listed
        part = attractors(network, update, fixed=question.fixed, free=question.free, limit=1)
        assert (part.count, len(part.items), part.exactness) == (len(expected), 1, "at_least")


def compare_states(answer: Answer, dynamics: Dynamics, expected: Iterable[Iterable[State]]) -> None:
    """Compare all states of the attractors, and check their certificates without the engine."""
    wanted = {frozenset(states) for states in expected}
    univocal = any(item.certificate == "univocal trap space" for item in answer.items)
    traps = [space for space in dynamics.trap_spaces() if FREE in space] if univocal else []
    for item in answer.items:
        states = [tuple(state.values()) for state in item.listed()]
        assert len(states) == len(set(states)) == item.states
        assert frozenset(states) in wanted
        assert tuple(item.state.values()) in states
        assert all(list(state) == dynamics.names for state in item.listed())
        if item.certificate == "univocal trap space":
            around = min((t for t in traps if inside(states[0], t)), key=lambda t: t.count(FREE))
            assert sum(all(inside(state, around) for state in other) for other in wanted) == 1
        else:
            assert item.certificate == ("fixed point" if item.kind == "fixed point" else "exact search")


def inside(state: State, space: Space) -> bool:
    return all(wanted in (FREE, value) for value, wanted in zip(state, space, strict=True))


def judge_fixed_points(question: Question) -> None:
    """Compare the fixed points."""
    network, dynamics = network_of(question.model), Dynamics(question.model, question.held)
    answer = fixed_points(network, fixed=question.fixed, free=question.free)
    compare(answer, dynamics.names, [Found("fixed point", 1, state) for state in dynamics.fixed_points()], "F")


def judge_trap_spaces(question: Question) -> None:
    """Compare minimal and maximal trap spaces with all subspaces."""
    network, dynamics = network_of(question.model), Dynamics(question.model, question.held)
    for which, expected in (("minimal", dynamics.minimal()), ("maximal", dynamics.maximal())):
        answer = trap_spaces(network, which, fixed=question.fixed, free=question.free)
        compare(answer, dynamics.names, map(trap_space, expected), "T")


def judge_everything(question: Question) -> None:
    """Put all questions to one model."""
    for update in SCHEMES:
        judge_attractors(question, update)
    judge_fixed_points(question)
    judge_trap_spaces(question)


@st.composite
def around_avoidant(draw: st.DrawFn) -> Question:
    """Draw a small motif-avoidant core with an input in its way and components around it."""
    core = dict(Model.of(AVOIDANT[draw(st.sampled_from(["two", "three"]))]).rules)
    names = [*core, "X", "Y", "Z"]
    for name in ("X", "Y", "Z"):
        core[name] = draw(rules(names))
    target = draw(st.sampled_from(["A", "B"]))
    core[target] = ("or", ("and", ("not", "I"), core[target]), ("and", "I", draw(rules(names))))
    return Question(Model(core), {}, ())
