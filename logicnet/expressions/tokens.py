"""The lexer: text of a rule to tokens that keep their line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import NamedTuple

from logicnet.diagnostics import Diagnostic, Place, Severity


class Kind(Enum):
    """What a token is."""

    NAME = "name"
    CONSTANT = "constant"
    NOT = "!"
    AND = "&"
    XOR = "^"
    OR = "|"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","

    # Members are single objects: hashing them by identity instead of by name halves the time that parsing takes.
    __hash__ = object.__hash__


class Token(NamedTuple):
    """A word or sign of a rule, where it stands, and how the author spelt it."""

    kind: Kind
    text: str
    line: int
    column: int

    @property
    def length(self) -> int:
        """Number of code points the token covers (its NFC form may be shorter than the source)."""
        return len(self.text)


class Malformed(Exception):
    """Carries the one diagnostic of a rule that cannot be read; never leaves the readers."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


OPERATOR_WORDS = {"and": Kind.AND, "or": Kind.OR, "not": Kind.NOT}
CONSTANTS = {"0": "0", "1": "1", "true": "1", "false": "0"}
SIGNS = {
    "!": Kind.NOT,
    "~": Kind.NOT,
    "&": Kind.AND,
    "&&": Kind.AND,
    "|": Kind.OR,
    "||": Kind.OR,
    "^": Kind.XOR,
    "(": Kind.OPEN,
    ")": Kind.CLOSE,
    ",": Kind.COMMA,
}
PORTABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# A "-" belongs to a name only between letters or digits; combining marks ride on their letter until NFC joins them.
_WORD = r"\w(?:[\w.\u0300-\u036f]|(?<=[^\W_])-(?=[^\W_]))*"
_SIGN = r"&&|\|\||[!~&|^(),]"
_NEXT = re.compile(rf"\s*(?:({_WORD})|({_SIGN})|(#)|$)")
_WORD_GROUP, _SIGN_GROUP = 1, 2

_HINTS = {
    "/": "'/' cannot stand in a name and is no operator; use '_' in names",
    "=": "a rule is written 'TARGET, EXPRESSION'",
    "+": "write '|' for or",
    "*": "write '&' for and",
    "-": "'-' may stand inside a name only, between letters or digits; write '!' for not",
    ";": "one rule a line, without a semicolon",
}


def tokens_of(text: str, file: str, line: int, source: str | None = None) -> Iterator[Token]:
    """Yield the tokens of one physical line, a trailing comment left out.

    Raises
    ------
    Malformed
        LN102 at the first character that no token begins with.
    """
    position, end = 0, len(text)
    while position < end:
        match = _NEXT.match(text, position)
        if match is None:
            position += len(text[position:]) - len(text[position:].lstrip())
            raise Malformed(_unknown_character(text, position, file, line, source))
        group = match.lastindex
        if group == _WORD_GROUP:
            word = match[_WORD_GROUP]
            yield Token(_kind_of(word), word, line, match.start(_WORD_GROUP) + 1)
        elif group == _SIGN_GROUP:
            sign = match[_SIGN_GROUP]
            yield Token(SIGNS[sign], sign, line, match.start(_SIGN_GROUP) + 1)
        else:
            return
        position = match.end()


@cache
def _kind_of(word: str) -> Kind:
    lowered = word.lower()
    if lowered in OPERATOR_WORDS:
        return OPERATOR_WORDS[lowered]
    return Kind.CONSTANT if lowered in CONSTANTS else Kind.NAME


def name_of(token: Token) -> str:
    """Return the component a name token speaks of: its text in Unicode's composed form (NFC)."""
    return token.text if token.text.isascii() else unicodedata.normalize("NFC", token.text)


def _unknown_character(text: str, position: int, file: str, line: int, source: str | None) -> Diagnostic:
    character = text[position]
    place = Place(file, line, position + 1)
    if text.startswith("//", position):
        message, hint = "'//' does not open a comment", "use '#' for comments"
        place = Place(file, line, position + 1, 2)
    else:
        shown = repr(character) if character.isprintable() else f"U+{ord(character):04X}"
        message = f"unexpected character {shown}"
        hint = _HINTS.get(character, "operators are & | ! ^ and the words and, or, not")
    return Diagnostic("LN102", Severity.ERROR, place, message, hint, source if source is not None else text)
