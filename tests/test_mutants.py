"""Mutants of rules: which there are, which of them tests notice, and why the others are not noticed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random

import pytest
from command import run
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from logicnet.authoring.mutants import Report, examined, not_passed, subject_of
from logicnet.authoring.mutants.literals import Mutant, mutants_of
from logicnet.expressions import parse
from logicnet.formats.bnet import document_of

HEAD = "# logicnet: 1\ntargets, factors\n"
NAMES = "ABCDE"


def of(text: str) -> list[Mutant]:
    return mutants_of(document_of(text, "m.bnet"))


def told(text: str) -> list[tuple[str, int, str]]:
    """Return what is done where, and the rule that comes of it."""
    return [(f"{m.change} {m.literal}", m.place.column, m.rule) for m in of(text)]


# --- by hand ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("A, B", [("dropped B", 4, "0"), ("negated B", 4, "!B")]),
        ("A, !B", [("dropped !B", 4, "0"), ("negated !B", 4, "B")]),
        (
            "A, B & !C",
            [("dropped B", 4, "!C"), ("negated B", 4, "!B & !C"), ("dropped !C", 8, "B"), ("negated !C", 8, "B & C")],
        ),
        (
            "A, !(B & C) ^ D",
            [
                ("dropped B", 6, "!C ^ D"),
                ("negated B", 6, "!(!B & C) ^ D"),
                ("dropped C", 10, "!B ^ D"),
                ("negated C", 10, "!(B & !C) ^ D"),
                ("dropped D", 15, "!(B & C)"),
                ("negated D", 15, "!(B & C) ^ !D"),
            ],
        ),
        ("A, !!B & 1", [("dropped !!B", 4, "1"), ("negated !!B", 4, "!B & 1")]),
        ("A, !(B)", [("dropped !B", 6, "0"), ("negated !B", 6, "B")]),
        ("A, A | 0", [("dropped A", 4, "0"), ("negated A", 4, "!A | 0")]),
        ("A, A ^ 1", [("dropped A", 4, "1"), ("negated A", 4, "!A ^ 1")]),
        ("A, 0 ^ A ^ 1", [("dropped A", 8, "0 ^ 1"), ("negated A", 8, "0 ^ !A ^ 1")]),
        ("A, A", []),
        ("A, 1", []),
    ],
)  # fmt: skip
def test_every_literal_is_dropped_and_negated(rule: str, expected: list[tuple[str, int, str]]) -> None:
    assert told(f"targets, factors\n{rule}\n") == expected


def test_a_rule_over_several_lines_has_its_places() -> None:
    places = [(m.place.line, m.place.column, m.place.length, m.literal) for m in of("A, (B and\n  not  C) # D\nB, B\n")]
    assert places[::2] == [(1, 5, 1, "B"), (2, 3, 6, "!C")]


def test_what_leaves_the_function_is_equivalent() -> None:
    found = {f"{m.change} {m.rule}": m.equivalent for m in of("A, B | B & C\nD, E ^ E\n")}
    assert found == {
        "dropped B & C": False,
        "negated !B | B & C": False,
        "dropped B | C": False,
        "negated B | !B & C": False,
        "dropped B | B": True,
        "negated B | B & !C": True,
        "dropped E": False,
        "negated !E ^ E": False,
        "negated E ^ !E": False,
    }


def test_wide_rules_are_compared_too() -> None:
    names = [f"X{k}" for k in range(40)]
    found = of(f"A, {' | '.join([*names, 'X0 & X1'])}\n")
    assert len(found) == 2 * 42
    assert [m for m in found if m.equivalent] == found[-4:]


# --- against another way of doing it ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A part of a rule: a leaf (a name or a constant), or an operation on some others; under so many negations."""

    kind: str
    parts: tuple[Node, ...] = ()
    negations: int = 0

    @property
    def is_leaf(self) -> bool:
        return not self.parts

    def value(self, state: Mapping[str, int]) -> int:
        if self.is_leaf:
            plain = int(self.kind) if self.kind in "01" else state[self.kind]
        else:
            values = [part.value(state) for part in self.parts]
            plain = {"&": min(values), "|": max(values), "^": sum(values) % 2}[self.kind]
        return (plain + self.negations) % 2

    def text(self, random: Random) -> str:
        signs = "".join(random.choice(("!", "~", "! ", "not ")) for _ in range(self.negations))
        if self.is_leaf:
            return signs + (f"({self.kind})" if random.random() < 0.1 else self.kind)
        spelt = {"&": ("&", "&&", "and"), "|": ("|", "||", "or"), "^": ("^",)}[self.kind]
        parts = [part.text(random) for part in self.parts]
        return f"{signs}({parts[0]}" + "".join(f" {random.choice(spelt)} {part}" for part in parts[1:]) + ")"

    def literals(self) -> Iterator[tuple[int, ...]]:
        """Yield the ways to all names, from left to right."""
        if self.is_leaf and self.kind not in "01":
            yield ()
        for k, part in enumerate(self.parts):
            yield from ((k, *way) for way in part.literals())

    def changed(self, way: tuple[int, ...], change: str) -> Node | None:
        """Return the rule with one literal changed; None where nothing is left."""
        if not way:
            return None if change == "dropped" else replace(self, negations=self.negations + 1)
        part = self.parts[way[0]].changed(way[1:], change)
        parts = (*self.parts[: way[0]], *([part] if part is not None else []), *self.parts[way[0] + 1 :])
        if len(parts) > 1:
            return replace(self, parts=parts)
        return replace(parts[0], negations=parts[0].negations + self.negations)


