"""The command check: every problem of every rule file, and its fixes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from logicnet.cli.options import check_answer, coloured_for, complete_models, emit, refuse_shipped
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.errors import FileAccessError, RuleFileError, UnknownNameError

if TYPE_CHECKING:
    from logicnet.loading import Text

FOUND, UNREADABLE = 1, 2


def _codes(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> list[str]:
    return [code for word in given for code in word.replace(",", " ").split()]


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", shell_complete=complete_models)
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing the model.")
@click.option("--strict", is_flag=True, help="A name without a rule is an error.")
@click.option(
    "--select",
    multiple=True,
    metavar="CODES",
    callback=_codes,
    help="Look for these codes only (LN2: all LN2…); errors are always told.",
)
@click.option(
    "--ignore", multiple=True, metavar="CODES", callback=_codes, help="Do not tell of these codes, errors apart."
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "sarif", "github")), default="text", show_default=True
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
@click.option(
    "--explain", metavar="CODE", help="Say what a code means, with an example; of LN or LN2, list all that begin so."
)
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

    A file of behavioural tests (.tests) is checked on the model of its line '# @model', else on the rule file of its
    name beside it.

    \b
    Example:
      logicnet check model.bnet
      logicnet check --fix rules/
      logicnet check --explain LN104

    Exit status: 0 nothing found (notes do not count), 1 findings, 2 usage or a file that is not there.
    """
    from logicnet.authoring.checking import chosen
    from logicnet.loading import rule_files

    if explain:
        click.echo(_explained(explain), nl=False)
        return 0
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    check_answer(output, (".json", ".sarif", ".txt"))
    codes = chosen(select, ignore)
    findings: list[Diagnostic] = []
    checked = status = 0
    for file in rule_files(files):
        try:
            findings += _of_file(file, fix, strict, codes)
            checked += 1
        except FileAccessError as problem:
            click.echo(f"error: {problem}", err=True)
            status = UNREADABLE
    emit(_rendered(findings, form, output), output)
    if form == "text" and checked:
        click.echo(_summary(findings, checked), err=True)
    return status or (FOUND if any(f.severity is not Severity.NOTE for f in findings) else 0)


def _of_file(file: str, fix: bool, strict: bool, codes: frozenset[str]) -> Sequence[Diagnostic]:
    from logicnet.authoring.checking import check as find
    from logicnet.authoring.checking import wanted
    from logicnet.loading import TESTS, load_text

    if fix:
        refuse_shipped(file)
    try:
        if file.lower().endswith(TESTS):
            return wanted(_of_tests(file), codes)
        text = load_text(file)
    except RuleFileError as problem:  # not even text
        return problem.diagnostics
    findings = find(text, strict, codes)
    return _mended(text, findings, strict, codes) if fix else findings


def _of_tests(file: str) -> Sequence[Diagnostic]:
    """Check a file of tests on its model."""
    from logicnet.loading import load, load_tests, model_of

    model = model_of(file)
    hint = "name its model in a line '# @model NAME' at the head"
    if model is None:
        raise FileAccessError(f"{file} holds tests, and no model stands beside it under its name: {hint}")
    try:
        network = load(model)
    except RuleFileError as problem:
        raise FileAccessError(f"{file}: its model {model} has errors; check that first") from problem
    except (FileAccessError, UnknownNameError) as problem:
        raise FileAccessError(f"{file}: no model to check it on ({problem}); {hint}") from problem
    return load_tests(file, network)[1]


def _mended(before: Text, findings: Sequence[Diagnostic], strict: bool, codes: frozenset[str]) -> Sequence[Diagnostic]:
    """Make the safe fixes of a file, write it in one step, and return what is found then."""
    from logicnet.authoring.checking import check as find
    from logicnet.authoring.checking import fixed
    from logicnet.loading.writing import write_back

    after, number = fixed(before, findings, lambda text: find(text, strict, codes))
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
        paint = coloured if coloured_for(output) else plain
        return "".join(f"{render(finding, paint)}\n" for finding in findings)
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
    alike = [code for code in CODES.values() if code.name.startswith(word.upper())]
    if code is None and alike:
        return "".join(f"{code.name}  {code.severity:<8} {code.title}\n" for code in alike)
    if code is None:
        raise UnknownNameError("code", word, CODES)
    lines = [f"{code.name} · {code.severity} · {code.title}", "", textwrap.fill(code.explanation, 100)]
    if code.example:
        lines += ["", "For example:", "", *(f"    {line}" for line in code.example.split("\n"))]
    return "\n".join(lines) + "\n"


COMMANDS = (check,)
