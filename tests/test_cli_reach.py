"""The command reach when a limit or the user stops it: what is certain by then, and what it says of the rest."""

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
from command import TUMOUR, run
from test_cli_long_work import HARD


def interrupted(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    """Run reach on a hard model and send it Ctrl-C after a while."""
    (cwd / "hard.bnet").write_text(HARD, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "logicnet", "reach", "hard.bnet", *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = (stream.decode() for stream in process.communicate(timeout=60))
    return process.returncode, out, err


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupt_leaves_the_way_undecided(tmp_path: Path) -> None:
    status, out, err = interrupted("--from", "rest", "--to", "A1", "--format", "json", cwd=tmp_path)
    data = json.loads(out)
    assert (status, data["outcome"], data["reason"]) == (130, "undecided", "interrupted")
    assert err == "incomplete: interrupted\n"


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_an_interrupt_gives_the_attractors_that_are_certain(tmp_path: Path) -> None:
    status, out, err = interrupted("--from", "rest", "--format", "json", cwd=tmp_path)
    data = json.loads(out)
    assert (status, data["exactness"], data["count"]) == (130, "at_least", None)
    assert data["reason"].startswith("interrupted")
    assert data["undecided"]
    assert err.startswith("incomplete: interrupted")


@pytest.mark.parametrize("target", [(), ("--to", "A1")])
def test_the_time_limit_is_told_as_it_was_asked(target: tuple[str, ...]) -> None:
    question = ("reach", "-", "--from", "rest", *target, "--timeout", "1.5", "--format", "json")
    status, out, err = run(*question, stdin=HARD.encode())
    assert (status, err) == (3, "incomplete: the time limit of 1.5 s was hit\n")
    assert json.loads(out)["reason"] == "the time limit of 1.5 s was hit"


@pytest.mark.parametrize("start", ["rest", "A1"])
def test_where_nothing_is_decided_nothing_is_counted(start: str) -> None:
    status, out, _ = run("reach", *TUMOUR, "--from", start, "--timeout", "0.000001", "--format", "json")
    data = json.loads(out)
    assert (status, data["exactness"], data["count"], data["attractors"]) == (3, "at_least", None, [])
    assert run("reach", *TUMOUR, "--from", start, "--timeout", "0.000001")[1].count("\n\n\n") == 0


@pytest.mark.parametrize("target", [(), ("--to", "A1")])
def test_a_memory_limit_ends_the_search(target: tuple[str, ...]) -> None:
    status, out, err = run("reach", "-", "--from", "rest", *target, "--memory", "1", stdin=HARD.encode())
    assert (status, "undecided" in out) == (3, True)
    assert err.startswith("incomplete: ")
    assert err.endswith("the memory limit of 1 MB was hit\n")


def test_reach_tells_the_way_step_by_step() -> None:
    status, out, _ = run("reach", "core_axis", "--from", "rest", "--to", "Bone_Resorption=1", "--format", "json")
    data = json.loads(out)
    assert (status, data["schema"], data["outcome"]) == (0, "logicnet.reach/1", "yes")
    assert (data["steps"], data["shortest"], len(data["path"])) == (8, True, 9)
    assert data["path"][-1]["Bone_Resorption"] == 1
    status, out, _ = run("reach", "core_axis", "--from", "rest", "--to", "Bone_Resorption=1", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [dict(row, outcome="", step="")["RANK"] for row in rows][:2] == ["0", "1"]
    for form, begins in (("markdown", "| step | changes |"), ("latex", r"\begin{tabular}")):
        status, out, _ = run("reach", "core_axis", "--from", "rest", "--to", "Bone_Resorption=1", "--format", form)
        assert (status, out.startswith(begins)) == (0, True)


def test_reach_says_why_not() -> None:
    question = ("reach", *TUMOUR, "--from", "A2", "--to", "A1")
    status, out, _ = run(*question)
    assert (status, "A2 to A1 · no" in out, "trap space" in out) == (0, True, True)
    status, out, _ = run(*question, "--format", "json")
    why = json.loads(out)["certificate"]
    assert (status, why["kind"], why["values"]["Vicious_cycle"]) == (0, "trap space", 0)
    assert "Vicious_cycle" in why["against"]


def test_reach_lists_the_attractors_that_can_be_reached() -> None:
    status, out, _ = run("reach", *TUMOUR, "--from", "Tumor_in_bone=1,Resorption_excess=1", "--format", "json")
    data = json.loads(out)
    assert (status, data["schema"]) == (0, "logicnet.reachable-attractors/1")
    assert "A1" in [item["id"] for item in data["attractors"]]
    status, out, _ = run("reach", *TUMOUR, "--from", "rest")
    assert (status, "1 attractor from rest · exact" in out, "not reachable: A1" in out) == (0, True, True)


def test_reach_gives_up_in_time() -> None:
    status, out, err = run("reach", *TUMOUR, "--from", "A2", "--to", "A1", "--timeout", "0.000001")
    assert (status, "undecided" in out, "time limit" in err) == (3, True, True)
