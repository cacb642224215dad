"""Reachability against brute force; certificates and ways checked by code that did not make them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Any

import networkx
import pytest
from comparing import AVOIDANT, around_avoidant
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judge import FREE, Dynamics, Model, Question, State, attractor, models, questions

from logicnet import attractors, decide, reach, reachable_attractors
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork
from logicnet.reachability import Reach
from logicnet.rules import BehaviouralTest, Claim, Phase

SCHEMES = ("asynchronous", "synchronous")
End = str | dict[str, int]


def network_of(text: str) -> BooleanNetwork:
    return BooleanNetwork.from_rules(read(text, "x.bnet", "x"))


# The engine is the same for all examples of a test: nothing needs to be set anew between them.
in_each_engine = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


# --- brute force ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A question with two ends, and what brute force says."""

    question: Question
    update: str
    start: End
    target: End
    dynamics: Dynamics
    starts: set[State]
    targets: set[State]
    attractors: dict[str, set[State]]

    @property
    def asked(self) -> dict[str, Any]:
        return {"update": self.update, "fixed": self.question.fixed, "free": self.question.free}

    def distances(self, starts: Iterable[State]) -> dict[State, int]:
        """Return how many steps away each state is that can be reached."""
        found = dict.fromkeys(starts, 0)
        queue = deque(found)
        while queue:
            state = queue.popleft()
            for following in self.dynamics.successors(state, self.update):
                if following not in found:
                    found[following] = found[state] + 1
                    queue.append(following)
        return found

    def can(self, targets: Iterable[State]) -> set[State]:
        """Return the states that can reach one of some states."""
        graph = networkx.DiGraph()
        graph.add_nodes_from(self.dynamics.wanted)
        graph.add_edges_from((a, b) for a in self.dynamics.wanted for b in self.dynamics.successors(a, self.update))
        return {a for t in targets for a in (t, *networkx.ancestors(graph, t))}


def agree(dynamics: Dynamics, values: Mapping[str, int]) -> set[State]:
    places = {dynamics.names.index(name): value for name, value in values.items()}
    return {state for state in dynamics.wanted if all(state[k] == v for k, v in places.items())}


def named_attractors(question: Question, update: str, dynamics: Dynamics) -> dict[str, set[State]]:
    """Return the attractors by the ids of the answer, which tells one state of each."""
    found = dynamics.attractors(update)
    answer = attractors(network_of(question.model.text), update, fixed=question.fixed, free=question.free)
    one = {i.id: tuple(i.state[n] for n in dynamics.names) for i in answer.items}
    return {name: next(states for states in found if state in states) for name, state in one.items()}


@st.composite
def cases(draw: st.DrawFn, asked: st.SearchStrategy[Question] | None = None) -> Case:
    question, update = draw(asked if asked is not None else questions(6)), draw(st.sampled_from(SCHEMES))
    dynamics = Dynamics(question.model, question.held)
    named = named_attractors(question, update, dynamics)
    bits = st.integers(0, 1)

    def end(least: int) -> tuple[End, set[State]]:
        if draw(st.booleans()):
            name = draw(st.sampled_from(sorted(named)))
            return name, named[name]
        some = draw(st.lists(st.sampled_from(dynamics.names), min_size=least, unique=True))
        values = {name: draw(bits) for name in some}
        if not least:
            values = {name: question.held.get(name, value) for name, value in values.items()}
        return values, agree(dynamics, values)

    (start, starts), (target, targets) = end(0), end(1)
    return Case(question, update, start, target, dynamics, starts, targets, named)


def check(case: Case, found: Reach) -> None:
    """Compare an answer with brute force; replay its way, check its certificate."""
    distances = case.distances(case.starts)
    best = min((distances[t] for t in case.targets if t in distances), default=None)
    assert found.outcome == ("no" if best is None else "yes")
    if found.every is not None:
        assert found.every == (case.starts <= case.can(case.targets))
    assert found.several or found.every is not None
    if found.outcome == "yes":
        replay(case, found)
        if found.shortest:
            assert len(found.path) - 1 == best
    else:
        assert found.certificate is not None
        certify(case, found)


def state_of(case: Case, values: Mapping[str, int]) -> State:
    return tuple(values[name] for name in case.dynamics.names)


def replay(case: Case, found: Reach) -> None:
    path = [state_of(case, values) for values in found.path]
    assert path[0] in case.starts
    assert path[-1] in case.targets
    for state, following in pairwise(path):
        assert following in set(case.dynamics.successors(state, case.update))


def certify(case: Case, found: Reach) -> None:
    why, names = found.certificate, case.dynamics.names
    assert why is not None
    values = {**case.question.held, **why.values}
    inside = agree(case.dynamics, {n: v for n, v in values.items() if case.question.held.get(n, v) == v})
    if why.kind == "trap space":
        space = tuple(values.get(name, FREE) for name in names)
        if isinstance(case.target, dict) and any(case.question.held.get(n, v) != v for n, v in case.target.items()):
            return  # the target names a held component at its other value: no state at all
        assert case.dynamics.is_trap(space)
        assert case.starts & inside
        assert isinstance(case.start, str) or case.starts <= inside
        assert not inside & case.targets
    elif why.kind == "no return":
        check_no_return(case, why.stuck)
    elif why.states is not None and why.kind == "closed set":
        places = [names.index(name) for name in why.components]
        seen = {tuple(state[k] for k in places) for state in case.distances(case.starts)}
        assert isinstance(case.start, str) or why.stuck or len(seen) == why.states


