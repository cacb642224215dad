"""The requests of an editor, each answered by the feature of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from logicnet.diagnostics import Place
from logicnet.errors import LogicnetError
from logicnet.language_server import completion, hover, layout, mending, navigation, outline, renames, wire
from logicnet.language_server.pages import Family, Page

if TYPE_CHECKING:
    from logicnet.language_server.server import Server

Result = TypeVar("Result")
FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.logicnet"


class Refused(JsonRpcException):
    """A request that cannot be fulfilled; the editor shows why."""

    CODE = types.LSPErrorCodes.RequestFailed.value


class _Asking(Protocol):
    text_document: types.TextDocumentIdentifier
    position: types.Position


async def _asked(
    ls: Server, params: _Asking, feature: Callable[[Family, int, int], Result]
) -> tuple[Family, Result] | None:
    """Ask a feature about a place; None where the file is not open."""
    family = await ls.desk.family(params.text_document.uri)
    if family is None:
        return None
    line, column = family.here.lines.place(wire.position(params.position))
    try:
        return family, await ls.desk.answer(lambda: feature(family, line, column))
    except LogicnetError as problem:
        raise Refused(str(problem)) from None


async def _page(ls: Server, document: types.TextDocumentIdentifier) -> Page | None:
    held = ls.desk.held(document.uri)
    return await ls.desk.page(held) if held is not None else None


def _locations(ls: Server, family: Family, places: Iterable[Place]) -> list[types.Location]:
    lines = {page.file: page.lines for page in (*family.pages, family.here)}
    return [types.Location(ls.desk.uri(p.file), wire.range_of(lines[p.file], p)) for p in places]


def _versioned(ls: Server) -> bool:
    """Tell whether the editor reads the versions of files that are to be edited."""
    workspace = ls.client_capabilities.workspace
    edit = workspace.workspace_edit if workspace else None
    return bool(edit and edit.document_changes)


async def _hover(ls: Server, params: types.HoverParams) -> types.Hover | None:
    def shown(family: Family, line: int, column: int) -> hover.Shown | None:
        return hover.shown(family, line, column, family.here.known_findings)

    asked = await _asked(ls, params, shown)
    if asked is None:
        return None
    family, found = asked
    if found is None:
        return None
    content = types.MarkupContent(types.MarkupKind.Markdown, found.text)
    return types.Hover(content, wire.range_of(family.here.lines, found.place))


async def _definition(ls: Server, params: types.DefinitionParams) -> list[types.Location] | None:
    asked = await _asked(ls, params, navigation.definitions)
    return _locations(ls, *asked) if asked else None


async def _references(ls: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    own = params.context.include_declaration
    asked = await _asked(ls, params, lambda family, line, column: navigation.references(family, line, column, own))
    return _locations(ls, *asked) if asked else None


async def _highlight(ls: Server, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    asked = await _asked(ls, params, navigation.highlights)
    if asked is None:
        return None
    family, found = asked
    return [wire.highlight(family.here.lines, occurrence) for occurrence in found]


async def _symbols(ls: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    page = await _page(ls, params.text_document)
    if page is None:
        return None
    return await ls.desk.answer(lambda: [wire.symbol(page, entry) for entry in outline.outline(page)])


async def _completion(ls: Server, params: types.CompletionParams) -> types.CompletionList | None:
    asked = await _asked(ls, params, completion.offered)
    return wire.completions(asked[0].here, asked[1]) if asked else None


async def _prepare_rename(ls: Server, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    asked = await _asked(ls, params, renames.renamable)
    if asked is None:
        return None
    family, mention = asked
    if mention is None:
        return None
    return types.PrepareRenamePlaceholder(wire.range_of(family.here.lines, mention.place), mention.name)


async def _rename(ls: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    new = params.new_name
    asked = await _asked(ls, params, lambda family, line, column: renames.renames(family, line, column, new))
    if asked is None:
        return None
    family, edits = asked
    pages = {page.file: page for page in family.pages}
    made = [
        (ls.desk.uri(file), pages[file].version, [wire.text_edit(pages[file].lines, edit) for edit in listed])
        for file, listed in edits.items()
    ]
    return wire.workspace_edit(made, _versioned(ls))


async def _formatting(ls: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    page = await _page(ls, params.text_document)
    if page is None:
        return None
    try:
        form = await ls.desk.answer(lambda: layout.portable(page))
    except LogicnetError as problem:
        raise Refused(str(problem)) from None
    if form is None:
        return None
    for old, new in form.renamed.items():
        told = f"{old} is now called {new}, which other tools can read"
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Info, told))
    return [wire.changed(change) for change in layout.difference(page.lines, form.text)]


async def _code_action(ls: Server, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    page = await _page(ls, params.text_document)
    if page is None:
        return None
    return await ls.desk.check(lambda: [*_quick_fixes(ls, page, params), *_fix_all(ls, page, params)])


def _wanted(params: types.CodeActionParams, kind: str) -> bool:
    only = params.context.only
    return only is None or any(f"{kind}.".startswith(f"{wire.word(wanted)}.") for wanted in only)


def _quick_fixes(ls: Server, page: Page, params: types.CodeActionParams) -> Iterable[types.CodeAction]:
    if not _wanted(params, types.CodeActionKind.QuickFix.value):
        return
    uri = params.text_document.uri
    first, last = (page.lines.place(wire.position(p)) for p in (params.range.start, params.range.end))
    for finding, fix in mending.fixes(page, first, last):
        edits = [wire.text_edit(page.lines, edit) for edit in fix.edits]
        yield types.CodeAction(
            fix.title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[wire.diagnostic(page, uri, finding)],
            is_preferred=fix.safe,
            edit=wire.workspace_edit([(uri, page.version, edits)], _versioned(ls)),
        )


def _fix_all(ls: Server, page: Page, params: types.CodeActionParams) -> Iterable[types.CodeAction]:
    if not _wanted(params, FIX_ALL):
        return
    edits = [wire.changed(change) for change in layout.difference(page.lines, page.mended)]
    if edits:
        edit = wire.workspace_edit([(params.text_document.uri, page.version, edits)], _versioned(ls))
        yield types.CodeAction("fix all safe problems", kind=FIX_ALL, edit=edit)


_FIXES = types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll])
_OFFERS = types.CompletionOptions(trigger_characters=list("@?+-*!&|(,=:"))

ANSWERS: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.TEXT_DOCUMENT_HOVER, _hover, None),
    (types.TEXT_DOCUMENT_DEFINITION, _definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, _references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, _highlight, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, _symbols, None),
    (types.TEXT_DOCUMENT_COMPLETION, _completion, _OFFERS),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, _prepare_rename, None),
    (types.TEXT_DOCUMENT_RENAME, _rename, None),
    (types.TEXT_DOCUMENT_FORMATTING, _formatting, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, _code_action, _FIXES),
)
"""Each request by its name, what answers it, and what the editor has to know of that beforehand."""
