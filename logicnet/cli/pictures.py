"""Commands that draw."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from logicnet.cli.options import (
    check_destination,
    chosen_attractor,
    complete_values,
    emit,
    limit_options,
    load_model,
    model_argument,
    question_options,
    scheme,
    update_option,
)
from logicnet.errors import FormatError, LimitReached

# How files of each kind begin: an existing file of another kind is not overwritten.
_KINDS: dict[str, tuple[bytes, ...]] = {
    ".svg": (b"<?xml", b"<svg", b"<!DOCTYPE svg"),
    ".pdf": (b"%PDF",),
    ".png": (b"\x89PNG",),
    ".dot": (b"digraph", b"strict", b"graph", b"//"),
}


@click.command()
@model_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.svg|pdf|png|dot",
    help="Where to write; its suffix names the format. Default: SVG on standard output.",
)
@click.option("--attractor", "painted", metavar="ID", help="Paint the components with this attractor's values.")
@click.option(
    "--only", multiple=True, metavar="NODE", shell_complete=complete_values,
    help="Draw these components alone; an edge is every way through the others. Repeatable, or with commas.",
)  # fmt: skip
@update_option
@question_options
@limit_options
def draw(
    model: str, output: Path | None, painted: str | None, only: tuple[str, ...], update: str | None, **question: Any
) -> int:  # fmt: skip
    """Draw the regulatory network of MODEL, grouped as its file groups it.

    Arrows activate, tees inhibit. With --attractor the components are painted with its values under the same question
    (ids as `logicnet attractors` gives them).

    \b
    Example:
      logicnet draw core_axis -o core_axis.svg
      logicnet draw bone_metastasis --condition breast_tumour --attractor A1 -o vicious_cycle.pdf
      logicnet draw atlas --only RANKL_free,Bone_Resorption,PTHrP,Tumor_growth -o loop.svg
    """
    from logicnet.drawing import draw as drawn

    form = _format(output)
    network = load_model(model)
    setting = network.setting(question["fixed"], question["free"], question["conditions"])
    values, title, missing = None, network.metadata.get("title", ""), ""
    if painted:
        from logicnet.landscape import attractors

        answer = attractors(network, scheme(update, network.metadata.get("update", "")), **question)
        chosen = chosen_attractor(answer, painted)
        values, missing = chosen.values, answer.reason
        title = " · ".join((title or network.name, "; ".join(chosen.classes) or chosen.id))
    asked = {n: v for n, v in setting.fixed.items() if network.annotations[n].default != v}
    with _warnings_told():
        picture = drawn(network, form, values=values, title=title, fixed=asked, only=_named(only))
    emit(picture, output, _KINDS)
    if missing:
        # The picture is certain; which attractor is called A1 may not be, where some were not found.
        raise LimitReached(missing)
    return 0


COMMANDS = (draw,)


def _named(only: tuple[str, ...]) -> list[str]:
    named = [name.strip() for names in only for name in names.split(",") if name.strip()]
    if only and not named:
        raise click.BadParameter("no component is named", param_hint="--only")
    return named


@contextmanager
def _warnings_told() -> Iterator[None]:
    """Tell what the drawing libraries warn of (a sign that the font lacks) once and without their source lines."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for message in dict.fromkeys(str(warning.message) for warning in caught):
        click.echo(f"warning: {message}", err=True)


def _format(output: Path | None) -> str:
    if output is None and sys.stdout.isatty():
        raise click.UsageError("name a file: -o FILE.svg (or pdf, png, dot)")
    if output is None or str(output) in ("-", "/dev/stdout"):
        return "svg"
    form = output.suffix.lower().removeprefix(".")
    if f".{form}" not in _KINDS:
        shown = repr(output.suffix) if form else "no suffix"
        raise FormatError(f"unknown picture format of {output} ({shown}): logicnet draws svg, pdf, png and dot")
    check_destination(output)
    return form
