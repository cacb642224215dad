"""The command line through the front door: run as a process, its output and files opened."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
import time
from pathlib import Path

import pytest
from command import TUMOUR, run

import logicnet

RULES = Path(__file__).parent.parent / "rules"


def test_attractors_json_has_the_documented_schema() -> None:
    status, out, err = run("attractors", *TUMOUR, "--format", "json")
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert list(data) == ["schema", "model", "update", "fixed", "free", "exactness", "count", "attractors"]
    assert data["schema"] == "logicnet.attractors/1"
    assert (data["model"], data["update"], data["exactness"]) == ("bone_metastasis", "asynchronous", "exact")
    assert data["fixed"]["Breast_cancer"] == 1
    assert len(data["fixed"]) == 24
    assert data["free"] == []
    assert data["count"] == 3
    assert [a["certificate"] for a in data["attractors"]] == [
        "fixed point",
        "univocal trap space",
        "univocal trap space",
    ]
    told = [(a["id"], a["kind"], a["states"], a["classes"]) for a in data["attractors"]]
    assert told == [
        ("A1", "fixed point", 1, ["vicious cycle"]),
        ("A2", "cyclic", 32660, ["tumour-free"]),
        ("A3", "cyclic", 32660, ["dormant"]),
    ]
    for attractor in data["attractors"]:
        assert len(attractor["values"]) == 76
        assert set(attractor["values"].values()) <= {0, 1, "*"}
    assert data["attractors"][1]["values"]["Bone_Resorption"] == "*"
    assert data["attractors"][1]["values"]["Breast_cancer"] == 1


def test_attractors_table_is_for_a_biologist() -> None:
    status, out, _ = run("attractors", *TUMOUR)
    assert status == 0
    assert "3 attractors · exact" in out
    assert "set:     Breast_cancer=1" in out
    lines = out.splitlines()
    assert any(line.split() == ["outcome", "vicious", "cycle", "tumour-free", "dormant"] for line in lines)
    assert any(line.split() == ["NF-κB", "1", "*", "*"] for line in lines)
    assert "Osteoclast lineage" in lines


@pytest.mark.parametrize("form", ["csv", "markdown"])
def test_attractors_as_rows(form: str) -> None:
    status, out, _ = run("attractors", "core_axis", "--set", "Estrogen=0", "--format", form)
    assert status == 0
    if form == "csv":
        (row,) = csv.DictReader(io.StringIO(out))
        assert (row["id"], row["states"], row["classes"]) == ("A1", "1", "osteoporosis")
        assert row["Bone_Loss"] == "1"
    else:
        assert out.startswith("| id | kind | states | certificate | classes | Estrogen |")
        assert out.splitlines()[2].startswith("| A1 | fixed point | 1 | fixed point | osteoporosis | 0 |")


def test_synchronous_states_are_the_period() -> None:
    status, out, _ = run("attractors", "core_axis", "--update", "synchronous", "--format", "json")
    assert status == 0
    assert sorted(a["states"] for a in json.loads(out)["attractors"]) == [7, 14, 14, 14]


def test_fixed_points_and_trap_spaces() -> None:
    status, out, _ = run("fixed-points", *TUMOUR, "--format", "json")
    data = json.loads(out)
    assert (status, data["schema"], len(data["fixed_points"])) == (0, "logicnet.fixed-points/1", 1)
    assert data["fixed_points"][0]["classes"] == ["vicious cycle"]
    status, out, _ = run("trap-spaces", *TUMOUR, "--format", "json")
    data = json.loads(out)
    assert (status, data["schema"], len(data["trap_spaces"])) == (0, "logicnet.trap-spaces/1", 3)
    status, out, _ = run("trap-spaces", *TUMOUR, "--maximal", "--format", "json")
    assert (status, len(json.loads(out)["trap_spaces"])) == (0, 4)


def test_free_inputs_are_listed_by_valuation_and_limited() -> None:
    status, out, _ = run("attractors", "core_axis", "--free", "Estrogen", "--free", "Denosumab", "--format", "json")
    data = json.loads(out)
    assert (status, data["free"]) == (0, ["Estrogen", "Denosumab"])
    seen = {(a["values"]["Estrogen"], a["values"]["Denosumab"]) for a in data["attractors"]}
    assert seen == {(0, 0), (0, 1), (1, 0), (1, 1)}
    status, out, err = run("attractors", "core_axis", "--free", "Estrogen", "--free", "Denosumab", "--limit", "3")
    assert status == 3
    assert out.startswith("core_axis · asynchronous · 4 attractors · at least\n")
    assert "there are 4, 3 of them listed; raise --limit" in err


def test_a_limit_on_results_gives_what_is_certain() -> None:
    model = "targets, factors\n" + "".join(f"A{k}, A{k}\nB{k}, A{k}\n" for k in range(4))
    status, out, err = run("fixed-points", "-", "--limit", "5", "--format", "json", stdin=model.encode())
    data = json.loads(out)
    assert (status, data["exactness"], len(data["fixed_points"])) == (3, "at_least", 5)
    assert "limit" in data["reason"]
    assert err.startswith("incomplete: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("attractors", "core_axis", "--set", "Estrogn=0"), "did you mean Estrogen?"),
        (("attractors", "core_axis", "--set", "Estrogen=2"), "is not NODE=0 or NODE=1"),
        (("attractors", "core_axis", "--set", "RANK=0", "--set", "RANK=1"), "both 0 and 1"),
        (("attractors", "core_axis", "--free", "RANK"), "no input"),
        (("attractors", "core_axis", "--condition", "menopaus"), "did you mean menopause?"),
        (("attractors", "core_axs"), "did you mean core_axis?"),
        (("attractors", "nothing.bnet"), "cannot read nothing.bnet"),
        (("attractors", "."), "is a folder"),
        (("attractors", "model.xyz"), "unknown file format '.xyz'"),
        (("attractors", "core_axis", "--format", "xml"), "xml"),
        (("attractors", "core_axis", "-o", "no/such/folder.json"), "cannot write"),
        (("attractors", "core_axis", "-o", "model.bnet"), "not written to a .bnet file"),
        (("draw", "core_axis", "-o", "figure.gif"), "svg, pdf, png and dot"),
        (("draw", "core_axis", "-o", "no/such/figure.svg"), "cannot write"),
        (("draw", "core_axis", "--attractor", "A9"), "unknown attractor 'A9': there is A1 only"),
        (("draw", "bone_metastasis", "--attractor", "A9"), "there are A1 to A2"),
        (("reach", "core_axis", "--from", "rest", "--to", "Bone_Los=1"), "did you mean Bone_Loss"),
        (("reach", "core_axis", "--from", "rest", "--to", "Bone_Loss=2"), "is not NODE=0 or NODE=1"),
        (("reach", "core_axis", "--from", "rest", "--to", "A9"), "unknown attractor 'A9'"),
        (("reach", "core_axis", "--from", "Denosumab=1", "--to", "A1"), "Denosumab is held at 0"),
        (("reach", "core_axis", "--to", "A1"), "Missing option '--from'"),
        (("attractors", "core_axis", "--set", "Active OC=0"), "did you mean Osteoclast_active?"),
        (("attractors", "core_axis", "--set", "Estrogen=0,Denosumab=1"), "repeat --set"),
        (("attractors", "core_axis", "--limit", str(10**30)), "not in the range"),
        (("attractors", "core_axis", "--timeout", "nan"), "nan is no number"),
        (("attractors", "core_axis", "-o", "answer.xlsx"), "but to .json, .csv, .md, .txt"),
        (("attractors", "x" * 300), "unknown model"),
        (("info", "core_axis", "-o", "model.bnet"), "not written to a .bnet file"),
        (("info", "core_axis", "-o", "facts.csv"), "is no csv table"),
        (("frobnicate",), "No such command"),
    ],
)
def test_a_mistake_is_one_clear_message(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    status, out, err = run(*arguments, cwd=tmp_path)
    assert (status, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_gives_place_caret_and_hint(tmp_path: Path) -> None:
    (tmp_path / "bad.bnet").write_text("targets, factors\nRANK, RANKL & (OPG\nOC, RANK RANKL\n")
    status, out, err = run("attractors", "bad.bnet", cwd=tmp_path)
    assert (status, out) == (2, "")
    lines = err.splitlines()
    assert lines[0] == "bad.bnet:2:15: error[LN101]: '(' is never closed"
    assert lines[1] == "    2 | RANK, RANKL & (OPG"
    assert lines[2] == "      |               ^"
    assert lines[3].strip().startswith("help: ")
    assert "bad.bnet:3:10: error[LN108]" in err


def test_a_rule_file_named_without_its_suffix_is_pointed_out(tmp_path: Path) -> None:
    (tmp_path / "toggle.bnet").write_text("A, !B\nB, !A\n")
    status, _, err = run("attractors", "toggle", cwd=tmp_path)
    assert (status, err.rstrip().endswith("did you mean toggle.bnet?")) == (2, True)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("A, B\n".encode("utf-16"), "save it as UTF-8"),
        (b"\x00\xff", "not a text file: a NUL byte\n"),
        (
            b"# logicnet: 1\n# @title \x1b[31mred\n",
            "2:10: error[LN001]: not a text file: control character U+001B",
        ),
    ],
)
def test_an_encoding_is_named_for_what_it_is(content: bytes, says: str) -> None:
    status, _, err = run("info", "-", stdin=content)
    assert (status, says in err) == (2, True)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe\x00", b"# only a comment\n"])
def test_what_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "odd.bnet").write_bytes(content)
    status, out, err = run("attractors", "odd.bnet", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert "error[LN00" in err
    assert "Traceback" not in err


def test_output_goes_to_a_file_in_one_step(tmp_path: Path) -> None:
    target = tmp_path / "answer.json"
    target.write_text("old")
    status, out, err = run("attractors", "core_axis", "-o", str(target))
    assert (status, out) == (0, "")
    assert json.loads(target.read_text())["model"] == "core_axis"
    assert str(target) in err
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_of_another_kind_is_not_overwritten(tmp_path: Path) -> None:
    precious = tmp_path / "notes.svg"
    precious.write_text("my notes")
    status, _, err = run("draw", "core_axis", "-o", str(precious))
    assert status == 2
    assert "no .svg file" in err
    assert precious.read_text() == "my notes"


def test_a_model_reads_from_standard_input() -> None:
    status, out, _ = run("attractors", "-", "--format", "json", stdin=b"targets, factors\nA, !B\nB, !A\n")
    assert (status, len(json.loads(out)["attractors"])) == (0, 2)


def test_info_and_models() -> None:
    status, out, _ = run("info", "core_axis")
    assert status == 0
    assert "components           22, 6 of them inputs" in out
    assert "largest strong part  13 components" in out
    status, out, _ = run("info", "core_axis", "--format", "json")
    facts = json.loads(out)
    assert facts["circuits"]["count"] == 18
    assert facts["regulators"]["RANK_active"] == {"RANKL_free": "+", "RANK_GOF": "+", "RANK": "+"}
    status, out, _ = run("models")
    names = [line.split()[0] for line in out.splitlines()[2:]]
    listed = {model["model"]: model["components"] for model in json.loads(run("models", "--format", "json")[1])}
    assert (listed["core_axis"], listed["atlas"]) == (22, 252)
    assert (status, names) == (0, sorted(path.stem for path in RULES.glob("*.bnet")))


@pytest.mark.parametrize("form", ["svg", "pdf", "png", "dot"])
def test_draw_gives_the_same_bytes_each_time(form: str, tmp_path: Path) -> None:
    beginnings = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG", "dot": b"digraph"}
    written = []
    for k, seed in enumerate(("1", "2")):
        target = tmp_path / f"figure{k}.{form}"
        status, _, err = run("draw", "core_axis", "-o", str(target), env={"PYTHONHASHSEED": seed})
        assert status == 0, err
        written.append(target.read_bytes())
    assert written[0].lstrip().startswith(beginnings[form])
    assert written[0] == written[1]


def test_draw_paints_an_attractor(tmp_path: Path) -> None:
    for name, options in (("plain", ()), ("painted", ("--attractor", "A1"))):
        status, _, err = run("draw", *TUMOUR, *options, "-o", str(tmp_path / f"{name}.svg"))
        assert status == 0, err
    plain, painted = ((tmp_path / f"{name}.svg").read_text() for name in ("plain", "painted"))
    assert "NF-κB" in plain
    assert "vicious cycle" in painted
    assert plain != painted


@pytest.mark.parametrize(
    "command", ["attractors", "fixed-points", "trap-spaces", "reach", "draw", "info", "models", "completion"]
)
def test_help_shows_an_example(command: str) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    assert "Example:" in out
    assert "logicnet " in out.split("Example:")[1]


def test_version_and_completion() -> None:
    from logicnet import __version__

    assert run("--version")[1] == f"logicnet {__version__}\n"
    status, out, _ = run("completion", "bash")
    assert (status, "_LOGICNET_COMPLETE" in out) == (0, True)
    words = {"COMP_WORDS": "logicnet attractors core_axis --set Estr", "COMP_CWORD": "4"}
    status, out, _ = run(env={"_LOGICNET_COMPLETE": "bash_complete", **words})
    assert "plain,Estrogen=0" in out


def test_info_writes_what_the_suffix_says(tmp_path: Path) -> None:
    status, _, err = run("info", "core_axis", "-o", "facts.json", cwd=tmp_path)
    assert status == 0, err
    assert json.loads((tmp_path / "facts.json").read_text())["model"] == "core_axis"


def test_blocks_of_a_table_stand_one_blank_line_apart() -> None:
    status, out, _ = run("attractors", "-", stdin=b"A, !B\nB, !A\n")
    assert (status, out.splitlines()[1], "\n\n\n" in out) == (0, "", False)


def test_no_fixed_point_is_no_empty_table() -> None:
    status, out, _ = run("fixed-points", "core_axis")
    assert (status, out.splitlines()[0]) == (0, "core_axis · 0 fixed points · exact")
    assert not out.endswith("\n\n")
    assert "─" not in out


def test_a_picture_of_an_incomplete_answer_is_told(tmp_path: Path) -> None:
    model = b"targets, factors\n" + b"".join(b"A%d, !B%d\nB%d, !A%d\n" % (k, k, k, k) for k in range(4))
    status, _, err = run("draw", "-", "--attractor", "A1", "--limit", "2", "-o", "p.svg", cwd=tmp_path, stdin=model)
    assert (status, "incomplete: " in err) == (3, True)
    assert (tmp_path / "p.svg").exists()


def test_a_letter_that_the_font_lacks_is_told_in_one_line(tmp_path: Path) -> None:
    model = "# logicnet: 1\ntargets, factors\n\n# Tumour @label 腫瘍\nA, A\n".encode()
    status, _, err = run("draw", "-", "-o", "p.png", cwd=tmp_path, stdin=model)
    lines = err.splitlines()
    assert (status, len(lines), lines[-1]) == (0, 3, "wrote p.png")
    assert all(line.startswith("warning: Glyph ") for line in lines[:2])


def test_a_rule_of_very_many_regulators_is_told_soon(tmp_path: Path) -> None:
    count = 60_000
    (tmp_path / "wide.bnet").write_text("A, " + " | ".join(f"b{k}" for k in range(count)) + "\n")
    start = time.monotonic()
    assert run("info", "wide.bnet", cwd=tmp_path)[0] == 0
    assert run("draw", "wide.bnet", "-o", "wide.dot", cwd=tmp_path)[0] == 0
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("A, " + " ^ ".join(f"b{k}" for k in range(60_000)), "60000 (60000 dual)"),
        ("A, " + " | ".join(f"b{k} & !b{k + 1}" for k in range(20_000)), "1 inhibiting, 19999 dual"),
        (
            "A, " + " | ".join(f"b{k}" for k in range(20_000)) + "".join(f"\nb{k}, A" for k in range(20_000)),
            "at least 10000",
        ),
    ],
    ids=["parity", "both ways", "circuits"],
)
def test_what_a_wide_rule_does_is_told_in_seconds(rules: str, says: str) -> None:
    # Minutes where each regulator is looked at for itself: `run` waits for two.
    status, out, _ = run("info", "-", stdin=rules.encode())
    assert (status, says in out) == (0, True)


def test_a_near_miss_of_a_name_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "near.bnet").write_text("targets, factors\nRANKL, OC\nRANK, RANKLL & !OC\nOC, RANK\n")
    status, out, err = run("attractors", "near.bnet", "--format", "json", cwd=tmp_path)
    assert (status, json.loads(out)["free"]) == (0, ["RANKLL"])
    assert err.startswith("near.bnet:3:7: warning[LN104]: RANKLL has no rule and is read as a free input")
    assert "did you mean RANKL?" in err


def test_the_scheme_of_the_file_holds_everywhere(tmp_path: Path) -> None:
    path = tmp_path / "swap.bnet"
    path.write_text("# logicnet: 1\n# @update synchronous\ntargets, factors\na, b\nb, a\n")
    answer = json.loads(run("attractors", str(path), "--format", "json")[1])
    network = logicnet.load(path)
    ours = logicnet.attractors(network)
    assert (answer["update"], answer["count"]) == (ours.update, ours.count) == ("synchronous", 3)
    assert logicnet.attractors(network, "asynchronous").count == 2
    assert logicnet.reach(network, {"a": 1, "b": 0}, {"a": 1, "b": 1}).outcome == "no"
    assert logicnet.reachable_attractors(network, {"a": 1, "b": 0}).update == "synchronous"


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes")
def test_a_file_name_that_is_no_text_does_not_stop_an_answer(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.bnet")).write_text("A, !A\n", "utf-8")
    status, _, err = run("attractors", os.fsdecode(b"\xff.bnet"), "-o", "answer.json", cwd=tmp_path)
    assert (status, err) == (0, "wrote answer.json\n")
    assert json.loads((tmp_path / "answer.json").read_text("utf-8"))["model"] == "\udcff"
