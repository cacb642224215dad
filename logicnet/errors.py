"""The one family of exceptions that logicnet raises for its users' mistakes and for limits that are hit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.diagnostics.text import render_all


class LogicnetError(Exception):
    """Base of every error that logicnet raises on purpose."""


class RuleFileError(LogicnetError):
    """A rule file cannot be read as a model.

    Attributes
    ----------
    diagnostics
        Every finding of the file, in the order of their places; at least one is an error.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        errors = [d for d in self.diagnostics if d.severity is Severity.ERROR]
        super().__init__(render_all(errors))


class UnknownNameError(LogicnetError):
    """A name that the model (or the list of choices) does not have; the message gives the nearest ones.

    `meant` holds names that the user meant though they look different, such as the name behind a label.
    """

    def __init__(self, what: str, name: str, known: Iterable[str], meant: Iterable[str] = ()) -> None:
        self.name = name
        self.nearest = list(meant) or nearest_names(name, known)
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"unknown {what} {name!r}{hint}")


class SettingError(LogicnetError):
    """A question that contradicts itself or its model, such as one component fixed at two values."""


class FileAccessError(LogicnetError):
    """A file or folder that cannot be read or written."""


class BibliographyError(LogicnetError):
    """A bibliography that is no BibTeX; the message begins with the file and, where it is known, the line."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: the bibliography cannot be read: {problem}")


class StatementListError(LogicnetError):
    """A file that is no list of statements; the message begins with the file and the line."""

    def __init__(self, file: str, line: int, problem: str) -> None:
        super().__init__(f"{file}:{line}: the list of statements cannot be read: {problem}")


class FormatError(LogicnetError):
    """A format that logicnet does not know."""


class LimitReached(LogicnetError):
    """A limit (time, number, size) ended the work before the answer was whole."""


def nearest_names(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` known names that look like `name`, nearest first; letter case does not count."""
    import difflib  # late: only a mistake needs it

    names = sorted(set(known))
    folded: dict[str, list[str]] = {}
    for candidate in names:
        folded.setdefault(candidate.casefold(), []).append(candidate)
    close = difflib.get_close_matches(name.casefold(), folded, n=count, cutoff=0.6)
    return [original for key in close for original in folded[key]][:count]
