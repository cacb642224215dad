"""The command line when work is long: listed states, limits, progress, interruption, streams that close."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import run

import logicnet
from benchmarks import random_networks
from logicnet.cli.patience import told
from logicnet.expressions.expression import evaluate


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    # 2^18 valuations of a small model: minutes of work.
    model = tmp_path / "long.bnet"
    model.write_text("targets, factors\n" + "".join(f"A{k}, !A{(k + 1) % 24} ^ I{k % 18}\n" for k in range(24)))
    process = subprocess.Popen(
        [sys.executable, "-m", "logicnet", "attractors", str(model), "--limit", "1000000", "-o", "out.json"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in err.decode()
    assert "Traceback" not in err.decode()
    if (tmp_path / "out.json").exists():  # then it is whole, and says what it is
        answer = json.loads((tmp_path / "out.json").read_text("utf-8"))
        assert (answer["exactness"], "interrupted" in answer["reason"]) == ("at_least", True)


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m logicnet attractors bone_metastasis --format csv | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, timeout=60, check=False)
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
@pytest.mark.parametrize(
    ("command", "status"),
    [("attractors core_axis >&-", 0), ("attractors - <&-", 2), ("attractors nothing 2>&-", 2)],
)
def test_a_closed_stream_is_no_traceback(command: str, status: int) -> None:
    shell = f"{sys.executable} -m logicnet {command}"
    done = subprocess.run(shell, shell=True, capture_output=True, timeout=60, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (status, False)


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
@pytest.mark.parametrize(("model", "stream"), [("core_axis", "stdout"), ("nothing", "stderr")])
def test_a_pipe_without_a_reader_ends_like_its_signal(model: str, stream: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    other = {"stdout", "stderr"} - {stream}
    streams = {stream: writer, other.pop(): subprocess.PIPE}
    done = subprocess.run([sys.executable, "-m", "logicnet", "info", model], timeout=60, check=False, **streams)
    os.close(writer)
    assert done.returncode == 128 + signal.SIGPIPE
    assert not done.stdout
    assert not done.stderr


# --- states, memory, interruption -------------------------------------------------------------------------------------


def test_states_are_listed_and_follow_the_rules() -> None:
    status, out, err = run("attractors", "core_axis", "--states", "--format", "json")
    (attractor,) = json.loads(out)["attractors"]
    assert (status, err, len(attractor["listed"])) == (0, "", 1024)
    assert len({tuple(state.items()) for state in attractor["listed"]}) == 1024
    for name, value in attractor["values"].items():
        seen = {state[name] for state in attractor["listed"]}
        assert seen == ({0, 1} if value == "*" else {value})
    status, out, _ = run("attractors", "core_axis", "--states", "--format", "csv", "--update", "synchronous")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (status, {row["id"] for row in rows}) == (0, {"A1", "A2", "A3", "A4"})
    network = logicnet.load("core_axis")
    cycle = [{name: int(row[name]) for name in network.names} for row in rows if row["id"] == "A1"]
    for state, after in zip(cycle, cycle[1:] + cycle[:1], strict=True):
        for i, name in enumerate(network.names):
            if name not in network.inputs:
                columns = [state[other] for other in network.names]
                assert evaluate(network.programs[i], columns, 1) == after[name]


def test_states_that_are_too_many_are_told() -> None:
    status, out, err = run("attractors", "core_axis", "--states", "--limit", "3")
    assert (status, out.splitlines()[0]) == (3, "core_axis · asynchronous · 1 attractor · at least")
    assert "A1: 1 of 1024 states" in out
    assert err == "incomplete: A1: more than 3 states, one of them is given; raise --limit\n"
    status, out, _ = run("attractors", "core_axis", "--states", "--limit", "3", "--format", "json")
    data = json.loads(out)
    assert (status, data["exactness"], data["count"]) == (3, "at_least", 1)
    assert data["reason"] == "A1: more than 3 states, one of them is given; raise --limit"
    assert len(data["attractors"][0]["listed"]) == 1


def test_attractors_and_states_that_are_cut_are_told_together() -> None:
    model = b"targets, factors\nA, A\nB, !B\n"
    status, out, err = run("attractors", "-", "--states", "--limit", "1", stdin=model)
    assert (status, out.splitlines()[0]) == (3, "stdin · asynchronous · 2 attractors · at least")
    told = "there are 2, 1 of them listed; raise --limit; A1: more than 1 state, one of them is given; raise --limit"
    assert err == f"incomplete: {told}\n"


# A ring of mixed rules that no small set of components cuts: long enough to be stopped in the middle.
HARD = "targets, factors\n" + "".join(
    f"x{k}, x{(k * 7 + 1) % 90} & !x{(k * 11 + 5) % 90} | !x{(k * 13 + 3) % 90} & x{(k * 17 + 8) % 90}\n"
    for k in range(90)
)


PARITY = {
    # A component flips where the one before is 0: nothing moves where all are 1, and nothing else comes to that.
    "one fixed point": ("x{k}, !x{k} ^ x{before}", [("fixed point", 1), ("cyclic", 2**21 - 1)]),
    # With nothing at rest anywhere, walks that have met in all but one component do not meet in that.
    "none": ("x{k}, x{k} ^ (x{before} & !x{far} | !x{before} & x{near}){odd}", [("cyclic", 2**21)]),
}


@pytest.mark.parametrize("kind", PARITY)
def test_candidates_that_do_not_meet_are_no_end(kind: str) -> None:
    rule, expected = PARITY[kind]
    rules = (
        rule.format(k=k, before=(k - 1) % 21, far=(k + 5) % 21, near=(k + 3) % 21, odd="" if k else " ^ 1")
        for k in range(21)
    )
    status, out, err = run("attractors", "-", "--format", "json", stdin="\n".join(rules).encode())
    data = json.loads(out)
    assert (status, err, data["exactness"]) == (0, "", "exact")
    assert [(a["kind"], a["states"]) for a in data["attractors"]] == expected


def test_a_memory_limit_ends_with_what_is_certain() -> None:
    status, out, err = run("attractors", "-", "--memory", "1", stdin=HARD.encode())
    assert status == 3
    assert "at least 1 attractor" in out
    assert "the memory limit of 1 MB was hit" in err


def test_an_interrupt_gives_what_is_certain(tmp_path: Path) -> None:
    model = tmp_path / "hard.bnet"
    model.write_text(HARD, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "logicnet", "attractors", str(model)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = (stream.decode() for stream in process.communicate(timeout=60))
    assert process.returncode == 130
    found = re.search(r"at least ([\d,]+) attractors? · at least", out)
    assert found
    assert int(found[1].replace(",", "")) >= 1
    assert "incomplete: interrupted" in err


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
def test_long_work_shows_its_progress_on_a_terminal_and_clears_it(tmp_path: Path) -> None:
    import pty

    (tmp_path / "hard.bnet").write_text(random_networks.network("and-or", 2560, 2, "1"))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "logicnet", "attractors", "hard.bnet", "--timeout", "4"]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.returncode == 3
    assert re.search(r"\r(working|[█░]+ [\d,]+ of [\d,]+ known parts), \d+ s", shown)
    assert shown.rstrip().rsplit("\r", 1)[1] == "\x1b[K"


def test_progress_tells_how_much_time_is_left_at_least() -> None:
    assert told(None, 3.2) == "working, 3 s"
    assert told((1, 3), 2.0) == "██████░░░░░░░░░░░░░░░░░░ 1 of 4 known parts, 2 s, at least 6 s left"
    assert told((4, 0), 2.0) == "████████████████████████ 4 of 4 known parts, 2 s"
