"""The BooleanNet dialect: the same models as in rule files, told from them by content, refused with every problem."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from command import run
from hypothesis import example, given, settings
from hypothesis import strategies as st
from judge import Model, models, rendered

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.diagnostics.mending import edited
from logicnet.errors import RuleFileError
from logicnet.formats import bnet, booleannet, format_of
from logicnet.loading import load, read_bytes
from logicnet.network import BooleanNetwork
from logicnet.rules import RuleSet

WORDS = {"&": ["and", "AND", "And"], "|": ["or", "OR", "oR"], "!": ["not", "NOT", "Not"]}
# The syntax as BooleanNet's own examples use it: a chain of initial values, no space before the star, comments.
THREE = """# three nodes
A = D = True
B = C = False

B* = A or C
C *= A and not D   # a remark
D *=B and C
"""


def findings_of(text: str) -> tuple[Diagnostic, ...]:
    try:
        return booleannet.read(text, "x.txt", "x").findings
    except RuleFileError as problem:
        return problem.diagnostics


def codes(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each finding but notes."""
    found = [d for d in findings_of(text) if d.severity is not Severity.NOTE]
    return [(d.code, d.place.line, d.place.column) for d in found]


# --- the same model -------------------------------------------------------------------------------------------------


def in_words(text: str, chance: random.Random) -> str:
    return "".join(f" {chance.choice(WORDS[sign])} " if sign in WORDS else sign for sign in text)


def both_forms(model: Model, rests: dict[str, int | None], chance: random.Random) -> tuple[str, str]:
    """Write a model in both dialects; a component with an initial value and no rule stands behind the rules."""
    rules = {name: rendered(model.rule(name)) for name in model.rules}
    plain, other = ["# logicnet: 1", "targets, factors"], []
    for name in [*rules, *(name for name in rests if name not in rules)]:
        if rests.get(name) is not None:
            plain.append(f"# @rest {rests[name]}")
        plain.append(f"{name}, {rules.get(name, name)}")
        if name in rules:
            head = chance.choice([f"{name} *= ", f"{name}*=", f"  {name}* = ", f"{name}\t*\t=\t"])
            other.append(head + in_words(rules[name], chance) + chance.choice(["", "  # so it is", "\n\n# why"]))
    valued: dict[int | None, list[str]] = {}
    for name, rest in rests.items():
        valued.setdefault(rest, []).append(name)
    word = {0: ["False", "false", "0"], 1: ["True", "TRUE", "1"], None: ["Random", "random"]}
    first = [chance.choice([" = ", "="]).join([*names, chance.choice(word[rest])]) for rest, names in valued.items()]
    return "\n".join(plain) + "\n", "\n".join([*first, *other]) + "\n"


@settings(max_examples=300)
@given(models(), st.randoms(use_true_random=False), st.data())
def test_a_model_is_the_same_in_both_dialects(model: Model, chance: random.Random, data: st.DataObject) -> None:
    named = data.draw(st.lists(st.sampled_from(model.names), unique=True))
    rests = {name: data.draw(st.sampled_from([0, 1, None])) for name in sorted(named)}
    unruled = [name for name in rests if name not in model.rules]
    rests = {name: rests[name] for name in [*unruled, *(name for name in rests if name in model.rules)]}
    # In BooleanNet a chain holds one value: components without a rule come in the order of the chains.
    rests = {name: rests[name] for value in dict.fromkeys(rests.values()) for name in rests if rests[name] == value}
    plain, other = both_forms(model, rests, chance)
    if not model.rules:
        return
    expected, found = bnet.read(plain, "x.bnet", "x"), booleannet.read(other, "x.txt", "x")
    assert booleannet.is_booleannet(other)
    assert not booleannet.is_booleannet(plain)
    assert found == expected
    assert not [d for d in found.findings if d.severity is Severity.WARNING]


def test_the_syntax_of_its_examples() -> None:
    rules = booleannet.read(THREE, "x.txt", "x")
    text = "# logicnet: 1\n# @rest 0\nB, A | C\n# @rest 0\nC, A & !D\n# @rest 1\nD, B & C\n# @rest 1\nA, A\n"
    assert rules == bnet.read(text, name="x")
    assert not rules.findings
    network = BooleanNetwork.from_rules(rules)
    assert network.inputs == ("A",)
    assert network.rest_state({}) == {"A": 1, "B": 0, "C": 0, "D": 1}


def test_random_leaves_a_component_without_a_rest_value() -> None:
    rules = booleannet.read("A = Random\nB = True\nA *= B\n")
    assert [(rule.target, rule.annotation.rest) for rule in rules.rules] == [("A", None), ("B", 1)]


