"""How findings are mended: safely, where the model that is read stays the same, else as a proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from logicnet.diagnostics import Diagnostic, Edit, Fix
from logicnet.errors import nearest_names
from logicnet.expressions.names import Neighbours
from logicnet.expressions.tokens import OPERATOR_WORDS, OTHER_SIGNS, Token
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.writer import HEADER, PORTABLE_SIGNS

# Past so many characters of a line nobody mends it by hand.
LONGEST_LINE = 1_000_000
_SPELLINGS = {text: PORTABLE_SIGNS[code] for text, code in (OTHER_SIGNS | OPERATOR_WORDS).items()}
_MEANT = {"//": "#", "+": "|", "*": "&"}


def with_fix(document: Document, finding: Diagnostic) -> Diagnostic:
    """Return a finding with the way to mend it, where one is known."""
    fixer = _FIXERS.get(finding.code)
    if fixer is None or finding.fix is not None or len(finding.source) > LONGEST_LINE:
        return finding
    fix = fixer(document, finding)
    return finding if fix is None else replace(finding, fix=fix)


def _span_at(document: Document, line: int) -> Sequence[int]:
    return next((span for span in (*document.spans, *document.broken) if line in span), ())


def _marked(finding: Diagnostic) -> str:
    start = finding.place.column - 1
    return finding.source[start : start + finding.place.length]


def _parenthesis(document: Document, finding: Diagnostic) -> Fix | None:
    if _marked(finding) == ")":
        return Fix("remove ')'", (Edit.of(finding.place, ""),))
    tokens = document.tokens(_span_at(document, finding.place.line))
    if not tokens:
        return None
    return Fix("close it at the end of the rule", (_behind(tokens[-1], ")"),))


def _behind(token: Token, text: str) -> Edit:
    column = token.column + len(token.text)
    return Edit(token.line, column, token.line, column, text)


def _character(_document: Document, finding: Diagnostic) -> Fix | None:
    meant = _MEANT.get(_marked(finding))
    return Fix(f"write '{meant}'", (Edit.of(finding.place, meant),)) if meant else None


def _separator(document: Document, finding: Diagnostic) -> Fix | None:
    if "expected ','" in finding.message:
        return Fix("write ','", (Edit.of(finding.place, ","),))
    tokens = document.tokens(_span_at(document, finding.place.line))
    return Fix("put in the comma", (_behind(tokens[0], ","),)) if tokens else None


@lru_cache(1)
def _neighbours(names: tuple[str, ...]) -> Neighbours:
    return Neighbours(names)


def _near_name(document: Document, finding: Diagnostic) -> Fix | None:
    near = _neighbours(document.targets).nearest(_marked(finding))
    return Fix(f"write {near}", (Edit.of(finding.place, near),)) if near else None


def _second_rule(document: Document, finding: Diagnostic) -> Fix | None:
    """Remove a rule that says the same as the first, comments apart."""
    second = _span_at(document, finding.place.line)
    first = _span_at(document, finding.related[0].line) if finding.related else ()
    if not second or not first or document.documentation.get(second[0]):
        return None
    words = [[token.text for token in document.tokens(span)] for span in (first, second)]
    lines = range(second[0], second[-1] + 1)  # comments between the lines of a rule among them
    if words[0] != words[1] or any("#" in document.source.lines[number] for number in lines):
        return None
    if _follows_a_broken_rule(document, second[0]):
        return None  # that may be open, and would go on in what stands behind the second one
    return Fix("remove the second one, which says the same", (Edit(second[0], 1, second[-1] + 1, 1, ""),), safe=True)


def _follows_a_broken_rule(document: Document, line: int) -> bool:
    lines = document.source.lines
    before = next((n for n in range(line - 1, 0, -1) if lines[n].partition("#")[0].strip()), 0)
    return any(span[-1] == before for span in document.broken)


def _header(document: Document, finding: Diagnostic) -> Fix | None:
    if finding.message == "header missing":
        first = min(span[0] for span in document.spans)
        if any(span[0] < first for span in document.broken):
            return None  # a rule that is not read yet, or a header that is spelt past recognition
        above = document.documentation.get(first)
        line = _above_group(document, above[0][0] if above else first)
        return Fix(f"put in '{HEADER}'", (Edit(line, 1, line, 1, f"{HEADER}\n"),), safe=True)
    if finding.message == "header spelt unusually":
        words = finding.source.split("#")[0]
        start = len(words) - len(words.lstrip())
        edit = Edit(finding.place.line, start + 1, finding.place.line, len(words.rstrip()) + 1, HEADER)
        return Fix(f"write '{HEADER}'", (edit,), safe=True)
    return None


def _above_group(document: Document, line: int) -> int:
    """Return the line of the group mark that stands above a line, nothing but blank lines between; else the line."""
    above = line - 1
    while above in document.source.lines and not document.source.lines[above].strip():
        above -= 1
    return above if document.source.lines.get(above, "").lstrip().startswith("#=") else line


def _spelling(document: Document, finding: Diagnostic) -> Fix | None:
    tokens = document.tokens(_span_at(document, finding.place.line))
    edits = []
    for token, following in pairwise((*tokens, Token("", 0, 0))):
        sign = _SPELLINGS.get(token.text.lower())
        if sign is not None:
            end = token.column + len(token.text)
            if sign == "!" and following.line == token.line:  # 'not B' is '!B'
                end = following.column
            edits.append(Edit(token.line, token.column, token.line, end, sign))
    return Fix("write & | !", tuple(edits), safe=True) if edits else None


def _lines(document: Document, finding: Diagnostic) -> Fix | None:
    """Join the lines of a rule, unless a comment would be lost between them."""
    span = _span_at(document, finding.place.line)
    inside = [document.source.lines[number] for number in range(span[0], span[-1] + 1)] if span else ["#"]
    if any("#" in line for line in inside):
        return None
    edits = [
        Edit(a, len(document.source.lines[a].rstrip()) + 1, b, _indent(document.source.lines[b]), " ")
        for a, b in pairwise(span)
    ]
    return Fix("join its lines", tuple(edits), safe=True)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) + 1


def _column(document: Document, finding: Diagnostic) -> Fix | None:
    tokens = document.tokens(_span_at(document, finding.place.line))
    comma = next((t for t in tokens if (t.line, t.column) == (finding.place.line, finding.place.column)), None)
    if comma is None or tokens[-1].line != comma.line:
        return None
    end = tokens[-1].column + len(tokens[-1].text)
    return Fix("remove what follows the rule", (Edit(comma.line, comma.column, comma.line, end, ""),))


def _sign(_document: Document, finding: Diagnostic) -> Fix | None:
    other = {"+": "-", "-": "+"}.get(_marked(finding))
    return Fix(f"declare it with '{other}'", (Edit.of(finding.place, other),)) if other else None


def _known_name(document: Document, finding: Diagnostic) -> Fix | None:
    if "component" not in finding.message:
        return None
    near = nearest_names(_marked(finding), [*document.targets, *document.rules.inputs], 1)
    return Fix(f"write {near[0]}", (Edit.of(finding.place, near[0]),)) if near else None


_FIXERS: Mapping[str, Callable[[Document, Diagnostic], Fix | None]] = {
    "LN101": _parenthesis,
    "LN102": _character,
    "LN103": _separator,
    "LN104": _near_name,
    "LN105": _second_rule,
    "LN107": _header,
    "LN109": _lines,
    "LN110": _spelling,
    "LN111": _column,
    "LN202": _sign,
    "LN402": _known_name,
}
