"""The tests with a start or phases of the shipped models, beside runs from state to state by the rules as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

import pytest
from judge import Tree, parsed, value

from logicnet import load, shipped_models
from logicnet.network import BooleanNetwork
from logicnet.rules import Phase

State = dict[str, int]
# Single moves, after which a run has settled, and for which it is watched then.
SETTLED, WATCHED = 4_000, 4_000


def trees(name: str) -> dict[str, Tree]:
    """Read the rules of a shipped model, whose rules are one line each."""
    lines = shipped_models()[name].read_text("utf-8").splitlines()
    rules = (line.split(",", 1) for line in lines if "," in line and not line.startswith(("#", "targets")))
    return {target.strip(): parsed(factors) for target, factors in rules}


def held_in(network: BooleanNetwork, phase: Phase) -> State:
    defaults = {name: network.annotations[name].default for name in network.inputs}
    held = {name: default for name, default in defaults.items() if default is not None}
    for name in phase.conditions:
        held |= network.conditions[name]
    return {**held, **phase.given}


def rest(network: BooleanNetwork) -> State:
    notes = network.annotations
    return {n: next((v for v in (notes[n].rest, notes[n].default) if v is not None), 0) for n in network.names}


def cycle(rules: Mapping[str, Tree], held: State, state: State) -> list[State]:
    """Move all components at once until a state comes back; return those that recur."""
    seen: dict[tuple[int, ...], int] = {}
    way: list[State] = []
    while tuple(state.values()) not in seen:
        seen[tuple(state.values())] = len(way)
        way.append(state)
        state = {n: held[n] if n in held else value(rules[n], state) for n in state}
    return way[seen[tuple(state.values())] :]


def walked(rules: Mapping[str, Tree], held: State, state: State, random: Random) -> list[State]:
    """Move one component at a time, at random; return the states seen after it has settled."""
    state, names, seen = dict(state), [n for n in state if n not in held], []
    for step in range(SETTLED + WATCHED):
        name = random.choice(names)
        state[name] = value(rules[name], state)
        if step >= SETTLED:
            seen.append(dict(state))
    return seen


def looks(states: Iterable[State]) -> dict[str, set[int]]:
    columns: dict[str, set[int]] = {}
    for state in states:
        for name, bit in state.items():
            columns.setdefault(name, set()).add(bit)
    return columns


def with_start() -> list[tuple[str, str]]:
    networks = {name: load(name) for name in shipped_models()}
    return [(n, t.id) for n, m in networks.items() for t in m.tests if t.phases[0].start is not None]


def test_there_are_such_tests() -> None:
    assert {("bone_metastasis", "G22"), ("bone_remodeling", "G14b"), ("osteoclastogenesis", "G12")} <= set(with_start())


@pytest.mark.parametrize(("name", "test"), with_start())
@pytest.mark.parametrize("update", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("seed", range(3))
def test_runs_end_as_all_attractors_are_claimed_to_be(name: str, test: str, update: str, seed: int) -> None:
    network, rules, random = load(name), trees(name), Random(seed)
    assert list(rules) == list(network.names)
    [phases] = [t.phases for t in network.tests if t.id == test]
    states, claims = [{**rest(network), **(phases[0].start or {})}], 0
    for phase in phases:
        held = held_in(network, phase)
        begin = {**random.choice(states), **held}
        states = cycle(rules, held, begin) if update == "synchronous" else walked(rules, held, begin, random)
        seen = looks(states)
        for claim in phase.claims:
            claims += 1
            assert claim.quantifier == "all"
            for component, wanted in claim.values.items():
                assert seen[component] == ({0, 1} if wanted == "*" else {wanted}), component
    assert claims
