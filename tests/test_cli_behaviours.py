"""`logicnet test`, run as a process: outcomes, counterexamples, formats, exit statuses."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from behaving import MODEL, written
from command import outcomes, run
from test_cli_long_work import HARD

from logicnet import load, shipped_models

TOGETHER = 'test E "both"\n  some attractor: A=1\n'

# --- outcomes ---------------------------------------------------------------------------------------------------------


def test_what_passes_is_one_line_each(model: Path) -> None:
    status, out, err = run("test", "m.bnet", cwd=model)
    assert (status, err) == (0, "")
    assert out == (
        "m.bnet\npassed     T1  asynchronous  a push moves all\npassed     T2  asynchronous  both without a push\n\n"
        "2 passed\n"
    )


def test_a_failure_shows_place_claim_and_counterexample(model: Path) -> None:
    written(
        model,
        'test X "stays low"\n  from rest\n  all attractors: C=1 A=0\ntest Y\n  some attractor: A=1 B=0\n'
        "test Z\n  no attractor: A=1 F=1\ntest W\n  given A=1\n  no attractor: B=0\n  then given I=1\n"
        "  all attractors: B=0\n",
    )
    status, out, _ = run("test", "m.bnet", "t.tests", "-k", "not T1 and not T2", cwd=model)
    assert status == 1
    assert (
        out
        == """t.tests on m
failed     X  asynchronous  stays low
           t.tests:3:3: error[LN401]: all attractors: C=1 A=0
             with F=0: A2 (high) differs: C=0 A=1
failed     Y  asynchronous
           t.tests:5:3: error[LN401]: some attractor: A=1 B=0
             with F=0: no attractor has A=1 B=0; A1 differs: A=0; A3 (high) differs: B=1
failed     Z  asynchronous
           t.tests:7:3: error[LN401]: no attractor: A=1 F=1
             with F=1: A4 (high) has A=1 F=1
failed     W  asynchronous
           t.tests:12:3: error[LN401]: all attractors: B=0
             phase 2: with F=0: A1 (high) differs: B=1

