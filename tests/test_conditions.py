"""Conditions on the inputs against brute force over every valuation, and through the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from comparing import AVOIDANT
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from judge import Dynamics, Model, attractor, rules

import logicnet
from benchmarks.paths import thresholds
from logicnet.analyses.conditions import Conditions, conditions
from logicnet.errors import UnknownNameError
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork

NAMES = ["A", "B", "C", "P", "Q", "R"]


@st.composite
def models_with_inputs(draw: st.DrawFn) -> tuple[Model, list[str]]:
    """Draw a model of up to four regulated components and three inputs, and components to observe."""
    regulated = draw(st.integers(1, 3))
    inputs = draw(st.integers(0, 3))
    names = [*NAMES[:regulated], *NAMES[3 : 3 + inputs]]
    drawn = {name: draw(rules(names)) for name in NAMES[:regulated]}
    model = Model({**drawn, **{name: name for name in NAMES[3 : 3 + inputs]}})
    observed = draw(st.lists(st.sampled_from(names), unique=True, min_size=1, max_size=3))
    return model, observed


def by_brute_force(model: Model, observed: list[str]) -> dict[tuple[object, ...], dict[tuple[int, ...], int]]:
    """Return, by observed values, how many attractors each input valuation has with them."""
    found: dict[tuple[object, ...], dict[tuple[int, ...], int]] = {}
    for bits in product((0, 1), repeat=len(model.inputs)):
        dynamics = Dynamics(model, dict(zip(model.inputs, bits, strict=True)))
        for states in dynamics.attractors("asynchronous"):
            values = dict(zip(dynamics.names, attractor(states).values, strict=True))
            counts = found.setdefault(tuple(values[name] for name in observed), {})
            counts[bits] = counts.get(bits, 0) + 1
    return found


def holds(products: tuple[Mapping[str, int], ...], valuation: Mapping[str, int]) -> bool:
    return any(all(valuation[name] == value for name, value in wanted.items()) for wanted in products)


def compare(answer: Conditions, model: Model, observed: list[str]) -> None:
    expected = by_brute_force(model, observed)
    assert (answer.exactness, answer.open, answer.reason) == ("exact", 0, "")
    assert {tuple(o.values[name] for name in observed) for o in answer.outcomes} == set(expected)
    assert answer.count == sum(sum(counts.values()) for counts in expected.values())
    assert answer.valuations == 2 ** len(model.inputs)
    assert sorted((*answer.inputs, *answer.idle)) == sorted(model.inputs)
    for outcome in answer.outcomes:
        key = tuple(outcome.values[name] for name in observed)
        mine = expected[key]
        others = {bits for other, counts in expected.items() if other != key for bits in counts}
        assert (outcome.valuations, outcome.attractors) == (len(mine), sum(mine.values()))
        assert outcome.always == len(set(mine) - others)
        assert outcome.condition is not None
        for bits in product((0, 1), repeat=len(model.inputs)):
            valuation = dict(zip(model.inputs, bits, strict=True))
            assert holds(outcome.condition, valuation) == (bits in mine)
        assert {name for wanted in outcome.condition for name in wanted} <= set(answer.inputs)


@settings(max_examples=300)
@given(models_with_inputs())
def test_conditions_equal_brute_force(drawn: tuple[Model, list[str]]) -> None:
    model, observed = drawn
    network = BooleanNetwork.from_rules(read(model.text, "x.bnet", "x"))
    assume(set(network.inputs) == set(model.inputs))  # a rule may be its own name in disguise
    compare(conditions(network, observed), model, observed)


@settings(max_examples=100)
@given(models_with_inputs())
def test_kinds_without_a_phenotype(drawn: tuple[Model, list[str]]) -> None:
    model, _ = drawn
    network = BooleanNetwork.from_rules(read(model.text, "x.bnet", "x"))
    assume(set(network.inputs) == set(model.inputs))
    answer = conditions(network)
    kinds: dict[str, int] = {}
    for bits in product((0, 1), repeat=len(model.inputs)):
        for states in Dynamics(model, dict(zip(model.inputs, bits, strict=True))).attractors("asynchronous"):
            kind = "fixed point" if len(states) == 1 else "cyclic"
            kinds[kind] = kinds.get(kind, 0) + 1
    assert {o.name: o.attractors for o in answer.outcomes} == kinds


# Thresholds of the engine, set so low that small networks take the paths of large ones.
PATHS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "reduced graphs": {"SEARCHED_WHOLE": 0},
    "outlines": {"SEARCHED_WHOLE": 0, "LISTED": 0, "WALK": 1, "LOOKS": 1, "STRAYING": 2, "WIDTHS": (1, 2, 4)},
    "outlines, hardly a walk": {"SEARCHED_WHOLE": 0, "LISTED": 0, "WALK": 0, "LOOKS": 0, "WIDTHS": (2, 3)},
    "candidates": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "LISTED": 0},
    "diagrams": {"WIDEST_TABLE": 0, "MOST_VARIABLES": 1},
}


@st.composite
def gated(draw: st.DrawFn) -> tuple[Model, list[str]]:
    """Draw a core, motif-avoidant or any, whose rules two inputs change, and readers of it with a loop among them."""
    avoidant = draw(st.sampled_from(["two", "three", "beside a cycle", ""]))
    names = ["A", "B", *(["C"] if avoidant != "two" else [])]
    core = dict(Model.of(AVOIDANT[avoidant]).rules) if avoidant else {name: draw(rules(names)) for name in names}
    for gate in ("P", "Q"):
        target = draw(st.sampled_from(names))
        other = draw(rules([*names, "P", "Q"]))
        core[target] = ("or", ("and", ("not", gate), core[target]), ("and", gate, other))
    core["X"] = draw(rules([*names, "X", "Y", "P"]))
    core["Y"] = draw(rules(["A", "B", "X", "Y", "Q"]))
    model = Model({**core, "P": "P", "Q": "Q"})
    return model, draw(st.lists(st.sampled_from([*core, "P"]), unique=True, min_size=1, max_size=3))


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=120)
@given(drawn=gated())
def test_conditions_on_every_path(path: str, drawn: tuple[Model, list[str]]) -> None:
    model, observed = drawn
    network = BooleanNetwork.from_rules(read(model.text, "x.bnet", "x"))
    assume(set(network.inputs) == set(model.inputs))
    with thresholds(PATHS[path]):
        compare(conditions(network, observed), model, observed)


SHORT_PATHS: dict[str, dict[str, Any]] = {
    "few situations": {"MOST_PARTS": 3},
    "fewer situations": {"MOST_PARTS": 1},
    "few pieces": {"MOST_PIECES": 1, "SEARCHED_WHOLE": 0},
    "few candidates": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "FEW": 1, "MANY": 1, "LISTED": 0, "LAST_RESORT": 0},
    "searched after all": {"SEARCHED_WHOLE": 0, "LARGEST_CORE": 0, "FEW": 0, "MANY": 0, "LISTED": 0},
    "small sets": {"SEARCHED_WHOLE": 0, "LISTED": 0, "LARGEST_DIAGRAM": 2, "LOOKS": 0, "WALK": 0, "ROUNDS": 0},
}


@pytest.mark.parametrize("path", SHORT_PATHS)
@settings(max_examples=120)
@given(drawn=gated())
def test_incomplete_conditions_are_bounds(path: str, drawn: tuple[Model, list[str]]) -> None:
    """What is told is true, and every valuation under which something is missing is among the open ones."""
    model, observed = drawn
    network = BooleanNetwork.from_rules(read(model.text, "x.bnet", "x"))
    assume(set(network.inputs) == set(model.inputs))
    with thresholds(SHORT_PATHS[path]):
        answer = conditions(network, observed)
    assert (answer.exactness == "exact") == (answer.reason == "")
    if answer.exactness == "exact":
        compare(answer, model, observed)
        return
    expected = by_brute_force(model, observed)
    told = {tuple(o.values[name] for name in observed): o for o in answer.outcomes}
    assert set(told) <= set(expected)
    assert answer.count <= sum(sum(counts.values()) for counts in expected.values())
    lacking = set()
    for key, counts in expected.items():
        outcome = told.get(key)
        assert outcome is None or outcome.attractors <= sum(counts.values())
        for bits in product((0, 1), repeat=len(model.inputs)):
            valuation = dict(zip(model.inputs, bits, strict=True))
            known = outcome is not None and holds(outcome.condition or (), valuation)
            assert not known or bits in counts
            if bits in counts and not known:
                lacking.add(bits)
        always = set(counts) - {bits for other, more in expected.items() if other != key for bits in more}
        assert outcome is None or outcome.always <= len(always)
    assert len(lacking) <= answer.open <= answer.valuations


def test_the_smallest_condition_is_smallest() -> None:
    """The cyclic core of three inputs has two sums of three products; an irredundant one may have four."""
    network = BooleanNetwork.from_rules(read("F, A & !B | B & !C | C & !A\n", "x.bnet", "x"))
    found = {o.values["F"]: o for o in conditions(network, ["F"]).outcomes}
    assert (len(found[1].condition or ()), found[1].smallest, found[1].valuations) == (3, True, 6)
    assert (len(found[0].condition or ()), found[0].smallest, found[0].valuations) == (2, True, 2)


def test_very_many_inputs_are_counted() -> None:
    """A sum of sixty products of two inputs, with 140 inputs in all."""
    terms = " | ".join(f"A{k} & B{k}" for k in range(60))
    lines = [f"F, {terms}", "G, F & G | H & !H", *(f"I{k}, I{k}" for k in range(20))]
    network = BooleanNetwork.from_rules(read("\n".join(lines), "x.bnet", "x"))
    answer = conditions(network, ["F"])
    found = {o.values["F"]: o for o in answer.outcomes}
    assert found[0].valuations == 3**60 * 2**21
    assert found[1].valuations == (4**60 - 3**60) * 2**21
    assert set(answer.idle) == {"H", *(f"I{k}" for k in range(20))}
    assert found[1].condition == tuple({f"A{k}": 1, f"B{k}": 1} for k in range(60))


def test_a_long_chain_of_choices_is_counted() -> None:
    """Sixty loops, each switched by three inputs of its own and by the loop before: as the sum over all chains."""
    lines = [f"X{k}, I{k} & Y{k} | J{k} & X{k - 1}\nY{k}, X{k} & !K{k}" for k in range(1, 61)]
    answer = conditions(BooleanNetwork.from_rules(read("\n".join(["X0, X0", *lines]), "x.bnet", "x")), ["X60"])
    ways = {0: 1, 1: 1}
    for _ in lines:
        after = {0: 0, 1: 0}
        for before, i, j, k, x in product((0, 1), repeat=5):
            after[x] += ways[before] * (x == (i & x & (1 - k) | j & before))
        ways = after
    assert answer.exactness == "exact"
    assert {o.values["X60"]: o.attractors for o in answer.outcomes} == ways


def test_flagship_conditions() -> None:
    answer = logicnet.conditions(logicnet.load("core_axis"))
    told = {o.name: (o.valuations, o.always, o.attractors) for o in answer.outcomes}
    assert told == {"osteopetrosis": (44, 41, 44), "osteoporosis": (22, 19, 22), "healthy remodelling": (1, 1, 1)}
    with pytest.raises(UnknownNameError):
        logicnet.conditions(logicnet.load("core_axis"), ["Bone"])


def test_a_time_limit_says_what_is_open() -> None:
    answer = logicnet.conditions(logicnet.load("bone_metastasis"), timeout=0.2)
    assert answer.exactness == "at_least"
    assert answer.reason
    assert 0 < answer.open <= answer.valuations == 2**24


# --- the command line -------------------------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "logicnet", "conditions", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


def test_command_prints_a_table() -> None:
    status, out, err = run("core_axis")
    assert (status, err) == (0, "")
    assert out.startswith("core_axis · 64 input valuations · 67 attractors · exact\n")
    assert "or Denosumab & !RANK_GOF" in out


def test_command_json_and_rows() -> None:
    status, out, _ = run("core_axis", "--format", "json", "--phenotype", "Bone_Loss", "--set", "Denosumab=0")
    data = json.loads(out)
    assert (status, data["schema"], data["fixed"]) == (0, "logicnet.conditions/1", {"Denosumab": 0})
    assert {o["values"]["Bone_Loss"]: o["valuations"] for o in data["outcomes"]} == {0: 21, 1: 14}
    assert all(o["smallest"] for o in data["outcomes"])
    status, out, _ = run("core_axis", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["outcome"] for row in rows] == ["osteopetrosis", "osteoporosis", "healthy remodelling"]


def test_command_refuses_and_stops() -> None:
    status, _, err = run("core_axis", "--phenotype", "Bone_Los")
    assert (status, "did you mean Bone_Loss?" in err) == (2, True)
    status, out, err = run("bone_metastasis", "--timeout", "0.2")
    assert status == 3
    assert "open: " in out
    assert err.startswith("incomplete: ")


def test_a_limit_lists_the_most_frequent_outcomes_and_counts_all() -> None:
    status, out, err = run("core_axis", "--limit", "2")
    assert status == 3
    assert out.startswith("core_axis · 64 input valuations · 67 attractors · at least\n")
    assert ("osteoporosis" in out, "healthy remodelling" in out) == (True, False)
    assert err == "incomplete: there are 3 outcomes, 2 of them listed; raise --limit\n"
    some = json.loads(run("core_axis", "--limit", "2", "--format", "json")[1])
    whole = json.loads(run("core_axis", "--limit", "3", "--format", "json")[1])
    assert (some["exactness"], some["count"], some["open"], some["outcome_count"]) == ("at_least", 67, 0, 3)
    assert (whole["exactness"], whole["count"], whole["open"], whole["outcome_count"]) == ("exact", 67, 0, 3)
    assert some["outcomes"] == whole["outcomes"][:2]
    assert some["inputs"] == whole["inputs"]


def test_conditions_as_a_data_frame() -> None:
    network = logicnet.load("core_axis")
    frame = logicnet.to_frame(logicnet.conditions(network))
    assert list(frame.index) == ["osteopetrosis", "osteoporosis", "healthy remodelling"]
    assert frame.loc["osteoporosis", "valuations"] == 22
    assert frame.loc["osteopetrosis", "condition"] == "!M_CSF | Denosumab & !RANK_GOF | !Stromal_cells & !RANK_GOF"
    frame = logicnet.to_frame(logicnet.conditions(network, ["Bone_Loss"], conditions=["menopause"]), network)
    assert list(frame.columns[:2]) == ["Bone loss", "valuations"]
    assert dict(frame["Bone loss"]) == {"Bone_Loss=0": 0, "Bone_Loss=1": 1}
