"""Behavioural tests put together for a run: which files they stand in, under which schemes, and how each went.

`selection` picks some of them by words, `report` tells what became of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import RuleFileError, SettingError
from logicnet.expectations import Verdict, decide
from logicnet.loading import TESTS, load_rules, load_tests, model_needed, shipped_models
from logicnet.network import BooleanNetwork
from logicnet.rules import BehaviouralTest
from logicnet.update import SCHEMES


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests of one file.

    Attributes
    ----------
    file
        As the user named it, a shipped model without its folder.
    network
        The model they are about, with the conditions and classes that count; None where the file is refused.
    findings
        What is wrong with the tests of a refused file; else warnings.
    model
        The model, as it was named: the file itself unless that is a ``.tests`` file.
    """

    file: str
    network: BooleanNetwork | None
    findings: tuple[Diagnostic, ...] = ()
    model: str = ""

    @property
    def refused(self) -> bool:
        """Whether mistakes keep the tests from being run."""
        return self.network is None

    @property
    def tests(self) -> tuple[BehaviouralTest, ...]:
        """The tests in file order."""
        return self.network.tests if self.network is not None else ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test under one update scheme: what passes or fails."""

    suite: Suite
    test: BehaviouralTest
    update: str

    @property
    def place(self) -> Place:
        """Where the test begins."""
        return self.test.place if self.test.place is not None else Place(self.suite.file, 1)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case, and how many seconds it took; `verdict` is None where it was not run."""

    case: Case
    verdict: Verdict | None
    seconds: float = 0.0

    @property
    def outcome(self) -> str:
        """``passed``, ``failed``, ``undecided`` or ``not run``."""
        return self.verdict.outcome if self.verdict is not None else "not run"


def suites_of(files: Iterable[str]) -> list[Suite]:
    """Read models and ``.tests`` files in the order of a command line.

    A model runs its own tests, a shipped one also those of the ``.tests`` file that is shipped with it. A ``.tests``
    file runs on the nearest model before it; where there is none, on the one that it names itself (``# @model``), else
    on the rule file of the same name beside it.

    Raises
    ------
    LogicnetError
        A model that cannot be read, or a ``.tests`` file without a model. Mistakes in tests alone are findings of a
        suite.
    """
    suites: list[Suite] = []
    model: Suite | None = None
    shipped, taken = shipped_models(), set[tuple[str, Suite | None]]()
    for file in files:
        if not file.lower().endswith(TESTS):
            model = suite_of(file)
            suites.append(model)
            if file not in shipped or model.refused or not shipped[file].with_suffix(TESTS).is_file():
                continue
            file = str(shipped[file].with_suffix(TESTS))
        if (os.path.realpath(file), model) not in taken:
            taken.add((os.path.realpath(file), model))
            suites.append(beside(file, model))
    return suites


def suite_of(model: str) -> Suite:
    """Read a model with its own tests; arguments and errors as `logicnet.load`."""
    try:
        rules = load_rules(model)
    except RuleFileError as problem:
        return _refused(model, problem)
    return Suite(model, BooleanNetwork.from_rules(rules), _warnings(rules.findings), model)


def beside(file: str, model: Suite | None) -> Suite:
    """Read a ``.tests`` file on a model, or where None on the one that it names or stands beside."""
    if model is None:
        model = suite_of(model_needed(file))
    if model.network is None:
        raise RuleFileError(model.findings)
    try:
        network, findings = load_tests(file, model.network)
    except RuleFileError as problem:
        return _refused(file, problem)
    return Suite(file, network, _warnings(findings), model.model)


def _warnings(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.WARNING)


def _refused(file: str, problem: RuleFileError) -> Suite:
    """Return a suite that tells what is wrong with its tests; raise where more is wrong than that."""
    errors = tuple(d for d in problem.diagnostics if d.severity is Severity.ERROR)
    if not all(error.code.startswith("LN4") for error in errors):
        raise problem
    return Suite(file, None, errors)


def cases_of(suites: Iterable[Suite], updates: Sequence[str] = ()) -> list[Case]:
    """Return every test under each of its schemes: those asked for, else its own, else its file's, else asynchronous.

    Raises
    ------
    SettingError
        A file's ``@update`` that names no scheme.
    """
    found = []
    for suite in suites:
        declared = suite.network.metadata.get("update", "") if suite.network is not None else ""
        for test in suite.tests:
            chosen = dict.fromkeys(updates or test.schemes(declared))
            for unknown in (update for update in chosen if update not in SCHEMES):
                schemes = " or ".join(SCHEMES)
                raise SettingError(f"{suite.file}: @update {unknown!r} is no scheme; use --update {schemes}")
            found += [Case(suite, test, update) for update in chosen]
    return found


def untested(suites: Iterable[Suite]) -> SettingError:
    """Return what to tell of files without a test."""
    names = ", ".join(suite.file for suite in suites)
    return SettingError(f"no behavioural test in {names}; one begins with a line '#? test ID \"title\"'")


def run(case: Case, timeout: float | None = None) -> Result:
    """Decide a case; `timeout` in seconds."""
    assert case.suite.network is not None
    start = time.monotonic()
    verdict = decide(case.test, case.suite.network, case.update, timeout)
    return Result(case, verdict, time.monotonic() - start)
