"""The parts of the language server that know no protocol, and its command."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from editor import MODEL, TESTS
from hypothesis import example, given
from hypothesis import strategies as st
from lsprotocol import types

from logicnet.language_server.hover import described
from logicnet.language_server.layout import difference
from logicnet.language_server.lines import Lines, Position, points_of, replaced, units
from logicnet.language_server.pages import Family, page_of
from logicnet.language_server.wire import uri_of, workspace_edit

ENCODINGS = ("utf-8", "utf-16", "utf-32")
texts = st.text(st.sampled_from("aé𝛋🦴\n\r\u2028\x0c\x85 "), max_size=30)


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 1 + 4 + 2), ("utf-16", 1 + 2 + 1), ("utf-32", 3)])
def test_columns_are_counted_in_what_the_editor_counts_in(encoding: str, character: int) -> None:
    lines = Lines("x\na𝛋éb", encoding)
    assert lines.position(2, 4) == Position(1, character)
    assert lines.place(Position(1, character)) == (2, 4)
    assert lines.offset(Position(1, character)) == 5


def test_a_place_inside_a_character_is_before_it() -> None:
    assert points_of("a🦴b", 2, "utf-16") == points_of("a🦴b", 4, "utf-8") == 1


def test_a_place_behind_the_line_or_the_text_is_at_its_end() -> None:
    lines = Lines("ab\r\ncd")
    assert (lines.position(1, 9), lines.position(7, 1), lines.end) == (Position(0, 2), Position(1, 2), Position(1, 2))
    assert (lines.place(Position(0, 9)), lines.place(Position(5, 0))) == ((1, 3), (2, 3))
    assert (lines.offset(Position(0, 9)), lines.offset(Position(5, 0))) == (2, 6)


def test_a_byte_order_mark_is_a_character_to_the_editor_only() -> None:
    lines = Lines("\ufeffab\ncd", mark=True)
    assert (lines.position(1, 1), lines.position(2, 1)) == (Position(0, 1), Position(1, 0))
    assert [lines.place(Position(*at)) for at in ((0, 0), (0, 1), (0, 2), (1, 1))] == [(1, 1), (1, 1), (1, 2), (2, 2)]


def test_a_lone_surrogate_is_counted() -> None:
    assert [units("a\ud800b", encoding) for encoding in ENCODINGS] == [5, 3, 3]


@given(texts, st.sampled_from(ENCODINGS))
def test_every_place_is_found_again(text: str, encoding: str) -> None:
    lines = Lines(text, encoding)
    assert "".join(lines[k] for k in range(len(lines))) == text.replace("\r", "").replace("\n", "")
    for line in range(1, len(lines) + 1):
        for column in range(1, len(lines[line - 1]) + 2):
            assert lines.place(lines.position(line, column)) == (line, column)


@given(texts, texts, st.sampled_from(ENCODINGS))
@example("a", "a\n", "utf-16")
@example("a\nb\nc", "a", "utf-16")
@example("", "\n", "utf-16")
@example("a\nb", "b", "utf-16")
def test_the_difference_of_two_texts_makes_one_of_the_other(before: str, after: str, encoding: str) -> None:
    before, after = (text.replace("\r", "") for text in (before, after))
    changes = difference(Lines(before, encoding), after)
    assert len(changes) == (before != after)
    for change in changes:
        assert replaced(Lines(before, encoding), *change) == after


def test_a_difference_is_small() -> None:
    [change] = difference(Lines("a\nb\nc\nd\n"), "a\nx\ny\nc\nd\n")
    assert change == (Position(1, 0), Position(2, 0), "x\ny\n")


def test_line_ends_alone_are_no_difference() -> None:
    assert difference(Lines("a\r\nb\r\n"), "a\nb\n") == []


def test_paths_and_what_is_none_have_uris(tmp_path: Path) -> None:
    path = tmp_path / "ä b#1.bnet"
    assert uri_of(str(path)) == path.as_uri()
    assert uri_of("untitled:Untitled-1") == "untitled:Untitled-1"


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_of_tests_speaks_of_components_with_or_without_the_sign() -> None:
    page = page_of(TESTS.replace("  given", "#?  given"), "x.tests")
    assert [(o.name, o.place.line) for o in page.mentions] == [("RANKL", 3), ("RANK", 4), ("NFkB", 4)]
    assert page.findings == ()


def test_markup_in_prose_is_shown_as_it_is() -> None:
    page = page_of(MODEL.replace("RANK bound by its ligand", "a *b* <c> [d](e) `f`"), "x.bnet")
    assert "· a \\*b\\* \\<c\\> \\[d\\](e) \\`f\\`\n" in described(Family(page, page), "RANK")


def test_an_editor_that_reads_no_versions_is_told_none() -> None:
    edit = types.TextEdit(types.Range(types.Position(0, 0), types.Position(0, 1)), "x")
    assert workspace_edit([("u", 3, [edit])], versioned=False) == types.WorkspaceEdit(changes={"u": [edit]})


def test_a_long_rule_is_cut() -> None:
    page = page_of(f"targets, factors\nA, {' | '.join(f'x{k}' for k in range(5000))}\n", "x.bnet")
    shown = described(Family(page, page), "A")
    assert len(shown) < 2100
    assert "…" in shown


# --- the command ----------------------------------------------------------------------------------------------------


def test_the_server_ends_with_its_editor() -> None:
    assert run("lsp") == (0, "", "")


def test_the_missing_extra_is_named(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ModuleNotFoundError('No module named pygls', name='pygls')\n")
    status, out, err = run("lsp", env={"PYTHONPATH": str(tmp_path)})
    assert (status, out) == (2, "")
    assert err == "Error: the language server needs pygls: pip install 'logicnet[lsp]'\n"


@pytest.mark.parametrize("file", ["m.booleannet", "m.bnet", "untitled"])
def test_a_dialect_that_is_only_read_is_told_of_as_check_does(file: str) -> None:
    assert not page_of("A = True\nA *= B and not A\nB *= A\n", file).findings
    broken = page_of("A *= B and\nB *= A\n", file)
    assert [(f.code, f.place.line) for f in broken.findings] == [("LN108", 1)]
    assert not broken.mentions
