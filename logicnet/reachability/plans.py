"""Which moves to make first: plans for a relaxed problem in which a component keeps the values it had as well.

If no such plan leads to the goal, no way does (this is the smallest trap space around the state, grown in layers). If
one does, the moves that it begins with are good ones to try (the heuristic of Hoffmann and Nebel 2001,
doi:10.1613/jair.855).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from logicnet.expressions.functions import TableFunction
from logicnet.landscape.percolation import Percolated, targets_of

Literal = tuple[int, int]
"""A component and a value of it."""


class Planner:
    """The moves of a system and what each needs."""

    def __init__(self, system: Percolated) -> None:
        self.system, self.targets = system, targets_of(system.functions)
        self._needs: dict[Literal, list[list[Literal]]] = {}

    def first_moves(self, state: Mapping[int, int], goal: Mapping[int, int]) -> list[int] | None:
        """Return the moves that a relaxed plan begins with, ascending; None where there is no plan.

        Parameters
        ----------
        state
            Of all components.
        goal
            Values of some; not all of them hold in the state.
        """
        levels = self._levels(state, goal)
        pending = list(goal.items())
        if any(literal not in levels for literal in pending):
            return None
        seen, first = set(pending), set()
        while pending:
            literal = pending.pop()
            if levels[literal] == 1:
                first.add(literal[0])
            if levels[literal] > 1:
                fresh = [need for need in self._cheapest(literal, levels) if need not in seen]
                seen.update(fresh)
                pending += fresh
        return sorted(first)

    def _levels(self, state: Mapping[int, int], goal: Mapping[int, int]) -> dict[Literal, int]:
        """Return the round in which each value is first possible, up to the one in which all of the goal is."""
        levels = dict.fromkeys(state.items(), 0)
        space, open_goals = dict(state), {i for i, v in goal.items() if state[i] != v}
        pending: Iterable[int] = self.system.functions
        level = 0
        while open_goals:
            level += 1
            fresh = [i for i in pending if i in space and self.system.functions[i].reaches(1 - space[i], space)]
            if not fresh:
                break
            for i in fresh:
                levels[i, 1 - space.pop(i)] = level
            open_goals.difference_update(fresh)
            pending = sorted({t for i in fresh for t in self.targets.get(i, ())})
        return levels

    def _cheapest(self, literal: Literal, levels: Mapping[Literal, int]) -> list[Literal]:
        """Return what a move needs that does not hold yet, in the way that is possible soonest."""
        last = levels[literal]
        ways = [way for way in self._ways(literal) if all(levels.get(need, last) < last for need in way)]
        way = min(ways, key=lambda way: sum(levels[need] for need in way), default=[])
        return [need for need in way if levels[need]]

    def _ways(self, literal: Literal) -> list[list[Literal]]:
        """Return the sums of values that let a component take a value; of a wide rule, that any regulator moves."""
        if literal not in self._needs:
            i, value = literal
            function = self.system.functions[i]
            if isinstance(function, TableFunction):
                self._needs[literal] = [list(cube) for cube in function.implicants(value)]
            else:
                self._needs[literal] = [[(r, bit)] for r in function.regulators for bit in (0, 1)]
        return self._needs[literal]
