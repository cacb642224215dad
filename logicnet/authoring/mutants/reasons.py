"""What a test could be written about that notices a mutant: the smallest question whose attractors it changes.

Asked are the defaults, the conditions of the files, what the tests hold, and each input changed alone; asynchronously.
Attractors are compared by what a claim can say of them: the components' values, 0, 1 or * for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from logicnet.authoring.mutants.judging import Trial, mutated
from logicnet.authoring.mutants.literals import Mutant
from logicnet.expectations import spelt
from logicnet.landscape import Answer, attractors_within
from logicnet.landscape.percolation import Percolated, percolate
from logicnet.landscape.results import Value
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork, Setting
from logicnet.rules import empty

# Seconds for the attractors of one question, where the user names no limit.
USUAL = 10.0
# Attractors of one question that are compared.
MOST_LISTED = 20_000
# Inputs that are left free where they have no default; with more, each question has them at 0 unless it says otherwise.
MOST_FREE = 8
# Components whose values a reason in words tells of.
MOST_TOLD = 3

Patterns = Mapping[tuple[Value, ...], frozenset[tuple[Value, ...]]]
"""The values of all attractors, by those of the free inputs."""


@dataclass(frozen=True, slots=True)
class Change:
    """The values that a component has in attractors of the model, and of the mutant."""

    component: str
    before: tuple[Value, ...]
    after: tuple[Value, ...]

    def __str__(self) -> str:
        return f"{self.component} {_either(self.after)} instead of {_either(self.before)}"


def _either(values: Sequence[Value]) -> str:
    return " or ".join(map(str, values))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why tests may have missed a mutant.

    Attributes
    ----------
    differs
        Whether attractors change under some question; None where none is known to, and a limit kept some from being
        compared.
    given
        The first such question, that with the fewest values: those that differ from the defaults, and of free inputs.
    changes
        Components whose values over the attractors change there: those that tests or classes name first. None, where
        the same values come in other combinations.
    attractors
        How many different ones there are there, in the model and in the mutant.
    settings, inputs
        How many questions of conditions and tests there are beside the defaults, and of inputs changed alone.
    open
        What kept questions from being answered, of the first one.
    at_zero
        How many inputs without a default stand at 0 where a question does not name them.
    """

    differs: bool | None
    given: Mapping[str, int] = field(default_factory=empty)
    changes: tuple[Change, ...] = ()
    attractors: tuple[int, int] = (0, 0)
    settings: int = 0
    inputs: int = 0
    open: str = ""
    at_zero: int = 0

    @property
    def told(self) -> str:
        """The reason in words."""
        if self.differs is None:
            return f"no difference found, but {self.open}"
        if not self.differs:
            return f"no attractor changes {self._asked}"
        zero = f" ({self.at_zero} free inputs at 0 unless named)" if self.at_zero else ""
        where = f"differs with {spelt(self.given)}{zero}" if self.given else f"differs {self._usual}"
        more = len(self.changes) - MOST_TOLD
        told = [*map(str, self.changes[:MOST_TOLD]), *([f"and {more} more"] if more > 0 else [])]
        return f"{where}: {', '.join(told) or self._combined}"

    @property
    def _usual(self) -> str:
        return "at the defaults" + (f" and {self.at_zero} free inputs at 0" if self.at_zero else "")

    @property
    def _asked(self) -> str:
        inputs = f"with any one of {self.inputs} inputs changed"
        settings = f"under {self.settings} other setting{'s' * (self.settings != 1)} of conditions and tests"
        asked = [self._usual, *([inputs] if self.inputs else []), *([settings] if self.settings else [])]
        return ", ".join(asked[:-1]) + " nor " * (len(asked) > 1) + asked[-1]

    @property
    def _combined(self) -> str:
        before, after = self.attractors
        return f"the values come in other combinations ({after} attractors instead of {before})"


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question to the model, with its answer once it was asked."""

    network: BooleanNetwork
    setting: Setting
    given: Mapping[str, int]
    seconds: float

    @property
    def held(self) -> dict[int, int]:
        return {self.network.index[name]: value for name, value in self.setting.fixed.items()}

    @cached_property
    def percolated(self) -> Percolated:
        return percolate(self.network.programs, self.held)

    @cached_property
    def patterns(self) -> Patterns | str:
        return self.patterns_of(self.network)

    def patterns_of(self, network: BooleanNetwork) -> Patterns | str:
        """Return the attractors' values, or what kept them from being known."""
        answer = attractors_within(network, "asynchronous", self.setting, Budget.of(self.seconds), MOST_LISTED)
        if answer.count is not None and answer.count > len(answer.items):
            return f"there are more than {MOST_LISTED:,} attractors"
        return answer.reason or _patterns(answer)

    def unmoved(self, mutant: BooleanNetwork) -> bool:
        return percolate(mutant.programs, self.held).alike(self.percolated)


