"""Reachability: what is easily got wrong, and the shipped models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

import pytest
from judge import Model
from test_reachability import network_of

from logicnet import attractors, decide, load, reach, reachable_attractors, shipped_models
from logicnet.errors import SettingError, UnknownNameError
from logicnet.network import BooleanNetwork
from logicnet.reachability import Reach, asynchronous, attractors_reached, cycles, synchronous, walks, waves

SCHEMES = ("asynchronous", "synchronous")


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
