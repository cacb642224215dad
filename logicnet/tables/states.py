"""Tables of the states of attractors: one by one, as far as the limit on what is listed allows."""

from __future__ import annotations

import json
from dataclasses import replace

from logicnet.landscape import Answer, Attractor
from logicnet.landscape.results import AT_LEAST
from logicnet.tables import LISTS, Table, number_of, short, to_json


def cut(answer: Answer, limit: int) -> Answer:
    """Return an answer that says which attractors' states are not all listed, as one does that lists not all items."""
    long = [item for item in answer.items if item.states is not None and item.states > limit]
    uncounted = [item for item in answer.items if item.states is None and item.certificate != "existence"]
    states = f"more than {limit:,} state{'s' * (limit != 1)}, one of them is given; raise --limit"
    notes = [answer.reason] if answer.reason else []
    notes += [f"{_named(long)}: {states}"] if long else []
    notes += [f"{_named(uncounted)}: the states could not be counted, one of them is given"] if uncounted else []
    return replace(answer, exactness=AT_LEAST, reason="; ".join(notes)) if notes else answer


def _named(items: list[Attractor]) -> str:
    return ", ".join(item.id for item in items[:5]) + ", …" * (len(items) > 5)


def states_of(item: Attractor, limit: int) -> list[dict[str, int]]:
    """Return an attractor's states, or one of them where there are more than `limit`; none where none is certain."""
    if item.certificate == "existence":
        return []
    if item.states is None or item.states > limit:
        return [item.state]
    return list(item.listed())


def states_table(answer: Answer, limit: int) -> Table:
    """Return one row a state: the attractor, its number of states, the state's place in the list, the values."""
    names = tuple(answer.items[0].values) if answer.items else ()
    rows = []
    for item in answer.items:
        for k, state in enumerate(states_of(item, limit), 1):
            rows.append((item.id, number_of(item.states), str(k), *(str(state[name]) for name in names)))
    return Table(("id", "states", "state", *names), tuple(rows))


def readable_states(answer: Answer, limit: int) -> str:
    """Return each attractor's states by the components that vary in it, one digit each."""
    lines = []
    for item in answer.items:
        states = states_of(item, limit)
        varying = [name for name, value in item.values.items() if value not in (0, 1)]
        number = "not counted" if item.states is None else short(item.states)
        lines.append(f"{item.id}: {len(states):,} of {number} states" if varying else f"{item.id}: one state")
        if varying:
            lines += ["  " + " ".join(varying)]
            lines += ["  " + "".join(str(state[name]) for name in varying) for state in states]
    return "\n".join(lines) + "\n"


def states_json(answer: Answer, limit: int) -> str:
    """Return an answer as JSON with a list ``listed`` of states for each attractor, each as its values by name."""
    data = json.loads(to_json(answer))
    for entry, item in zip(data[LISTS[answer.question]], answer.items, strict=True):
        entry["listed"] = states_of(item, limit)
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
