"""The parser: codes of tokens straight into a compiled expression, iteratively (shunting-yard).

Not boolean.py's parser: that one gives no column that can be trusted, recurses, and reads 0.7 MB/s. A mistake is told
as the number of its token: only then is it worked out where that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import RuleFileError
from logicnet.expressions.expression import AND, FALSE, NOT, OPERATIONS, OR, TRUE, Expression, Program
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
)

_NO_OPERANDS = {COMMA: "column", NUMBER: "number"}
# Expressions of up to so many tokens are compiled once where only the operands differ; longer ones are seldom alike.
LONGEST_SHAPE, MOST_SHAPES = 32, 4096


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
    vocabulary = Vocabulary()
    lines = text.split("\n")
    tokens = [Token("", 1, 1), *(t for number, line in enumerate(lines, 1) for t in tokens_of(line, number))]
    try:
        return Expression(vocabulary.names, compiled([_code(token, vocabulary, lines) for token in tokens[1:]]))
    except Fault as fault:
        raise RuleFileError([refusal(fault, tokens, "expression", dict(enumerate(lines, 1)))]) from None


def _code(token: Token, vocabulary: Vocabulary, lines: Sequence[str]) -> int:
    try:
        return vocabulary[token.text]
    except StrayCharacter:
        raise RuleFileError([stray_character(lines[token.line - 1], token, "expression")]) from None


def compiled(codes: Sequence[int]) -> Program:
    """Compile the tokens of one expression, given as codes of a `Vocabulary`; operands stay as they are numbered.

    Raises
    ------
    Fault
        With the first mistake.
    """
    if len(codes) > LONGEST_SHAPE:
        return _arranged(codes)
    return _order(tuple([code if code < 0 else 0 for code in codes]))((*codes, *OPERATIONS))


@lru_cache(MOST_SHAPES)
def _order(shape: Sequence[int]) -> Callable[[Program], Program]:
    """Return what picks the program of an expression out of its tokens and `OPERATIONS`; 0 is an operand."""
    program = _arranged([code or k for k, code in enumerate(shape)])
    return itemgetter(*program) if len(program) > 1 else itemgetter(slice(program[0], program[0] + 1))


def _arranged(codes: Sequence[int]) -> Program:
    program: list[int] = []
    waiting = [OPEN]
    put, wait, taken = program.append, waiting.append, waiting.pop
    wants_operand = True
    for index, code in enumerate(codes):
        if wants_operand:
            if code >= 0 or code in (TRUE, FALSE):
                put(code)
                wants_operand = False
            elif code in (NOT, OPEN):
                wait(code)
            else:
                raise Fault(index, _instead_of_operand(code, OPEN in waiting[1:]))
        elif OR <= code <= AND:
            while waiting[-1] >= code:  # binds as closely or more; a parenthesis is below all
                put(taken())
            wait(code)
            wants_operand = True
        elif code == CLOSE:
            while waiting[-1] != OPEN:
                put(taken())
            taken()
            if not waiting:
                raise Fault(index, "closing")
        else:
            raise Fault(index, "column" if code == COMMA else "operator")
    if wants_operand:
        raise Fault(len(codes) - 1, "end")
    if OPEN in waiting[1:]:
        raise Fault(_never_closed(codes), "opening")
    return (*program, *waiting[:0:-1])


def _instead_of_operand(code: int, inside: bool) -> str:
    if code in _NO_OPERANDS:
        return _NO_OPERANDS[code]
    return "closing" if code == CLOSE and not inside else "operand"


def _never_closed(codes: Sequence[int]) -> int:
    """Return the innermost parenthesis without a partner, where there is one."""
    waiting = []
    for index, code in enumerate(codes):
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