def _patterns(answer: Answer) -> Patterns:
    found: dict[tuple[Value, ...], set[tuple[Value, ...]]] = {}
    for item in answer.items:
        key = tuple(item.values[name] for name in answer.free)
        found.setdefault(key, set()).add(tuple(item.values.values()))
    return {key: frozenset(patterns) for key, patterns in found.items()}


class Reasons:
    """Finds reasons, one mutant after the other; what the model itself does is worked out once.

    Parameters
    ----------
    network
        The model.
    trials
        What is tested of it.
    seconds
        For each question.
    """

    def __init__(self, network: BooleanNetwork, trials: Sequence[Trial], seconds: float | None) -> None:
        self.network = network
        free = network.setting().free
        zero = dict.fromkeys(free, 0) if len(free) > MOST_FREE else {}
        asked = _once(_questions(network, trials, zero), network, zero, USUAL if seconds is None else seconds)
        kinds = [kind for kind, _ in asked]
        self.none = Reason(False, settings=kinds.count("setting"), inputs=kinds.count("input"), at_zero=len(zero))
        self.asked = sorted((one for _, one in asked), key=lambda one: len(one.given))
        self.named = _named(network, trials)

    def of(self, mutant: Mutant) -> Reason:
        """Return the reason why a mutant may have been missed."""
        network, missing = mutated(self.network, mutant), ""
        for asked in self.asked:
            if asked.unmoved(network):
                continue
            before = asked.patterns
            after = before if isinstance(before, str) else asked.patterns_of(network)
            if isinstance(before, str) or isinstance(after, str):
                where = spelt(asked.given) or "the defaults"
                missing = missing or f"{where} could not be compared: {before if isinstance(before, str) else after}"
            elif before != after:
                return self._difference(asked, before, after)
        return replace(self.none, differs=None, open=missing) if missing else self.none

    def _difference(self, asked: _Asked, before: Patterns, after: Patterns) -> Reason:
        key = min((key for key in before if before[key] != after.get(key)), key=str)
        given = {**asked.given, **{n: int(v) for n, v in zip(asked.setting.free, key, strict=True)}}
        found = [
            Change(name, values, changed)
            for i, name in enumerate(self.network.names)
            if (values := _values(before[key], i)) != (changed := _values(after[key], i))
        ]
        changes = tuple(sorted(found, key=lambda change: change.component not in self.named))
        attractors = len(before[key]), len(after[key])
        return replace(self.none, differs=True, given=given, changes=changes, attractors=attractors)


def _values(patterns: Iterable[tuple[Value, ...]], i: int) -> tuple[Value, ...]:
    return tuple(sorted({pattern[i] for pattern in patterns}, key=lambda value: "01*".index(str(value))))


def _questions(
    network: BooleanNetwork, trials: Sequence[Trial], zero: Mapping[str, int]
) -> Iterator[tuple[str, Setting]]:
    """Yield what is asked: the defaults, each input changed, each condition, what each phase of each test holds.

    Inputs that a question leaves free stand as `zero` has them.
    """
    usual = network.setting(zero)
    yield "default", usual
    for name, value in usual.fixed.items():
        yield "input", network.setting({**zero, name: 1 - value})
    for seen in dict.fromkeys([network, *(trial.network for trial in trials)]):
        for name in seen.conditions:
            yield "setting", network.setting({**zero, **seen.setting({}, (), [name]).fixed})
    for trial in trials:
        for phase in trial.test.phases:
            yield "setting", network.setting({**zero, **trial.network.setting(phase.given, (), phase.conditions).fixed})


def _once(
    questions: Iterable[tuple[str, Setting]], network: BooleanNetwork, zero: Mapping[str, int], seconds: float
) -> list[tuple[str, _Asked]]:
    """Keep each question once."""
    usual, found = network.setting(zero).fixed, dict[tuple[tuple[str, int], ...], tuple[str, _Asked]]()
    for kind, setting in questions:
        given = {name: value for name, value in setting.fixed.items() if usual.get(name) != value}
        found.setdefault(tuple(setting.fixed.items()), (kind, _Asked(network, setting, given, seconds)))
    return list(found.values())


def _named(network: BooleanNetwork, trials: Sequence[Trial]) -> set[str]:
    """Return the components that tests claim something of, and classes."""
    claims = (claim for trial in trials for phase in trial.test.phases for claim in phase.claims)
    return {name for values in (*network.classes.values(), *(c.values for c in claims)) for name in values}