leaves = st.builds(Node, st.sampled_from([*NAMES, *NAMES, "0", "1"]), negations=st.integers(0, 2))
rules = st.recursive(
    leaves,
    lambda parts: st.builds(
        Node, st.sampled_from("&|^"), st.lists(parts, min_size=2, max_size=4).map(tuple), st.integers(0, 2)
    ),
    max_leaves=9,
)
STATES = [dict(zip(NAMES, bits, strict=True)) for bits in product((0, 1), repeat=len(NAMES))]


def table(rule: Node | None) -> list[int]:
    return [0 if rule is None else rule.value(state) for state in STATES]


@given(rule=rules, seed=st.integers(0, 999))
def test_mutants_are_those_of_the_written_tree(rule: Node, seed: int) -> None:
    text = f"Z, {rule.text(Random(seed))}"
    found = of(text)
    expected = [(way, change) for way in rule.literals() for change in ("dropped", "negated")]
    assert len(found) == len(expected)
    for mutant, (way, change) in zip(found, expected, strict=True):
        changed = table(rule.changed(way, change))
        assert mutant.change == change
        assert [parse(mutant.rule).evaluate({**state, "Z": 0}) for state in STATES] == changed
        assert mutant.equivalent == (changed == table(rule))
        name = text[: mutant.place.column - 1 + mutant.place.length][-1]
        assert name == mutant.literal.lstrip("!")


# --- which are caught -------------------------------------------------------------------------------------------------


