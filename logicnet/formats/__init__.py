"""File formats: one folder or file each, text in and text out, and the one table that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from logicnet.errors import FormatError
from logicnet.formats import bnet, booleannet
from logicnet.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes
    ----------
    suffix
        Of its files, with the dot.
    title
        What it is, in a few words.
    read
        ``read(text, file, name)`` gives a `RuleSet` or raises `RuleFileError`.
    write
        ``write(rules)`` gives the text; None where nothing is written in this format.
    document
        ``document(text, file, name)`` gives the file as it is written, with the place of everything; None where nobody
        asks for that.
    """

    suffix: str
    title: str
    read: Callable[[str, str, str], RuleSet]
    write: Callable[[RuleSet], str] | None = None
    document: Callable[[str, str, str], bnet.Document] | None = None


_RULES = Format(".bnet", "logicnet and BoolNet rule files", bnet.read, bnet.write, bnet.document_of)
_BOOLEANNET = Format(".booleannet", "BooleanNet rule files", booleannet.read)
FORMATS = {".bnet": _RULES, ".txt": _RULES, ".booleannet": _BOOLEANNET}


def format_of(suffix: str, content: str = "") -> Format:
    """Return the format of a file.

    Parameters
    ----------
    suffix
        In any letter case; none is a rule file.
    content
        Rules of both dialects are found under one suffix: the first rule tells which one it is.
    """
    found = FORMATS.get(suffix.lower() or ".bnet")
    if found is None:
        raise FormatError(f"unknown file format {suffix!r}: logicnet reads {', '.join(sorted(FORMATS))}")
    return _BOOLEANNET if found is _RULES and booleannet.is_booleannet(content) else found