4 failed
"""
    )


def test_undecided_is_neither_passed_nor_failed(tmp_path: Path) -> None:
    (tmp_path / "hard.bnet").write_text(
        f"# logicnet: 1\n{HARD}#? test H\n#?   from rest\n#?   given x1=0\n#?   no attractor: x3=1\n"
        "#? test E\n#?   all attractors: x5=0\n"
    )
    status, out, _ = run("test", "hard.bnet", "--timeout", "0.01", cwd=tmp_path)
    assert status == 3
    assert re.findall(r"^(\w+) +(\w)  ", out, re.MULTILINE) == [("undecided", "H"), ("undecided", "E")]
    assert out.count("the time limit of 0.01 s was hit") == 2
    assert out.endswith("\n2 undecided\n")
    # A failure outweighs it.
    written(tmp_path, "test F\n  all attractors: Bone_Loss=1\n", "f.tests")
    status, found = outcomes(
        tmp_path, "core_axis", "f.tests", "hard.bnet", "--timeout", "0.01", "-k", "F or E and not G0"
    )
    assert status == 1
    assert {outcome for _, _, outcome in found} >= {"failed", "undecided"}


def test_valuations_that_were_not_looked_at_are_not_passed(tmp_path: Path) -> None:
    # 2^15 valuations, in each of which the ring of A and B settles in one of two states, or cycles synchronously.
    inputs = "".join(f"I{k}, I{k}\n" for k in range(15))
    rule = " | ".join(f"I{k}" for k in range(15))
    claims = {"T": "some attractor: A=1", "N": "no attractor: C=0 I3=1", "S": "all attractors: C=0"}
    tests = "".join(f"#? test {name}\n#?   {claim}\n" for name, claim in claims.items())
    (tmp_path / "m.bnet").write_text(f"# logicnet: 1\nA, B\nB, A\nC, {rule}\n{inputs}{tests}")
    assert outcomes(tmp_path, "m.bnet") == (
        1,
        [("T", "asynchronous", "passed"), ("N", "asynchronous", "passed"), ("S", "asynchronous", "failed")],
    )
    status, found = outcomes(tmp_path, "m.bnet", "--update", "synchronous", "-k", "T or N")
    assert (status, {outcome for _, _, outcome in found}) == (3, {"undecided"})


# --- schemes, files, models -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "test", "asked", "expected"),
    [
        ("", "", (), ["asynchronous"]),
        ("", " @update synchronous", (), ["synchronous"]),
        ("# @update synchronous\n", "", (), ["synchronous"]),
        ("# @update synchronous asynchronous\n", "", (), ["synchronous", "asynchronous"]),
        ("# @update synchronous\n", " @update asynchronous", (), ["asynchronous"]),
        ("", " @update synchronous asynchronous", (), ["synchronous", "asynchronous"]),
        ("", " @update synchronous", ("--update", "asynchronous"), ["asynchronous"]),
        ("", "", ("--update", "asynchronous", "--update", "synchronous"), ["asynchronous", "synchronous"]),
    ],
)
def test_schemes(tmp_path: Path, head: str, test: str, asked: tuple[str, ...], expected: list[str]) -> None:
    # The two components swap for ever, synchronously; asynchronously they settle.
    model = f"# logicnet: 1\n{head}targets, factors\nA, B\nB, A\n#? test T{test}\n#?   some attractor: A=*\n"
    (tmp_path / "m.bnet").write_text(model)
    status, found = outcomes(tmp_path, "m.bnet", *asked)
    told = {"synchronous": "passed", "asynchronous": "failed"}
    assert found == [("T", update, told[update]) for update in expected]
    assert status == int("asynchronous" in expected)


def test_a_file_of_tests_runs_on_the_nearest_model_before_it(model: Path) -> None:
    (model / "n.bnet").write_text("A, !A\n")
    written(model, "test A1\n  all attractors: A=*\n", "a.tests")
    written(model, "test A2\n  no attractor: A=*\n", "b.tests")
    status, out, err = run("test", "m.bnet", "b.tests", "n.bnet", "a.tests", cwd=model)
    assert (status, err) == (0, "")
    assert [line for line in out.splitlines() if " on " in line] == ["b.tests on m", "a.tests on n"]


def test_conditions_and_classes_of_both_files_count(model: Path) -> None:
    written(
        model,
        "# Tests of one's own.\n# @update asynchronous\n\n#? condition cut: B=0\ncondition also: F=1\n"
        '#? class "low": A=0\ntest X "given pushed and cut" \n  given pushed cut\n  given also\n'
        "  # a comment\n  all attractors: A=0 B=0\n",
    )
    status, out, _ = run("test", "m.bnet", "t.tests", "-k", "X", cwd=model)
    assert status == 1
    assert "t.tests:11:3: error[LN401]: all attractors: A=0 B=0" in out
    assert "A1 differs: A=1" in out


def test_a_file_of_tests_may_name_its_model(model: Path) -> None:
    written(model, "# @model m.bnet\ntest X\n  given pushed\n  all attractors: B=1\n")
    assert run("test", "t.tests", cwd=model)[0] == 0
    written(model, "# @model core_axis\ntest X\n  given menopause\n  all attractors: Bone_Loss=1\n")
    assert run("test", "t.tests", cwd=model)[0] == 0


def test_a_file_of_tests_alone_runs_on_the_rule_file_of_its_name(model: Path) -> None:
    tests = "test X\n  given pushed\n  all attractors: B=1\n"
    (model / "m.tests").write_text(tests)
    status, out, _ = run("test", "m.tests", cwd=model)
    assert (status, out.splitlines()[0]) == (0, "m.tests on m")
    (model / "m.tests").write_text(f"# @model core_axis\n{tests}")  # what it says goes before where it lies
    assert run("test", "m.tests", cwd=model)[0] == 1


def test_a_shipped_model_runs_the_tests_that_are_shipped_beside_it(tmp_path: Path) -> None:
    again = str(shipped_models()["atlas"].with_suffix(".tests"))
    status, out, err = run("test", "atlas", again, "core_axis", "-k", "X05 or G07", cwd=tmp_path)
    assert (status, err) == (0, "")
    assert [line.split()[1] for line in out.splitlines() if line.startswith("passed")] == ["X05", "X05", "G07", "G07"]


def test_a_folder_stands_for_its_files_and_tests_run_behind_the_model_that_they_name(model: Path) -> None:
    names = ("z.tests", "inner/e.tests", "inner/n.bnet", "m.tests", "broken.tests")
    (model / "inner").mkdir()
    for name in names:
        (model / name).write_text(MODEL if name.endswith(".bnet") else TOGETHER, "utf-8")
    written(model, f"# @model inner/n.bnet\n{TOGETHER}", "z.tests")
    written(model, f"# @model ../m.bnet\n{TOGETHER}", "inner/e.tests")
    written(model, "# @model other.bnet\ntest L\n  some attractor: X=1\n", "l.tests")
    written(model, "X, 1\n", "other.bnet")
    (model / "broken.tests").write_bytes(b"test T\0")
    status, out, err = run("test", ".", cwd=model)
    assert (status, "./broken.tests:1:7: error[LN001]" in err) == (2, True)
    (model / "broken.tests").unlink()
    status, out, _ = run("test", ".", cwd=model)
    heads = [line for line in out.splitlines() if line.startswith("./")]
    assert status == 0
    (model / "apart").mkdir()
    written(model, "# @model ../other.bnet\ntest L\n  some attractor: X=1\n", "apart/l.tests")
    assert run("test", "inner", "apart", cwd=model)[0] == 0
    assert heads == [
        "./inner/n.bnet", "./z.tests on n", "./m.bnet", "./inner/e.tests on m", "./m.tests on m", "./l.tests on other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("t.tests",), "t.tests holds tests, and no model stands before it"),
        (("t.tests", "m.bnet"), "t.tests holds tests, and no model stands before it"),
        (("nothing.bnet",), "cannot read nothing.bnet"),
        (("m.bnet", "nothing.tests"), "cannot read nothing.tests"),
        (("m.bnet", "-k", "zebra"), "no test is meant by -k 'zebra'"),
        (("m.bnet", "-k", "T1 and"), "-k 'T1 and' is no expression"),
        (("m.bnet", "-k", "(T1"), "-k '(T1' is no expression"),
        (("m.bnet", "-k", "(" * 5000), "is no expression"),
        (("plain.bnet",), "no behavioural test in plain.bnet"),
        (("broken.bnet", "m.bnet"), "error[LN101]"),
        (("m.bnet", "-o", "m.bnet"), "not written to a .bnet file"),
        (("m.bnet", "--update", "sometimes"), "sometimes"),
        ((), "Missing argument"),
    ],
)
def test_what_cannot_be_run_is_told_with_status_2(model: Path, arguments: tuple[str, ...], told: str) -> None:
    written(model, "test X\n  all attractors: A=1\n")
    (model / "plain.bnet").write_text("A, A\n")
    (model / "broken.bnet").write_text("A, (A\n")
    status, out, err = run("test", *arguments, cwd=model)
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_a_model_without_tests_is_told_of(model: Path) -> None:
    (model / "plain.bnet").write_text("A, A\n")
    status, _, err = run("test", "plain.bnet", "m.bnet", cwd=model)
    assert (status, err) == (0, "no tests in plain.bnet\n")


# --- tests that say nothing, or cannot be read ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("test X", "t.tests:1:1: error[LN405]: test X claims nothing"),
        ("test X\n  given A=1\n  all attractors: A=1", "t.tests:3:3: error[LN405]"),
        ("test X\n  given A=1 pushed\n  no attractor: A=0 I=1", "t.tests:3:3: error[LN405]"),
        ("test X\n  some attractor: I=0", "t.tests:2:3: error[LN405]"),
        ("test X\n  given A=1\n  then given B=1\n  all attractors: B=1", "t.tests:4:3: error[LN405]"),
        ("test X\n  all attractors: AA=1", "t.tests:2:19: error[LN402]: unknown component AA"),
        ("test X\n  given pushd\n  all attractors: A=1", "help: did you mean pushed?"),
        ("test X\n  all attractors: A=2", "t.tests:2:19: error[LN403]"),
        ("test X\n  all attractors:", "t.tests:2:3: error[LN403]"),
        ("test X\n  given\n  all attractors: A=1", "t.tests:2:3: error[LN403]"),
        ("test X\n  fromrest\n  all attractors: A=1", "t.tests:2:3: error[LN403]"),
        ("test X\n  given A=1\n  then given B=1\n  from rest\n  all attractors: A=1", "t.tests:4:3: error[LN403]"),
        ("test X\n  all attractors: A=1 A=0", "t.tests:2:23: error[LN404]: A stands twice"),
        ("test X\n  from A=0\n  from A=1\n  all attractors: B=1", "t.tests:3:1: error[LN404]"),
        ("test X\n  given I=0 pushed\n  all attractors: A=1", "t.tests:2:13: error[LN404]: I is given two values"),
        ("condition pushed: A=1\ntest X\n  all attractors: B=1", "t.tests:1:1: error[LN404]"),
        ("  given A=1", "t.tests:1:3: error[LN403]"),
    ],
)
def test_tests_that_say_nothing_or_cannot_be_read(model: Path, lines: str, told: str) -> None:
    written(model, lines + "\n")
    status, out, err = run("test", "m.bnet", "t.tests", cwd=model)
    assert (status, err) == (1, "")
    assert told in out
    assert "t.tests: the tests cannot be read" in out
    assert out.endswith("\n2 passed, 1 file refused\n")


def test_a_claim_on_a_component_that_is_held_no_longer_says_something(model: Path) -> None:
    written(model, "test X\n  given A=1\n  then given\n  all attractors: A=1\n  then given F=1\n  no attractor: A=0\n")
    assert run("test", "m.bnet", "t.tests", cwd=model)[0] == 0


# --- long work --------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_gives_the_results_so_far(model: Path) -> None:
    (model / "hard.bnet").write_text(f"# logicnet: 1\n{HARD}#? test H\n#?   no attractor: x0=0 x1=0 x2=0 x3=0 x4=*\n")
    command = [sys.executable, "-m", "logicnet", "test", "m.bnet", "hard.bnet", "core_axis", "-o", "r.json"]
    with subprocess.Popen(command, cwd=model, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err
    answer = json.loads((model / "r.json").read_text("utf-8"))
    assert [t["outcome"] for t in answer["tests"][:3]] == ["passed", "passed", "undecided"]
    assert "interrupted" in answer["tests"][2]["claims"][0]["message"]
    assert answer["not_run"] == len(answer["tests"]) - 3 == 2 * len(load("core_axis").tests)


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
def test_progress_names_the_test(tmp_path: Path) -> None:
    import pty

    (tmp_path / "hard.bnet").write_text(
        f"# logicnet: 1\n{HARD}#? test H\n#?   no attractor: x0=0 x1=0 x2=0 x3=0 x4=*\n"
    )
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "logicnet", "test", "hard.bnet", "--timeout", "4"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 3
    assert "\rtest 1 of 1, H asynchronous: " in shown
    assert shown.rstrip().rsplit("\r", 1)[1] == "\x1b[K"


def test_a_report_is_not_written_over_its_model(model: Path) -> None:
    (model / "m.bnet").rename(model / "m.txt")
    status, _, err = run("test", "m.txt", "-o", "m.txt", cwd=model)
    assert status == 2
    assert "is the model" in err
    assert (model / "m.txt").read_text("utf-8") == MODEL
