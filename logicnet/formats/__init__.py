"""File formats: one folder or file each, text in and text out, and the one table that knows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from logicnet.errors import FormatError
from logicnet.formats import bnet
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
        ``write(rules)`` gives the text.
    """

    suffix: str
    title: str
    read: Callable[[str, str, str], RuleSet]
    write: Callable[[RuleSet], str]


FORMATS = {".bnet": Format(".bnet", "logicnet and BoolNet rule files", bnet.read, bnet.write)}


def format_of(suffix: str) -> Format:
    """Return the format of a suffix (in any letter case); no suffix is a rule file."""
    found = FORMATS.get(suffix.lower() or ".bnet")
    if found is None:
        raise FormatError(f"unknown file format {suffix!r}: logicnet reads {', '.join(sorted(FORMATS))}")
    return found
