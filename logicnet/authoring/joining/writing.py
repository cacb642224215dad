"""The joined file: head, metadata, groups with their rules, then conditions, classes and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from logicnet.authoring.joining.groups import Groups
from logicnet.authoring.joining.parts import Part, inert
from logicnet.authoring.joining.settling import Settled
from logicnet.authoring.joining.statements import Statements
from logicnet.expressions.names import Neighbours
from logicnet.formats.bnet.writer import HEADER


def written(
    parts: Sequence[Part],
    components: Mapping[str, Settled],
    groups: Groups,
    comments: Mapping[str, Sequence[str]],
    metadata: Mapping[str, str],
    said: Statements,
) -> str:
    """Return the text; a component stands where the part that gives its rule has it, within its group.

    Rules outside of any group come first: behind a group's heading they would belong to it. So do inputs that no part
    declares, written ``X, X``, except near misses of other names, which a reader should go on to tell.
    """
    lines = [*_head(parts, metadata), "", HEADER]
    rules = _Rules(lines)
    by_group = _by_group(parts, components, groups)
    ungrouped = by_group.pop("", [])
    if ungrouped:
        lines.append("")
    for found in ungrouped:
        rules.add(found, comments[found.chosen.name])
    rules.add_inputs(_undeclared(components))
    headings = _headings(parts, groups)
    for group, members in by_group.items():
        lines += ["", headings.get(group, f"#= {group}")]
        rules.behind = True
        for found in members:
            rules.add(found, comments[found.chosen.name])
    for block in (said.conditions, said.classes, *said.tests, *(part.tail for part in parts)):
        lines += ["", *block] if block else []
    return "\n".join(lines) + "\n"


def _head(parts: Sequence[Part], metadata: Mapping[str, str]) -> list[str]:
    width = max((len(key) for key in metadata), default=0) + 2
    lines = ["# logicnet: 1", *(f"# @{key.ljust(width)}{value}" for key, value in metadata.items())]
    for part in parts:
        if part.head:
            title = part.rules.metadata.get("title", "")
            told = [f"# {title} ({part.name})", "#"] if title and len(parts) > 1 and not part.is_bridge else []
            lines += ["#", *told, *(line or "#" for line in part.head)]
    return lines


def _headings(parts: Sequence[Part], groups: Groups) -> dict[str, str]:
    """Return the first line that opens each group; those of groups that go to another one are left."""
    lines = [(part, group, line) for part in reversed(parts) for group, line in part.headings.items()]
    return {group: line for part, group, line in lines if groups.target(part.name, group) == group}


def _by_group(parts: Sequence[Part], components: Mapping[str, Settled], groups: Groups) -> dict[str, list[Settled]]:
    found: dict[str, list[Settled]] = {group: [] for group in ("", *groups.names)}
    for part in parts:
        for name in part.blocks:
            if components[name].chosen.part is part:
                found[groups.of(components[name])].append(components[name])
    return {group: members for group, members in found.items() if members}


def _undeclared(components: Mapping[str, Settled]) -> list[str]:
    """Return inputs that are only named, without those that look like a component that is declared."""
    declared = [name for name, found in components.items() if found.chosen.block is not None]
    neighbours = Neighbours(declared)
    inputs = [name for name, found in components.items() if found.chosen.block is None]
    return [name for name in inputs if not neighbours.nearest(name)]


def _remarks(found: Settled) -> list[str]:
    """Return the comments above a component that belong to nothing, of all parts that something is taken from."""
    views = dict.fromkeys((found.chosen, *found.views))
    several = dict.fromkeys(view.block.remarks for view in views if view.block is not None and view.block.remarks)
    return [line for remarks in several for line in ("", *remarks)][1:]


class _Rules:
    """Adds rules to the lines of a file; `behind` tells that the last line opens a group, or the rules."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.behind = True
        self.documented = False
        self.first = True

    def add(self, found: Settled, documentation: Sequence[str]) -> None:
        block = found.chosen.block
        if block is None:
            return
        remarks = [inert(line) for line in _remarks(found)] if self.first else _remarks(found)
        if not self.behind and (documentation or remarks or self.documented):
            self.lines.append("")
        self.lines += [*remarks, *([""] if remarks else []), *documentation, block.text]
        self.behind, self.documented, self.first = False, bool(documentation), False

    def add_inputs(self, names: Sequence[str]) -> None:
        """Write inputs that no part declares."""
        if names:
            self.lines += ["", *(f"{name}, {name}" for name in names)]
            self.behind, self.first = False, False
