"""The ``#?`` lines of a rule file: conditions, outcome classes and behavioural tests, as written."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from types import MappingProxyType

from logicnet.diagnostics import Place
from logicnet.errors import nearest_names
from logicnet.expressions.source import Source
from logicnet.rules import BehaviouralTest, Claim, Phase, Values

_CONDITION = re.compile(r"condition\s+([\w.-]+)\s*:\s*(.*)$")
_CLASS = re.compile(r'class\s+"([^"]+)"\s*:\s*(.*)$')
_TEST = re.compile(r'test\s+([\w.:-]+)\s*(?:"([^"]*)")?\s*(?:\[([^\]]*)\])?\s*(?:@update\s+([\w\s-]+))?$')
_CLAIM = re.compile(r"(all|some|no)\s+attractors?\s*:\s*(.*)$")
_VALUE = re.compile(r"([^\s=]+)=([01*])")
SCHEMES = ("synchronous", "asynchronous")


@dataclass
class Statements:
    """What the ``#?`` lines of a file state."""

    conditions: dict[str, MappingProxyType[str, int]] = field(default_factory=dict)
    classes: dict[str, Values] = field(default_factory=dict)
    tests: list[BehaviouralTest] = field(default_factory=list)


@dataclass
class _Draft:
    """A test that is still being read."""

    head: re.Match[str]
    line: int
    phases: list[Phase] = field(default_factory=list)
    start: dict[str, int] | None = None
    given: dict[str, int] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def end_phase(self) -> None:
        given = MappingProxyType(dict(self.given))
        self.phases.append(Phase(given, tuple(self.conditions), tuple(self.claims), self.start))
        self.start, self.given, self.conditions, self.claims = None, {}, [], []

    def finished(self, source: Source) -> BehaviouralTest:
        self.end_phase()
        name, title, keys, updates = self.head.groups(default="")
        place = source.place(self.line)
        return BehaviouralTest(name, title, tuple(keys.split()), tuple(updates.split()), tuple(self.phases), place)


def read_statements(source: Source, lines: list[tuple[int, str]], known: Collection[str]) -> Statements:
    """Read all ``#?`` lines of a file; problems go to `source`.

    Parameters
    ----------
    known
        The model's components; a name outside them is LN402.
    """
    reader = _StatementReader(source, set(known))
    for number, line in lines:
        reader.line(number, line)
    reader.end_test()
    reader.check_conditions()
    return reader.said


