"""What a rule file says, as frozen data: rules and annotations, groups, conditions, classes, tests as written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar, overload

from logicnet.diagnostics import Diagnostic, Place
from logicnet.expressions import Expression, Program
from logicnet.expressions.expression import linked

V = TypeVar("V")


def empty() -> Mapping[str, Any]:
    """Return a frozen empty mapping (a default of the frozen objects below)."""
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a rule, or one regulation of it, is believed.

    Attributes
    ----------
    regulator
        The regulator spoken of; empty for the whole rule.
    sign
        ``+``, ``-`` or ``?`` as declared; ``*`` for the whole rule.
    sources
        Keys of the bibliography, or ``PMID:…``, ``DOI:…`` and the like.
    note
        What the source supports.
    statements
        Statements of the source documents that the line covers.
    """

    sign: str
    regulator: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    statements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotation:
    """What a rule file tells of a component beside its rule.

    Attributes
    ----------
    full_name, description
        Prose, possibly empty.
    label
        The short name that is drawn; empty where the identifier serves.
    kind, group
        Free words; empty where not given.
    default
        An input's value where a question does not name it; None leaves it free.
    rest
        The value in the rest state; None where not given.
    tags
        Every other tag (``hgnc``, ``uniprot`` …), by name.
    evidence
        In the order of the file.
    """

    full_name: str = ""
    description: str = ""
    label: str = ""
    kind: str = ""
    group: str = ""
    default: int | None = None
    rest: int | None = None
    tags: Mapping[str, str] = field(default_factory=empty)
    evidence: tuple[Evidence, ...] = ()


UNANNOTATED = Annotation()


@dataclass(frozen=True, slots=True)
class Rule:
    """One update rule; where it stands is no part of its equality."""

    target: str
    expression: Expression
    annotation: Annotation = UNANNOTATED
    place: Place | None = field(default=None, compare=False)

    @property
    def is_input(self) -> bool:
        """Whether it is written ``X, X``: the component is an input and keeps its value."""
        return self.expression == Expression((self.target,), (0,))


class Rules(Sequence[Rule]):
    """The rules of a file, each made when it is looked at: a network needs their programs only.

    Equal to a tuple of the same rules.

    Parameters
    ----------
    names
        What the operands of programs stand for.
    programs
        By target, in file order.
    annotations
        By target; none for a rule of which nothing is told.
    place_of
        Tells where the rule of a target stands.
    """

    def __init__(
        self,
        names: Sequence[str],
        programs: Mapping[str, Program],
        annotations: Mapping[str, Annotation],
        place_of: Callable[[str], Place],
    ) -> None:
        self.names, self.programs, self.annotations, self._place_of = names, programs, annotations, place_of

    @cached_property
    def _made(self) -> tuple[Rule, ...]:
        return tuple(
            Rule(
                target,
                Expression(self.names, program),
                self.annotations.get(target, UNANNOTATED),
                self._place_of(target),
            )
            for target, program in self.programs.items()
        )

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Rule, ...]: ...
    def __getitem__(self, index: int | slice) -> Rule | tuple[Rule, ...]:
        return self._made[index]

    def __len__(self) -> int:
        return len(self.programs)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return tuple(other) == self._made if isinstance(other, Rules | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._made)

    def __repr__(self) -> str:
        return repr(self._made)


