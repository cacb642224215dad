"""Negative feedback vertex sets: components that meet every circuit with an odd number of inhibitions."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from logicnet.expressions.truth_tables import sign
from logicnet.landscape.circuits import feedback_vertex_set, modules
from logicnet.landscape.driven import Driven, DrivenTable


def negative_feedback_vertex_set(functions: Mapping[int, Driven]) -> list[int]:
    """Return components that meet every negative circuit, among them all that ever have a choice, ascending.

    Starts from a feedback vertex set and gives back each component whose return closes no negative circuit.
    """
    signs = {i: _signs(function) for i, function in functions.items()}
    loose = {i for i, function in functions.items() if not function.single}
    taken = set(feedback_vertex_set(functions, functions)) | loose
    degree = {i: len(function.regulators) for i, function in functions.items()}
    for i in sorted(taken - loose, key=lambda i: (degree[i], i)):
        if _balanced(functions, signs, functions.keys() - (taken - {i})):
            taken.discard(i)
    return sorted(taken)


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


def _balanced(functions: Mapping[int, Driven], signs: Mapping[int, Mapping[int, str]], among: Collection[int]) -> bool:
    """Tell whether no circuit among some components is negative: each strong module splits into two camps.

    A strongly connected signed graph has no negative circuit exactly where its components can be put into two camps,
    with activation inside a camp and inhibition between them (Harary 1953, doi:10.1307/mmj/1028989917).
    """
    return all(_two_camps(set(module), signs) for module in modules(functions, among))


def _two_camps(module: set[int], signs: Mapping[int, Mapping[int, str]]) -> bool:
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
