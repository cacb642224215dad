"""The one synchronous way from a state, and the cycle that it ends in."""

from __future__ import annotations

from collections.abc import Mapping

from logicnet.errors import LimitReached
from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget
from logicnet.reachability.systems import wants

# Steps after which a way that has not come back is given up.
LONGEST_WAY = 200_000

State = dict[int, int]


def following(system: Percolated, state: Mapping[int, int]) -> State:
    """Return the synchronous successor of a state; an operand that has no effect may be missing in it."""
    return {i: wants(function, state) for i, function in system.functions.items()}


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
    cycle = [here]
    while len(cycle) < length:
        cycle.append(following(system, cycle[-1]))
    return cycle
