"""Operators mixed without parentheses: read by one rule here, by another one elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from logicnet.diagnostics import Diagnostic, Severity
from logicnet.expressions.tokens import Token
from logicnet.formats.bnet import Document

_BINARY = {"&": "&", "&&": "&", "and": "&", "|": "|", "||": "|", "or": "|", "^": "^"}


def mixed(document: Document) -> Iterator[Diagnostic]:
    """Yield LN205 at the first operator of each rule that meets another one inside the same parentheses."""
    for span in document.spans:
        token = _meeting(document.tokens(span))
        if token is not None:
            place = document.source.place(token.line, token.column, len(token.text))
            message = f"{token.text!r} stands beside another operator without parentheses"
            line = document.source.lines[token.line]
            yield Diagnostic(
                "LN205", Severity.WARNING, place, message, "put in parentheses what belongs together", line
            )


def _meeting(tokens: list[Token]) -> Token | None:
    around = [""]
    for token in tokens:
        sign = _BINARY.get(token.text.lower(), "")
        if token.text == "(":
            around.append("")
        elif token.text == ")":
            around.pop()
        elif sign and around[-1] not in ("", sign):
            return token
        elif sign:
            around[-1] = sign
    return None