def test_a_rule_over_several_lines() -> None:
    text = "A *= (B and\n # both\n\n C)\nB *=\n A\nC *= not\n B\n"
    assert booleannet.read(text).rules == bnet.read("A, B & C\nB, A\nC, !B\n").rules
    assert [d.code for d in findings_of(text)] == ["LN109"] * 3


def test_other_spellings_are_noted() -> None:
    found = findings_of("A *= B & !C\nB *= A AND A\nC *= A and not B\n")
    assert [(d.code, str(d.place), d.message) for d in found] == [
        ("LN110", "x.txt:1:8", "'&' is read as 'and'"),
        ("LN110", "x.txt:2:8", "'AND' is read as 'and'"),
    ]


# --- which dialect --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *= B\n", True),
        ("\n# A, B\nA = True\nB* = A\nC, A\n", True),
        ("1: A *= B\n", True),
        ("A = Flase\nA *= B\n", True),
        ("targets, factors\nA *= B\n", False),
        ("A, B\nB *= A\n", False),
        ("A = B\nB, A\n", False),
        ("A B\nB *= A\n", False),
        ("A, B *= C\n", False),
        ("# A *= B\nA, B\n", False),
        ("", False),
        ("A = True\n", False),
    ],
)
def test_the_first_rule_tells_the_dialect(text: str, expected: bool) -> None:
    assert booleannet.is_booleannet(text) == expected
    assert (format_of(".bnet", text).suffix == ".booleannet") == expected
    assert format_of(".txt", text) is format_of("", text) is format_of(".BNET", text)
    assert format_of(".booleannet", text).suffix == ".booleannet"


def test_a_later_star_in_a_rule_file_is_a_wrong_separator() -> None:
    with pytest.raises(RuleFileError) as caught:
        read_bytes(b"targets, factors\nA, B\nB *= A\nC, A\n", "x.bnet", "x", ".bnet")
    [finding] = caught.value.diagnostics
    assert (finding.code, str(finding.place)) == ("LN103", "x.bnet:3:3")


@pytest.mark.parametrize("suffix", [".txt", ".bnet", ".booleannet", ".TXT"])
def test_every_suffix_and_a_byte_order_mark(suffix: str) -> None:
    text = b"\xef\xbb\xbf" + THREE.replace("\n", "\r\n").encode()
    assert read_bytes(text, "x", "x", suffix) == booleannet.read(THREE, "x", "x")


# --- damaged files --------------------------------------------------------------------------------------------------


def test_every_problem_is_reported_in_one_pass() -> None:
    text = (
        "A = B = Tru\n1: A *= B\nB *= A and\nC *= (A or B\nD *= A or B)\nE *= A B\nF A and B\nG, A\nA *= B\n"
        "H *= A / B\nand *= A\nI *= Random\nJ *= and A\nK = (1, 2, 3)\nL = A and B\nM : A\nC = True\nC = False\n"
        "(A) *= B\nN *=\nO *= 2 or A\nP *= A = B\nQ\n"
    )
    assert codes(text) == [
        ("LN103", 1, 3),
        ("LN111", 2, 1),
        ("LN105", 2, 4),
        ("LN108", 3, 11),
        ("LN101", 4, 6),
        ("LN101", 5, 12),
        ("LN108", 6, 8),
        ("LN103", 7, 3),
        ("LN103", 8, 2),
        ("LN105", 9, 1),
        ("LN102", 10, 8),
        ("LN102", 11, 1),
        ("LN111", 12, 6),
        ("LN102", 13, 6),
        ("LN111", 14, 5),
        ("LN103", 15, 3),
        ("LN103", 16, 3),
        ("LN105", 18, 1),
        ("LN108", 19, 1),
        ("LN108", 20, 5),
        ("LN102", 21, 6),
        ("LN102", 22, 8),
        ("LN103", 23, 2),
    ]
    assert all(finding.help for finding in findings_of(text) if finding.severity is Severity.ERROR)


@pytest.mark.parametrize("broken", ["A *= (B", "A *= B and", "A B", "A, B", "A = B and B", "A *= B $ B", "A", "A *="])
def test_a_broken_rule_still_declares_its_target(broken: str) -> None:
    text = f"Along *= 1\n{broken}\nB *= A\nC *= B\n"
    assert len(codes(text)) == 1
    assert codes(f"{text}A *= 1\n")[-1] == ("LN105", 5, 1)


