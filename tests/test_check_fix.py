"""`logicnet check --fix`: what is mended, what is left to an author, and that nothing is lost."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from checking import ask, checked
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import Tree, rendered, trees

from logicnet.authoring.checking import check
from logicnet.diagnostics import Edit
from logicnet.diagnostics.mending import edited
from logicnet.formats.bnet import read
from logicnet.loading import Text, load_rules

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the common folder ../shared is not here")
TOLD = {"misspelt regulator": "told"}
HEAD = "# logicnet: 1\ntargets, factors\n"


def test_fix_mends_what_is_safe_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    before = "\ufeffTargets,Factors # head\r\nA, B && not\tC # why\r\nB, A ||\r\n   C\r\nC, ~A\r\nC, ~A\r\nD, DD\r\n"
    path.write_bytes(before.encode())
    path.chmod(0o640)
    done = ask("--fix", str(path))
    assert done.status == 0
    assert "mended" in done.err
    assert path.read_bytes().decode() == (
        "targets, factors # head\r\nA, B & !C # why\r\nB, A | C\r\nC, !A\r\nD, DD\r\n"
    )
    assert path.stat().st_mode & 0o777 == 0o640
    assert ask("--fix", str(path)).err.strip() == "1 file checked, nothing found"


def test_fix_puts_the_header_above_the_first_group(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    path.write_text("# logicnet: 1\n# @title  M\n\n#= Signals\n\n# Ligand  @default 0\nA, A\n")
    assert ask("--fix", str(path)).status == 0
    header = "# logicnet: 1\n# @title  M\n\ntargets, factors\n#= Signals\n\n# Ligand  @default 0\nA, A\n"
    assert path.read_text() == header
    assert load_rules(path).groups == ("Signals",)


def test_fix_leaves_what_needs_an_author(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    text = "targets, factors\nA = B\nRANK, RANKLL\nRANKL, A)\nD, (A\nE, A + B\nE, A\n"
    path.write_text(text, "utf-8")
    status, findings = checked("--fix", str(path))
    assert status == 1
    assert path.read_text("utf-8") == text
    proposals = {f["code"]: f["fix"]["title"] for f in findings if f["fix"]}
    assert proposals == {
        "LN103": "write ','",
        "LN104": "write RANKL",
        "LN101": "close it at the end of the rule",
        "LN102": "write '|'",
    }


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("targets, factors\nA, !B\nB, A\nA,\n# why\n!B\n", id="comment inside a rule written twice"),
        pytest.param("A, B &\nB, A\nC, C\n", id="header after a broken rule"),
        pytest.param("targets; factors\nA, B\nB, A\n", id="header past recognition"),
    ],
)
def test_fix_loses_nothing_of_a_file_with_errors(text: str, tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    path.write_text(text, "utf-8")
    assert ask("--fix", str(path)).status == 1
    assert path.read_text("utf-8") == text


def test_fix_writes_through_a_symbolic_link(tmp_path: Path) -> None:
    path, link = tmp_path / "m.bnet", tmp_path / "link.bnet"
    path.write_text("targets, factors\nA, !B\nB, ~A\n", "utf-8")
    link.symlink_to(path)
    assert ask("--fix", str(link)).status == 0
    assert link.is_symlink()
    assert path.read_text("utf-8") == "targets, factors\nA, !B\nB, !A\n"


def test_fix_of_a_shipped_model_wants_its_path() -> None:
    done = ask("--fix", "core_axis")
    assert done.status == 2
    assert "name it by its path" in done.err


@pytest.mark.parametrize("suffix", ["bnet", "txt"])
def test_a_report_is_not_written_over_a_model(suffix: str, tmp_path: Path) -> None:
    path, text = tmp_path / f"m.{suffix}", "targets, factors\nA, B\nB, ~A\n"
    path.write_text(text, "utf-8")
    assert ask(str(path), "-o", str(path)).status == 2
    assert path.read_text("utf-8") == text


def test_codes_are_chosen_in_files_of_tests_too(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text("# logicnet: 1\ntargets, factors\nA, B\nB, A\n", "utf-8")
    tests = tmp_path / "m.tests"
    tests.write_text("# @modle m.bnet\ntest T1\n  some attractor: A=1\n", "utf-8")
    assert [f["code"] for f in checked(str(tests))[1]] == ["LN303"]
    assert checked(str(tests), "--ignore", "LN303") == (0, [])


def test_fix_reads_a_file_once(tmp_path: Path) -> None:
    """What was checked is what is mended: a second reading may find another text, or wait at a pipe for ever."""
    path = tmp_path / "m.bnet"
    os.mkfifo(path)
    writer = subprocess.Popen(["sh", "-c", f"printf 'A, B && A\\nB, A\\n' > {shlex.quote(str(path))}"])
    try:
        done = ask("--fix", str(path))
    finally:
        writer.wait(10)
    assert (done.status, "no file that could be replaced" in done.err) == (2, True)


def test_fix_keeps_a_comment_inside_a_second_rule(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    path.write_text("targets, factors\nA, B &\nB\nA, B &\n# why\nB\nB, A\n")
    ask("--fix", str(path))
    assert "# why\n" in path.read_text()


def test_fix_does_not_open_a_broken_rule_to_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    text = "targets, factors\nA, C\nS,\nA, C\nB | C\n"
    path.write_text(text)
    assert ask("--fix", str(path)).status == 1
    assert path.read_text() == text  # else S would have the rule B | C


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xfe.bnet")).write_text("A, B && A\nB, A\n")
    for form in ("text", "json", "sarif", "github"):
        words = [sys.executable, "-m", "logicnet", "check", "--format", form, b"\xfe.bnet"]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr


def test_fix_of_standard_input_is_refused() -> None:
    done = ask("--fix", "-", text="A, !B\nB, ~A\n")
    assert done.status == 2
    assert "standard input" in done.err


@settings(max_examples=300, deadline=None)
@given(st.lists(trees(["A", "B", "C"]), min_size=3, max_size=3), st.randoms(use_true_random=False))
def test_mended_models_are_the_same_models(rules: list[Tree], random: Random) -> None:
    spelt = {"&": ["&", "&&", " and "], "|": ["|", "||", " or "], "!": ["!", "~", " not "]}

    def odd(text: str) -> str:
        return "".join(random.choice(spelt[sign]) if sign in spelt else sign for sign in text)

    text = "".join(f"{name}, {odd(rendered(rule))}\n" for name, rule in zip("ABC", rules, strict=True))
    findings = check(Text(text, "x", "x", ".bnet"))
    edits = [edit for f in findings if f.fix and f.fix.safe for edit in f.fix.edits]
    after = edited(text, edits)
    assert read(after).rules == read(text).rules
    assert not [f for f in check(Text(after, "x", "x", ".bnet")) if f.code in ("LN107", "LN109", "LN110")]


def test_edits_do_not_overlap_and_keep_line_ends() -> None:
    text = "ab\r\ncd\ref\ngh"
    edits = [Edit(1, 2, 2, 2, "X"), Edit(2, 1, 2, 2, "lost"), Edit(4, 2, 4, 2, "!"), Edit(9, 1, 9, 1, "\nend")]
    assert edited(text, edits) == "aXd\ref\ng!h\nend"
