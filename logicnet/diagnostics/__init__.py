"""A diagnostic is data: a code, a severity, a place, what is wrong, what to do, and how to mend it.

Its renderers stand apart, one file each: `text` for people, `exchange` for other programs. `codes` says what each code
means at length.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a finding weighs: only errors stop a file from being read; notes never change an exit status."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(NamedTuple):
    """Where something stands in a text.

    Attributes
    ----------
    file
        Name of the file as the user gave it.
    line, column
        Counted from 1; columns count code points, a tab is one.
    length
        Number of code points marked, at least 1.
    """

    file: str
    line: int
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Edit(NamedTuple):
    """A piece of a file to be replaced.

    Attributes
    ----------
    line, column
        Where the piece begins, counted as in `Place`.
    end_line, end_column
        The first position behind it; where it begins, if something is only put in. One column past the last code
        point of a line stands before its line end; the line after the last one is where a text is put behind all.
    text
        What stands there afterwards; may hold line ends (LF).
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str

    @classmethod
    def of(cls, place: Place, text: str) -> Edit:
        """Replace what a place marks."""
        return cls(place.line, place.column, place.line, place.column + place.length, text)


@dataclass(frozen=True, slots=True)
class Fix:
    """How a finding can be mended.

    Attributes
    ----------
    title
        What the edits do, as an imperative.
    edits
        They do not overlap; in the order of the file.
    safe
        True where the model that is read stays the same: such a fix may be made unasked. Else it is a proposal that a
        person has to agree with.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a rule file.

    Attributes
    ----------
    code
        Stable code such as ``LN101``; `logicnet.diagnostics.codes` knows them all.
    severity
        See `Severity`.
    place
        Where the finding stands.
    message
        What is wrong, in one line.
    help
        What to do about it; empty where there is nothing to say.
    source
        The line of the file that `place` points into, without its line end.
    related
        A second place that the message speaks of, with its own source line.
    fix
        How to mend it, where that is known.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    help: str = ""
    source: str = ""
    related: tuple[Place, str] | None = None
    fix: Fix | None = None
