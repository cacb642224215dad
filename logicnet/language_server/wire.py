"""Our terms turned into those of the Language Server Protocol."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from lsprotocol import types

from logicnet.diagnostics import Diagnostic, Edit, Place, Severity
from logicnet.formats.bnet import Occurrence
from logicnet.language_server.completion import Offers
from logicnet.language_server.layout import Change
from logicnet.language_server.lines import Lines, Position
from logicnet.language_server.outline import Entry
from logicnet.language_server.pages import Page

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.NOTE: types.DiagnosticSeverity.Information,
}
_SYMBOLS = {
    "group": types.SymbolKind.Namespace,
    "component": types.SymbolKind.Variable,
    "condition": types.SymbolKind.Constant,
    "class": types.SymbolKind.Enum,
    "test": types.SymbolKind.Method,
}
_ITEMS = {
    "component": types.CompletionItemKind.Variable,
    "condition": types.CompletionItemKind.Constant,
    "tag": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "sign": types.CompletionItemKind.Operator,
    "word": types.CompletionItemKind.Keyword,
}


def uri_of(file: str) -> str:
    """Return the URI of a path; what is no path is one already."""
    if "://" in file or file.startswith("untitled:"):
        return file
    return f"file://{'' if file.startswith('/') else '/'}{quote(file.replace(chr(92), '/'))}"


def word(value: types.CodeActionKind | types.PositionEncodingKind | str) -> str:
    """Return a word of the protocol, which comes as one of its own or as any other."""
    return str(getattr(value, "value", value))


def encoding(value: types.PositionEncodingKind | str | None) -> str:
    """Return what an editor counts in."""
    return word(value) if value else "utf-16"


def position(of: types.Position) -> Position:
    """Return a place of the protocol's."""
    return Position(of.line, of.character)


def range_between(lines: Lines, first: tuple[int, int], last: tuple[int, int]) -> types.Range:
    """Return the range from one line and column of ours up to another."""
    start, end = lines.position(*first), lines.position(*last)
    return types.Range(types.Position(*start), types.Position(*end))


def range_of(lines: Lines, place: Place) -> types.Range:
    """Return what a place marks, as far as there are characters."""
    return range_between(lines, (place.line, place.column), (place.line, place.column + place.length))


def text_edit(lines: Lines, edit: Edit) -> types.TextEdit:
    """Return an edit of ours."""
    where = range_between(lines, (edit.line, edit.column), (edit.end_line, edit.end_column))
    return types.TextEdit(where, edit.text)


def changed(change: Change) -> types.TextEdit:
    """Return a change that is in an editor's terms already."""
    return types.TextEdit(types.Range(types.Position(*change.start), types.Position(*change.end)), change.text)


def diagnostic(page: Page, uri: str, finding: Diagnostic) -> types.Diagnostic:
    """Return a finding: its message with the help below it, what else it speaks of as a related place."""
    related = None
    if finding.related is not None:
        place = finding.related[0]
        location = types.Location(uri, range_of(page.lines, place))
        related = [types.DiagnosticRelatedInformation(location, "the other place")]
    return types.Diagnostic(
        range_of(page.lines, finding.place),
        f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        _SEVERITIES[finding.severity],
        finding.code,
        source="logicnet",
        related_information=related,
    )


def highlight(lines: Lines, occurrence: Occurrence) -> types.DocumentHighlight:
    """Return a mention of a component to be marked."""
    kinds = types.DocumentHighlightKind
    return types.DocumentHighlight(
        range_of(lines, occurrence.place), kinds.Write if occurrence.role == "target" else kinds.Read
    )


def symbol(page: Page, entry: Entry) -> types.DocumentSymbol:
    """Return an entry of an outline with its children."""
    return types.DocumentSymbol(
        entry.name,
        _SYMBOLS[entry.kind],
        range_between(page.lines, (entry.first, 1), (entry.last, len(page.line(entry.last)) + 1)),
        range_of(page.lines, entry.place),
        entry.detail or None,
        children=[symbol(page, child) for child in entry.children] or None,
    )


def completions(page: Page, found: Offers) -> types.CompletionList:
    """Return what may be written, in the order given."""
    where = range_of(page.lines, found.place)
    items = [
        types.CompletionItem(
            offer.text.rstrip(":= ") or offer.text,
            kind=_ITEMS[offer.kind],
            detail=offer.detail or None,
            sort_text=f"{number:05}",
            filter_text=offer.text,
            text_edit=types.TextEdit(where, offer.text),
        )
        for number, offer in enumerate(found.offers)
    ]
    return types.CompletionList(not found.whole, items)


def workspace_edit(
    edits: Iterable[tuple[str, int | None, list[types.TextEdit]]], versioned: bool
) -> types.WorkspaceEdit:
    """Return edits of files, each with its URI and version; with the versions where the editor reads them."""
    if not versioned:
        return types.WorkspaceEdit(changes={uri: list(made) for uri, _, made in edits})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), list(made))
            for uri, version, made in edits
        ]
    )
