"""Conditions, classes and behavioural tests of several parts, under names that mean one thing each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from logicnet.authoring.joining.parts import STATEMENT, Part, Statement

_GIVEN = re.compile(r"(#\?\s*(?:then\s+)?given\b)(.*)$")
_WORD = re.compile(r"(?<!\S)[^\s=]+(?!\S)")
DEFAULT_UPDATE = "asynchronous"

Names = Mapping[tuple[str, str], str]
"""The name in the joined file by part and name there."""


@dataclass(frozen=True, slots=True)
class Statements:
    """What the joined file states, as lines, and what had to be renamed: part, old name, new name."""

    conditions: tuple[str, ...]
    classes: tuple[str, ...]
    tests: tuple[tuple[str, ...], ...]
    renamed: tuple[tuple[str, str, str], ...]


def gathered(parts: Sequence[Part], update: str, tested: Sequence[Part]) -> Statements:
    """Gather the statements of all parts.

    A condition or class that several parts have alike is kept once. Where they differ, each is marked with its part's
    name, also in the tests that use it. A test's name is marked with its part's (``PART:ID``), unless it is marked
    already; one that goes by the scheme of its file names it where the joined file has another. Only tests of the parts
    `tested` come along.
    """
    conditions = _renamed(parts, lambda part: part.rules.conditions, "{}.{}")
    classes = _renamed(parts, lambda part: part.rules.classes, "{}: {}")
    tests = _test_names(tested, conditions)
    told = {"condition": conditions, "class": classes, "test": tests}
    lines: dict[str, list[tuple[str, ...]]] = {"condition": [], "class": [], "test": []}
    written: set[tuple[str, str]] = set()
    for part in parts:
        for statement in _kept(part, part in tested):
            name = told[statement.kind][part.name, statement.name]
            if (statement.kind, name) not in written:
                written.add((statement.kind, name))
                lines[statement.kind].append(_rewritten(statement, name, part, conditions, update))
    renamed = [(p, old, new) for names in (conditions, classes) for (p, old), new in names.items() if old != new]
    flat = [tuple(line for block in lines[kind] for line in block) for kind in ("condition", "class")]
    return Statements(flat[0], flat[1], tuple(lines["test"]), tuple(renamed))


def _kept(part: Part, tested: bool) -> Iterator[Statement]:
    return (statement for statement in part.statements if tested or statement.kind != "test")


def _renamed(
    parts: Sequence[Part], said: Callable[[Part], Mapping[str, object]], marked: str
) -> dict[tuple[str, str], str]:
    """Return the name in the joined file for each part and name: its own, where all parts that have it agree."""
    meanings: dict[str, list[object]] = {}
    for part in parts:
        for name, values in said(part).items():
            if values not in meanings.setdefault(name, []):
                meanings[name].append(values)
    taken = {name for name, values in meanings.items() if len(values) == 1}
    found = {}
    for part in parts:
        for name in said(part):
            found[part.name, name] = name if name in taken else _free(marked.format(part.name, name), taken)
    return found


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}-{number}", number + 1
    taken.add(candidate)
    return candidate


def _test_names(parts: Sequence[Part], conditions: Names) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    known: dict[str, object] = {}
    taken: set[str] = set()
    for part in parts:
        update = part.rules.metadata.get("update", DEFAULT_UPDATE)
        for test in part.rules.tests:
            used = {conditions[part.name, name] for phase in test.phases for name in phase.conditions}
            meaning = (test, sorted(used), test.updates or tuple(update.split()))
            marked = test.id if ":" in test.id else f"{part.name}:{test.id}"
            if marked in taken and known.get(marked) != meaning:
                marked = _free(f"{part.name}:{test.id}", taken)
            known.setdefault(marked, meaning)
            taken.add(marked)
            found[part.name, test.id] = marked
    return found


def _rewritten(statement: Statement, name: str, part: Part, conditions: Names, update: str) -> tuple[str, ...]:
    own = " ".join(part.rules.metadata.get("update", DEFAULT_UPDATE).split())
    goes_by_file = statement.kind == "test" and own != (update or DEFAULT_UPDATE)
    goes_by_file = goes_by_file and not any(t.updates for t in part.rules.tests if t.id == statement.name)

    def condition(word: re.Match[str]) -> str:
        return conditions.get((part.name, word[0]), word[0])

    lines = []
    for line in statement.lines:
        head, given = STATEMENT.match(line), _GIVEN.match(line)
        if head:
            line = line[: head.start(statement.kind)] + name + line[head.end(statement.kind) :]
            line += f"  @update {own}" if goes_by_file else ""
        elif given:
            line = given.group(1) + _WORD.sub(condition, given.group(2))
        lines.append(line)
    return tuple(lines)
