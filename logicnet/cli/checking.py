"""The command check: every problem of every rule file, and its fixes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from logicnet.cli.options import check_destination, complete_models, emit
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.errors import FileAccessError, RuleFileError, UnknownNameError

if TYPE_CHECKING:
    from logicnet.loading import Text

FOUND, UNREADABLE = 1, 2
# A fix may uncover what another one mends; so many rounds are plenty.
MOST_ROUNDS = 5


def _codes(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> list[str]:
    return [code for word in given for code in word.replace(",", " ").split()]


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", shell_complete=complete_models)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing the model.")
@click.option("--strict", is_flag=True, help="A name without a rule is an error.")
@click.option(
    "--select", multiple=True, metavar="CODES", callback=_codes, help="Look for these codes only (LN2: all LN2…)."
)
@click.option("--ignore", multiple=True, metavar="CODES", callback=_codes, help="Do not tell of these codes.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "sarif", "github")), default="text", show_default=True
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
@click.option("--explain", metavar="CODE", help="Say what a code means, with an example.")
def check(
    files: tuple[str, ...],
    fix: bool,
    strict: bool,
    select: list[str],
    ignore: list[str],
    form: str,
    output: Path | None,
    explain: str | None,
) -> int:
    """Check rule files: every problem of every FILE in one pass, each with its place, help and, where known, a fix.

    \b
    Example:
      logicnet check model.bnet
      logicnet check --fix rules/*.bnet
      logicnet check --explain LN104

    Exit status: 0 nothing found (notes do not count), 1 findings, 2 usage or a file that is not there.
    """
    from logicnet.authoring.checking import chosen

    if explain:
        click.echo(_explained(explain), nl=False)
        return 0
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    check_destination(output)
    codes = chosen(select, ignore)
    findings: list[Diagnostic] = []
    checked = status = 0
    for file in dict.fromkeys(files):
        try:
            findings += _of_file(file, fix, strict, codes)
            checked += 1
        except FileAccessError as problem:
            click.echo(f"error: {problem}", err=True)
            status = UNREADABLE
    emit(_rendered(findings, form, output), output)
    if form == "text":
        click.echo(_summary(findings, checked), err=True)
    return status or (FOUND if any(f.severity is not Severity.NOTE for f in findings) else 0)


def _of_file(file: str, fix: bool, strict: bool, codes: frozenset[str]) -> Sequence[Diagnostic]:
    from logicnet.authoring.checking import check as find
    from logicnet.loading import TESTS, load_text, shipped_models

    if fix and file in shipped_models():
        raise FileAccessError(f"{file} is a shipped model: to mend its file, name it by its path")
    try:
        if file.endswith(TESTS):
            return _of_tests(file)
        text = load_text(file)
    except RuleFileError as problem:  # not even text
        return problem.diagnostics
    findings = find(text, strict, codes)
    return _mended(text, findings, strict, codes) if fix else findings


def _of_tests(file: str) -> Sequence[Diagnostic]:
    """Check a file of tests on the model that it names, or that lies beside it under the same name."""
    from logicnet.loading import load, load_tests, model_of

    model = model_of(file) or Path(file).with_suffix(".bnet")
    try:
        network = load(model)
    except RuleFileError as problem:
        raise FileAccessError(f"{file}: its model {model} has errors; check that first") from problem
    except (FileAccessError, UnknownNameError) as problem:
        hint = "name its model in a line '# @model NAME' at the head"
        raise FileAccessError(f"{file}: no model to check it on ({problem}); {hint}") from problem
    return load_tests(file, network)[1]


def _mended(before: Text, findings: Sequence[Diagnostic], strict: bool, codes: frozenset[str]) -> Sequence[Diagnostic]:
    """Make the safe fixes of a file, write it in one step, and return what is found then."""
    from logicnet.authoring.checking import check as find
    from logicnet.authoring.checking import fixed
    from logicnet.loading import write_back

    after, number = fixed(before, findings, lambda text: find(text, strict, codes), MOST_ROUNDS)
    if not number:
        return findings
    if before.path is None:
        raise click.UsageError("--fix needs a file: standard input cannot be written back")
    write_back({before.path: after.content})
    click.echo(f"{before.file}: {number} finding{'' if number == 1 else 's'} mended", err=True)
    return find(after, strict, codes)


def _rendered(findings: Sequence[Diagnostic], form: str, output: Path | None) -> str:
    from logicnet.diagnostics import exchange
    from logicnet.diagnostics.text import coloured, plain, render

    if form == "text":
        colour = output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return "".join(f"{render(finding, coloured if colour else plain)}\n" for finding in findings)
    if form == "sarif":
        from logicnet import __version__

        return exchange.to_sarif(findings, __version__)
    return exchange.to_json(findings) if form == "json" else exchange.to_github(findings)


def _summary(findings: Sequence[Diagnostic], files: int) -> str:
    where = f"{files} file{'' if files == 1 else 's'}"
    if not findings:
        return f"{where} checked, nothing found"
    counts = []
    for severity in Severity:
        number = sum(f.severity is severity for f in findings)
        if number:
            counts.append(f"{number:,} {severity}{'' if number == 1 else 's'}")
    safe = sum(f.fix is not None and f.fix.safe for f in findings)
    return f"{', '.join(counts)} in {where}" + (f"; {safe:,} can be mended with --fix" if safe else "")


def _explained(word: str) -> str:
    import textwrap

    from logicnet.diagnostics.codes import CODES

    code = CODES.get(word.upper())
    if code is None:
        raise UnknownNameError("code", word, CODES)
    lines = [f"{code.name} · {code.severity} · {code.title}", "", textwrap.fill(code.explanation, 100)]
    if code.example:
        lines += ["", "For example:", "", *(f"    {line}" for line in code.example.split("\n"))]
    return "\n".join(lines) + "\n"


COMMANDS = (check,)