Values = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Claim:
    """``all attractors: A=1 B=*``: a quantifier (``all``, ``some``, ``no``) and what it claims of an attractor."""

    quantifier: str
    values: Values
    place: Place | None = field(default=None, compare=False)

    def __str__(self) -> str:
        noun = "attractors" if self.quantifier == "all" else "attractor"
        return f"{self.quantifier} {noun}: {' '.join(f'{name}={value}' for name, value in self.values.items())}"


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of a behavioural test.

    Attributes
    ----------
    start
        None where claims speak of all attractors, ``{}`` for the rest state, else values at the start.
    given
        Fixed values named here, conditions not yet put in.
    conditions
        Names of conditions that are given too.
    claims
        Checked at the end of the phase.
    """

    given: Mapping[str, int]
    conditions: tuple[str, ...]
    claims: tuple[Claim, ...]
    start: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class BehaviouralTest:
    """A behaviour that the model must show, as the file states it."""

    id: str
    title: str
    keys: tuple[str, ...]
    updates: tuple[str, ...]
    phases: tuple[Phase, ...]
    place: Place | None = field(default=None, compare=False)

    def schemes(self, declared: str) -> tuple[str, ...]:
        """Return its update schemes: its own, else those that its file declares, else asynchronous; each once."""
        return tuple(dict.fromkeys(self.updates or declared.split() or ("asynchronous",)))


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A whole rule file.

    Attributes
    ----------
    name
        Name of the model: the file's, without folder and suffix.
    rules
        In file order, each target once.
    inputs
        Names used without a rule, in order of first use.
    metadata
        ``title``, ``authors``, ``licence`` … by key.
    groups
        Names of the groups in order of first appearance.
    conditions
        Named sets of fixed values.
    classes
        Named outcomes: the values an attractor must have.
    tests
        Behavioural tests.
    findings
        Warnings and notes of the reader; no part of equality.
    """

    name: str
    rules: Sequence[Rule]
    inputs: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=empty)
    groups: tuple[str, ...] = ()
    conditions: Mapping[str, Mapping[str, int]] = field(default_factory=empty)
    classes: Mapping[str, Values] = field(default_factory=empty)
    tests: tuple[BehaviouralTest, ...] = ()
    findings: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def linked(self, names: Sequence[str]) -> list[Program]:
        """Return the programs of the rules, their operands being positions in `names`."""
        if isinstance(self.rules, Rules) and [*self.rules.names] == [*names]:
            return [*self.rules.programs.values()]
        index = {name: position for position, name in enumerate(names)}
        if isinstance(self.rules, Rules):
            return linked(self.rules.programs.values(), self.rules.names, index)
        return [rule.expression.linked(index) for rule in self.rules]

    @property
    def targets(self) -> tuple[str, ...]:
        """The components that have a rule, in file order."""
        return tuple(self.rules.programs) if isinstance(self.rules, Rules) else tuple(r.target for r in self.rules)

    @property
    def annotations(self) -> Mapping[str, Annotation]:
        """What is told of components that have a rule; those of which nothing is told may be left out."""
        if isinstance(self.rules, Rules):
            return self.rules.annotations
        return {rule.target: rule.annotation for rule in self.rules}

    def renamed(self, names: Mapping[str, str]) -> RuleSet:
        """Return the same model with components called as `names` says; the new names must be distinct."""
        return replace(
            self,
            rules=tuple(_rule(rule, names) for rule in self.rules),
            inputs=tuple(names.get(name, name) for name in self.inputs),
            conditions=MappingProxyType({key: _keyed(values, names) for key, values in self.conditions.items()}),
            classes=MappingProxyType({key: _keyed(values, names) for key, values in self.classes.items()}),
            tests=tuple(_test(test, names) for test in self.tests),
        )


def _keyed(values: Mapping[str, V], names: Mapping[str, str]) -> Mapping[str, V]:
    return MappingProxyType({names.get(name, name): value for name, value in values.items()})


def _rule(rule: Rule, names: Mapping[str, str]) -> Rule:
    evidence = (replace(line, regulator=names.get(line.regulator, line.regulator)) for line in rule.annotation.evidence)
    annotation = replace(rule.annotation, evidence=tuple(evidence))
    target = names.get(rule.target, rule.target)
    return replace(rule, target=target, expression=rule.expression.renamed(names), annotation=annotation)


def _test(test: BehaviouralTest, names: Mapping[str, str]) -> BehaviouralTest:
    return replace(test, phases=tuple(_phase(phase, names) for phase in test.phases))


def _phase(phase: Phase, names: Mapping[str, str]) -> Phase:
    claims = tuple(replace(claim, values=_keyed(claim.values, names)) for claim in phase.claims)
    start = None if phase.start is None else _keyed(phase.start, names)
    return replace(phase, given=_keyed(phase.given, names), claims=claims, start=start)
