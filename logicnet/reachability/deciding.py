"""Decide whether a goal can be reached: cheap proofs first, then searches, each exact or giving up with a word.

Only the components that have an effect on the goal are looked at, under both schemes: the others do not change how
those move.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.landscape.module_sets import TooLarge
from logicnet.landscape.trap_spaces import smallest_trap_space
from logicnet.limits import Budget
from logicnet.reachability.ends import Goal, Start
from logicnet.reachability.results import CLOSED_SET, NO, TRAP_SPACE, UNDECIDED, YES, Finding
from logicnet.reachability.searches import explore, walk_to, without_loops
from logicnet.reachability.systems import State, System

if TYPE_CHECKING:
    from logicnet.reachability.state_sets import Closure, StateSets

# States that breadth-first search sees before the walks, and after them.
FEW_STATES, MOST_STATES = 3_000, 100_000
# Synchronous trajectories branch nowhere, so that many more states are seen in the same time.
LONGEST_TRAJECTORIES = 500_000
# Walks, careful walks, and careful walks when all else has failed.
WALKS, CAREFUL_WALKS, LAST_WALKS = 20, 5, 50


def decide_reach(whole: System, start: Start, goal: Goal, budget: Budget, thorough: bool = True) -> Finding:
    """Decide whether some state of a start reaches a goal; without `thorough`, by what takes little time."""
    system = whole.behind(goal.space) if goal.state is None else whole
    excluded = _excluded(system, start, goal)
    if excluded is not None:
        return Finding(NO, certificate=TRAP_SPACE, trap_space=excluded)
    task = _Task(whole, system, start, goal, budget)
    reasons: list[str] = []
    try:
        for attempt in task.attempts(thorough):
            finding = attempt()
            if finding.outcome != UNDECIDED:
                return finding
            reasons.append(finding.reason)
    except LimitReached as stop:
        reasons.append(str(stop))
    return Finding(UNDECIDED, reason="; ".join(dict.fromkeys(filter(None, reasons))))


def decide_path(whole: System, start: Start, goal: Goal, budget: Budget) -> Finding:
    """Decide as `decide_reach` does, but let a path to an attractor end in it, not where nothing else is ahead.

    Where the attractor's states are too many to be told apart, the path ends in one state of it, or, if a limit is
    hit on the way there, in the trap space around it.
    """
    found = decide_reach(whole, start, goal, budget)
    if found.outcome != YES or goal.core is None:
        return found
    core = goal.core()
    if core.has(found.path[-1]):
        return found
    try:
        direct = _Task(whole, whole, start, core, budget).explored(FEW_STATES)
        if direct.outcome == YES:
            return direct
        rest = decide_reach(whole, Start.of((found.path[-1],), complete=True, every=True), core, budget)
    except LimitReached:
        return replace(found, shortest=False)
    states = [tuple(state.items()) for state in (*found.path, *rest.path[1:])]
    return replace(found, path=tuple(map(dict, without_loops(states))), shortest=False)


def _excluded(system: System, start: Start, goal: Goal) -> State | None:
    """Return a trap space around the start in which the goal does not lie, if the smallest one is such."""
    space = smallest_trap_space(system.functions, start.space)
    held = {i: v for i, v in start.space.items() if i not in system.functions and i in goal.space}
    space = {**space, **held}
    return space if any(goal.space.get(i, value) != value for i, value in space.items()) else None


class _Task:
    def __init__(self, whole: System, system: System, start: Start, goal: Goal, budget: Budget) -> None:
        self.whole, self.system, self.start, self.goal, self.budget = whole, system, start, goal, budget

    def attempts(self, thorough: bool) -> Sequence[Callable[[], Finding]]:
        """Return what to try, in this order, until something decides."""
        if self.system.update == "synchronous":
            return [self.at_start, lambda: self.explored(LONGEST_TRAJECTORIES)]
        quick = [
            self.at_start,
            lambda: self.explored(FEW_STATES),
            lambda: self.walked(WALKS),
            lambda: self.walked(CAREFUL_WALKS, careful=True),
        ]
        long = [
            lambda: self.explored(MOST_STATES),
            lambda: self.closed(forward=True),
            lambda: self.closed(forward=False),
            lambda: self.walked(LAST_WALKS, careful=True),
        ]
        return [*quick, *long] if thorough else quick

    def at_start(self) -> Finding:
        """Look whether the goal holds at the start; where the goal is no space, the search looks itself."""
        if self.start.states is not None or self.goal.inside is not None:
            return Finding(UNDECIDED)
        loose = dict.fromkeys(self.whole.order, 0)
        state = {**loose, **self.goal.space, **self.start.space}
        return Finding(YES, (state,), True) if self.goal.has(state) else Finding(UNDECIDED)

    def explored(self, most: int) -> Finding:
        """Search breadth first."""
        try:
            starts = self.start.numbers(self.system)
        except LimitReached as stop:
            return Finding(UNDECIDED, reason=str(stop))
        found = explore(self.system, starts, self.goal, most, self.budget)
        if found.path:
            exact = len(found.path) == 1 or (self.start.every and self.goal.sharp)
            return Finding(YES, self.lifted(found.path), exact)
        if found.closed and self.start.complete:
            return Finding(NO, certificate=CLOSED_SET, states=found.states)
        return Finding(UNDECIDED, reason=self.unlisted() if found.closed else f"more than {most:,} states were seen")

    def unlisted(self) -> str:
        """Say why nothing found is not a no."""
        return "the states to start from are too many to be listed"

    def walked(self, walks: int, careful: bool = False) -> Finding:
        """Try random walks."""
        path = walk_to(self.system, self.start, self.goal, walks, careful, self.budget)
        return Finding(YES, self.lifted(path)) if path else Finding(UNDECIDED)

    def closed(self, forward: bool) -> Finding:
        """Saturate a decision diagram, from the start or from the goal."""
        from logicnet.reachability.state_sets import StateSets

        sets = StateSets(self.system)
        last = sets.space(self.goal.space if self.goal.state is None else self.goal.state)
        try:
            first = sets.of_start(self.start, self.budget)
            if forward:
                found = sets.closure(sets.after, first, last, self.budget)
            else:
                found = sets.closure(sets.before, last, first, self.budget)
        except TooLarge:
            return Finding(UNDECIDED, reason="the sets of states grew too large")
        return self.concluded(sets, found, forward)

    def concluded(self, sets: StateSets, found: Closure, forward: bool) -> Finding:
        """Read a path off a closure that met what was looked for, or a proof off one that did not."""
        if found.met is not None and self.start.grown is not None:
            return Finding(YES)
        if found.met is not None:
            path = sets.path(found)
            states = path[::-1] if forward else path
            end = next(k for k, state in enumerate(states) if self.goal.has(state))
            numbers = [self.system.packed(state) for state in states[: end + 1]]
            return Finding(YES, self.lifted(numbers), shortest=len(numbers) == 1)
        if not self.start.complete and self.start.grown is None:
            return Finding(UNDECIDED, reason=self.unlisted())
        number = int(found.sets[-1].cardinality())
        states_ = number if forward else (1 << len(self.system.order)) - number
        return Finding(NO, certificate=CLOSED_SET, states=states_)

    def lifted(self, path: Sequence[int]) -> tuple[State, ...]:
        """Return a path of the system as one of all components."""
        first = self.start.lifted(self.system, path[0], self.whole)
        if self.system.update == "asynchronous":
            return tuple({**first, **self.system.unpacked(number)} for number in path)
        states, number = [first], self.whole.packed(first)
        for _ in path[1:]:
            [(_, number)] = self.whole.successors([number])
            states.append({**first, **self.whole.unpacked(number)})
        return tuple(states)
