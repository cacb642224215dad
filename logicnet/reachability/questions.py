"""A question on reachability as asked, by name: what stands where, its attractors, and what its two ends mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from logicnet.errors import LimitReached, SettingError, UnknownNameError
from logicnet.landscape import ALGORITHMS, Answer, Attractor, attractors
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork, Setting
from logicnet.reachability.ends import Goal, Start, attractor_goal, attractor_start, numbered
from logicnet.reachability.systems import System

REST = "rest"

End = str | Mapping[str, int]
"""``rest`` (as a start), values by name, or an attractor's id."""


@dataclass(frozen=True, eq=False)
class Question:
    """A network, what is held in it, and how it moves."""

    network: BooleanNetwork
    setting: Setting
    update: str
    budget: Budget

    @classmethod
    def of(
        cls,
        network: BooleanNetwork,
        update: str = "asynchronous",
        fixed: Mapping[str, int] | None = None,
        free: Iterable[str] = (),
        conditions: Iterable[str] = (),
        timeout: float | None = None,
    ) -> Question:
        """Work out what is asked; arguments as for `logicnet.attractors`."""
        if update not in ALGORITHMS:
            raise UnknownNameError("update scheme", update, ALGORITHMS)
        return cls(network, network.setting(fixed, free, conditions), update, Budget.of(timeout))

    @cached_property
    def system(self) -> System:
        """The moves of all components that are not held."""
        return System.of(self.network.programs, numbered(self.setting.fixed, self.network.index), self.update)

    @cached_property
    def answer(self) -> Answer:
        """All attractors of the question."""
        left = self.budget.remaining
        timeout = None if left == float("inf") else max(left, 0.0)
        return attractors(self.network, self.update, self.setting.fixed, self.setting.free, timeout=timeout)

    def attractor(self, name: str) -> Attractor:
        """Return an attractor by its id."""
        for item in self.answer.items:
            if item.id == name:
                return item
        if not re.fullmatch(r"A[1-9]\d*", name):
            raise SettingError(f"{name!r} is neither values such as NODE=1 nor an attractor such as A1")
        if self.answer.reason:
            raise LimitReached(f"{name} is not among the attractors found: {self.answer.reason}")
        raise SettingError(f"there is no attractor {name}: this question has A1 to A{len(self.answer.items)}")

    def start(self, end: End) -> Start:
        """Return the set of states to start from."""
        if end == REST:
            return self.from_state(self.network.rest_state(self.setting.fixed))
        if isinstance(end, str):
            return attractor_start(self.attractor(end), self.network.index)
        self.check(end)
        for name, value in self.setting.fixed.items():
            if end.get(name, value) != value:
                raise SettingError(f"the start has {name}={end[name]}, but the question holds it at {value}")
        return Start(numbered({**self.setting.fixed, **end}, self.network.index))

    def from_state(self, state: Mapping[str, int]) -> Start:
        """Return a start of one state."""
        return Start.of((numbered(state, self.network.index),), True, True)

    def goal(self, end: End) -> Goal:
        """Return the set of states to reach."""
        if isinstance(end, str):
            return self.attractor_goal(self.attractor(end))
        self.check(end)
        return Goal(numbered(end, self.network.index))

    def attractor_goal(self, item: Attractor) -> Goal:
        """Return the set to reach for an attractor to be reached."""
        try:
            return attractor_goal(item, self.network.index, self.system)
        except LimitReached as stop:
            raise LimitReached(": ".join(filter(None, (str(stop), self.answer.reason)))) from None

    def check(self, values: Mapping[str, int]) -> None:
        """Refuse names that the network lacks and values other than 0 and 1."""
        for name, value in values.items():
            self.network.position(name)
            if value not in (0, 1):
                raise SettingError(f"{name}={value}: a component stands at 0 or 1")


def described(end: End) -> str:
    """Return an end of a question as text."""
    return end if isinstance(end, str) else " ".join(f"{name}={value}" for name, value in end.items())
