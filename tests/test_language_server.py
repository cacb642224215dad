"""`logicnet lsp`, as an editor meets it: a real process over standard input and output."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
import pytest_lsp
from command import run
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

from logicnet import shipped_models
from logicnet.formats.bnet import document_of

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the common folder ../shared is not here")
pytestmark = pytest.mark.asyncio(loop_scope="module")

COMMAND = [sys.executable, "-m", "logicnet", "lsp"]
SHIPPED = sorted(shipped_models().values())
SECONDS = 20

MODEL = """\
# logicnet: 1
# @title  A sketch
targets, factors

#= Bone 🦴
# Nuclear factor kappa B 𝛋  @label NF-κB  @kind transcription-factor  @rest 1
#   + RANK  PMID:9108485  told by 𝛋  [A1]
NFkB, RANK
# RANK bound by its ligand  @kind receptor
#   * PMID:9108485
RANK, RANKL & !OPG

#= Inputs
# The ligand  @default 1
RANKL, RANKL
OPG, OPG

#? condition treated: OPG=1
#? class "on 𝛋": NFkB=1 RANK=1
#? test T1 "𝛋 RANK=1 is prose"
#?   given treated
#?   no attractor: RANK=1
"""
TESTS = """\
# about the 𝛋 model
test T2 "by itself"
  given RANKL=0
  all attractors: RANK=0 NFkB=0
"""


class Editor:
    """A client with the few words that the tests need; a place is given by a text that is there once."""

    def __init__(self, client: LanguageClient, encoding: str = "utf-16") -> None:
        self.client, self.encoding = client, encoding
        self.texts: dict[str, str] = {}

    async def open(self, path: Path | str, text: str) -> list[types.Diagnostic]:
        """Open a text as a file; return what is found in it."""
        uri = path.as_uri() if isinstance(path, Path) else path
        self.texts[uri] = text
        item = types.TextDocumentItem(uri, "bnet", 1, text)
        return await self.told(uri, lambda: self.client.text_document_did_open(types.DidOpenTextDocumentParams(item)))

    async def told(self, uri: str, action: Any) -> list[types.Diagnostic]:
        """Return the findings that an action brings."""
        self.client.diagnostics.pop(uri, None)
        action()
        until = time.monotonic() + SECONDS
        while uri not in self.client.diagnostics:
            assert time.monotonic() < until, "nothing was told"
            await asyncio.sleep(0.01)
        return list(self.client.diagnostics[uri])

    async def close(self, path: Path) -> list[types.Diagnostic]:
        closed = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(path.as_uri()))
        return await self.told(path.as_uri(), lambda: self.client.text_document_did_close(closed))

    def change(self, path: Path, version: int, *changes: Any) -> None:
        named = types.VersionedTextDocumentIdentifier(version, path.as_uri())
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(named, list(changes)))

    def units(self, text: str) -> int:
        sizes = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
        codec = self.encoding if self.encoding == "utf-8" else f"{self.encoding}-le"
        return len(text.encode(codec)) // sizes[self.encoding]

    def at(self, path: Path, before: str, inside: int = 0) -> dict[str, Any]:
        """Return where a text begins, `inside` characters further on."""
        return {
            "text_document": types.TextDocumentIdentifier(path.as_uri()),
            "position": self.position(self.texts[path.as_uri()], before, inside),
        }

    def position(self, text: str, before: str, inside: int = 0) -> types.Position:
        assert text.count(before) == 1, before
        offset = text.index(before) + inside
        start = text.rfind("\n", 0, offset) + 1
        return types.Position(text.count("\n", 0, offset), self.units(text[start:offset]))

    def marked(self, uri: str, where: types.Range) -> str:
        """Return the text in a range."""
        text = self.texts[uri]
        return text[self.offset(text, where.start) : self.offset(text, where.end)]

    def offset(self, text: str, where: types.Position) -> int:
        lines = text.split("\n")
        line = lines[where.line]
        points = next(k for k in range(len(line) + 1) if self.units(line[:k]) == where.character)
        return sum(len(one) + 1 for one in lines[: where.line]) + points

    def edited(self, text: str, edits: Iterable[types.TextEdit]) -> str:
        for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
            start, end = self.offset(text, edit.range.start), self.offset(text, edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
        return text


def capabilities(*encodings: str) -> types.ClientCapabilities:
    offered = client_capabilities("visual-studio-code")
    offered.general = types.GeneralClientCapabilities(position_encodings=list(encodings) or None)
    return offered


@pytest_lsp.fixture(scope="module", config=ClientServerConfig(server_command=COMMAND))
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    await lsp_client.initialize_session(types.InitializeParams(capabilities()))
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient) -> Editor:
    return Editor(client)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mödel one.bnet"


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


async def test_what_is_typed_is_checked(editor: Editor, path: Path) -> None:
    assert await editor.open(path, MODEL.replace("RANK, RANKL", "RANK, (RANKL"))
    start = editor.position(MODEL, "RANK, RANKL", 6)
    taken = types.TextDocumentContentChangePartial(
        types.Range(start, types.Position(start.line, start.character + 1)), ""
    )
    told = await editor.told(path.as_uri(), lambda: editor.change(path, 2, taken))
    assert [one.code for one in told] == []
    put = types.TextDocumentContentChangePartial(types.Range(start, start), "TNF + ")
    told = await editor.told(path.as_uri(), lambda: editor.change(path, 3, put))
    [wrong] = [one for one in told if one.code == "LN102"]
    assert (wrong.range.start.line, wrong.range.start.character) == (start.line, start.character + 4)
    assert wrong.range.end.character == start.character + 5
    assert await editor.close(path) == []
