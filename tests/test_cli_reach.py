"""The command reach when a limit or the user stops it: what is certain by then, and what it says of the rest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import TUMOUR, run

# A ring of mixed rules that no small set of components cuts: its attractors take longer than any test waits.
HARD = "targets, factors\n" + "".join(
    f"x{k}, x{(k * 7 + 1) % 90} & !x{(k * 11 + 5) % 90} | !x{(k * 13 + 3) % 90} & x{(k * 17 + 8) % 90}\n"
    for k in range(90)
)


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
