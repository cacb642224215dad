"""The keys in brackets that evidence and behavioural tests name."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from logicnet.diagnostics import Diagnostic, Place
from logicnet.errors import RuleFileError
from logicnet.expressions.source import Source
from logicnet.formats import format_of
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.document import EVIDENCE
from logicnet.formats.bnet.ignoring import told
from logicnet.loading import TESTS, Text, load_text, model_needed, tests_on
from logicnet.network import BooleanNetwork
from logicnet.references import bibliography_of, link_of, references_of
from logicnet.rules import BehaviouralTest, RuleSet


@dataclass(frozen=True, slots=True)
class Mention:
    """One key in brackets.

    Attributes
    ----------
    key
        The word.
    place
        Where it stands.
    model
        The file without folder and suffix.
    component, test
        The component whose evidence names it, or the test; the other one is empty.
    is_source
        Whether it is an identifier, or a key of the model's bibliography.
    """

    key: str
    place: Place
    model: str
    component: str = ""
    test: str = ""
    is_source: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file names, in its order; `file` is without its folder, `findings` are what its reader tells."""

    file: str
    mentions: tuple[Mention, ...]
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Model:
    network: BooleanNetwork
    sources: Collection[str]


def readings_of(files: Iterable[str]) -> list[Reading]:
    """Read what models and ``.tests`` files name, in the order of a command line, each file once.

    A ``.tests`` file is read on the nearest model before it; where there is none, on the one that it names itself
    (``# @model``), else on the rule file of the same name beside it, of which then nothing else is read.

    Raises
    ------
    LogicnetError
        A file that cannot be read, or that has errors; a ``.tests`` file without a model.
    """
    found: list[Reading] = []
    model: _Model | None = None
    for file in dict.fromkeys(files):
        if file.lower().endswith(TESTS):
            found.append(_of_tests(file, model or _of_model(model_needed(file))[0]))
        else:
            model, reading = _of_model(file)
            found.append(reading)
    return found


def _of_model(file: str) -> tuple[_Model, Reading]:
    text = load_text(file)
    form = format_of(text.suffix, text.content)
    document = form.document(text.content, text.file, text.name) if form.document is not None else None
    if document is not None and document.refused:
        raise RuleFileError(document.findings)
    rules = told(document) if document is not None else form.read(text.content, text.file, text.name)
    sources = _sources(rules, text.path)
    mentions: list[Mention] = []
    if document is not None:
        mentions += _in_rules(document, text, sources)
        mentions += _in_tests(rules.tests, document.source, text, sources)
    return _Model(BooleanNetwork.from_rules(rules), sources), Reading(_name(text), tuple(mentions), rules.findings)


def _of_tests(file: str, model: _Model) -> Reading:
    text = load_text(file, (TESTS,))
    tested, findings = tests_on(text, model.network)
    mentions = _in_tests(tested.tests, Source.of(text.content, text.file), text, model.sources)
    return Reading(_name(text), tuple(mentions), findings)


def _name(text: Text) -> str:
    return os.path.basename(text.file)


def _sources(rules: RuleSet, path: Path | None) -> Mapping[str, object]:
    return references_of(*bibliography_of(rules.metadata, path))


def _in_rules(document: Document, text: Text, sources: Collection[str]) -> Iterator[Mention]:
    for span, rule in zip(document.spans, document.rules.rules, strict=True):
        keys = dict.fromkeys(key for evidence in rule.annotation.evidence for key in evidence.statements)
        lines = (
            [n for n, line in document.documentation.get(span[0], ()) if EVIDENCE.match(line.strip())] if keys else []
        )
        for number in lines:
            for key in keys:
                place = _place(document.source, number, key)
                if place is not None:
                    yield Mention(key, place, text.name, rule.target, is_source=_is_source(key, sources))


def _in_tests(
    tests: Iterable[BehaviouralTest], source: Source, text: Text, sources: Collection[str]
) -> Iterator[Mention]:
    for test in tests:
        assert test.place is not None
        for key in dict.fromkeys(test.keys):
            place = _place(source, test.place.line, key) or test.place
            yield Mention(key, place, text.name, test=test.id, is_source=_is_source(key, sources))


def _is_source(key: str, sources: Collection[str]) -> bool:
    return key in sources or bool(link_of(key))


def _place(source: Source, number: int, key: str) -> Place | None:
    """Return where a line's last brackets name a key."""
    line = source.lines[number]
    found = re.compile(rf"(?<![^\s\[]){re.escape(key)}(?![^\s\]])").search(line, max(0, line.rfind("[")))
    return source.place(number, found.start() + 1, len(key)) if found and "[" in line else None
