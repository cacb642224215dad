"""The files that an editor has open, and those beside them; all reading and thinking is done off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from logicnet.errors import LogicnetError
from logicnet.language_server.lines import Lines, Position, replaced
from logicnet.language_server.pages import Family, Page, page_of
from logicnet.language_server.wire import uri_of
from logicnet.loading import TESTS, load_text

Result = TypeVar("Result")
MODEL = ".bnet"


class Outdated(JsonRpcException):
    """An answer that would be about a text that is no more."""

    CODE = types.LSPErrorCodes.ContentModified.value


@dataclass(eq=False)
class Held:
    """An open file: what the editor calls it, its text by now, and the text that has been read with what it says."""

    uri: str
    file: str
    text: str
    version: int
    read: str = ""
    page: Page | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Desk:
    """The open files.

    Attributes
    ----------
    encoding
        What the editor counts in.
    """

    def __init__(self) -> None:
        self.encoding = "utf-16"
        self._held: dict[str, Held] = {}
        self._beside: dict[str, tuple[tuple[int, int], Page]] = {}
        # What somebody waits for is not kept waiting by a check or by a large file; checks take their turns.
        self._answering = ThreadPoolExecutor(2, "answering")
        self._checking = ThreadPoolExecutor(1, "checking")

    def open(self, uri: str, text: str, version: int) -> None:
        """Take a file that was opened."""
        self._held[unquote(uri)] = Held(uri, to_fs_path(uri) or uri, text, version)

    def close(self, uri: str) -> None:
        """Forget a file that was closed."""
        self._held.pop(unquote(uri), None)

    def change(self, uri: str, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> None:
        """Follow what was typed; a file that is not open has nothing to be followed in."""
        held = self.held(uri)
        if held is None:
            return
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangePartial):
                start, end = (Position(p.line, p.character) for p in (change.range.start, change.range.end))
                held.text = replaced(Lines(held.text, self.encoding), start, end, change.text)
            else:
                held.text = change.text
        held.version = version

    def held(self, uri: str) -> Held | None:
        """Return an open file."""
        return self._held.get(unquote(uri))

    def held_file(self, file: str) -> Held | None:
        """Return an open file by its path."""
        return next((held for held in self._held.values() if held.file == file), None)

    def uri(self, file: str) -> str:
        """Return what the editor calls a file."""
        held = self.held_file(file)
        return held.uri if held else uri_of(file)

    async def answer(self, work: Callable[[], Result]) -> Result:
        """Do some work that somebody waits for."""
        return await asyncio.get_running_loop().run_in_executor(self._answering, work)

    async def check(self, work: Callable[[], Result]) -> Result:
        """Do some work on findings, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._checking, work)

    async def page(self, held: Held) -> Page:
        """Return an open file as it is.

        Raises
        ------
        Outdated
            It was changed meanwhile: nobody waits for the answer any more, and the next one should not wait for this.
        """
        text, version = held.text, held.version
        async with held.lock:
            if held.page is None or held.read is not text:
                self._check_current(held, text)
                held.page = await self.answer(lambda: page_of(text, held.file, self.encoding, version))
                held.read = text
            self._check_current(held, text)
            return held.page

    def _check_current(self, held: Held, text: str) -> None:
        if held.text is not text:
            raise Outdated("the file was changed meanwhile")

    async def family(self, uri: str) -> Family | None:
        """Return an open file with its model or its tests; None for a file that is not open."""
        held = self.held(uri)
        if held is None:
            return None
        here = await self.page(held)
        path = Path(held.file)
        if here.is_tests:
            return Family(here, await self._partner(path.with_suffix(MODEL)), (here,))
        tests = await self._partner(path.with_suffix(TESTS)) if path.suffix else None
        return Family(here, here, (tests,) if tests else ())

    async def _partner(self, path: Path) -> Page | None:
        held = self.held_file(str(path))
        return await self.page(held) if held else await self.answer(lambda: self._read(path))

    def _read(self, path: Path) -> Page | None:
        """Read a file that is not open; again only once it has changed."""
        try:
            state = path.stat()
            if not path.is_file():
                return None
            stamp = (state.st_mtime_ns, state.st_size)
            known = self._beside.get(str(path))
            if known is None or known[0] != stamp:
                text = load_text(path, (MODEL, TESTS))
                known = self._beside[str(path)] = (stamp, page_of(text.content, str(path), self.encoding))
            return known[1]
        except (OSError, ValueError, LogicnetError):
            return None
