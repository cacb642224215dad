"""The tokens of one rule, gathered from the physical lines that it goes over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from logicnet.diagnostics import Diagnostic
from logicnet.expressions.expression import AND, NOT, OR, XOR
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import (
    CLOSE,
    COMMA,
    OPEN,
    StrayCharacter,
    Token,
    Vocabulary,
    stray_character,
    tokens_of,
)

_CONTINUES = {AND, OR, XOR, NOT, COMMA, OPEN}
_RULE_START = re.compile(r"\s*\w[\w.-]*\s*,")

# Characters of a line up to which all of it is cut into words at once; in a longer one the first mistake comes first.
LONGEST_LINE = 20_000_000

# Numbers of the lines that are not read yet.
Lines = Iterator[int]


class Gathered:
    """The tokens of one rule up to its end, or up to a character that is no token.

    Attributes
    ----------
    codes
        What the tokens mean to the file's vocabulary.
    first
        The first token as it is spelt.
    lines
        Numbers of the physical lines that they stand in.
    problem
        The stray character that ended the rule too early.
    """

    __slots__ = ("codes", "first", "lines", "problem", "source", "vocabulary")

    def __init__(self, source: Source, vocabulary: Vocabulary, number: int) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.codes: list[int] = []
        self.first = ""
        self.lines: list[int] = []
        self.problem: Diagnostic | None = None
        self.take(number)

    def go_on(self, lines: Lines) -> int | None:
        """Take lines while the rule is open; return the first one that is no part of it, if one was read."""
        while self.open:
            following = next(lines, None)
            if following is None:
                return None
            text = self.source.lines[following].strip()
            if not text or text.startswith("#"):
                if text.startswith(("#=", "#?")):
                    return following
                continue
            if _RULE_START.match(text):
                return following
            self.take(following)
        return None

    def take(self, number: int) -> None:
        """Take one physical line."""
        self.lines.append(number)
        line = self.source.words[number]
        if len(line) > LONGEST_LINE:
            self.take_apart(number)
            return
        words = (line[: line.index("#")] if "#" in line else line).split()
        try:
            codes = list(map(self.vocabulary.__getitem__, words))
        except StrayCharacter:
            self.take_apart(number)
            return
        self.first = self.first or words[0]
        self.codes += codes

    def take_apart(self, number: int) -> None:
        """Take one physical line token by token, up to a character that is none."""
        line = self.source.lines[number]
        for token in tokens_of(line, number):
            self.first = self.first or token.text
            try:
                self.codes.append(self.vocabulary[token.text])
            except StrayCharacter:
                self.problem = stray_character(line, token, self.source.file)
                return

    @property
    def open(self) -> bool:
        """Whether the rule goes on: inside parentheses, or behind what asks for more."""
        codes = self.codes
        if not codes or self.problem is not None:
            return False
        return codes[-1] in _CONTINUES or codes.count(OPEN) > codes.count(CLOSE)

    def tokens(self) -> list[Token]:
        """Return the tokens that were understood, with their places."""
        every = (token for number in self.lines for token in tokens_of(self.source.lines[number], number))
        return list(islice(every, len(self.codes)))
