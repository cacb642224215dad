"""The states of an attractor, from the one state of it that an answer tells."""

from __future__ import annotations

from logicnet.landscape import Attractor
from logicnet.reachability.cycles import final_cycle
from logicnet.reachability.questions import Located, Question
from logicnet.reachability.systems import within
from logicnet.reachability.waves import Steps, TooLarge, closed_set


def representative(question: Question, item: Attractor) -> dict[int, int] | None:
    """Return a state of an attractor over the components that are not held, or None where none is certain."""
    if item.certificate == "existence":
        return None
    state = item.state
    return {i: state[question.network.names[i]] for i in question.system.functions}


def located(question: Question, item: Attractor) -> Located | None:
    """Return all states of an attractor, or None where they are too many, or none is certain."""
    if item.id not in question.found:
        question.found[item.id] = _located(question, item)
    return question.found[item.id]


def _located(question: Question, item: Attractor) -> Located | None:
    state, symbols = representative(question, item), question.symbols
    if state is None:
        return None
    if question.update == "synchronous":
        cycle = final_cycle(question.system, state, question.budget)
        return Located(state, symbols.diagrams.of_cubes(list(one.items()) for one in cycle))
    space = question.trap_space_of(item)
    inside = within(question.system, space)
    try:
        states = closed_set(
            Steps(symbols, inside), symbols.cube({i: state[i] for i in inside.functions}), question.budget
        )
    except TooLarge:
        return None
    return Located(state, symbols.within(states, space))
