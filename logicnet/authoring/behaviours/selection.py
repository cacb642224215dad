"""Picking tests by words: ``denosumab and not G07``, as pytest's ``-k`` does."""

from __future__ import annotations

import re
from collections.abc import Callable

from logicnet.authoring.behaviours import Case
from logicnet.errors import SettingError

_WORD = re.compile(r"[()]|[^\s()]+")
DEEPEST = 50

Chooses = Callable[[Case], bool]


def chooser(pattern: str) -> Chooses:
    """Return what tells whether a case is meant by a pattern.

    Parameters
    ----------
    pattern
        Words joined by ``and``, ``or``, ``not`` and parentheses. A word is looked for in the test's id, title and keys
        (or is the scheme's or the model's name), letter case aside; words that follow each other are looked for as they
        stand.

    Raises
    ------
    SettingError
        A pattern that is none.
    """
    parser = _Parser(pattern)
    chosen = parser.either(0)
    if parser.words:
        raise parser.wrong()
    return chosen


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.words = _WORD.findall(pattern)[::-1]

    def wrong(self) -> SettingError:
        where = f"at {self.words[-1]!r}" if self.words else "at its end"
        return SettingError(f"-k {self.pattern!r} is no expression of words, and, or, not ({where})")

    def next(self, *words: str) -> bool:
        """Take the next word if it is one of some."""
        if not self.words or self.words[-1].lower() not in words:
            return False
        self.words.pop()
        return True

    def either(self, depth: int) -> Chooses:
        if depth > DEEPEST:
            raise self.wrong()
        parts = [self.both(depth)]
        while self.next("or"):
            parts.append(self.both(depth))
        return lambda case: any(part(case) for part in parts)

    def both(self, depth: int) -> Chooses:
        parts = [self.one(depth)]
        while self.next("and"):
            parts.append(self.one(depth))
        return lambda case: all(part(case) for part in parts)

    def one(self, depth: int) -> Chooses:
        negated = False
        while self.next("not"):
            negated = not negated
        chosen = self.inside(depth) if self.next("(") else self.phrase()
        return (lambda case: not chosen(case)) if negated else chosen

    def inside(self, depth: int) -> Chooses:
        chosen = self.either(depth + 1)
        if not self.next(")"):
            raise self.wrong()
        return chosen

    def phrase(self) -> Chooses:
        words = []
        while self.words and self.words[-1].lower() not in ("and", "or", "not", "(", ")"):
            words.append(self.words.pop().casefold())
        if not words:
            raise self.wrong()
        phrase = " ".join(words)
        return lambda case: phrase in (case.update, _model(case)) or any(phrase in text for text in _texts(case))


def _texts(case: Case) -> tuple[str, ...]:
    test = case.test
    return (test.id.casefold(), test.title.casefold(), " ".join(test.keys).casefold())


def _model(case: Case) -> str:
    return case.suite.network.name.casefold() if case.suite.network is not None else ""
