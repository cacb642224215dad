"""The parser: codes of tokens straight into a compiled expression, iteratively (shunting-yard).

Not boolean.py's parser: that one gives no column that can be trusted, recurses, and reads 0.7 MB/s. Few rules differ in
more than their names, so what is parsed is the shape of a rule, its names replaced by the order in which they appear;
shapes met before are remembered. A mistake is told as the number of its token: only then is it worked out where it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import RuleFileError
from logicnet.expressions.expression import AND, FALSE, NOT, OR, TRUE, XOR, Expression, Program
from logicnet.expressions.tokens import (
    CLOSE,
    COMMA,
    NUMBER,
    OPEN,
    OPERATOR_WORDS,
    StrayCharacter,
    Token,
    Vocabulary,
    stray_character,
    tokens_of,
    words_of,
)

_BINDING = {OPEN: 0, OR: 1, XOR: 2, AND: 3, NOT: 4}
_BINARY, _CONSTANTS, _BEFORE_OPERAND = {OR, XOR, AND}, {TRUE, FALSE}, {NOT, OPEN}
_NO_OPERANDS = {COMMA: "column", NUMBER: "number"}
# Shapes of so many tokens at most are remembered, and so many of them: a few megabytes.
_LONGEST_SHAPE, _MOST_SHAPES = 100, 4096


class Fault(Exception):
    """The first mistake of an expression; never leaves the readers.

    Attributes
    ----------
    index
        The number of its token, counted from 0; ``-1`` for the token that the expression follows.
    what
        One of the keys of the messages below.
    """

    def __init__(self, index: int, what: str) -> None:
        super().__init__(index, what)
        self.index, self.what = index, what


# What is wrong: its code, message and help; {0} is the token.
_MESSAGES = {
    "column": ("LN111", "a third column", "probabilities of rules are not read: one rule a component"),
    "number": ("LN102", "{0!r} is no name", "constants are 0 and 1"),
    "closing": ("LN101", "unmatched ')'", "remove it, or open it with '('"),
    "opening": ("LN101", "'(' is never closed", "close it with ')'"),
    "operator": ("LN108", "operator missing before {0!r}", "join the two with & or |"),
    "operand": ("LN108", "operand missing before {0!r}", "a name is expected here"),
    "word": ("LN102", "{0!r} is an operator word, not a name", "rename the component"),
    "end": ("LN108", "operand missing", "the expression ends where a name is expected"),
}


def parse(text: str) -> Expression:
    """Read one expression from a text.

    Raises
    ------
    RuleFileError
        With line and column, where the text is no expression.
    """
    lines = text.split("\n")
    words = Vocabulary()
    try:
        return expression_of([words[word] for line in lines for word in words_of(line)], words.names)
    except (StrayCharacter, Fault) as problem:
        tokens = [Token("", 1, 1), *(t for number, line in enumerate(lines, 1) for t in tokens_of(line, number))]
        found = _refusal(problem, words, tokens, lines)
        raise RuleFileError([found]) from None


def _refusal(problem: StrayCharacter | Fault, words: Vocabulary, tokens: list[Token], lines: list[str]) -> Diagnostic:
    if isinstance(problem, Fault):
        return refusal(problem, tokens, "expression", dict(enumerate(lines, 1)))
    stray = next(token for token in tokens[1:] if token.text not in words)
    return stray_character(lines[stray.line - 1], stray, "expression")


def expression_of(codes: Sequence[int], names: Sequence[str]) -> Expression:
    """Compile the tokens of one expression, given as codes of a `Vocabulary` with these names.

    Raises
    ------
    Fault
        With the first mistake.
    """
    numbers = [code for code in dict.fromkeys(codes) if code >= 0]
    local = dict(zip(numbers, range(len(numbers)), strict=True))
    shape = tuple(map(local.get, codes, codes))
    program = _remembered(shape) if len(shape) <= _LONGEST_SHAPE else _compiled(shape)
    return Expression(tuple([names[number] for number in numbers]), program)


def _compiled(shape: tuple[int, ...]) -> Program:
    program: list[int] = []
    waiting: list[int] = []
    wants_operand = True
    for index, code in enumerate(shape):
        if wants_operand:
            if code >= 0 or code in _CONSTANTS:
                program.append(code)
                wants_operand = False
            elif code in _BEFORE_OPERAND:
                waiting.append(code)
            else:
                raise Fault(index, _instead_of_operand(code, OPEN in waiting))
        elif code == CLOSE:
            while waiting and waiting[-1] != OPEN:
                program.append(waiting.pop())
            if not waiting:
                raise Fault(index, "closing")
            waiting.pop()
        elif code in _BINARY:
            while waiting and _BINDING[waiting[-1]] >= _BINDING[code]:
                program.append(waiting.pop())
            waiting.append(code)
            wants_operand = True
        else:
            raise Fault(index, "column" if code == COMMA else "operator")
    if wants_operand:
        raise Fault(len(shape) - 1, "end")
    if OPEN in waiting:
        raise Fault(_never_closed(shape), "opening")
    return (*program, *reversed(waiting))


_remembered = lru_cache(_MOST_SHAPES)(_compiled)


def _instead_of_operand(code: int, inside: bool) -> str:
    if code in _NO_OPERANDS:
        return _NO_OPERANDS[code]
    return "closing" if code == CLOSE and not inside else "operand"


def _never_closed(shape: Sequence[int]) -> int:
    """Return the innermost parenthesis without a partner, where there is one."""
    waiting = []
    for index, code in enumerate(shape):
        if code == OPEN:
            waiting.append(index)
        elif code == CLOSE:
            waiting.pop()
    return waiting[-1]


def refusal(fault: Fault, tokens: Sequence[Token], file: str, source: dict[int, str]) -> Diagnostic:
    """Tell a mistake at its place.

    Parameters
    ----------
    tokens
        The token that the expression follows, and those of the expression.
    file, source
        The file's name and its lines by number.
    """
    token, what = tokens[fault.index + 1], fault.what
    if what == "operand" and token.text.lower() in OPERATOR_WORDS:
        what = "word"
    code, message, hint = _MESSAGES[what]
    # What is missing is missing behind the token before; the error stands there.
    shown = tokens[fault.index] if what == "operand" else token
    column, length = shown.column, max(1, len(shown.text))
    if what in ("operand", "end"):
        column, length = column + len(shown.text), 1
    place = Place(file, shown.line, column, length)
    return Diagnostic(code, Severity.ERROR, place, message.format(token.text), hint, source.get(shown.line, ""))
