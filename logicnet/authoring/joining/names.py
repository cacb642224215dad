"""Names of different parts that may be meant to be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from logicnet.authoring.joining.parts import Part
from logicnet.authoring.joining.settling import Settled
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.expressions.names import Neighbours
from logicnet.formats.bnet.ignoring import ignores


def near_names(parts: Sequence[Part], components: Mapping[str, Settled]) -> Iterator[Diagnostic]:
    """Yield a warning for each name that differs from another part's in letter case only, or in one letter.

    The latter only for an input that looks like a component with a rule. Names that stand in one part together are
    meant to be two, and so are those of which one says so (``@ignore LN206``).
    """
    homes: dict[str, set[str]] = {}
    for part in parts:
        for name in part.names:
            homes.setdefault(name, set()).add(part.name)
    folded: dict[str, list[str]] = {}
    for name in components:
        folded.setdefault(name.casefold(), []).append(name)
    for alike in folded.values():
        for name, other in pairwise(alike):
            if not homes[name] & homes[other] and not _told_apart(components[name], components[other]):
                yield _warning(components[name], components[other], "differs only in letter case from")
    inputs = [name for name, found in components.items() if found.chosen.expression is None]
    ruled = [name for name, found in components.items() if found.chosen.expression is not None]
    neighbours = Neighbours(ruled if inputs else ())
    for name in inputs:
        for other in sorted(neighbours.of(name)):
            apart = homes[name] & homes[other] or _told_apart(components[name], components[other])
            if name.casefold() != other.casefold() and not apart:
                yield _warning(components[name], components[other], "is an input and looks like")


def _told_apart(*components: Settled) -> bool:
    views = (view for one in components for view in one.views)
    said = (words.get("ignore", "") for view in views for words in (view.annotation.tags, view.part.rules.metadata))
    return any(ignores(words, "LN206") for words in said)


def _warning(found: Settled, other: Settled, how: str) -> Diagnostic:
    name, place, part = found.chosen.name, found.chosen.place, found.chosen.part
    where = other.chosen.place, other.chosen.part.line(other.chosen.place)
    message = f"{name} {how} {other.chosen.name} of {other.chosen.part.name}"
    hint = "they stay two components; give them one name if they are one"
    return Diagnostic("LN206", Severity.WARNING, place, message, hint, part.line(place), where)
