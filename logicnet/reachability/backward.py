"""Everything that leads to a goal under the synchronous scheme, one step at a time, as decision diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget
from logicnet.reachability.waves import LARGEST_SET, MOST_WORK, Steps, Symbols, TooLarge

if TYPE_CHECKING:
    from biodivine_aeon import Bdd


def leads_to(system: Percolated, symbols: Symbols, goal: Mapping[int, int], start: Bdd, budget: Budget) -> list[Bdd]:
    """Return the states from which a goal is met within 0, 1, 2 … steps.

    The last set meets the start, or is closed: nothing leads into it from outside.

    Raises
    ------
    TooLarge, LimitReached
    """
    steps = Steps(symbols, system)
    sets, work = [symbols.cube(goal)], 0
    while start.l_and(sets[-1]).is_false():
        grown = sets[-1].l_or(_before(steps, sets[-1], budget))
        work += grown.node_count()
        if work > MOST_WORK or grown.node_count() > LARGEST_SET:
            raise TooLarge
        if grown.structural_eq(sets[-1]):
            break
        sets.append(grown)
    return sets


def _before(steps: Steps, states: Bdd, budget: Budget) -> Bdd:
    """Put every component's rule in its place; through stand-ins, so that no rule is put into another."""
    diagrams = steps.symbols.diagrams
    support = [i for i in diagrams.support(states) if i in steps.system.functions]
    for i in support:
        states = states.substitute(diagrams.variables[i], steps.symbols.stand_in(i))
    for i in support:
        budget.check()
        states = states.substitute(diagrams.variables[steps.symbols.stand_in_of(i)], steps.update(i))
        if states.node_count() > LARGEST_SET:
            raise TooLarge
    return states
