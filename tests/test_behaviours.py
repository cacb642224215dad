"""The behavioural tests of the shipped rule files, decided exactly under both update schemes."""

from __future__ import annotations

import time

import pytest

from logicnet import RuleFileError, decide, load, shipped_models
from logicnet.formats.bnet import read
from logicnet.loading import load_tests
from logicnet.network import BooleanNetwork
from logicnet.rules import BehaviouralTest

NETWORKS = {name: load(name) for name in shipped_models()}
NETWORKS["atlas"] = load_tests(shipped_models()["atlas"].with_suffix(".tests"), NETWORKS["atlas"])[0]
CASES = [(name, test) for name, network in NETWORKS.items() for test in network.tests]


def test_the_files_carry_the_expected_behaviours() -> None:
    ids = {test.id for _, test in CASES}
    assert {f"G{k:02}" for k in range(1, 29)} <= ids
    assert len(ids) == len(CASES) > 400


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
        ("from rest\n#?   some attractor: A=1\n#?   some attractor: B=1", "passed"),
        ("from A=1\n#?   all attractors: A=1", "passed"),
        ("from A=1\n#?   some attractor: B=1", "failed"),
        (
            "from A=1\n#?   given B=1\n#?   all attractors: A=0\n#?   then given X=1\n#?   all attractors: B=1 C=*",
            "passed",
        ),
        ("from A=1\n#?   given B=1\n#?   all attractors: A=0\n#?   then given X=1\n#?   all attractors: A=1", "failed"),
        ("given A=1\n#?   all attractors: B=0\n#?   then given B=0\n#?   all attractors: A=1", "passed"),
    ],
)
def test_a_claim_can_fail(line: str, outcome: str) -> None:
    assert verdict_of(line) == outcome


def test_more_attractors_than_are_listed_are_decided() -> None:
    pairs = "".join(f"a{k}, b{k}\nb{k}, a{k}\n" for k in range(40))
    claims = ("all attractors: X=0", "no attractor: a0=1 a9=1 a39=0", "some attractor: a7=*", "some attractor: a39=1")
    tests = "".join(f"#? test T{k}\n#?   {claim}\n" for k, claim in enumerate(claims))
    rules = read(f"# logicnet: 1\n{pairs}X, a0 & !b0\n{tests}", "m.bnet", "m")
    network = BooleanNetwork.from_rules(rules)
    verdicts = [decide(test, network, "asynchronous") for test in network.tests]
    assert [verdict.outcome for verdict in verdicts] == ["passed", "failed", "failed", "passed"]


def test_lines_of_noise_are_read_in_seconds() -> None:
    words = " ".join(f"q{k}=1" for k in range(100_000))
    lines = [f"#? test X{' ' * 100_000}!", "#? test Y", f"#?   all attractors: {words}"]
    lines += [f"#? condition c{k}: z{k}=1" for k in range(20_000)]
    start = time.monotonic()
    with pytest.raises(RuleFileError) as caught:
        read("\n".join(["# logicnet: 1", "A, !A", *lines]), "noise.bnet", "noise")
    assert 1000 <= len(caught.value.diagnostics) < 1010
    assert time.monotonic() - start < 30


def test_a_failure_names_the_values_that_differ() -> None:
    network = BooleanNetwork.from_rules(read(TOGGLE.format(line="all attractors: A=1 C=0"), "t.bnet", "t"))
    verdict = decide(network.tests[0], network, "asynchronous")
    assert verdict.detail == "A1 differs: A=0"
