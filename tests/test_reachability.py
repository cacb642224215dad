"""Reachability against brute force: outcome, every step of every path, shortest lengths and certificates."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, pairwise, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import FREE, NAMES, Dynamics, Model, Question, State, Tree, attractor, models, of_table, questions

import logicnet.phases
from logicnet import decide, reach, reachable_attractors
from logicnet.errors import SettingError, UnknownNameError
from logicnet.formats.bnet import read
from logicnet.landscape import Attractor, attractors
from logicnet.network import BooleanNetwork
from logicnet.reachability import Reach, attractor_sets, deciding
from logicnet.reachability.ends import Goal, Start
from logicnet.reachability.systems import System
from logicnet.rules import BehaviouralTest, Claim, Phase

SCHEMES = ("asynchronous", "synchronous")
Ends = Mapping[str, int] | str


def network_of(model: Model) -> BooleanNetwork:
    """Read a model's text with logicnet."""
    return BooleanNetwork.from_rules(read(model.text, "x.bnet", "x"))


# --- the judge ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A question on reachability, its two ends as values or as the number of an attractor to pick."""

    question: Question
    start: Mapping[str, int] | int
    target: Mapping[str, int] | int


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a question and two ends; what is held is never contradicted by the start."""
    question = draw(questions(6))
    names, held = question.model.names, question.held

    def end(avoided: Mapping[str, int]) -> Mapping[str, int] | int:
        if draw(st.integers(0, 3)) == 0:
            return draw(st.integers(0, 3))
        named = names if draw(st.booleans()) else draw(st.lists(st.sampled_from(names), unique=True))
        return {name: avoided.get(name, draw(st.integers(0, 1))) for name in named}

    return Case(question, end(held), end({}))


@st.composite
def tangled(draw: st.DrawFn) -> Case:
    """Draw rules that are random tables of three, and ends that are mostly states: few trap spaces, long ways."""
    chance = Random(draw(st.integers(0, 2**32 - 1)))
    names = list(NAMES[: chance.choice([4, 5, 6])])
    rules = {name: of_table(chance.sample(names, 3), [chance.getrandbits(1) for _ in range(8)]) for name in names}
    rules |= {name: chance.getrandbits(1) for name in names if chance.random() < 0.15}
    ends = [{name: chance.getrandbits(1) for name in names} for _ in range(2)]
    target = chance.choice([ends[1], dict(chance.sample(sorted(ends[1].items()), 3)), chance.randrange(4)])
    return Case(Question(Model(rules), {}, ()), ends[0], target)


def distances(dynamics: Dynamics, starts: Iterable[State], update: str) -> dict[State, int]:
    """Return every state that can be reached and in how many steps at least."""
    found = dict.fromkeys(starts, 0)
    layer = list(found)
    for step in count(1):
        layer = list({new for state in layer for new in dynamics.successors(state, update)} - set(found))
        if not layer:
            return found
        found |= dict.fromkeys(layer, step)
    raise AssertionError


def in_space(names: list[str], state: State, values: Mapping[str, int]) -> bool:
    return all(state[names.index(name)] == value for name, value in values.items())


def end_of(dynamics: Dynamics, sets: list[set[State]], items: tuple[Attractor, ...], end: Mapping[str, int] | int):
    """Return an end as the engine takes it, and the states it stands for."""
    if isinstance(end, int):
        item = items[end % len(items)]
        state = tuple(item.state.values())
        return item.id, next(states for states in sets if state in states)
    return end, {state for state in dynamics.wanted if in_space(dynamics.names, state, end)}


def check_path(found: Reach, dynamics: Dynamics, starts: set[State], goals: set[State], nearest: int) -> None:
    """Replay a path with the judge's own rules."""
    path = [tuple(state[name] for name in dynamics.names) for state in found.path]
    assert path[0] in starts
    assert path[-1] in goals
    assert len(set(path)) == len(path)
    for state, following in pairwise(path):
        assert following in set(dynamics.successors(state, found.update))
    assert len(path) - 1 >= nearest
    if found.shortest:
        assert len(path) - 1 == nearest


