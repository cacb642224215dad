"""``logicnet rename``: one name is another one everywhere, and not a byte besides."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command import run
from hypothesis import given
from hypothesis import strategies as st
from judge import models

from logicnet import shipped_models
from logicnet.authoring.renaming import renamed
from logicnet.errors import FileAccessError, LogicnetError, SettingError, UnknownNameError
from logicnet.formats.bnet import document_of, read
from logicnet.loading import writing

MODEL = (
    b"\xef\xbb\xbf# logicnet: 1\r\n"
    b"# OC is prose\r"
    b"  Targets ,factors\n"
    b"\r\n"
    b"# Osteoclast OC  @label Osteocl.\n"
    b"#   + RANK   PMID:1  of OC  [A1]\n"
    b"#\t-\tOC   PMID:2\r\n"
    b"OC ,RANK&& ~OC  # OC, OCX\r\n"
    b"RANK,(  OC|\n"
    b" # OC\n"
    b"   not OCX )\n"
    b'#? class "OC=1 and": OC=1 RANK=*  \r\n'
    b"#? condition OC: OC=0\n"
    b'#? test T1 "OC=0 then"\n'
    b"#?   from OC=1 OCX=0\n"
    b"#?   given OC RANK=1\n"
    b"#?   no attractor:OC=1 OCX=1\n"
    b"#?   all attractors: OC=0 OCX=0"
)
# The same with each mention of the component, and nothing else, called differently.
RENAMED = (
    MODEL.replace(b"-\tOC ", b"-\tOsteoclast ")
    .replace(b"OC ,RANK&& ~OC ", b"Osteoclast ,RANK&& ~Osteoclast ")
    .replace(b"(  OC|", b"(  Osteoclast|")
    .replace(b'": OC=1', b'": Osteoclast=1')
    .replace(b"OC: OC=0", b"OC: Osteoclast=0")
    .replace(b"from OC=1", b"from Osteoclast=1")
    .replace(b"attractor:OC", b"attractor:Osteoclast")
    .replace(b"attractors: OC", b"attractors: Osteoclast")
)
TESTS = b'#? test X "OC=1 or"\r\n  given OC=1\r\n# OC=1 is prose\r\n#?  all attractors: RANK=1 OC=1\r\n'


def test_every_mention_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_bytes(MODEL)
    status, out, err = run("rename", "m.bnet", "OC", "Osteoclast", cwd=tmp_path)
    assert (status, out) == (0, "")
    assert err == "OC is now called Osteoclast: 9 mentions in 8 lines\n"
    assert (tmp_path / "m.bnet").read_bytes() == RENAMED
    assert run("rename", "m.bnet", "Osteoclast", "OC", cwd=tmp_path)[0] == 0
    assert (tmp_path / "m.bnet").read_bytes() == MODEL


@given(models(), st.data())
def test_the_model_stays_the_same(model: object, data: st.DataObject) -> None:
    text = model.text.replace("\n", data.draw(st.sampled_from(["\n", "\r\n"])))  # type: ignore[attr-defined]
    document = document_of(text, "x.bnet", "x")
    old = data.draw(st.sampled_from(model.names))  # type: ignore[attr-defined]
    result = renamed(text, document, old, "New", {}).texts["x.bnet"]
    assert read(result, "x.bnet", "x") == document.rules.renamed({old: "New"})
    back = renamed(result, document_of(result, "x.bnet", "x"), "New", old, {})
    assert back.texts["x.bnet"] == text


def test_every_component_of_the_shipped_models_can_be_renamed() -> None:
    for path in shipped_models().values():
        text = path.read_text("utf-8")
        document = document_of(text, "x.bnet", "x")
        for rule in document.rules.rules[::7]:
            result = renamed(text, document, rule.target, "New_1", {})
            assert read(result.texts["x.bnet"], "x.bnet", "x") == document.rules.renamed({rule.target: "New_1"})


def test_files_of_tests_are_renamed_too(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text("targets, factors\nOC, RANK\nRANK, OC\n")
    (tmp_path / "t.tests").write_bytes(TESTS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    status, out, err = run("rename", "m.bnet", "OC", "B", "t.tests", "--diff", cwd=tmp_path)
    assert (status, err) == (0, "")
    assert out.count("\n+++ ") == 2
    assert "-OC, RANK\n-RANK, OC\n+B, RANK\n+RANK, B\n" in out
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    status, _, err = run("rename", "m.bnet", "OC", "B", "t.tests", "t.tests", cwd=tmp_path)
    assert (status, err) == (0, "OC is now called B: 4 mentions in 4 lines\n")
    assert (tmp_path / "m.bnet").read_text() == "targets, factors\nB, RANK\nRANK, B\n"
    assert (tmp_path / "t.tests").read_bytes() == TESTS.replace(b"given OC", b"given B").replace(
        b" OC=1\r\n", b" B=1\r\n"
    )


def test_tests_beside_the_model_that_were_not_named_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_text("targets, factors\nOC, RANK\nRANK, OC\n")
    (tmp_path / "m.tests").write_bytes(TESTS)
    note = "note: m.tests speaks of OC, too, and stays as it is: it was not named\n"
    assert run("rename", "m.bnet", "OC", "B", "--diff", cwd=tmp_path)[2] == note
    assert note not in run("rename", "m.bnet", "OC", "B", "m.tests", "--diff", cwd=tmp_path)[2]
    done = "OC is now called B: 2 mentions in 2 lines\n"
    assert run("rename", "m.bnet", "OC", "B", cwd=tmp_path)[2] == note + done
    assert (tmp_path / "m.tests").read_bytes() == TESTS
    (tmp_path / "m.tests").write_bytes(b"OC \xff")
    assert run("rename", "m.bnet", "RANK", "OC", cwd=tmp_path)[2] == "RANK is now called OC: 2 mentions in 2 lines\n"


def test_all_files_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a.bnet", tmp_path / "b.tests"
    first.write_text("1")
    second.write_text("2")
    replace = os.replace

    def refusing(source: object, target: object) -> None:
        if Path(str(target)) == second:
            raise PermissionError(1, "Operation not permitted")
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", refusing)
    with pytest.raises(FileAccessError, match=r"cannot write .*b\.tests: Operation not permitted"):
        writing.write_back({first: "new", second: "new"})
    assert (first.read_text(), second.read_text()) == ("1", "2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.bnet", "b.tests"]


def test_standard_input_goes_to_standard_output() -> None:
    status, out, err = run("rename", "-", "A", "C", stdin=b"\xef\xbb\xbfA,B\r\nB,A\r\n")
    assert (status, out, err) == (0, "\ufeffC,B\r\nB,C\r\n", "A is now called C: 2 mentions in 2 lines\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("m.bnet", "OCC", "B"), "unknown component 'OCC'; did you mean OC"),
        (("m.bnet", "Osteocl.", "B"), "unknown component 'Osteocl.'; did you mean OC?"),
        (("m.bnet", "OC", "RANK"), "m.bnet:6:7: RANK is in use already"),
        (("m.bnet", "OC", "OCX"), "m.bnet:11:8: OCX is in use already"),
        (("m.bnet", "OC", "OC"), "OC is called so already"),
        (("m.bnet", "OC", "DKK-1"), "'DKK-1' is no name that all tools read; DKK_1 would be one"),
        (("m.bnet", "OC", "and"), "'and' is no name that all tools read"),
        (("m.bnet", "OC", "True"), "'True' is no name that all tools read"),
        (("m.bnet", "OC", "none"), "'none' is no name that all tools read"),
        (("m.bnet", "OC", "1"), "'1' is no name that all tools read"),
        (("m.bnet", "OC", ""), "'' is no name that all tools read"),
        (("m.bnet", "OC", "B", "m.bnet"), "m.bnet is no file of behavioural tests (.tests)"),
        (("m.bnet", "OC", "B", "none.tests"), "cannot read none.tests"),
        (("broken.bnet", "A", "B"), "broken.bnet:1:7: error[LN108]"),
        (("core_axis", "RANKL", "B"), "core_axis is a shipped model"),
    ],
)
def test_what_is_refused_changes_nothing(arguments: tuple[str, ...], says: str, tmp_path: Path) -> None:
    (tmp_path / "m.bnet").write_bytes(MODEL)
    (tmp_path / "broken.bnet").write_text("A, A &\n")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    status, out, err = run("rename", *arguments, cwd=tmp_path)
    assert (status, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_name_that_a_test_speaks_of_is_taken(tmp_path: Path) -> None:
    document = document_of("A, A\n", "x.bnet", "x")
    with pytest.raises(SettingError, match=r"t\.tests:2:8: B is in use already"):
        renamed("A, A\n", document, "A", "B", {"t.tests": "#? test T\n given B=1\n"})
    with pytest.raises(UnknownNameError):
        renamed("A, A\n", document, "B", "C", {"t.tests": "#? test T\n given B=1\n"})


def test_a_name_that_would_make_a_rule_a_header_is_refused() -> None:
    text = "targets, A\nA, targets\n"
    with pytest.raises(LogicnetError, match="with factors for A it would be read as another model"):
        renamed(text, document_of(text, "x.bnet", "x"), "A", "factors", {})


def test_a_name_in_two_normal_forms_is_one_component() -> None:
    text = "e\u0301, x\nx, \u00e9\n"
    document = document_of(text, "x.bnet", "x")
    assert renamed(text, document, "e\u0301", "e", {}).texts["x.bnet"] == "e, x\nx, e\n"
