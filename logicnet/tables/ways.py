"""Tables of answers on reachability: ways step by step, why there is none, attractors that can be reached."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from logicnet.landscape import Answer
from logicnet.network import BooleanNetwork
from logicnet.reachability import Certificate, Reach, ReachableAttractors
from logicnet.tables import Table, plain_table, readable_tables, to_json, wrapped

_WHY = {
    "trap space": "no update leaves the trap space around the start, in which these components never change",
    "no return": "on any way to the target these components never change",
    "closed set": "all states that can be reached were searched",
    "closed set backward": "all states that can reach the target were searched",
}


def _stood(fixed: Mapping[str, int], free: Sequence[str], network: BooleanNetwork, columns: int) -> list[str]:
    """Return lines on where the inputs stood."""
    usual = {n for n, v in fixed.items() if network.annotations[n].default == v}
    asked = [f"{n}={v}" for n, v in fixed.items() if n not in usual]
    lines = []
    for title, names in (("set", asked), ("default", [f"{n}={fixed[n]}" for n in fixed if n in usual]), ("free", free)):
        if names:
            lines += wrapped(f"{title + ':':9}", names, columns)
    return lines


def readable_way(found: Reach, network: BooleanNetwork, columns: int = 120) -> str:
    """Return what a question of reachability was answered with: the way, each step with what it changes, or why not."""
    steps = len(found.path) - 1
    told = {"yes": f"yes, in {steps} step{'s' * (steps != 1)}{' (shortest)' * found.shortest}"}
    parts = (network.name, found.update, f"{found.start} to {found.target}", told.get(found.outcome, found.outcome))
    every = []
    if found.outcome == "yes" and found.several and found.every is not None:
        every = ["from every state of the start" if found.every else "not from every state of the start"]
    shown = steps_table(found, network).text().splitlines() if found.path else []
    why = _reasons(found.certificate, network, columns) if found.certificate else []
    stood = _stood(found.fixed, found.free, network, columns)
    return _blocks([" · ".join(parts)], stood, every, shown, why, [found.reason] if found.reason else [])


def _blocks(*blocks: Sequence[str]) -> str:
    """Return blocks of lines one blank line apart, empty ones left out."""
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def steps_table(found: Reach, network: BooleanNetwork) -> Table:
    """Return one row a step of the way with what it changes; where there is no way, one row that says so."""
    pairs = zip(found.path, found.path[1:], strict=False)
    rows = [(str(k), _changes(a, b, network)) for k, (a, b) in enumerate(pairs, 1)]
    first = [("0", found.start)] if found.path else [("", found.outcome)]
    return Table(("step", "changes"), (*first, *rows))


def _changes(before: Mapping[str, int], after: Mapping[str, int], network: BooleanNetwork) -> str:
    changed = [f"{network.label(n)} {before[n]}→{after[n]}" for n in after if before[n] != after[n]]
    return ", ".join(changed) or "none"


def _reasons(why: Certificate, network: BooleanNetwork, columns: int) -> list[str]:
    if "closed set" in why.kind:
        count = f"{why.states} of them, over {len(why.components)} components" if why.states is not None else ""
        return [_WHY[why.kind] + (f": {count}" if count else "")]
    shown = why.against or tuple(why.values)
    values = [f"{network.label(n)}={why.values[n]}" for n in shown]
    told = " and are not as in the target:" if why.against else ":"
    lines = [_WHY[why.kind] + told, *wrapped("  ", values, columns)]
    if why.stuck:
        lines += wrapped("they could not come back: ", [network.label(n) for n in why.stuck], columns)
    return lines


def way_table(found: Reach, network: BooleanNetwork) -> Table:
    """Return one row a state of the way, identifiers as columns; one row without values where there is no way."""
    names = tuple(network.names)
    rows = [(found.outcome, str(k), *(str(state[n]) for n in names)) for k, state in enumerate(found.path)]
    return Table(("outcome", "step", *names), tuple(rows) or ((found.outcome, "", *("" for _ in names)),))


def way_json(found: Reach) -> str:
    """Return an answer on reachability as JSON in the schema ``logicnet.reach/1``."""
    data: dict[str, Any] = {"schema": "logicnet.reach/1", "model": found.model, "update": found.update}
    data |= {"fixed": dict(found.fixed), "free": list(found.free), "from": found.start, "to": found.target}
    data |= {"outcome": found.outcome, "every": found.every}
    if found.path:
        data |= {"steps": len(found.path) - 1, "shortest": found.shortest, "path": [dict(s) for s in found.path]}
    if found.certificate:
        why = found.certificate
        data["certificate"] = {
            "kind": why.kind,
            "values": dict(why.values),
            "stuck": list(why.stuck),
            "against": list(why.against),
        }
        data["certificate"] |= {"states": why.states, "components": list(why.components)}
    if found.reason:
        data["reason"] = found.reason
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _answer(found: ReachableAttractors) -> Answer:
    return Answer(
        "attractors",
        found.model,
        found.update,
        found.fixed,
        found.free,
        found.exactness,
        found.reason,
        None if found.reason else len(found.items),
        found.items,
    )


def reachable_table(found: ReachableAttractors) -> Table:
    """Return one row an attractor that can be reached, as `plain_table` does."""
    return plain_table(_answer(found))


def readable_reachable(found: ReachableAttractors, network: BooleanNetwork, columns: int = 120) -> str:
    """Return the attractors that can be reached as `readable_tables` does, and the names of the others."""
    count = len(found.items)
    number = f"{'at least ' if found.reason else ''}{count} attractor{'s' * (count != 1)} from {found.start}"
    head = " · ".join((network.name, found.update, number, found.exactness.replace("_", " ")))
    tables = "\n".join(table.text() for table in readable_tables(_answer(found), network, columns))
    others: list[str] = []
    for title, items in (("not reachable", found.unreachable), ("undecided", found.undecided)):
        named = [" ".join((i.id, *(f"({c})" for c in i.classes))) for i in items]
        if named:
            others += wrapped(f"{title}: ", [*(f"{name}," for name in named[:-1]), named[-1]], columns)
    return _blocks([head], _stood(found.fixed, found.free, network, columns), tables.splitlines(), others)


def reachable_json(found: ReachableAttractors) -> str:
    """Return the attractors that can be reached as JSON in the schema ``logicnet.reachable-attractors/1``."""
    data = json.loads(to_json(_answer(found)))
    first = {"schema": "logicnet.reachable-attractors/1", "model": found.model, "from": found.start}
    last = {"unreachable": [i.id for i in found.unreachable], "undecided": [i.id for i in found.undecided]}
    return (
        json.dumps({**first, **{k: v for k, v in data.items() if k not in first}, **last}, indent=2, ensure_ascii=False)
        + "\n"
    )
