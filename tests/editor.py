"""An editor, as far as the language server can tell, and a small model to be edited."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities

COMMAND = [sys.executable, "-m", "logicnet", "lsp"]
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

    async def hovered(self, path: Path, before: str, inside: int) -> tuple[str, str]:
        """Return what is shown at a place, and the text that it speaks of."""
        shown = await self.client.text_document_hover_async(types.HoverParams(**self.at(path, before, inside)))
        assert shown is not None
        assert shown.range is not None
        assert isinstance(shown.contents, types.MarkupContent)
        return shown.contents.value, self.marked(path.as_uri(), shown.range)

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
