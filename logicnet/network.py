"""The Boolean network: components, their linked update programs, and what the rule file tells of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from logicnet.errors import SettingError, UnknownNameError
from logicnet.expressions.expression import FALSE, TRUE, Program
from logicnet.expressions.functions import DiagramFunction, TableFunction, update_function
from logicnet.rules import UNANNOTATED, Annotation, BehaviouralTest, RuleSet, Values, empty


@dataclass(frozen=True)
class Setting:
    """Where the inputs of a network stand in a question, and what else is held.

    Attributes
    ----------
    fixed
        Components held at a value: inputs at their default or as asked, knock-outs, over-expressions; file order.
    free
        Inputs left free, in file order; an answer speaks of each of their valuations.
    """

    fixed: Mapping[str, int]
    free: tuple[str, ...]


NOTHING_HELD = Setting(empty(), ())


@dataclass(frozen=True, eq=False)
class BooleanNetwork:
    """A Boolean network, frozen; `fixed` gives a changed one.

    Attributes
    ----------
    name
        The model's name.
    names
        Components in file order; inputs without a rule come last.
    programs
        One postfix program a component, its operands being positions in `names`.
    annotations
        What the file tells of each component, by name.
    groups, metadata, conditions, classes, tests
        As in `logicnet.rules.RuleSet`.

    Examples
    --------
    >>> import logicnet
    >>> network = logicnet.load("core_axis")
    >>> len(network.names), len(network.inputs)
    (22, 6)
    """

    name: str
    names: tuple[str, ...]
    programs: tuple[Program, ...]
    annotations: Mapping[str, Annotation]
    groups: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=empty)
    conditions: Mapping[str, Mapping[str, int]] = field(default_factory=empty)
    classes: Mapping[str, Values] = field(default_factory=empty)
    tests: tuple[BehaviouralTest, ...] = ()

    def __repr__(self) -> str:
        return f"<BooleanNetwork {self.name!r}: {len(self.names)} components, {len(self.inputs)} inputs>"

    @classmethod
    def from_rules(cls, rules: RuleSet) -> BooleanNetwork:
        """Link the rules of a file; a name used without a rule becomes an input."""
        names = (*rules.targets, *rules.inputs)
        annotations = dict.fromkeys(names, UNANNOTATED)
        annotations.update(rules.annotations)
        return cls(
            rules.name,
            names,
            (*rules.linked(names), *[(position,) for position in range(len(rules.targets), len(names))]),
            MappingProxyType(annotations),
            rules.groups,
            rules.metadata,
            rules.conditions,
            rules.classes,
            rules.tests,
        )

    @property
    def update(self) -> str:
        """The update scheme that the file names first (``@update``), else ``asynchronous``."""
        return next(iter(self.metadata.get("update", "").split()), "asynchronous")

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Position of each component by name."""
        return MappingProxyType({name: i for i, name in enumerate(self.names)})

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """Components that nothing regulates and that keep their value: ``X, X``, or no rule at all."""
        programs = enumerate(self.programs)
        return tuple([self.names[i] for i, program in programs if program[0] == i and len(program) == 1])

    @cached_property
    def functions(self) -> tuple[TableFunction | DiagramFunction, ...]:
        """Each component's update function over its essential regulators."""
        return tuple(update_function(program, {}) for program in self.programs)

    def regulators(self, name: str) -> tuple[str, ...]:
        """Return the components that have an effect in a component's rule, in file order; none for an input."""
        position = self.position(name)
        if self.programs[position] == (position,):
            return ()
        return tuple(self.names[i] for i in self.functions[position].regulators)

    def label(self, name: str) -> str:
        """Return the short display name of a component."""
        return self.annotations[name].label or name

    def position(self, name: str) -> int:
        """Return a component's position; raise `UnknownNameError` with the name behind a label, or the nearest."""
        try:
            return self.index[name]
        except KeyError:
            labelled = [known for known in self.names if self.label(known).casefold() == name.casefold()]
            raise UnknownNameError("component", name, self.names, labelled) from None

    def fixed(self, values: Mapping[str, int]) -> BooleanNetwork:
        """Return the network in which the given components are constants (knock-out 0, over-expression 1).

        Raises
        ------
        UnknownNameError, SettingError
            A component that the model does not have; a value that is neither 0 nor 1.
        """
        programs = list(self.programs)
        for name, value in values.items():
            programs[self.position(name)] = (TRUE if _bit(name, value) else FALSE,)
        return replace(self, programs=tuple(programs))

    def setting(
        self,
        fixed: Mapping[str, int] | None = None,
        free: Iterable[str] = (),
        conditions: Iterable[str] = (),
    ) -> Setting:
        """Work out where every input stands.

        Parameters
        ----------
        fixed
            Values asked for by name; any component may be held, not only inputs.
        free
            Inputs to leave free though they have a default.
        conditions
            Names of the file's conditions, put in as their fixed values.

        Raises
        ------
        UnknownNameError
            A component or condition that the model does not have.
        SettingError
            A component with two values or one that is neither 0 nor 1, held and freed at once, or freed though it is
            no input; a text where names are asked for.
        """
        for names in (free, conditions):
            if isinstance(names, str):  # it would be taken letter by letter
                raise SettingError(f"names are given as a list: [{names!r}], not {names!r}")
        held: dict[str, int] = {}
        for name in conditions:
            if name not in self.conditions:
                raise UnknownNameError("condition", name, self.conditions)
            _hold(held, self.conditions[name])
        if fixed:
            _hold(held, fixed)
        freed = tuple(free)
        for name in (*held, *freed):
            self.position(name)
        if freed:
            self._check_freed(freed, held)
        if not held and not self.inputs:
            return NOTHING_HELD
        inputs, released = set(self.inputs), set(freed)
        values: dict[str, int] = {}
        loose = []
        for name in self.names if held else self.inputs:
            default = self.annotations[name].default if name in inputs else None
            if name in held:
                values[name] = held[name]
            elif name in inputs and name not in released and default is not None:
                values[name] = default
            elif name in inputs:
                loose.append(name)
        return Setting(MappingProxyType(values), tuple(loose))

    def _check_freed(self, freed: tuple[str, ...], held: Mapping[str, int]) -> None:
        inputs = set(self.inputs)
        for name in freed:
            if name in held:
                raise SettingError(f"{name} is fixed at {held[name]} and freed at once")
            if name not in inputs:
                raise SettingError(f"{name} has a rule and is no input: only inputs can be freed")

    def rest_state(self, fixed: Mapping[str, int]) -> dict[str, int]:
        """Return the rest state: fixed values first, then ``@rest``, then an input's default, then 0."""
        state = {}
        for name in self.names:
            annotation = self.annotations[name]
            given = (fixed.get(name), annotation.rest, annotation.default)
            state[name] = next((value for value in given if value is not None), 0)
        return state


def _bit(name: str, value: object) -> int:
    """Return a value asked for as 0 or 1; a text such as "0" would count as true."""
    if value not in (0, 1):
        raise SettingError(f"{name} can be held at 0 or 1, not at {value!r}")
    return 1 if value else 0


def _hold(held: dict[str, int], values: Mapping[str, int]) -> None:
    for name, given in values.items():
        value = _bit(name, given)
        if held.setdefault(name, value) != value:
            raise SettingError(f"{name} is fixed at both {held[name]} and {value}")
