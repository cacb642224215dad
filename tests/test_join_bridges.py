"""Bridges between parts: whose a component is, which groups become one, what rests where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from command import run
from joining import join, note, refused, rules_of

from logicnet.errors import RuleFileError
from logicnet.formats.bnet import read

# --- bridges --------------------------------------------------------------------------------------------------------


def bridge(*lines: str, rules: Sequence[str] = ()) -> str:
    head = ["# logicnet: 1", "# @title Bridge", *(f"# @owner {line}" for line in lines), "targets, factors"]
    return "\n".join([*head, *rules, ""])


def test_a_bridge_settles_and_its_own_rules_win() -> None:
    one, two = note("A, B", "B, C", "C, C"), note("A, !B", "B, !C", "C, A")
    result = join(one, two, bridge("B B", rules=["# Own", "A, B & C"])).text
    rules = {rule.target: rule.expression.text for rule in rules_of(result).rules}
    assert rules == {"A": "B & C", "B": "!C", "C": "A"}
    assert "@owner" not in result
    assert rules_of(result).metadata["title"] == "Bridge"
    plain = note("A, B & C")
    assert [m for *_, m in refused(one, two, plain)] == ["A has two rules", "B has two rules", "A has two rules"]


def test_a_bridge_needs_no_rule_and_the_command_line_outweighs_it() -> None:
    one, two = note("A, B"), note("A, !B")
    assert rules_of(join(one, two, bridge("A B")).text).rules[0].expression.text == "!B"
    assert rules_of(join(one, two, bridge("A B"), rule_from={"A": "A"}).text).rules[0].expression.text == "B"
    with pytest.raises(RuleFileError):
        join(one, two, note())


def test_wrong_owners() -> None:
    one, two = note("A, B"), note("A, !B")
    text = bridge("A Bee", "AA B", "A", "A A", "A B", "B A", rules=["B, A"])
    assert refused(one, two, text) == [
        ("LN402", "C.bnet:3:3", "", "unknown part Bee"),
        ("LN402", "C.bnet:4:3", "", "unknown component AA of B"),
        ("LN403", "C.bnet:5:3", "", "expected '@owner NODE PART'"),
        ("LN404", "C.bnet:7:3", "C.bnet:6:3", "A is given to two parts"),
        ("LN105", "C.bnet:8:3", "C.bnet:10:1", "B is given to A, yet has a rule here"),
    ]


def test_owner_lines_are_no_unknown_tags() -> None:
    assert not read(bridge("A B", "B C", rules=["A, A"])).findings
    assert [d.code for d in read(note("# @owner A B", "A, A")).findings] == ["LN305"]


# --- groups ---------------------------------------------------------------------------------------------------------

LINEAGE = note(
    "#= RANK and kinases  @flow LR", "RANK, RANKL", "#= ITAM/calcium", "Ca, RANK", "#= Phenotypes", "Big, Ca",
    "#= Inputs", "RANKL, RANKL",
)  # fmt: skip
BONE = note("#= Osteoblast", "RANKL, !Big", "Runx2, 1", "#= Phenotypes", "Bone, Runx2", "#= Osteoclast  @flow TB")


def gathers(*lines: str, head: str = "gather") -> str:
    return "\n".join(["# logicnet: 1", *(f"# @{head} {line}" for line in lines), "targets, factors", ""])


def groups_of(text: str) -> dict[str, list[str]]:
    """Return the components of each group in the order of the file."""
    rules = rules_of(text)
    return {g: [r.target for r in rules.rules if r.annotation.group == g] for g in ("", *rules.groups)}


def test_a_bridge_gathers_groups() -> None:
    lines = ("Osteoclast: RANK and kinases | ITAM/calcium", "Outcomes: B/Phenotypes", "Osteoclast:A/Phenotypes")
    result = join(LINEAGE, BONE, gathers(*lines)).text
    assert groups_of(result) == {
        "": [], "Osteoclast": ["RANK", "Ca", "Big"], "Osteoblast": ["RANKL", "Runx2"], "Outcomes": ["Bone"]
    }  # fmt: skip
    assert "#= Osteoclast  @flow TB\nRANK" in result  # the heading of the group's own, not of those that go there
    assert "@gather" not in result
    rest = {rule.target: rule.expression for rule in rules_of(join(LINEAGE, BONE).text).rules}
    assert {rule.target: rule.expression for rule in rules_of(result).rules} == rest


def test_a_group_name_alone_is_that_of_every_part_and_a_group_may_change_names_with_another() -> None:
    result = join(gathers("Osteoblast: Phenotypes", "Phenotypes: Osteoblast"), BONE, LINEAGE).text
    assert groups_of(result)["Osteoblast"] == ["Bone", "Big"]
    assert groups_of(result)["Phenotypes"] == ["RANKL", "Runx2"]


def test_a_component_whose_rule_has_no_group_goes_where_its_input_stands() -> None:
    result = join(LINEAGE, note("RANKL, Big"), gathers("Outside: Inputs")).text
    assert groups_of(result)["Outside"] == ["RANKL"]


def test_a_part_that_gathers_is_a_bridge() -> None:
    own = gathers("All: Phenotypes").replace("factors\n", "factors\n#= Own\nRANKL, 0\n")
    result = join(LINEAGE, BONE, own).text
    assert next(r.expression.text for r in rules_of(result).rules if r.target == "RANKL") == "0"
    assert groups_of(result)["Own"] == ["RANKL"]


def test_wrong_gatherings() -> None:
    text = gathers(
        "Osteoclast: RANK kinases | ITAM/calcium | C/Phenotypes", "One: B/Phenotypes | B/Phenotypes",
        "Two: Phenotypes | B/Bone", "Three", "Three:", ": Inputs", "Three: Inputs || Osteoblast",
    )  # fmt: skip
    assert refused(LINEAGE, BONE, text) == [
        ("LN402", "C.bnet:2:23", "", "unknown group RANK kinases"),
        ("LN402", "C.bnet:2:53", "", "unknown group C/Phenotypes"),
        ("LN404", "C.bnet:4:16", "C.bnet:3:16", "Phenotypes is given to two groups (One and Two)"),
        ("LN402", "C.bnet:4:29", "", "unknown group B/Bone"),
        *(("LN403", f"C.bnet:{n}:3", "", "expected '@gather GROUP: GROUP | PART/GROUP …'") for n in (5, 6, 7, 8)),
    ]
    with pytest.raises(RuleFileError) as caught:
        join(LINEAGE, BONE, gathers("Osteoclast: RANK kinases | C/Phenotypes"))
    assert [d.help for d in caught.value.diagnostics] == [
        "did you mean RANK and kinases?", "did you mean B/Phenotypes or A/Phenotypes or Phenotypes?"
    ]  # fmt: skip


def test_a_bridge_settles_rest_values() -> None:
    part = note("# Ligand  @label L  @rest 1", "#   * DOI:10.1/x", "RANKL, Big", "# @rest 1", "Ca, RANKL", "Big, RANKL")
    result = rules_of(join(part, gathers("RANKL=0 Ca=0", "Big=1", head="resting")).text)
    notes = {rule.target: rule.annotation for rule in result.rules}
    assert {name: found.rest for name, found in notes.items()} == {"RANKL": None, "Ca": None, "Big": 1}
    assert (notes["RANKL"].full_name, notes["RANKL"].label, len(notes["RANKL"].evidence)) == ("Ligand", "L", 1)
    assert "@resting" not in "".join(result.metadata)


def test_a_rest_value_leaves_the_name_alone() -> None:
    asking = note("#   * PMID:1  as input", "B, B")
    told = join(note("#   + A  DOI:10.1000/1", "B, A"), asking, gathers("B=1", head="resting")).text
    [rule] = [rule for rule in rules_of(told).rules if rule.target == "B"]
    assert (rule.annotation.full_name, rule.annotation.rest) == ("", 1)


def test_wrong_rest_values() -> None:
    head = gathers("RANK=1 RANKLE=0", "RANK=0", "RANK", "RANK=2", "In=1", head="resting")
    assert refused(LINEAGE, note("RANKL, In"), head) == [
        ("LN402", "C.bnet:2:19", "", "unknown component RANKLE"),
        ("LN404", "C.bnet:3:12", "C.bnet:2:12", "RANK has two rest values"),
        ("LN403", "C.bnet:4:3", "", "expected '@resting NODE=0 NODE=1 …'"),
        ("LN403", "C.bnet:5:3", "", "expected '@resting NODE=0 NODE=1 …'"),
        ("LN403", "C.bnet:6:12", "", "In is an input"),
    ]


def test_check_finds_broken_lines_of_a_bridge_and_knows_the_others(tmp_path: Path) -> None:
    head = gathers("One: Two | B/Three", "Two") + "A, A\n"
    (tmp_path / "bridge.bnet").write_text(head.replace("# @gather Two", "# @gather Two  @owner A"), "utf-8")
    status, out, _ = run("check", "bridge.bnet", cwd=tmp_path)
    assert status == 1
    assert [line for line in out.splitlines() if "error" in line or "warning" in line] == [
        "bridge.bnet:3:3: error[LN403]: expected '@gather GROUP: GROUP | PART/GROUP …'",
        "bridge.bnet:3:16: error[LN403]: expected '@owner NODE PART'",
    ]
    (tmp_path / "bridge.bnet").write_text(gathers("One: Two | B/Three", "Two: Four") + "A, A\n", "utf-8")
    status, out, _ = run("check", "bridge.bnet", cwd=tmp_path)
    assert (status, out) == (0, "")
    assert [d.code for d in read(note("# @gather A: B", "A, A")).findings] == ["LN305"]
    assert [d.help for d in read(gathers("A: B", head="gahter") + "A, A\n").findings] == ["did you mean @gather?"]
