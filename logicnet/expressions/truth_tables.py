"""Truth tables as Python integers: bit ``k`` of a table is the value where regulator ``j`` has bit ``j`` of ``k``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

Cube = tuple[tuple[int, int], ...]


@cache
def columns(width: int) -> tuple[tuple[int, ...], int]:
    """Return the columns of `width` variables over all ``2**width`` rows, and the mask of all rows."""
    rows = 1 << width
    return tuple(_column(j, rows) for j in range(width)), (1 << rows) - 1


def _column(variable: int, rows: int) -> int:
    """Return a variable's column: half a period of 0, half of 1, doubled up to all rows (a division takes seconds)."""
    half = 1 << variable
    column, length = ((1 << half) - 1) << half, 2 * half
    while length < rows:
        column |= column << length
        length *= 2
    return column


def cofactors(table: int, variable: int, width: int) -> tuple[int, int]:
    """Return the table's rows where a variable is 0 and where it is 1, both standing on the rows where it is 0."""
    column = columns(width)[0][variable]
    shift = 1 << variable
    return table & ~column, (table & column) >> shift


def essential(table: int, width: int) -> list[int]:
    """Return the variables that the table depends on, ascending."""
    return [j for j in range(width) if (pair := cofactors(table, j, width))[0] != pair[1]]


def sign(table: int, variable: int, width: int) -> str:
    """Return how the table depends on a variable: ``+``, ``-``, ``?`` (both) or ```` (not at all)."""
    low, high = cofactors(table, variable, width)
    rises, falls = bool(high & ~low), bool(low & ~high)
    return "?" if rises and falls else "+" if rises else "-" if falls else ""


@cache
def implicants(table: int, width: int) -> tuple[Cube, ...]:
    """Return an irredundant sum of products of the table (Minato-Morreale).

    Each cube is a tuple of (variable, value); their union is exactly the rows at 1.

    References
    ----------
    Minato S. Fast generation of prime-irredundant covers from binary decision diagrams. IEICE Trans. 1993.
    """
    return tuple(_cover(table, table, width)[0])


def _cover(lower: int, upper: int, width: int) -> tuple[list[Cube], int]:
    """Cover every row of `lower` without leaving `upper`; recursion is at most 16 deep."""
    if not lower:
        return [], 0
    if upper == columns(width)[1]:
        return [()], upper
    variable = width - 1
    half = 1 << variable
    mask = (1 << half) - 1
    low0, low1, up0, up1 = lower & mask, lower >> half, upper & mask, upper >> half
    cubes0, rows0 = _cover(low0 & ~up1, up0, variable)
    cubes1, rows1 = _cover(low1 & ~up0, up1, variable)
    shared, rows = _cover((low0 & ~rows0) | (low1 & ~rows1), up0 & up1, variable)
    cubes = [(*c, (variable, 0)) for c in cubes0] + [(*c, (variable, 1)) for c in cubes1] + shared
    return cubes, (rows0 | rows) | ((rows1 | rows) << half)


@cache
def decisions(table: int, width: int) -> tuple[tuple[int, int, int], ...]:
    """Return the table as a decision diagram: (variable, node where it is 0, node where it is 1), children first.

    Nodes 0 and 1 are the constants, the first one listed is node 2; the last one listed is the root. A constant table
    has one node, which asks nothing of consequence.
    """
    listed: dict[tuple[int, int, int], int] = {}
    known: dict[tuple[int, int], int] = {}

    def number(table: int, width: int) -> int:  # at most 16 deep
        if not table or table == (1 << (1 << width)) - 1:
            return int(table > 0)
        if (table, width) not in known:
            half = 1 << (width - 1)
            low, high = number(table & ((1 << half) - 1), width - 1), number(table >> half, width - 1)
            node = low if low == high else listed.setdefault((width - 1, low, high), len(listed) + 2)
            known[table, width] = node
        return known[table, width]

    number(table, width)
    return tuple(listed)


def rows_within(regulators: Sequence[int], space: Mapping[int, int]) -> int:
    """Return the rows of a table over some components that lie in a space."""
    cols, rows = columns(len(regulators))
    for column, regulator in zip(cols, regulators, strict=True):
        bit = space.get(regulator)
        if bit is not None:
            rows &= column if bit else ~column
    return rows


def without(table: int, variable: int, width: int) -> int:
    """Return the table without a variable that it does not depend on."""
    full = columns(width)[1]
    block = 1 << variable
    while block < 1 << (width - 1):  # of two blocks with gaps between them make one of twice the size
        kept = full // ((1 << (4 * block)) - 1) * ((1 << block) - 1)
        table = table & kept | table >> block & kept << block
        block *= 2
    return table & ((1 << (1 << (width - 1))) - 1)
