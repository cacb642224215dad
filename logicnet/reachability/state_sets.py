"""Sets of states of a system as decision diagrams, and what asynchronous moves lead to and come from.

Closures are saturated: each component moves in turn, and every set on the way is kept. A state of the last set that
is not in the one before was added by that one component's move, so its neighbour across this component is in the one
before: read down the list, this is a path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from logicnet.expressions.diagrams import Diagrams
from logicnet.landscape.module_sets import LARGEST_DIAGRAM, MOST_WORK, TooLarge, diagram_of
from logicnet.limits import Budget
from logicnet.reachability.ends import Grown, Start
from logicnet.reachability.systems import State, System

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# Nodes of all the sets that one path may be read from: they are kept in memory.
MOST_KEPT = 10_000_000


@dataclass(frozen=True, eq=False)
class Closure:
    """What was reached forward or backward.

    Attributes
    ----------
    sets
        The sets on the way, each holding the one before.
    movers
        The component whose move made each set from the one before; one fewer than `sets`.
    met
        A state of the last set that is in what was looked for, or None: then the last set is whole.
    """

    sets: tuple[Bdd, ...]
    movers: tuple[int, ...]
    met: Mapping[int, int] | None


class StateSets:
    """Sets of states of a system.

    Parameters
    ----------
    system
        Asynchronous.
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self.diagrams = Diagrams(system.order)
        self._updates: dict[tuple[int, int], Bdd] = {}

    def update(self, i: int, value: int) -> Bdd:
        """Return the states in which a component's rule gives a value."""
        found = self._updates.get((i, value))
        if found is None:
            found = diagram_of(self.diagrams, self.system.functions[i], value, {})
            self._updates[i, value] = found
        return found

    def space(self, values: State) -> Bdd:
        """Return a space."""
        return self.diagrams.cube({i: values[i] for i in self.system.order if i in values})

    def of_start(self, start: Start, budget: Budget) -> Bdd:
        """Return the states to start from; raise as `closure` does."""
        if start.grown is not None:
            return self.grown(start.grown, budget)
        return self.space(start.space) if start.states is None else self.listed(start.states)

    def grown(self, source: Grown, budget: Budget) -> Bdd:
        """Return what can be reached in another system; components held there start from the value that they had."""
        other = StateSets(source.system.behind(self.system.order))
        reached = other.closure(other.after, other.space(source.state), other.diagrams.false, budget).sets[-1]
        gone = [i for i in other.system.order if i not in self.system.functions]
        fresh = {i: source.state[i] for i in self.system.order if i not in other.system.functions}
        thin = other.diagrams.exists(reached, gone)
        return self.diagrams.copied(other.diagrams, thin).l_and(self.diagrams.cube(fresh))

    def listed(self, states: Iterable[State]) -> Bdd:
        """Return a set given state by state."""
        return self.diagrams.of_cubes([(i, state[i]) for i in self.system.order] for state in states)

    def after(self, states: Bdd, i: int) -> Bdd:
        """Return the states that one move of a component leads to."""
        restrict, literal = self.diagrams.restrict, self.diagrams.literal
        rising = restrict(states.l_and(self.update(i, 1)), {i: 0}).l_and(literal(i, 1))
        return rising.l_or(restrict(states.l_and(self.update(i, 0)), {i: 1}).l_and(literal(i, 0)))

    def before(self, states: Bdd, i: int) -> Bdd:
        """Return the states that one move of a component comes from."""
        restrict, literal = self.diagrams.restrict, self.diagrams.literal
        rising = restrict(states, {i: 1}).l_and(self.update(i, 1)).l_and(literal(i, 0))
        return rising.l_or(restrict(states, {i: 0}).l_and(self.update(i, 0)).l_and(literal(i, 1)))

    def closure(self, step: Callable[[Bdd, int], Bdd], seed: Bdd, wanted: Bdd, budget: Budget) -> Closure:
        """Step (`after` or `before`) from a set until it meets a wanted one or nothing is added.

        Raises
        ------
        TooLarge, LimitReached
        """
        sets, movers = [seed], list[int]()
        met = self.some(seed.l_and(wanted))
        idle = work = kept = 0
        for i in cycle(self.system.order):
            if met is not None or idle == len(self.system.order):
                break
            budget.check()
            size = sets[-1].node_count()
            work += size
            if size > LARGEST_DIAGRAM or work > MOST_WORK or kept > MOST_KEPT:
                raise TooLarge
            grown = sets[-1].l_or(step(sets[-1], i))
            idle += 1
            if not grown.structural_eq(sets[-1]):
                met, idle = self.some(grown.l_and(wanted)), 0
                kept += size
                sets.append(grown)
                movers.append(i)
        return Closure(tuple(sets), tuple(movers), met)

    def some(self, states: Bdd) -> dict[int, int] | None:
        """Return a state of a set; None where it is empty."""
        if states.is_false():
            return None
        valuation = next(states.valuation_iterator())
        return {i: int(valuation[v]) for i, v in self.diagrams.variables.items()}

    def path(self, found: Closure) -> list[dict[int, int]]:
        """Return the states from the one met back to the seed of its closure."""
        assert found.met is not None, "only what was met has a path"
        path = [dict(found.met)]
        for inner, i in zip(found.sets[-2::-1], found.movers[::-1], strict=True):
            if not self.contains(inner, path[-1]):
                path.append({**path[-1], i: 1 - path[-1][i]})
        return path

    def contains(self, states: Bdd, state: State) -> bool:
        """Tell whether a state is in a set."""
        return not self.diagrams.restrict(states, {i: state[i] for i in self.system.order}).is_false()
