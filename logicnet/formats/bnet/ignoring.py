"""What a file asks not to be told: the codes of ``@ignore`` on a rule, or in the metadata."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.formats.bnet.document import Document
from logicnet.rules import RuleSet


def told(document: Document) -> RuleSet:
    """Return what a file says, with those of the reader's findings that it does not ask to ignore."""
    if not document.annotated or not document.findings:
        return document.rules
    return replace(document.rules, findings=tuple(heeded(document, document.findings)))


def ignores(words: str, code: str) -> bool:
    """Tell whether an ``@ignore`` names a code, or how it begins."""
    return code.startswith(_beginnings(words))


def heeded(document: Document, found: Collection[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out what the file asks to ignore; of a near miss and the error that it is under --strict keep the error."""
    everywhere = _beginnings(document.rules.metadata.get("ignore", ""))
    ignored = {line: codes for codes, lines in _ignored(document) for line in lines}
    errors = {(f.code, f.place) for f in found if f.severity is Severity.ERROR}
    for finding in found:
        if finding.severity is not Severity.ERROR:
            if finding.code.startswith((*everywhere, *ignored.get(finding.place.line, ()))):
                continue
            if (finding.code, finding.place) in errors:
                continue
        yield finding


def _beginnings(words: str) -> tuple[str, ...]:
    return tuple(words.upper().replace(",", " ").split())


def _ignored(document: Document) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Yield the codes that a rule's ``@ignore`` names, and the lines of that rule and its documentation."""
    rules = {rule.place.line: rule for rule in document.rules.rules if rule.place is not None}
    for span in document.spans:
        rule = rules.get(span[0])
        if rule is not None and "ignore" in rule.annotation.tags:
            above = [number for number, _ in document.documentation.get(span[0], ())]
            yield _beginnings(rule.annotation.tags["ignore"]), [*above, *span]
