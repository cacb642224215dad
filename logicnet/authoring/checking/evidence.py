"""What is cited for each regulation: nothing, or a source that nobody can look up; annotated files only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.errors import LogicnetError
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.document import EVIDENCE
from logicnet.references import bibliography_of, problem_of_source, references_of
from logicnet.rules import Rule


def missing(document: Document) -> Iterator[Diagnostic]:
    """Yield LN301 of each rule that has regulators and no evidence for some of them."""
    for rule in document.rules.rules:
        uncited = _uncited(rule)
        if uncited and rule.place is not None:
            whole = len(uncited) == len(rule.expression.symbols)
            what = rule.target if whole else f"{rule.target}: {', '.join(uncited)}"
            bare = [line.regulator for line in rule.annotation.evidence if line.regulator in uncited]
            hint = "write '#   + REGULATOR SOURCE', or '#   * SOURCE' for the whole rule, right above it"
            if bare:
                names = ", ".join(dict.fromkeys(bare))
                hint = f"no source stands behind {names}: write one, such as PMID:9108485 or a key of the bibliography"
            line = document.source.lines[rule.place.line]
            yield Diagnostic("LN301", Severity.WARNING, rule.place, f"no evidence for {what}", hint, line)


def _uncited(rule: Rule) -> list[str]:
    """Return the regulators that no evidence line with a source speaks of; an input needs none."""
    cited = {line.regulator for line in rule.annotation.evidence if line.sources}
    if "" in cited or rule.is_input:
        return []
    return [name for name in rule.expression.symbols if name not in cited]


def unknown(document: Document, path: Path | None) -> Iterator[Diagnostic]:
    """Yield LN302 at each source that is malformed or stands in no bibliography, or at a bibliography that fails.

    Parameters
    ----------
    path
        The rule file: its bibliography is looked for beside it.
    """
    try:
        named = bibliography_of(document.rules.metadata, path)
        keys = references_of(*named).keys() if named else None
    except LogicnetError as problem:
        keys = None
        yield _of_bibliography(document, str(problem))
    problems: dict[str, str] = {}
    for rule in document.rules.rules:
        sources = {source for line in rule.annotation.evidence for source in line.sources}
        if sources and rule.place is not None:
            for word in sources - problems.keys():
                problems[word] = problem_of_source(word, keys)
            yield from _in_documentation(document, rule.place.line, {s: problems[s] for s in sources if problems[s]})


def _of_bibliography(document: Document, problem: str) -> Diagnostic:
    lines = document.source.lines
    number = next((n for n, line in lines.items() if "@bibliography" in line), 1)
    place = document.source.place(number, lines[number].find("@bibliography") + 1, len("@bibliography"))
    return Diagnostic("LN302", Severity.WARNING, place, problem, "the path is relative to this file", lines[number])


def _in_documentation(document: Document, first: int, problems: dict[str, str]) -> Iterator[Diagnostic]:
    for number, line in document.documentation.get(first, ()) if problems else ():
        if EVIDENCE.match(line.strip()):
            for word in re.finditer(r"\S+", line):
                if word.group() in problems:
                    place = document.source.place(number, word.start() + 1, len(word.group()))
                    message, _, hint = problems[word.group()].partition("; ")
                    yield Diagnostic("LN302", Severity.WARNING, place, message, hint, line)
