"""The states of an attractor of which an answer tells only the values and how many states it has.

A fixed point is its values. Of a cyclic attractor some state is looked for by walking inside its smallest trap space;
what that state reaches is an attractor if it can return from everywhere, and the one asked for if values and number
of states agree. Attractors that agree in both are numbered by their least state.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence

from logicnet.landscape import Attractor
from logicnet.landscape.percolation import Percolated, targets_of
from logicnet.reachability.cycles import cycles_like
from logicnet.reachability.grids import LARGEST_GRID, Grid
from logicnet.reachability.questions import Located, Question
from logicnet.reachability.systems import within
from logicnet.reachability.walks import Walker
from logicnet.reachability.waves import Steps, TooLarge, closed_set, strongly_connected

# Walks that look for a state of an attractor, and the longest of them.
TRIES = 24
LONGEST_WALK = 20_000


def located(question: Question, item: Attractor) -> Located | None:
    """Return the states of an attractor, or None where they could not be made out."""
    values = question.values_of(item)
    if item.kind == "fixed point":
        return Located(values, question.symbols.cube(values))
    if item.states is None:
        return None
    names = [twin.id for twin in question.twins(item)]
    if item.id not in question.found:
        found = _in_grid(question, item) if _small(question, item) else _by_walks(question, item, len(names))
        known: list[Located] | list[None] = found if len(found) == len(names) else [None] * len(names)
        question.found.update(zip(names, known, strict=True))
    return question.found[item.id]


def _inside(question: Question, item: Attractor) -> Percolated:
    return within(question.system, question.trap_space_of(item))


def _small(question: Question, item: Attractor) -> bool:
    return len(_inside(question, item).functions) <= LARGEST_GRID


def _in_grid(question: Question, item: Attractor) -> list[Located]:
    """Return all attractors in an attractor's trap space that look like it, by their least state."""
    grid = Grid(_inside(question, item), question.update)
    space, found = question.trap_space_of(item), []
    for states in grid.attractors(question.budget):
        if states.bit_count() == item.states and {**space, **grid.values(states)} == question.values_of(item):
            numbers = [n for n in range(states.bit_length()) if states >> n & 1]
            cubes = [list({**space, **grid.state(n)}.items()) for n in numbers]
            least = {**space, **grid.state(grid.least(states))}
            found.append(Located(_in_order(question, least), question.symbols.diagrams.of_cubes(cubes)))
    return _sorted(found)


def _in_order(question: Question, state: Mapping[int, int]) -> dict[int, int]:
    return {i: state[i] for i in question.system.functions}


def _sorted(found: Sequence[Located]) -> list[Located]:
    return sorted(found, key=lambda one: list(one.state.values()))


def _by_walks(question: Question, item: Attractor, count: int) -> list[Located]:
    """Return as many attractors that look like one as walks find, at most all there are."""
    if question.update == "synchronous":
        return _cycles(question, item, count)
    found: list[Located] = []
    for start in _starts(question, item):
        one = _component(question, item, start)
        if one is not None and all(one.state != other.state for other in found):
            found.append(one)
        if len(found) == count:
            break
    return _sorted(found)


def _starts(question: Question, item: Attractor) -> Iterator[dict[int, int]]:
    """Yield random states with the values that an attractor has."""
    generator, values = random.Random(0), question.values_of(item)
    for _ in range(TRIES):
        yield {i: values[i] if i in values else generator.getrandbits(1) for i in question.system.functions}


def _component(question: Question, item: Attractor, start: Mapping[int, int]) -> Located | None:
    """Return the asynchronous attractor that a walk ends in, if it is the one."""
    inside = _inside(question, item)
    steps, symbols, space = Steps(question.symbols, inside), question.symbols, question.trap_space_of(item)
    state = after_walk(inside, {i: start[i] for i in inside.functions}, min(LONGEST_WALK, 40 * len(inside.functions)))
    try:
        states = closed_set(steps, symbols.cube(state), question.budget)
        if symbols.count(states, len(inside.functions)) != item.states:
            return None
        if not question.alone(item) and not strongly_connected(steps, states, state, question.budget):
            return None
    except TooLarge:
        return None
    states = symbols.within(states, space)
    if symbols.enclosing(states, question.system.functions) != question.values_of(item):
        return None
    return Located(symbols.least(states, list(question.system.functions)), states)


def after_walk(system: Percolated, state: Mapping[int, int], steps: int) -> dict[int, int]:
    """Return where a random asynchronous walk is after some moves."""
    walker, generator = Walker(system, state, targets_of(system.functions)), random.Random(0)
    for _ in range(steps):
        if not walker.movable:
            break
        walker.move(generator.choice(sorted(walker.movable)))
    return walker.state


def _cycles(question: Question, item: Attractor, count: int) -> list[Located]:
    assert item.states is not None
    diagrams, values = question.symbols.diagrams, question.values_of(item)
    cycles = cycles_like(question.system, values, item.states, count, question.budget)
    return [Located(cycle[0], diagrams.of_cubes(list(state.items()) for state in cycle)) for cycle in cycles]
