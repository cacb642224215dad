"""`logicnet check`, run as a process and called."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from command import run

from logicnet.authoring.checking import check, chosen
from logicnet.loading import Text


class Done(NamedTuple):
    status: int
    out: str
    err: str


def ask(*words: str, text: str = "") -> Done:
    """Run `logicnet check`."""
    return Done(*run("check", *words, stdin=text.encode()))


def found(text: str, *select: str, strict: bool = False) -> list[tuple[str, int, int]]:
    """Return code, line and column of each finding of a text."""
    findings = check(Text(text, "x.bnet", "x", ".bnet"), strict, chosen(select))
    return [(f.code, f.place.line, f.place.column) for f in findings]


def checked(*words: str, text: str = "") -> tuple[int, list[dict[str, Any]]]:
    """Run the command; return its status and its findings."""
    done = ask("--format", "json", *words, text=text)
    answer = json.loads(done.out)
    assert answer["schema"] == "logicnet.check/1"
    return done.status, answer["diagnostics"]
