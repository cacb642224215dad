"""The lexer: the text of a rule to codes, fast; lines and columns of its tokens only when one has to be shown.

A rule is cut into words and signs, and each of these is looked up in a `Vocabulary`, which knows every word that it has
met before. Where a token stands is worked out from the line again, for a diagnostic only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.expressions.expression import AND, FALSE, NOT, OR, TRUE, XOR

# A token is an operation of the compiled form, one of these, or from zero on a name by its number.
OPEN, CLOSE, COMMA, NUMBER = -7, -8, -9, -10


class Token(NamedTuple):
    """A word or sign of a rule, and where it stands; its text is as the author spelt it."""

    text: str
    line: int
    column: int


class Malformed(Exception):
    """Carries the one diagnostic of a rule that cannot be read; never leaves the readers."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class StrayCharacter(Exception):
    """A character that no token begins with; never leaves the readers."""


OPERATOR_WORDS = {"and": AND, "or": OR, "not": NOT}
CONSTANTS = {"0": FALSE, "1": TRUE, "true": TRUE, "false": FALSE}
SIGNS = {"!": NOT, "&": AND, "|": OR, "^": XOR, "(": OPEN, ")": CLOSE, ",": COMMA}
OTHER_SIGNS = {"~": NOT, "&&": AND, "||": OR}
PORTABLE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

# A "-" belongs to a name only between letters or digits; combining marks ride on their letter until NFC joins them.
_LETTERS = r"[\w.\u0300-\u036f]*"
_WORD = re.compile(rf"\w{_LETTERS}(?:(?<=[^\W_])-(?=[^\W_]){_LETTERS})*")
_TOKEN = re.compile(rf"{_WORD.pattern}|&&|\|\||\S")
_RESERVED = {*OPERATOR_WORDS, *CONSTANTS}
# Good names here, in any letter case: but mpbn reads `none` as 0, and AEON passes over a rule for `targets`.
READ_OTHERWISE = {"none", "targets"}
_UNUSUAL = _RESERVED | READ_OTHERWISE
_SINGLE = "!&|(),^~"

_HINTS = {
    "/": "'/' cannot stand in a name and is no operator; use '_' in names, '&' or '|' between them",
    "=": "a rule is written 'TARGET, EXPRESSION'",
    "+": "write '|' for or",
    "*": "write '&' for and",
    "-": "'-' may stand inside a name only, between letters or digits; write '!' for not",
    ";": "one rule a line, without a semicolon",
}


class Vocabulary(dict[str, int]):
    """The code of each token by its text, worked out when it is first met.

    Attributes
    ----------
    names
        The component that each code from zero on stands for, in Unicode's composed form (NFC).
    odd
        Those of the names that other tools cannot read, or not as names.
    other
        Operators met in another spelling than the portable one.

    Raises
    ------
    StrayCharacter
        When asked for what is no token.
    """

    __slots__ = ("names", "odd", "other")

    def __init__(self) -> None:
        super().__init__(SIGNS)
        self.names: list[str] = []
        self.odd: list[str] = []
        self.other: set[str] = set()

    def expect(self, texts: Iterable[str]) -> Mapping[str, int]:
        """Give the usual names among some texts the next codes, in their order; return these."""
        named = dict.fromkeys(filter(str.isidentifier, texts))
        fresh = [text for text in named if text.isascii() and text.lower() not in _UNUSUAL and text not in self]
        codes = dict(zip(fresh, range(len(self.names), len(self.names) + len(fresh)), strict=True))
        self.update(codes)
        self.names += fresh
        return codes

    def __missing__(self, text: str) -> int:
        if text.isascii() and text.isidentifier() and text.lower() not in _UNUSUAL:
            code = self[text] = len(self.names)
            self.names.append(text)
        else:
            code = self[text] = self._unusual(text)
        return code

    def _unusual(self, text: str) -> int:
        lowered = text.lower()
        operator = OTHER_SIGNS.get(text) or OPERATOR_WORDS.get(lowered)
        if operator is not None:
            self.other.add(text)
            return operator
        if lowered in CONSTANTS:
            return CONSTANTS[lowered]
        if _WORD.fullmatch(text) is None:
            raise StrayCharacter(text)
        if text.isdigit():
            return NUMBER
        name = composed(text)
        if name != text:
            return self[name]
        self.odd.append(name)
        self.names.append(name)
        return len(self.names) - 1


def set_apart(text: str) -> str:
    """Return a text with spaces around every sign: cutting it there takes a third of the time that a pattern takes.

    What is no token comes with what it touches; a `Vocabulary` refuses it, and `tokens_of` tells all tokens apart.
    """
    for sign in _SINGLE:
        if sign in text:
            text = text.replace(sign, f" {sign} ")
    # A sign and the same again without a space between them is one sign.
    return text.replace("&  &", "&&").replace("|  |", "||")


def tokens_of(line: str, number: int) -> Iterator[Token]:
    """Yield the tokens of one physical line with their places: line `number`, columns from 1.

    A character that no token begins with is a token of its own, which a `Vocabulary` refuses.
    """
    end = line.find("#")
    for found in _TOKEN.finditer(line, 0, len(line) if end < 0 else end):
        yield Token(found[0], number, found.start() + 1)


def is_portable(name: str) -> bool:
    """Tell whether all tools read a name, and as this name."""
    word = name.lower()
    return PORTABLE_NAME.fullmatch(name) is not None and word not in _RESERVED and word not in READ_OTHERWISE


def composed(text: str) -> str:
    """Return the name that a word speaks of: its text in Unicode's composed form (NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def stray_character(line: str, token: Token, file: str) -> Diagnostic:
    """Return the diagnostic of a character that no token begins with."""
    character = token.text
    if line.startswith("//", token.column - 1):
        message, hint, length = "'//' does not open a comment", "use '#' for comments", 2
    else:
        shown = repr(character) if character.isprintable() else f"U+{ord(character):04X}"
        message, length = f"unexpected character {shown}", 1
        hint = _HINTS.get(character, "operators are & | ! ^ and the words and, or, not")
    place = Place(file, token.line, token.column, length)
    return Diagnostic("LN102", Severity.ERROR, place, message, hint, line)
