"""A start and a goal, and what is left of them over the components that matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from logicnet.landscape.percolation import Percolated
from logicnet.reachability.waves import Symbols

if TYPE_CHECKING:
    from biodivine_aeon import Bdd


@dataclass(frozen=True, slots=True)
class Region:
    """A set of states: a subspace, or (with `states`) some states of that subspace."""

    space: Mapping[int, int]
    states: Bdd | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A start and a goal over the components that matter; everything else stands still or has no effect."""

    system: Percolated
    start: Region
    goal: Mapping[int, int]
    symbols: Symbols

    @property
    def components(self) -> list[int]:
        """The components that matter."""
        return list(self.system.functions)

    @property
    def one_state(self) -> bool:
        """Whether the start is a single state."""
        return len(self.start.space) == len(self.system.functions)


def projected(
    inside: Percolated, region: Region, goal: Mapping[int, int], matter: Sequence[int], symbols: Symbols
) -> Problem:
    """Leave out what the goal does not depend on: the moves of its ancestors depend on nothing else."""
    system = Percolated(inside.programs, inside.fixed, inside.only(matter))
    space = {i: v for i, v in region.space.items() if i in system.functions}
    states = region.states
    if states is not None:
        states = symbols.without(states, [i for i in symbols.system.functions if i not in system.functions])
    return Problem(system, Region(space, states), {i: goal[i] for i in goal if i in system.functions}, symbols)


def first_state(problem: Problem) -> dict[int, int]:
    """Return a state of the start; one that agrees with the goal, where the start is a subspace that allows it."""
    if problem.start.states is not None:
        return problem.symbols.least(problem.start.states, problem.components)
    return {i: problem.start.space.get(i, problem.goal.get(i, 0)) for i in problem.components}


def whole(path: Sequence[Mapping[int, int]], region: Region, symbols: Symbols) -> tuple[Mapping[int, int], ...]:
    """Add the components that a path leaves out, as the start has them."""
    if not path:
        return ()
    components = list(symbols.system.functions)
    if region.states is not None:
        still = symbols.least(symbols.within(region.states, path[0]), components)
    else:
        still = {i: region.space.get(i, 0) for i in components}
    return tuple({**still, **state} for state in path)
