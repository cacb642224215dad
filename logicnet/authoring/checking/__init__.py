"""Everything that is to be said of a rule file: what its reader finds, and what only its meaning shows.

One kind of finding, one file; this one puts them together, selects and orders them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from logicnet.authoring.checking.effects import effects
from logicnet.authoring.checking.evidence import missing, unknown
from logicnet.authoring.checking.fixes import with_fix
from logicnet.authoring.checking.names import look_alikes, undeclared
from logicnet.authoring.checking.precedence import mixed
from logicnet.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from logicnet.diagnostics.codes import CODES
from logicnet.diagnostics.mending import mended
from logicnet.errors import RuleFileError, UnknownNameError
from logicnet.expressions.source import MOST_FINDINGS
from logicnet.formats import format_of
from logicnet.formats.bnet import Document, document_of
from logicnet.formats.bnet.bridges import bridging
from logicnet.formats.bnet.ignoring import heeded
from logicnet.loading import Text

__all__ = ["check", "chosen", "examined", "fixed", "wanted"]

Check = Callable[[Text], Iterable[Diagnostic]]

# A fix may uncover what another one mends; so many rounds are plenty.
MOST_ROUNDS = 5


def check(text: Text, strict: bool = False, codes: Collection[str] | None = None) -> tuple[Diagnostic, ...]:
    """Find everything that is to be said of a rule file.

    Parameters
    ----------
    text
        The file, as `logicnet.loading.load_text` gives it.
    strict
        Whether any name without a rule is an error.
    codes
        The codes to look for, as `chosen` gives them; None for the usual ones. An error that keeps the file from being
        read is told whatever they are.

    Returns
    -------
    tuple of Diagnostic
        In the order of places; some of them carry a fix. At most `MOST_FINDINGS`, then a note that says so.
    """
    form = format_of(text.suffix, text.content)
    if form.document is not None:
        return examined(form.document(text.content, text.file, text.name), text.mark, strict, codes, text.path)
    try:  # a dialect that is only read
        found = form.read(text.content, text.file, text.name).findings
    except RuleFileError as problem:
        found = problem.diagnostics
    return tuple(wanted(found, chosen() if codes is None else codes))


def examined(
    document: Document,
    mark: bool = False,
    strict: bool = False,
    codes: Collection[str] | None = None,
    path: Path | None = None,
) -> tuple[Diagnostic, ...]:
    """Find everything that is to be said of a document; arguments and result as for `check`.

    Parameters
    ----------
    path
        Where the file is, beside its bibliography; None for one that is not saved.
    """
    asked = chosen() if codes is None else codes
    told = list(heeded(document, wanted(_all(document, mark, strict, asked, path), asked)))
    more = len(told) - MOST_FINDINGS
    if more > 0:  # errors are told before anything else
        told = sorted(told, key=lambda f: list(Severity).index(f.severity))[:MOST_FINDINGS]
    told.sort(key=lambda f: (f.place.line, f.place.column, f.code))
    if more > 0:
        message = f"{more:,} more findings are not shown"
        told.append(Diagnostic("LN001", Severity.NOTE, told[-1].place, message, "mend these first"))
    return tuple(with_fix(document, finding) for finding in told)


def fixed(text: Text, findings: Iterable[Diagnostic], again: Check) -> tuple[Text, int]:
    """Return a text with its safe fixes made, and how many findings they mend.

    What can be read of the text is read the same afterwards: fixes that would change it are not made.

    Parameters
    ----------
    findings
        Of the text.
    again
        Finds them in the mended text: one fix may make room for another one, `MOST_ROUNDS` times at most.
    """
    number, before = 0, _read(text)
    for _ in range(MOST_ROUNDS):
        safe = [f for f in findings if f.fix is not None and f.fix.safe]
        after = replace(text, content=mended(text.content, safe), mark=False)
        if not safe or after == text or not _kept(before, _read(after)):
            break
        text, number = after, number + len(safe)
        findings = again(text)
    return text, number


def _read(text: Text) -> Document:
    return document_of(text.content, text.file, text.name)


def _kept(before: Document, after: Document) -> bool:
    """Tell whether a mended text is read as before, at least as well; of one with errors, what can be read of it."""
    return after.rules == before.rules and (before.refused or not after.refused)


def wanted(findings: Iterable[Diagnostic], codes: Collection[str]) -> list[Diagnostic]:
    """Return the findings of some codes, and all errors."""
    return [f for f in findings if f.code in codes or f.severity is Severity.ERROR]


def chosen(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> frozenset[str]:
    """Return the codes to look for.

    Parameters
    ----------
    select
        Codes, or beginnings of them such as ``LN2``; none for all. Optional ones are meant only by their whole name.
    ignore
        The same, taken away from these.

    Raises
    ------
    UnknownNameError
        A code that there is not.
    """
    usual = {name for name, code in CODES.items() if not code.optional}
    wanted = {code for word in select for code in _meant(word) if code in usual or code == word.upper()} or usual
    return frozenset(wanted.difference(*(_meant(word) for word in ignore)))


def _meant(word: str) -> set[str]:
    codes = {name for name in CODES if name.startswith(word.upper())} if word else set()
    if not codes:
        raise UnknownNameError("code", word, CODES)
    return codes


def _all(
    document: Document, mark: bool, strict: bool, wanted: Collection[str], path: Path | None
) -> Iterator[Diagnostic]:
    yield from document.findings
    if mark:
        place = Place(document.source.file, 1)
        fix = Fix("remove the byte-order mark", (Edit(1, 1, 1, 1, ""),), safe=True)
        message = "the file begins with a byte-order mark"
        yield Diagnostic("LN002", Severity.NOTE, place, message, "save it as UTF-8 without one", fix=fix)
    if strict:
        yield from undeclared(document)
    yield from look_alikes(document)
    yield from effects(document)
    if "LN205" in wanted:
        yield from mixed(document)
    if document.annotated:
        yield from bridging(document).broken
        yield from missing(document)
        if "LN302" in wanted:
            yield from unknown(document, path)
