"""Regulations that nothing is cited for; annotated files only."""

from __future__ import annotations

from collections.abc import Iterator

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.formats.bnet import Document
from logicnet.rules import Rule


def evidence(document: Document) -> Iterator[Diagnostic]:
    """Yield LN301 of each rule that has regulators and no evidence for some of them."""
    for rule in document.rules.rules:
        missing = _uncited(rule)
        if missing and rule.place is not None:
            whole = len(missing) == len(rule.expression.symbols)
            what = rule.target if whole else f"{rule.target}: {', '.join(missing)}"
            hint = "write '#   + REGULATOR SOURCE', or '#   * SOURCE' for the whole rule, right above it"
            line = document.source.lines[rule.place.line]
            yield Diagnostic("LN301", Severity.WARNING, rule.place, f"no evidence for {what}", hint, line)


def _uncited(rule: Rule) -> list[str]:
    """Return the regulators that no evidence line with a source speaks of; an input needs none."""
    cited = {line.regulator for line in rule.annotation.evidence if line.sources}
    if "" in cited or rule.expression.symbols == (rule.target,):
        return []
    return [name for name in rule.expression.symbols if name not in cited]
