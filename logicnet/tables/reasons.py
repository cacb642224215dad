"""Why a component has its value in an attractor, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from logicnet.analyses.reasons import (
    CONSTANT,
    DEFAULT,
    FORCED,
    FREE,
    HELD,
    JOINT,
    MOST_TRIED,
    OSCILLATES,
    Reasons,
    Step,
)
from logicnet.landscape import Answer
from logicnet.landscape.results import Value
from logicnet.network import BooleanNetwork
from logicnet.tables import Table, wrapped

SHOWN_CIRCUITS = 6
_GIVEN = {HELD: "set", DEFAULT: "inputs at their default", FREE: "free inputs, as they stand in this attractor"}
_MINUS = {"+": "+", "-": "−", "?": "±"}


def readable_reasons(found: Reasons, answer: Answer, network: BooleanNetwork, columns: int = 120) -> str:
    """Return a heading, one row a component with what it is explained by, and the circuits."""
    label = network.label
    item = found.attractor
    told = "; ".join((*item.classes, item.kind))
    lines = [
        " · ".join((f"{label(found.name)} = {found.value}", f"in {item.id} ({told})", answer.model, answer.update))
    ]
    explained = [step for step in found.steps if step.why not in _GIVEN]
    rows = tuple((label(s.name), str(s.value), _because(s, network)) for s in explained)
    if rows:
        lines += ["", Table(("component", "value", "because"), rows).text().rstrip("\n")]
    lines += _given(found, network, columns)
    for circuit in found.holding:
        lines += ["", *wrapped("Holds itself up: ", _ring(circuit, label), columns)]
    lines += _circuits(found, network, columns, answer.update == "synchronous")
    notes = _notes(found)
    return "\n".join([*lines, *([""] if notes else []), *notes]) + "\n"


def _given(found: Reasons, network: BooleanNetwork, columns: int) -> list[str]:
    """Return where the explanation ends: what the question gives, each kind on a line."""
    lines = []
    for why, title in _GIVEN.items():
        words = [f"{network.label(s.name)}={s.value}," for s in found.steps if s.why == why]
        if words:
            lines += wrapped(f"{title}: ", [*words[:-1], words[-1].removesuffix(",")], columns)
    return ["", *lines] if lines else []


def _because(step: Step, network: BooleanNetwork) -> str:
    values = _values(step.causes, network.label)
    if step.why == FORCED:
        return values
    beside = _values(step.beside, network.label)
    drivers = ", ".join(f"{network.label(n)} ({_MINUS[sign]})" for n, sign in step.signs.items())
    where = f", with {beside}" if beside else ""
    if step.why == OSCILLATES:
        return f"driven by {drivers}{where}"
    if step.why == JOINT:
        return f"{drivers} together{where}: {_checked(step)}"
    return "its rule is constant" if step.why == CONSTANT else "not decided"


def _checked(step: Step) -> str:
    if step.states is None:
        return f"no fixed one forces it, yet no state of the attractor has a rule that is {1 - int(step.value)}"
    return f"no fixed one forces it, yet in all {step.states:,} states of the attractor the rule is {step.value}"


def _values(values: Mapping[str, Value], label: Callable[[str], str]) -> str:
    return ", ".join(f"{label(name)}={value}" for name, value in values.items())


def _ring(circuit: Sequence[str], label: Callable[[str], str]) -> list[str]:
    """Return the words of a circuit back to where it began."""
    return [*(f"{label(name)} →" for name in circuit), label(circuit[0])]


def _circuits(found: Reasons, network: BooleanNetwork, columns: int, synchronous: bool) -> list[str]:
    if not any(step.why == OSCILLATES for step in found.steps):
        return []
    if not found.circuits:
        return ["", "No circuit of oscillating components was found that could drive it."]
    through = {name for circuit, _ in found.circuits for name in circuit}
    count = len(found.circuits)
    kind = "" if synchronous else "negative "
    head = f"{'' if found.complete else 'at least '}{count} {kind}feedback circuit{'s' * (count != 1)}"
    head += f" {'through it' if found.name in through else 'upstream'} can drive this"
    head += " (all at once, a positive one can, too)" if synchronous else ""
    lines = ["", head + (", the shortest:" if count > SHOWN_CIRCUITS else ":")]
    for circuit, sign in found.circuits[:SHOWN_CIRCUITS]:
        lines += wrapped(f"  {_MINUS[sign]}  ", _ring(circuit, network.label), columns)
    return lines


def _notes(found: Reasons) -> list[str]:
    notes = []
    if any(step.why == FORCED for step in found.steps):
        notes.append("A row's reasons force its value, whatever the other regulators are.")
    if any(not step.smallest for step in found.steps):
        notes.append(f"With more than {MOST_TRIED} regulators nothing can be left out of the reasons; fewer might do.")
    return notes


def reasons_data(found: Reasons) -> dict[str, Any]:
    """Return the reasons as the key ``attractor`` of the schema ``logicnet.explain/1``, ready for JSON."""
    item = found.attractor
    return {
        "id": item.id,
        "kind": item.kind,
        "classes": list(item.classes),
        "value": found.value,
        "steps": [
            {
                "name": s.name,
                "value": s.value,
                "why": s.why,
                "causes": dict(s.causes),
                "signs": dict(s.signs),
                "beside": dict(s.beside),
                "smallest": s.smallest,
                "grounded": s.grounded,
                "states": s.states,
            }
            for s in found.steps
        ],
        "holding": [list(circuit) for circuit in found.holding],
        "circuits": {
            "count": len(found.circuits),
            "exactness": "exact" if found.complete else "at_least",
            "listed": [{"sign": sign, "components": list(circuit)} for circuit, sign in found.circuits],
        },
    }
