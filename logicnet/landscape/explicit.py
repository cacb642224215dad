"""Cycles of a small module from its whole state table, composed over one period of its drive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from logicnet.expressions.expression import evaluate
from logicnet.expressions.truth_tables import columns
from logicnet.landscape.percolation import Percolated
from logicnet.limits import Budget

if TYPE_CHECKING:
    import numpy

    Table = numpy.ndarray[tuple[int], numpy.dtype[numpy.uint32]]


def cycles_of_tables(
    network: Percolated, module: Sequence[int], period: int, drive: Mapping[int, int], budget: Budget
) -> list[list[int]]:
    """Return a module's attractors under a periodic drive.

    Parameters
    ----------
    drive
        By component outside the module, its signal: bit ``t`` is the value at time ``t`` of the period.

    Returns
    -------
    list
        One list of states (bit ``j`` is ``module[j]``) an attractor, from a time at which the drive is at its start;
        its length is a multiple of `period`.
    """
    outside = [tuple((i, (signal >> time) & 1) for i, signal in drive.items()) for time in range(period)]
    known: dict[tuple[tuple[int, int], ...], Table] = {}
    for values in outside:
        if values not in known:
            budget.check()
            known[values] = _table(network, module, dict(values))
    tables = [known[values] for values in outside]
    once = tables[0]
    for table in tables[1:]:
        once = table[once]
    attractors = []
    for cycle in _cycles(once):
        states = []
        for state in cycle:
            for table in tables:
                states.append(state)
                state = int(table[state])
        attractors.append(states)
    return attractors


def _table(network: Percolated, module: Sequence[int], outside: Mapping[int, int]) -> Table:
    """Return the successor of each of the module's states."""
    import numpy

    rows = 1 << len(module)
    cols, mask = columns(len(module))
    values = [0] * len(network.programs)
    for i, value in (*network.fixed.items(), *outside.items()):
        values[i] = mask if value else 0
    for column, i in zip(cols, module, strict=True):
        values[i] = column
    table = numpy.zeros(rows, numpy.uint32)
    for j, i in enumerate(module):
        bits = evaluate(network.programs[i], values, mask).to_bytes((rows + 7) // 8, "little")
        ones = numpy.unpackbits(numpy.frombuffer(bits, numpy.uint8), count=rows, bitorder="little")
        table |= ones.astype(numpy.uint32) << numpy.uint32(j)
    return table


def _cycles(table: Table) -> list[list[int]]:
    """Return the cycles of a successor table, each from its smallest state, by that state."""
    import numpy

    image = numpy.unique(table)
    while True:
        smaller = numpy.unique(table[image])
        if len(smaller) == len(image):
            break
        image = smaller
    cycles, seen = [], set()
    for start in image.tolist():
        if start not in seen:
            cycle, state = [start], int(table[start])
            while state != start:
                cycle.append(state)
                state = int(table[state])
            seen.update(cycle)
            cycles.append(cycle)
    return cycles
