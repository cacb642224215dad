"""Which part a component is taken from, and where the parts contradict each other."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from logicnet.authoring.joining.parts import UNANNOTATED, Block, Part, prose_of
from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import LimitReached, SettingError, UnknownNameError, nearest_names
from logicnet.expressions.expression import XOR, Expression
from logicnet.expressions.functions import update_function
from logicnet.rules import Annotation

# Rules of more regulators are the same only where they are spelt alike.
WIDEST_COMPARED = 1000
_SHOWN = {"full_name": "full names", "rest": "rest values"}


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A component as one part has it; without a block where the part only names it."""

    part: Part
    name: str
    block: Block | None

    @property
    def expression(self) -> Expression | None:
        """Its rule; None for an input."""
        return self.block.rule.expression if self.block is not None and not self.block.rule.is_input else None

    @property
    def annotation(self) -> Annotation:
        """What the part tells of it."""
        return self.block.rule.annotation if self.block is not None else UNANNOTATED

    @property
    def place(self) -> Place:
        """Where the part declares or first names it."""
        return self.part.place(self.name)


@dataclass(frozen=True, slots=True)
class Settled:
    """A component of the joined model.

    Attributes
    ----------
    chosen
        The view whose rule it has.
    agreeing
        The views with this rule, the chosen one first.
    asking
        Views in which it is an input that takes this rule.
    leading
        The view whose annotation comes first.
    """

    chosen: View
    agreeing: tuple[View, ...]
    asking: tuple[View, ...]
    leading: View

    @property
    def views(self) -> tuple[View, ...]:
        """All views that something is taken from, the leading one first."""
        return tuple(dict.fromkeys((self.leading, *self.agreeing, *self.asking)))


class Owners:
    """Which part each component is to be taken from, as the user settled it.

    Parameters
    ----------
    parts
        All parts.
    asked
        File by component, as on the command line; it outweighs the files' ``@owner`` lines.

    Raises
    ------
    UnknownNameError
        A component or file on the command line that is not there.
    SettingError
        A file named as several parts are.
    """

    def __init__(self, parts: Sequence[Part], asked: Mapping[str, str]) -> None:
        self.parts = parts
        self.named: dict[str, Part] = {node: self._asked(node, file) for node, file in asked.items()}
        self.bridges = [part for part in parts if part.is_bridge]
        self.findings: list[Diagnostic] = [finding for part in parts for finding in part.broken]
        self._read_lines(set(asked))

    def _asked(self, node: str, file: str) -> Part:
        found = [part for part in self.parts if file in _ways_to_name(part)]
        if not found:
            raise UnknownNameError("part", file, [part.given for part in self.parts])
        if found[1:]:
            raise SettingError(f"{file!r} names several parts")
        if node not in found[0].names:
            raise UnknownNameError(f"component of {found[0].given}", node, found[0].names)
        return found[0]

    def _read_lines(self, asked: set[str]) -> None:
        by_name = {part.name: part for part in self.parts}
        first: dict[str, tuple[Part, Place]] = {}
        for bridge in self.bridges:
            for node, name, place in bridge.owners:
                part = by_name.get(name)
                if part is None:
                    self.findings.append(bridge.wrong("LN402", place, f"unknown part {name}", nearest(name, by_name)))
                elif node not in part.names:
                    message = f"unknown component {node} of {name}"
                    self.findings.append(bridge.wrong("LN402", place, message, nearest(node, part.names)))
                elif node not in asked:
                    self._give(node, part, bridge, place, first)

    def _give(self, node: str, part: Part, bridge: Part, place: Place, first: dict[str, tuple[Part, Place]]) -> None:
        before = first.setdefault(node, (bridge, place))
        own = View(bridge, node, bridge.blocks.get(node))
        if self.named.setdefault(node, part) is not part:
            self.findings.append(bridge.wrong("LN404", place, f"{node} is given to two parts", "keep one", before))
        elif part is not bridge and own.expression is not None:
            message = f"{node} is given to {part.name}, yet has a rule here"
            self.findings.append(bridge.wrong("LN105", place, message, "remove one of the two", (bridge, own.place)))

    def of(self, node: str) -> tuple[Part | None, bool]:
        """Return the part that a component is taken from, if one is, and whether that was said by name."""
        if node in self.named:
            return self.named[node], True
        own = [bridge for bridge in self.bridges if node in bridge.blocks]
        return (own[0], False) if len(own) == 1 else (None, False)


