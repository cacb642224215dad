"""What each code means at length: for `logicnet check --explain`, for the rules of a SARIF file, for hovers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from logicnet.diagnostics import Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes
    ----------
    name
        Stable, such as ``LN101``.
    severity
        What its findings usually weigh.
    title
        What is found, in a few words.
    explanation
        Why it matters and what to do.
    example
        Lines of a rule file in which it is found; empty where a line cannot show it.
    optional
        Whether it is looked for only when it is selected by name.
    """

    name: str
    severity: Severity
    title: str
    explanation: str
    example: str = ""
    optional: bool = False


_ALL = (
    Code("LN001", ERROR, "not text, or text in another encoding",
         "A rule file is UTF-8 text. Bytes that are not, NUL bytes and control characters are refused before anything "
         "is read, because whatever follows them could not be trusted. Save the file as UTF-8."),
    Code("LN002", NOTE, "byte-order mark",
         "Some editors put an invisible mark in front of UTF-8 text. It is passed over here; other tools take it for a "
         "part of the first word."),
    Code("LN003", ERROR, "no rule in the file",
         "A model needs at least one rule, written 'TARGET, EXPRESSION'."),
    Code("LN101", ERROR, "unbalanced parenthesis",
         "The caret is under the parenthesis that has no partner. Some tools read 'A & B) | C' as 'A & B' without a "
         "word.", "A, (B | C & D"),
    Code("LN102", ERROR, "unknown character, operator or comment sign; an operator word as a name",
         "Operators are & | ! ^ and the words and, or, not; comments open with #. Names are made of letters, digits "
         "and _ (a - or . inside is read, too).", "A, B + C"),
    Code("LN103", ERROR, "comma missing behind the target",
         "A rule is written 'TARGET, EXPRESSION': the target is parted from its expression by a comma.", "A = B"),
    Code("LN104", WARNING, "name without a rule that looks like another one",
         "A name without a rule is a free input, and a misspelt regulator becomes one in silence: the model loses a "
         "regulation and gains an input. An input that is meant is written 'X, X'. With --strict every name without a "
         "rule is an error.", "RANK, RANKLL\nRANKL, RANKL"),
    Code("LN105", ERROR, "second rule for a component",
         "Both places are shown. Other tools keep the first or the last of the two in silence.", "A, B\nA, !B"),
    Code("LN106", WARNING, "name that other tools cannot read",
         "Portable names are made of the letters A-Z and a-z, digits and _, and begin with no digit. 'logicnet fmt' "
         "renames the others everywhere in the file.", "DKK-1, Wnt"),
    Code("LN107", NOTE, "header missing or spelt unusually",
         "A .bnet file begins with the line 'targets, factors'. Some tools need it; some read any other spelling of it "
         "as a rule, and the model has a component more.", "Targets, Factors\nA, B"),
    Code("LN108", ERROR, "operator or operand missing",
         "Something is missing between two names or behind an operator. A name cannot hold a space.", "A, B & | C"),
    Code("LN109", NOTE, "rule over several lines",
         "A rule goes on behind an operator or inside parentheses. Other tools read one rule a line, and may drop the "
         "rest in silence.", "A, B &\n   C"),
    Code("LN110", NOTE, "other spelling of an operator",
         "'&&', '||', '~' and the words and, or, not are read; other tools may refuse them or take a word for a name.",
         "A, B && not C"),
    Code("LN111", ERROR, "a column too many",
         "BoolNet writes the probability of a rule in a third column. Rules with probabilities, and temporal ones, are "
         "not read: there is one rule a component. Nor are ranks in the BooleanNet dialect ('1: A *= B').",
         "A, B, 0.5"),
    Code("LN201", WARNING, "regulator without effect",
         "The component is named in the rule, yet no state makes its value matter. Often an operator is wrong, or "
         "parentheses are missing.", "A, B | B & C"),
    Code("LN202", WARNING, "declared sign differs from the rule's",
         "The evidence says that the regulator activates (+) or inhibits (-), and the rule says the opposite. One of "
         "the two is wrong.", "# logicnet: 1\ntargets, factors\n#   + B PMID:9108485\nA, !B\nB, B"),
    Code("LN203", WARNING, "regulator acting with both signs",
         "The component activates in some states and inhibits in others. Where that is meant, declare it with '?' in "
         "the evidence; often it is a slip.", "A, B & C | !B & D"),
    Code("LN204", WARNING, "constant rule that names regulators",
         "Whatever its regulators do, the component keeps one value. Write 0 or 1 if that is meant.", "A, B | !B"),
    Code("LN205", WARNING, "operators mixed without parentheses",
         "Here & binds tighter than ^, and ^ tighter than |; AEON binds ^ tighter than &. Parentheses say what is "
         "meant to every reader. Looked for only with --select LN205.", "A, B & C ^ D", optional=True),
    Code("LN206", WARNING, "names that differ only in letter case or look alike",
         "Names are case-sensitive: 'NFkB' and 'NFKB' are two components. O and 0, l and 1, - and _ are easily taken "
         "for each other, too.", "NFkB, B\nNFKB, NFkB"),
    Code("LN301", WARNING, "no evidence",
         "In an annotated file every regulation has its source: a line '+ REGULATOR source' or, for the whole rule, "
         "'* source' in the comment above it.", "# logicnet: 1\ntargets, factors\nA, B\nB, B"),
    Code("LN302", WARNING, "malformed or unknown source",
         "A source is PMID:…, PMC:…, DOI:…, ARXIV:…, URL:… or a key of the file named by @bibliography.",
         "# logicnet: 1\ntargets, factors\n#   * PMID:91O8485\nA, B\nB, B"),
    Code("LN303", WARNING, "unknown tag",
         "Tags of one's own are kept, but this one is not read here, or is one letter off one that would be.",
         "# logicnet: 1\n# @tilte My model\n\ntargets, factors\n#   * DOI:10.1000/1\nA, B\nB, B"),
    Code("LN304", WARNING, "evidence for what is no regulator",
         "The line looks like evidence ('+ NAME …'), but the rule below does not name that component.",
         "# logicnet: 1\ntargets, factors\n#   + C PMID:9108485\n#   * DOI:10.1000/1\nA, B\nB, B"),
    Code("LN305", WARNING, "tag that has no meaning here",
         "@default is for inputs, @title and its like for the head of the file, @update takes synchronous or "
         "asynchronous; annotations count only under the first line '# logicnet: 1'.",
         "# logicnet: 1\ntargets, factors\n# @default 1\n#   * DOI:10.1000/1\nA, B\nB, B"),
    Code("LN401", ERROR, "a behavioural test fails",
         "The model does not do what the file claims of it. 'logicnet test' shows the attractor that differs."),
    Code("LN402", ERROR, "unknown component or condition in a statement",
         "A condition, a class or a test speaks of what the model does not have, or a line @owner, @gather or @resting "
         "in the head of a bridge of what no part has.",
         "# logicnet: 1\ntargets, factors\n#   * DOI:10.1000/1\nA, B\nB, B\n#? condition c: D=1"),
    Code("LN403", ERROR, "malformed statement",
         "Lines that begin with #? state conditions, classes and tests, lines @owner, @gather and @resting in the "
         "head of a bridge what holds between parts; this one cannot be read as any of them.",
         "# logicnet: 1\ntargets, factors\n#   * DOI:10.1000/1\nA, B\nB, B\n#? condition c A=1"),
    Code("LN404", ERROR, "name given twice",
         "Two conditions, classes or tests of one name; one component given two values, or two parts; one group given "
         "to two.",
         "# logicnet: 1\ntargets, factors\n#   * DOI:10.1000/1\nA, B\nB, B\n#? condition c: A=1\n#? condition c: A=0"),
    Code("LN405", ERROR, "vacuous test",
         "The test claims nothing that could fail: no claim at all, or only values that it holds itself.",
         "# logicnet: 1\ntargets, factors\n#   * DOI:10.1000/1\nA, B\nB, B\n#? test T1\n#?   given A=1"),
)  # fmt: skip

CODES: Mapping[str, Code] = MappingProxyType({code.name: code for code in _ALL})
"""Every code by its name, in order."""
