"""`logicnet test`, run as a process: which tests are chosen, and in which form they are told of."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from behaving import written
from command import outcomes, run
from test_cli_long_work import HARD


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("G07", {"G07"}),
        ("g0 and not loss", {"G01", "G05", "G06", "G07"}),
        ("denosumab or BUCAY98", {"G04", "G07"}),
        ("(RANKL or opg) and loss", {"G03", "G04"}),
        ("not (G01 or G02) and not rankl", {"G04", "G07"}),
        ("healthy remodelling", {"G01"}),
        ("NF-κB", {"G06"}),
    ],
)
def test_words_choose_tests(tmp_path: Path, pattern: str, ids: set[str]) -> None:
    status, found = outcomes(tmp_path, "core_axis", "-k", pattern)
    assert (status, {name for name, _, _ in found if name.startswith("G")}) == (0, ids)
    assert {update for _, update, _ in found} == {"asynchronous", "synchronous"}


def test_a_scheme_chooses_tests(tmp_path: Path) -> None:
    _, found = outcomes(tmp_path, "core_axis", "-k", "G01 and not asynchronous")
    assert found == [("G01", "synchronous", "passed")]


def test_json(model: Path) -> None:
    written(model, 'test X "low" [K9]\n  given I=1 F=0\n  all attractors: C=1 A=0\n')
    written(model, "test V\n  given A=1\n  no attractor: A=0\n", "v.tests")
    status, out, err = run("test", "m.bnet", "t.tests", "v.tests", "--format", "json", cwd=model)
    answer = json.loads(out)
    assert (status, err) == (1, "")
    assert {k: answer[k] for k in ("schema", "passed", "failed", "undecided", "not_run")} == {
        "schema": "logicnet.test/1",
        "passed": 2,
        "failed": 1,
        "undecided": 0,
        "not_run": 0,
    }
    failed = answer["tests"][2]
    assert isinstance(failed.pop("seconds"), float)
    assert failed == {
        "file": "t.tests",
        "line": 1,
        "model": "m",
        "id": "X",
        "title": "low",
        "keys": ["K9"],
        "update": "asynchronous",
        "outcome": "failed",
        "reason": "",
        "claims": [
            {
                "code": "LN401",
                "line": 3,
                "claim": "all attractors: C=1 A=0",
                "phase": 1,
                "inputs": {},
                "attractors": [{"id": "A1", "kind": "fixed point", "classes": ["high"], "values": {"C": 0, "A": 1}}],
                "message": "A1 (high) differs: C=0 A=1",
            }
        ],
    }
    [finding] = answer["findings"]
    assert (finding["code"], finding["file"], finding["line"], finding["column"]) == ("LN405", "v.tests", 3, 3)


def test_junit(model: Path) -> None:
    written(model, 'test X "a < b & \u0085 c"\n  given I=1\n  all attractors: C=1\n')
    written(model, "test V\n  given A=1\n  no attractor: A=0\n", "v.tests")
    status, out, err = run("test", "m.bnet", "t.tests", "v.tests", "-o", "report.xml", cwd=model)
    assert (status, out) == (1, "")
    assert "error[LN401]" in err
    assert err.endswith("wrote report.xml\n")
    root = ElementTree.parse(model / "report.xml").getroot()
    assert {k: root.get(k) for k in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    cases = list(root.iter("testcase"))
    assert [(c.get("classname"), c.get("file"), c.get("line")) for c in cases] == [
        ("m.asynchronous", "m.bnet", "12"),
        ("m.asynchronous", "m.bnet", "16"),
        ("m.asynchronous", "t.tests", "1"),
        ("v.tests", "v.tests", "3"),
    ]
    failure, refused = cases[2].find("failure"), cases[3].find("error")
    assert failure is not None
    assert refused is not None
    assert "C=0" in failure.get("message", "")
    assert "t.tests:3:3" in str(failure.text)
    assert (refused.get("type"), "LN405" in str(refused.text)) == ("refused", True)


def test_undecided_is_an_error_in_junit(tmp_path: Path) -> None:
    (tmp_path / "hard.bnet").write_text(f"# logicnet: 1\n{HARD}#? test H\n#?   no attractor: x3=1\n")
    status, out, _ = run("test", "hard.bnet", "--timeout", "0.01", "--format", "junit", cwd=tmp_path)
    error = ElementTree.fromstring(out).find("testsuite/testcase/error")
    assert error is not None
    assert (status, error.get("type")) == (3, "undecided")


def test_the_same_lines_to_a_file(model: Path) -> None:
    _, out, _ = run("test", "m.bnet", cwd=model)
    assert run("test", "m.bnet", "-o", "told.txt", cwd=model)[0] == 0
    assert (model / "told.txt").read_text("utf-8") == out
