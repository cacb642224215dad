"""Synchronous attractors that look as an answer says: found by following thousands of random states side by side."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from logicnet.errors import LimitReached
from logicnet.expressions.expression import evaluate
from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget
from logicnet.reachability.systems import wants

# States followed side by side, and after how many steps each is asked whether it has come into a cycle.
LANES = 4096
CHECKED = (64, 256, 1024)
# Steps after which a way that has not come back is given up.
LONGEST_WAY = 200_000

State = dict[int, int]


def following(system: Percolated, state: Mapping[int, int]) -> State:
    """Return the synchronous successor of a state; an operand that has no effect may be missing in it."""
    return {i: wants(function, state) for i, function in system.functions.items()}


def cycle_from(system: Percolated, state: Mapping[int, int], period: int, budget: Budget) -> list[State]:
    """Return the cycle of a period that a state lies on; empty where it lies on none of just that period."""
    cycle, seen = [dict(state)], {tuple(state.values())}
    for _ in range(period):
        budget.check()
        ahead = following(system, cycle[-1])
        if tuple(ahead.values()) in seen:
            return cycle if ahead == cycle[0] and len(cycle) == period else []
        seen.add(tuple(ahead.values()))
        cycle.append(ahead)
    return []


def final_cycle(system: Percolated, state: Mapping[int, int], budget: Budget) -> list[State]:
    """Return the cycle that the way from a state ends in (Brent 1980, doi:10.1007/BF01933190).

    Raises
    ------
    LimitReached
        The way does not come back within `LONGEST_WAY` steps, or the time was over.
    """
    anchor, here, power, length = dict(state), following(system, state), 1, 1
    while here != anchor:
        budget.check()
        if length == power:
            anchor, power, length = here, 2 * power, 0
        if power > LONGEST_WAY:
            raise LimitReached(f"a way did not come back within {LONGEST_WAY:,} steps")
        here = following(system, here)
        length += 1
    return cycle_from(system, here, length, budget)


def constants(cycle: Sequence[Mapping[int, int]]) -> State:
    """Return the components that stand still all over a cycle."""
    first = cycle[0]
    return {i: v for i, v in first.items() if all(state[i] == v for state in cycle)}


def cycles_like(
    system: Percolated, values: Mapping[int, int], period: int, count: int, budget: Budget
) -> list[list[State]]:
    """Return up to `count` cycles of a period whose components stand still just where `values` says.

    A cycle starts at its least state; cycles are in the order of these.
    """
    generator, everything = random.Random(0), (1 << LANES) - 1
    here = [0] * len(system.programs)
    for i, value in system.fixed.items():
        here[i] = everything if value else 0
    for i in system.functions:
        here[i] = (everything if values[i] else 0) if i in values else generator.getrandbits(LANES)
    found: dict[tuple[int, ...], list[State]] = {}
    done = 0
    for steps in CHECKED:
        here = _ahead(system, here, steps - done, everything, budget)
        done = steps
        for state in _returning(system, here, period, everything, budget):
            cycle = cycle_from(system, state, period, budget)
            if cycle and constants(cycle) == values:
                least = min(range(period), key=lambda k: tuple(cycle[k].values()))
                found[tuple(cycle[least].values())] = cycle[least:] + cycle[:least]
        if len(found) >= count:
            break
    return [found[key] for key in sorted(found)]


def _ahead(system: Percolated, here: list[int], steps: int, mask: int, budget: Budget) -> list[int]:
    for _ in range(steps):
        budget.check()
        ahead = list(here)
        for i in system.functions:
            ahead[i] = evaluate(system.programs[i], here, mask)
        here = ahead
    return here


def _returning(system: Percolated, here: list[int], period: int, mask: int, budget: Budget) -> list[State]:
    """Return the distinct states that are back after a period, at most one a cycle where that costs nothing."""
    after, same = _ahead(system, here, period, mask, budget), mask
    for i in system.functions:
        same &= ~(here[i] ^ after[i])
    columns = [f"{here[i] & same:0{LANES}b}" for i in system.functions]
    kept = f"{same:0{LANES}b}"
    states = {bits for bits, flag in zip(zip(*columns, strict=True), kept, strict=True) if flag == "1"}
    return [dict(zip(system.functions, map(int, bits), strict=True)) for bits in sorted(states)]