def test_a_rank_is_refused_and_can_be_removed() -> None:
    text = "A = True\n1: A *= B\n 12 :B *= A # last\n"
    found = findings_of(text)
    assert [(d.code, str(d.place), d.place.length) for d in found] == [
        ("LN111", "x.txt:2:1", 2),
        ("LN111", "x.txt:3:2", 4),
    ]
    fixes = [d.fix for d in found if d.fix is not None]
    assert [fix.safe for fix in fixes] == [False, False]
    assert edited(text, [edit for fix in fixes for edit in fix.edits]) == "A = True\nA *= B\n B *= A # last\n"


def test_near_misses_and_odd_names() -> None:
    assert codes("RANKL = True\nA *= RANKLL and C-Myc\n") == [("LN104", 2, 6), ("LN106", 2, 17)]
    assert codes("Ca2+c *= A\n") == [("LN102", 1, 4)]
    assert codes("A *= Ca2+c\n") == [("LN102", 1, 9)]


def test_annotations_go_unread_with_a_warning() -> None:
    text = "# logicnet: 1\n# @default 0\nA *= A\n#? condition c: A=1\n"
    assert codes(text) == [("LN305", 1, 1)]
    assert codes("# A model\nA *= A\n") == []


@pytest.mark.parametrize("text", ["", "\n# nothing\n"])
def test_a_file_without_a_rule(text: str) -> None:
    assert codes(text) == [("LN003", 1, 1)]


PIECES = [*"AB*=:,()#1\n&!$é\t", " and ", " or ", " not ", " *= ", "True", "Random"]


@settings(max_examples=300)
@example("=")
@example("A=")
@example("A = = True")
@example(":*=")
@example("1:")
@given(
    st.lists(st.sampled_from([*"AB*=:,()#1\n&!$é\t", " and ", " or ", " not ", " *= ", "True", "Random"])).map("".join)
)
def test_noise_gives_findings_or_a_model(text: str) -> None:
    found = findings_of(text)
    for finding in found:
        assert finding.place.line <= text.count("\n") + 1
        assert finding.place.column >= 1
    if not any(d.severity is Severity.ERROR for d in found):
        rules: RuleSet = booleannet.read(text)
        assert BooleanNetwork.from_rules(rules).names


def test_much_noise_stops_at_a_thousand_findings() -> None:
    found = findings_of("A *= B B\n" * 5000)
    assert found[-1].message.startswith("more problems")
    assert len(found) <= 1003


def test_long_and_deep_rules() -> None:
    text = "T *= " + " or ".join(f"x{k}" for k in range(60_000)) + "\nU *= " + "(" * 10_192 + "T" + ")" * 10_192 + "\n"
    rules = booleannet.read(text)
    assert (len(rules.inputs), rules.rules[1].expression.text) == (60_000, "T")


# --- the front door -------------------------------------------------------------------------------------------------


def test_commands_work_on_such_files(tmp_path: Path) -> None:
    for name in ("three.txt", "three.bnet", "three.booleannet"):
        (tmp_path / name).write_text(THREE, "utf-8")
    (tmp_path / "plain.bnet").write_text("B, A | C\nC, A & !D\nD, B & C\nA, A\n", "utf-8")
    _, expected, _ = run("attractors", "plain.bnet", "--format", "json", cwd=tmp_path)
    for name in ("three.txt", "three.bnet", "three.booleannet"):
        status, out, err = run("attractors", name, "--format", "json", cwd=tmp_path)
        assert (status, err) == (0, "")
        assert json.loads(out) == json.loads(expected) | {"model": "three"}
        assert run("info", name, cwd=tmp_path)[0] == 0
    assert run("attractors", "-", stdin=THREE.encode())[0] == 0
    status, out, _ = run("reach", "three.txt", "--from", "rest", cwd=tmp_path)
    assert status == 0
    assert load(tmp_path / "three.txt").name == "three"


def test_a_model_is_not_written_over(tmp_path: Path) -> None:
    model = tmp_path / "three.txt"
    model.write_text(THREE, "utf-8")
    status, _, err = run("attractors", "three.txt", "-o", "three.txt", cwd=tmp_path)
    assert status == 2
    assert "is the model" in err
    assert model.read_text("utf-8") == THREE
    assert run("attractors", "three.txt", "-o", "three.booleannet", cwd=tmp_path)[0] == 2


def test_a_damaged_file_is_refused_with_every_problem(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("1: A *= B\nB *= A and\n", "utf-8")
    status, out, err = run("attractors", "x.txt", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith("x.txt:1:1: error[LN111]: a rule with a rank: 1\n    1 | 1: A *= B\n      | ^^\n")
    assert "x.txt:2:11: error[LN108]: operand missing" in err
