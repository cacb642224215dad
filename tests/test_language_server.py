"""`logicnet lsp`, as an editor meets it, a real process over standard input and output: what it tells and shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command import run
from editor import MODEL, TESTS, Editor
from lsprotocol import types

from logicnet import shipped_models

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the common folder ../shared is not here")
SHIPPED = sorted(shipped_models().values())
pytestmark = pytest.mark.asyncio(loop_scope="module")


# --- problems as one types ------------------------------------------------------------------------------------------


def expected(found: dict[str, Any]) -> tuple[Any, ...]:
    severity = {"error": 1, "warning": 2, "note": 3}[found["severity"]]
    message = f"{found['message']}\n{found['help']}" if found["help"] else found["message"]
    return found["code"], severity, found["line"], found["column"], message


def as_checked(editor: Editor, text: str, told: types.Diagnostic) -> tuple[Any, ...]:
    """Return what an editor was told in the terms of `logicnet check`."""
    start = told.range.start
    line = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")[start.line]
    column = next(k for k in range(len(line) + 1) if editor.units(line[:k]) == start.character) + 1
    assert told.severity is not None
    return told.code, told.severity.value, start.line + 1, column, told.message


async def same_as_check(editor: Editor, files: list[Path]) -> None:
    _, out, _ = run("check", "--format", "json", *map(str, files))
    by_file: dict[str, list[tuple[Any, ...]]] = {str(file): [] for file in files}
    for found in json.loads(out)["diagnostics"]:
        by_file[found["file"]].append(expected(found))
    for file in files:
        text = file.read_bytes().decode("utf-8")
        told = await editor.open(file, text)
        assert [as_checked(editor, text, one) for one in told] == by_file[str(file)], file.name
        await editor.close(file)


@needs_shared
async def test_damaged_files_are_told_of_as_by_check(editor: Editor) -> None:
    files = sorted((SHARED / "malformed").glob("*.bnet"))
    assert len(files) > 15
    await same_as_check(editor, [file for file in files if not file.read_bytes().startswith(b"\xef\xbb\xbf")])


async def test_shipped_models_are_told_of_as_by_check(editor: Editor) -> None:
    assert SHIPPED
    await same_as_check(editor, SHIPPED)


def change(start: tuple[int, int], end: tuple[int, int], text: str) -> types.TextDocumentContentChangePartial:
    return types.TextDocumentContentChangePartial(types.Range(types.Position(*start), types.Position(*end)), text)


async def test_what_is_typed_is_checked(editor: Editor, path: Path) -> None:
    assert await editor.open(path, MODEL.replace("RANK, RANKL", "RANK, (RANKL"))
    start = editor.position(MODEL, "RANK, RANKL", 6)
    taken = change((start.line, start.character), (start.line, start.character + 1), "")
    told = await editor.told(path.as_uri(), lambda: editor.change(path, 2, taken))
    assert [one.code for one in told] == []
    put = change((start.line, start.character), (start.line, start.character), "TNF + ")
    told = await editor.told(path.as_uri(), lambda: editor.change(path, 3, put))
    [wrong] = [one for one in told if one.code == "LN102"]
    assert (wrong.range.start.line, wrong.range.start.character) == (start.line, start.character + 4)
    assert wrong.range.end.character == start.character + 5
    assert await editor.close(path) == []


async def test_a_text_that_is_replaced_whole_is_checked_too(editor: Editor, path: Path) -> None:
    await editor.open(path, MODEL)
    whole = types.TextDocumentContentChangeWholeDocument("A, B &\n")
    told = await editor.told(path.as_uri(), lambda: editor.change(path, 2, whole))
    assert [one.code for one in told] == ["LN108"]


async def test_changes_end_up_where_they_were_made(editor: Editor, path: Path) -> None:
    """Form feeds and Unicode's line separators end no line; characters may take several code units."""
    text = "targets, factors\r\n# 🦴\u2028𝛋\x0c\x85 x\rA, B\nB, B"
    await editor.open(path, text)
    units = editor.units("# 🦴\u2028𝛋\x0c\x85 x")
    changes = [
        types.TextDocumentContentChangePartial(
            types.Range(types.Position(1, units - 1), types.Position(1, units)), "y"
        ),
        types.TextDocumentContentChangePartial(types.Range(types.Position(2, 3), types.Position(2, 99)), "Bx"),
        types.TextDocumentContentChangePartial(types.Range(types.Position(3, 4), types.Position(9, 0)), "\nC, (B"),
    ]
    told = await editor.told(path.as_uri(), lambda: editor.change(path, 2, *changes))
    place = types.Position(4, 3)
    assert ("LN101", place) in [(one.code, one.range.start) for one in told]
    assert ("LN104", types.Position(2, 3)) not in [(one.code, one.range.start) for one in told]  # Bx is too short


