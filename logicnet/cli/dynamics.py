"""Commands on what a model can settle into: attractors, fixed-points, trap-spaces."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from logicnet.cli.options import (
    emit,
    format_for,
    limit_options,
    load_model,
    model_argument,
    output_options,
    question_options,
    scheme,
    update_option,
)
from logicnet.cli.patience import looking_on, status

if TYPE_CHECKING:
    from logicnet.landscape import Answer
    from logicnet.limits import Watch
    from logicnet.network import BooleanNetwork


@click.command()
@model_argument
@update_option
@question_options
@limit_options
@click.option(
    "--states", is_flag=True, help="List the states of each attractor; one of them where there are more than N."
)
@output_options
def attractors(
    model: str, update: str | None, states: bool, form: str | None, output: Path | None, **question: Any
) -> int:
    """Find all attractors of MODEL, exactly.

    Inputs stand at their default unless set or freed; inputs without a default are free, and the answer lists the
    attractors of each of their valuations.

    \b
    Example:
      logicnet attractors bone_metastasis --condition breast_tumour
      logicnet attractors core_axis --set Estrogen=0 --update synchronous --format json
      logicnet attractors bone_metastasis --states --limit 40000 --format csv -o states.csv
    """
    from logicnet.landscape import attractors as find

    form = format_for(form, output)
    network = load_model(model)
    with looking_on() as watch:
        answer = find(network, scheme(update, network.metadata.get("update", "")), **question)
        if states:
            return show_states(answer, network, form, output, question["limit"], watch)
        return show(answer, network, form, output, watch)


@click.command("fixed-points")
@model_argument
@question_options
@limit_options
@output_options
def fixed_points(model: str, form: str | None, output: Path | None, **question: Any) -> int:
    """Find the fixed points (steady states) of MODEL, the same under every update scheme.

    \b
    Example:
      logicnet fixed-points bone_metastasis --set Breast_cancer=1
    """
    from logicnet.landscape import fixed_points as find

    form = format_for(form, output)
    network = load_model(model)
    with looking_on() as watch:
        return show(find(network, **question), network, form, output, watch)


@click.command("trap-spaces")
@model_argument
@click.option("--minimal", "which", flag_value="minimal", default="minimal", help="The minimal ones (the default).")
@click.option("--maximal", "which", flag_value="maximal", help="The maximal ones inside what is left to vary.")
@question_options
@limit_options
@output_options
def trap_spaces(model: str, which: str, form: str | None, output: Path | None, **question: Any) -> int:
    """Find the minimal or maximal trap spaces of MODEL.

    A trap space is a set of states, some components fixed, that no update leaves; * stands for a free component.

    \b
    Example:
      logicnet trap-spaces bone_metastasis --set Breast_cancer=1 --maximal
    """
    from logicnet.landscape import trap_spaces as find

    form = format_for(form, output)
    network = load_model(model)
    with looking_on() as watch:
        return show(find(network, which, **question), network, form, output, watch)


COMMANDS = (attractors, fixed_points, trap_spaces)


def show(answer: Answer, network: BooleanNetwork, form: str, output: Path | None, watch: Watch) -> int:
    """Print an answer; return the exit status: 3 where something is missing."""
    from logicnet.tables import plain_table, to_json

    if form == "json":
        emit(to_json(answer), output)
    elif form == "table":
        emit(_readable(answer, network), output)
    else:
        emit(getattr(plain_table(answer), form)(), output)
    if answer.reason:
        click.echo(f"incomplete: {answer.reason}", err=True)
    return status(answer.reason, watch)


def _readable(answer: Answer, network: BooleanNetwork) -> str:
    """Return a heading, where the inputs stood, and the components by group, as many columns as fit a line."""
    from logicnet.landscape.results import spelt
    from logicnet.tables import readable_tables, wrapped

    columns = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120
    count = len(answer.items) if answer.count is None else answer.count
    what = answer.question.replace("-", " ").removesuffix("s" if count == 1 else "")
    number = f"{'at least ' if answer.count is None else ''}{spelt(count)} {what}"
    parts = [network.name, *([answer.update] if answer.update else []), number, answer.exactness.replace("_", " ")]
    lines: list[str] = []
    defaults = {n: network.annotations[n].default for n in answer.fixed}
    asked = [f"{n}={v}" for n, v in answer.fixed.items() if defaults[n] != v]
    usual = [f"{n}={v}" for n, v in answer.fixed.items() if defaults[n] == v]
    for title, names in (("set", asked), ("default", usual), ("free", answer.free)):
        if names:
            lines += wrapped(f"{title + ':':9}", names, columns)
    tables = "\n".join(table.text() for table in readable_tables(answer, network, columns))
    blocks = [" · ".join(parts), "\n".join(lines), (tables + _legend(answer)).rstrip("\n")]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _legend(answer: Answer) -> str:
    shown = {value for item in answer.items for value in item.values.values()}
    star = "free" if answer.question == "trap-spaces" else "both values occur (oscillates)"
    notes = {"*": f"* {star}", "?": "? not decided"}
    told = [note for mark, note in notes.items() if mark in shown]
    return "\n" + "; ".join(told) + "\n" if told else ""


def show_states(
    answer: Answer, network: BooleanNetwork, form: str, output: Path | None, limit: int, watch: Watch
) -> int:
    """Print the states of each attractor; return the exit status: 3 where not all are listed."""
    from logicnet.tables.states import cut, readable_states, states_json, states_table

    answer = cut(answer, limit)
    if form == "json":
        emit(states_json(answer, limit), output)
    elif form == "table":
        emit(_readable(answer, network) + "\n" + readable_states(answer, limit), output)
    else:
        emit(getattr(states_table(answer, limit), form)(), output)
    if answer.reason:
        click.echo(f"incomplete: {answer.reason}", err=True)
    return status(answer.reason, watch)
