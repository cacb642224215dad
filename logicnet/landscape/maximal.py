"""Maximal trap spaces: a network's are those of its strong modules while everything else goes to and fro freely.

A maximal trap space fixes components of one module only. In the first module (regulators first) in which it fixes any,
everything upstream is free; what it fixes there is a trap space by itself, so it fixes nothing else, or a larger one
would hold it. Under that free drive a module can fall apart, and the argument holds again for its parts: the number of
maximal trap spaces is a sum over modules, where that of minimal ones is a product.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from logicnet.expressions.truth_tables import cofactors, essential, without
from logicnet.landscape.circuits import modules
from logicnet.landscape.driven import Driven, DrivenTable, driven, undriven
from logicnet.landscape.percolation import Percolated
from logicnet.landscape.solver import Functions
from logicnet.landscape.trap_spaces import Space, module_trap_spaces
from logicnet.limits import Budget


def maximal_trap_spaces(network: Percolated, budget: Budget) -> Iterator[Space]:
    """Yield the maximal trap spaces strictly inside a percolated network, module by module, regulators first."""
    whole = {i: undriven(function) for i, function in network.functions.items()}
    pending: list[Functions] = [whole]
    while pending:
        functions = pending.pop()
        parts = modules(functions, functions)
        if len(parts) > 1:
            pending += [_under_free_drive(functions, part) for part in reversed(parts)]
        elif parts:
            yield from _strong(functions, budget)


def _strong(functions: Functions, budget: Budget) -> Iterator[Space]:
    if len(functions) > 1:
        yield from module_trap_spaces(functions, "maximal", budget)
        return
    ((i, function),) = functions.items()
    yield from ({i: value} for value in (0, 1) if not function.reaches(1 - value, {i: value}))


def _under_free_drive(functions: Functions, part: Collection[int]) -> Functions:
    """Return a part of a network with everything outside free, and without what cannot be fixed then."""
    left = {i: functions[i] for i in part}
    while True:
        left = {i: _freed(function, left) for i, function in left.items()}
        fixable = {i: function for i, function in left.items() if function.regulators}
        if len(fixable) == len(left):
            return left
        left = fixable


def _freed(function: Driven, inside: Mapping[int, Driven]) -> Driven:
    """Return what a function may become while every regulator that is not inside takes both values."""
    outside = [r for r in function.regulators if r not in inside]
    if not isinstance(function, DrivenTable):
        return driven(function, [((r,), frozenset((0, 1))) for r in outside])
    zeros, ones, kept = function.zeros, function.ones, list(function.regulators)
    for r in outside:
        zeros, ones = (_either(table, kept.index(r), len(kept)) for table in (zeros, ones))
        kept.remove(r)
    needed = {*essential(zeros, len(kept)), *essential(ones, len(kept))}
    for j in reversed(range(len(kept))):
        if j not in needed:
            zeros, ones = (without(table, j, len(kept)) for table in (zeros, ones))
            del kept[j]
    return DrivenTable(tuple(kept), zeros, ones)


def _either(table: int, variable: int, width: int) -> int:
    """Return the rows that are in a table for some value of a variable, without that variable."""
    low, high = cofactors(table, variable, width)
    return without(low | high, variable, width)
