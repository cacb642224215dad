"""The command on what can be reached from where."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from logicnet.cli.dynamics import standing
from logicnet.cli.options import (
    emit,
    format_for,
    load_model,
    model_argument,
    output_options,
    question_options,
    scheme,
    timeout_option,
    update_option,
)
from logicnet.cli.patience import INCOMPLETE
from logicnet.errors import SettingError

if TYPE_CHECKING:
    from logicnet.network import BooleanNetwork
    from logicnet.reachability import Reach, ReachableAttractors
    from logicnet.tables import Table


def _end(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | dict[str, int] | None:
    """Read ``rest``, an attractor's id, or values with commas between them."""
    if text is None or "=" not in text:
        return text
    values: dict[str, int] = {}
    for part in text.split(","):
        name, _, value = (word.strip() for word in part.partition("="))
        if not name or value not in ("0", "1"):
            raise click.BadParameter(f"{part.strip()!r} is not NODE=0 or NODE=1")
        if values.setdefault(name, int(value)) != int(value):
            raise SettingError(f"{name} is set to both 0 and 1")
    return values


@click.command()
@model_argument
@click.option("--from", "start", required=True, metavar="START", callback=_end,
              help="rest, an attractor (A2), or values (A=1,B=0; other components stand anywhere).")  # fmt: skip
@click.option("--to", "target", metavar="TARGET", callback=_end,
              help="Values (A=1,B=0) or an attractor (A1). Default: tell of every attractor.")  # fmt: skip
@update_option
@question_options
@timeout_option
@output_options
def reach(
    model: str,
    start: Any,
    target: Any,
    update: str | None,
    form: str | None,
    output: Path | None,
    **question: Any,
) -> int:
    """Tell whether MODEL can come from one state to another, by which steps, or why not.

    Attractors are named as the command attractors names them under the same options. Values that leave components
    open stand for a set of states: yes means that some state of it leads to the target.

    \b
    Example:
      logicnet reach bone_metastasis --condition breast_tumour --from rest
      logicnet reach core_axis --set Estrogen=0 --from rest --to Bone_Loss=1
    """
    from logicnet.reachability import reach as decide
    from logicnet.reachability import reachable_attractors

    form = format_for(form, output)
    network = load_model(model)
    update = scheme(update, network.metadata.get("update", ""))
    if target is not None:
        found = decide(network, start, target, update, **question)
        emit(_written(found, network, form), output)
        return _status(found.reason)
    several = reachable_attractors(network, start, update, **question)
    emit(_written_all(several, network, form), output)
    return _status(several.reason)


COMMANDS = (reach,)


def _status(reason: str) -> int:
    if reason:
        click.echo(f"incomplete: {reason}", err=True)
    return INCOMPLETE if reason else 0


def _columns() -> int:
    return shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120


# --- one target -----------------------------------------------------------------------------------------------------


def _written(found: Reach, network: BooleanNetwork, form: str) -> str:
    if form == "json":
        return _json(found)
    if form == "table":
        return _readable(found, network)
    return str(getattr(_plain(found, network), form)())


def _json(found: Reach) -> str:
    data: dict[str, Any] = {
        "schema": "logicnet.reach/1",
        "model": found.model,
        "update": found.update,
        "fixed": dict(found.fixed),
        "free": list(found.free),
        "start": found.start,
        "target": found.target,
        "outcome": found.outcome,
    }
    if found.path:
        data |= {"steps": len(found.path) - 1, "shortest": found.shortest, "path": [dict(s) for s in found.path]}
    if found.certificate:
        trap = found.certificate == "trap space"
        proof = {"trap_space": dict(found.trap_space)} if trap else {"states": found.states}
        data |= {"certificate": found.certificate, **proof}
    if found.reason:
        data["reason"] = found.reason
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _plain(found: Reach, network: BooleanNetwork) -> Table:
    """Return one row a state of the path, or one row that tells why there is none."""
    from logicnet.tables import Table

    told = (found.outcome, found.certificate, found.reason)
    names = network.names
    rows = [
        (*told, str(k), changes, *(str(state[n]) for n in names))
        for k, (state, changes) in enumerate(zip(found.path, ["", *_changes(found)], strict=False))
    ]
    none = (*told, "", "", *(str(found.trap_space.get(n, "")) for n in names))
    return Table(("outcome", "certificate", "reason", "step", "changes", *names), tuple(rows or [none]))