def test_what_is_caught_is_what_the_command_test_fails_on(tmp_path: Path) -> None:
    rules = (Path(__file__).parent.parent / "rules" / "core_axis.bnet").read_text("utf-8")
    rules = rules[: rules.index("#? test C01")]  # with its first tests only, that some mutants survive
    (tmp_path / "m.bnet").write_text(rules, "utf-8")
    status, out, _ = run("mutants", "m.bnet", "--format", "json", cwd=tmp_path)
    assert status == 0
    entries = json.loads(out)["models"][0]["list"]
    outcomes = set()
    for entry in entries[:: len(entries) // 14]:
        lines = rules.splitlines()
        lines[entry["line"] - 1] = f"{entry['component']}, {entry['rule']}"
        (tmp_path / "changed.bnet").write_text("\n".join(lines), "utf-8")
        status, _, _ = run("test", "changed.bnet", cwd=tmp_path)
        assert (status, entry["outcome"]) in ((1, "caught"), (0, "survived"))
        outcomes.add(status)
    assert outcomes == {0, 1}


# A shift register with feedback of 2^60 states, as soon as G is on.
CELLS = 60
HARD = HEAD + "".join(
    [
        "A0, G & (A59 ^ A58)\n",
        *(f"A{k}, G & A{k - 1}\n" for k in range(1, CELLS)),
        "G, X & Y\n# @default 0\nX, X\n# @default 1\nY, Y\n",
        "#? test T @update synchronous\n#?   no attractor: A0=1 A1=0\n",
    ]
)


def judged(folder: Path, text: str) -> Report:
    (folder / "m.bnet").write_text(HEAD + text, "utf-8")
    subject = subject_of(str(folder / "m.bnet"))
    assert not not_passed(subject)
    return examined(subject)


def outcomes(report: Report) -> dict[str, str]:
    return {f"{one.mutant.component}: {one.mutant.rule}": one.judgement.outcome for one in report.judged}


def test_a_component_that_comes_to_keep_its_value_is_no_input(tmp_path: Path) -> None:
    report = judged(
        tmp_path, "A, A & B\n# @default 1\nB, B\n#? test T\n#?   given B=0\n#?   from A=1\n#?   all attractors: A=0\n"
    )
    assert outcomes(report)["A: A & A"] == "caught"


def test_constant_rules_are_mutants_like_others(tmp_path: Path) -> None:
    report = judged(tmp_path, "A, !A\nB, B\n#? test T\n#?   all attractors: A=*\n")
    assert outcomes(report) == {"A: 0": "caught", "A: A & A": "caught"}


def test_tests_that_hold_a_component_do_not_notice_its_rule(tmp_path: Path) -> None:
    report = judged(tmp_path, "A, I\nB, A\n# @default 0\nI, I\n#? test T\n#?   given A=1\n#?   all attractors: B=1\n")
    assert outcomes(report) == {"A: 0": "survived", "A: !I": "survived", "B: 0": "caught", "B: !A": "caught"}
    assert (report.caught, report.mutants, report.tests) == (2, 4, 1)


def test_phases_notice_what_attractors_do_not_show(tmp_path: Path) -> None:
    test = "#? test T\n#?   from rest\n#?   given I=1\n#?   then given\n#?   all attractors: A=1\n"
    report = judged(tmp_path, "A, A | I\n# @default 0\nI, I\n" + test)
    assert outcomes(report) == {"A: I": "caught", "A: !A | I": "caught", "A: A & A": "caught", "A: A | !I": "survived"}


def test_what_a_limit_stops_is_not_caught(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text(HARD, "utf-8")
    report = examined(subject_of(str(tmp_path / "m.bnet")), timeout=0.3)
    undecided = [one for one in report.judged if one.judgement.outcome == "undecided"]
    assert [f"{one.mutant.component}: {one.mutant.rule}" for one in undecided] == ["G: Y", "G: !X & Y"]
    assert all("T synchronous: not known: the time limit of 0.3 s" in one.judgement.reason for one in undecided)
    assert report.open
    assert (report.caught, len(report.survivors)) == (0, report.mutants)


# --- reasons, against brute force -------------------------------------------------------------------------------------


def attractors(rules: Mapping[str, Node], held: Mapping[str, int]) -> set[tuple[int | str, ...]]:
    """Return the values of all asynchronous attractors over all states, with 2 for both."""
    names = list(rules)
    states = [s for bits in product((0, 1), repeat=len(names)) if (s := bits) and _agrees(names, s, held)]
    reached: dict[tuple[int, ...], set[tuple[int, ...]]] = {}
    for state in states:
        seen, waiting = {state}, [state]
        while waiting:
            current = waiting.pop()
            values = dict(zip(names, current, strict=True))
            for k, name in enumerate(names):
                if name not in held:
                    following = (*current[:k], rules[name].value(values), *current[k + 1 :])
                    if following not in seen:
                        seen.add(following)
                        waiting.append(following)
        reached[state] = seen
    ends = {frozenset(seen) for state, seen in reached.items() if all(reached[other] == seen for other in seen)}
    return {tuple("*" if len(set(bits)) > 1 else bits[0] for bits in zip(*end, strict=True)) for end in ends}


def _agrees(names: list[str], state: tuple[int, ...], held: Mapping[str, int]) -> bool:
    return all(held.get(name, bit) == bit for name, bit in zip(names, state, strict=True))


small = st.fixed_dictionaries(dict.fromkeys("ABC", rules))
QUESTIONS: list[dict[str, int]] = [{}, {"D": 1}, {"E": 0}, {"D": 1, "A": 1, "E": 0}, {"C": 0}]


@settings(max_examples=40)
@given(parts=small, seed=st.integers(0, 99))
def test_reasons_are_the_smallest_questions_that_differ(
    parts: dict[str, Node], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assume(not any(parts[name] == Node(name) for name in parts))  # inputs are another matter
    random = Random(seed)
    lines = [f"{name}, {rule.text(random)}" for name, rule in parts.items()]
    lines += ["# @default 0", "D, D", "# @default 1", "E, E", "#? condition c: D=1 E=0 A=1"]
    lines += ["#? test T", "#?   given C=0", "#?   some attractor: A=0", "#?   some attractor: A=1"]
    folder = tmp_path_factory.mktemp("small")
    (folder / "m.bnet").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    subject = subject_of(str(folder / "m.bnet"))
    whole = {**parts, "D": Node("D"), "E": Node("E")}
    usual = {"D": 0, "E": 1}
    ways = [(name, way, change) for name in parts for way in parts[name].literals()
            for change in ("dropped", "negated")]  # fmt: skip
    reasons = _reasons(subject)
    assert len(ways) == len(reasons)
    for (name, way, change), (mutant, reason) in list(zip(ways, reasons, strict=True))[:6]:
        if mutant.equivalent:
            continue
        mutated = {**whole, name: whole[name].changed(way, change) or Node("0")}
        differing = [
            (given, before, after)
            for given in QUESTIONS
            if (before := attractors(whole, {**usual, **given})) != (after := attractors(mutated, {**usual, **given}))
        ]
        assert reason.differs == bool(differing)
        if not differing:
            continue
        assert len(reason.given) == min(len(given) for given, _, _ in differing)
        before, after = next((b, a) for given, b, a in differing if given == reason.given)
        columns = [[{p[k] for p in patterns} for k in range(5)] for patterns in (before, after)]
        expected = {n: (b, a) for n, b, a in zip(whole, *columns, strict=True) if b != a}
        assert {c.component: (set(c.before), set(c.after)) for c in reason.changes} == expected
        assert reason.attractors == (len(before), len(after))


def _reasons(subject):
    from logicnet.authoring.mutants.reasons import Reasons
    from logicnet.network import BooleanNetwork

    found = Reasons(BooleanNetwork.from_rules(subject.document.rules), subject.trials, None)
    return [(mutant, found.of(mutant)) for mutant in subject.mutants]


def test_reasons_in_words(tmp_path: Path) -> None:
    text = (
        "A, I & J\nB, B | A\nC, B & A\n# @default 0\nI, I\n# @default 0\nJ, J\n"
        '#? class "on": B=1\n#? condition both: I=1 J=1\n#? test T\n#?   given both\n#?   all attractors: A=1 B=1\n'
    )
    told = {f"{o.mutant.component}: {o.mutant.rule}": o.reason.told for o in judged(tmp_path, text).judged if o.reason}
    assert told["A: J"] == "differs with J=1: A 1 instead of 0, B 1 instead of 0 or 1, C 1 instead of 0"
    asked = "at the defaults, with any one of 2 inputs changed nor under 1 other setting of conditions and tests"
    assert told["B: A"] == "differs at the defaults: B 0 instead of 0 or 1"
    assert told["C: A"] == f"no attractor changes {asked}"


def test_reasons_name_the_free_inputs(tmp_path: Path) -> None:
    report = judged(
        tmp_path, "A, B & C\nB, B\nC, C\nD, A ^ B\n#? test T\n#?   given B=0 C=0\n#?   all attractors: A=0\n"
    )
    told = {f"{o.mutant.component}: {o.mutant.rule}": o.reason.told for o in report.judged if o.reason}
    assert told["A: C"] == "differs with B=0 C=1: A 1 instead of 0, D 1 instead of 0"
    assert told["D: A"] == "differs with B=1 C=0: D 0 instead of 1"


def test_attractors_that_differ_only_together_are_told(tmp_path: Path) -> None:
    # A and B keep their values either way; C tells whether they are alike, and forces nothing.
    text = "A, A & !B | A & B\nB, A ^ C\nC, C & C\n#? test T\n#?   some attractor: A=1\n"
    told = {f"{o.mutant.component}: {o.mutant.rule}": o.reason.told for o in judged(tmp_path, text).judged if o.reason}
    assert told["B: !A ^ C"] == (
        "differs at the defaults: the values come in other combinations (4 attractors instead of 4)"
    )


def test_many_free_inputs_stand_at_0(tmp_path: Path) -> None:
    free = "".join(f"I{k}, I{k}\n" for k in range(16))
    text = f"A, I0 & I1\nB, A & I2\n{free}#? test T\n#?   given I0=0\n#?   no attractor: A=1\n"
    told = {f"{o.mutant.component}: {o.mutant.rule}": o.reason.told for o in judged(tmp_path, text).judged if o.reason}
    assert told["A: I0"] == "differs with I0=1 (16 free inputs at 0 unless named): A 1 instead of 0"
    assert told["B: I2"] == "differs with I2=1 (16 free inputs at 0 unless named): B 1 instead of 0"
    assert (
        told["B: A"]
        == "no attractor changes at the defaults and 16 free inputs at 0 nor with any one of 16 inputs changed"
    )


def test_too_many_attractors_are_not_compared(tmp_path: Path) -> None:
    kept = "".join(f"K{k}, K{k} & K{k}\n" for k in range(16))
    report = judged(tmp_path, f"A, K0 & K1\n{kept}#? test T\n#?   given K0=0\n#?   no attractor: A=1\n")
    by_rule = {f"{one.mutant.component}: {one.mutant.rule}": one for one in report.judged}
    told = by_rule["A: K0"].reason
    assert told is not None
    assert told.told == (
        "no difference found, but the defaults could not be compared: there are more than 20,000 attractors"
    )
    assert report.open