def check_proof(found: Reach, dynamics: Dynamics, starts: set[State], goals: set[State]) -> None:
    """Check what proves a no."""
    assert found.path == ()
    if found.certificate == "trap space":
        space = tuple(found.trap_space.get(name, FREE) for name in dynamics.names)
        inside = {state for state in dynamics.wanted if in_space(dynamics.names, state, found.trap_space)}
        if inside:
            assert all(
                want == FREE or dynamics.wanted[state][i] == want for state in inside for i, want in enumerate(space)
            )
        assert starts <= inside
        assert not goals & inside
    else:
        assert found.certificate == "closed set"
        assert found.states is not None
        assert 1 <= found.states <= 2 ** len(dynamics.names)


def judge_reach(case: Case, update: str) -> str:
    """Compare one answer with brute force; return what was used, for the tally."""
    network, question = network_of(case.question.model), case.question
    dynamics = Dynamics(question.model, question.held)
    sets = [set(states) for states in dynamics.attractors(update)]
    items = attractors(network, update, fixed=question.fixed, free=question.free).items
    start, starts = end_of(dynamics, sets, items, case.start)
    target, goals = end_of(dynamics, sets, items, case.target)
    found = reach(network, start, target, update, fixed=question.fixed, free=question.free)
    reached = distances(dynamics, starts, update)
    hits = [reached[state] for state in goals if state in reached]
    assert found.outcome == ("yes" if hits else "no"), found
    if hits:
        check_path(found, dynamics, starts, goals, min(hits))
    else:
        check_proof(found, dynamics, starts, goals)
    judge_attractors_reached(network, question, update, start, items, sets, reached)
    return f"{update} {found.outcome} {found.certificate or ('shortest' if found.shortest else 'path')}"


def judge_attractors_reached(
    network: BooleanNetwork,
    question: Question,
    update: str,
    start: Ends,
    items: tuple[Attractor, ...],
    sets: list[set[State]],
    reached: Mapping[State, int],
) -> None:
    """Compare the attractors that can be reached."""
    found = reachable_attractors(network, start, update, fixed=question.fixed, free=question.free)
    assert found.exactness == "exact"
    for item in items:
        [states] = [states for states in sets if tuple(item.state.values()) in states]
        assert found.outcomes[item.id] == ("yes" if states & set(reached) else "no")


def only_held(system: System, start: Start, goal: Goal) -> Mapping[int, int] | None:
    """Stand in for the proof by trap spaces, so that the searches have to find every other no."""
    return next(
        ({i: v} for i, v in start.space.items() if i not in system.functions and goal.space.get(i, v) != v), None
    )


@contextmanager
def limits(*chosen: int) -> Iterator[None]:
    """Make every step of the asynchronous order the one that decides."""
    patch = pytest.MonkeyPatch()
    names = ("FEW_STATES", "WALKS", "CAREFUL_WALKS", "MOST_STATES", "LAST_WALKS")
    for name, number in zip(names, chosen, strict=True):
        patch.setattr(deciding, name, number)
    if chosen[0] < 0:
        patch.setattr(deciding, "_excluded", only_held)
        patch.setattr(attractor_sets, "SEVERAL", 1)
    yield
    patch.undo()


LIMITS = {
    "as it is": (3_000, 20, 5, 100_000, 50),
    "walks first": (-1, 20, 0, 100_000, 0),
    "careful walks first": (-1, 0, 5, 100_000, 0),
    "explicit": (-1, 0, 0, 100_000, 0),
    "diagrams": (-1, 0, 0, -1, 0),
}


@pytest.mark.parametrize("order", LIMITS)
@given(cases() | tangled())
@settings(max_examples=120, deadline=None)
def test_asynchronous_reachability_is_what_brute_force_finds(order: str, case: Case) -> None:
    with limits(*LIMITS[order]):
        judge_reach(case, "asynchronous")


