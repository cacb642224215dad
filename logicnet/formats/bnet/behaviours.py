"""The ``#?`` lines of a rule file: conditions, outcome classes and behavioural tests, as written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from logicnet.diagnostics import Place
from logicnet.errors import nearest_names
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import composed
from logicnet.rules import BehaviouralTest, Claim, Phase, Values

_CONDITION = re.compile(r"condition\s+([\w.-]+)\s*:\s*(.*)$")
_CLASS = re.compile(r'class\s+"([^"]+)"\s*:\s*(.*)$')
# Possessive (*+): many blanks must not be tried in every way.
_TEST = re.compile(r'test\s++([\w.:-]++)\s*+(?:"([^"]*+)")?\s*+(?:\[([^\]]*+)\])?\s*+(?:@update\s++([\w\s-]++))?$')
_CLAIM = re.compile(r"(all|some|no)\s+attractors?\s*:\s*(.*)$")
_SETTING = re.compile(r"(from|given|then\s+given)(?:\s+(.*))?$")
_VALUE = re.compile(r"([^\s=]+)=([01*])")
SCHEMES = ("synchronous", "asynchronous")
_BETWEEN_KEYS = re.compile(r"[\s,;]+")
KEYWORDS = ("condition", "class", "test")
LONGEST_KEYWORD = max(map(len, KEYWORDS)) + 2
# Findings after which the nearest names are no longer looked for: it takes long in a large model.
MOST_HINTS = 50


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys in brackets, with spaces or commas between them."""
    return tuple(filter(None, _BETWEEN_KEYS.split(text)))


@dataclass
class Statements:
    """What the ``#?`` lines of a file state."""

    conditions: dict[str, Mapping[str, int]] = field(default_factory=dict)
    classes: dict[str, Values] = field(default_factory=dict)
    tests: list[BehaviouralTest] = field(default_factory=list)


@dataclass
class _PhaseDraft:
    """A phase that is still being read.

    `asked` holds its conditions with the lines that name them; it is `sound` where nothing is wrong with its test.
    """

    start: dict[str, int] | None = None
    given: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[int, str]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    sound: bool = True

    def finished(self) -> Phase:
        names = tuple(name for _, name in self.asked)
        return Phase(MappingProxyType(dict(self.given)), names, tuple(self.claims), self.start)


@dataclass
class _Draft:
    """A test that is still being read; without a head that can be read, only its lines are checked."""

    head: re.Match[str] | None
    place: Place
    findings: int
    phases: list[_PhaseDraft] = field(default_factory=lambda: [_PhaseDraft()])

    def finished(self) -> BehaviouralTest:
        assert self.head is not None
        name, title, keys, updates = self.head.groups(default="")
        phases = tuple(phase.finished() for phase in self.phases)
        return BehaviouralTest(name, title, keys_of(keys), tuple(updates.split()), phases, self.place)


def read_statements(
    source: Source,
    lines: list[tuple[int, str]],
    known: Collection[str],
    usual: Collection[str] = (),
    said: Statements | None = None,
) -> Statements:
    """Read all lines of conditions, classes and tests of a file; problems go to `source`.

    Parameters
    ----------
    lines
        With their numbers, with or without ``#?``.
    known
        The model's components; a name outside them is LN402.
    usual
        Those that stand still unless a test says otherwise, which are inputs with a default: a claim that names only
        these and what the test holds is vacuous (LN405).
    said
        Conditions and classes of the model that stand in another file; without its tests.
    """
    reader = _StatementReader(source, set(known), set(usual), said or Statements())
    for number, line in lines:
        if not source.full:
            reader.line(number, line)
    reader.end_test()
    reader.check_phases()
    return reader.said


