"""Mutations of the shipped models: a behavioural test that cannot fail says nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from command import outcomes

from logicnet import load, shipped_models

MOST_INVERTED = 60
# Those that hold tests; the atlas has its own in a file beside it.
WITH_TESTS = [name for name in sorted(shipped_models()) if load(name).tests]


def inverted(value: Any) -> int:
    return 1 if value == 0 else 0


@pytest.mark.parametrize("name", WITH_TESTS)
def test_inverted_claims_fail(tmp_path: Path, name: str) -> None:
    text = shipped_models()[name].read_text("utf-8")
    changed = re.sub(r"^(#\?\s+)(?:all attractors|some attractor):", r"\1no attractor:", text, flags=re.MULTILINE)
    (tmp_path / "inverted.bnet").write_text(changed, "utf-8")
    status, found = outcomes(tmp_path, "inverted.bnet")
    assert status == 1
    assert {outcome for _, _, outcome in found} == {"failed"}
    assert len(found) == 2 * len(load(name).tests)


@pytest.mark.parametrize("name", WITH_TESTS)
def test_every_value_of_a_claim_counts(tmp_path: Path, name: str) -> None:
    """Values that all attractors are claimed to have are inverted, each alone, in a test of its own.

    Of many, every one at an even distance, MOST_INVERTED a model.
    """
    inversions: list[str] = []
    for block in re.split(r"(?=^#\? test )", shipped_models()[name].read_text("utf-8"), flags=re.MULTILINE)[1:]:
        for pair in re.findall(r"\S+=[01*]", "".join(re.findall(r"all attractors:(.*)", block))):
            component, _, value = pair.partition("=")
            wrong = block.replace(pair, f"{component}={inverted(int(value) if value != '*' else '*')}")
            inversions.append(re.sub(r"test \S+", f"test INVERTED{len(inversions)}", wrong, count=1))
    assert len(inversions) > 3
    chosen = inversions[:: 1 + len(inversions) // MOST_INVERTED]
    (tmp_path / "t.tests").write_text("\n".join(["# @update asynchronous synchronous", *chosen]), "utf-8")
    status, found = outcomes(tmp_path, name, "t.tests", "-k", "INVERTED")
    mutants = [one for one in found if one[0].startswith("INVERTED")]
    assert (status, len(mutants)) == (1, 2 * len(chosen))
    assert {outcome for _, _, outcome in mutants} == {"failed"}


@pytest.mark.parametrize(
    ("name", "test", "rule", "instead"),
    [
        ("osteoclastogenesis", "G12", "TRAF6", "RANK_active"),
        ("bone_metastasis", "G22", "PTHrP", "0"),
        ("bone_metastasis", "G22", "Vicious_cycle", "Inflammation"),
        ("bone_metastasis", "G22", "Tumor_in_bone", "Tumor_seeding"),
    ],
)
def test_a_changed_rule_fails_the_test_that_is_about_it(
    tmp_path: Path, name: str, test: str, rule: str, instead: str
) -> None:
    text = shipped_models()[name].read_text("utf-8")
    changed, count = re.subn(rf"^{rule},.*$", f"{rule}, {instead}", text, flags=re.MULTILINE)
    (tmp_path / "changed.bnet").write_text(changed, "utf-8")
    assert count == 1
    assert outcomes(tmp_path, name, "-k", test) == (
        0,
        [(test, "asynchronous", "passed"), (test, "synchronous", "passed")],
    )
    status, found = outcomes(tmp_path, "changed.bnet", "-k", test)
    assert (status, {outcome for _, _, outcome in found}) == (1, {"failed"})
