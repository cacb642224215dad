"""The pytest plugin, in a pytest process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# X copies the input I, which is 0 unless something else is asked.
MODEL = """# logicnet: 1
targets, factors
X, I
# @default 0
I, I
#? class "off": X=0
#? test T1 "X follows" [K1] @update asynchronous synchronous
#?   given I=1
#?   all attractors: X=1
"""


def pytest_in(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run pytest on a folder with this plugin alone; return its status and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "logicnet.pytest_plugin", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "COLUMNS": "150"},
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, "utf-8")


def test_one_item_a_test_and_scheme(tmp_path: Path) -> None:
    write(tmp_path, m_bnet=MODEL)
    status, out = pytest_in(tmp_path, "-v")
    assert status == 0
    assert re.findall(r"^(\S+) (PASSED|FAILED)", out, re.MULTILINE) == [
        ("m.bnet::T1[asynchronous]", "PASSED"),
        ("m.bnet::T1[synchronous]", "PASSED"),
    ]


def test_shipped_models_pass() -> None:
    """Some of them; all are decided in test_behaviours."""
    names = ("core_axis.bnet", "lymph_node.bnet", "atlas.tests")
    status, out = pytest_in(ROOT, "-c", os.devnull, *(f"rules/{name}" for name in names))
    texts = [(ROOT / "rules" / name).read_text("utf-8") for name in names]
    count = sum(len(re.findall(r"^(?:#\? )?test \w", text, re.MULTILINE)) for text in texts)
    assert count > 70
    assert (status, re.search(r"\d+ passed", out)[0]) == (0, f"{2 * count} passed")


def test_a_failure_tells_the_counterexample_and_the_place(tmp_path: Path) -> None:
    write(tmp_path, m_bnet=MODEL.replace("all attractors: X=1", "all attractors: X=0"))
    status, out = pytest_in(tmp_path)
    assert status == 1
    assert "m.bnet:9:6: error[LN401]: all attractors: X=0" in out
    assert "A1 differs: X=1" in out
    assert "Traceback" not in out
    assert "FAILED m.bnet::T1[synchronous] - m.bnet:9:6: error[LN401]: all attractors: X=0" in out


def test_undecided_is_not_passed(tmp_path: Path) -> None:
    rules = "".join(f"x{k}, x{(k * 7 + 1) % 90} & !x{(k * 11 + 5) % 90} | !x{(k * 13 + 3) % 90}\n" for k in range(90))
    write(tmp_path, m_bnet=f"# logicnet: 1\n{rules}#? test T\n#?   some attractor: x0=0 x1=0 x2=0 x3=1\n")
    status, out = pytest_in(tmp_path, "--logicnet-timeout", "0.001")
    assert status == 1
    assert re.search(r"^FAILED m.bnet::T\[asynchronous\] - undecided: m.bnet:93:6: some attractor", out, re.MULTILINE)
    assert "the time limit of 0.001 s was hit" in out


@pytest.mark.parametrize(
    ("name", "head"),
    [("m.tests", ""), ("other.tests", "# @model m.bnet\n"), ("sub/deep.tests", "# @model ../m.bnet\n")],
)
def test_files_of_tests_find_their_model(tmp_path: Path, name: str, head: str) -> None:
    write(tmp_path, m_bnet=MODEL)
    (tmp_path / "sub").mkdir()
    (tmp_path / name).write_text(head + 'test T2 "stays off"\n  all attractors: X=0\n', "utf-8")
    status, out = pytest_in(tmp_path, "-v")
    assert status == 0, out
    assert f"{name}::T2[asynchronous] PASSED" in out


def test_a_shipped_model_can_be_named(tmp_path: Path) -> None:
    write(tmp_path, my_tests="# @model core_axis\ntest T\n  given menopause\n  all attractors: Bone_Loss=1\n")
    assert pytest_in(tmp_path)[0] == 0


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"lost_tests": "test T\n  all attractors: X=0\n"}, "lost.tests holds tests, and no model"),
        ({"m_bnet": MODEL.replace("X, I", "X, I &")}, "error[LN108]"),
        ({"m_bnet": MODEL.replace("X=1", "Y=1")}, "error[LN402]: unknown component Y"),
        ({"m_bnet": MODEL.replace("all attractors: X=1", "all attractors: I=1")}, "error[LN405]"),
        ({"m_bnet": MODEL, "m_tests": "test T\n  all attractors: Z=0\n"}, "m.tests:2:19: error[LN402]"),
        (
            {"m_bnet": "# logicnet: 1\n# @update often\ntargets, factors\nX, !X\n#? test T\n#? all attractors: X=*\n"},
            "'often'",
        ),
    ],
)
def test_files_that_cannot_be_run_are_errors(tmp_path: Path, files: dict[str, str], told: str) -> None:
    write(tmp_path, **files)
    status, out = pytest_in(tmp_path)
    assert status == 2
    assert told in out
    assert "Traceback" not in out


def test_words_choose_tests(tmp_path: Path) -> None:
    write(tmp_path, m_bnet=MODEL + '#? test T2 "stays off" [K2]\n#?   all attractors: X=0\n')
    for words, count in (("T2", 1), ("follows", 2), ("K1 or K2", 3), ("K1 and synchronous", 2), ("off", 1)):
        assert f"{count} passed" in pytest_in(tmp_path, "-k", words)[1], words


def test_a_near_miss_is_warned_of(tmp_path: Path) -> None:
    text = MODEL.replace("X, I\n", "X, I\nOsteoblast, X\nZ, Osteoblasts\n")
    write(tmp_path, m_bnet=text)
    assert "did you mean Osteoblast?" in pytest_in(tmp_path)[1]


def test_other_runs_are_left_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        plain_bnet="targets, factors\nA, B\n",
        untested_bnet="# logicnet: 1\nA, B\n",
        unmarked_bnet="A, B\n#? test T\n#?   all attractors: A=1\n",
        broken_bnet="A, (\n",
        foreign_tests="something else\n",
    )
    (tmp_path / "test_it.py").write_text(
        "import sys\n\ndef test_it():\n    mine = [m for m in sys.modules if m.startswith('logicnet')]\n"
        "    assert sorted(mine) == ['logicnet', 'logicnet.pytest_plugin']\n"
        "    assert not {'networkx', 'clingo', 'click'} & set(sys.modules)\n"
    )
    status, out = pytest_in(tmp_path)
    assert (status, re.search(r"\d+ passed.*", out)[0].startswith("1 passed")) == (0, True), out
