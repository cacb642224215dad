"""explain --in: what forces a value in an attractor; every claim is checked on all completions and all states."""

from __future__ import annotations

import json
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
from command import TUMOUR, run
from test_explain import random_model, random_rule

import logicnet
from logicnet import Answer, BooleanNetwork
from logicnet.analyses.reasons import Reasons, Step, _irredundant, reasons
from logicnet.formats.bnet import read
from logicnet.rules import RuleSet


def model(text: str) -> tuple[RuleSet, BooleanNetwork]:
    rules = read(text, "x", "x")
    return rules, BooleanNetwork.from_rules(rules)


def forces(rules: RuleSet, step: Step, known: dict[str, int]) -> bool:
    """Tell by all completions whether some values force a component's value."""
    rule = next(rule.expression for rule in rules.rules if rule.target == step.name)
    open_ = [name for name in rule.symbols if name not in known]
    rows = (dict(zip(open_, bits, strict=True)) for bits in product((0, 1), repeat=len(open_)))
    inside = {name: value for name, value in known.items() if name in rule.symbols}
    return all(rule.evaluate({**inside, **row}) == step.value for row in rows)


def check(rules: RuleSet, network: BooleanNetwork, answer: Answer, found: Reasons) -> None:
    values = found.attractor.values
    by_name = {step.name: step for step in found.steps}
    assert len(by_name) == len(found.steps)
    assert found.steps[0].name == found.name
    for step in found.steps:
        assert step.value == values[step.name]
        assert all(values[cause] == value for cause, value in step.causes.items())
        if step.why == "forced":
            check_forced(rules, network, step, by_name, values)
        elif step.why == "joint":
            check_joint(rules, found, step)
        elif step.why == "oscillates":
            check_oscillating(rules, step)
        else:
            assert step.name in answer.fixed or step.name in answer.free or step.why == "constant"
            assert not step.causes
    for circuit in found.holding:
        for before, after in zip(circuit, (*circuit[1:], circuit[0]), strict=True):
            assert before in by_name[after].causes
            assert by_name[after].why == "forced"
            assert not by_name[after].grounded
    check_ends(found, by_name)


def check_forced(rules: RuleSet, network: BooleanNetwork, step: Step, by_name: dict[str, Step], values: dict) -> None:
    causes = dict(step.causes)
    assert causes
    assert set(causes) <= set(network.regulators(step.name))
    assert forces(rules, step, causes)
    for left_out in causes:  # nothing can be left out
        assert not forces(rules, step, {n: v for n, v in causes.items() if n != left_out})
    if step.grounded:
        assert all(by_name[cause].grounded for cause in causes)
    else:
        fixed = {r: values[r] for r in network.regulators(step.name) if values[r] in (0, 1)}
        for some in combinations(fixed, len(causes) - 1):
            assert not forces(rules, step, {n: fixed[n] for n in some})


def check_joint(rules: RuleSet, found: Reasons, step: Step) -> None:
    rule = next(rule.expression for rule in rules.rules if rule.target == step.name)
    fixed = {n: v for n, v in found.attractor.values.items() if v in (0, 1)}
    assert not forces(rules, step, fixed)
    states = list(found.attractor.listed())
    assert step.states == len(states)
    assert all(rule.evaluate({n: state[n] for n in rule.symbols}) == step.value for state in states)


def check_oscillating(rules: RuleSet, step: Step) -> None:
    rule = next(rule.expression for rule in rules.rules if rule.target == step.name)
    assert set(step.causes.values()) == {"*"}
    for name in rule.symbols:
        open_ = [n for n in rule.symbols if n not in step.beside and n != name]
        beside = {n: v for n, v in step.beside.items() if n in rule.symbols}
        changes = set()
        if name not in step.beside:
            for bits in product((0, 1), repeat=len(open_)):
                row = {**beside, **dict(zip(open_, bits, strict=True))}
                changes.add(rule.evaluate({**row, name: 1}) - rule.evaluate({**row, name: 0}))
        sign = {(): None, (1,): "+", (-1,): "-", (-1, 1): "?"}[tuple(sorted(changes - {0}))]
        assert step.signs.get(name) == sign