class _StatementReader:
    def __init__(self, source: Source, known: set[str], usual: set[str], said: Statements) -> None:
        self.source, self.known, self.usual = source, known, usual
        self.said = Statements(dict(said.conditions), dict(said.classes))
        self.draft: _Draft | None = None
        self.phases: list[_PhaseDraft] = []

    def line(self, number: int, line: str) -> None:
        text = line.strip().removeprefix("#?").strip()
        keyword = text.split(None, 1)[0] if text else ""
        if keyword in KEYWORDS:
            self.end_test()
            getattr(self, f"read_{keyword}")(number, text)
        elif self.draft is not None and text:
            self.read_in_test(number, text, self.draft)
        elif text:
            self.read_other(number, keyword, text)

    def end_test(self) -> None:
        if self.draft is None or self.draft.head is None:
            self.draft = None
            return
        test, place = self.draft.finished(), self.draft.place
        if not any(phase.claims for phase in test.phases):
            hint = "say what must hold, as in 'all attractors: A=1'"
            self.source.error("LN405", place, f"test {test.id} claims nothing", hint)
        elif test.id in (t.id for t in self.said.tests):
            self.source.error("LN404", place, f"second test named {test.id}")
        else:
            self.said.tests.append(test)
            sound = len(self.source.findings) == self.draft.findings
            self.phases += [replace(phase, sound=sound) for phase in self.draft.phases]
        self.draft = None

    def read_condition(self, number: int, text: str) -> None:
        found = _CONDITION.match(text)
        if not found:
            self.malformed(number, "expected 'condition NAME: A=0 …'", hint=_one_word(text))
        elif found.group(1) in self.said.conditions:
            self.source.error("LN404", self.source.place(number), f"second condition named {found.group(1)}")
        else:
            self.said.conditions[found.group(1)] = MappingProxyType(self.bits(number, found.group(2)))

    def read_class(self, number: int, text: str) -> None:
        found = _CLASS.match(text)
        if not found:
            self.malformed(number, "expected 'class \"NAME\": A=1 …'", hint=_quoted(text))
        elif found.group(1) in self.said.classes:
            self.source.error("LN404", self.source.place(number), f'second class named "{found.group(1)}"')
        else:
            self.said.classes[found.group(1)] = MappingProxyType(self.values(number, found.group(2)))

    def read_test(self, number: int, text: str) -> None:
        found, before = _TEST.match(text), len(self.source.findings)
        if not found:
            self.malformed(number, "expected 'test ID \"title\" [KEYS] @update SCHEME…'", hint=_quoted(text))
        for scheme in ((found.group(4) if found else None) or "").split():
            if scheme not in SCHEMES:
                self.malformed(number, f"unknown update scheme {scheme}", scheme, f"it is {' or '.join(SCHEMES)}")
        self.draft = _Draft(found, self.source.place(number), before)

    def read_other(self, number: int, keyword: str, text: str) -> None:
        near = nearest_names(keyword[:LONGEST_KEYWORD], KEYWORDS, 1)
        hint = f"did you mean {near[0]}?" if near else ""
        if keyword.startswith("@"):
            hint = f"what is said of the file stands in a comment: '# {text}'"
        self.malformed(number, "expected 'condition', 'class' or 'test'", hint=hint)
        if near == ["test"]:
            self.draft = _Draft(None, self.source.place(number), len(self.source.findings))

    def read_in_test(self, number: int, text: str, draft: _Draft) -> None:
        claim, setting = _CLAIM.match(text), _SETTING.match(text)
        if claim:
            values = MappingProxyType(self.values(number, claim.group(2)))
            draft.phases[-1].claims.append(Claim(claim.group(1), values, self.place_of(number, text)))
        elif setting is None:
            self.malformed(number, "expected 'from', 'given', 'then given' or 'all|some|no attractor: A=1 …'")
        elif setting.group(1) == "from":
            self.start(number, setting.group(2) or "", draft)
        else:
            if setting.group(1) != "given":
                draft.phases.append(_PhaseDraft())
            elif not setting.group(2):
                self.malformed(number, "a value such as NAME=1, or the name of a condition, is missing")
            self.given(number, setting.group(2) or "", draft.phases[-1])

    def start(self, number: int, text: str, draft: _Draft) -> None:
        if len(draft.phases) > 1:
            self.malformed(number, "only the first phase has a 'from': a later one starts where the one before ended")
            return
        phase = draft.phases[0]
        phase.start = phase.start or {}
        self.add(number, {} if text == "rest" else self.bits(number, text), phase.start, "starts at")

    def given(self, number: int, text: str, phase: _PhaseDraft) -> None:
        words = text.split()
        pairs = " ".join(w for w in words if "=" in w)
        self.add(number, self.bits(number, pairs) if pairs else {}, phase.given, "is given")
        phase.asked += [(number, w) for w in words if "=" not in w]

    def add(self, number: int, values: Mapping[str, int], to: dict[str, int], what: str) -> None:
        """Add a line's values to those of the lines before."""
        for name, value in values.items():
            if to.setdefault(name, value) != value:
                self.source.error("LN404", self.source.place(number), f"{name} {what} two values")

    def check_phases(self) -> None:
        """Check what needs all conditions of the file."""
        for phase in self.phases:
            held = dict(phase.given)
            before = len(self.source.findings)
            for number, name in phase.asked:
                self.hold(number, name, held)
            if phase.sound and len(self.source.findings) == before:
                for claim in phase.claims:
                    self.check_vacuous(claim, held.keys() | self.usual)

    def hold(self, number: int, condition: str, held: dict[str, int]) -> None:
        """Add the values of a condition that a phase is given."""
        if condition not in self.said.conditions:
            self.unknown(number, condition, "condition", self.said.conditions)
            return
        for name, value in self.said.conditions[condition].items():
            if held.setdefault(name, value) != value:
                place = self.place_of(number, condition)
                self.source.error("LN404", place, f"{name} is given two values, one of them by {condition}")

    def check_vacuous(self, claim: Claim, held: Collection[str]) -> None:
        if claim.place is not None and all(name in held for name in claim.values):
            names, verb = " and ".join(claim.values), "is" if len(claim.values) == 1 else "are"
            message = f"the claim says nothing about the rules: {names} {verb} held"
            self.source.error("LN405", claim.place, message, "claim something of a component that can move")

    def bits(self, number: int, text: str) -> dict[str, int]:
        values = self.values(number, text)
        for name in (name for name, value in values.items() if value == "*"):
            self.malformed(number, f"{name} can be held at 0 or 1, not at *", f"{name}=*")
        return {name: int(value) for name, value in values.items() if value != "*"}

    def values(self, number: int, text: str) -> dict[str, int | str]:
        found: dict[str, int | str] = {}
        for word in text.split():
            if self.source.full:
                break
            pair = _VALUE.fullmatch(word)
            if pair is None:
                message = f"expected NAME=0, NAME=1 or NAME=*, not {word!r}"
                self.malformed(number, message, word, self.hint_of_value(word))
                continue
            name, value = composed(pair.group(1)), pair.group(2)
            if name not in self.known:
                self.unknown(number, pair.group(1), "component", self.known)
            elif name in found:
                self.source.error("LN404", self.place_of(number, word), f"{name} stands twice")
            found[name] = value if value == "*" else int(value)
        if not text.split():
            self.malformed(number, "a value such as NAME=1 is missing")
        return found

    def unknown(self, number: int, name: str, what: str, known: Collection[str]) -> None:
        near = nearest_names(name, known) if len(self.source.findings) < MOST_HINTS else ()
        hint = f"did you mean {' or '.join(near)}?" if near else ""
        self.source.error("LN402", self.place_of(number, name), f"unknown {what} {name}", hint)

    def hint_of_value(self, word: str) -> str:
        """What is written in place of a word that is no value: a comma behind one, or the name of a class."""
        if "," in word:
            return "values are parted by blanks, without commas"
        values = self.said.classes.get(word)
        if not values:
            return ""
        return f"{word} is an outcome class; write its values: {' '.join(f'{n}={v}' for n, v in values.items())}"

    def malformed(self, number: int, message: str, word: str = "", hint: str = "") -> None:
        self.source.error("LN403", self.place_of(number, word), message, hint)

    def place_of(self, number: int, word: str) -> Place:
        """Return where a word stands in a line, not a part of another word; or else the whole line."""
        line = self.source.lines[number]
        found = re.search(rf"(?<![\w.=-]){re.escape(word)}(?![\w.-])", line) if word else None
        start = found.start() if found else len(line) - len(line.lstrip())
        length = len(word) if found else len(line.rstrip()) - start
        return self.source.place(number, start + 1, max(1, length))


def _one_word(text: str) -> str:
    words = text.partition(":")[0].split()[1:]
    return f"the name is one word, such as {'_'.join(words)}" if len(words) > 1 and ":" in text else ""


def _quoted(text: str) -> str:
    return "" if text.count('"') == 2 else 'it is named in straight quotation marks, "…"'
