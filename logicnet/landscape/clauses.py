"""Fixed points and trap spaces of a network as the models of clauses.

A variable is a number from 1; its literals are the bits ``2k`` (it is true) and ``2k + 1`` (it is false) of an integer,
a clause is the integer with the bits of its literals, and so is a set of literals that hold. One variable a component
says that it is 1; for a trap space two say that it may be 0 and that it may be 1, where it can be free.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from logicnet.landscape.driven import Driven, DrivenTable
from logicnet.landscape.solver import Functions

# Products of a rule's sum of products; a rule with more is not put in clauses.
LONGEST_SUM = 5_000

Clause = int
Cubes = Mapping[tuple[int, int], list[dict[int, int]]]
"""By component and value, cubes over the regulators whose union is where the value is possible."""


def literals(clause: Clause) -> Iterator[int]:
    """Yield the literals of a clause as the numbers of their bits, ascending."""
    while clause:
        lowest = clause & -clause
        yield lowest.bit_length() - 1
        clause ^= lowest


@dataclass(frozen=True, slots=True)
class Clauses:
    """A conjunction of clauses over the variables 1 to `width`."""

    width: int
    clauses: list[Clause]

    @property
    def positive(self) -> int:
        """The literals of all variables that say that they are true."""
        return everything(self.width)


def everything(width: int) -> int:
    """Return the literals of the variables 1 to `width` that say that they are true."""
    return (1 << 2 * width + 2) // 3 & ~1


def negated(held: int, positive: int) -> int:
    """Return the negations of some literals."""
    return (held & positive) << 1 | held >> 1 & positive


@dataclass(frozen=True, slots=True)
class Statement:
    """What the models are about.

    Attributes
    ----------
    functions
        The network's functions.
    may
        The literal of "this component may have this value".
    width
        The number of variables.
    cubes
        The rules.
    """

    functions: Functions
    may: Mapping[tuple[int, int], int]
    width: int
    cubes: Cubes

    def closed(self) -> Iterator[Clause]:
        """Yield clauses that say: a value that a rule can take may be taken, and each component has some value."""
        for (i, value), cubes in self.cubes.items():
            yield self.clause((), ((i, 0), (i, 1)))
            yield from (self.clause(cube.items(), ((i, value),)) for cube in cubes)

    def percolated(self) -> Iterator[Clause]:
        """Yield clauses that say, of rules with one value a state: a value that a rule cannot take may not be taken.

        They need not say all of it.
        """
        for (i, value), cubes in self.cubes.items():
            if self.functions[i].single:
                fixed = ([(r, 1 - bit) for r, bit in cube.items()] for cube in cubes if i not in cube)
                yield from (self.clause(((i, 1 - value),), others) for others in fixed)

    def clause(self, given: Iterable[tuple[int, int]], then: Iterable[tuple[int, int]]) -> Clause:
        """Return the clause: where all these values may be taken, some of those may."""
        clause = 0
        for rail in given:
            clause |= 1 << (self.may[rail] ^ 1)
        for rail in then:
            clause |= 1 << self.may[rail]
        return clause

    def space(self, held: int) -> dict[int, int]:
        """Return the subspace (its fixed components) that a model is about, given the literals that hold."""
        possible = {rail: held >> literal & 1 for rail, literal in self.may.items()}
        return {i: possible[i, 1] for i in self.functions if possible[i, 0] != possible[i, 1]}


def stated(functions: Functions, free: Collection[int]) -> Statement | None:
    """Return what is to be said of trap spaces in which only some components can be free.

    None of them for fixed points, all of them for trap spaces; None is returned where a rule is too long.
    """
    found = ((i, value, cubes_of(function, value)) for i, function in functions.items() for value in (0, 1))
    cubes: dict[tuple[int, int], list[dict[int, int]]] = {}
    for i, value, listed in found:
        if listed is None:
            return None
        cubes[i, value] = listed
    return restated(functions, cubes, free)


def restated(functions: Functions, cubes: Cubes, free: Collection[int]) -> Statement:
    """Return what is to be said with the rules' cubes at hand; see `stated`."""
    may: dict[tuple[int, int], int] = {}
    width = 0
    for i in functions:
        width += 1
        may[i, 1], may[i, 0] = 2 * width, 2 * width + 1
        if i in free:
            width += 1
            may[i, 0] = 2 * width
    return Statement(functions, may, width, cubes)


def kept_as_they_are(functions: Functions) -> set[int]:
    """Return the components that keep whatever value they have: inputs, which are free in no minimal trap space."""
    return {i for i, function in functions.items() if function == DrivenTable((i,), 0b01, 0b10)}


def cubes_of(function: Driven, value: int) -> list[dict[int, int]] | None:
    """Return cubes whose union is where a value is possible; None where they are too many."""
    if isinstance(function, DrivenTable):
        return [dict(cube) for cube in function.implicants(value)]
    return function.diagrams.irredundant(function.ones if value else function.zeros, LONGEST_SUM)