class _StatementReader:
    def __init__(self, source: Source, known: set[str]) -> None:
        self.source, self.known = source, known
        self.said = Statements()
        self.draft: _Draft | None = None
        self.names: dict[str, int] = {}
        self.asked: list[tuple[int, str]] = []

    def line(self, number: int, line: str) -> None:
        text = line.strip()[2:].strip()
        keyword = text.split(None, 1)[0] if text else ""
        if keyword in ("condition", "class", "test"):
            self.end_test()
            getattr(self, f"read_{keyword}")(number, text)
        elif self.draft is not None and text:
            self.read_in_test(number, text, self.draft)
        elif text:
            self.malformed(number, "expected 'condition', 'class' or 'test'")

    def end_test(self) -> None:
        if self.draft is None:
            return
        test = self.draft.finished(self.source)
        if not any(phase.claims for phase in test.phases):
            self.source.error("LN405", self.source.place(self.draft.line), f"test {test.id} claims nothing")
        elif test.id in (t.id for t in self.said.tests):
            self.source.error("LN404", self.source.place(self.draft.line), f"second test named {test.id}")
        else:
            self.said.tests.append(test)
        self.draft = None

    def read_condition(self, number: int, text: str) -> None:
        found = _CONDITION.match(text)
        if not found:
            self.malformed(number, "expected 'condition NAME: A=0 …'")
        elif found.group(1) in self.said.conditions:
            self.source.error("LN404", self.source.place(number), f"second condition named {found.group(1)}")
        else:
            self.said.conditions[found.group(1)] = MappingProxyType(self.bits(number, found.group(2)))

    def read_class(self, number: int, text: str) -> None:
        found = _CLASS.match(text)
        if not found:
            self.malformed(number, "expected 'class \"NAME\": A=1 …'")
        elif found.group(1) in self.said.classes:
            self.source.error("LN404", self.source.place(number), f'second class named "{found.group(1)}"')
        else:
            self.said.classes[found.group(1)] = MappingProxyType(self.values(number, found.group(2)))

    def read_test(self, number: int, text: str) -> None:
        found = _TEST.match(text)
        if not found:
            self.malformed(number, "expected 'test ID \"title\" [KEYS] @update SCHEME…'")
            return
        for scheme in (found.group(4) or "").split():
            if scheme not in SCHEMES:
                self.malformed(number, f"unknown update scheme {scheme}")
        self.draft = _Draft(found, number)

    def read_in_test(self, number: int, text: str, draft: _Draft) -> None:
        claim = _CLAIM.match(text)
        if claim:
            draft.claims.append(Claim(claim.group(1), MappingProxyType(self.values(number, claim.group(2)))))
        elif text.startswith("then given"):
            draft.end_phase()
            self.given(number, text.removeprefix("then given"), draft)
        elif text.startswith("given"):
            self.given(number, text.removeprefix("given"), draft)
        elif text.startswith("from"):
            rest = text.removeprefix("from").strip()
            draft.start = {} if rest == "rest" else self.bits(number, rest)
        else:
            self.malformed(number, "expected 'from', 'given', 'then given' or 'all|some|no attractor: A=1 …'")

    def given(self, number: int, text: str, draft: _Draft) -> None:
        words = text.split()
        pairs = " ".join(w for w in words if "=" in w)
        for name, value in (self.bits(number, pairs) if pairs else {}).items():
            if draft.given.setdefault(name, value) != value:
                self.source.error("LN404", self.source.place(number), f"{name} is given two values")
        for name in (w for w in words if "=" not in w):
            draft.conditions.append(name)
            self.asked.append((number, name))

    def check_conditions(self) -> None:
        for number, name in self.asked:
            if name not in self.said.conditions:
                self.unknown(number, name, "condition", self.said.conditions)

    def bits(self, number: int, text: str) -> dict[str, int]:
        values = self.values(number, text)
        for name in (name for name, value in values.items() if value == "*"):
            self.malformed(number, f"{name} can be held at 0 or 1, not at *", f"{name}=*")
        return {name: int(value) for name, value in values.items() if value != "*"}

    def values(self, number: int, text: str) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        for word in text.split():
            pair = _VALUE.fullmatch(word)
            if pair is None:
                self.malformed(number, f"expected NAME=0, NAME=1 or NAME=*, not {word!r}", word)
                continue
            name, value = pair.group(1), pair.group(2)
            if name not in self.known:
                self.unknown(number, name, "component", self.known)
            elif name in found:
                self.malformed(number, f"{name} stands twice", word)
            found[name] = value if value == "*" else int(value)
        if not text.split():
            self.malformed(number, "a value such as NAME=1 is missing")
        return found

    def unknown(self, number: int, name: str, what: str, known: Collection[str]) -> None:
        near = nearest_names(name, known)
        hint = f"did you mean {' or '.join(near)}?" if near else ""
        self.source.error("LN402", self.place_of(number, name), f"unknown {what} {name}", hint)

    def malformed(self, number: int, message: str, word: str = "") -> None:
        self.source.error("LN403", self.place_of(number, word), message)

    def place_of(self, number: int, word: str) -> Place:
        line = self.source.lines[number]
        column = line.find(word) + 1 if word and word in line else line.find("#?") + 1
        return self.source.place(number, column, max(1, len(word) or len(line.rstrip()) - column + 1))
