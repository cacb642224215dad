"""The command conditions: which inputs lead to which outcome."""

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
    phenotype_option,
    setting_options,
)
from logicnet.cli.patience import looking_on, status

if TYPE_CHECKING:
    from logicnet.analyses.conditions import Conditions


@click.command()
@model_argument
@phenotype_option
@setting_options
@limit_options
@output_options
def conditions(
    model: str,
    phenotype: tuple[str, ...],
    fixed: dict[str, int],
    conditions: tuple[str, ...],
    form: str | None,
    output: Path | None,
    **limits: Any,
) -> int:
    """Tell which inputs of MODEL lead to which outcome, over all input valuations at once.

    Every input is free unless set; a default does not hold it. An outcome is possible under a condition when some
    asynchronous attractor has it, and certain when every one has.

    \b
    Example:
      logicnet conditions core_axis
      logicnet conditions bone_metastasis --phenotype Vicious_cycle --set Breast_cancer=1
    """
    from logicnet.analyses.conditions import conditions as find
    from logicnet.tables import conditions_json, conditions_table

    form = format_for(form, output)
    network = load_model(model)
    with looking_on() as watch:
        answer = find(network, phenotype, fixed, conditions, **limits)
    if form == "json":
        emit(conditions_json(answer), output)
    elif form == "table":
        emit(_readable(answer), output)
    else:
        emit(getattr(conditions_table(answer), form)(), output)
    if answer.reason:
        click.echo(f"incomplete: {answer.reason}", err=True)
    return status(answer.reason, watch)


def _readable(answer: Conditions) -> str:
    """Return a heading, the table of outcomes, and the inputs that do nothing."""
    from logicnet.tables import readable_conditions, short, wrapped

    columns = shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120
    number = f"{'at least ' if answer.outcome_count is None else ''}{_of(answer.count, 'attractor')}"
    exactness = answer.exactness.replace("_", " ")
    lines = [" · ".join((answer.model, _of(answer.valuations, "input valuation"), number, exactness)), ""]
    lines += wrapped("set:  ", [f"{n}={v}" for n, v in answer.fixed.items()], columns) if answer.fixed else []
    lines += wrapped("free: ", answer.inputs, columns) if answer.inputs else []
    lines += wrapped("without effect: ", answer.idle, columns) if answer.idle else []
    notes = []
    if answer.open:
        notes.append(f"open: {short(answer.open)} of {short(answer.valuations)} valuations may hold more than is told")
    if any(o.condition is not None and not o.smallest for o in answer.outcomes):
        notes.append("conditions are irredundant; those over more than 8 inputs are not proved smallest")
    if any(o.name == "no class" for o in answer.outcomes):
        notes.append("no class: meets none of the file's outcome classes")
    return "\n".join([*lines, "", readable_conditions(answer).text(), *notes]).rstrip("\n") + "\n"


def _of(number: int, what: str) -> str:
    from logicnet.tables import short

    return f"{short(number)} {what}{'' if number == 1 else 's'}"


COMMANDS = (conditions,)
