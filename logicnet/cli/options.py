"""Arguments and options that several commands share."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from logicnet.errors import FileAccessError, LogicnetError, RuleFileError, SettingError

if TYPE_CHECKING:
    from logicnet.diagnostics import Diagnostic
    from logicnet.landscape import Answer, Attractor
    from logicnet.network import BooleanNetwork
    from logicnet.references import Reference
    from logicnet.rules import RuleSet

Command = TypeVar("Command", bound=Callable[..., Any])

MOST_WARNINGS = 10
HIGHEST_LIMIT = 1_000_000_000  # more results than memory holds; numbers past 64 bits no loop takes
SCHEMES = ("asynchronous", "synchronous")
FORMATS = ("table", "json", "csv", "markdown")
_SUFFIXES = {".json": "json", ".csv": "csv", ".md": "markdown", ".txt": "table"}
# A table written over a model or a picture would be a loss; nobody means that.
_OTHER_KINDS = {
    ".bnet",
    ".booleannet",
    ".bib",
    ".svg",
    ".pdf",
    ".png",
    ".dot",
    ".py",
    ".tests",
    ".xls",
    ".xlsx",
    ".ods",
    ".tsv",
}


def complete_models(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete shipped models and files."""
    from logicnet.loading import shipped_models

    shipped = [CompletionItem(name) for name in shipped_models() if name.startswith(incomplete)]
    return [*shipped, CompletionItem(incomplete, type="file")]


