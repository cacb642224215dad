"""The BooleanNet dialect: ``A *= B and not C``, initial values ``A = B = True``; read, and told from rule files.

The syntax is that of BooleanNet 1.2 (Albert et al. 2008, doi:10.1186/1751-0473-3-16). Its initial values are what rule
files call the rest state. Ranks, random rules and the piecewise model's triplets change the dynamics: they are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from logicnet.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from logicnet.errors import RuleFileError
from logicnet.expressions.expression import AND, NOT, OR, XOR, Expression
from logicnet.expressions.names import Neighbours
from logicnet.expressions.parser import Fault, compiled, refusal
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import (
    CONSTANTS,
    OPERATOR_WORDS,
    Malformed,
    StrayCharacter,
    Token,
    Vocabulary,
    stray_character,
    tokens_of,
)
from logicnet.rules import Annotation, Rule, RuleSet

_ASSIGNS = re.compile(r"\*\s*=")
_MEANT_AS_ANNOTATION = re.compile(r"\s*#\s*(logicnet\s*:|\?\s*(condition|class|test)\s)")
_STARTS = re.compile(r"\s*(\d+\s*:|\w[\w.-]*\s*\*?\s*=)")
_VALUES: dict[str, int | None] = {"true": 1, "1": 1, "false": 0, "0": 0, "random": None}
_SPELT = {AND: "and", OR: "or", NOT: "not", XOR: "^"}
_CONTINUES = {"and", "or", "not", "&", "&&", "|", "||", "!", "~", "^", "(", "="}
_RULE = "a rule is written 'TARGET *= EXPRESSION'"
_INITIAL = f"an initial value is True, False or Random; {_RULE}"


def is_booleannet(text: str) -> bool:
    """Tell whether a text is in this dialect: whether its first rule, behind any initial values, has ``*=``."""
    if "=" not in text:
        return False
    for line in re.finditer(r"[^\r\n]+", text):
        code = line[0].partition("#")[0]
        before_comma = code.partition(",")[0]
        if _ASSIGNS.search(before_comma):
            return True
        if code.strip() and "=" not in before_comma:
            return False
    return False


def read(text: str, file: str = "<text>", name: str = "model") -> RuleSet:
    """Read a BooleanNet file.

    A component with an initial value and no rule is an input and comes behind the rules; ``True`` and ``False`` give
    its value in the rest state, ``Random`` none. A component that is only named is an input, too.

    Parameters
    ----------
    text
        The whole file, decoded; a byte-order mark already removed.
    file
        Its name, for places in diagnostics.
    name
        The model's name.

    Raises
    ------
    RuleFileError
        With every finding of the file, where one of them is an error; a file is read whole or refused.
    """
    source = Source.of(text, file)
    _tell_unread(source)
    reader = _Reader(source)
    reader.read_statements()
    rules = reader.finish(name)
    if any(finding.severity is Severity.ERROR for finding in rules.findings):
        raise RuleFileError(rules.findings)
    return rules


class _Reader:
    """Walks the statements once; even a broken rule declares its target, so that one mistake gives one message."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.vocabulary = Vocabulary()
        self.expressions: dict[str, Expression] = {}
        self.declared: dict[str, Place] = {}
        self.values: dict[str, tuple[int | None, Place]] = {}
        self.uses: dict[str, Place] = {}

    def read_statements(self) -> None:
        for tokens in _statements(self.source):
            if self.source.full:
                return
            try:
                self.statement(self.unranked(tokens))
            except Malformed as problem:
                self.source.add(problem.diagnostic)

    def unranked(self, tokens: list[Token]) -> list[Token]:
        """Refuse a rank, and read on behind it."""
        if len(tokens) < 3 or tokens[1].text != ":" or not tokens[0].text.isdigit():
            return tokens
        place = self.source.place(tokens[0].line, tokens[0].column, tokens[1].column - tokens[0].column + 1)
        end = tokens[2].column if tokens[2].line == place.line else place.column + place.length
        fix = Fix("Remove the rank", (Edit(place.line, place.column, place.line, end, ""),))
        message = f"a rule with a rank: {tokens[0].text}"
        hint = "remove it: components change one at a time in any order, or all at once"
        line = self.source.lines[place.line]
        self.source.add(Diagnostic("LN111", Severity.ERROR, place, message, hint, line, fix=fix))
        return tokens[2:]

    def statement(self, tokens: list[Token]) -> None:
        signs = [token.text for token in tokens[1:3]]
        if signs[:1] == ["="] and tokens[-1].text.lower() in _VALUES:
            self.initial_values(tokens)
            return
        name = self.target(tokens[0])
        if signs != ["*", "="]:
            raise Malformed(self.separator_missing(tokens))
        expression = self.expression(tokens[2:])
        self.expressions.setdefault(name, expression)

    def target(self, token: Token) -> str:
        """Declare what the rule is for."""
        name, place = self.name(token), self.place(token)
        first = self.declared.setdefault(name, place)
        if first is not place:
            self.source.error("LN105", place, f"second rule for {name}", "keep one of the two", first)
        return name

    def name(self, token: Token) -> str:
        lowered = token.text.lower()
        if lowered in OPERATOR_WORDS or lowered in CONSTANTS or token.text.isdigit() or token.text == "Random":
            what = "an operator word" if lowered in OPERATOR_WORDS else "a constant"
            message = f"{token.text!r} is {what}, not a name"
            raise Malformed(self.wrong("LN102", token, message, "rename the component"))
        try:
            code = self.vocabulary[token.text]
        except StrayCharacter:
            raise Malformed(self.stray(token)) from None
        if code < 0:
            raise Malformed(self.wrong("LN108", token, f"a rule cannot begin with {token.text!r}", _RULE))
        return self.vocabulary.names[code]

    def separator_missing(self, tokens: list[Token]) -> Diagnostic:
        target, *others = tokens
        if not others or others[0].line != target.line:
            behind = Token("", target.line, target.column + len(target.text))
            return self.wrong("LN103", behind, f"'*=' missing behind the target {target.text}", _RULE)
        if others[0].text == "=" and others[1:2] and others[1].text == "(":
            hint = "True, False or Random is read"
            return self.wrong("LN111", others[1], "an initial value of the piecewise model", hint)
        if others[0].text in "=*:,;<":
            message = f"expected '*=' behind {target.text}, not {others[0].text!r}"
            return self.wrong("LN103", others[0], message, _INITIAL if others[0].text == "=" else _RULE)
        if _is_stray(others[0].text):
            return self.stray(others[0])
        return self.wrong("LN103", others[0], f"'*=' missing behind the target {target.text}", _RULE)

    def expression(self, tokens: list[Token]) -> Expression:
        """Read what stands behind the first of the tokens, the equals sign."""
        codes = []
        for token in tokens[1:]:
            if token.text == "Random":
                raise Malformed(self.wrong("LN111", token, "'Random' in a rule", "only an initial value can be random"))
            try:
                codes.append(self.vocabulary[token.text])
            except StrayCharacter:
                raise Malformed(self.stray(token)) from None
        try:
            program = compiled(codes)
        except Fault as fault:
            told = refusal(fault, tokens, self.source.file, self.source.lines)
            if fault.what == "column":
                told = replace(told, message="',' in a rule", help="the piecewise model's triplets are not read")
            raise Malformed(told) from None
        for token, code in zip(tokens[1:], codes, strict=True):
            if code >= 0:
                self.uses.setdefault(self.vocabulary.names[code], self.place(token))
        self.spelling(tokens, codes)
        return Expression(self.vocabulary.names, program)

    def spelling(self, tokens: list[Token], codes: Sequence[int]) -> None:
        operators = ((t, _SPELT[code]) for t, code in zip(tokens[1:], codes, strict=True) if code in _SPELT)
        odd = next(((t, word) for t, word in operators if t.text not in ("and", "or", "not")), None)
        if odd is not None:
            message = f"{odd[0].text!r} is read as {odd[1]!r}"
            self.source.note("LN110", self.place(odd[0]), message, "other tools may not read it")
        if tokens[-1].line != tokens[0].line:
            place = self.source.place(tokens[0].line)
            self.source.note("LN109", place, "rule over several lines", "other tools read one rule a line")

    def initial_values(self, tokens: list[Token]) -> None:
        """Read ``A = B = True``: components and equals signs in turn."""
        value = _VALUES[tokens[-1].text.lower()]
        for target, sign in zip(tokens[:-1:2], [*tokens[1::2]], strict=False):
            if sign.text != "=":
                raise Malformed(self.wrong("LN103", sign, f"expected '=', not {sign.text!r}", _INITIAL))
            name, place = self.name(target), self.place(target)
            known, first = self.values.setdefault(name, (value, place))
            if known != value:
                self.source.error("LN105", place, f"second initial value for {name}", "keep one of the two", first)
        if len(tokens) % 2 == 0:
            raise Malformed(self.wrong("LN103", tokens[-1], f"expected '=', not {tokens[-1].text!r}", _INITIAL))

    def stray(self, token: Token) -> Diagnostic:
        told = stray_character(self.source.lines[token.line], token, self.source.file)
        hints = {"=": _RULE, "*": "write 'and' for and", "+": "'+' cannot stand in a name; write 'or' for or"}
        return replace(told, help=hints.get(token.text, told.help))

    def place(self, token: Token) -> Place:
        return self.source.place(token.line, token.column, max(1, len(token.text)))

    def wrong(self, code: str, token: Token, message: str, help: str) -> Diagnostic:
        line = self.source.lines[token.line]
        return Diagnostic(code, Severity.ERROR, self.place(token), message, help, line)

    def finish(self, name: str) -> RuleSet:
        """Check what only the whole file shows."""
        source = self.source
        known = self.declared | {name: place for name, (_, place) in self.values.items() if name not in self.declared}
        if not known and not source.findings:
            source.error("LN003", source.place(1), "no rule in the file", _RULE)
        inputs = tuple(used for used in self.uses if used not in known)
        self.check_names(known, inputs)
        source.findings.sort(key=lambda d: (d.place.line, d.place.column))
        if source.shortened:
            source.note("LN001", source.place(max(source.lines)), "more problems are not shown: mend these first")
        rules = [*self.expressions, *(valued for valued in self.values if valued not in self.declared)]
        return RuleSet(name, tuple(self.rule(target, known[target]) for target in rules), inputs,
                       findings=tuple(source.findings))  # fmt: skip

    def rule(self, target: str, place: Place) -> Rule:
        rest, _ = self.values.get(target, (None, place))
        return Rule(target, self.expressions.get(target, Expression((target,), (0,))), Annotation(rest=rest), place)

    def check_names(self, known: dict[str, Place], inputs: Sequence[str]) -> None:
        for name, place in (self.uses | known).items():
            if not (name.isascii() and name.isidentifier()):
                self.source.warn("LN106", place, f"other tools cannot read the name {name!r}", "use A-Z a-z 0-9 _")
        neighbours = Neighbours(known if inputs else ())
        for name in inputs:
            near = neighbours.nearest(name)
            if near:
                hint = f"did you mean {near}? an input is written '{name} *= {name}'"
                message = f"{name} has no rule and is read as a free input"
                self.source.warn("LN104", self.uses[name], message, hint)


def _statements(source: Source) -> Iterator[list[Token]]:
    """Yield the tokens of each statement; an open one goes on below, but never into a line that opens the next."""
    tokens: list[Token] = []
    depth = 0
    for number, line in source.lines.items():
        if tokens and (_STARTS.match(line) or (depth <= 0 and tokens[-1].text.lower() not in _CONTINUES)):
            yield tokens
            tokens, depth = [], 0
        added = list(tokens_of(line, number))
        depth += sum((token.text == "(") - (token.text == ")") for token in added)
        tokens += added
    if tokens:
        yield tokens


def _is_stray(text: str) -> bool:
    try:
        Vocabulary()[text]
    except StrayCharacter:
        return True
    return False


def _tell_unread(source: Source) -> None:
    """Warn once of annotations: in this dialect a comment is just a comment."""
    for number, line in source.lines.items():
        if "#" in line and _MEANT_AS_ANNOTATION.match(line):
            place = source.place(number, line.find("#") + 1, len(line.strip()))
            hint = "annotations are read in rules of the form 'TARGET, EXPRESSION'"
            source.warn("LN305", place, "annotations are not read in a BooleanNet file", hint)
            return
