"""Update schemes: which states may follow a state. One row in `SCHEMES` each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from logicnet.expressions import evaluate
from logicnet.network import BooleanNetwork

State = tuple[int, ...]
"""One value a component, in file order."""


class UpdateScheme(Protocol):
    """A rule of succession: gives the states that may follow, ascending and each once; none leads nowhere else."""

    def __call__(self, network: BooleanNetwork, state: State) -> list[State]:
        """Return the successors of a state; a state that only follows itself has itself."""
        ...


def targets(network: BooleanNetwork, state: State) -> State:
    """Return what each component's rule gives in a state."""
    return tuple(evaluate(program, state, 1) for program in network.programs)


def synchronous(network: BooleanNetwork, state: State) -> list[State]:
    """All components at once: exactly one successor."""
    return [targets(network, state)]


def asynchronous(network: BooleanNetwork, state: State) -> list[State]:
    """One component at a time, any that its rule wants elsewhere."""
    wanted = targets(network, state)
    moved = [(*state[:i], new, *state[i + 1 :]) for i, new in enumerate(wanted) if new != state[i]]
    return sorted(moved) or [state]


SCHEMES: Mapping[str, UpdateScheme] = MappingProxyType({"asynchronous": asynchronous, "synchronous": synchronous})