def _changes(found: Reach, network: BooleanNetwork | None = None) -> Iterator[str]:
    """Yield what changes in each step; with a network, by display names."""
    for old, new in pairwise(found.path):
        moved = [(network.label(n) if network else n, new[n]) for n in new if old[n] != new[n]]
        yield " ".join(f"{name}={value}" for name, value in moved)


def _readable(found: Reach, network: BooleanNetwork) -> str:
    from logicnet.tables import Table, wrapped

    columns = _columns()
    title = [found.model, found.update, f"{found.start} → {found.target}", found.outcome]
    if found.path:
        steps = len(found.path) - 1
        shortest = " (shortest)" if found.shortest else ""
        title.append(f"{steps} step{'' if steps == 1 else 's'}{shortest}")
    lines = [" · ".join(title), "", *standing(network, found.fixed, found.free, columns)]
    if found.path:
        active = [network.label(n) + "," for n, v in found.path[0].items() if v and n not in found.fixed]
        words = [*active[:-1], active[-1].removesuffix(",")] if active else ["nothing"]
        lines += wrapped("active:  ", words, columns)
    text = "\n".join(lines) + "\n"
    if len(found.path) > 1:
        rows = tuple((str(k), change) for k, change in enumerate(_changes(found, network), 1))
        return text + "\n" + Table(("step", "changes"), rows).text()
    return text + "".join(f"{line}\n" for line in _proof(found, columns))


def _proof(found: Reach, columns: int) -> list[str]:
    from logicnet.tables import short, wrapped

    if found.certificate == "trap space":
        values = [f"{name}={value}" for name, value in found.trap_space.items()]
        told = "No update leaves the trap space around the start, and the target is not in it:"
        return ["", told, "", *wrapped("         ", values, columns)]
    if found.states is not None:
        number = short(found.states)
        of_them = f"a set of {number} state{'' if found.states == 1 else 's'}"
        return ["", f"No update leaves {of_them} around the start, and the target is not in it."]
    return []


# --- every attractor ------------------------------------------------------------------------------------------------


def _written_all(found: ReachableAttractors, network: BooleanNetwork, form: str) -> str:
    if form == "json":
        return _json_all(found)
    if form == "table":
        return _readable_all(found, network)
    return str(getattr(_plain_all(found, network), form)())


def _json_all(found: ReachableAttractors) -> str:
    answer = found.answer
    data: dict[str, Any] = {
        "schema": "logicnet.reachable-attractors/1",
        "model": answer.model,
        "update": answer.update,
        "fixed": dict(answer.fixed),
        "free": list(answer.free),
        "start": found.start,
        "exactness": found.exactness,
    }
    if found.reason:
        data["reason"] = found.reason
    data["attractors"] = [
        {
            "id": item.id,
            "reached": found.outcomes[item.id],
            "kind": item.kind,
            "classes": list(item.classes),
            "values": dict(item.values),
        }
        for item in answer.items
    ]
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _rows_all(found: ReachableAttractors) -> Iterator[tuple[tuple[str, ...], Mapping[str, int | str]]]:
    for item in found.answer.items:
        yield (item.id, found.outcomes[item.id], item.kind, "; ".join(item.classes)), item.values


def _plain_all(found: ReachableAttractors, network: BooleanNetwork) -> Table:
    from logicnet.tables import Table

    rows = tuple((*told, *(str(values[n]) for n in network.names)) for told, values in _rows_all(found))
    return Table(("id", "reached", "kind", "classes", *network.names), rows)


def _readable_all(found: ReachableAttractors, network: BooleanNetwork) -> str:
    from logicnet.tables import Table

    answer = found.answer
    reached = len(found.having("yes"))
    number = f"{reached} of {len(answer.items)} attractor{'' if len(answer.items) == 1 else 's'} reached"
    title = [answer.model, answer.update, f"from {found.start}", number, found.exactness.replace("_", " ")]
    lines = [" · ".join(title), "", *standing(network, answer.fixed, answer.free, _columns()), ""]
    header: tuple[str, ...] = ("", "reached", "kind", "outcome")
    rows = [told for told, _ in _rows_all(found)]
    if not any(row[-1] for row in rows):
        header, rows = header[:-1], [row[:-1] for row in rows]
    return "\n".join(lines) + "\n" + Table(header, tuple(rows)).text()