async def test_a_problem_has_a_range_and_the_other_place(editor: Editor, path: Path) -> None:
    text = "targets, factors\nÄ𝛋x, B\nB, B # 🦴\nÄ𝛋x, !B\n"
    told = await editor.open(path, text)
    [second] = [one for one in told if one.code == "LN105"]
    assert editor.marked(path.as_uri(), second.range) == "Ä𝛋x"
    assert second.range.start.line == 3
    assert second.source == "logicnet"
    [other] = second.related_information or []
    assert other.location == types.Location(
        path.as_uri(), types.Range(types.Position(1, 0), types.Position(1, editor.units("Ä𝛋x")))
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("targets, factors\nA, B\nB, \0\n", "LN001", 2, 3),
        ("targets, factors\nA, \udc00\n", "LN001", 1, 3),
        ("", "LN003", 0, 0),
        ("\ufefftargets, factors\nA, A\n", "LN002", 0, 1),
    ],
    ids=["NUL", "surrogate", "empty", "mark"],
)
async def test_what_is_hardly_text_is_told(
    editor: Editor, path: Path, text: str, code: str, line: int, column: int
) -> None:
    told = await editor.open(path, text)
    where = types.Position(line, editor.units("\ufeff") if code == "LN002" else column)
    assert [(one.code, one.range.start) for one in told] == [(code, where)]


# --- showing --------------------------------------------------------------------------------------------------------


async def test_a_component_is_shown_with_what_the_model_says_of_it(editor: Editor, path: Path) -> None:
    await editor.open(path, MODEL)
    text, marked = await editor.hovered(path, '𝛋": NFkB=1', 5)
    assert marked == "NFkB"
    assert text.split("\n\n") == [
        "**NF-κB** · Nuclear factor kappa B 𝛋",
        "`NFkB` · transcription-factor · in Bone 🦴 · rest 1",
        "```bnet\nNFkB, RANK\n```",
        "- `+` RANK PMID:9108485: told by 𝛋 \\[A1\\]",
    ]
    assert (await editor.hovered(path, "RANKL & !OPG", 2))[0].startswith(
        "**RANKL** · The ligand\n\nin Inputs · default 1"
    )


async def test_tags_and_problems_are_explained(editor: Editor, path: Path) -> None:
    await editor.open(path, MODEL.replace("RANKL & !OPG", "RANKL & !RANKL"))
    text, marked = await editor.hovered(path, "@label", 3)
    assert (text, marked) == ("`@label` The short name that is drawn, 16 characters at most.", "@label")
    text, _ = await editor.hovered(path, "RANK, RANKL & !RANKL", 1)
    assert "receptor" in text
    assert "**LN204** Whatever its regulators do, the component keeps one value." in text


async def test_a_broken_or_missing_rule_is_shown_as_such(editor: Editor, path: Path) -> None:
    await editor.open(path, "targets, factors\nA, (B | C\nB, A & Cx\nC, C\n")
    assert "cannot be read yet" in (await editor.hovered(path, "A, (B", 0))[0]
    assert "A free input" in (await editor.hovered(path, "Cx", 1))[0]
    nothing = types.HoverParams(**editor.at(path, "& Cx", 0))
    assert await editor.client.text_document_hover_async(nothing) is None


# --- leading --------------------------------------------------------------------------------------------------------


async def definition(editor: Editor, path: Path, before: str, inside: int = 0) -> list[tuple[str, str, int]]:
    asked = types.DefinitionParams(**editor.at(path, before, inside))
    found = await editor.client.text_document_definition_async(asked)
    assert isinstance(found, list | tuple)
    return [(one.uri, editor.marked(one.uri, one.range), one.range.start.line) for one in found]