def check_ends(found: Reasons, by_name: dict[str, Step]) -> None:
    """Grounded values lead to what is given without going round; every cause is explained or on a moving circuit."""

    def depth(name: str, above: tuple[str, ...] = ()) -> None:
        assert name not in above
        for cause in by_name[name].causes:
            depth(cause, (*above, name))

    for step in found.steps:
        if step.grounded:
            depth(step.name)
        moving = step.value == "*" and any(step.name in circuit for circuit, _ in found.circuits)
        assert moving or set(step.causes) <= set(by_name)
    # What is forced, yet follows from no input, is held up by something: a circuit, or what varies.
    loose = [step for step in found.steps if step.why == "forced" and not step.grounded]
    assert not loose or found.holding or any(step.why in ("joint", "oscillates") for step in found.steps)


@pytest.mark.parametrize("update", ["asynchronous", "synchronous"])
@pytest.mark.parametrize("seed", range(60))
def test_every_reason_is_one(seed: int, update: str) -> None:
    rules, network = model(random_model(seed, 6))
    answer = logicnet.attractors(network, update)
    assert answer.exactness == "exact"
    for item in answer.items[:6]:
        for name in network.names:
            check(rules, network, answer, reasons(network, answer, item, name))


@pytest.mark.parametrize("seed", range(10))
def test_reasons_under_a_question_are_those_of_the_question(seed: int) -> None:
    rules, network = model(random_model(seed, 6))
    answer = logicnet.attractors(network, fixed={"v0": 1, "v3": 0})
    for item in answer.items[:4]:
        found = reasons(network, answer, item, "v0")
        assert [(s.name, s.why) for s in found.steps] == [("v0", "held")]
        for name in network.names:
            check(rules, network, answer, reasons(network, answer, item, name))


@pytest.mark.parametrize("seed", range(6))
def test_reasons_in_rules_that_are_diagrams(seed: int) -> None:
    random = Random(seed)
    names = [f"x{k}" for k in range(18)]
    text = "targets, factors\nT, " + random_rule(random, names, 40) + "\n" + "".join(f"{n}, {n}\n" for n in names)
    rules, network = model(text)
    answer = logicnet.attractors(network, fixed={name: random.randint(0, 1) for name in names})
    [item] = answer.items
    [step, *_] = reasons(network, answer, item, "T").steps
    assert step.why in ("forced", "constant")
    if step.why == "forced":
        assert forces(rules, step, dict(step.causes))
        for left_out in step.causes:
            assert not forces(rules, step, {n: v for n, v in step.causes.items() if n != left_out})


def test_what_is_left_of_many_is_irredundant() -> None:
    for wanted in ({3}, {0, 99}, {17, 18, 19}, set()):
        assert set(_irredundant(range(100), lambda some, wanted=wanted: wanted <= set(some))) == wanted


def test_a_circuit_that_holds_itself_up_is_named() -> None:
    rules, network = model("targets, factors\nA, B\nB, C & I\nC, A | C & J\nI, I\nJ, J\nT, A\n")
    answer = logicnet.attractors(network, fixed={"I": 1, "J": 0})
    on = next(item for item in answer.items if item.values["A"] == 1)
    found = reasons(network, answer, on, "T")
    assert found.holding == (("A", "C", "B"),)
    assert [(s.name, dict(s.causes)) for s in found.steps] == [
        ("T", {"A": 1}),
        ("A", {"B": 1}),
        ("B", {"C": 1, "I": 1}),
        ("C", {"A": 1}),
        ("I", {}),
    ]
    check(rules, network, answer, found)


def test_what_follows_from_inputs_is_not_laid_on_a_circuit() -> None:
    _, network = model("targets, factors\nA, A | B\nB, I\nI, I\n")
    answer = logicnet.attractors(network, fixed={"I": 1})
    found = reasons(network, answer, answer.items[0], "A")
    assert dict(found.steps[0].causes) == {"B": 1}
    assert found.holding == ()


