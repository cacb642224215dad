"""`logicnet lsp`: broken texts, unknown files and large ones are answered, too."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from editor import MODEL, SECONDS, Editor
from lsprotocol import types
from pygls.exceptions import JsonRpcException

pytestmark = pytest.mark.asyncio(loop_scope="module")
in_one_encoding = pytest.mark.parametrize("client", [("utf-16",)], indirect=True, ids=["utf-16"])


# --- nothing kills it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", ["file:///nowhere/x.bnet", "untitled:Untitled-1", "weird", ""])
async def test_requests_for_unknown_files_are_answered_with_nothing(editor: Editor, uri: str) -> None:
    document, place, client = types.TextDocumentIdentifier(uri), types.Position(3, 3), editor.client
    nowhere = types.Range(place, place)
    answers = [
        await client.text_document_hover_async(types.HoverParams(document, place)),
        await client.text_document_definition_async(types.DefinitionParams(document, place)),
        await client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(True), document, place)
        ),
        await client.text_document_document_highlight_async(types.DocumentHighlightParams(document, place)),
        await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)),
        await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, place)),
        await client.text_document_rename_async(types.RenameParams(document, place, "x")),
        await client.text_document_formatting_async(
            types.DocumentFormattingParams(document, types.FormattingOptions(4, insert_spaces=True))
        ),
        await client.text_document_code_action_async(
            types.CodeActionParams(document, nowhere, types.CodeActionContext([]))
        ),
        await client.text_document_completion_async(types.CompletionParams(document, place)),
    ]
    assert answers == [None] * len(answers)


async def everything(editor: Editor, path: Path, line: int, character: int) -> None:
    """Ask everything about a place; answers may be empty, but come."""
    document, place, client = (
        types.TextDocumentIdentifier(path.as_uri()),
        types.Position(line, character),
        editor.client,
    )
    around = types.Range(types.Position(0, 0), types.Position(line + 1, character))
    await client.text_document_hover_async(types.HoverParams(document, place))
    await client.text_document_definition_async(types.DefinitionParams(document, place))
    await client.text_document_references_async(types.ReferenceParams(types.ReferenceContext(True), document, place))
    await client.text_document_document_highlight_async(types.DocumentHighlightParams(document, place))
    await client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    await client.text_document_prepare_rename_async(types.PrepareRenameParams(document, place))
    await client.text_document_code_action_async(types.CodeActionParams(document, around, types.CodeActionContext([])))
    await client.text_document_completion_async(types.CompletionParams(document, place))
    options = types.FormattingOptions(4, insert_spaces=True)
    await client.text_document_formatting_async(types.DocumentFormattingParams(document, options))


@pytest.mark.parametrize(
    "text",
    [*("", "\n", "\r", "\ufeff", "\x00", "#", "#?", "#=", "@", ",", "(", "A", "A,", "A, (", "𝛋, 🦴"),
     "# logicnet: 1\n#= @flow\n#? test\n"],
)  # fmt: skip
async def test_broken_texts_are_answered(editor: Editor, path: Path, text: str) -> None:
    await editor.open(path, text)
    for line in range(3):
        for character in (0, 1, 2, 1000):
            await everything(editor, path, line, character)


@pytest.mark.parametrize(
    "uri", ["untitled:Untitled-1", "weird", "", "file:///", "git:/a/b.bnet?x", "file:///%00.tests"]
)
async def test_files_that_are_nowhere_on_disk_are_served(editor: Editor, uri: str) -> None:
    await editor.open(uri, MODEL)
    document, place = types.TextDocumentIdentifier(uri), types.Position(7, 7)
    assert await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    found = await editor.client.text_document_definition_async(types.DefinitionParams(document, place))
    assert uri.endswith(".tests") or [one.uri for one in found or []] == [uri]


async def test_every_beginning_of_a_model_is_answered(editor: Editor, path: Path) -> None:
    for number, end in enumerate(range(1, len(MODEL), 23)):
        start = path.with_stem(f"x{number}")
        await editor.open(start, MODEL[:end])
        last = MODEL[:end].split("\n")
        await everything(editor, start, len(last) - 1, editor.units(last[-1]))
        await editor.close(start)


async def test_changes_to_unknown_files_are_passed_over(editor: Editor, path: Path) -> None:
    editor.change(path, 2, types.TextDocumentContentChangeWholeDocument("A, B\n"))
    assert await editor.open(path.with_stem("other"), "targets, factors\nA, A\n") == []


@in_one_encoding
async def test_a_large_file_is_answered_in_seconds_and_keeps_nobody_waiting(editor: Editor, path: Path) -> None:
    rules = "".join(f"n{i}, n{(i * 7 + 1) % 40000} & !n{(i * 13 + 5) % 40000}\n" for i in range(40000))
    text = f"targets, factors\n{rules}wide, {' | '.join(f'n{i}' for i in range(10000))}\nbroken, (\n"
    assert len(text) > 1_000_000
    small = path.with_stem("small")
    await editor.open(small, MODEL)
    start = time.monotonic()
    opened = asyncio.ensure_future(editor.open(path, text))
    await asyncio.sleep(0.05)
    assert (await editor.hovered(small, "RANKL & !OPG", 2))[1] == "RANKL"
    assert not opened.done()
    assert [one.code for one in await opened if one.severity is types.DiagnosticSeverity.Error] == ["LN108"]
    assert time.monotonic() - start < SECONDS
    before = time.monotonic()
    await everything(editor, path, 20000, 3)
    assert time.monotonic() - before < SECONDS
    await editor.close(path)


@in_one_encoding
async def test_typing_fast_into_a_large_file_is_kept_up_with(editor: Editor, path: Path) -> None:
    """Requests about a text that is no more are told so at once; the last one and the last check are answered."""
    rules = "".join(f"n{i}, n{(i * 7 + 1) % 20000} & !n{(i * 13 + 5) % 20000}\n" for i in range(20000))
    await editor.open(path, f"targets, factors\n{rules}")
    start, jobs = time.monotonic(), []
    place = types.Position(1, 4)
    document = types.TextDocumentIdentifier(path.as_uri())
    for version in range(2, 22):
        put = types.TextDocumentContentChangePartial(types.Range(place, place), "q")
        editor.change(path, version, put)
        asked = types.CompletionParams(document, types.Position(1, 5))
        jobs.append(asyncio.ensure_future(editor.client.text_document_completion_async(asked)))
        await asyncio.sleep(0.05)
    answers = await asyncio.gather(*jobs, return_exceptions=True)
    outdated = types.LSPErrorCodes.ContentModified.value
    assert {one.code for one in answers if isinstance(one, JsonRpcException)} <= {outdated}
    assert isinstance(answers[-1], types.CompletionList)
    saved = types.DidSaveTextDocumentParams(document)
    told = await editor.told(path.as_uri(), lambda: editor.client.text_document_did_save(saved))
    assert {one.code for one in told} == {"LN204"}
    hover = await editor.client.text_document_hover_async(types.HoverParams(document, types.Position(1, 6)))
    assert isinstance(hover, types.Hover)
    assert f"**{'q' * 20}n1**" in str(hover.contents)
    assert time.monotonic() - start < SECONDS
    await editor.close(path)


async def test_nothing_went_wrong_unseen(editor: Editor) -> None:
    """What is wrong outside a request goes to the log."""
    assert [one.message for one in editor.client.log_messages] == []