@pytest.mark.parametrize(
    ("before", "inside"),
    [("RANK  PMID", 4), ("NFkB, RANK", 7), ("NFkB=1 RANK=1", 8), ("attractor: RANK", 12), ("RANK, RANKL", 0)],
    ids=["evidence", "regulator", "class", "claim", "target"],
)
async def test_every_mention_leads_to_the_rule(editor: Editor, path: Path, before: str, inside: int) -> None:
    await editor.open(path, MODEL)
    line = MODEL[: MODEL.index("RANK, RANKL")].count("\n")
    assert await definition(editor, path, before, inside) == [(path.as_uri(), "RANK", line)]


async def test_a_condition_leads_to_its_line_and_prose_nowhere(editor: Editor, path: Path) -> None:
    await editor.open(path, MODEL)
    line = MODEL[: MODEL.index("#? condition")].count("\n")
    assert await definition(editor, path, "given treated", 8) == [(path.as_uri(), "treated", line)]
    assert await definition(editor, path, "RANK=1 is prose") == []
    assert await definition(editor, path, "RANK bound") == []


async def test_tests_are_checked_on_the_model_beside_them(editor: Editor, path: Path) -> None:
    path.write_text(MODEL, "utf-8")
    found = await editor.open(path.with_suffix(".tests"), "test T2\n  all attractors: RANKK=0\ntest T3\n")
    assert [(d.code, d.range.start.line, d.range.start.character) for d in found] == [("LN402", 1, 18), ("LN405", 2, 0)]


async def test_tests_beside_a_model_lead_to_it(editor: Editor, path: Path) -> None:
    """Both where the model is open, its text not saved yet, and where it is only on disk."""
    tests = path.with_suffix(".tests")
    path.write_text(MODEL, "utf-8")
    await editor.open(tests, TESTS)
    editor.texts[path.as_uri()] = MODEL
    line = MODEL[: MODEL.index("RANK, RANKL")].count("\n")
    assert await definition(editor, tests, "RANK=0 NFkB") == [(path.as_uri(), "RANK", line)]
    await editor.open(path, f"{MODEL.partition('targets')[0]}\n\ntargets{MODEL.partition('targets')[2]}")
    assert await definition(editor, tests, "RANK=0 NFkB") == [(path.as_uri(), "RANK", line + 2)]


async def test_references_and_highlights(editor: Editor, path: Path) -> None:
    tests = path.with_suffix(".tests")
    tests.write_text(TESTS, "utf-8")
    await editor.open(path, MODEL)
    editor.texts[tests.as_uri()] = TESTS
    place = editor.at(path, "RANK  PMID", 1)

    async def references(declaration: bool) -> list[types.Location]:
        context = types.ReferenceContext(declaration)
        return list(await editor.client.text_document_references_async(types.ReferenceParams(context, **place)) or [])

    every, others = await references(True), await references(False)
    assert {editor.marked(one.uri, one.range) for one in every} == {"RANK"}
    assert [one.uri == tests.as_uri() for one in every] == [False] * 5 + [True]
    assert len(every) == len(others) + 1
    marked = await editor.client.text_document_document_highlight_async(types.DocumentHighlightParams(**place))
    assert [one.range for one in marked or []] == [one.range for one in every[:5]]
    kinds = [one.kind for one in marked or []]
    assert kinds.count(types.DocumentHighlightKind.Write) == 1
    assert kinds[2] is types.DocumentHighlightKind.Write


async def test_outline(editor: Editor, path: Path) -> None:
    await editor.open(path, MODEL)
    asked = types.DocumentSymbolParams(types.TextDocumentIdentifier(path.as_uri()))
    found = await editor.client.text_document_document_symbol_async(asked)
    shape = [(one.name, [child.name for child in one.children or []]) for one in found or []]
    assert shape == [
        ("Bone 🦴", ["NFkB", "RANK"]),
        ("Inputs", ["RANKL", "OPG"]),
        ("treated", []),
        ("on 𝛋", []),
        ("T1", []),
    ]
    group, test = found[0], found[-1]
    assert editor.marked(path.as_uri(), group.selection_range) == "Bone 🦴"
    assert editor.marked(path.as_uri(), group.range).startswith("#= Bone")
    assert editor.marked(path.as_uri(), group.range).endswith("RANK, RANKL & !OPG")
    assert editor.marked(path.as_uri(), group.children[0].range).startswith("# Nuclear")
    assert editor.marked(path.as_uri(), test.range).endswith("no attractor: RANK=1")
