"""The table of all rules for a paper's supplement: component, display name, group, rule, evidence with references."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from logicnet.expressions import Expression
from logicnet.references import Reference, bibliography_names, link_of
from logicnet.rules import Annotation, Evidence, RuleSet
from logicnet.tables import Table
from logicnet.tables.latex import escaped
from logicnet.tables.markdown import plain

HEADER = ("component", "display name", "group", "rule", "evidence")
_WORD = re.compile(r"[^\s&|^!()]+|[&|^!]")
_SIGNS = {"&": "∧", "|": "∨", "^": "⊕", "!": "¬"}
_ACTS = {"+": "+", "-": "−", "?": "±"}
_PACKAGES = ("array", "booktabs", "longtable", "hyperref")

References = Mapping[str, Reference]


def rules_table(rules: RuleSet, references: References, links: bool = False) -> Table:
    """Return one row a component, by group in the order of the file, components without a group last.

    Parameters
    ----------
    references
        The entries of the model's bibliography; a key that it lacks stays as it is.
    links
        Markdown in the cells: logical signs, links behind references, one piece of evidence a line. Else plain text,
        with rules in portable spelling and pieces of evidence joined by ``; ``.
    """
    spelt = _linked if links else _named
    text: Callable[[str], str] = plain if links else str
    join = "<br>" if links else "; "
    rows = []
    for name, note, expression in _components(rules):
        rule = _given(note) if expression is None else _signs(expression) if links else str(expression)
        pieces = [_piece(e, rules, text, [spelt(s, references) for s in e.sources]) for e in note.evidence]
        rows.append((text(name), text(note.label or name), text(note.group), rule, join.join(filter(None, pieces))))
    return Table(HEADER, tuple(rows))


def rules_latex(rules: RuleSet, references: References, standalone: bool = False) -> str:
    """Return the same table as a LaTeX ``longtable`` whose rows may break, a heading for each group.

    Keys of the bibliography are cited (``\\cite``), other sources linked. The packages needed are named in a comment
    at the top; every engine sets it. `standalone` gives a whole document with its bibliography.
    """
    lines = [r"\begin{longtable}{@{}" + "".join(_column(width) for width in (0.19, 0.17, 0.27, 0.31)) + "@{}}"]
    head = " & ".join((r"Component", "Display name", "Rule", "Evidence")) + r" \\"
    lines += [r"\toprule", head, r"\midrule", r"\endfirsthead", r"\toprule", head, r"\midrule", r"\endhead"]
    lines += [r"\midrule", r"\multicolumn{4}{r@{}}{continued on the next page} \\", r"\endfoot"]
    lines += [r"\bottomrule", r"\endlastfoot"]
    for group, members in groupby(_components(rules), key=lambda one: one[1].group):
        if group:
            lines.append(rf"\multicolumn{{4}}{{@{{}}l}}{{\textbf{{{escaped(group)}}}}} \\*")
        lines += [_row(rules, references, *member) for member in members]
    lines.append(r"\end{longtable}")
    table = "\n".join([r"\begingroup\footnotesize\setlength{\tabcolsep}{3pt}", *lines, r"\endgroup"]) + "\n"
    return _document(rules, table) if standalone else _comment(rules) + table


def _components(rules: RuleSet) -> list[tuple[str, Annotation, Expression | None]]:
    """Return every component by group; an input has no expression."""
    rank = {group: k for k, group in enumerate((*(g for g in rules.groups if g), ""))}
    listed = [(r.target, r.annotation, None if r.is_input else r.expression) for r in rules.rules]
    listed += [(name, Annotation(), None) for name in rules.inputs]
    return sorted(listed, key=lambda one: rank.get(one[1].group, len(rank)))


def _given(note: Annotation) -> str:
    return "input, free" if note.default is None else f"input, {note.default} by default"


def _label(rules: RuleSet, name: str) -> str:
    return next((r.annotation.label for r in rules.rules if r.target == name and r.annotation.label), name)


def _piece(evidence: Evidence, rules: RuleSet, text: Callable[[str], str], sources: Sequence[str]) -> str:
    """Return one line of evidence: the regulator with its sign, what is said, the sources in parentheses."""
    whose = f"{_ACTS[evidence.sign]} {_label(rules, evidence.regulator)}" if evidence.regulator else ""
    told = ": ".join(filter(None, (text(whose), text(evidence.note))))
    cited = ", ".join(sources)
    return f"{told} ({cited})" if told and cited else told or cited


def _named(source: str, references: References) -> str:
    entry = references.get(source)
    if entry is None:
        return source
    return f"{entry.short}, {entry.source}" if entry.source else entry.short


def _linked(source: str, references: References) -> str:
    entry = references.get(source)
    name, link = (source, link_of(source)) if entry is None else (entry.short, link_of(entry.source))
    # An address may hold what ends a link.
    return f"[{plain(name)}](<{link}>)" if link else plain(name)


def _signs(expression: Expression) -> str:
    return _WORD.sub(lambda word: _SIGNS.get(word.group(), plain(word.group())), str(expression))


# --- LaTeX ------------------------------------------------------------------------------------------------------------


def _column(width: float) -> str:
    return rf">{{\raggedright\arraybackslash}}p{{{width:.2f}\linewidth}}"


def _row(rules: RuleSet, references: References, name: str, note: Annotation, expression: Expression | None) -> str:
    rule = _given(note) if expression is None else _formula(expression)
    pieces = [_evidence(e, rules, references) for e in note.evidence]
    cells = (_identifier(name), escaped(note.label or name), rule, r"\newline ".join(filter(None, pieces)))
    return " & ".join(cells) + r" \\"


def _identifier(name: str) -> str:
    """Return a name that may break behind its underscores."""
    return escaped(name).replace(r"\_", r"\_\allowbreak{}")


def _formula(expression: Expression) -> str:
    """Return an expression as text with logical signs, which breaks at its spaces."""
    signs = {"&": r"$\land$", "|": r"$\lor$", "^": r"$\oplus$", "!": r"$\lnot$"}
    return _WORD.sub(lambda word: signs.get(word.group(), _identifier(word.group())), str(expression))


def _evidence(evidence: Evidence, rules: RuleSet, references: References) -> str:
    keys = [source for source in evidence.sources if source in references]
    others = [_latex_link(source) for source in evidence.sources if source not in references]
    told = _piece(evidence, rules, escaped, others)
    return f"{told}~\\cite{{{','.join(keys)}}}" if keys and told else told or rf"\cite{{{','.join(keys)}}}" * bool(keys)


def _latex_link(source: str) -> str:
    link = link_of(source)
    # Braces and the like are no signs of an address: they are coded; what TeX would obey is escaped.
    coded = re.sub(r"[{}\\^]", lambda sign: f"%{ord(sign.group()):02X}", link)
    address = re.sub(r"[%#&]", r"\\\g<0>", coded)
    return rf"\href{{{address}}}{{{escaped(source)}}}" if link else escaped(source)


def _comment(rules: RuleSet) -> str:
    lines = [
        f"The rules of {rules.name}, made by logicnet. \\input this in a document with",
        r"\usepackage{" + ",".join(_PACKAGES) + "}",
        r"and, with pdfLaTeX, \usepackage[T1]{fontenc}. Keys are those of " + _bibliography(rules) + ".",
    ]
    return "".join(f"% {line}\n" for line in lines)


def _bibliography(rules: RuleSet) -> str:
    return rules.metadata.get("bibliography", "") or "no bibliography"


def _document(rules: RuleSet, table: str) -> str:
    title = rules.metadata.get("title", "") or rules.name
    lines = [
        f"% The rules of {rules.name}, made by logicnet; {_bibliography(rules)} belongs beside it.",
        r"\documentclass[a4paper]{article}",
        r"\usepackage{iftex}",
        r"\ifPDFTeX\usepackage[T1]{fontenc}\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}\fi",
        r"\usepackage[margin=2cm]{geometry}",
        r"\usepackage{" + ",".join(_PACKAGES) + "}",
        r"\begin{document}",
        rf"\section*{{{escaped(title)}}}",
        table.rstrip("\n"),
    ]
    named = bibliography_names(rules.metadata)
    if named:
        files = ",".join(Path(name).with_suffix("").as_posix() for name in named)
        lines += [r"\bibliographystyle{unsrt}", rf"\bibliography{{{files}}}"]
    return "\n".join([*lines, r"\end{document}"]) + "\n"
