"""`logicnet lsp`: what it changes in a file, and what it offers to whoever types."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from editor import MODEL, TESTS, Editor
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from logicnet import shipped_models

SHIPPED = sorted(shipped_models().values())
pytestmark = pytest.mark.asyncio(loop_scope="module")


# --- rename ---------------------------------------------------------------------------------------------------------


async def renamed(editor: Editor, path: Path, before: str, inside: int, new: str) -> dict[str, str]:
    """Rename; return the new texts by URI."""
    asked = types.RenameParams(new_name=new, **editor.at(path, before, inside))
    answer = await editor.client.text_document_rename_async(asked)
    assert answer is not None
    return {
        one.text_document.uri: editor.edited(editor.texts[one.text_document.uri], one.edits)
        for one in answer.document_changes or []
    }


@pytest.mark.parametrize("opened", [True, False], ids=["open", "on disk"])
async def test_rename_goes_through_rules_evidence_statements_and_tests(
    editor: Editor, path: Path, opened: bool
) -> None:
    tests = path.with_suffix(".tests")
    tests.write_text("nothing here" if opened else TESTS, "utf-8")
    await editor.open(path, MODEL)
    if opened:
        await editor.open(tests, TESTS)
    editor.texts[tests.as_uri()] = TESTS
    place = types.PrepareRenameParams(**editor.at(path, "NFkB, RANK", 8))
    ready = await editor.client.text_document_prepare_rename_async(place)
    assert isinstance(ready, types.PrepareRenamePlaceholder)
    assert (ready.placeholder, editor.marked(path.as_uri(), ready.range)) == ("RANK", "RANK")
    texts = await renamed(editor, path, "NFkB, RANK", 8, "Receptor")
    for word in ("+ RANK ", "NFkB, RANK", "RANK, RANKL", "NFkB=1 RANK=1", "attractor: RANK=1"):
        assert word in MODEL
        assert word.replace("RANK", "Receptor", 1) in texts[path.as_uri()] or word.startswith("NFkB=1")
    assert "𝛋 RANK=1 is prose" in texts[path.as_uri()]
    assert "# RANK bound" in texts[path.as_uri()]
    assert texts[path.as_uri()].count("Receptor") == 5
    assert texts[tests.as_uri()] == TESTS.replace("RANK=", "Receptor=")


async def test_rename_from_within_the_tests(editor: Editor, path: Path) -> None:
    tests = path.with_suffix(".tests")
    await editor.open(path, MODEL)
    await editor.open(tests, TESTS)
    texts = await renamed(editor, tests, "RANK=0 NFkB", 0, "R")
    assert texts[tests.as_uri()] == TESTS.replace("RANK=", "R=")
    assert "R, RANKL & !OPG" in texts[path.as_uri()]


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("RANKL", "RANKL is in use already"),
        ("a b", "no name that all tools read"),
        ("", "no name"),
        ("and", "no name"),
    ],
)
async def test_an_illegal_or_taken_name_is_refused(editor: Editor, path: Path, new: str, message: str) -> None:
    await editor.open(path, MODEL)
    with pytest.raises(JsonRpcException, match=message):
        await renamed(editor, path, "NFkB, RANK", 8, new)


async def test_where_nothing_can_be_renamed(editor: Editor, path: Path) -> None:
    await editor.open(path, f"{MODEL}X, (\n")
    place = editor.at(path, "NFkB, RANK", 8)
    assert await editor.client.text_document_prepare_rename_async(types.PrepareRenameParams(**place)) is None
    with pytest.raises(JsonRpcException, match="the model has errors"):
        await renamed(editor, path, "NFkB, RANK", 8, "new")
    with pytest.raises(JsonRpcException, match="no component here"):
        await renamed(editor, path, "& !OPG", 0, "new")


# --- mending and layout ---------------------------------------------------------------------------------------------


async def formatted(editor: Editor, path: Path) -> str | None:
    asked = types.DocumentFormattingParams(
        types.TextDocumentIdentifier(path.as_uri()), types.FormattingOptions(4, insert_spaces=True)
    )
    edits = await editor.client.text_document_formatting_async(asked)
    return None if edits is None else editor.edited(editor.texts[path.as_uri()], edits)


async def test_formatting_is_that_of_fmt(editor: Editor, path: Path) -> None:
    text = "# 🦴\nA, B and not  C # 𝛋\n\n\nB,B\nC , C"
    path.write_text(text, "utf-8")
    await editor.open(path, text)
    once = await formatted(editor, path)
    assert run("fmt", str(path))[0] == 0
    assert once == path.read_text("utf-8")
    await editor.close(path)
    await editor.open(path, once)
    assert await formatted(editor, path) == once


async def test_formatting_shipped_models_and_broken_texts(editor: Editor, path: Path) -> None:
    for number, model in enumerate(SHIPPED):
        text = model.read_text("utf-8").replace(" & ", " && ")
        await editor.open(path.with_stem(f"x{number}"), text)
        assert await formatted(editor, path.with_stem(f"x{number}")) == text.replace(" && ", " & ")
    await editor.open(path, "targets, factors\nA, (B\n")
    assert await formatted(editor, path) is None


async def test_what_would_grow_too_long_is_left_and_told(editor: Editor, path: Path) -> None:
    await editor.open(path, f"targets, factors\nA, {' ^ '.join(f'x{k}' for k in range(20))}\n")
    with pytest.raises(JsonRpcException, match="the rule of A is left as it is"):
        await formatted(editor, path)


async def test_names_that_formatting_changes_are_told(editor: Editor, path: Path) -> None:
    await editor.open(path, "targets, factors\nDKK-1, DKK-1\n")
    editor.client.messages.clear()
    assert await formatted(editor, path) == "targets, factors\nDKK_1, DKK_1\n"
    assert [one.message for one in editor.client.messages] == ["DKK-1 is now called DKK_1, which other tools can read"]


async def actions(editor: Editor, path: Path, *only: str) -> list[types.CodeAction]:
    end = types.Position(len(editor.texts[path.as_uri()].splitlines()), 0)
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(path.as_uri()),
        types.Range(types.Position(0, 0), end),
        types.CodeActionContext([], only=list(only) or None),
    )
    found = await editor.client.text_document_code_action_async(asked)
    return [one for one in found or [] if isinstance(one, types.CodeAction)]


def after(editor: Editor, path: Path, action: types.CodeAction) -> str:
    assert action.edit is not None
    [change] = action.edit.document_changes or []
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 1
    return editor.edited(editor.texts[path.as_uri()], change.edits)


async def test_quick_fixes_are_those_of_check(editor: Editor, path: Path) -> None:
    text = "targets, factors\nRANKL, RANKL\nA𝛋, B &&\n  RANKLL # 🦴\nB, B\n"
    await editor.open(path, text)
    found = {one.title: one for one in await actions(editor, path, "quickfix")}
    assert set(found) == {"write RANKL", "write & | !"}
    assert after(editor, path, found["write RANKL"]) == text.replace("RANKLL", "RANKL")
    assert after(editor, path, found["write & | !"]) == text.replace("&&", "&")
    assert [found[title].is_preferred for title in ("write RANKL", "write & | !")] == [False, True]
    [about] = found["write RANKL"].diagnostics or []
    assert about.code == "LN104"


async def test_only_what_is_selected_is_mended(editor: Editor, path: Path) -> None:
    await editor.open(path, "targets, factors\nA, B || B\nB, A ~ B\nC, ~B\n")
    place = types.Range(types.Position(3, 3), types.Position(3, 3))
    asked = types.CodeActionParams(
        types.TextDocumentIdentifier(path.as_uri()), place, types.CodeActionContext([], only=["quickfix"])
    )
    found = await editor.client.text_document_code_action_async(asked)
    assert [one.diagnostics[0].range.start.line for one in found or []] == [3]


async def test_all_safe_problems_at_once_as_check_does(editor: Editor, path: Path) -> None:
    text = "Targets, Factors\nA, B and not C\nB, B ||\n   C # 🦴\nC, ~C\nA, B and not C\n"
    path.write_text(text, "utf-8")
    await editor.open(path, text)
    [every] = await actions(editor, path, "source.fixAll")
    assert every.kind == "source.fixAll.logicnet"
    run("check", "--fix", str(path))
    assert after(editor, path, every) == path.read_text("utf-8") != text
    assert await actions(editor, path, "refactor") == []
    assert {one.kind for one in await actions(editor, path)} == {"quickfix", "source.fixAll.logicnet"}


async def test_a_byte_order_mark_is_removed(editor: Editor, path: Path) -> None:
    await editor.open(path, "\ufefftargets, factors\nA, A\n")
    [one] = await actions(editor, path, "quickfix")
    assert after(editor, path, one) == "targets, factors\nA, A\n"


# --- completion -----------------------------------------------------------------------------------------------------


async def offered(editor: Editor, path: Path, written: str) -> list[str]:
    """Return what is offered at a mark ‸ that stands once in a text."""
    text = written.replace("‸", "")
    await editor.open(path, text)
    position = editor.position(written, "‸")
    asked = types.CompletionParams(types.TextDocumentIdentifier(path.as_uri()), position)
    found = await editor.client.text_document_completion_async(asked)
    assert isinstance(found, types.CompletionList)
    offers = []
    for item in found.items:
        assert isinstance(item.text_edit, types.TextEdit)
        assert item.text_edit.range.end == position
        offers.append(editor.edited(text, [item.text_edit]).split("\n")[position.line])
    return offers


@pytest.mark.parametrize(
    ("old", "written", "expected"),
    [
        ("NFkB, RANK", "NFkB, RA‸", ["NFkB, NFkB", "NFkB, RANK", "NFkB, RANKL", "NFkB, OPG"]),
        ("NFkB, RANK", "NFkB, RANK & (‸", [f"NFkB, RANK & ({name}" for name in ("NFkB", "RANK", "RANKL", "OPG")]),
        ("OPG, OPG\n", "‸", ["OPG"]),
        ("+ RANK ", "+ ‸ ", [f"#   + {w}  PMID:9108485  told by 𝛋  [A1]" for w in ("RANK", "NFkB", "RANKL", "OPG")]),
        ("#   * PMID:9108485\n", "#   ‸\n", [f"#   {sign} " for sign in "+-?*"]),
        ("@default 1", "@default ‸", ["# The ligand  @default 0", "# The ligand  @default 1"]),
        ("@title  A sketch", "@update ‸", ["# @update asynchronous", "# @update synchronous"]),
        ("#?   given treated", "#?   given O‸",
         [f"#?   given {word}" for word in ("NFkB=", "RANK=", "RANKL=", "OPG=", "treated")]),
        ("#?   given treated", "#?   given OPG=‸", ["#?   given OPG=0", "#?   given OPG=1"]),
        ("attractor: RANK=1", "attractor: RANK=‸", [f"#?   no attractor: RANK={value}" for value in "01*"]),
        ("#?   no attractor: RANK=1", "#?   no ‸", ["#?   no attractors:"]),
        ("is prose\"", "is prose\" @‸", ['#? test T1 "𝛋 RANK=1 is prose" @update']),
    ],
    ids=["names", "in parentheses", "inputs without a rule", "evidence", "signs", "default", "metadata", "given", "bit",
         "value", "claim", "test"],
)  # fmt: skip
async def test_what_is_offered(editor: Editor, path: Path, old: str, written: str, expected: list[str]) -> None:
    assert MODEL.count(old) == 1
    assert await offered(editor, path, MODEL.replace(old, written)) == expected


async def test_words_that_open_a_line_and_tags(editor: Editor, path: Path) -> None:
    lines = await offered(editor, path, MODEL.replace("#?   given treated", "#? ‸"))
    assert {"#? condition", "#? test", "#? from rest", "#? then given", "#? all attractors:"} <= set(lines)
    tags = await offered(editor, path, MODEL.replace("@kind receptor", "@‸"))
    assert "# RANK bound by its ligand  @label" in tags
    assert "# RANK bound by its ligand  @title" not in tags
    head = await offered(editor, path, MODEL.replace("@title  A sketch", "@t‸"))
    assert {"# @title", "# @owner", "# @gather"} <= set(head)
    kinds = await offered(editor, path, MODEL.replace("@kind receptor", "@kind re‸"))
    assert "# RANK bound by its ligand  @kind receptor" in kinds


async def test_tests_alone_are_completed_from_the_model(editor: Editor, path: Path) -> None:
    await editor.open(path, MODEL)
    lines = await offered(editor, path.with_suffix(".tests"), 'test T "𝛋"\n  given RA‸\n')
    assert "  given RANKL=" in lines
