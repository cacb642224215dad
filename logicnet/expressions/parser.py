"""The parser: tokens straight into a compiled expression, iteratively (shunting-yard), with exact places for errors.

Not boolean.py's parser: that one gives no column that can be trusted, recurses, and reads 0.7 MB/s.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import RuleFileError
from logicnet.expressions.expression import AND, FALSE, NOT, OR, TRUE, XOR, Expression
from logicnet.expressions.tokens import CONSTANTS, OPERATOR_WORDS, Kind, Malformed, Token, name_of, tokens_of

_BINDING = {Kind.OR: 1, Kind.XOR: 2, Kind.AND: 3, Kind.NOT: 4}
_OPCODE = {Kind.OR: OR, Kind.XOR: XOR, Kind.AND: AND, Kind.NOT: NOT}


def parse(text: str) -> Expression:
    """Read one expression from a text.

    Raises
    ------
    RuleFileError
        With line and column, where the text is no expression.
    """
    lines = text.split("\n")
    source = dict(enumerate(lines, 1))
    try:
        tokens = [t for number, line in source.items() for t in tokens_of(line, "expression", number)]
        return parse_tokens(tokens, Token(Kind.COMMA, "", 1, 1), "expression", source)
    except Malformed as problem:
        raise RuleFileError([problem.diagnostic]) from None


@dataclass
class _Yard:
    """State of the shunting-yard: the program so far and the operators that wait."""

    program: list[int] = field(default_factory=list)
    waiting: list[Token] = field(default_factory=list)
    symbols: dict[str, int] = field(default_factory=dict)

    def operand(self, token: Token) -> None:
        if token.kind is Kind.CONSTANT:
            self.program.append(TRUE if CONSTANTS[token.text.lower()] == "1" else FALSE)
        else:
            self.program.append(self.symbols.setdefault(name_of(token), len(self.symbols)))

    def binary(self, token: Token) -> None:
        binding = _BINDING[token.kind]
        while self.waiting and _BINDING.get(self.waiting[-1].kind, 0) >= binding:
            self.program.append(_OPCODE[self.waiting.pop().kind])
        self.waiting.append(token)

    def close(self) -> bool:
        """Empty the yard down to the matching parenthesis; False where there is none."""
        while self.waiting:
            token = self.waiting.pop()
            if token.kind is Kind.OPEN:
                return True
            self.program.append(_OPCODE[token.kind])
        return False


def parse_tokens(tokens: Iterable[Token], before: Token, file: str, source: dict[int, str]) -> Expression:
    """Compile the tokens of one expression.

    Parameters
    ----------
    tokens
        Tokens of the expression alone.
    before
        The token that the expression follows; where there is nothing at all, the error stands after it.
    file, source
        For diagnostics: the file's name and its lines by number.

    Raises
    ------
    Malformed
        With the first problem: LN101, LN102, LN108 or LN111.
    """
    refuse = _Refusal(file, source)
    yard, last, wants_operand = _Yard(), before, True
    for token in tokens:
        kind = token.kind
        if kind is Kind.COMMA:
            raise refuse("LN111", token, "a third column", "probabilities of rules are not read: one rule a component")
        if wants_operand:
            if kind in (Kind.NAME, Kind.CONSTANT):
                if kind is Kind.NAME and token.text.isdigit():
                    raise refuse("LN102", token, f"{token.text!r} is no name", "constants are 0 and 1")
                yard.operand(token)
                wants_operand = False
            elif kind in (Kind.OPEN, Kind.NOT):
                yard.waiting.append(token)
            elif kind is Kind.CLOSE and not any(t.kind is Kind.OPEN for t in yard.waiting):
                raise refuse("LN101", token, "unmatched ')'", "remove it, or open it with '('")
            else:
                raise _operand_missing(refuse, token, last)
        elif kind is Kind.CLOSE:
            if not yard.close():
                raise refuse("LN101", token, "unmatched ')'", "remove it, or open it with '('")
        elif kind in _BINDING and kind is not Kind.NOT:
            yard.binary(token)
            wants_operand = True
        else:
            raise refuse("LN108", token, f"operator missing before {token.text!r}", "join the two with & or |")
        last = token
    if wants_operand:
        raise refuse("LN108", last, "operand missing", "the expression ends where a name is expected", after=True)
    while yard.waiting:
        token = yard.waiting.pop()
        if token.kind is Kind.OPEN:
            raise refuse("LN101", token, "'(' is never closed", "close it with ')'")
        yard.program.append(_OPCODE[token.kind])
    return Expression(tuple(yard.symbols), tuple(yard.program))


def _operand_missing(refuse: _Refusal, token: Token, last: Token) -> Malformed:
    """An operator where a name should stand: a word used as a name, or a missing operand after `last`."""
    if token.text.lower() in OPERATOR_WORDS:
        return refuse("LN102", token, f"{token.text!r} is an operator word, not a name", "rename the component")
    return refuse("LN108", last, f"operand missing before {token.text!r}", "a name is expected here", after=True)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Makes the error for a token of this file; `after` places it behind the token, where something is missing."""

    file: str
    source: dict[int, str]

    def __call__(self, code: str, token: Token, message: str, help: str, after: bool = False) -> Malformed:
        column = token.column + token.length if after else token.column
        place = Place(self.file, token.line, column, 1 if after else max(1, token.length))
        return Malformed(Diagnostic(code, Severity.ERROR, place, message, help, self.source.get(token.line, "")))