@given(cases() | tangled())
@settings(max_examples=120, deadline=None)
def test_synchronous_reachability_is_what_brute_force_finds(case: Case) -> None:
    judge_reach(case, "synchronous")


# --- by hand --------------------------------------------------------------------------------------------------------

TOGGLE = "targets, factors\nA, !B\nB, !A\nC, 0\nD, A & C | D\n"


def toggle() -> BooleanNetwork:
    return BooleanNetwork.from_rules(read(TOGGLE, "toggle.bnet", "toggle"))


def test_a_constant_that_the_start_contradicts_moves_once() -> None:
    found = reach(toggle(), {"A": 1, "B": 0, "C": 1, "D": 0}, {"D": 1})
    assert (found.outcome, found.shortest) == ("yes", True)
    assert [state["D"] for state in found.path] == [0, 1]
    assert reach(toggle(), {"A": 1, "B": 0, "C": 0, "D": 0}, {"D": 1}).outcome == "no"


def test_a_proof_names_a_trap_space() -> None:
    found = reach(toggle(), {"A": 1, "B": 0}, {"A": 0})
    assert (found.outcome, found.certificate, dict(found.trap_space)) == ("no", "trap space", {"A": 1, "B": 0})
    held = reach(toggle(), "rest", {"C": 1}, fixed={"C": 0})
    assert (held.outcome, held.trap_space["C"]) == ("no", 0)


def test_components_without_effect_on_the_target_are_left_alone() -> None:
    found = reach(toggle(), "rest", {"A": 1})
    assert [tuple(state.values()) for state in found.path] == [(0, 0, 0, 0), (1, 0, 0, 0)]


@pytest.mark.parametrize(
    ("start", "target", "fixed"),
    [
        ({"A": 1}, {"B": 1}, {"A": 0}),
        ({"A": 2}, {"B": 1}, {}),
        ("here", {"B": 1}, {}),
        ("rest", "A99", {}),
        ("rest", {"E": 1}, {}),
    ],
)
def test_a_bad_question_is_refused(start: Ends, target: Ends, fixed: Mapping[str, int]) -> None:
    with pytest.raises((SettingError, UnknownNameError)):
        reach(toggle(), start, target, fixed=fixed)


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="asynchronous"):
        reach(toggle(), "rest", {"A": 1}, update="asynchronos")


# --- phases ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A behavioural test of a random model: what each phase holds, where the first starts, one claim at each end."""

    model: Model
    start: Mapping[str, int] | None
    given: tuple[Mapping[str, int], ...]
    claims: tuple[tuple[str, Mapping[str, int | str]], ...]


@st.composite
def told_behaviours(draw: st.DrawFn) -> Told:
    model = draw(models(5))
    names = st.sampled_from(model.names)

    def values(most: int, least: int = 0, *choices: int | str) -> dict[str, int]:
        drawn = draw(st.lists(names, unique=True, min_size=least, max_size=most))
        return {name: draw(st.sampled_from([0, 1, *choices])) for name in drawn}

    phases = draw(st.integers(1, 3))
    given = tuple(values(2) for _ in range(phases))
    quantifier = st.sampled_from(["all", "some", "no"])
    claims = tuple((draw(quantifier), values(2, 1, FREE)) for _ in range(phases))
    return Told(model, draw(st.none() | st.builds(lambda: values(5))), given, claims)


def inputs_of(model: Model) -> list[str]:
    """Return the components whose rule is their own name, in parentheses or not."""

    def bare(tree: Tree) -> Tree:
        return bare(tree[1]) if isinstance(tree, tuple) and len(tree) == 2 and tree[0] != "not" else tree

    return [name for name in model.names if bare(model.rule(name)) == name]


def truth(told: Told, update: str) -> bool:
    """Decide a test by its definition: for each valuation of the free inputs, phase by phase."""
    model, inputs = told.model, inputs_of(told.model)
    named = {name: v for name, v in (told.start or {}).items() if name in inputs}
    held = model.held({**named, **told.given[0]})
    loose = [name for name in inputs if name not in held]
    return all(
        truth_under(told, update, {**held, **dict(zip(loose, bits, strict=True))})
        for bits in product((0, 1), repeat=len(loose))
    )


