"""Which attractors a start can reach, and ways into them.

An attractor whose smallest trap space holds no other one can be reached exactly if that trap space can; otherwise a
state of it is looked for, and is reached or not.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from logicnet.errors import LimitReached
from logicnet.landscape import Attractor
from logicnet.landscape.percolation import targets_of
from logicnet.landscape.trap_spaces import Space, smallest_around
from logicnet.limits import GRACE
from logicnet.reachability.cycles import final_cycle, following
from logicnet.reachability.grids import LARGEST_GRID, Grid, lifted
from logicnet.reachability.locating import located, representative
from logicnet.reachability.questions import Located, Question
from logicnet.reachability.regions import Region
from logicnet.reachability.results import Proof, Verdict
from logicnet.reachability.systems import contradict, trap_core, within
from logicnet.reachability.walks import Walker

# Steps inside an attractor's trap space before a state of the attractor itself is searched for.
LONGEST_ENTRY = 2_000

UNKNOWN = Verdict("undecided", reason="neither the attractor's states are known, nor a trap space of its own")


def outcomes(question: Question, start: Region) -> dict[str, Verdict]:
    """Return, by id, whether each attractor of the question can be reached from a start; ways are left out.

    Where a limit stops the search, what is certain by then is told, and the rest is undecided.
    """
    if _fits_grid(question, start) and start.states is None and question.whole:
        try:
            return _outcomes_in_grid(question, start)
        except LimitReached as stop:
            return _open(question.answer.items, stop)
    space = smallest_around(question.system.functions, dict(start.space))
    found: dict[str, Verdict] = {}
    patient = question.budget.extended(GRACE)  # what is excluded so cheaply is told past a limit, too
    for item in question.answer.items:
        if patient.remaining < 0:
            break
        if contradict(space, question.values_of(item)):
            found[item.id] = Verdict("no", every=False, proof=Proof("trap space", space))
    remaining = [item for item in question.answer.items if item.id not in found]
    if question.update == "synchronous" and len(start.space) == len(question.system.functions):
        try:
            ends = _ends_in(question, start, remaining)
        except LimitReached as stop:
            return {**found, **_open(remaining, stop)}
        found.update((i.id, Verdict("no", every=False, proof=Proof("closed set"))) for i in remaining if i not in ends)
        remaining = ends
    if len(remaining) == 1 and question.whole:
        return {**found, remaining[0].id: Verdict("yes", every=True)}  # every way ends in some attractor
    for item in remaining:
        try:
            question.budget.check()
            found[item.id] = toward(question, start, item)
        except LimitReached as stop:
            found |= _open([item], stop)
    return found


def _open(items: Sequence[Attractor], stop: LimitReached) -> dict[str, Verdict]:
    return {item.id: Verdict("undecided", reason=str(stop)) for item in items}


def _ends_in(question: Question, start: Region, items: Sequence[Attractor]) -> list[Attractor]:
    """Return the attractors that the one synchronous way from a state may end in: those that look like its cycle."""
    cycle = final_cycle(question.system, start.space, question.budget)
    ends = {tuple(state.values()) for state in cycle}
    return [item for item in items if _key(question, item) in ends]


def _key(question: Question, item: Attractor) -> tuple[int, ...] | None:
    state = representative(question, item)
    return tuple(state.values()) if state is not None else None


def toward(question: Question, start: Region, item: Attractor) -> Verdict:
    """Decide whether an attractor can be reached; the way ends where the attractor is certain to follow."""
    goal = _goal(question, item)
    if goal is None:
        return UNKNOWN
    return question.search(start, goal)


def _goal(question: Question, item: Attractor) -> Space | None:
    """Return a subspace that can be reached exactly if an attractor can."""
    if item.kind == "fixed point" or question.alone(item):
        return trap_core(question.system, question.trap_space_of(item))
    return representative(question, item)


def way_into(question: Question, start: Region, item: Attractor) -> Verdict:
    """Decide whether an attractor can be reached, with a way that ends in it as far as its states are known."""
    if _fits_grid(question, start) and question.whole:
        return _in_grid(question, start, item)
    if question.update == "synchronous" and len(start.space) == len(question.system.functions):
        return _followed_into(question, start, item)
    found = toward(question, start, item)
    if found is UNKNOWN and question.answer.reason:
        return replace(found, reason=f"{found.reason}: {question.answer.reason}")
    if found.outcome != "yes":
        return found
    try:
        states = located(question, item)
        path = _entered(question, found.path, states) if states is not None else ()
    except LimitReached:
        path = ()  # that it can be reached is certain all the same
    if not path:
        reason = f"the way is shown as far as a trap space that holds no attractor but {item.id}"
        return replace(found, shortest=False, reason=reason)
    return replace(found, path=path, shortest=len(path) == 1)


def _followed_into(question: Question, start: Region, item: Attractor) -> Verdict:
    """Follow the one synchronous way from a state until it is in its cycle."""
    system = question.system
    cycle = final_cycle(system, start.space, question.budget)
    path, ends = [{i: start.space[i] for i in system.functions}], {tuple(state.values()) for state in cycle}
    while tuple(path[-1].values()) not in ends:
        path.append(following(system, path[-1]))
    seen = len(path) - 1 + len(cycle)
    other = Verdict("no", every=False, proof=Proof("closed set", {}, (), seen, tuple(system.functions)))
    if _key(question, item) not in ends:
        return other if question.whole else UNKNOWN
    return Verdict("yes", tuple(path), True, True)


def _entered(question: Question, path: Sequence[Mapping[int, int]], goal: Located) -> tuple[Mapping[int, int], ...]:
    """Go on from the end of a way until it is in the attractor that is certain to follow, and cut it there."""
    contains = question.symbols.contains
    for k, state in enumerate(path):
        if contains(goal.states, state):
            return tuple(path[: k + 1])
    more = []
    for state in _onward(question, path[-1]):
        question.budget.check()
        more.append(state)
        if contains(goal.states, state):
            return (*path, *more)
    last = question.search(Region(path[-1]), goal.state)
    return (*path, *last.path[1:])


def _onward(question: Question, state: Mapping[int, int]) -> Iterator[dict[int, int]]:
    system = question.system
    if question.update == "synchronous":
        here = dict(state)
        while True:
            here = following(system, here)
            yield here
    walker, generator = Walker(system, state, targets_of(system.functions)), random.Random(0)
    for _ in range(LONGEST_ENTRY):
        walker.move(generator.choice(sorted(walker.movable)))
        yield dict(walker.state)


# --- few components: everything at once -------------------------------------------------------------------------------


def _fits_grid(question: Question, start: Region) -> bool:
    space = smallest_around(question.system.functions, dict(start.space))
    return start.states is None and len(question.system.functions) - len(space) <= LARGEST_GRID


def _grid(question: Question, start: Region) -> tuple[Grid, Space, dict[str, int]]:
    """Return all states that matter, what stands still, and the states of each attractor among them, by id."""
    space = smallest_around(question.system.functions, dict(start.space))
    grid = Grid(within(question.system, space), question.update)
    found = list(grid.attractors(question.budget))
    named: dict[str, int] = {}
    for item in question.answer.items:
        state = representative(question, item)
        if state is not None and not contradict(space, state):
            number = sum(state[i] << j for j, i in enumerate(grid.components))
            named[item.id] = next(states for states in found if states >> number & 1)
    return grid, space, named


def _outcomes_in_grid(question: Question, start: Region) -> dict[str, Verdict]:
    grid, space, named = _grid(question, start)
    begin = grid.cube(start.space)
    reached = grid.forward(begin, question.budget)
    excluded = Verdict("no", every=False, proof=Proof("trap space", space))
    found = {item.id: excluded for item in question.answer.items}
    for name, states in named.items():
        if reached & states:
            every = not begin & ~grid.backward(states, grid.everything, question.budget)
            found[name] = Verdict("yes", every=every)
        else:
            found[name] = Verdict("no", every=False, proof=_closed(grid, space, reached))
    return found


def _closed(grid: Grid, space: Space, reached: int) -> Proof:
    return Proof("closed set", space, (), reached.bit_count(), grid.components)


def _in_grid(question: Question, start: Region, item: Attractor) -> Verdict:
    grid, space, named = _grid(question, start)
    if item.id not in named:
        return Verdict("no", every=False, proof=Proof("trap space", space))
    begin, goal = grid.cube(start.space), named[item.id]
    way, seen = grid.shortest(begin, goal, question.budget)
    if not way:
        return Verdict("no", every=False, proof=_closed(grid, space, seen))
    every = not begin & ~grid.backward(goal, grid.everything, question.budget)
    order = list(question.system.functions)
    path = ({**space, **state} for state in lifted(grid, way))
    return Verdict("yes", tuple({i: state[i] for i in order} for state in path), True, every)
