"""A component called otherwise from within an editor, by the same function as `logicnet rename`."""

from __future__ import annotations

from logicnet.authoring.renaming import renamed
from logicnet.diagnostics import Edit
from logicnet.errors import LogicnetError, SettingError
from logicnet.formats.bnet import Occurrence
from logicnet.language_server.pages import Family

Edits = dict[str, list[Edit]]


def renamable(family: Family, line: int, column: int) -> Occurrence | None:
    """Return the component at a place, if it can be renamed from there."""
    mention = family.here.mention_at(line, column)
    known = mention is not None and family.document is not None and not family.document.refused
    return mention if known else None


def renames(family: Family, line: int, column: int, new: str) -> Edits:
    """Return the edits that rename the component at a place, by file.

    Raises
    ------
    LogicnetError
        There is no component at the place, the new name is illegal or taken, or the model has errors.
    """
    mention = family.here.mention_at(line, column)
    model = family.model
    if mention is None:
        raise SettingError("there is no component here that could be renamed")
    if model is None or model.document is None or model.text is None:
        raise LogicnetError("the model of these tests is not beside them, or is no text")
    if model.document.refused:
        raise LogicnetError("the model has errors: mend them before a component is renamed")
    tests = {page.file: page.text.content for page in family.tests if page.text is not None}
    result = renamed(model.text.content, model.document, mention.name, new, tests)
    edits: Edits = {}
    for place in result.places:
        edits.setdefault(place.file, []).append(Edit.of(place, new))
    return edits
