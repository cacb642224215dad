"""The command test: the behavioural tests of models."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from logicnet.cli.options import (
    coloured_for,
    emit,
    format_for,
    number,
    tell_warnings,
    test_schemes_option,
    tests_argument,
)
from logicnet.cli.patience import INCOMPLETE, INTERRUPTED, interruptible, progress
from logicnet.errors import SettingError

if TYPE_CHECKING:
    from logicnet.authoring.behaviours import Case, Result, Suite
    from logicnet.limits import Watch

FAILED = 1
_FORMATS = ("text", "json", "junit")
_SUFFIXES = {".json": "json", ".xml": "junit", ".txt": "text"}
_COLOURS = {"passed": "green", "failed": "red", "undecided": "yellow", "not run": "yellow"}


@click.command("test")
@tests_argument
@test_schemes_option
@click.option(
    "-k", "pattern", metavar="PATTERN", help="Only tests with these words in id, title or keys: 'a and not b'."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", callback=number,
    help="Leave a test undecided after S seconds.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Default: by the suffix of FILE, else text.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
def run_tests(
    files: tuple[str, ...],
    updates: tuple[str, ...],
    pattern: str | None,
    timeout: float | None,
    form: str | None,
    output: Path | None,
) -> int:
    """Run the behavioural tests of models.

    A FILE with rules, or a shipped model's name, is a model and runs its own tests. A .tests file runs on the nearest
    model before it; without one, on that of its line '# @model', else on the rule file of its name beside it. A folder
    stands for the files in it, tests behind the model that they name.

    \b
    Example:
      logicnet test core_axis
      logicnet test core_axis more.tests -k "denosumab and not G07"
      logicnet test rules/ --format junit -o report.xml

    Exit status: 0 all passed, 1 a test failed or says nothing, 2 usage, an unreadable file or no test at all,
    3 undecided (a limit was hit) and none failed, 130 interrupted.
    """
    from logicnet.authoring.behaviours import cases_of, suites_of
    from logicnet.authoring.behaviours.report import summary, to_json, to_junit
    from logicnet.loading import rule_files

    form = format_for(form, output, _SUFFIXES, "text")
    suites = suites_of(rule_files(files))
    tell_warnings(finding for suite in suites if not suite.refused for finding in suite.findings)
    cases = _chosen(suites, cases_of(suites, updates), pattern)
    _tell_of_none(suites)
    lines = _Lines(form, output)
    with interruptible() as watch:
        results = list(_results(suites, cases, timeout, watch, lines))
    lines.show("\n" + summary(results, suites, lines.paint))
    if form == "text":
        lines.write()
    else:
        emit((to_json if form == "json" else to_junit)(results, suites), output)
    return _status(results, suites, watch)


COMMANDS = (run_tests,)


class _Lines:
    """What is told of results, line by line: at once, on standard output unless another report goes there."""

    def __init__(self, form: str, output: Path | None) -> None:
        self.output, self.silent = output, form != "text" and output is None
        self.coloured = coloured_for(output)
        self.shown: list[str] = []

    def show(self, text: str) -> None:
        self.shown.append(text)
        if not self.silent:
            click.echo(text, err=self.output is not None)

    def paint(self, text: str, outcome: str) -> str:
        return click.style(text, fg=_COLOURS[outcome]) if self.coloured else text

    def write(self) -> None:
        if self.output is not None:
            emit("\n".join([*self.shown, ""]), self.output)


def _chosen(suites: Sequence[Suite], cases: list[Case], pattern: str | None) -> list[Case]:
    """Return the cases that a pattern means; raise where there is nothing to run."""
    from logicnet.authoring.behaviours import untested
    from logicnet.authoring.behaviours.selection import chooser

    if not cases and not any(suite.refused for suite in suites):
        raise untested(suites)
    if pattern is None:
        return cases
    chosen = list(filter(chooser(pattern), cases))
    if not chosen and cases:
        raise SettingError(f"no test is meant by -k {pattern!r}; there are {len(cases)}, such as {cases[0].test.id}")
    return chosen


def _tell_of_none(suites: Sequence[Suite]) -> None:
    """Tell of models that have no tests, unless they are there for a ``.tests`` file."""
    from logicnet.loading import TESTS

    for suite, following in zip(suites, [*suites[1:], None], strict=True):
        serves = following is not None and following.file.lower().endswith(TESTS)
        if not suite.tests and not suite.refused and not serves:
            click.echo(f"no tests in {suite.file}", err=True)


def _results(
    suites: Sequence[Suite], cases: Sequence[Case], timeout: float | None, watch: Watch, lines: _Lines
) -> Iterator[Result]:
    """Run cases one after the other and show each result; after an interrupt the others are not run."""
    from logicnet.authoring.behaviours import Result, run
    from logicnet.authoring.behaviours.report import line, refusal

    columns = max((len(c.test.id) for c in cases), default=0), max((len(c.update) for c in cases), default=0)
    number = 0
    for suite in suites:
        mine = [case for case in cases if case.suite is suite]
        if suite.refused or (mine and not watch.stopped):
            lines.show("\n" * bool(lines.shown) + _headline(suite))
        if suite.refused:
            lines.show(refusal(suite))
        for case in mine:
            number += 1
            if watch.stopped:
                yield Result(case, None)
                continue
            with progress(watch, f"test {number} of {len(cases)}, {case.test.id} {case.update}"):
                result = run(case, timeout)
            lines.show(line(result, lines.paint, columns))
            yield result


def _headline(suite: Suite) -> str:
    from logicnet.loading import TESTS

    if suite.network is None:
        return f"{suite.file}: the tests cannot be read"
    return f"{suite.file} on {suite.network.name}" if suite.file.lower().endswith(TESTS) else suite.file


def _status(results: Sequence[Result], suites: Sequence[Suite], watch: Watch) -> int:
    outcomes = {result.outcome for result in results}
    if watch.stopped:
        return INTERRUPTED
    if "failed" in outcomes or any(suite.refused for suite in suites):
        return FAILED
    return INCOMPLETE if "undecided" in outcomes else 0
