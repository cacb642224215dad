"""A question put into numbers: what is held, from where, to where, and which attractors there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached, SettingError, UnknownNameError
from logicnet.landscape import Answer, Attractor, attractors_within
from logicnet.landscape.percolation import Percolated
from logicnet.landscape.trap_spaces import Space, smallest_around
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork, Setting
from logicnet.reachability.asynchronous import search_asynchronously
from logicnet.reachability.regions import Region
from logicnet.reachability.results import Verdict
from logicnet.reachability.synchronous import search_synchronously
from logicnet.reachability.systems import contradict, system_of
from logicnet.reachability.waves import Symbols

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

Search = Callable[[Percolated, Region, Mapping[int, int], Symbols, Budget], Verdict]

SEARCHES: Mapping[str, Search] = MappingProxyType(
    {"asynchronous": search_asynchronously, "synchronous": search_synchronously}
)
"""The search of each update scheme."""

REST = "rest"
Spec = str | Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Located:
    """An attractor's states, and one of them, over all components that are not held."""

    state: Mapping[int, int]
    states: Bdd


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a network, whatever the two ends."""

    network: BooleanNetwork
    update: str
    setting: Setting
    budget: Budget
    symbols: Symbols
    # What was made out of the states of attractors, by id: it is asked for many times.
    found: dict[str, Located | None] = field(default_factory=dict)

    @classmethod
    def of(
        cls, network: BooleanNetwork, update: str, setting: Setting, budget: Budget, symbols: Symbols | None = None
    ) -> Question:
        """Put a question; diagrams of another question on the same network may be handed on."""
        if update not in SEARCHES:
            raise UnknownNameError("update scheme", update, SEARCHES)
        system = system_of(network, setting.fixed)
        made = symbols.of(system) if symbols else Symbols(system, update == "synchronous")
        return cls(network, update, setting, budget, made)

    @property
    def system(self) -> Percolated:
        """The network with its held components put in."""
        return self.symbols.system

    @cached_property
    def answer(self) -> Answer:
        """All attractors of the question, as the command `attractors` numbers them."""
        return attractors_within(self.network, self.update, self.setting, self.budget)

    @property
    def whole(self) -> bool:
        """Whether the answer lists every attractor there is."""
        return self.answer.exactness == "exact" and self.answer.count == len(self.answer.items)

    def search(self, start: Region, goal: Mapping[int, int]) -> Verdict:
        """Decide whether a subspace can be reached."""
        return SEARCHES[self.update](self.system, start, goal, self.symbols, self.budget)

    def space(self, values: Mapping[str, int], what: str) -> dict[int, int]:
        """Check named values and return them by number."""
        for name, value in values.items():
            self.network.position(name)
            if value not in (0, 1):
                raise SettingError(f"{what}: {name} is 0 or 1, not {value!r}")
        return {self.network.index[name]: value for name, value in values.items()}

    def begin(self, values: Mapping[str, int]) -> Region:
        """Return the states that agree with named values; components that are held may be named at their value."""
        space = self.space(values, "start")
        for name, value in values.items():
            if self.setting.fixed.get(name, value) != value:
                raise SettingError(f"{name} is held at {self.setting.fixed[name]} and cannot start at {value}")
        return Region({i: v for i, v in space.items() if i in self.system.functions})

    def rest(self) -> Region:
        """Return the rest state; inputs that the question leaves free are open in it."""
        values = self.network.rest_state(self.setting.fixed)
        free = set(self.setting.free)
        return self.begin({name: v for name, v in values.items() if name not in free})

    def item(self, name: str) -> Attractor:
        """Return an attractor by its id; raise `LimitReached` where it may be one of those that are not listed."""
        for item in self.answer.items:
            if item.id == name:
                return item
        if not self.whole and name[:1] == "A" and name[1:].isdecimal():
            raise LimitReached(f"{name} is not among the attractors that are listed: {self.answer.reason}")
        raise UnknownNameError("attractor", name, [item.id for item in self.answer.items])

    def values_of(self, item: Attractor) -> Space:
        """Return where an attractor's components stand that never change, by number; held ones left out."""
        index, functions = self.network.index, self.system.functions
        return {index[n]: v for n, v in item.values.items() if isinstance(v, int) and index[n] in functions}

    def trap_space_of(self, item: Attractor) -> Space:
        """Return the smallest trap space around an attractor."""
        return smallest_around(self.system.functions, self.values_of(item))

    def alone(self, item: Attractor) -> bool:
        """Tell whether the smallest trap space around an attractor is known to hold no other one."""
        if not self.whole:
            return False
        space = self.trap_space_of(item)
        return not any(
            other is not item and not contradict(space, self.values_of(other)) for other in self.answer.items
        )


def spelt(spec: Spec) -> str:
    """Return an end of a question as words."""
    if isinstance(spec, str):
        return spec
    return " ".join(f"{name}={value}" for name, value in spec.items()) or "any state"
