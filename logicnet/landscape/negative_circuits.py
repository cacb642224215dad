"""Negative feedback vertex sets: components that meet every circuit with an odd number of inhibitions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from logicnet.expressions.truth_tables import sign
from logicnet.landscape.driven import Driven, DrivenTable
from logicnet.limits import Budget


def negative_feedback_vertex_set(functions: Mapping[int, Driven], core: Collection[int], budget: Budget) -> list[int]:
    """Return components that meet every negative circuit, among them all that ever have a choice, ascending.

    Starts from a feedback vertex set and gives back each component whose return closes no negative circuit. Of those
    the circuits through it are the only ones to look at.

    Parameters
    ----------
    core
        A feedback vertex set with all components that ever have a choice.
    """
    graph = _Signed(functions)
    taken = set(core)
    degree = {i: len(function.regulators) for i, function in functions.items()}
    for i in sorted((i for i in core if functions[i].single), key=lambda i: (degree[i], i)):
        budget.check()
        if _two_camps(graph.circuits_through(i, taken), graph.signs):
            taken.discard(i)
    return sorted(taken)


class _Signed:
    """The signed interaction graph of a module."""

    def __init__(self, functions: Mapping[int, Driven]) -> None:
        self.signs = {i: _signs(function) for i, function in functions.items()}
        self.targets: dict[int, list[int]] = {i: [] for i in functions}
        for i, regulators in self.signs.items():
            for r in regulators:
                self.targets[r].append(i)

    def circuits_through(self, i: int, without: Collection[int]) -> set[int]:
        """Return the components on circuits through one, of circuits that avoid the others of a set."""
        return _reached(i, self.targets, without) & _reached(i, self.signs, without)


def _reached(start: int, after: Mapping[int, Iterable[int]], without: Collection[int]) -> set[int]:
    found, pending = {start}, [start]
    while pending:
        for j in after[pending.pop()]:
            if j not in found and j not in without:
                found.add(j)
                pending.append(j)
    return found


def _signs(function: Driven) -> dict[int, str]:
    """Return how each regulator acts: ``+``, ``-`` or ``?``."""
    if isinstance(function, DrivenTable):
        width = len(function.regulators)
        return {r: sign(function.ones, j, width) for j, r in enumerate(function.regulators)}
    found = {}
    for r in function.regulators:
        low, high = (function.diagrams.restrict(function.ones, {r: bit}) for bit in (0, 1))
        rises, falls = not high.l_and_not(low).is_false(), not low.l_and_not(high).is_false()
        found[r] = "?" if rises and falls else "+" if rises else "-"
    return found


def _two_camps(module: set[int], signs: Mapping[int, Mapping[int, str]]) -> bool:
    """Tell whether no circuit in a strongly connected part is negative.

    That is so exactly where it can be put into two camps, with activation inside a camp and inhibition between them
    (Harary 1953, doi:10.1307/mmj/1028989917).
    """
    edges = [(r, i, s) for i in module for r, s in signs[i].items() if r in module]
    if any(s == "?" for _, _, s in edges):
        return False
    neighbours: dict[int, list[tuple[int, bool]]] = {i: [] for i in module}
    for r, i, s in edges:
        neighbours[r].append((i, s == "-"))
        neighbours[i].append((r, s == "-"))
    start = min(module)
    camp, pending = {start: False}, [start]
    while pending:
        i = pending.pop()
        for other, across in neighbours[i]:
            if other not in camp:
                camp[other] = camp[i] != across
                pending.append(other)
            elif camp[other] != (camp[i] != across):
                return False
    return True
