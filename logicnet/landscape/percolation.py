"""Percolation: put what is fixed into every rule until nothing more becomes constant; then set leaves aside.

Percolation and the restriction to a trap space keep every attractor under both schemes (Zañudo & Albert 2013,
doi:10.1063/1.4809777). A leaf (a component that regulates nobody) follows the rest: under the asynchronous scheme
the attractors of the whole are exactly A × {c}, or A × {0,1} where its rule takes both values on A, for the
attractors A of the rest; under the synchronous scheme it adds nothing to a period.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from logicnet.expressions.expression import CERTAIN, FALSE, OPERATIONS, TRUE, UNKNOWN, Program, three_valued
from logicnet.expressions.functions import DiagramFunction, TableFunction, update_function

Function = TableFunction | DiagramFunction
_WRITTEN: Mapping[Program, int] = {(TRUE,): 1, (FALSE,): 0}


class Regulated(Protocol):
    """Anything with regulators: the shape of a network, whatever its functions are."""

    @property
    def regulators(self) -> tuple[int, ...]:
        """Components that it depends on, ascending."""
        ...


class Ruled(Regulated, Protocol):
    """A function of which one can ask which values are possible in a space."""

    def reaches(self, value: int, space: Mapping[int, int]) -> bool:
        """Tell whether the function takes `value` somewhere in a space."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Percolated:
    """A network with everything put in that is fixed.

    Attributes
    ----------
    programs
        Of the whole network, by component.
    fixed
        Components with one value everywhere: held ones and those that became constant.
    functions
        Update functions of the others, over essential regulators that are among the others too; ascending.
    """

    programs: tuple[Program, ...]
    fixed: Mapping[int, int]
    functions: Mapping[int, Function]

    def restricted(self, space: Mapping[int, int]) -> Percolated:
        """Return the network inside a trap space, percolated further."""
        fixed = {**self.fixed, **space}
        return _settled(self.programs, fixed, {i: f for i, f in self.functions.items() if i not in fixed}, space)

    def driven(self, module: Iterable[int], values: Mapping[int, int]) -> Percolated:
        """Return one module alone with components outside held at values, percolated further."""
        fixed = {**self.fixed, **values}
        return _settled(self.programs, fixed, self.only(module), values)

    def alike(self, other: Percolated) -> bool:
        """Tell whether another network comes to the same functions and fixed components: its dynamics are the same."""
        return self.fixed == other.fixed and self.functions == other.functions

    def only(self, components: Iterable[int]) -> dict[int, Function]:
        """Return the functions of some components."""
        return {i: self.functions[i] for i in components}


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """A network with its rules as they are written, once what follows from constants is put in.

    Attributes
    ----------
    programs
        Of the whole network, by component.
    fixed
        Components that are held, and what three-valued logic concludes from them and from constant rules.
    """

    programs: tuple[Program, ...]
    fixed: Mapping[int, int]

    def named(self) -> dict[int, set[int]]:
        """Return which components the rules of the others name that are among the others too; ascending."""
        put_in = {*self.fixed, *OPERATIONS}
        return {i: {*program} - put_in for i, program in enumerate(self.programs) if i not in self.fixed}

    def percolated(self) -> Percolated:
        """Return the network with truth tables for rules: now everything follows."""
        fixed = dict(self.fixed)
        functions = {i: update_function(p, fixed) for i, p in enumerate(self.programs) if i not in fixed}
        return _settled(self.programs, fixed, functions, {})


def percolate(programs: tuple[Program, ...], held: Mapping[int, int]) -> Percolated:
    """Return the network with the held components put in; a held component has no update of its own."""
    return followed(programs, held).percolated()


def followed(programs: tuple[Program, ...], held: Mapping[int, int]) -> Written:
    """Return what follows from constants and from held components as the rules are written: without a truth table."""
    fixed = {i: _WRITTEN[p] for i, p in enumerate(programs) if p in _WRITTEN}
    fixed.update(held)
    if fixed:
        _follow(programs, fixed)
    return Written(programs, fixed)


def _follow(programs: Sequence[Program], fixed: dict[int, int]) -> None:
    """Add to what is fixed everything that three-valued logic concludes from it."""
    readers = _named_by(programs)
    values = [UNKNOWN] * len(programs)
    for i, bit in fixed.items():
        values[i] = CERTAIN[bit]
    news = list(fixed)
    while news:
        reached = [t for i in news for t in readers[i] if values[t] == UNKNOWN]
        news = []
        for t in dict.fromkeys(reached):
            program = programs[t]
            value = three_valued(program, values) if len(program) > 1 else values[program[0]]
            if value != UNKNOWN:
                values[t] = value
                fixed[t] = int(value == CERTAIN[1])
                news.append(t)


def _settled(
    programs: tuple[Program, ...],
    fixed: dict[int, int],
    functions: dict[int, Function],
    news: Mapping[int, int],
) -> Percolated:
    """Work until no function is constant; `news` are components fixed since the functions were made."""
    pending = {i for i, f in functions.items() if not f.regulators}
    targets = targets_of(functions) if news or pending else {}
    pending |= {i for source in news for i in targets.get(source, ())}
    while pending:
        stale: set[int] = set()
        for i in sorted(pending):
            if not fixed.keys().isdisjoint(functions[i].regulators):
                functions[i] = update_function(programs[i], fixed)
            value = functions[i].constant
            if value is not None:
                fixed[i] = value
                del functions[i]
                stale.update(targets.get(i, ()))
        pending = {i for i in stale if i in functions}
    return Percolated(programs, fixed, dict(sorted(functions.items())))


def _named_by(programs: Sequence[Program]) -> list[list[int]]:
    """Return the rules that name a component, by component, as often as they do."""
    readers: list[list[int]] = [[] for _ in programs]
    for i, program in enumerate(programs):
        for op in program:
            if op >= 0:
                readers[op].append(i)
    return readers


def targets_of(functions: Mapping[int, Regulated]) -> dict[int, list[int]]:
    """Return whom each component regulates, by component."""
    targets: dict[int, list[int]] = {}
    for i, function in functions.items():
        for regulator in function.regulators:
            targets.setdefault(regulator, []).append(i)
    return targets


def split_leaves(functions: Mapping[int, Regulated], kept: Collection[int] = ()) -> tuple[list[int], list[int]]:
    """Return the core (what feeds a circuit, or a component of `kept`) and the leaves, regulators before targets."""
    regulated = {i: int(i in kept) for i in functions}
    for function in functions.values():
        for regulator in function.regulators:
            regulated[regulator] += 1
    ready = [i for i in functions if not regulated[i]]
    leaves = []
    while ready:
        leaf = ready.pop()
        leaves.append(leaf)
        for regulator in functions[leaf].regulators:
            regulated[regulator] -= 1
            if not regulated[regulator]:
                ready.append(regulator)
    aside = set(leaves)
    return [i for i in functions if i not in aside], leaves[::-1]


def independent_parts(functions: Mapping[int, Regulated], core: Collection[int]) -> list[list[int]]:
    """Split the core into its weakly connected parts, each ascending, by their first component."""
    neighbours: dict[int, list[int]] = {i: [*functions[i].regulators] for i in core}
    for i in core:
        for regulator in functions[i].regulators:
            neighbours[regulator].append(i)
    parts: list[list[int]] = []
    seen: set[int] = set()
    for i in core:
        if i not in seen:
            seen.add(i)
            part = [i]
            for one in part:
                fresh = [other for other in neighbours[one] if other not in seen]
                seen.update(fresh)
                part += fresh
            parts.append(sorted(dict.fromkeys(part)))
    return parts
