"""Commands that read models: info, models, completion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from logicnet.cli.options import emit, format_for, load_model, model_argument
from logicnet.errors import LogicnetError

if TYPE_CHECKING:
    from logicnet.network import BooleanNetwork

MOST_CIRCUITS = 10_000
SHOWN_CIRCUITS = 10
_FORMATS = ("table", "json")


@click.command()
@model_argument
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Default: by the suffix of FILE, else table.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
def info(model: str, form: str | None, output: Path | None) -> None:
    """Tell what MODEL holds: components, inputs, groups, regulators, feedback circuits.

    \b
    Example:
      logicnet info core_axis
    """
    form = format_for(form, output)
    if form not in _FORMATS:
        raise click.BadParameter(f"what a model holds is no {form} table: name a .txt or .json file", param_hint="-o")
    facts = _facts(load_model(model))
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n" if form == "json" else _told(facts)
    emit(text, output)


@click.command()
@click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)
def models(form: str) -> None:
    """List the shipped rule files, one line each.

    \b
    Example:
      logicnet models
    """
    from logicnet.loading import load, shipped_models
    from logicnet.tables import Table

    networks = [load(path) for path in shipped_models().values()]
    rows = [(n.name, len(n.names), len(n.inputs), n.metadata.get("title", "")) for n in networks]
    header = ("model", "components", "inputs", "title")
    if form == "json":
        click.echo(json.dumps([dict(zip(header, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
    else:
        click.echo(Table(header, tuple(tuple(map(str, row)) for row in rows)).text(), nl=False)


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    """Print a script that completes commands, models, components and conditions in SHELL.

    \b
    Example:
      eval "$(logicnet completion bash)"
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise LogicnetError(f"no completion for {shell}")
    # The root command is found through the context: importing it here would be a circle.
    root = click.get_current_context().find_root().command
    click.echo(kind(root, {}, "logicnet", "_LOGICNET_COMPLETE").source())


COMMANDS = (info, models, completion)


def _facts(network: BooleanNetwork) -> dict[str, Any]:
    from logicnet.interactions import feedback_circuits, interaction_graph, largest_strong_part
    from logicnet.tables import grouped

    graph = interaction_graph(network)
    circuits, complete = feedback_circuits(graph, MOST_CIRCUITS)
    signs = [sign for _, _, sign in graph.edges(data="sign")]
    return {
        "schema": "logicnet.info/1",
        "model": network.name,
        "title": network.metadata.get("title", ""),
        "components": len(network.names),
        "inputs": {name: network.annotations[name].default for name in network.inputs},
        "groups": {group or "(none)": names for group, names in grouped(network, network.names)},
        "regulations": {sign: signs.count(sign) for sign in "+-?" if sign in signs},
        "regulators": {
            name: {r: graph.edges[r, name]["sign"] for r in graph.predecessors(name)} for name in network.names
        },
        "largest_strong_part": list(largest_strong_part(graph)),
        "circuits": {
            "count": len(circuits),
            "exactness": "exact" if complete else "at_least",
            "positive": sum(sign == "+" for _, sign in circuits),
            "negative": sum(sign == "-" for _, sign in circuits),
            "shown": [{"sign": sign, "components": list(c)} for c, sign in circuits[:SHOWN_CIRCUITS]],
        },
        "conditions": {name: dict(values) for name, values in network.conditions.items()},
        "classes": {name: dict(values) for name, values in network.classes.items()},
        "tests": [test.id for test in network.tests],
    }


def _told(facts: dict[str, Any]) -> str:
    from logicnet.tables import Table, wrapped

    inputs = [name if value is None else f"{name}={value}" for name, value in facts["inputs"].items()]
    widest = max((len(r) for n, r in facts["regulators"].items()), default=0)
    signs = {"+": "activating", "-": "inhibiting", "?": "dual"}
    regulations = ", ".join(f"{count} {signs[s]}" for s, count in facts["regulations"].items())
    circuits = facts["circuits"]
    atleast = "" if circuits["exactness"] == "exact" else "at least "
    lines = [
        f"{facts['model']}: {facts['title']}" if facts["title"] else facts["model"],
        "",
        f"components           {facts['components']}, {len(inputs)} of them inputs",
        f"regulations          {sum(facts['regulations'].values())} ({regulations or 'none'}), at most {widest} a rule",
        f"largest strong part  {len(facts['largest_strong_part'])} components",
        f"feedback circuits    {atleast}{circuits['count']} ({circuits['positive']} positive,"
        f" {circuits['negative']} negative)",
    ]
    lines += ["  " + f"({c['sign']}) " + " → ".join([*c["components"], c["components"][0]]) for c in circuits["shown"]]
    for title, names in (
        ("inputs", inputs),
        ("conditions", facts["conditions"]),
        ("outcome classes", facts["classes"]),
    ):
        if names:
            lines += ["", *wrapped(f"{title}: ", list(names), 110)]
    rows = [
        (group, name, " ".join(f"{sign}{r}" for r, sign in facts["regulators"][name].items()) or "input or constant")
        for group, names in facts["groups"].items()
        for name in names
    ]
    return "\n".join(lines) + "\n\n" + Table(("group", "component", "regulators"), tuple(rows)).text()
