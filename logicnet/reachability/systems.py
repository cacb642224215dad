"""A network as reachability sees it: held components put in, and nothing else.

Percolation may not be used on a start: a component whose rule is constant can start at the other value, and moves
once. What never moves is what is fixed in the smallest trap space around the start; that is put in instead, which is
sound under every update scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from logicnet.expressions.functions import TableFunction, update_function
from logicnet.landscape.percolation import Function, Percolated, targets_of
from logicnet.landscape.trap_spaces import Space, smallest_around
from logicnet.network import BooleanNetwork


def system_of(network: BooleanNetwork, held: Mapping[str, int]) -> Percolated:
    """Return a network with its held components put in; constant rules stay, with their component free to move."""
    fixed = {network.index[name]: value for name, value in held.items()}
    functions = {i: update_function(p, fixed) for i, p in enumerate(network.programs) if i not in fixed}
    return Percolated(network.programs, fixed, functions)


def within(system: Percolated, space: Mapping[int, int]) -> Percolated:
    """Return a system inside a subspace that nothing leaves: its fixed components are put in, no other."""
    fixed = {**system.fixed, **space}
    functions: dict[int, Function] = {}
    for i, function in system.functions.items():
        if i not in space:
            known = any(r in space for r in function.regulators)
            functions[i] = update_function(system.programs[i], fixed) if known else function
    return Percolated(system.programs, fixed, functions)


def ancestors(functions: Mapping[int, Function], among: Iterable[int]) -> list[int]:
    """Return the components that some of them depend on, directly or not, with themselves; ascending."""
    found = {i for i in among if i in functions}
    frontier = list(found)
    while frontier:
        fresh = {r for r in functions[frontier.pop()].regulators if r in functions} - found
        found |= fresh
        frontier += fresh
    return sorted(found)


def wants(function: Function, state: Mapping[int, int]) -> int:
    """Return what a component's rule gives in a state."""
    if not isinstance(function, TableFunction):
        return int(function.reaches(1, state))
    row = 0
    for j, regulator in enumerate(function.regulators):
        row |= state[regulator] << j
    return function.table >> row & 1


def contradict(space: Mapping[int, int], other: Mapping[int, int]) -> bool:
    """Tell whether two subspaces have no state in common."""
    return any(space.get(i, value) != value for i, value in other.items())


def trap_core(system: Percolated, space: Mapping[int, int]) -> Space:
    """Return a small trap space from which the dynamics can always go on into a given one.

    Drops a component where what is left is still a trap space and forces the component's value: whoever is in the
    smaller one may update what was dropped, in reverse order, and is in the larger one. So either can be reached from
    where the other can; the smaller one depends on fewer components.
    """
    core = dict(space)
    targets = targets_of(system.functions)
    pending = sorted(core, reverse=True)
    while pending:
        i = pending.pop(0)
        value = core.pop(i)
        forced = not system.functions[i].reaches(1 - value, core)
        held = all(not system.functions[t].reaches(1 - core[t], core) for t in targets.get(i, ()) if t in core)
        if not (forced and held):
            core[i] = value
    return core


@dataclass(frozen=True, slots=True)
class Confined:
    """Where a way from a start to a goal can lead through.

    Attributes
    ----------
    space
        Components that stand still on every such way.
    stuck
        Those of them that could move, but never back to where the goal wants them.
    start
        The states of the start from which there may be a way.
    open
        False where there is none.
    """

    space: Space
    stuck: tuple[int, ...]
    start: Space
    open: bool


def confine(system: Percolated, start: Mapping[int, int], goal: Mapping[int, int]) -> Confined:
    """Narrow down where asynchronous ways from a start to a goal can lead through.

    A component that the goal wants at a value its rule cannot give any more must have that value at the start and
    never move. With such components standing still the smallest trap space is smaller, and others may follow (the
    over-approximation of reachability by the most permissive scheme, Paulevé et al. 2020,
    doi:10.1038/s41467-020-18112-5).
    """
    narrowed = dict(start)
    stuck: list[int] = []
    moving = system
    while True:
        space = smallest_around(moving.functions, narrowed)
        lost = [i for i, v in goal.items() if i not in space and not system.functions[i].reaches(v, space)]
        if contradict(space, goal) or any(narrowed.get(i, goal[i]) != goal[i] for i in lost):
            return Confined(space, tuple(stuck), narrowed, False)
        if not lost:
            return Confined(space, tuple(stuck), narrowed, True)
        stuck += lost
        narrowed.update((i, goal[i]) for i in lost)
        moving = replace(moving, functions={i: f for i, f in moving.functions.items() if i not in lost})
