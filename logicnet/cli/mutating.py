"""The command mutants: whether the behavioural tests of models notice a changed rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from logicnet.cli.behaviours import FAILED
from logicnet.cli.options import (
    emit,
    format_for,
    number,
    output_options,
    tell_warnings,
    test_schemes_option,
    tests_argument,
)
from logicnet.cli.patience import INCOMPLETE, INTERRUPTED, interruptible, progress
from logicnet.errors import RuleFileError, SettingError

if TYPE_CHECKING:
    from logicnet.authoring.mutants import Report, Subject
    from logicnet.expectations import Verdict
    from logicnet.limits import Watch

MOST_JOBS = 61  # of `authoring.mutants.working`, which is not loaded for the help


@click.command("mutants")
@tests_argument
@test_schemes_option
@click.option(
    "--jobs", type=click.IntRange(1, MOST_JOBS), metavar="N", help="Processes. Default: one a core, one for small work."
)
@click.option("--at-least", type=click.IntRange(0, 100), metavar="PERCENT", help="Status 1 where a model has less.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", callback=number,
    help="Leave a test of a mutant undecided after S seconds.",
)  # fmt: skip
@output_options
def mutants(
    files: tuple[str, ...],
    updates: tuple[str, ...],
    jobs: int | None,
    at_least: int | None,
    timeout: float | None,
    form: str | None,
    output: Path | None,
) -> int:
    """Tell which changes of a rule the behavioural tests of models notice.

    Each literal of each rule is dropped once and negated once. A mutant that no test fails on is listed. FILEs as of
    the command test: models with their own tests, and .tests files on the nearest model before them; all tests about
    one model count together.

    \b
    Example:
      logicnet mutants core_axis
      logicnet mutants core_axis more.tests --at-least 85
      logicnet mutants rules/ -o rules/MUTANTS.md

    Exit status: 0 done, 1 a test fails on the model itself or a model has less than PERCENT, 2 usage, an unreadable
    file or no test at all, 3 undecided (a limit was hit), 130 interrupted.
    """
    from logicnet.authoring.mutants import examined, not_passed
    from logicnet.authoring.mutants.report import csv, markdown, text, to_json

    form = format_for(form, output)
    if "-" in files:
        raise SettingError("mutants are made of rule files: name one instead of standard input")
    subjects = _subjects(files, updates)
    reports = []
    with interruptible() as watch:
        for subject in subjects:
            with progress(watch, f"tests of {subject.file}"):
                failing = not_passed(subject, timeout)
            if failing and not watch.stopped:
                return _refused(subject, failing)
        for subject in subjects:
            with progress(watch, f"mutants of {subject.file}"):
                reports.append(examined(subject, timeout, jobs))
    written = {"table": text, "markdown": markdown, "csv": csv, "json": to_json}[form]
    emit(written(reports), output)
    return _status(reports, at_least, watch)


COMMANDS = (mutants,)


def _subjects(files: Sequence[str], updates: Sequence[str]) -> list[Subject]:
    """Read models and tests, and gather the tests by the model that they are about."""
    from logicnet.authoring.behaviours import cases_of, suites_of, untested
    from logicnet.authoring.mutants import Trial, subject_of
    from logicnet.loading import rule_files

    suites = suites_of(rule_files(files))
    for suite in suites:
        if suite.refused:
            raise RuleFileError(suite.findings)
    tell_warnings(finding for suite in suites for finding in suite.findings)
    cases = cases_of(suites, updates)
    if not cases:
        raise untested(suites)
    by_model: dict[str, list[Trial]] = {suite.model: [] for suite in suites}
    for case in cases:
        assert case.suite.network is not None
        by_model[case.suite.model].append(Trial(case.test, case.update, case.suite.network))
    return [subject_of(model, trials) for model, trials in by_model.items()]


def _refused(subject: Subject, failing: Sequence[Verdict]) -> int:
    """Tell of tests that do not pass on the model itself, and so would notice everything."""
    for verdict in failing:
        place = verdict.test.place or subject.file
        click.echo(f"{place}: {verdict.test.id} {verdict.update} {verdict.outcome}: {verdict.detail}", err=True)
    click.echo("error: what does not pass on the model itself says nothing of mutants", err=True)
    return FAILED


def _status(reports: Sequence[Report], at_least: int | None, watch: Watch) -> int:
    if watch.stopped:
        click.echo("incomplete: interrupted", err=True)
        return INTERRUPTED
    short = [report for report in reports if 100 * report.caught < (at_least or 0) * report.mutants]
    for report in short:
        click.echo(f"{report.file}: less than {at_least} % of the mutants are caught", err=True)
    return FAILED if short else INCOMPLETE if any(report.open for report in reports) else 0
