"""The tokens of one rule, gathered from the physical lines that it goes over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from logicnet.diagnostics import Diagnostic, Place
from logicnet.expressions.expression import AND, NOT, OR, XOR
from logicnet.expressions.tokens import (
    CLOSE,
    COMMA,
    OPEN,
    StrayCharacter,
    Token,
    Vocabulary,
    composed,
    stray_character,
    tokens_of,
    words_of,
)
from logicnet.formats.bnet.source import Source

_CONTINUES = {AND, OR, XOR, NOT, COMMA, OPEN}
_RULE_START = re.compile(r"\s*\w[\w.-]*\s*,")

Lines = Iterator[tuple[int, str]]


class Gathered:
    """The tokens of one rule up to its end, or up to a character that is no token.

    Attributes
    ----------
    words, codes
        The tokens as they are spelt, and what they mean to the file's vocabulary.
    lines
        Numbers of the physical lines that they stand in.
    problem
        The stray character that ended the rule too early.
    """

    __slots__ = ("_places", "codes", "lines", "problem", "source", "vocabulary", "words")

    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.words: list[str] = []
        self.codes: list[int] = []
        self.lines: list[int] = []
        self.problem: Diagnostic | None = None
        self._places: dict[str, Place] | None = None

    def collect(self, number: int, lines: Lines) -> tuple[int, str] | None:
        """Take lines while the rule is open; return the first line that is no part of it, if one was read."""
        self.take(number)
        while self.open and self.problem is None:
            following = next(lines, None)
            if following is None:
                return None
            text = following[1].strip()
            if not text or text.startswith("#"):
                if text.startswith(("#=", "#?")):
                    return following
                continue
            if _RULE_START.match(following[1]):
                return following
            self.take(following[0])
        return None

    def take(self, number: int) -> None:
        """Take one physical line."""
        words = words_of(self.source.lines[number])
        self.words += words
        self.lines.append(number)
        try:
            self.codes += map(self.vocabulary.__getitem__, words)
        except StrayCharacter:
            tokens = self.tokens(len(self.codes) + 1)
            self.problem = stray_character(self.source.lines[number], tokens[-1], self.source.file)

    @property
    def open(self) -> bool:
        """Whether the rule goes on: inside parentheses, or behind what asks for more."""
        codes = self.codes
        return bool(codes) and (codes[-1] in _CONTINUES or codes.count(OPEN) > codes.count(CLOSE))

    def tokens(self, count: int | None = None) -> list[Token]:
        """Return the tokens with their places: all that were understood, or so many."""
        found = [token for number in self.lines for token in tokens_of(self.source.lines[number], number)]
        return found[: len(self.codes) if count is None else count]

    def place_of(self, name: str) -> Place:
        """Return where the rule's expression first speaks of a name."""
        if self._places is None:
            self._places = {}
            for text, line, column in self.tokens()[2:]:
                self._places.setdefault(composed(text), self.source.place(line, column, len(text)))
        return self._places[name]
