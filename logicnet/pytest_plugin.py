"""A pytest plugin: the behavioural tests of rule files, one item a test and scheme (`pytest rules/`).

Nothing of logicnet is loaded until a file with behavioural tests is met, so that other people's runs are left alone: a
``.bnet`` file without the mark ``# logicnet: 1`` or without a test is passed over, and so is a ``.tests`` file in which
no line claims anything of attractors.

A ``.tests`` file runs on the model that its line ``# @model`` names, else on the rule file of the same name beside it.
An undecided test fails, in words of its own: it is never passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from logicnet.authoring.behaviours import Case, Result, Suite

RULES, TESTS = ".bnet", ".tests"
_MARK = re.compile(rb"(?:\xef\xbb\xbf)?\s*#\s*logicnet:")
_TEST = re.compile(rb"^[ \t]*#\?[ \t]*test\b", re.MULTILINE)
_CLAIM = re.compile(rb"^[ \t]*(?:#\?)?[ \t]*(?:all|some|no)[ \t]+attractors?[ \t]*:", re.MULTILINE)


class NotPassed(Exception):
    """A behavioural test that failed or is undecided."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.outcome)
        self.result = result


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the plugin's one option."""
    group = parser.getgroup("logicnet", "behavioural tests of logical models")
    group.addoption(
        "--logicnet-timeout", type=float, metavar="S", help="leave a behavioural test undecided after S seconds"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a rule file with tests of its own, or a file of tests."""
    if file_path.suffix in (RULES, TESTS) and _is_ours(file_path):
        collector: pytest.Collector = TestFile.from_parent(parent, path=file_path)
        return collector
    return None


def _is_ours(path: Path) -> bool:
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return bool(_CLAIM.search(data) if path.suffix == TESTS else _MARK.match(data) and _TEST.search(data))


class TestFile(pytest.File):
    """The behavioural tests of one file."""

    __test__ = False  # no class of tests, whatever its name

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one item a test and scheme."""
        from logicnet.authoring.behaviours import cases_of
        from logicnet.authoring.behaviours.report import refusal
        from logicnet.diagnostics.text import render
        from logicnet.errors import LogicnetError

        try:
            suite = self.suite()
            if suite.refused:
                raise self.CollectError(refusal(suite))
            for finding in suite.findings:
                self.warn(pytest.PytestWarning(render(finding)))
            for case in cases_of([suite]):
                yield Behaviour.from_parent(self, name=f"{case.test.id}[{case.update}]", case=case)
        except LogicnetError as problem:
            raise self.CollectError(str(problem)) from None

    def suite(self) -> Suite:
        """Read the file, and its model where that is another one."""
        from logicnet.authoring.behaviours import beside, suite_of
        from logicnet.loading import model_of

        shown = _shown(self.path)
        if self.path.suffix == RULES:
            return suite_of(shown)
        if model_of(self.path) is None:
            hint = f"name it in a line '# @model NAME' at the head, or write {self.path.stem}{RULES} beside it"
            raise self.CollectError(f"{shown} holds tests, and no model: {hint}")
        return beside(shown, None)


def _shown(path: Path) -> str:
    """Return a path as a user would write it."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


class Behaviour(pytest.Item):
    """One behavioural test under one update scheme."""

    def __init__(self, *, case: Case, **given: Any) -> None:
        super().__init__(**given)
        self.case = case
        self.funcargs: dict[str, Any] = {}  # other plugins take every item for a function and look for its arguments
        # What -k finds, besides the file and the id.
        self.extra_keyword_matches.update([case.test.title, *case.test.keys])

    def runtest(self) -> None:
        """Decide the test."""
        from logicnet.authoring.behaviours import run

        result = run(self.case, self.config.getoption("logicnet_timeout"))
        if result.outcome != "passed":
            raise NotPassed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the counterexample instead of a traceback; its first line stands in pytest's summary, too."""
        from logicnet.authoring.behaviours.report import reasons

        if isinstance(excinfo.value, NotPassed):
            result = excinfo.value.result
            told = "\n".join(reasons(result))
            return told if result.outcome == "failed" else f"{result.outcome}: {told}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the test stands, and its name."""
        return self.path, self.case.place.line - 1, self.name
