"""The lexer: text of a rule to tokens that keep their line and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

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


@dataclass(frozen=True, slots=True)
class Token:
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
_WORD = re.compile(r"\w(?:[\w.\u0300-\u036f]|(?<=[^\W_])-(?=[^\W_]))*")
_SIGN = re.compile(r"&&|\|\||[!~&|^(),]")

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
        character = text[position]
        if character.isspace():
            position += 1
        elif character == "#":
            return
        else:
            token = _token_at(text, position, line)
            if token is None:
                raise Malformed(_unknown_character(text, position, file, line, source))
            yield token
            position += token.length


def _token_at(text: str, position: int, line: int) -> Token | None:
    word = _WORD.match(text, position)
    if word:
        return Token(_kind_of(word.group()), word.group(), line, position + 1)
    sign = _SIGN.match(text, position)
    return Token(SIGNS[sign.group()], sign.group(), line, position + 1) if sign else None


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
