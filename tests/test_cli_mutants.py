"""The command mutants, run as a process."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import run
from test_mutants import CELLS, HARD, HEAD

RULES = HEAD + "A, I\nB, A & !J\nC, A | A & B\n# @default 1\nI, I\n# @default 0\nJ, J\n"
SAME = "no attractor changes at the defaults nor with any one of 2 inputs changed"
TEST = "#? test T\n#?   all attractors: A=1 B=1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "m.bnet").write_text(RULES + TEST, "utf-8")
    return tmp_path


def test_the_table_tells_what_is_not_noticed(folder: Path) -> None:
    status, out, err = run("mutants", "m.bnet", cwd=folder)
    assert (status, err) == (0, "")
    assert out == (
        "m.bnet: 4 of 10 mutants caught (40.0 %), 2 equivalent; 1 test\n"
        "\n"
        "place  change      rule as mutated  reason\n"
        f"─────  ──────────  ───────────────  {'─' * len(SAME)}\n"
        "4:4    dropped A   B, !J            differs with I=0: B 1 instead of 0\n"
        "4:8    dropped !J  B, A             differs with J=1: B 1 instead of 0\n"
        "5:4    dropped A   C, A & B         differs with J=1: C 0 instead of 1\n"
        "5:4    negated A   C, !A | A & B    differs with I=0: C 1 instead of 0\n"
        f"5:8    dropped A   C, A | B         {SAME}\n"
        f"5:8    negated A   C, A | !A & B    {SAME}\n"
    )


def test_formats_agree(folder: Path) -> None:
    _, out, _ = run("mutants", "m.bnet", "--format", "json", cwd=folder)
    answer = json.loads(out)
    (model,) = answer["models"]
    entries = model.pop("list")
    assert answer["schema"] == "logicnet.mutants/1"
    assert model == {
        "model": "m.bnet", "tests": 1, "mutants": 10, "caught": 4, "survived": 6, "undecided": 0, "not_judged": 0,
        "equivalent": 2,
    }  # fmt: skip
    assert entries[2] == {
        "file": "m.bnet", "line": 4, "column": 4, "component": "B", "change": "dropped", "literal": "A", "rule": "!J",
        "outcome": "survived", "undecided": [],
        "reason": {
            "differs": True, "message": "differs with I=0: B 1 instead of 0", "given": {"I": 0},
            "changes": [{"component": "B", "before": [0], "after": [1]}], "attractors": {"before": 1, "after": 1},
            "open": "",
        },
    }  # fmt: skip
    _, out, _ = run("mutants", "m.bnet", "--format", "csv", cwd=folder)
    for row, entry in zip(csv.DictReader(io.StringIO(out)), entries, strict=True):
        keys = ("file", "line", "column", "component", "change", "literal", "rule", "outcome")
        assert [row[key] for key in keys] == [str(entry[key]) for key in keys]
        assert row["reason"] == (entry["reason"]["message"] if entry["reason"] else "")


def test_a_page_stands_beside_the_rules(folder: Path) -> None:
    (folder / "other.bnet").write_text(
        HEAD + "X, Y\n# @default 1\nY, Y\n#? test T\n#?   all attractors: X=1\n", "utf-8"
    )
    status, out, err = run("mutants", "m.bnet", "other.bnet", "-o", "M.md", cwd=folder)
    assert (status, out, err) == (0, "", "wrote M.md\n")
    page = (folder / "M.md").read_text("utf-8")
    assert page.startswith("# Mutants\n\n")
    assert "| m | 1 | 10 | 4 | 40.0 % | 2 | 0 |\n| other | 1 | 2 | 2 | 100.0 % | 0 | 0 |\n" in page
    assert "| 5 | `dropped A` | `C, A & B` | differs with J=1: C 0 instead of 1 |\n" in page
    assert r"| `C, A \| B` |" in page
    assert "## other" not in page
    run("mutants", str(folder / "m.bnet"), str(folder / "other.bnet"), "--jobs", "2", "-o", "again.md", cwd=folder)
    assert (folder / "again.md").read_text("utf-8") == page


def test_all_tests_of_a_model_count_together(folder: Path) -> None:
    (folder / "more.tests").write_text("condition off: I=0\ntest U\n  given off\n  all attractors: B=0 C=0\n", "utf-8")
    (folder / "own.tests").write_text("# @model m.bnet\ntest V\n  given J=1\n  all attractors: B=0 C=1\n", "utf-8")
    whole = ("m.bnet", "more.tests", "own.tests")
    for files, caught, tests in ((whole, 8, 3), (whole[:2], 6, 2), (whole[2:], 6, 1), (("m.bnet",), 4, 1)):
        _, out, _ = run("mutants", *files, "--format", "json", cwd=folder)
        (model,) = json.loads(out)["models"]
        assert (model["caught"], model["tests"]) == (caught, tests)


def test_schemes_are_those_of_the_tests_or_those_asked_for(folder: Path) -> None:
    text = HEAD + "A, !B\nB, !A\n#? test T @update asynchronous synchronous\n#?   no attractor: A=0 B=0\n"
    (folder / "m.bnet").write_text(text, "utf-8")
    for options, tests in (((), 2), (("--update", "synchronous"), 1)):
        _, out, _ = run("mutants", "m.bnet", *options, "--format", "json", cwd=folder)
        assert json.loads(out)["models"][0]["tests"] == tests


# --- exit status ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("percent", "status"), [("0", 0), ("40", 0), ("41", 1), ("100", 1)])
def test_less_than_asked_for_is_told(folder: Path, percent: str, status: int) -> None:
    done, out, err = run("mutants", "m.bnet", "--at-least", percent, cwd=folder)
    assert done == status
    assert out.startswith("m.bnet: 4 of 10")
    assert err == (f"m.bnet: less than {percent} % of the mutants are caught\n" if status else "")


def test_each_model_has_to_have_its_percent(folder: Path) -> None:
    (folder / "good.bnet").write_text(HEAD + "X, Y\n# @default 1\nY, Y\n#? test T\n#?   all attractors: X=1\n", "utf-8")
    status, _, err = run("mutants", "good.bnet", "m.bnet", "--at-least", "45", cwd=folder)
    assert (status, err) == (1, "m.bnet: less than 45 % of the mutants are caught\n")


def test_tests_that_fail_on_the_model_are_refused(folder: Path) -> None:
    (folder / "m.bnet").write_text(RULES + TEST + '#? test U "wrong"\n#?   all attractors: C=0\n', "utf-8")
    status, out, err = run("mutants", "m.bnet", cwd=folder)
    assert (status, out) == (1, "")
    assert "m.bnet:12:1: U asynchronous failed: A1 differs: C=1\n" in err
    assert "T asynchronous" not in err
    assert err.endswith("error: what does not pass on the model itself says nothing of mutants\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RULES, "no behavioural test in m.bnet"),
        (RULES + "#? test T\n#?   all attractors: Q=1\n", "LN40"),
        (RULES + "A, B\n", "LN105"),
    ],
)
def test_what_cannot_be_tested_is_told(folder: Path, text: str, message: str) -> None:
    (folder / "m.bnet").write_text(text, "utf-8")
    status, out, err = run("mutants", "m.bnet", cwd=folder)
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [("-",), ("m.bnet", "--jobs", "0"), ("m.bnet", "--at-least", "101"), ("x.bnet",), ()])
def test_usage(folder: Path, words: tuple[str, ...]) -> None:
    status, out, err = run("mutants", *words, cwd=folder, stdin=(RULES + TEST).encode())
    assert (status, out) == (2, "")
    assert "Traceback" not in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_a_limit_stops_is_undecided(folder: Path, jobs: str) -> None:
    (folder / "hard.bnet").write_text(HARD, "utf-8")
    status, out, _ = run("mutants", "hard.bnet", "--timeout", "0.5", "--jobs", jobs, cwd=folder)
    assert status == 3
    assert out.startswith(f"hard.bnet: 0 of {4 * CELLS + 6} mutants caught (0.0 %), 2 undecided; 1 test\n")
    assert "undecided: T synchronous: not known: the time limit of 0.5 s was hit; " in out


# --- Ctrl-C -----------------------------------------------------------------------------------------------------------


def started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    (folder / "hard.bnet").write_text(HARD, "utf-8")
    command = [sys.executable, "-m", "logicnet", "mutants", "hard.bnet", *words]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_what_is_certain(folder: Path, jobs: str) -> None:
    process = started(folder, "--jobs", jobs, "-o", "out.json")
    time.sleep(6)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err.decode()
    (model,) = json.loads((folder / "out.json").read_text("utf-8"))["models"]
    assert model["survived"] > 0
    assert model["not_judged"] > 0
    assert model["survived"] + model["caught"] + model["undecided"] + model["not_judged"] == model["mutants"]
    assert model["undecided"] == 0


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for in /proc")
def test_no_process_outlives_the_command(folder: Path) -> None:
    process = started(folder, "--jobs", "2")
    time.sleep(6)
    session = members(process.pid)
    process.kill()
    process.communicate(timeout=60)
    assert len(session) >= 3
    end = time.monotonic() + 20
    while members(process.pid) and time.monotonic() < end:
        time.sleep(0.2)
    assert not members(process.pid)


def members(session: int) -> set[int]:
    """Return the processes of a session."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.add(int(path.parent.name))
    return found
