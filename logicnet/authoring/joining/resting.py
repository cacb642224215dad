"""Rest values of the joined model that a bridge settles, whatever its parts say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from logicnet.authoring.joining.parts import Part
from logicnet.authoring.joining.settling import Settled, nearest
from logicnet.diagnostics import Diagnostic
from logicnet.formats.bnet.bridges import Resting


def rest_values(
    parts: Sequence[Part], components: Mapping[str, Settled]
) -> tuple[Mapping[str, int], Sequence[Diagnostic]]:
    """Return the values of all ``@resting`` lines, and what is wrong with them.

    A component that is not there is LN402; one with two values is LN404; an input, which rests at its default, LN403.
    """
    first: dict[str, tuple[Part, Resting]] = {}
    findings: list[Diagnostic] = []
    for bridge in parts:
        for one in bridge.resting:
            part, before = first.setdefault(one.node, (bridge, one))
            found = components.get(one.node)
            if found is None:
                hint = nearest(one.node, list(components))
                findings.append(bridge.wrong("LN402", one.place, f"unknown component {one.node}", hint))
            elif found.chosen.expression is None:
                findings.append(bridge.wrong("LN403", one.place, f"{one.node} is an input", "it rests at its default"))
            elif before.value != one.value:
                told = bridge.wrong(
                    "LN404", one.place, f"{one.node} has two rest values", "keep one", (part, before.place)
                )
                findings.append(told)
    return {name: one.value for name, (_, one) in first.items()}, findings
