"""Cycles of a large module: found by simulation, then proved complete by one satisfiability question.

If no path of k steps ends outside the cycles that are known, they are all: every cycle can be walked backwards for ever
(Dubrova & Teslenko 2011, doi:10.1109/TCBB.2010.20). A path that does end outside is simulated on: it leads to a new
cycle, or was a long way to a known one, and k is doubled.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from logicnet.expressions.functions import UpdateFunction, update_function
from logicnet.landscape.answer_sets import literals, models, require
from logicnet.landscape.percolation import Function, Percolated
from logicnet.limits import Budget

SIMULATIONS = 200


def cycles_proved(
    network: Percolated, module: Sequence[int], period: int, drive: Mapping[int, int], budget: Budget
) -> list[list[int]]:
    """Return a module's attractors under a periodic drive; arguments and result as `explicit.cycles_of_tables`."""
    search = _Search(_driven(network, module, period, drive), module, period, budget)
    generator = random.Random(0)
    for _ in range(SIMULATIONS):
        search.simulate(generator.getrandbits(len(module)), 0)
    search.prove()
    return sorted(search.cycles, key=lambda states: states[0])


def _driven(
    network: Percolated, module: Sequence[int], period: int, drive: Mapping[int, int]
) -> list[dict[int, Function]]:
    """Return the module's update functions at each time of the period, with the drive's values put in."""
    outside = [tuple((i, (signal >> time) & 1) for i, signal in drive.items()) for time in range(period)]
    known: dict[tuple[tuple[int, int], ...], dict[int, Function]] = {}
    for values in outside:
        if values not in known:
            fixed = {**network.fixed, **dict(values)}
            known[values] = {i: update_function(network.programs[i], fixed) for i in module}
    return [known[values] for values in outside]


class _Search:
    def __init__(
        self, functions: list[dict[int, Function]], module: Sequence[int], period: int, budget: Budget
    ) -> None:
        self.functions, self.module, self.period, self.budget = functions, module, period, budget
        self.cycles: list[list[int]] = []
        self.known: set[tuple[int, int]] = set()

    def step(self, state: int, time: int) -> int:
        values = {i: (state >> j) & 1 for j, i in enumerate(self.module)}
        functions: Mapping[int, UpdateFunction] = self.functions[time]
        return sum(functions[i].reaches(1, values) << j for j, i in enumerate(self.module))

    def simulate(self, state: int, time: int) -> bool:
        """Follow a state until it repeats or is known; note its cycle; tell whether that was new."""
        path: dict[tuple[int, int], None] = {}
        while (time, state) not in path:
            if (time, state) in self.known:
                return False
            self.budget.check()
            path[time, state] = None
            state, time = self.step(state, time), (time + 1) % self.period
        steps = list(path)
        cycle = steps[steps.index((time, state)) :]
        starts = [k for k, (when, _) in enumerate(cycle) if when == 0]
        first = min(starts, key=lambda k: cycle[k][1])
        self.known.update(cycle)
        self.cycles.append([s for _, s in cycle[first:] + cycle[:first]])
        return True

    def prove(self) -> None:
        """Unroll further and further until no path ends outside the known cycles."""
        paths = _Paths(self)
        steps = self.period
        while not self._complete(paths, steps):
            steps *= 2

    def _complete(self, paths: _Paths, steps: int) -> bool:
        """Tell whether no path of so many steps ends outside; False where a path led to a known cycle after all."""
        paths.unroll(steps)
        time = steps % self.period
        guard = paths.forbid((s for when, s in self.known if when == time), None)
        while (end := paths.end_outside(guard)) is not None:
            if not self.simulate(end, time):
                return False
            cycle = self.cycles[-1]
            paths.forbid((cycle[k] for k in range(time, len(cycle), self.period)), guard)
        return True


class _Paths:
    """An answer-set program whose models are the module's paths."""

    def __init__(self, search: _Search) -> None:
        import clingo

        self.search = search
        self.control = clingo.Control(["-W", "none"])
        self.layers: list[dict[int, int]] = []

    def unroll(self, steps: int) -> None:
        """Make the paths at least `steps` long."""
        while len(self.layers) <= steps:
            self.search.budget.check()
            with self.control.backend() as backend:
                atoms = {i: backend.add_atom() for i in self.search.module}
                backend.add_rule(list(atoms.values()), [], choice=True)
                if self.layers:
                    self._follow(backend, self.layers[-1], atoms)
                self.layers.append(atoms)

    def _follow(self, backend: Any, before: dict[int, int], after: dict[int, int]) -> None:
        functions = self.search.functions[(len(self.layers) - 1) % self.search.period]
        given = literals(before)
        for i, function in functions.items():
            require(backend, function, given, (-after[i], after[i]))

    def forbid(self, states: Any, guard: int | None) -> int:
        """Forbid ends of paths while the guard is assumed; return the guard, a new one where none is given."""
        last = self.layers[-1]
        with self.control.backend() as backend:
            if guard is None:
                guard = int(backend.add_atom())
                backend.add_rule([guard], [], choice=True)
            for state in sorted(states):
                ends = [last[i] if (state >> j) & 1 else -last[i] for j, i in enumerate(self.search.module)]
                backend.add_rule([], [guard, *ends])
        return guard

    def end_outside(self, guard: int) -> int | None:
        """Return the end of a path that is not forbidden, or None where there is none."""
        last = self.layers[-1]
        for model in models(self.control, self.search.budget, [guard]):
            return sum(int(model.is_true(last[i])) << j for j, i in enumerate(self.search.module))
        return None
