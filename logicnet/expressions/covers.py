"""The smallest sum of products of a Boolean function: how a set of input valuations is told in the fewest words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from logicnet.expressions.truth_tables import Cube, columns, implicants

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

    from logicnet.expressions.diagrams import Diagrams

# Variables up to which all prime implicants are looked at, and choices of them that are tried.
MOST_VARIABLES = 8
MOST_CHOICES = 20_000
# Products past which a condition is no longer an answer that anyone reads.
MOST_PRODUCTS = 200


@dataclass(frozen=True, slots=True)
class Cover:
    """A sum of products.

    Attributes
    ----------
    products
        Each a mapping of the components it asks for to their values; their union is exactly the set. None is false,
        one that asks for nothing is true.
    smallest
        Whether no sum with fewer products, or as many with fewer literals, does the same; else it is irredundant.
    """

    products: tuple[Mapping[int, int], ...]
    smallest: bool


def cover_of(diagrams: Diagrams, diagram: Bdd) -> Cover | None:
    """Return the smallest cover of a diagram that can be found; None where it has more than `MOST_PRODUCTS`."""
    support = diagrams.support(diagram)
    if len(support) > MOST_VARIABLES:
        return _large(diagrams, diagram)
    cols, mask = columns(len(support))
    may = {i: (mask ^ column, column) for i, column in zip(support, cols, strict=True)}
    cubes, smallest = smallest_cover(diagrams.evaluated(diagram, may, mask), len(support))
    return Cover(_ordered([{support[j]: bit for j, bit in cube} for cube in cubes]), smallest)


def _large(diagrams: Diagrams, diagram: Bdd) -> Cover | None:
    products = diagrams.irredundant(diagram, MOST_PRODUCTS)
    if products is None:
        return None
    return Cover(_ordered(products), False)


def _ordered(products: Sequence[Mapping[int, int]]) -> tuple[Mapping[int, int], ...]:
    """Return short products first, then by component, whatever the order of the diagram's variables is."""
    return tuple(sorted(products, key=lambda product: (len(product), sorted(product.items()))))


@cache
def smallest_cover(table: int, width: int) -> tuple[tuple[Cube, ...], bool]:
    """Return a smallest sum of products of a truth table, and whether it was proved to be one.

    Prime implicants (Quine 1952, doi:10.2307/2308219), then branch and bound over the primes of the row that fewest
    of them cover, starting from an irredundant sum.
    """
    best = [tuple(implicants(table, width))]
    if len(best[0]) <= 1:
        return best[0], True
    primes = {cube: rows for cube, rows in _cubes(width).items() if not rows & ~table}
    primes = {c: r for c, r in primes.items() if not any(c != d and r & ~s == 0 for d, s in primes.items())}
    choices = 0

    def branch(left: int, taken: tuple[Cube, ...]) -> None:
        nonlocal choices
        choices += 1
        if choices > MOST_CHOICES or _cost(taken) >= _cost(best[0]):
            return
        if not left:
            best[0] = taken
            return
        options = _options(left, primes, width)
        for cube in sorted(options, key=lambda cube: (-(primes[cube] & left).bit_count(), len(cube), cube)):
            branch(left & ~primes[cube], (*taken, cube))

    branch(table, ())
    return best[0], choices <= MOST_CHOICES


def _options(left: int, primes: Mapping[Cube, int], width: int) -> list[Cube]:
    """Return the primes of the row that is hardest to cover."""
    fewest: list[Cube] = []
    for row in range(1 << width):
        if left >> row & 1:
            covering = [cube for cube, rows in primes.items() if rows >> row & 1]
            if not fewest or len(covering) < len(fewest):
                fewest = covering
    return fewest


def _cost(cubes: Sequence[Cube]) -> tuple[int, int]:
    return len(cubes), sum(map(len, cubes))


@cache
def _cubes(width: int) -> dict[Cube, int]:
    """Return every product of literals with the set of its rows."""
    found: dict[Cube, int] = {(): columns(width)[1]}
    cols, mask = columns(width)
    for size in range(1, width + 1):
        for chosen in combinations(range(width), size):
            for bits in range(1 << size):
                cube = tuple((j, bits >> k & 1) for k, j in enumerate(chosen))
                rows = found[cube[:-1]]
                found[cube] = rows & (cols[chosen[-1]] if cube[-1][1] else mask ^ cols[chosen[-1]])
    return found