def complete_values(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete components with their values, or names of conditions and inputs where the option wants these."""
    from logicnet.loading import load

    # Where the option still lacks its value, click leaves the words before it unparsed.
    words = [context.params.get("model"), *(word for word in context.args if not word.startswith("-"))]
    try:
        network = load(next(filter(None, words), ""))
    except LogicnetError:
        return []
    if parameter.name == "conditions":
        return [name for name in network.conditions if name.startswith(incomplete)]
    if parameter.name in ("phenotype", "old", "node", "only"):
        return [name for name in network.names if name.startswith(incomplete)]
    if parameter.name == "free":
        return [name for name in network.inputs if name.startswith(incomplete)]
    return [f"{name}={bit}" for name in network.names for bit in (0, 1) if f"{name}={bit}".startswith(incomplete)]


def bits(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    """Read ``NODE=0`` or ``NODE=1``, each node once."""
    values: dict[str, int] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or value.strip() not in ("0", "1"):
            several = "; repeat --set for each component" if "," in text else ""
            raise click.BadParameter(f"{text!r} is not NODE=0 or NODE=1{several}")
        if values.setdefault(name.strip(), int(value)) != int(value):
            raise SettingError(f"{name.strip()} is set to both 0 and 1")
    return values


def number(_context: click.Context, _parameter: click.Parameter, given: float | None) -> float | None:
    """Refuse what the shell takes for a number and is none."""
    if given is not None and math.isnan(given):
        raise click.BadParameter("nan is no number")
    return given


model_argument = click.argument("model", shell_complete=complete_models)
tests_argument = click.argument(
    "files", nargs=-1, required=True, metavar="[MODEL] FILE...", shell_complete=complete_models
)
test_schemes_option = click.option(
    "--update", "updates", type=click.Choice(SCHEMES), multiple=True,
    help="Repeatable. Default: the test's @update, else the file's, else asynchronous.",
)  # fmt: skip

phenotype_option = click.option(
    "--phenotype", multiple=True, metavar="NODE", shell_complete=complete_values,
    help="Tell outcomes by this component's value. Repeatable. Default: the file's outcome classes.",
)  # fmt: skip
_setting = (
    click.option("--set", "fixed", multiple=True, metavar="NODE=0|1", callback=bits, shell_complete=complete_values,
                 help="Hold a component: an input, a knock-out (0), an over-expression (1). Repeatable."),
    click.option("--condition", "conditions", multiple=True, metavar="NAME", shell_complete=complete_values,
                 help="Put in a named condition of the rule file. Repeatable."),
)  # fmt: skip
_question = (
    *_setting,
    click.option("--free", multiple=True, metavar="NODE", shell_complete=complete_values,
                 help="Leave an input free though it has a default. Repeatable."),
)  # fmt: skip
timeout_option = click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", callback=number,
    help="Stop after S seconds with what is certain.",
)  # fmt: skip
memory_option = click.option(
    "--memory", type=click.FloatRange(min=0, min_open=True), metavar="MB", callback=number,
    help="Stop with what is certain once the process has held so many megabytes.",
)  # fmt: skip
_limits = (
    click.option("--limit", type=click.IntRange(1, HIGHEST_LIMIT), default=1024, show_default=True, metavar="N",
                 help="List N results at most; all are counted."),
    timeout_option,
    memory_option,
)  # fmt: skip
_output = (
    click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the suffix of FILE, else table."),
    click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file."),
)

update_option = click.option(
    "--update", type=click.Choice(SCHEMES), help="Default: the file's @update, else asynchronous."
)


def _all(options: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


setting_options = _all(_setting)
question_options = _all(_question)
limit_options = _all(_limits)
output_options = _all(_output)


def load_model(model: str) -> BooleanNetwork:
    """Load a model and tell its reader's warnings on standard error.

    A name that is a near miss of another is read as a free input; that must not pass in silence.
    """
    from logicnet.loading import load_rules
    from logicnet.network import BooleanNetwork

    rules = load_rules(model)
    tell_warnings(rules.findings)
    return BooleanNetwork.from_rules(rules)


def load_cited(model: str, node: str = "") -> tuple[RuleSet, Mapping[str, Reference], str]:
    """Load rules with their bibliography, and the rule of `node` as its author spelt it; tell the reader's warnings."""
    from logicnet.formats import format_of
    from logicnet.formats.bnet.ignoring import told
    from logicnet.loading import load_text
    from logicnet.references import bibliography_of, references_of

    text = load_text(model)
    form, written = format_of(text.suffix, text.content), ""
    if form.document is None:
        rules = form.read(text.content, text.file, text.name)
    else:
        document = form.document(text.content, text.file, text.name)
        if document.refused:
            raise RuleFileError(document.findings)
        rules, written = told(document), document.written(node)
    tell_warnings(rules.findings)
    return rules, references_of(*bibliography_of(rules.metadata, text.path)), written


def tell_warnings(findings: Iterable[Diagnostic]) -> None:
    """Tell what a reader warns of on standard error."""
    from logicnet.diagnostics import Severity
    from logicnet.diagnostics.text import render

    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    for finding in warnings[:MOST_WARNINGS]:
        click.echo(render(finding), err=True)
    if len(warnings) > MOST_WARNINGS:
        click.echo(f"… and {len(warnings) - MOST_WARNINGS} more warnings", err=True)


def scheme(update: str | None, declared: str) -> str:
    """Return the scheme to use: the one asked for, else the first that the file declares, else asynchronous."""
    if update:
        return update
    first = declared.split()[0] if declared.split() else "asynchronous"
    if first not in SCHEMES:
        raise SettingError(f"the file's @update {first!r} is no scheme; use --update {' or '.join(SCHEMES)}")
    return first


def chosen_attractor(answer: Answer, name: str) -> Attractor:
    """Return the attractor of an answer that a user names by its id."""
    by_id = {item.id: item for item in answer.items}
    if name not in by_id:
        missing = f" ({answer.reason})" if answer.reason else ""
        raise SettingError(f"unknown attractor {name!r}: {_known(list(by_id))}{missing}")
    return by_id[name]


def _known(ids: list[str]) -> str:
    if not ids:
        return "none was found"
    return f"there is {ids[0]} only" if len(ids) == 1 else f"there are {ids[0]} to {ids[-1]}"


def format_for(
    form: str | None, output: Path | None, suffixes: Mapping[str, str] = _SUFFIXES, usual: str = "table"
) -> str:
    """Return the format asked for, else the one of the output's suffix, else the usual one."""
    check_answer(output, suffixes)
    return form or (suffixes.get(output.suffix.lower(), usual) if output else usual)


def check_answer(output: Path | None, known: Iterable[str]) -> None:
    """Refuse a place for an answer that cannot be written, or where something of another kind is looked for."""
    if output is not None and output.suffix.lower() in _OTHER_KINDS:
        message = f"an answer is not written to a {output.suffix} file, but to {', '.join(known)}"
        raise click.BadParameter(message, param_hint="-o")
    check_destination(output)
    _keep_models(output)


def _keep_models(output: Path | None) -> None:
    """Refuse to write an answer over a file that it is about: both may have the suffix .txt."""
    context = click.get_current_context(silent=True)
    given = context.params if context is not None else {}
    about = [*filter(None, (given.get("model"),)), *given.get("files", ())]
    if output is not None and output.is_file() and output.resolve() in {Path(file).resolve() for file in about}:
        raise click.BadParameter(f"{output} is the model", param_hint="-o")


def refuse_shipped(file: str) -> None:
    """Refuse to change a shipped model that was not named by its path."""
    from logicnet.loading import shipped_models

    if file in shipped_models():
        raise FileAccessError(f"{file} is a shipped model: to change its file, name it by its path")


def coloured_for(output: Path | None) -> bool:
    """Tell whether a report is coloured: one on a terminal, unless the user wants none (no-color.org)."""
    return output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def check_destination(output: Path | None) -> None:
    """Refuse a place that cannot be written before any work is done for it."""
    from logicnet.loading.writing import check_output

    if output is not None and str(output) != "-":
        check_output(output)


def emit(data: str | bytes, output: Path | None, kinds: dict[str, tuple[bytes, ...]] | None = None) -> None:
    """Write to standard output, or to a file in one step."""
    if output is None or str(output) == "-":
        click.echo(data, nl=False)
        return
    from logicnet.loading.writing import write_output

    # As on standard output, what is no text (in the name of a file) is told by its number.
    write_output(output, data.encode(errors="backslashreplace") if isinstance(data, str) else data, kinds)
    click.echo(f"wrote {output}", err=True)
