"""The groups of the joined model: those of its parts, several of which a bridge may gather into one."""

from __future__ import annotations

from collections.abc import Sequence

from logicnet.authoring.joining.parts import Part
from logicnet.authoring.joining.settling import Settled, nearest
from logicnet.diagnostics import Diagnostic
from logicnet.formats.bnet.bridges import Gathering

Home = tuple[str, str]
"""A group of a part: the part's name, the group's."""


class Groups:
    """Which group of the joined model each group of a part goes to.

    Parameters
    ----------
    parts
        All parts. A name of a ``@gather`` line is a group's as it stands, of all parts that have it, else one part's
        (``PART/GROUP``).

    Attributes
    ----------
    findings
        Groups that no part has (LN402), groups given to two (LN404).
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.homes: list[Home] = [(part.name, group) for part in parts for group in part.rules.groups]
        self.given: dict[Home, tuple[Part, Gathering]] = {}
        self.findings: list[Diagnostic] = []
        for bridge in parts:
            for gathering in bridge.gatherings:
                self._gather(bridge, gathering)

    @property
    def names(self) -> tuple[str, ...]:
        """All groups, as they first occur."""
        return tuple(dict.fromkeys(self.target(*home) for home in self.homes))

    def target(self, part: str, group: str) -> str:
        """Return the group that a group of a part goes to."""
        found = self.given.get((part, group))
        return found[1].group if found else group

    def of(self, found: Settled) -> str:
        """Return a component's group: by the part that gives the rule, else the first that a part names."""
        homes = ((view.part.name, view.annotation.group) for view in (*found.agreeing, *found.asking))
        return next((self.target(part, group) for part, group in homes if group), "")

    def _gather(self, bridge: Part, gathering: Gathering) -> None:
        meant = self._meant(gathering.name)
        if not meant:
            known = [group for _, group in self.homes]
            marked = [f"{part}/{group}" for part, group in self.homes]
            hint = nearest(gathering.name, known + marked if "/" in gathering.name else known)
            self.findings.append(bridge.wrong("LN402", gathering.place, f"unknown group {gathering.name}", hint))
        firsts = [self.given.setdefault(home, (bridge, gathering)) for home in meant]
        other = next((first for first in firsts if first[1].group != gathering.group), None)
        if other is not None:
            message = f"{gathering.name} is given to two groups ({other[1].group} and {gathering.group})"
            hint = "keep one; a group of one part is written PART/GROUP"
            against = other[0], other[1].place
            self.findings.append(bridge.wrong("LN404", gathering.place, message, hint, against))

    def _meant(self, name: str) -> list[Home]:
        return [home for home in self.homes if home[1] == name] or [h for h in self.homes if f"{h[0]}/{h[1]}" == name]