def test_regulators_that_vary_together_force_a_value_that_none_forces_alone() -> None:
    rules, network = model("targets, factors\nC, !C\nD, C\nX, C | D\nY, X\n")
    answer = logicnet.attractors(network, "synchronous")
    [item] = answer.items
    found = reasons(network, answer, item, "Y")
    assert [(s.name, s.why) for s in found.steps[:2]] == [("Y", "forced"), ("X", "joint")]
    assert (found.steps[1].states, dict(found.steps[1].causes)) == (2, {"C": "*", "D": "*"})
    check(rules, network, answer, found)


def test_what_oscillates_without_a_circuit_of_its_own_is_traced_to_one() -> None:
    _, network = model("targets, factors\nA, !B\nB, A\nC, A & I\nD, C\nI, I\n")
    answer = logicnet.attractors(network, fixed={"I": 1})
    found = reasons(network, answer, answer.items[0], "D")
    assert [s.name for s in found.steps] == ["D", "C", "A"]
    assert dict(found.steps[1].beside) == {"I": 1}
    assert found.circuits == ((("A", "B"), "-"),)


def test_a_positive_circuit_drives_nothing_one_at_a_time() -> None:
    text = "targets, factors\nA, !B\nB, A\nC, D | A\nD, C & A\n"
    _, network = model(text)
    [item] = (answer := logicnet.attractors(network)).items
    found = reasons(network, answer, item, "D")
    assert [s.name for s in found.steps] == ["D", "A", "C"]
    assert found.circuits == ((("A", "B"), "-"),)
    [item] = (answer := logicnet.attractors(network, "synchronous")).items
    assert (("D", "C"), "+") in reasons(network, answer, item, "D").circuits


# --- through the front door -------------------------------------------------------------------------------------------


def test_the_vicious_cycle_is_told_as_such() -> None:
    status, out, err = run("explain", TUMOUR[0], "Tumor_growth", "--in", "A1", *TUMOUR[1:])
    assert (status, err) == (0, "")
    assert out.startswith("Tumour growth = 1 · in A1 (vicious cycle; fixed point) · bone_metastasis · asynchronous\n")
    assert "Holds itself up: Tumour growth → PTHrP → Activated stroma → RANKL high → RANKL/OPG high" in out
    assert "set: Breast cancer=1\n" in out


def test_an_oscillation_is_told_with_its_circuits(tmp_path: Path) -> None:
    status, out, _ = run("explain", "core_axis", "RANKL_free", "--in", "A1", "--format", "json")
    data = json.loads(out)
    assert status == 0
    assert (data["schema"], data["name"], data["exactness"]) == ("logicnet.explain/1", "RANKL_free", "exact")
    told = data["attractor"]
    assert (told["id"], told["value"], told["circuits"]["exactness"]) == ("A1", "*", "exact")
    assert told["circuits"]["count"] == 3
    assert {circuit["sign"] for circuit in told["circuits"]["listed"]} == {"-"}
    [step] = told["steps"]
    assert (step["why"], step["signs"]) == ("oscillates", {"OPG_high": "-"})
    _, text, _ = run("explain", "core_axis", "RANKL_free", "--in", "A1")
    assert "3 negative feedback circuits through it can drive this:" in text


def test_the_question_is_that_of_attractors(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text("targets, factors\nA, I\nI, I\nC, !C\nD, C\nX, C | D\n")
    _, out, _ = run("explain", "m.bnet", "A", "--in", "A2", "--update", "synchronous", cwd=tmp_path)
    assert "free inputs, as they stand in this attractor: I=1" in out
    _, out, _ = run("explain", "m.bnet", "A", "--in", "A1", "--set", "A=0", cwd=tmp_path)
    assert "set: A=0" in out
    _, out, _ = run("explain", "m.bnet", "X", "--in", "A1", "--update", "synchronous", cwd=tmp_path)
    assert "no fixed one forces it, yet in all 2 states of the attractor the rule is 1" in out
