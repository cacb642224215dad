"""`logicnet check`: what it finds and where, how it mends, and in which forms it tells."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
from checking import ask, checked, found
from command import run
from sarif_pydantic import Sarif

from benchmarks.damages import DAMAGES, Damage
from benchmarks.misreadings import judged
from logicnet import shipped_models
from logicnet.authoring.checking import check
from logicnet.diagnostics import Severity
from logicnet.diagnostics.codes import CODES, Code
from logicnet.loading import Text, load_text

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the common folder ../shared is not here")
TOLD = {"misspelt regulator": "told"}
HEAD = "# logicnet: 1\ntargets, factors\n"


# --- what is found --------------------------------------------------------------------------------------------------


def expected() -> list[list[str]]:
    table = SHARED / "malformed" / "expected.tsv"
    return [line.split("\t") for line in table.read_text("utf-8").splitlines()[1:]] if table.exists() else []


@needs_shared
def test_damaged_files_through_the_front_door() -> None:
    """One run over all of them: the first finding of each, its code, line and column, the exit status."""
    rows = expected()
    status, findings = checked(*(str(SHARED / "malformed" / row[0]) for row in rows))
    assert status == 1
    for file, outcome, code, line, column, why in rows:
        own = [f for f in findings if Path(str(f["file"])).name == file]
        assert (own[0]["code"] if own else "") == code, why
        if line:
            assert (own[0]["line"], own[0]["column"]) == (int(line), int(column)), why
        worst = {"error": "error", "warning": "warning"}.get(outcome, "note")
        assert {str(f["severity"]) for f in own} <= {worst}, why


@needs_shared
def test_published_models_have_no_errors() -> None:
    for path in sorted((SHARED / "bbm").glob("*.bnet")):
        assert not [f for f in check(load_text(path)) if f.severity is Severity.ERROR], path.name


@pytest.mark.parametrize("name", sorted(shipped_models()))
def test_the_shipped_models_are_clean(name: str) -> None:
    assert checked("--strict", name) == (0, [])


@pytest.mark.parametrize(
    ("rules", "places"),
    [
        ("A, B | B & C\nB, B\nC, C\n", [("LN201", 3, 12)]),
        ("A, B | !B\nB, B\n", [("LN204", 3, 1)]),
        ("A, B & C | !B & D\nB, B\nC, C\nD, D\n", [("LN203", 3, 4)]),
        ("A, B ^ C\nB, B\nC, C\n", []),
        ("A, (B ^ C) & !D | D\nB, B\nC, C\nD, D\n", []),
        ("NFkB, B\nNFKB, NFkB\nB, B\n", [("LN206", 4, 1)]),
        ("TNF0, B\nTNFO, TNF0\nB, B\n", [("LN206", 4, 1)]),
        ("A1, B1\nB1, A1\n", []),
        ("A, 1\nB, 0\n", []),
    ],
)
def test_what_only_the_meaning_shows(rules: str, places: list[tuple[str, int, int]]) -> None:
    assert found(HEAD + rules, "LN2") == places


def test_declared_signs() -> None:
    text = HEAD + "#   - B  PMID:1\n#   + C  PMID:2\n#   ? D  PMID:3\nA, B & !C & D | !D & B\nB, B\nC, C\nD, D\n"
    assert found(text, "LN2") == [("LN202", 3, 5), ("LN202", 4, 5)]
    assert found(text.replace("- B", "+ B").replace("+ C", "- C"), "LN2") == []


def test_evidence_without_a_source_is_told_from_none() -> None:
    text = HEAD + "#   + B  PMID:1\n#   + C  well known\nA, B & C & D\nB, B\nC, C\nD, D\nE, D\n"
    without, none = check(Text(text, "x.bnet", "x", ".bnet"))
    assert (without.message, none.message) == ("no evidence for A: C, D", "no evidence for E")
    assert without.help.startswith("no source stands behind C: ")
    assert none.help.startswith("write '#   + REGULATOR SOURCE'")


def test_evidence_is_asked_for_in_annotated_files_only() -> None:
    rules = "#   + B  PMID:1\nA, B & C\nB, B\nC, 1\nD, C\n"
    assert found(HEAD + rules, "LN301") == [("LN301", 4, 1), ("LN301", 7, 1)]
    assert found(HEAD + rules.replace("+ B", "*"), "LN301") == [("LN301", 7, 1)]
    assert found("targets, factors\n" + rules, "LN301") == []


def test_sources_are_looked_up(tmp_path: Path) -> None:
    (tmp_path / "r.bib").write_text("@article{GUISE96, title={T}, author={A, B}, year={1996}}\n", "utf-8")
    path = tmp_path / "m.bnet"
    lines = ["# logicnet: 1", "# @bibliography r.bib", "", "targets, factors"]
    lines += [
        "#   + B  GUISE96 GUISE97  a note",
        "#   * PMID:12x PMDI:9108485 DOI:10.1038/35002131  note",
        "A, B",
        "B, B",
        "",
    ]
    path.write_text("\n".join(lines), "utf-8")
    status, findings = checked(str(path))
    assert (status, [(f["code"], f["line"], f["column"]) for f in findings]) == (
        1,
        [("LN302", 5, 18), ("LN302", 6, 7), ("LN302", 6, 16)],
    )
    assert "GUISE96" in findings[0]["help"]
    (tmp_path / "r.bib").write_text("@article{GUISE96, title={T}\n@article", "utf-8")
    assert [(f["code"], f["line"]) for f in checked(str(path))[1]] == [("LN302", 2), ("LN302", 6), ("LN302", 6)]
    (tmp_path / "r.bib").unlink()
    assert "r.bib" in checked(str(path))[1][0]["message"]


def test_the_other_dialect_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "m.txt"
    path.write_text("A = True\nA *= B and not C\nB *= (A\n", "utf-8")
    status, findings = checked(str(path))
    assert status == 1
    assert ("LN101", 3, 6) in [(f["code"], f["line"], f["column"]) for f in findings]
    for command in (["fmt", str(path)], ["rename", str(path), "A", "X"]):
        status, _, err = run(*command)
        assert status == 2
        assert "BooleanNet" in err


def test_tests_are_checked_on_their_model(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text("targets, factors\nA, B\nB, B\n", "utf-8")
    path = tmp_path / "m.tests"
    path.write_text("test T1\n  all attractors: A=1 X=0\ntest T2\n", "utf-8")
    status, findings = checked(str(path))
    assert (status, [(f["code"], f["line"], f["column"]) for f in findings]) == (
        1,
        [("LN402", 2, 23), ("LN405", 3, 1)],
    )
    other = path.rename(tmp_path / "other.tests")
    assert "@model" in ask(str(other)).err
    other.write_text("# @model m.bnet\ntest T1\n  all attractors: A=1\n", "utf-8")
    assert checked(str(other)) == (0, [])


def test_operators_without_parentheses_are_looked_for_on_demand() -> None:
    text = "targets, factors\nA, B & C ^ D\nB, B & (C | D)\nC, B | C and D\nD, D\n"
    assert found(text, "LN205") == [("LN205", 2, 10), ("LN205", 4, 10)]
    assert found(text) == [("LN110", 4, 10)]


def test_strict_wants_a_rule_for_every_name() -> None:
    text = "targets, factors\nRANK, RANKLL | TNF\nRANKL, RANKL\n"
    assert found(text) == [("LN104", 2, 7)]
    assert found(text, strict=True) == [("LN104", 2, 7), ("LN104", 2, 16)]
    status, findings = checked("--strict", "-", text=text)
    assert status == 1
    assert [f["severity"] for f in findings] == ["error", "error"]


@pytest.mark.parametrize("words", ["LN3", "LN301, LN201", "ln301"])
def test_ignore_in_the_file_takes_what_the_option_takes(words: str) -> None:
    assert found(f"# logicnet: 1\n# @ignore {words}\n\ntargets, factors\nA, B\nB, B\n") == []


def test_a_file_that_is_not_there_is_not_counted(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text("targets, factors\nA, A\n")
    lost = "error: cannot read lost.bnet: No such file or directory\n"
    assert run("check", "lost.bnet", cwd=tmp_path) == (2, "", lost)
    assert run("check", "lost.bnet", "m.bnet", cwd=tmp_path) == (2, "", f"{lost}1 file checked, nothing found\n")


def test_the_codes_can_be_listed() -> None:
    listed = ask("--explain", "ln").out
    assert [line.split()[0] for line in listed.splitlines()] == list(CODES)
    assert ask("--explain", "LN40").out.splitlines()[0] == "LN401  error    a behavioural test fails"


def test_ignore_holds_in_every_command(tmp_path: Path) -> None:
    text = "# logicnet: 1\ntargets, factors\n# @ignore LN104\nA, Bee\nB, A\nBeee, A\n"
    (tmp_path / "m.bnet").write_text(text, "utf-8")
    commands = [
        ("attractors", "m.bnet", "--set", "Bee=1"), ("fmt", "--check", "m.bnet"), ("table", "rules", "m.bnet"),
        ("table", "statements", "m.bnet"), ("explain", "m.bnet", "A"), ("join", "m.bnet", "-o", "-"),
    ]  # fmt: skip
    assert [command for command in commands if "LN104" in run(*command, cwd=tmp_path)[2]] == []
    (tmp_path / "m.bnet").write_text(text.replace("@ignore", ""), "utf-8")
    assert [command for command in commands if "LN104" not in run(*command, cwd=tmp_path)[2]] == []


def test_ignore_in_the_file() -> None:
    text = HEAD + "# @ignore LN201 LN301\nA, B | B & C\nB, B\nC, C\nD, B | B & C\n"
    assert found(text) == [("LN201", 7, 12), ("LN301", 7, 1)][::-1]
    everywhere = text.replace("targets", "# @ignore LN201 LN301\n\ntargets")
    assert found(everywhere) == []


def test_selection_does_not_hide_what_keeps_a_file_from_being_read() -> None:
    text = "A, B &\nB, NFkB\nNFkB, 1\nNFKB, 1\n"
    assert found(text, "LN206") == [("LN108", 1, 7), ("LN206", 4, 1)]
    status, findings = checked("--ignore", "LN1,LN206", "-", text=text)
    assert (status, [f["code"] for f in findings]) == (1, ["LN108"])


def test_broken_and_sound_rules_are_checked_in_one_pass() -> None:
    assert found("targets, factors\nA, B &\nB, C | C & A\nC, (A\n") == [
        ("LN108", 2, 7),
        ("LN201", 3, 12),
        ("LN101", 4, 4),
    ]


@pytest.mark.parametrize("code", [code for code in CODES.values() if code.example], ids=lambda code: code.name)
def test_each_code_is_found_in_its_example(code: Code) -> None:
    name, example = code.name, code.example
    assert name in [c for c, _, _ in found(f"{example}\n", *([name] if CODES[name].optional else []))]
    told = ask("--explain", name.lower())
    assert told.status == 0
    assert example.splitlines()[-1] in told.out


def test_every_code_that_is_given_is_known() -> None:
    sources = (Path(__file__).parent.parent / "logicnet").rglob("*.py")
    given = {code for path in sources for code in re.findall(r'"(LN\d{3})"', path.read_text("utf-8"))}
    assert given <= set(CODES)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_no_damage_becomes_another_model_in_silence(damage: Damage, tmp_path: Path) -> None:
    assert judged(damage, "logicnet", tmp_path) == ("as meant" if damage.meant else TOLD.get(damage.name, "refused"))


def test_a_rule_of_itself_alone_is_an_input_only_where_it_is_spelt_so() -> None:
    text = f"{HEAD}A, A\nB, !B\nC, C | !C\n"
    assert found(text, "LN301", "LN204") == [("LN301", 4, 1), ("LN204", 5, 1), ("LN301", 5, 1)]


# --- in which form --------------------------------------------------------------------------------------------------


def test_text_shows_the_place_and_sums_up() -> None:
    done = ask("-", text="targets, factors\nOPG, Wnt & !PTHrP)\nWnt, 1\nPTHrP, 1\n")
    assert done.status == 1
    assert done.out == (
        "<stdin>:2:18: error[LN101]: unmatched ')'\n"
        "    2 | OPG, Wnt & !PTHrP)\n"
        "      |                  ^\n"
        "  help: remove it, or open it with '('\n"
    )
    assert done.err == "1 error in 1 file\n"


def test_notes_do_not_change_the_exit_status() -> None:
    status, findings = checked("-", text="A, B && B\nB, A\n")
    assert (status, {f["severity"] for f in findings}) == (0, {"note"})


def test_a_missing_file_does_not_keep_the_others_from_being_checked(tmp_path: Path) -> None:
    path = tmp_path / "m.bnet"
    path.write_text("A, (B\n", "utf-8")
    done = ask(str(tmp_path / "none.bnet"), str(path))
    assert done.status == 2
    assert "none.bnet" in done.err
    assert "LN101" in done.out


def test_sarif(tmp_path: Path) -> None:
    path = tmp_path / "a file.bnet"
    path.write_text("A, B && C\nB, NFkB)\nB, C\nNFKB, A\nC, Nfkb\n", "utf-8")
    out = tmp_path / "out.sarif"
    assert ask("--format", "sarif", "-o", str(out), str(path)).status == 1
    report = json.loads(out.read_text("utf-8"))
    Sarif.model_validate(report)
    [told] = report["runs"]
    assert {result["ruleId"] for result in told["results"]} == {"LN101", "LN104", "LN105", "LN107", "LN110"}
    assert all(told["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in told["results"])


def test_github_annotations() -> None:
    done = ask("--format", "github", "-", text="A, B && C\nB, (A\n")
    assert done.out.splitlines() == [
        "::notice file=<stdin>,line=1,col=1,endColumn=2,title=LN107 header missing or spelt unusually"
        "::header missing; begin with 'targets, factors'",
        "::notice file=<stdin>,line=1,col=6,endColumn=8,title=LN110 other spelling of an operator"
        "::'&&' is read as '&'; other tools may not read it",
        "::error file=<stdin>,line=2,col=4,endColumn=5,title=LN101 unbalanced parenthesis"
        "::'(' is never closed; close it with ')'",
    ]


def test_bad_questions() -> None:
    assert "did you mean" in ask("--select", "LN115", "core_axis").err
    for words in (["--select", "XY1", "core_axis"], ["--explain", "LN999"], []):
        assert ask(*words).status == 2


# --- big and hostile ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"A, " + b"(" * 10_000 + b"B" + b")" * 10_000 + b"\nB, A\n", "LN107"),
        (b"A, " + b" | ".join(b"x%d" % i for i in range(60_000)) + b"\n", "LN107"),
        (b"A, B\0\n", "LN001"),
        ("A, \ud800\n".encode("utf-8", "surrogatepass"), "LN001"),
        (b"\xef\xbb\xbftargets, factors\r\nA, B\r\nB, A\r\n", "LN002"),
        (b"\xef\xbb\xbf", "LN002"),
    ],
    ids=["nested", "wide", "nul", "surrogate", "crlf and mark", "mark alone"],
)
def test_odd_files_are_answered(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "odd.bnet"
    path.write_bytes(data)
    start = time.monotonic()
    _, findings = checked(str(path))
    assert findings[0]["code"] == code
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("noise", ["lines", "one line", "bytes"])
def test_a_large_file_of_noise_is_answered(tmp_path: Path, noise: str) -> None:
    """100 MB of nothing: bounded time and memory, a thousand findings at most, a word about the rest."""
    random = Random(1)
    signs = "ABab01 &|!(),^$%=<>{}" + "\n" * (noise == "lines")
    some = random.randbytes(100_000) if noise == "bytes" else "".join(random.choices(signs, k=100_000)).encode()
    path = tmp_path / "noise.bnet"
    path.write_bytes(some * 1000)
    code = (
        "import resource, subprocess, sys\n"
        "command = [sys.executable, '-m', 'logicnet', 'check', '--format', 'json', sys.argv[1]]\n"
        "done = subprocess.run(command, capture_output=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(done.returncode, done.stdout.count(b'\"code\"'), used.ru_maxrss, b'not shown' in done.stdout)\n"
    )
    start = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    status, findings, kilobytes, cut = done.stdout.split()
    assert status == "1"
    assert (1000 <= int(findings) <= 1002, cut) == ((True, "True") if noise == "lines" else (False, "False"))
    assert int(kilobytes) < 2_500_000
    assert time.monotonic() - start < 60


def test_start_up_leaves_heavy_packages_alone() -> None:
    code = (
        "import sys, runpy\nsys.argv = ['logicnet', 'check', 'core_axis']\ntry:\n"
        "    runpy.run_module('logicnet', run_name='__main__')\nexcept SystemExit:\n    pass\n"
        "print('loaded:', *(m for m in ('pandas', 'networkx', 'matplotlib', 'numpy') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"
