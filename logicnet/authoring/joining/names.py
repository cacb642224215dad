"""Names of different parts that may be meant to be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from logicnet.authoring.joining.parts import Part
from logicnet.authoring.joining.settling import Settled
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.expressions.names import Neighbours


def near_names(parts: Sequence[Part], components: Mapping[str, Settled]) -> Iterator[Diagnostic]:
    """Yield a warning for each name that differs from another part's in letter case only, or in one letter.

    The latter only for an input that looks like a component with a rule. Names that stand in one part together are
    meant to be two.
    """
    homes: dict[str, set[str]] = {}
    for part in parts:
        for name in part.names:
            homes.setdefault(name, set()).add(part.name)
    neighbours = Neighbours(components)
    told: set[frozenset[str]] = set()
    for name, found in components.items():
        for other in sorted(neighbours.of(name) - {name}):
            pair = frozenset((name, other))
            alike = name.casefold() == other.casefold()
            meant = found.chosen.expression is None and components[other].chosen.expression is not None
            if pair not in told and not homes[name] & homes[other] and (alike or meant):
                told.add(pair)
                yield _warning(found, components[other], alike)


def _warning(found: Settled, other: Settled, alike: bool) -> Diagnostic:
    name, place, part = found.chosen.name, found.chosen.place, found.chosen.part
    where = other.chosen.place, other.chosen.part.line(other.chosen.place)
    how = "differs only in letter case from" if alike else "is an input and looks like"
    message = f"{name} {how} {other.chosen.name} of {other.chosen.part.name}"
    hint = "they stay two components; give them one name if they are one"
    return Diagnostic("LN206", Severity.WARNING, place, message, hint, part.line(place), where)
