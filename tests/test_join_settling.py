"""Joining parts that say different things: every contradiction told, settled by name, the authors' text kept."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joining import join, note, refused, rules_of

from logicnet.errors import SettingError, UnknownNameError
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork
from logicnet.rules import Evidence

# --- one component in several parts ---------------------------------------------------------------------------------


def test_the_same_rule_twice_is_no_conflict() -> None:
    one = note("# First  @kind gene", "#   + B  PMID:1  it does", "#   - C  PMID:2", "A, B & !C")
    two = note("# First  @label a", "# More to say.", "#   - C   PMID:2", "#   + B  PMID:3", "A, not (C or not B)")
    rules = rules_of(join(one, two).text)
    [found] = [rule for rule in rules.rules if rule.target == "A"]
    assert found.expression.text == "B & !C"
    assert (found.annotation.full_name, found.annotation.description) == ("First", "More to say.")
    assert (found.annotation.kind, found.annotation.label) == ("gene", "a")
    assert found.annotation.evidence == (
        Evidence("+", "B", ("PMID:1",), "it does"),
        Evidence("-", "C", ("PMID:2",)),
        Evidence("+", "B", ("PMID:3",)),
    )


SAID = {"label": "L{}", "kind": "gene", "rest": "1", "hgnc": "H{}"}
EVIDENCE = ["#   * PMID:1  whole", "#   + D  PMID:2", "#   - E  PMID:3  [A1]"]


@st.composite
def documented(draw: st.DrawFn) -> list[str]:
    """Draw parts that say some of the same things of the same components, some with the rule and some without."""
    texts = []
    for _ in range(draw(st.integers(1, 3))):
        lines = []
        for name in draw(st.lists(st.sampled_from("ABC"), min_size=1, unique=True)):
            tags = [f"@{key} {SAID[key].format(name)}" for key in SAID if draw(st.booleans())]
            ruled = draw(st.booleans())
            lines += [f"# Name of {name}"] if draw(st.booleans()) else []
            lines += [f"# {tag}" for tag in tags]
            lines += [line for line in EVIDENCE if ruled and draw(st.booleans())]
            lines += [
                draw(st.sampled_from(["{}, D & !E", "{}, !(E) & D"])).format(name) if ruled else f"{name}, {name}"
            ]
            lines += draw(st.sampled_from([[], [""], ["", "#= G", ""], ["# apart", ""]]))
        texts.append(note(*lines))
    return texts


@settings(max_examples=200)
@given(documented())
def test_nothing_that_is_said_is_lost(texts: list[str]) -> None:
    found = {rule.target: rule.annotation for rule in rules_of(join(*texts).text).rules}
    expected: dict[str, dict[str, object]] = {}
    for rule in (rule for text in texts for rule in read(text).rules):
        said, told = expected.setdefault(rule.target, {}), rule.annotation
        pairs = {"full_name": told.full_name, "label": told.label, "kind": told.kind, "rest": told.rest, **told.tags}
        said |= {key: value for key, value in pairs.items() if value not in ("", None)}
        said["evidence"] = {*said.get("evidence", ()), *told.evidence}  # type: ignore[misc]
    for name, said in expected.items():
        told = found[name]
        assert len(told.evidence) == len(set(told.evidence))
        assert set(told.evidence) == said.pop("evidence")
        pairs = {"full_name": told.full_name, "label": told.label, "kind": told.kind, "rest": told.rest, **told.tags}
        assert {key: value for key, value in pairs.items() if value not in ("", None)} == said


def test_the_same_function_of_other_names_is_a_conflict() -> None:
    assert refused("A, B\n", "A, B | B & C\n") == [("LN105", "B.bnet:1:1", "A.bnet:1:1", "A has two rules")]


def test_wide_rules_are_compared() -> None:
    wide = [f"x{k}" for k in range(40)]
    one, two = "A, " + " & ".join(wide) + "\n", "A, !(" + " | ".join(f"!{x}" for x in wide) + ")\n"
    assert rules_of(join(one, two).text).rules[0].expression.symbols == tuple(wide)
    assert len(refused(one, two.replace("!x7", "x7"))) == 1


@pytest.mark.parametrize(
    ("one", "two", "message"),
    [
        ("@default 0", "@default 1", "X has two defaults (0 and 1)"),
        ("@rest 0", "@rest 1", "X has two rest values (0 and 1)"),
        ("@label a", "@label b", "X has two labels (a and b)"),
        ("@kind a", "@kind b", "X has two kinds (a and b)"),
        ("@hgnc a", "@hgnc b", "X has two values of @hgnc (a and b)"),
        ("Name a", "Name b", "X has two full names (Name a and Name b)"),
    ],
)
def test_what_is_said_of_a_component_must_agree(one: str, two: str, message: str) -> None:
    first, second = note(f"# {one}", "X, X"), note(f"# {two}", "X, X")
    assert refused(first, second) == [("LN105", "B.bnet:3:3", "A.bnet:3:3", message)]
    for owner, kept, lost in (("A", one, two), ("B.bnet", two, one)):
        text = join(first, second, rule_from={"X": owner}).text
        assert kept in text
        assert lost not in text
    assert rules_of(join(first, note("X, X")).text) == rules_of(join(note("X, X"), first).text)


def test_every_contradiction_with_both_places() -> None:
    one = note("# @label a", "A, B", "B, C", "# @update nothing", "D, 1").replace("# @update nothing\n", "")
    two = note("# @label b", "A, B", "B, !C", "D, 0")
    three = note("A, C", "B, !C")
    assert refused(one, two, three) == [
        ("LN105", "B.bnet:3:3", "A.bnet:3:3", "A has two labels (a and b)"),
        ("LN105", "B.bnet:5:1", "A.bnet:5:1", "B has two rules"),
        ("LN105", "B.bnet:6:1", "A.bnet:6:1", "D has two rules"),
        ("LN105", "C.bnet:3:1", "A.bnet:4:1", "A has two rules"),
        ("LN105", "C.bnet:4:1", "A.bnet:5:1", "B has two rules"),
    ]


def test_a_component_can_be_settled_to_stay_an_input() -> None:
    one, two = note("# @default 1", "X, X", "Y, X"), note("X, Z")
    assert BooleanNetwork.from_rules(rules_of(join(one, two).text)).regulators("X") == ("Z",)
    kept = BooleanNetwork.from_rules(rules_of(join(one, two, rule_from={"X": "A"}).text))
    assert "X" in kept.inputs
    assert kept.annotations["X"].default == 1


def test_an_input_that_one_part_only_names_is_as_the_other_declares_it() -> None:
    named, declared = note("Y, X"), note("#= G", "# Signal  @default 1", "X, X")
    for texts in ((named, declared), (declared, named)):
        for owner in ({}, {"X": "A"}, {"X": "B"}):
            [x] = [rule for rule in rules_of(join(*texts, rule_from=owner).text).rules if rule.target == "X"]
            assert (x.annotation.full_name, x.annotation.default, x.annotation.group) == ("Signal", 1, "G")


def test_an_input_takes_its_rule_and_loses_its_default() -> None:
    one, two = (
        note("# Signal  @default 1  @kind ligand", "#   * PMID:1  assumed", "X, X"),
        note("# @rest 1", "X, Z & !Y"),
    )
    [rule] = [rule for rule in rules_of(join(one, two).text).rules if rule.target == "X"]
    assert (rule.annotation.default, rule.annotation.rest, rule.annotation.kind) == (None, 1, "ligand")
    assert (rule.annotation.full_name, rule.annotation.evidence) == ("Signal", ())
    assert rule.annotation.description == "As an input: PMID:1  assumed"


def test_prose_of_another_part_does_not_become_evidence() -> None:
    text = join(note("# @label x", "A, B"), note("#- B", "A, B")).text
    assert "# @label x\n#- B\nA, B\n" in text
    rules_of(text)


def test_the_evidence_of_an_input_is_not_taken_for_a_name() -> None:
    text = join(note("#   * PMID:1  assumed", "X, X"), note("# @kind gene", "X, Z")).text
    assert "# As an input: PMID:1  assumed\n#\n# @kind gene\nX, Z\n" in text
    [rule] = [rule for rule in rules_of(text).rules if rule.target == "X"]
    assert (rule.annotation.full_name, rule.annotation.kind, rule.annotation.evidence) == ("", "gene", ())


# --- what stands beside the rules -----------------------------------------------------------------------------------


def test_update_schemes_must_agree_or_be_settled() -> None:
    one = "# logicnet: 1\n# @update synchronous\ntargets, factors\nA, B\n#? test T\n#? all attractors: A=1\n"
    two = one.replace("synchronous", "asynchronous").replace("A, B", "B, A")
    assert refused(one, two) == [
        ("LN404", "B.bnet:2:3", "A.bnet:2:3", "two update schemes (synchronous and asynchronous)")
    ]
    rules = rules_of(join(one, two, update="synchronous").text)
    assert rules.metadata["update"] == "synchronous"
    assert [(test.id, test.updates) for test in rules.tests] == [("A:T", ()), ("B:T", ("asynchronous",))]
    without = rules_of(join(one, two.replace("# @update asynchronous\n", "")).text)
    assert [test.updates for test in without.tests] == [(), ("asynchronous",)]


def test_names_of_conditions_keep_their_meaning() -> None:
    one = note(
        "A, B",
        "#? condition c: B=1",
        "#? condition d:B=0",
        '#? class "x": A=1',
        "#? test t",
        "#? given c d",
        "#?  all attractors: A=1",
    )
    one = one.replace("#? given c d", "#?  given c")
    two = note(
        "B, C",
        "#? condition c: C=1",
        "#? condition d: B=0",
        '#? class "x": C=1',
        "#? test t",
        "#?  given d",
        "#?  some attractor: C=1",
        "#?  then given c",
        "#?  no attractor: B=0",
    )
    result = join(one, two)
    rules = rules_of(result.text)
    assert {name: dict(values) for name, values in rules.conditions.items()} == {
        "A.c": {"B": 1}, "d": {"B": 0}, "B.c": {"C": 1},
    }  # fmt: skip
    assert list(rules.classes) == ["A: x", "B: x"]
    assert [(test.id, [phase.conditions for phase in test.phases]) for test in rules.tests] == [
        ("A:t", [("A.c",)]),
        ("B:t", [("d",), ("B.c",)]),
    ]
    assert set(result.renamed) == {("A", "c", "A.c"), ("B", "c", "B.c"), ("A", "x", "A: x"), ("B", "x", "B: x")}


def test_a_test_that_came_by_two_ways_stands_once() -> None:
    shared = join(("S", note("A, B", "#? test t", "#?  all attractors: A=1"))).text
    assert [test.id for test in rules_of(join(shared, shared.replace("A, B", "A, (B)")).text).tests] == ["S:t"]
    other = shared.replace("all attractors: A=1", "no attractor: A=1")
    assert [test.id for test in rules_of(join(shared, other).text).tests] == ["S:t", "B:S:t"]


def test_comments_of_a_plain_file_stay_comments() -> None:
    plain = "# My model\n# @title No title\ntargets, factors\n# @default 1\n#= no group\nA, A\n"
    plain += "#? condition c: A=1\n# Rest\nB, A\n"
    rules = rules_of(join(plain, note("C, B")).text)
    assert (dict(rules.metadata), rules.groups, dict(rules.conditions)) == ({}, (), {})
    assert all(rule.annotation.default is None for rule in rules.rules)
    assert all(rule.annotation.full_name == "" for rule in rules.rules)
    text = join(plain).text
    assert all(line in text for line in ("# My model", "# @ title No title", "# = no group", "# Rest"))


def test_an_odd_spelling_is_written_portably_with_its_comments() -> None:
    text = join(note("# Doc", "A, B and # both", "# of them", "  C # needed", "B, !C # why")).text
    assert "# both\n# of them\n# needed\n\n# Doc\nA, B & C\n\n# why\n\nB, !C\n" in text
    rules_of(text)


def test_names_that_look_alike_are_warned_of() -> None:
    result = join("NFkB, RANK\n", "Fos, NFKB\nRANK, RANKL\n", "RANKLL, 1\nA, B\nb, A\n")
    found = [d for d in result.findings if d.code != "LN104"]
    assert [(d.code, str(d.place), str(d.related[0]) if d.related else "", d.message) for d in found] == [
        ("LN206", "A.bnet:1:1", "B.bnet:1:6", "NFkB differs only in letter case from NFKB of B"),
        ("LN206", "B.bnet:2:7", "C.bnet:1:1", "RANKL is an input and looks like RANKLL of C"),
    ]


def test_a_near_miss_that_another_part_declares_is_none() -> None:
    two = "RANK, RANKL\nFos, Junn\nJun, 1\n"
    assert [d.code for d in read(two).findings if d.code == "LN104"] == ["LN104"] * 2
    result = join("RANKL, E\n", two)
    assert [(d.code, str(d.place)) for d in result.findings] == [("LN104", "B.bnet:2:6")]
    rules = read(result.text)
    assert (rules.inputs, [d.code for d in rules.findings]) == (("Junn",), ["LN104"])


def test_parts_need_names_of_their_own() -> None:
    with pytest.raises(SettingError, match="two parts are named A"):
        join(("A", "A, B\n"), ("A", "B, A\n"))
    with pytest.raises(UnknownNameError, match="unknown part"):
        join("A, B\n", rule_from={"A": "Z"})
