"""Fixes that an editor offers: of one finding, or all safe ones of a file at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from logicnet.diagnostics import Diagnostic, Edit, Fix
from logicnet.language_server.pages import Page


def fixes(page: Page, first: tuple[int, int], last: tuple[int, int]) -> Iterator[tuple[Diagnostic, Fix]]:
    """Yield the findings that touch what is selected, line and column of its both ends, and how to mend each."""
    for finding in page.findings:
        line, column = finding.place.line, finding.place.column
        if finding.fix is not None and (line, column) <= last and first <= (line, column + finding.place.length):
            yield finding, _without_mark(finding) if finding.code == "LN002" else finding.fix


def _without_mark(finding: Diagnostic) -> Fix:
    """Remove the byte-order mark as the character that it is to an editor: in column 0, as ours do not count it."""
    assert finding.fix is not None
    return replace(finding.fix, edits=(Edit(1, 0, 1, 1, ""),))
