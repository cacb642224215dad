"""The command that makes one model from parts: join."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from logicnet.cli.options import SCHEMES, check_destination, emit, tell_warnings
from logicnet.diagnostics import Diagnostic
from logicnet.errors import RuleFileError, SettingError

if TYPE_CHECKING:
    from logicnet.authoring.joining import Part


def _owners(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for text in given:
        node, equals, file = (word.strip() for word in text.partition("="))
        if not (node and equals and file):
            raise click.BadParameter(f"{text!r} is not NODE=FILE")
        if owners.setdefault(node, file) != file:
            raise SettingError(f"{node} is taken from both {owners[node]} and {file}")
    return owners


@click.command()
@click.argument("models", nargs=-1, required=True, metavar="MODEL...")
@click.option(
    "--rule-from", multiple=True, metavar="NODE=FILE", callback=_owners,
    help="Take a component from this part: its rule and what is said of it. Repeatable.",
)  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="Of the joined model. Default: the titles of the parts.")
@click.option("--update", type=click.Choice(SCHEMES), help="The model's update scheme, where the parts differ.")
@click.option(
    "--tests", type=click.Choice(("all", "bridge", "none")), default="all", show_default=True,
    help="Whose tests come along: what holds of a part alone may fail in the whole.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE.bnet",
    help="Where to write; - for standard output.",
)  # fmt: skip
def join(
    models: tuple[str, ...], rule_from: dict[str, str], title: str, update: str | None, tests: str, output: Path
) -> None:
    """Join the parts MODEL... into one model.

    An input of one part takes the rule that another part gives it. Parts that contradict each other are told, all at
    once, and nothing is written: settle each component with --rule-from, or with lines '# @owner NODE PART' in the
    head of a part, a bridge, whose own rules then win. Lines '# @gather GROUP: GROUP | PART/GROUP' there put groups of
    the parts into one, '# @resting NODE=0' gives rest values. Annotations, evidence, conditions, classes and tests (as
    PART:ID) come along.

    \b
    Example:
      logicnet join stroma.bnet osteoclast.bnet -o axis.bnet
      logicnet join stroma.bnet osteoclast.bnet --rule-from RANKL=stroma.bnet -o axis.bnet
      logicnet join stroma.bnet osteoclast.bnet bridge.bnet --tests bridge -o axis.bnet
    """
    from logicnet.authoring.joining import joined, part_of
    from logicnet.loading import load_text

    _check(output)
    if not title.isprintable():
        raise click.BadParameter("a title is one line of text", param_hint="--title")
    texts = [load_text(model) for model in models]
    if any(text.path is not None and text.path.resolve() == output.resolve() for text in texts):
        raise click.BadParameter(f"{output} is one of the parts", param_hint="-o")
    folder = os.path.dirname(output) if str(output) != "-" else ""
    parts: list[Part] = []
    broken: list[Diagnostic] = []
    for model, text in zip(models, texts, strict=True):
        try:
            parts.append(part_of(text, model, folder))
        except RuleFileError as problem:
            broken += problem.diagnostics
    if broken:
        raise RuleFileError(broken)
    found = joined(parts, rule_from, title, update or "", tests)
    tell_warnings(found.findings)
    emit(found.text, output)
    for part, old, new in found.renamed:
        click.echo(f"{old} of {part} is now {new}: it means something else in another part", err=True)
    if found.left_out:
        shown = ", ".join(f"{part} {count}" for part, count in found.left_out)
        click.echo(f"tests of parts left out: {sum(count for _, count in found.left_out)} ({shown})", err=True)
    click.echo(_told(len(parts), found.connected), err=True)


COMMANDS = (join,)


def _check(output: Path) -> None:
    """Refuse to write over another kind of file before any work is done."""
    if str(output) == "-":
        return
    if output.suffix.lower() != ".bnet":
        raise click.BadParameter(f"{output} is no .bnet file", param_hint="-o")
    check_destination(output)


def _told(count: int, connected: tuple[tuple[str, str], ...]) -> str:
    shown = ", ".join(f"{name} ({part})" for name, part in connected)
    parts = "1 part" if count == 1 else f"{count} parts"
    return f"{parts}; inputs that took a rule: {shown or 'none'}"
