"""Which programs answer which question, each program in a file of its own.

An ask is a function ``(path, timeout) -> (number, whole)``: what it counted in the model at `path`, and whether that is
all of it. It reads the file itself, so that reading counts. A file of this folder imports its program at the top, where
the clock does not run, and tells its `version()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

OURS = "logicnet"


class MissingProgramError(Exception):
    """What a question needs is not installed; the message says what."""


@dataclass(frozen=True)
class Program:
    """A program's name and where its ask is, as ``module:function``."""

    name: str
    ask: str


def _table(question: str, *modules: str) -> tuple[Program, ...]:
    function = question.replace("-", "_")
    return tuple(Program(name, f"benchmarks.programs.by_{name}:{function}") for name in modules)


QUESTIONS: Mapping[str, tuple[Program, ...]] = MappingProxyType(
    {
        "asynchronous": _table("asynchronous", OURS, "biobalm", "aeon"),
        "minimal-trap-spaces": _table("minimal-trap-spaces", OURS, "mpbn", "biobalm"),
        "fixed-points": _table("fixed-points", OURS, "aeon"),
        "synchronous": _table("synchronous", OURS, "boolnet"),
        "conditions": _table("conditions", OURS, "aeon"),
        "whole-process": (
            Program(OURS, "benchmarks.programs.as_process:by_logicnet"),
            Program("biobalm", "benchmarks.programs.as_process:by_biobalm"),
        ),
    }
)
"""The programs asked each question, logicnet first: the others are compared with it."""