def check_no_return(case: Case, stuck: tuple[str, ...]) -> None:
    """Let one stuck component after the other stand still: none can come back, and the target is out of reach."""
    still: list[int] = []
    starts = set(case.starts) if isinstance(case.start, dict) else {min(case.starts)}
    for name in (*stuck, None):
        seen, frontier = set(starts), list(starts)
        while frontier:
            state = frontier.pop()
            fresh = {s for s in case.dynamics.successors(state, case.update) if all(s[k] == state[k] for k in still)}
            frontier += fresh - seen
            seen |= fresh
        if name is None:
            assert not seen & case.targets
        else:
            k = case.dynamics.names.index(name)
            (wanted,) = {state[k] for state in case.targets}
            assert all(case.dynamics.wanted[state][k] != wanted for state in seen)
            starts = {state for state in starts if state[k] == wanted}
            still.append(k)


@in_each_engine
@given(cases())
def test_outcomes_ways_and_certificates(engine: str, case: Case) -> None:
    check(case, reach(network_of(case.question.model.text), case.start, case.target, **case.asked))


@in_each_engine
@given(cases())
def test_reachable_attractors(engine: str, case: Case) -> None:
    found = reachable_attractors(network_of(case.question.model.text), case.start, **case.asked)
    assert (found.exactness, found.undecided) == ("exact", ())
    seen = set(case.distances(case.starts))
    assert [i.id for i in found.items] == [name for name, states in case.attractors.items() if states & seen]
    assert {i.id for i in found.unreachable} | {i.id for i in found.items} == set(case.attractors)


@settings(in_each_engine, max_examples=30)
@given(cases(around_avoidant()))
def test_attractors_outside_minimal_trap_spaces(engine: str, case: Case) -> None:
    network = network_of(case.question.model.text)
    check(case, reach(network, case.start, case.target, **case.asked))
    found = reachable_attractors(network, case.start, **case.asked)
    seen = set(case.distances(case.starts))
    assert found.exactness == "exact"
    assert [i.id for i in found.items] == [name for name, states in case.attractors.items() if states & seen]


@pytest.mark.parametrize("name", AVOIDANT)
def test_motif_avoidant_attractors_as_ends(engine: str, name: str) -> None:
    question = Question(Model.of(AVOIDANT[name]), {}, ())
    dynamics = Dynamics(question.model, {})
    named = named_attractors(question, "asynchronous", dynamics)
    for start, target in product([*named, *({n: 1} for n in dynamics.names)], named):
        starts = named[start] if isinstance(start, str) else agree(dynamics, start)
        case = Case(question, "asynchronous", start, target, dynamics, starts, named[target], named)
        check(case, reach(network_of(question.model.text), start, target))


# --- phases -----------------------------------------------------------------------------------------------------------


@st.composite
def phases(draw: st.DrawFn, model: Model) -> tuple[Phase, ...]:
    def values(some: Iterable[str]) -> dict[str, int]:
        return {name: draw(st.integers(0, 1)) for name in some if draw(st.integers(0, 3)) == 0}

    made = []
    for number in range(draw(st.integers(1, 3))):
        given_ = values(model.names)
        start = draw(st.sampled_from([None, {}, values(n for n in model.names if n not in given_)]))
        wanted: dict[str, int | str] = {}
        for name in draw(st.lists(st.sampled_from(model.names), min_size=1, max_size=2, unique=True)):
            wanted[name] = draw(st.sampled_from([0, 1, FREE]))
        claim = Claim(draw(st.sampled_from(["all", "some", "no"])), wanted)
        made.append(Phase(given_, (), (claim,), None if number else start))
    return tuple(made)


def holds(model: Model, network: BooleanNetwork, told: tuple[Phase, ...], update: str) -> bool:
    """Decide phases by brute force, for each valuation of the inputs that are free in the first one."""
    loose = [name for name in model.inputs if name not in model.held(told[0].given)]
    valuations = [dict(zip(loose, bits, strict=True)) for bits in product((0, 1), repeat=len(loose))]
    return all(holds_for(model, network, told, update, values) for values in valuations)


def holds_for(
    model: Model, network: BooleanNetwork, told: tuple[Phase, ...], update: str, inputs: Mapping[str, int]
) -> bool:
    starts: set[State] | None = None
    good, reached = True, list[set[State]]()
    for number, phase in enumerate(told):
        held = model.held(phase.given)
        held = {**{name: inputs[name] for name in model.inputs if name not in held}, **held}
        inputs = {name: held[name] for name in model.inputs}
        dynamics = Dynamics(model, held)
        if number:
            starts = {tuple(held.get(n, v) for n, v in zip(model.names, s, strict=True)) for a in reached for s in a}
        elif phase.start is not None:
            rest = {**network.rest_state(held), **phase.start, **held}
            starts = {tuple(rest[name] for name in model.names)}
        case = Case(Question(model, held, ()), update, {}, {}, dynamics, set(), set(), {})
        seen = None if starts is None else set(case.distances(starts))
        reached = [a for a in dynamics.attractors(update) if seen is None or a & seen]
        for claim in phase.claims:
            met = [all(look(a)[model.names.index(n)] == v for n, v in claim.values.items()) for a in reached]
            good &= {"all": all(met), "some": any(met), "no": not any(met)}[claim.quantifier]
    return good


def look(states: set[State]) -> tuple[Any, ...]:
    return attractor(states).values


@in_each_engine
@given(st.data(), models(5), st.sampled_from(SCHEMES))
def test_phases(engine: str, data: st.DataObject, model: Model, update: str) -> None:
    network, told = network_of(model.text), data.draw(phases(model))
    verdict = decide(BehaviouralTest("T", "", (), (), told), network, update)
    assert verdict.outcome == ("passed" if holds(model, network, told, update) else "failed"), verdict.detail
