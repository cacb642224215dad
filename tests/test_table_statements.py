"""table statements: where the statements of the sources are covered, through the front door."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from command import run

from logicnet import shipped_models
from logicnet.loading import load_rules

AXIS = """# logicnet: 1
# @bibliography  refs.bib
targets, factors

# Ligand
#   + Signal  SEED0  raises it  [A2 A10]
#   * PMID:9108485  of the whole  [A2 Z1]
RANKL, Signal & !OPG
#   - RANKL  prose in [brackets] first  [A10]
OPG, !RANKL

# Prose that ends in brackets  [A3]
Signal, Signal

#? test T1 "a title [A3] that names"  [A2 SEED0 PMID:9108485]  @update synchronous
#?   given Signal=0
#?   all attractors: RANKL=0
"""
MORE = """# @model axis.bnet
test M1 [A4 SEED0]
  given Signal=1
  some attractor: OPG=0
"""
STATEMENTS = (
    "no\tstatement\tsource\texpressible\twhy_not\n"
    "A2\tThe signal | raises *RANKL*\tseed 0\trule phenotype\t\n"
    "A10\tOPG\tseed 0\trule\n"
    "\n"
    "A4\tBoth\tseed 3\tphenotype rule\tmore to say\n"
    "A3\tHistory\tseed 3\t\thistory | of science\n"
    "A5\tA phenotype\tseed 3\tphenotype\t\n"
    "A6\tNothing\tseed 3\tphenotype rule\t\n"
)
HEADER = "no\tstatement\tsource\texpressible\twhy_not\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "refs.bib").write_text("@misc{SEED0, note={a review}}\n", "utf-8")
    (tmp_path / "axis.bnet").write_text(AXIS, "utf-8")
    (tmp_path / "more.tests").write_text(MORE, "utf-8")
    (tmp_path / "s.tsv").write_text(STATEMENTS, "utf-8")
    return tmp_path


def rows_of(folder: Path, *arguments: str) -> tuple[int, list[dict[str, str]]]:
    status, out, err = run("table", "statements", *arguments, "--format", "csv", cwd=folder)
    assert status < 2, err
    return status, list(csv.DictReader(io.StringIO(out)))


# --- keys as they are found ----------------------------------------------------------------------------------------


def test_keys_are_listed_in_natural_order_and_sources_are_none(folder: Path) -> None:
    assert rows_of(folder, "axis.bnet", "more.tests") == (
        0,
        [
            {"no.": "A2", "rules": "RANKL (axis)", "tests": "T1 (axis)"},
            {"no.": "A4", "rules": "", "tests": "M1 (more)"},
            {"no.": "A10", "rules": "RANKL (axis); OPG (axis)", "tests": ""},
            {"no.": "Z1", "rules": "RANKL (axis)", "tests": ""},
        ],
    )


def test_a_file_of_tests_alone_is_read_on_its_model_of_which_nothing_is_told(folder: Path) -> None:
    assert rows_of(folder, "more.tests") == (0, [{"no.": "A4", "rules": "", "tests": "M1 (more)"}])
    (folder / "more.tests").write_text(MORE.replace("# @model axis.bnet\n", ""), "utf-8")
    status, out, err = run("table", "statements", "more.tests", cwd=folder)
    assert (status, out, "no model stands before it" in err) == (2, "", True)
    assert rows_of(folder, "axis.bnet", "more.tests", "more.tests")[1][1]["tests"] == "M1 (more)"


def test_without_a_bibliography_every_key_but_identifiers_is_a_statement(folder: Path) -> None:
    (folder / "axis.bnet").write_text(AXIS.replace("# @bibliography  refs.bib\n", ""), "utf-8")
    _, rows = rows_of(folder, "axis.bnet")
    assert [row["no."] for row in rows] == ["A2", "A10", "SEED0", "Z1"]


def test_other_files_are_read_and_broken_ones_are_refused(folder: Path) -> None:
    (folder / "net.txt").write_text("A = True\nA *= not A\n", "utf-8")
    status, out, _ = run("table", "statements", "net.txt", cwd=folder)
    assert (status, out.splitlines()[-1]) == (0, "statements named: 0")
    (folder / "axis.bnet").write_text(AXIS.replace("& !OPG", "&"), "utf-8")
    status, out, err = run("table", "statements", "axis.bnet", cwd=folder)
    assert (status, out, "axis.bnet:8:16: error[LN108]" in err, "Traceback" in err) == (2, "", True, False)
    (folder / "axis.bnet").write_text(AXIS, "utf-8")
    (folder / "more.tests").write_text(MORE.replace("OPG=0", "OPGG=0"), "utf-8")
    status, out, err = run("table", "statements", "axis.bnet", "more.tests", cwd=folder)
    assert (status, out, "more.tests:4:19: error[LN402]" in err) == (2, "", True)


@pytest.mark.parametrize("model", sorted(shipped_models()))
def test_a_shipped_model_names_what_its_text_names(model: str) -> None:
    """Compare with what a plain search finds."""
    found: dict[str, set[str]] = {}
    for rule in load_rules(model).rules:
        for key in (key for evidence in rule.annotation.evidence for key in evidence.statements):
            found.setdefault(key, set()).add(f"{rule.target} ({model})")
    for identifier, keys in re.findall(r"#\? test (\S+).*?\[([\w ]*)\]", shipped_models()[model].read_text("utf-8")):
        for key in (key for key in keys.split() if re.fullmatch(r"[AB]\d+", key)):
            found.setdefault(key, set()).add(f"{identifier} ({model})")
    assert found
    _, rows = rows_of(Path(), model)
    told = {row["no."]: {*row["rules"].split("; "), *row["tests"].split("; ")} - {""} for row in rows}
    assert told == found


# --- held against the list -----------------------------------------------------------------------------------------


def test_rows_stand_in_the_order_of_the_list_and_say_whether_they_are_covered(folder: Path) -> None:
    status, rows = rows_of(folder, "axis.bnet", "more.tests", "--of", "s.tsv")
    assert status == 1
    assert list(rows[0]) == ["no.", "statement", "source", "rules", "tests", "covered"]
    assert [(row["no."], row["covered"]) for row in rows] == [
        ("A2", "yes"),
        ("A10", "yes"),
        ("A4", "no: no rule names it"),
        ("A3", "not expressible: history | of science"),
        ("A5", "no: no test names it"),
        ("A6", "no: neither a rule nor a test names it"),
    ]
    assert rows[0]["statement"] == "The signal | raises *RANKL*"


def test_what_is_not_covered_and_what_is_not_listed_is_told_with_its_place(folder: Path) -> None:
    status, out, err = run("table", "statements", "axis.bnet", "more.tests", "--of", "s.tsv", cwd=folder)
    assert status == 1
    assert out.endswith("\n\ncovered: 2 of 5 expressible statements; not expressible in a Boolean model: 1\n")
    assert err.splitlines() == [
        "s.tsv:5: A4 is not covered: no rule names it",
        "s.tsv:7: A5 is not covered: no test names it",
        "s.tsv:8: A6 is not covered: neither a rule nor a test names it",
        "axis.bnet:7:39: Z1 is neither a statement of s.tsv nor a source",
    ]
    listed = "".join(line + "\n" for line in STATEMENTS.splitlines() if line[:2] not in ("A4", "A5", "A6", "A3"))
    (folder / "s.tsv").write_text(listed, "utf-8")
    status, _, err = run("table", "statements", "axis.bnet", "--of", "s.tsv", cwd=folder)
    assert (status, err) == (1, "axis.bnet:7:39: Z1 is neither a statement of s.tsv nor a source\n")
    (folder / "s.tsv").write_text(listed + "Z1\tLast\tseed\trule\t\n", "utf-8")
    assert run("table", "statements", "axis.bnet", "--of", "s.tsv", cwd=folder)[::2] == (0, "")
    for near, hint in (("z01", "; did you mean z01?"), ("Z12", ""), ("Z2", "")):
        (folder / "s.tsv").write_text(listed + f"{near}\tLast\tseed\t\tno\n", "utf-8")
        told = run("table", "statements", "axis.bnet", "--of", "s.tsv", cwd=folder)[2]
        assert told == f"axis.bnet:7:39: Z1 is neither a statement of s.tsv nor a source{hint}\n"


def test_a_key_of_the_list_is_a_statement_though_it_is_one_of_the_bibliography(folder: Path) -> None:
    (folder / "s.tsv").write_text(STATEMENTS + "SEED0\tA review\tseed 0\tphenotype\t\n", "utf-8")
    _, rows = rows_of(folder, "axis.bnet", "more.tests", "--of", "s.tsv")
    assert (rows[-1]["tests"], rows[-1]["covered"]) == ("T1 (axis); M1 (more)", "yes")


def test_markdown_is_the_same_from_anywhere_and_no_cell_breaks_it(folder: Path) -> None:
    status, out, err = run("table", "statements", "axis.bnet", "more.tests", "--of", "s.tsv", "-o", "C.md", cwd=folder)
    assert (status, out, err.splitlines()[0]) == (1, "", "wrote C.md")
    text = (folder / "C.md").read_text("utf-8")
    files = [f"{folder.name}/{name}" for name in ("axis.bnet", "more.tests", "s.tsv")]
    again = run("table", "statements", *files[:2], "--of", files[2], "--format", "markdown", cwd=folder.parent)[1]
    assert again == text
    lines = text.splitlines()
    assert lines[0] == "# Where each statement is covered"
    assert lines[2].endswith("from `axis.bnet`, `more.tests` and `s.tsv`: change what stands there, not this file.")
    assert lines[4] == "Covered: 2 of 5 expressible statements; not expressible in a Boolean model: 1."
    assert lines[6] == "| no. | statement | source | rules | tests | covered |"
    assert lines[8] == r"| A2 | The signal \| raises \*RANKL\* | seed 0 | RANKL (axis) | T1 (axis) | yes |"
    assert all(len(re.split(r"(?<!\\)\|", line)) == 8 for line in lines[6:])
    assert len(lines) == 14


def test_json(folder: Path) -> None:
    status, out, _ = run(
        "table", "statements", "axis.bnet", "more.tests", "--of", "s.tsv", "--format", "json", cwd=folder
    )
    data = json.loads(out)
    assert status == 1
    assert {key: value for key, value in data.items() if key not in ("statements", "unlisted")} == {
        "schema": "logicnet.statements/1",
        "files": ["axis.bnet", "more.tests"],
        "of": "s.tsv",
        "count": 6,
        "expressible": 5,
        "covered": 2,
        "not_expressible": 1,
    }
    assert data["statements"][2] == {
        "no": "A4",
        "statement": "Both",
        "source": "seed 3",
        "expressible": ["rule", "phenotype"],
        "why_not": "more to say",
        "covered": False,
        "missing": ["rule"],
        "rules": [],
        "tests": [{"id": "M1", "model": "more", "file": "more.tests", "line": 2, "column": 10}],
    }
    assert data["statements"][3]["covered"] is None
    assert data["statements"][1]["rules"][0] == {
        "component": "RANKL", "model": "axis", "file": "axis.bnet", "line": 6, "column": 37
    }  # fmt: skip
    assert [one["key"] for one in data["unlisted"]] == ["Z1"]
    status, out, _ = run("table", "statements", "axis.bnet", "--format", "json", cwd=folder)
    data = json.loads(out)
    assert (status, data["of"], data["count"], data["unlisted"]) == (0, None, 3, [])
    assert list(data["statements"][0]) == ["no", "rules", "tests"]


# --- lists that cannot be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no\tstatement\tsource\n", ":1: {}: no column expressible and no column why_not; the first line names no,"),
        (b"", ":1: {}: no column no and"),
        (HEADER.encode(), ":2: {}: there is no statement in it"),
        (STATEMENTS.encode() + b"A2\tagain\ts\trule\t\n", ":9: {}: A2 stands twice, first in line 2"),
        (HEADER.encode() + b"A 2\tb\tc\trule\t\n", ":2: {}: a number is one word, not 'A 2'"),
        (HEADER.encode() + b"\tb\tc\trule\t\n", ":2: {}: a number is one word, not ''"),
        (HEADER.encode() + b"A2\tb\tc\trule + phenotype\t\n", ":2: {}: A2 is expressible as rule, phenotype, both"),
        (HEADER.encode() + b"\nA2\tb\tc\t\t\n", ":3: {}: A2 is not expressible, and why_not is empty"),
        (HEADER.encode() + b"A2\tb\tc\trule\t\t\n", ":2: {}: 6 cells, and the first line names 5 columns"),
        (HEADER.encode() + b"A2\tb\xff\tc\trule\t\n", ":2: {}: not a text file: byte 0xff"),
        (HEADER.encode() + b"A2\tb\x00\tc\trule\t\n", ":2: {}: not a text file: a NUL byte"),
    ],
)
def test_a_bad_list_is_one_error_with_its_line(folder: Path, content: bytes, says: str) -> None:
    (folder / "s.tsv").write_bytes(content)
    status, out, err = run("table", "statements", "axis.bnet", "--of", "s.tsv", "-o", "C.md", cwd=folder)
    assert (status, out) == (2, "")
    assert err.startswith("error: s.tsv" + says.format("the list of statements cannot be read"))
    assert err.count("\n") == 1
    assert not (folder / "C.md").exists()


def test_a_list_as_a_spreadsheet_saves_it_is_read(folder: Path) -> None:
    lines = [line.split("\t") for line in STATEMENTS.splitlines() if line]
    turned = ["\t".join([*reversed(cells + [""] * (5 - len(cells))), "extra"]) for cells in lines]
    (folder / "t.tsv").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(turned).encode() + b"\r\n")
    assert rows_of(folder, "axis.bnet", "--of", "t.tsv") == rows_of(folder, "axis.bnet", "--of", "s.tsv")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("axis.bnet", "--of", "nothing.tsv"), "cannot read nothing.tsv"),
        (("axis.bnet", "--of", "s.tsv", "-o", "s.tsv"), "an answer is not written to a .tsv file"),
        (("axis.bnet", "--of", "s.txt", "-o", "s.txt"), "s.txt is the list of statements"),
        (("axis.bnet", "-o", "axis.bnet"), "an answer is not written to a .bnet file"),
        (("axis.bnet", "-o", "nowhere/c.md"), "there is no folder nowhere"),
        ((), "Missing argument"),
    ],
)
def test_usage(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    (folder / "s.txt").write_text(STATEMENTS, "utf-8")
    status, out, err = run("table", "statements", *arguments, cwd=folder)
    assert (status, out, says in err, "Traceback" in err) == (2, "", True, False), err
    assert (folder / "s.txt").read_text("utf-8") == (folder / "s.tsv").read_text("utf-8") == STATEMENTS
