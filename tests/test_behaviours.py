"""The behavioural tests of the shipped rule files, decided exactly under both update schemes."""

from __future__ import annotations

import pytest

from logicnet import decide, load, shipped_models
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork
from logicnet.rules import BehaviouralTest

NETWORKS = {name: load(name) for name in shipped_models()}
CASES = [(name, test) for name, network in NETWORKS.items() for test in network.tests]


def test_the_files_carry_the_expected_behaviours() -> None:
    ids = [test.id for _, test in CASES]
    assert sorted(ids) == sorted([*(f"G{k:02}" for k in range(1, 14)), "G20", "G21", "G22"])


@pytest.mark.parametrize("update", ["asynchronous", "synchronous"])
@pytest.mark.parametrize(("name", "test"), CASES, ids=[f"{n}-{t.id}" for n, t in CASES])
def test_behaviour(name: str, test: BehaviouralTest, update: str) -> None:
    assert update in test.updates
    verdict = decide(test, NETWORKS[name], update)
    assert verdict.outcome == "passed", verdict.detail


TOGGLE = """# logicnet: 1
targets, factors
A, !B
B, !A
# @default 0
X, X
C, !C & X
#? condition on: X=1
#? test T1
#?   {line}
"""


def verdict_of(line: str) -> str:
    network = BooleanNetwork.from_rules(read(TOGGLE.format(line=line), "toggle.bnet", "toggle"))
    return decide(network.tests[0], network, "asynchronous").outcome


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("all attractors: C=0", "passed"),
        ("all attractors: A=1", "failed"),
        ("some attractor: A=1 B=0", "passed"),
        ("some attractor: A=1 B=1", "failed"),
        ("no attractor: A=1 B=1", "passed"),
        ("no attractor: A=0 C=0", "failed"),
        ("given on\n#?   all attractors: C=*", "passed"),
        ("given X=1\n#?   all attractors: C=0", "failed"),
        ("from rest\n#?   all attractors: C=0", "passed"),
        ("from A=1\n#?   all attractors: A=1 B=0", "passed"),
        ("from rest\n#?   all attractors: A=1", "failed"),
        ("from rest\n#?   some attractor: A=1", "passed"),
        ("from A=1 X=1\n#?   all attractors: C=*", "passed"),
        ("from A=1\n#?   given A=0\n#?   all attractors: A=0 B=1", "passed"),
        ("given A=1\n#?   then given X=1\n#?   all attractors: A=1 B=0 C=*", "passed"),
        ("given A=1\n#?   all attractors: A=0\n#?   then given X=1\n#?   all attractors: A=1", "failed"),
        ("given A=1\n#?   then given X=1 A=0\n#?   all attractors: B=0", "failed"),
        ("given X=1\n#?   then given A=0\n#?   some attractor: C=*", "failed"),
    ],
)
def test_a_claim_can_fail(line: str, outcome: str) -> None:
    assert verdict_of(line) == outcome


def test_an_input_without_a_default_keeps_its_value_from_phase_to_phase() -> None:
    text = "targets, factors\nA, X & !B\nB, B\n"
    given = "#? test T1\n#?   given X=1\n#?   then given B=0\n#?   all attractors: A=1 X=1\n"
    network = BooleanNetwork.from_rules(read("# logicnet: 1\n" + text + given, "x.bnet", "x"))
    assert decide(network.tests[0], network, "asynchronous").outcome == "passed"


def test_a_failure_tells_the_phase_and_the_valuation() -> None:
    text = "# logicnet: 1\ntargets, factors\nA, X\n#? test T1\n#?   from A=1\n#?   all attractors: A=1\n"
    network = BooleanNetwork.from_rules(read(text, "x.bnet", "x"))
    verdict = decide(network.tests[0], network, "asynchronous")
    assert (verdict.outcome, verdict.detail) == ("failed", "X=0: A1 differs: A=0")


def test_a_failure_names_the_values_that_differ() -> None:
    network = BooleanNetwork.from_rules(read(TOGGLE.format(line="all attractors: A=1 C=0"), "t.bnet", "t"))
    verdict = decide(network.tests[0], network, "asynchronous")
    assert verdict.detail == "A1 differs: A=0"