def truth_under(told: Told, update: str, held: dict[str, int]) -> bool:
    model, names, reached = told.model, told.model.names, None
    if told.start is not None:
        state = {**dict.fromkeys(names, 0), **model.defaults, **told.start, **held}
        reached = {tuple(state[name] for name in names)}
    for number, (given_, (quantifier, values)) in enumerate(zip(told.given, told.claims, strict=True)):
        if number:
            kept = {name: v for name, v in held.items() if name in inputs_of(model)}
            held = {**kept, **model.held(given_)}
            reached = {tuple(held.get(n, v) for n, v in zip(names, state, strict=True)) for state in reached or ()}
        dynamics = Dynamics(model, held)
        ends = [set(states) for states in dynamics.attractors(update)]
        if reached is not None:
            ahead = set(distances(dynamics, reached, update))
            ends = [states for states in ends if states & ahead]
        reached = set().union(*ends)
        met = [all(attractor(states).values[names.index(n)] == v for n, v in values.items()) for states in ends]
        if not {"all": all(met), "some": any(met), "no": not any(met)}[quantifier]:
            return False
    return True


@contextmanager
def nothing_listed() -> Iterator[None]:
    """Make a later phase start from decision diagrams, and search nothing before them."""
    patch = pytest.MonkeyPatch()
    patch.setattr(logicnet.phases, "MOST_STARTS", 0)
    patch.setattr(logicnet.phases, "SAMPLED", 1)
    with limits(*LIMITS["diagrams"]):
        yield
    patch.undo()


def judge_phases(told: Told, update: str) -> str:
    phases = [
        Phase(given_, (), (Claim(*claim),), told.start if k == 0 else None)
        for k, (given_, claim) in enumerate(zip(told.given, told.claims, strict=True))
    ]
    test = BehaviouralTest("T1", "", (), (), tuple(phases))
    verdict = decide(test, network_of(told.model), update)
    assert verdict.outcome == ("passed" if truth(told, update) else "failed"), verdict
    return f"{update} {len(phases)} phases {verdict.outcome}"


@given(told_behaviours(), st.sampled_from(SCHEMES))
@settings(max_examples=150, deadline=None)
def test_phases_are_decided_as_brute_force_does(told: Told, update: str) -> None:
    judge_phases(told, update)


@given(told_behaviours())
@settings(max_examples=150, deadline=None)
def test_phases_with_large_attractors_are_decided_too(told: Told) -> None:
    with nothing_listed():
        judge_phases(told, "asynchronous")


def hunt(number: int) -> None:
    """Judge many random questions and print a tally: ``python tests/test_reachability.py 10000``."""
    tally: Counter[str] = Counter()

    def judged(order: str, case: Case, update: str) -> None:
        with limits(*LIMITS[order]):
            tally[f"{order}: {judge_reach(case, update)}"] += 1

    for order in LIMITS:
        quick = settings(max_examples=number // (2 * len(LIMITS)), deadline=None, database=None)
        quick(given(st.just(order), tangled(), st.sampled_from(SCHEMES))(judged))()
        quick(given(st.just(order), cases(), st.sampled_from(SCHEMES))(judged))()

    def judged_phases(told: Told, update: str) -> None:
        tally[judge_phases(told, update)] += 1

    def judged_large(told: Told) -> None:
        with nothing_listed():
            tally["large: " + judge_phases(told, "asynchronous")] += 1

    quick(given(told_behaviours())(judged_large))()
    quick(given(told_behaviours(), st.sampled_from(SCHEMES))(judged_phases))()
    for name, seen in sorted(tally.items()):
        sys.stdout.write(f"{seen:7} {name}\n")
    sys.stdout.write(f"{tally.total():7} in all\n")


if __name__ == "__main__":
    hunt(int(sys.argv[1]))
