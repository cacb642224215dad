"""The rule-file reader: damaged files and their first finding, what annotations say, and text at random."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from judge import Tree, rendered, trees

from logicnet import load, shipped_models
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.diagnostics.text import render_all
from logicnet.errors import FileAccessError, FormatError, RuleFileError, UnknownNameError
from logicnet.expressions.expression import XOR
from logicnet.formats.bnet import read, write
from logicnet.formats.bnet.writer import portable_names
from logicnet.loading import load_rules, read_bytes
from logicnet.network import BooleanNetwork
from logicnet.rules import RuleSet

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the common folder ../shared is not here")


def read_or_refused(text: str) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Return the rules of a text, None where it is refused, and what is found in it."""
    try:
        rules = read(text, "x.bnet", "x")
    except RuleFileError as problem:
        return None, problem.diagnostics
    return rules, rules.findings


def findings_of(text: str) -> tuple[Diagnostic, ...]:
    """Return what is found in a text, whether it is refused or not."""
    return read_or_refused(text)[1]


def codes(text: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of each finding but notes."""
    found = [d for d in findings_of(text) if d.severity is not Severity.NOTE]
    return [(d.code, d.place.line, d.place.column) for d in found]


# --- damaged files --------------------------------------------------------------------------------------------------


def expected() -> list[list[str]]:
    table = SHARED / "malformed" / "expected.tsv"
    return [line.split("\t") for line in table.read_text("utf-8").splitlines()[1:]] if table.exists() else []


@needs_shared
@pytest.mark.parametrize(
    ("file", "outcome", "code", "line", "column", "why"), expected() or [[""] * 6], ids=lambda v: str(v)[:24]
)
def test_damaged_files(file: str, outcome: str, code: str, line: str, column: str, why: str) -> None:
    reference = load_rules(SHARED / "malformed" / "00_ok.bnet")
    try:
        rules = load_rules(SHARED / "malformed" / file)
        findings, found = rules.findings, "model"
    except RuleFileError as problem:
        findings, found = problem.diagnostics, "error"
    if found == "model" and any(d.severity is Severity.WARNING for d in findings):
        found = "warning"
    assert found == outcome, why
    assert (findings[0].code if findings else "") == code, why
    if line:
        assert (findings[0].place.line, findings[0].place.column) == (int(line), int(column)), why
    if found == "error":
        lines = [d.place.line for d in findings]
        assert len(set(lines)) == len(lines), "one mistake, one message"
    if "same model as 00" in why:
        assert (rules.rules, rules.inputs) == (reference.rules, reference.inputs)


@needs_shared
def test_every_published_model_loads() -> None:
    paths = sorted((SHARED / "bbm").glob("*.bnet"))
    assert len(paths) == 197
    for path in paths:
        assert load(path).names


def test_every_problem_is_reported_in_one_pass() -> None:
    text = "targets, factors\nA, B &\nB, (A | C\nD, A B\nC A & B\nA, 1\nE, A / B\nF, F, 1\nG, A\n"
    assert codes(text) == [
        ("LN108", 2, 7),
        ("LN101", 3, 4),
        ("LN108", 4, 6),
        ("LN103", 5, 3),
        ("LN105", 6, 1),
        ("LN102", 7, 6),
        ("LN111", 8, 5),
    ]
    with pytest.raises(RuleFileError) as caught:
        read(text, "x.bnet", "x")
    assert str(caught.value).count("error[LN") == 7


def test_a_second_rule_shows_both_places() -> None:
    [finding] = findings_of("targets, factors\nA, B\nB, A\n  A, !B\n")
    assert (finding.code, str(finding.place), finding.source) == ("LN105", "x.bnet:4:3", "  A, !B")
    assert finding.related is not None
    place, line = finding.related
    assert (str(place), line) == ("x.bnet:2:1", "A, B")
    assert "x.bnet:2:1" in render_all([finding])


@pytest.mark.parametrize("broken", ["A, (B", "A, B &", "A B", "A = B", "A, B C", "A, B $ C", "A", "A, ", "A, B)"])
def test_a_broken_rule_still_declares_its_target(broken: str) -> None:
    """One mistake, one message: neither is A unknown to the others, nor a near miss of theirs."""
    text = f"# logicnet: 1\ntargets, factors\nAlong, 1\n{broken}\nB, A\nC, B\n#? condition c: A=1\n"
    assert [d.code for d in findings_of(text) if d.code in ("LN104", "LN402")] == []
    assert len(codes(text)) == 1
    assert codes(f"{text}A, 1\n")[-1] == ("LN105", 8, 1)


@pytest.mark.parametrize(("open_end", "code"), [("(B | C", "LN101"), ("B &", "LN108"), ("!", "LN108"), ("", "LN108")])
@pytest.mark.parametrize("between", ["", "\n", "# a comment\n", "  \n#\n"])
def test_an_open_rule_ends_before_the_next_one(open_end: str, code: str, between: str) -> None:
    found = codes(f"targets, factors\nA, {open_end}\n{between}B , A\nC, B\n")
    assert [(c, line) for c, line, _ in found] == [(code, 2)]


def test_a_rule_goes_on_over_lines() -> None:
    text = "A,\n  B & # both\n\n# a remark\n  (C\n  | D)\nB, !\n C\nC, 1\nD, 0"
    assert read(text).rules == read("A, B & (C | D)\nB, !C\nC, 1\nD, 0\n").rules
    assert [d.code for d in findings_of(f"targets, factors\n{text}")] == ["LN109", "LN109"]


def test_a_leading_operator_opens_no_rule() -> None:
    assert [c for c, _, _ in codes("A, B\n & C\nB, 1\n")] == ["LN108"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark(end: str, mark: bytes) -> None:
    text = end.join(["targets, factors", "A, B &", "  C", "# é", "B, A", "C, 1", ""])
    rules = read_bytes(mark + text.encode(), "x.bnet", "x", ".bnet")
    assert rules.rules == read("A, B & C\nB, A\nC, 1").rules
    with pytest.raises(RuleFileError) as caught:
        read_bytes(mark + f"A, B{end}B, A A{end}".encode(), "x.bnet", "x", ".bnet")
    assert [str(d.place) for d in caught.value.diagnostics if d.severity is Severity.ERROR] == ["x.bnet:2:6"]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"A, B\nB, A\0\n", 2, 5),
        (b"\0", 1, 1),
        (b"A, B\n# caf\xe9\n", 2, 6),
        ("é, B\nβ, ".encode() + b"\xff", 2, 4),
        (b"A, \xed\xa0\x80\n", 1, 4),  # a lone surrogate
        ("A, B\n".encode("utf-16"), 1, 1),
        (b"A, B\xc3", 1, 5),
    ],
)
def test_what_is_no_text_is_refused_first(data: bytes, line: int, column: int) -> None:
    with pytest.raises(RuleFileError) as caught:
        read_bytes(data, "x.bnet", "x", ".bnet")
    [finding] = caught.value.diagnostics
    assert (finding.code, finding.place.line, finding.place.column) == ("LN001", line, column)


def test_a_lone_surrogate_in_a_string() -> None:
    assert codes("A, B \ud800\nB, A\n") == [("LN102", 1, 6)]


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "# nothing\n#\n", "targets, factors\n", "Targets,factors", "# logicnet: 1\n# @default 1\n#= Group\n"],
)
def test_a_file_without_a_rule(text: str) -> None:
    rules, findings = read_or_refused(text)
    assert rules is None
    assert [d.code for d in findings if d.severity is Severity.ERROR] == ["LN003"]


def test_a_hopeless_file_is_given_up_after_a_thousand_findings() -> None:
    found = findings_of("A, B $ C\n" * 100_000)
    assert 1000 <= len(found) <= 1010
    assert found[-1].severity is Severity.NOTE


def test_names_that_other_tools_read_otherwise_are_told() -> None:
    """Mpbn takes ``none`` for 0, AEON passes over a rule for ``targets``."""
    assert codes("targets, factors\nA, None\nNone, A\n") == [("LN106", 2, 4)]
    assert codes("A, factors\nfactors, A\ntargets, factors\n") == [("LN107", 3, 1)]  # one mistake, one message
    assert codes("targets, factors\nTargets, A & none_of_it\nA, Targets\nnone_of_it, A\n") == [("LN106", 2, 1)]


def test_notes_and_warnings_never_end_a_reading_however_many() -> None:
    rules = read("targets, factors\n" + "".join(f"A{k}, B{k} && Ç{k}\n" for k in range(1500)))
    assert len(rules.rules) == 1500
    assert len(rules.findings) == 2001
    assert "not shown" in rules.findings[-1].message


@pytest.mark.parametrize(
    "header", ["targets, factors", "Targets,Factors", "targets, functions", "  TARGETS ,  factors"]
)
def test_headers(header: str) -> None:
    rules = read(f"{header}\nA, B\nB, A\n")
    assert [rule.target for rule in rules.rules] == ["A", "B"]
    assert all(d.severity is Severity.NOTE and d.code == "LN107" for d in rules.findings)
    assert bool(rules.findings) == (header != "targets, factors")


def test_near_misses_are_flagged_and_read_as_inputs() -> None:
    rules = read("targets, factors\nRANKL, TNF\nOC, RANKLL | Rankl | rankl2 | X9 & X8\nX7, 1\n")
    assert rules.inputs == ("TNF", "RANKLL", "Rankl", "rankl2", "X9", "X8")
    assert {d.place.column for d in rules.findings if d.code == "LN104"} == {5, 14}


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("RANKLL", "RANKL"),
        ("RANK", "RANKL"),
        ("ANKL", "RANKL"),
        ("RAMKL", "RANKL"),
        ("rankl", "RANKL"),
        ("SRC1", "Src1"),
        ("Src2", ""),  # another number is another gene
        ("RNAKL", ""),
        ("Sr", ""),
        ("a", "A"),
    ],
)
def test_what_a_near_miss_is(name: str, near: str) -> None:
    found = [d for d in findings_of(f"targets, factors\nRANKL, {name}\nSrc1, 1\nA, 1\n") if d.code == "LN104"]
    assert [d.help.split("?")[0] for d in found] == ([f"did you mean {near}"] if near else [])


def test_near_misses_are_looked_for_in_large_models_too() -> None:
    text = "".join(f"gene{k}, input{k} & signal{k}\n" for k in range(5000))
    start = time.process_time()
    assert [d.code for d in findings_of(f"{text}Wnt, Wnnt\n")].count("LN104") == 1
    assert time.process_time() - start < 10


def test_names_are_case_sensitive_and_may_be_odd() -> None:
    rules = read("targets, factors\na, A\nA, a\n1x, DKK-1 & β.2\n")
    assert [rule.target for rule in rules.rules] == ["a", "A", "1x"]
    assert rules.inputs == ("DKK-1", "β.2")
    assert {d.code for d in rules.findings if "other tools" in d.message} == {"LN106"}


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("and, A", "LN102", 1),
        ("NOT, A", "LN102", 1),
        ("17, A", "LN102", 1),
        ("true, A", "LN102", 1),
        ("A, 17", "LN102", 4),
        ("A-, 1", "LN102", 2),
        ("-A, 1", "LN102", 1),
        ("A, B--C", "LN102", 5),
        ("A: B", "LN103", 2),
        ("A := B", "LN103", 3),
        ("A\tB", "LN103", 3),
        ("A; B", "LN103", 2),
        (")A, 1", "LN101", 1),
        ("(A), 1", "LN108", 1),
        (", A", "LN108", 1),
        ("A,, B", "LN111", 3),
        ("A, B,", "LN111", 5),
        ("// a comment", "LN102", 1),
        ("A, B // a comment", "LN102", 6),
        ("A, B * C", "LN102", 6),
        ("A, B = C", "LN102", 6),
        ("A, B /\\ C", "LN102", 6),
    ],
)
def test_single_mistakes(line: str, code: str, column: int) -> None:
    assert codes(f"targets, factors\nB, 1\n{line}\nC, 1\n") == [(code, 3, column)]


# --- files ----------------------------------------------------------------------------------------------------------


def test_what_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileAccessError):
        load(tmp_path / "missing.bnet")
    with pytest.raises(FileAccessError):
        load(tmp_path)
    (tmp_path / "model.docx").write_text("A, 1\n")
    with pytest.raises(FormatError):
        load("model.docx")
    with pytest.raises(UnknownNameError, match="core_axis"):
        load("core_axes")
    (tmp_path / "plain").write_text("A, B\n")
    assert load("plain").names == ("A", "B")
    (tmp_path / "UPPER.BNET").write_text("A, B\n")
    assert load("UPPER.BNET").name == "UPPER"


# --- text at random ---------------------------------------------------------------------------------------------------

WORDS = "A B C DKK-1 β 1 0 and or not true & && | || ! ~ ^ ( ) , = - / =* @ [ # #= c: A=1 A=* ١ \u0301 \ufeff \ud800 \0"
GAPS = [" ", "  ", "\t", "\n", "\n", "\r\n", "\r", "\x0b", "\x85", "\u2028", "\xa0", ", ", "\nA, ", "\nB, "]
STARTS = ["# @default 1", "#? condition", "targets, factors\n", "# logicnet: 1\n", "#? test T", "\n#? all attractors:"]
PIECES = st.sampled_from([*WORDS.split(" "), *GAPS, *STARTS, "\n# + A X1"])
LINES = st.lists(PIECES, max_size=30).map("".join)


def check_any_text(text: str) -> None:
    """Assert that a text is refused with its places inside it, or read, written and read as an equal model."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rules, findings = read_or_refused(text)
    check_places(findings, lines)
    assert (rules is None) == any(d.severity is Severity.ERROR for d in findings)
    if rules is None:
        return
    again = read(write(rules), "x.bnet", "x")
    network, other = BooleanNetwork.from_rules(rules), BooleanNetwork.from_rules(again)
    renamed = portable_names(network.names)
    assert other.names == tuple(renamed[name] for name in network.names)
    if any(XOR in program for program in network.programs):
        assert other.functions == network.functions
    else:
        assert other.programs == network.programs


def check_places(findings: tuple[Diagnostic, ...], lines: list[str]) -> None:
    for finding in findings:
        place = finding.place
        assert 1 <= place.line <= len(lines)
        assert place.length >= 1
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    assert isinstance(render_all(findings), str)


@settings(max_examples=2000)
@given(LINES)
@example("A, B\nB\u0301, A\n")
@example("A, ^\n")
def test_pieces_of_rules_at_random(text: str) -> None:
    check_any_text(text)


@settings(max_examples=600)
@given(st.lists(trees("ABCD"), min_size=1, max_size=4), st.lists(st.tuples(st.integers(0, 200), PIECES), max_size=2))
def test_rules_with_pieces_thrown_in(factors: list[Tree], thrown: list[tuple[int, str]]) -> None:
    text = "".join(f"{target}, {rendered(tree)}\n" for target, tree in zip("ABCD", factors, strict=False))
    for place, piece in thrown:
        text = text[: place % len(text)] + piece + text[place % len(text) :]
    check_any_text(text)


@settings(max_examples=1000)
@given(LINES)
def test_pieces_of_annotated_files_at_random(text: str) -> None:
    check_any_text(f"# logicnet: 1\nA, B | C\n{text}")


@settings(max_examples=500)
@given(st.text())
def test_any_text_at_random(text: str) -> None:
    check_any_text(text)
    check_any_text(f"A, {text}")


@settings(max_examples=300)
@given(st.binary())
def test_any_bytes_at_random(data: bytes) -> None:
    with suppress(RuleFileError):
        read_bytes(data, "x.bnet", "x", ".bnet")


@settings(max_examples=300)
@given(st.integers(0, 10**6), st.integers(0, 12), PIECES)
def test_shipped_files_damaged_at_random(place: int, length: int, piece: str) -> None:
    text = shipped_models()["core_axis"].read_text("utf-8")
    place %= len(text)
    check_any_text(text[:place] + piece + text[place + length :])


def test_inputs_come_in_the_order_of_their_first_use_over_lines_too() -> None:
    assert read("targets, factors\nX, f ^\n actors\n", "x.bnet", "x").inputs == ("f", "actors")
