"""Reachability against brute force; certificates and ways checked by code that did not make them."""

from __future__ import annotations

from collections import Counter, deque
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

from logicnet import attractors, decide, load, reach, reachable_attractors, shipped_models
from logicnet.errors import SettingError, UnknownNameError
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork
from logicnet.reachability import Reach, asynchronous, attractors_reached, cycles, synchronous, walks, waves
from logicnet.rules import BehaviouralTest, Claim, Phase

SCHEMES = ("asynchronous", "synchronous")
End = str | dict[str, int]


def network_of(text: str) -> BooleanNetwork:
    return BooleanNetwork.from_rules(read(text, "x.bnet", "x"))


@pytest.fixture(params=["grids", "walks", "waves"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small networks are searched in grids; without these, what decides larger ones is put to the same test."""
    if request.param != "grids":
        for module in (asynchronous, synchronous, attractors_reached):
            monkeypatch.setattr(module, "LARGEST_GRID", 0)
    if request.param == "waves":
        monkeypatch.setattr(walks, "WALKS", 0)
        monkeypatch.setattr(synchronous, "WIDEST_START", 0)
        monkeypatch.setattr(synchronous, "SAMPLE", 1)
    return str(request.param)


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


# --- what is easily got wrong -----------------------------------------------------------------------------------------


def test_a_constant_may_start_at_its_other_value() -> None:
    network = network_of("targets, factors\nA, 1\nB, !A | B\n")
    assert reach(network, {"A": 0, "B": 0}, {"B": 1}).outcome == "yes"
    assert reach(network, {"B": 0}, {"B": 1}, fixed={"A": 1}).outcome == "no"
    assert reach(network, {"A": 1, "B": 0}, {"B": 1}).outcome == "no"
    assert [i.id for i in reachable_attractors(network, {"A": 0, "B": 0}).items] == ["A1", "A2"]


def test_a_set_of_starts_tells_whether_every_one_can() -> None:
    network = network_of("targets, factors\nA, A\nB, A\n")
    some = reach(network, {"B": 0}, {"B": 1})
    assert (some.outcome, some.every, some.several) == ("yes", False, True)
    every = reach(network, {"A": 1}, {"B": 1})
    assert (every.outcome, every.every) == ("yes", True)
    assert reach(network, "rest", {"B": 1}).several  # A is a free input


@pytest.mark.parametrize("update", SCHEMES)
def test_a_rest_state_that_is_every_state_is_reached_at_once(engine: str, update: str) -> None:
    network = network_of("targets, factors\nA, A\nB, !A\n")
    for start in ({"A": 0, "B": 0}, {"A": 0}, "A1"):
        found = reach(network, start, "rest", update, fixed={"B": 0})
        assert (found.outcome, found.every, len(found.path), found.shortest) == ("yes", True, 1, True)


def test_a_way_from_one_state_of_an_attractor_is_not_called_shortest(engine: str) -> None:
    network = network_of("targets, factors\nA, !A\n")
    ways = [reach(network, "A1", {"A": value}) for value in (0, 1)]
    assert sorted((len(found.path), found.shortest) for found in ways) == [(1, True), (2, False)]


def test_what_never_comes_back_is_a_certificate() -> None:
    # B needs A gone, and A never returns.
    network = network_of("targets, factors\nA, A & !C\nC, C | !A\nB, !A | B\n")
    found = reach(network, {"A": 1, "B": 0, "C": 0}, {"A": 1, "B": 1})
    assert found.outcome == "no"
    assert found.certificate is not None
    assert found.certificate.kind in ("trap space", "no return")


def test_ends_that_do_not_fit_are_refused() -> None:
    network = load("core_axis")
    with pytest.raises(UnknownNameError, match="did you mean Bone_Resorption"):
        reach(network, "rest", {"Bone_resorption": 1})
    with pytest.raises(UnknownNameError, match="unknown attractor 'A7'"):
        reach(network, "A7", {"RANK": 1})
    with pytest.raises(SettingError, match="Denosumab is held at 0"):
        reach(network, {"Denosumab": 1}, {"RANK": 1})
    with pytest.raises(SettingError, match="0 or 1"):
        reach(network, "rest", {"RANK": 2})
    with pytest.raises(SettingError, match="names no component"):
        reach(network, "rest", {})


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    network = load("bone_metastasis")
    found = reach(network, "rest", {"Bone_Resorption": 1}, timeout=1e-9)
    assert (found.outcome, "time limit" in found.reason) == ("undecided", True)
    for module in (asynchronous, synchronous, attractors_reached):
        monkeypatch.setattr(module, "LARGEST_GRID", 0)
    monkeypatch.setattr(walks, "WALKS", 0)
    monkeypatch.setattr(waves, "LARGEST_SET", 10)
    found = reach(network, "rest", {"Bone_Resorption": 1})
    assert (found.outcome, "too many" in found.reason) == ("undecided", True)
    monkeypatch.setattr(cycles, "LONGEST_WAY", 3)
    monkeypatch.setattr(synchronous, "LONGEST_WAY", 3)
    found = reach(network, "rest", {"Vicious_cycle": 1}, "synchronous", fixed={"Breast_cancer": 1})
    assert found.outcome in ("undecided", "no")


def test_long_chains_need_no_recursion() -> None:
    size = 2_000
    text = "targets, factors\nA0, 1\n" + "".join(f"A{k}, A{k - 1}\n" for k in range(1, size))
    network = network_of(text)
    start = dict.fromkeys(network.names, 0)
    found = reach(network, start, {f"A{size - 1}": 1}, "synchronous")
    assert (found.outcome, len(found.path)) == ("yes", size + 1)


# --- the shipped models -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("update", SCHEMES)
@pytest.mark.parametrize("model", shipped_models())
def test_every_condition_is_decided_from_rest(model: str, update: str) -> None:
    network = load(model)
    for conditions in ([], *([name] for name in network.conditions)):
        found = reachable_attractors(network, "rest", update, conditions=conditions)
        assert found.exactness == "exact", (conditions, found.reason)
        assert found.items


def judged(network: BooleanNetwork, held: Mapping[str, int], found: Reach) -> None:
    """Replay a way with the judge's own evaluation of the rules."""
    from judge import value

    from logicnet.formats.bnet import write
    from logicnet.loading import load_rules

    lines = write(load_rules(network.name)).splitlines()
    rules = Model.of("\n".join(line for line in lines if line and not line.startswith("#")))
    for state, following in pairwise(found.path):
        wanted = {n: held[n] if n in held else value(rules.rule(n), state) for n in network.names}
        if found.update == "synchronous":
            assert dict(following) == wanted
        else:
            (moved,) = [n for n in network.names if state[n] != following[n]]
            assert wanted[moved] == following[moved]


@pytest.mark.parametrize("update", SCHEMES)
def test_ways_between_the_outcomes_of_bone_metastasis(update: str) -> None:
    network = load("bone_metastasis")
    answer = attractors(network, update, conditions=["breast_tumour"])
    outcomes = Counter[str]()
    for item in answer.items:
        for start in ("rest", {"Tumor_in_bone": 1}, *(i.id for i in answer.items[:3])):
            found = reach(network, start, item.id, update, conditions=["breast_tumour"])
            outcomes[found.outcome] += 1
            if found.outcome == "yes":
                judged(network, found.fixed, found)
                last = found.path[-1]
                assert all(v in ("*", last[n]) for n, v in item.values.items())
    assert not outcomes["undecided"]
    assert outcomes["yes"] > 3
    assert outcomes["no"] > 3


# Test, model, and a rule under which what the test says is no longer so.
MUTATIONS = [
    ("G12", "osteoclastogenesis", "TRAF6", "1"),
    ("G22", "bone_metastasis", "Vicious_cycle", "0"),
    ("G22", "bone_metastasis", "Tumor_growth", "Inflammation & Tumor_growth"),
]


@pytest.mark.parametrize("update", SCHEMES)
@pytest.mark.parametrize(("name", "model", "component", "rule"), MUTATIONS)
def test_a_changed_rule_breaks_the_test(name: str, model: str, component: str, rule: str, update: str) -> None:
    lines = [
        f"{component}, {rule}" if line.startswith(f"{component},") else line
        for line in shipped_models()[model].read_text("utf-8").splitlines()
    ]
    network = network_of("\n".join(lines) + "\n")
    (test,) = [test for test in network.tests if test.id == name]
    assert decide(test, load(model), update).outcome == "passed"
    verdict = decide(test, network, update)
    assert (verdict.outcome, bool(verdict.detail)) == ("failed", True)
