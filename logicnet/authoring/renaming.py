"""A component called otherwise, wherever a rule file and its tests speak of it; nothing else of them is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from logicnet.diagnostics import Edit, Place
from logicnet.diagnostics.mending import edited
from logicnet.errors import LogicnetError, SettingError
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import composed, is_portable
from logicnet.formats.bnet import Document, document_of
from logicnet.formats.bnet.document import mentioned
from logicnet.formats.bnet.separate import statements_of
from logicnet.formats.bnet.writer import portable_names
from logicnet.network import BooleanNetwork


@dataclass(frozen=True, slots=True)
class Renamed:
    """What renaming a component makes of some texts.

    Attributes
    ----------
    texts
        By file, in the order given, the model first.
    places
        Where the component was spoken of, in the same order.
    """

    texts: Mapping[str, str]
    places: tuple[Place, ...]


def renamed(content: str, document: Document, old: str, new: str, tests: Mapping[str, str]) -> Renamed:
    """Rename a component in a rule file, in rules, evidence and ``#?`` lines, and in files of behavioural tests.

    Parameters
    ----------
    content, document
        The rule file's text, and what it reads as.
    old, new
        What the component is called, and what it shall be called.
    tests
        The texts of the ``.tests`` files, by their names.

    Raises
    ------
    UnknownNameError
        The model has no such component; carries the nearest names, or the one behind a label.
    SettingError
        The new name is none that all tools read, or is in use already.
    LogicnetError
        The file would not be read as the same model.
    """
    old = composed(old)
    BooleanNetwork.from_rules(document.rules).position(old)
    if old == new:
        raise SettingError(f"{old} is called so already")
    texts = {document.source.file: content, **tests}
    found = list(_mentions(document, tests))
    _check_new(new, [place for name, place in found if name == new])
    places = tuple(place for name, place in found if name == old)
    changed = {
        file: edited(text, (Edit.of(place, new) for place in places if place.file == file))
        for file, text in texts.items()
    }
    _check(document, changed[document.source.file], {old: new})
    return Renamed(changed, places)


def _mentions(document: Document, tests: Mapping[str, str]) -> Iterator[tuple[str, Place]]:
    """Yield the components that files speak of, and where."""
    yield from ((found.name, found.place) for found in document.occurrences())
    for file, text in tests.items():
        yield from _in_tests(text, file)


def _in_tests(text: str, file: str) -> Iterator[tuple[str, Place]]:
    statements = statements_of(Source.of(text, file))
    yield from ((composed(name), Place(file, n, column, len(name))) for name, n, column in mentioned(statements))


def speaks_of(text: str, name: str) -> bool:
    """Tell whether the text of a ``.tests`` file states something of a component."""
    return any(found == composed(name) for found, _ in _in_tests(text, ""))


def _check_new(new: str, taken: list[Place]) -> None:
    if not is_portable(new):
        word = portable_names([new])[new] if new else ""
        hint = f"; {word} would be one" if word else ""
        raise SettingError(f"{new!r} is no name that all tools read{hint}")
    if taken:
        raise SettingError(f"{taken[0]}: {new} is in use already; a name stands for one component")


def _check(document: Document, text: str, names: Mapping[str, str]) -> None:
    """Raise unless only a name is another one: a rule called `targets` would be a header, say."""
    again = document_of(text, document.source.file, document.rules.name)
    if again.refused or again.rules != document.rules.renamed(names):
        [(old, new)] = names.items()
        raise LogicnetError(f"{document.source.file}: with {new} for {old} it would be read as another model")
