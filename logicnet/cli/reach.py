"""The command reach: ways from a state to another one or into an attractor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from logicnet.cli.options import (
    FORMATS,
    bits,
    complete_values,
    emit,
    format_for,
    load_model,
    memory_option,
    model_argument,
    question_options,
    scheme,
    timeout_option,
    update_option,
)
from logicnet.cli.patience import looking_on, status

if TYPE_CHECKING:
    from logicnet.limits import Watch
    from logicnet.network import BooleanNetwork
    from logicnet.reachability import Reach, ReachableAttractors

Spec = str | dict[str, int]


def _end(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> Spec | None:
    """Read ``rest``, an attractor's id, or values, separated by commas or given one by one."""
    words = [word.strip() for text in given for word in text.split(",") if word.strip()]
    if not words:
        return None
    if len(words) == 1 and "=" not in words[0]:
        return words[0]
    return bits(context, parameter, tuple(words))


_ends = (
    click.option("--from", "start", multiple=True, required=True, metavar="STATE", callback=_end,
                 shell_complete=complete_values,
                 help="rest, an attractor such as A2, or values such as A=1,B=0: all states that have them."),
    click.option("--to", "target", multiple=True, metavar="STATE", callback=_end, shell_complete=complete_values,
                 help="Values or an attractor. Without: all attractors that can be reached."),
)  # fmt: skip


@click.command()
@model_argument
@_ends[0]
@_ends[1]
@update_option
@question_options
@timeout_option
@memory_option
@click.option(
    "--format", "form", type=click.Choice((*FORMATS, "latex")), help="Default: by the suffix of FILE, else table."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
def reach(
    model: str,
    start: Spec,
    target: Spec | None,
    update: str | None,
    form: str | None,
    output: Path | None,
    **asked: Any,
) -> int:
    """Tell whether one state of MODEL can be reached from another one.

    The answer is yes with a way, no with the reason, or undecided with what stopped the search (exit status 3). Where
    --from leaves components open, yes means from some of these states, no means from none. Without --to: the
    attractors that can be reached.

    \b
    Example:
      logicnet reach core_axis --from rest --to Bone_Resorption=1
      logicnet reach bone_metastasis --condition breast_tumour --from A2 --to A1
      logicnet reach bone_metastasis --condition breast_tumour --from Vicious_cycle=1
    """
    from logicnet.reachability import reach as decided
    from logicnet.reachability import reachable_attractors

    form = format_for(form, output)
    network = load_model(model)
    chosen = scheme(update, network.metadata.get("update", ""))
    with looking_on() as watch:
        if target is None:
            found = reachable_attractors(network, start, chosen, **asked)
            return _show_attractors(found, network, form, output, watch)
        return _show_way(decided(network, start, target, chosen, **asked), network, form, output, watch)


COMMANDS = (reach,)


def _show_way(found: Reach, network: BooleanNetwork, form: str, output: Path | None, watch: Watch) -> int:
    from logicnet.tables.ways import readable_way, steps_table, way_json, way_table

    if form == "json":
        emit(way_json(found), output)
    elif form == "table":
        emit(readable_way(found, network), output)
    elif form == "csv":
        emit(way_table(found, network).csv(), output)
    else:
        emit(getattr(steps_table(found, network), form)(), output)
    missing = found.reason if found.outcome == "undecided" else ""
    if missing:
        click.echo(f"incomplete: {missing}", err=True)
    return status(missing, watch)


def _show_attractors(
    found: ReachableAttractors, network: BooleanNetwork, form: str, output: Path | None, watch: Watch
) -> int:
    from logicnet.tables.ways import reachable_json, reachable_table, readable_reachable

    if form == "json":
        emit(reachable_json(found), output)
    elif form == "table":
        emit(readable_reachable(found, network), output)
    else:
        emit(getattr(reachable_table(found), form)(), output)
    if found.reason:
        click.echo(f"incomplete: {found.reason}", err=True)
    return status(found.reason, watch)
