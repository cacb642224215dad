"""The language server: a session with an editor, from the first file that is opened to the last one closed."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from logicnet import __version__
from logicnet.language_server import wire
from logicnet.language_server.answers import ANSWERS, Refused
from logicnet.language_server.desk import Desk, Outdated

# Seconds without a key pressed after which a file is checked.
PAUSE = 0.2


def start() -> None:
    """Serve an editor on standard input and output until it says that it is enough, or is gone."""
    # These are answers, no accidents that the log has to tell.
    logging.getLogger("pygls.protocol.json_rpc").addFilter(
        lambda record: not (record.exc_info and isinstance(record.exc_info[1], Refused | Outdated))
    )
    # pygls closes what it writes to in the end, and our own output is flushed after that.
    Server().start_io(stdout=os.fdopen(os.dup(sys.stdout.fileno()), "wb"))


class _Protocol(LanguageServerProtocol):
    """Leaves the texts to the desk: pygls takes form feeds and the like for line ends, and editors do not."""

    _server: Server

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        opened = params.text_document
        self._server.desk.encoding = wire.encoding(self.workspace.position_encoding)
        self._server.desk.open(opened.uri, opened.text, opened.version)
        self._server.check_soon(opened.uri, 0)

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        changed = params.text_document
        self._server.desk.change(changed.uri, changed.version, params.content_changes)
        self._server.check_soon(changed.uri, PAUSE)

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        self._server.desk.close(params.text_document.uri)
        self._server.check_no_more(params.text_document.uri)


class Server(LanguageServer):
    """A session: the files on the desk, and the checks that are to come."""

    def __init__(self) -> None:
        super().__init__("logicnet", __version__, protocol_cls=_Protocol)
        self.desk = Desk()
        self._checks: dict[str, asyncio.Task[None]] = {}
        self.feature(types.TEXT_DOCUMENT_DID_SAVE)(_did_save)
        for name, answer, options in ANSWERS:
            self.feature(name, options)(answer)

    def check_soon(self, uri: str, pause: float) -> None:
        """Check a file after a pause, unless it is changed or closed before that."""
        self._forget_check(uri)
        check = self._checks[uri] = asyncio.get_running_loop().create_task(self._check(uri, pause))
        check.add_done_callback(self._checked)

    def check_no_more(self, uri: str) -> None:
        """Take back what was told of a file."""
        self._forget_check(uri)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def _forget_check(self, uri: str) -> None:
        waiting = self._checks.pop(uri, None)
        if waiting is not None:
            waiting.cancel()

    async def _check(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        held = self.desk.held(uri)
        if held is None:
            return
        try:
            family = await self.desk.family(uri)
        except Outdated:
            return  # the change has asked for a check of its own
        if family is None:
            return
        page = family.here
        told = await self.desk.check(lambda: [wire.diagnostic(page, uri, finding) for finding in family.findings])
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, told, page.version))

    def _checked(self, check: asyncio.Task[None]) -> None:
        """Tell of a mistake of ours; the session goes on."""
        problem = None if check.cancelled() else check.exception()
        if problem is not None:
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"check: {problem!r}"))

    def report_server_error(self, error: Exception, source: object) -> None:
        """Log what went wrong; a window would be in the way of whoever types. A request has its answer already."""
        if source is FeatureRequestError:
            return
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"{source}: {error}"))


def _did_save(ls: Server, params: types.DidSaveTextDocumentParams) -> None:
    ls.check_soon(params.text_document.uri, 0)