def _ways_to_name(part: Part) -> tuple[str, ...]:
    return (part.given, part.source.file, os.path.basename(part.given), part.name)


def nearest(name: str, known: Sequence[str] | Mapping[str, Part]) -> str:
    """Return the help for a name that is not there: those that look like it, else the first that are."""
    near = nearest_names(name, known)
    return f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(sorted(set(known))[:10])}"


def views_of(parts: Sequence[Part]) -> dict[str, list[View]]:
    """Return how each component looks in the parts that have it; those with a rule first, then those only named."""
    found: dict[str, list[View]] = {}
    for part in parts:
        for name, block in part.blocks.items():
            found.setdefault(name, []).append(View(part, name, block))
    for part in parts:
        for name in part.rules.inputs:
            found.setdefault(name, []).append(View(part, name, None))
    order = {part.name: k for k, part in enumerate(parts)}
    return {name: sorted(views, key=lambda view: order[view.part.name]) for name, views in found.items()}


def settled(name: str, views: Sequence[View], owners: Owners) -> tuple[Settled, list[Diagnostic]]:
    """Settle one component; what nobody has settled is told with both places."""
    owner, by_name = owners.of(name)
    leading = next((view for view in views if view.part is owner), None)
    ruled = [view for view in views if view.expression is not None]
    owned = leading is not None and (by_name or leading.expression is not None)
    chosen = leading if leading is not None and owned else next(iter(ruled or views))
    rule = chosen.expression
    agreeing = [view for view in (ruled if rule is not None else views) if _same(view.expression, rule)]
    asking = [view for view in views if view.expression is None] if rule is not None else []
    # An input stands where it is declared, not where it is only named.
    agreeing.sort(key=lambda view: (view.block is None, view is not chosen))
    found = Settled(agreeing[0], tuple(agreeing), tuple(asking), leading or agreeing[0])
    if owned:
        return found, []
    rivals = [view for view in ruled if view not in agreeing]
    told = [_conflict(view, chosen, "rules", view.place, chosen.place) for view in rivals]
    return found, told if leading is not None else [*told, *_contradictions(found)]


def _same(one: Expression | None, other: Expression | None) -> bool:
    """Tell whether two rules are the same: equal up to spelling, or the same function of the same names."""
    if one is None or other is None or one == other:
        return one == other
    if set(one.symbols) != set(other.symbols) or len(one.symbols) > WIDEST_COMPARED:
        return False
    index = {name: k for k, name in enumerate(one.symbols)}
    try:
        return update_function((*one.linked(index), *other.linked(index), XOR), {}).constant == 0
    except LimitReached:
        return False  # too large to be compared: to be settled by name


def _contradictions(found: Settled) -> Iterator[Diagnostic]:
    first: dict[str, tuple[View, object]] = {}
    for view in found.views:
        for key, value in told_by(view.annotation, found.chosen.expression is None).items():
            other, known = first.setdefault(key, (view, value))
            if known != value and key != "ignore":
                what = _SHOWN.get(key, f"values of @{key}" if key not in ("label", "kind", "default") else f"{key}s")
                yield _conflict(view, other, f"{what} ({known} and {value})", _told_at(view, key), _told_at(other, key))


def told_by(annotation: Annotation, is_input: bool) -> dict[str, str]:
    """Return what an annotation says that can be said once only; a component with a rule has no default."""
    said = {key: getattr(annotation, key) for key in ("full_name", "label", "kind", "default", "rest")}
    if not is_input:
        del said["default"]
    return {key: str(value) for key, value in {**said, **annotation.tags}.items() if value not in ("", None)}


def _told_at(view: View, key: str) -> Place:
    documentation = view.block.documentation if view.block is not None else ()
    wanted = next(iter(prose_of(documentation)), "") if key == "full_name" else f"@{key}"
    for number, _ in documentation:
        column = view.part.source.lines[number].find(wanted)
        if column >= 0:
            return view.part.source.place(number, column + 1, len(wanted))
    return view.place


def _conflict(view: View, other: View, what: str, place: Place, first: Place) -> Diagnostic:
    files = " or ".join(f"--rule-from {shlex.quote(f'{view.name}={v.part.given}')}" for v in (other, view))
    related = first, other.part.line(first)
    message = f"{view.name} has two {what}"
    hint = f"settle it: {files}"
    return Diagnostic("LN105", Severity.ERROR, place, message, hint, view.part.line(place), related)
