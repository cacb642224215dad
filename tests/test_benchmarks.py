"""The benchmark runner, its report, and the random networks, each on something tiny."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks import published, random_networks, report, results
from logicnet import attractors, load

SWITCH = "targets, factors\nA, !B\nB, !A\n"
CYCLE = "targets, factors\nA, !C\nB, A\nC, B\n"
OTHERS = """
import os, signal, time
def version():
    return "1"
def same(path, timeout):
    return 2 if path.endswith("switch.bnet") else 1, True
def wrong(path, timeout):
    return 7, True
def at_least(path, timeout):
    return (3 if path.endswith("switch.bnet") else 1), False
def crash(path, timeout):
    print("on its way")
    if path.endswith("switch.bnet"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return 1, True
def hang(path, timeout):
    time.sleep(60 if path.endswith("switch.bnet") else 0)
    return 1, True
def mistaken(path, timeout):
    if path.endswith("cycle.bnet"):
        raise ValueError("no cycles here")
    return 2, True
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of two models; beside it are other programs, and the results will be."""
    models = tmp_path / "models"
    models.mkdir()
    (models / "switch.bnet").write_text(SWITCH, "utf-8")
    (models / "cycle.bnet").write_text(CYCLE, "utf-8")
    (tmp_path / "others.py").write_text(OTHERS, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return models


def run(folder: Path, *others: str, timeout: float = 20, **options: str) -> tuple[int, list[results.Row], str]:
    """Run logicnet and other programs; return the exit status, the rows and the report."""
    out = folder.parent / "out.csv"
    words = [f"--also={name}=others:{name}" for name in others]
    words += [f"--{name}={value}" for name, value in options.items()]
    status = published.main([str(folder), "--peers=", f"--timeout={timeout}", "--rounds=2", f"--out={out}", *words])
    return status, results.read(out), out.with_suffix(".md").read_text("utf-8")


def by_name(rows: Iterable[results.Row]) -> dict[tuple[str, str], results.Row]:
    return {(row.model, row.program): row for row in rows}


def test_programs_that_agree(folder: Path) -> None:
    status, rows, text = run(folder, "same", date="2001-02-03")
    assert status == 0
    found = {name: (row.outcome, row.answer, row.rounds) for name, row in by_name(rows).items()}
    assert found == {
        ("models/cycle", "logicnet"): ("solved", 1, 2),
        ("models/cycle", "same"): ("solved", 1, 2),
        ("models/switch", "logicnet"): ("solved", 2, 2),
        ("models/switch", "same"): ("solved", 2, 2),
    }
    assert {row.components for row in rows} == {2, 3}
    assert all(0 < row.seconds < 20 for row in rows)
    assert "## asynchronous, models: 2 models, limit 20 s" in text
    assert "| same | 2 | 0 | 0 | 0 |" in text
    assert "2001-02-03" in text
    assert "same 1" in text
    assert "Disagreements: none." in text


def test_a_rerun_goes_on_where_it_stopped(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = folder.parent / "out.csv"
    run(folder, "same", only="cycle")
    first = out.read_text("utf-8")
    assert run(folder, "same", only="cycle")[1] == results.read(out)
    assert out.read_text("utf-8") == first
    capsys.readouterr()
    _, rows, _ = run(folder, "same")
    assert out.read_text("utf-8").startswith(first)
    assert len(rows) == 4
    assert "models/cycle" not in capsys.readouterr().out
    (folder / "cycle.bnet").write_text(SWITCH, "utf-8")  # another text is another model
    assert len(run(folder, only="cycle")[1]) == 5


def test_disagreements_are_told_and_give_status_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, text = run(folder, "wrong", "at_least")
    assert status == 1
    assert "- models/cycle: logicnet 1, wrong 7, at_least at least 1" in text
    assert "models/switch: logicnet 2, wrong 7, at_least at least 3" in capsys.readouterr().out


def test_more_than_all_is_a_disagreement(folder: Path) -> None:
    status, _, text = run(folder, "at_least")
    assert status == 1
    assert "- models/switch: logicnet 2, at_least at least 3" in text
    assert "models/cycle:" not in text


def test_what_goes_wrong_in_a_program_stays_there(folder: Path) -> None:
    status, rows, text = run(folder, "crash", "hang", "mistaken", timeout=2)
    assert status == 0
    found = {name: (row.outcome, row.answer, row.note) for name, row in by_name(rows).items()}
    assert found["models/switch", "crash"] == ("failed", None, f"{signal.SIGSEGV.name}: on its way")
    assert found["models/cycle", "crash"] == ("solved", 1, "")
    assert found["models/switch", "hang"] == ("timeout", None, "")
    assert found["models/cycle", "mistaken"] == ("failed", None, "ValueError: no cycles here")
    assert found["models/switch", "mistaken"] == ("solved", 2, "")
    assert "Not solved by hang: switch (timeout)." in text
    assert "Not solved by mistaken: cycle (failed: ValueError: no cycles here)." in text


def test_an_interrupted_run_ends_at_once_and_keeps_no_false_row(folder: Path) -> None:
    out = folder.parent / "out.csv"
    words = [str(folder), "--only=switch", "--peers=", "--also=hang=others:hang", f"--out={out}"]
    root = Path(__file__).parents[1]
    path = os.pathsep.join([str(root), str(folder.parent)])
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.published", *words], cwd=root, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        time.sleep(3)
        process.terminate()
        assert process.wait(10)
    assert not results.read(out)


def test_boolnet_is_asked_through_r(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script in R's place gets the model and answers as R would, with its own time."""
    script = folder.parent / "Rscript"
    script.write_text('#!/bin/sh\nif test -n "$3"; then echo " 3 0.25 "; else echo 2.1.9; fi\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder.parent}{os.pathsep}{os.defpath}")
    out = folder.parent / "out.csv"
    words = [str(folder), "--only=switch", "--question=synchronous", "--rounds=1", "--timeout=30", f"--out={out}"]
    assert published.main(words) == 0
    row = by_name(results.read(out))["models/switch", "boolnet"]
    assert (row.version, row.outcome, row.answer, row.seconds) == ("2.1.9", "solved", 3, 0.25)


def test_a_missing_program_is_told_and_left_out(folder: Path) -> None:
    words = [str(folder), "--peers=", "--only=switch", f"--out={folder.parent / 'x.csv'}"]
    assert published.main([*words, "--also=nothing=no_such_module:ask"]) == 0
    text = (folder.parent / "x.md").read_text("utf-8")
    assert "asynchronous: nothing was left out: No module named 'no_such_module'" in text
    assert published.main([*words, "--only=nowhere"]) == 2


@pytest.mark.parametrize("question", ["fixed-points", "synchronous", "minimal-trap-spaces", "whole-process"])
def test_peers_agree_on_a_switch(folder: Path, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """BoolNet is not asked: it is told to be missing where R is."""
    monkeypatch.setenv("PATH", os.defpath)
    out = folder.parent / "peers.csv"
    words = [str(folder), "--only=switch", f"--question={question}", "--rounds=1", "--timeout=30"]
    assert published.main([*words, f"--out={out}"]) == 0
    rows = results.read(out)
    assert {row.outcome for row in rows} == {"solved"}
    assert len({row.answer for row in rows}) == 1


def test_the_readme_has_the_marks_and_is_refreshed_between_them(folder: Path) -> None:
    readme = Path(__file__).parents[1] / "README.md"
    copy = folder.parent / "README.md"
    copy.write_text(readme.read_text("utf-8"), "utf-8")
    run(folder, "same", readme=str(copy))
    before, _, after = readme.read_text("utf-8").partition(report.MARKS[0])
    text = copy.read_text("utf-8")
    assert text.startswith(before + report.MARKS[0])
    assert text.endswith(after.partition(report.MARKS[1])[2])
    assert "| asynchronous | models (2) | same | 2 of 2 |" in text


# --- random networks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", random_networks.KINDS)
def test_random_networks_are_the_same_again_and_readable(kind: str, tmp_path: Path) -> None:
    words = ["--nodes=40", f"--kind={kind}", "--regulators=3", "--count=2"]
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        assert random_networks.main([*words, f"--seed={seed}", f"--out={tmp_path / name}"]) == 0
    texts = [[path.read_text("utf-8") for path in sorted((tmp_path / n).iterdir())] for n in ("one", "two", "three")]
    assert texts[0] == texts[1]
    assert len({text for some in texts for text in some}) == 4
    network = load(next((tmp_path / "one").iterdir()))
    assert len(network.names) == 40
    assert attractors(network, timeout=20).items


def test_a_large_random_network_is_drawn_at_once() -> None:
    text = random_networks.network("nested-canalising", 10_000, 2, "1")
    assert len(text.splitlines()) == 10_001
    rules = [line.split(", ", 1)[1] for line in text.splitlines()[1:]]
    regulations, inhibitions = sum(rule.count("x") for rule in rules), sum(rule.count("!x") for rule in rules)
    assert 0.22 < inhibitions / regulations < 0.26
    assert 500 < sum("x" not in rule for rule in rules) < 3_000  # constants at the top
