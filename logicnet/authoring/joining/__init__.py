"""One model from parts: an input of one part takes the rule that another gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from logicnet.authoring.joining.documentation import documentation_of, rested
from logicnet.authoring.joining.groups import Groups
from logicnet.authoring.joining.names import near_names
from logicnet.authoring.joining.parts import Part
from logicnet.authoring.joining.reading import part_of
from logicnet.authoring.joining.resting import rest_values
from logicnet.authoring.joining.settling import Owners, Settled, settled, views_of
from logicnet.authoring.joining.statements import Statements, gathered
from logicnet.authoring.joining.summary import facts
from logicnet.authoring.joining.writing import written
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.errors import RuleFileError, SettingError
from logicnet.expressions.tokens import composed

__all__ = ["Joined", "Part", "joined", "part_of"]


@dataclass(frozen=True, slots=True)
class Joined:
    """A model made from parts.

    Attributes
    ----------
    text
        The rule file.
    connected
        Inputs that took a rule, with the name of the part that gave it, in the order of the file.
    renamed
        Conditions and classes that mean something else in another part: part, old name, new name.
    left_out
        How many tests did not come along, by the name of their part.
    findings
        Warnings: those of the parts that still hold, and names of different parts that look alike.
    """

    text: str
    connected: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str, str], ...]
    left_out: tuple[tuple[str, int], ...]
    findings: tuple[Diagnostic, ...]


def joined(
    parts: Sequence[Part],
    rule_from: Mapping[str, str] | None = None,
    title: str = "",
    update: str = "",
    tests: str = "all",
) -> Joined:
    """Join parts into one model.

    An input of one part takes the rule that another part gives it. A rule that stands twice is kept as the first part
    writes it: rules are the same where they are equal up to spelling, or the same function of the same names. A
    component that no part has a rule for stays an input. Everything else that the parts say of one component must
    agree (full name, label, kind, default, rest value, other tags) or be settled by name; groups go by the part that
    gives the rule, and a line ``# @gather GROUP: GROUP | PART/GROUP`` in the head of a part puts several into one.
    Conditions, classes and tests come along as `statements.gathered` tells.

    Parameters
    ----------
    parts
        In the order in which they are to stand; see `part_of`.
    rule_from
        For a component the part it is taken from: the file as it was named, or its stem. A component is settled also
        by a line ``# @owner NODE PART`` in the head of a part. A part with such lines, or with ``@gather`` lines, is a
        bridge, whose own rules win; a line ``# @resting NODE=0`` there settles rest values.
    title
        Of the joined model; else the bridge's, else all titles.
    update
        Its update scheme, where the parts name different ones.
    tests
        Whose tests come along: those of ``all`` parts, of the ``bridge`` only, of ``none``. What holds
        of a part alone may fail in the whole. Conditions and classes always come along.

    Raises
    ------
    RuleFileError
        With every contradiction that is not settled, both places each.
    SettingError, UnknownNameError
        Parts of one name; an owner that is not there; tests of a bridge where no part is one.
    """
    _refuse_same_names(parts)
    owners = Owners(parts, rule_from or {})
    components: dict[str, Settled] = {}
    groups = Groups(parts)
    conflicts = [*owners.findings, *groups.findings]
    for name, views in views_of(parts).items():
        components[name], told = settled(name, views, owners)
        conflicts += told
    rest, wrong = rest_values(parts, components)
    conflicts += wrong
    metadata, told = facts(parts, owners.bridges, title, update)
    conflicts += told
    if conflicts:
        order = {part.source.file: k for k, part in enumerate(parts)}
        raise RuleFileError(sorted(conflicts, key=lambda d: (order[d.place.file], d.place.line, d.place.column)))
    tested = _tested(parts, owners.bridges, tests)
    said: Statements = gathered(parts, metadata.get("update", ""), tested)
    comments = {name: documentation_of(found) for name, found in components.items()}
    comments |= {name: rested(comments[name], value) for name, value in rest.items()}
    text = written(parts, components, groups, comments, metadata, said)
    connected = [(name, found.chosen.part.name) for name, found in components.items() if found.asking]
    left_out = tuple((part.name, len(part.rules.tests)) for part in parts if part not in tested and part.rules.tests)
    return Joined(text, tuple(connected), said.renamed, left_out, (*_warnings(parts), *near_names(parts, components)))


def _tested(parts: Sequence[Part], bridges: Sequence[Part], tests: str) -> Sequence[Part]:
    if tests == "bridge" and not bridges:
        raise SettingError("no part is a bridge, whose tests could come along: one has '@owner' or '@gather' lines")
    return {"all": parts, "bridge": bridges, "none": ()}[tests]


def _warnings(parts: Sequence[Part]) -> Iterator[Diagnostic]:
    """Yield what was found in the parts, except that a name has no rule there which another part declares."""
    declared = {name for part in parts for name in part.blocks}
    for part in parts:
        for finding in part.rules.findings:
            start = finding.place.column - 1
            name = composed(finding.source[start : start + finding.place.length])
            if finding.severity is Severity.WARNING and not (finding.code == "LN104" and name in declared):
                yield finding


def _refuse_same_names(parts: Sequence[Part]) -> None:
    known: dict[str, Part] = {}
    for part in parts:
        other = known.setdefault(part.name, part)
        if other is not part:
            what = f"{part.given} stands twice" if part.given == other.given else f"{other.given} and {part.given}"
            raise SettingError(f"two parts are named {part.name} ({what}): rename one of the files")
