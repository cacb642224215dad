"""Feedback vertex sets, evaluation orders and strong modules of a (percolated) interaction graph."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from logicnet.landscape.percolation import Regulated
from logicnet.limits import Budget


def feedback_vertex_set(functions: Mapping[int, Regulated], part: Collection[int], budget: Budget) -> list[int]:
    """Return a small set of components that meets every circuit of a part, ascending.

    Reduces the graph as Levy and Low do (1988, doi:10.1016/0196-6774(88)90013-2): a self-loop is taken, a component
    without regulators or targets dropped, one with a single regulator or target bypassed; where nothing reduces, the
    component with the most paths through it is taken. Then each one that proves superfluous is given back.
    """
    inside = set(part)
    sources = {i: inside.intersection(functions[i].regulators) for i in part}
    targets: dict[int, set[int]] = {i: set() for i in part}
    for i, regulators in sources.items():
        for regulator in regulators:
            targets[regulator].add(i)
    taken: list[int] = []
    while sources:
        budget.check()
        _reduce(sources, targets, taken)
        if sources:
            widest = max(sources, key=lambda i: (len(sources[i]) * len(targets[i]), -i))
            taken.append(widest)
            _drop(widest, sources, targets)
    return _minimised(functions, part, taken, budget)


def _reduce(sources: dict[int, set[int]], targets: dict[int, set[int]], taken: list[int]) -> None:
    pending = sorted(sources)
    while pending:
        i = pending.pop()
        if i not in sources:
            continue
        before, after = sources[i], targets[i]
        if i in before:
            taken.append(i)
        elif len(before) > 1 and len(after) > 1:
            continue
        else:
            for regulator in before:
                for target in after:
                    targets[regulator].add(target)
                    sources[target].add(regulator)
        pending += sorted((before | after) - {i})
        _drop(i, sources, targets)


def _drop(i: int, sources: dict[int, set[int]], targets: dict[int, set[int]]) -> None:
    for regulator in sources.pop(i) - {i}:
        targets[regulator].discard(i)
    for target in targets.pop(i) - {i}:
        sources[target].discard(i)


def _minimised(
    functions: Mapping[int, Regulated], part: Collection[int], taken: list[int], budget: Budget
) -> list[int]:
    """Give back each component that is on no circuit outside of the others: only circuits through it are left."""
    kept = set(taken)
    outside = set(part) - kept
    for i in sorted(taken, key=lambda i: (len(functions[i].regulators), i)):
        budget.check()
        outside.add(i)
        if _on_circuit(functions, i, outside):
            outside.discard(i)
        else:
            kept.discard(i)
    return sorted(kept)


def _on_circuit(functions: Mapping[int, Regulated], i: int, inside: Collection[int]) -> bool:
    seen: set[int] = set()
    pending = [i]
    while pending:
        for r in functions[pending.pop()].regulators:
            if r == i:
                return True
            if r in inside and r not in seen:
                seen.add(r)
                pending.append(r)
    return False


def evaluation_order(functions: Mapping[int, Regulated], among: Collection[int]) -> list[int] | None:
    """Return components so that each comes after its regulators among them, or None where they form a circuit."""
    inside = set(among)
    waiting = {i: sum(r in inside for r in functions[i].regulators) for i in sorted(inside)}
    targets: dict[int, list[int]] = {i: [] for i in inside}
    for i in waiting:
        for regulator in functions[i].regulators:
            if regulator in inside:
                targets[regulator].append(i)
    ready = [i for i, count in waiting.items() if not count]
    order = []
    while ready:
        i = ready.pop()
        order.append(i)
        for target in targets[i]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return order if len(order) == len(inside) else None


def first_use(functions: Mapping[int, Regulated]) -> dict[int, int]:
    """Return each component's place in an order in which regulators stand close before what reads them.

    Follows regulators depth first, without recursion, those with the most regulators first; a component stands behind
    whatever was found by way of it. (For the variables of decision diagrams: Malik et al. 1988,
    doi:10.1109/ICCAD.1988.122451.)
    """

    def ranked(found: Iterable[int]) -> Iterator[int]:
        return iter(sorted(found, key=lambda i: (-len(functions[i].regulators), i)))

    place: dict[int, int] = {}
    seen: set[int] = set()
    for root in ranked(functions):
        path = [(root, ranked(functions[root].regulators))] if root not in seen else []
        seen.add(root)
        while path:
            fresh = next((r for r in path[-1][1] if r not in seen), None)
            if fresh is None:
                place[path.pop()[0]] = len(place)
            else:
                seen.add(fresh)
                path.append((fresh, ranked(functions[fresh].regulators)))
    return place


def linear_order(functions: Mapping[int, Regulated], parts: Collection[Collection[int]]) -> list[int]:
    """Return components in an order in which each stands near those it regulates and those that regulate it.

    Starts from the modules in their order and moves everything to the mean place of the rules it takes part in, for as
    long as these get shorter and a few times more (Aloul, Markov & Sakallah 2003, doi:10.1145/764808.764839).
    """
    order = [i for part in parts for i in part]
    rules = [{i, *functions[i].regulators} for i in order if any(r != i for r in functions[i].regulators)]
    best, least, patience = order, _length(rules, order), 5
    while patience:
        order = _drawn_together(rules, order)
        length = _length(rules, order)
        patience -= 1
        if length < least:
            best, least, patience = order, length, 5
    return best


def _length(rules: Collection[Collection[int]], order: Collection[int]) -> int:
    place = {i: k for k, i in enumerate(order)}
    return sum(max(places) - min(places) for rule in rules if (places := [place[i] for i in rule]))


def _drawn_together(rules: Collection[Collection[int]], order: Collection[int]) -> list[int]:
    place = {i: k for k, i in enumerate(order)}
    means: dict[int, list[float]] = {i: [] for i in order}
    for rule in rules:
        mean = sum(place[i] for i in rule) / len(rule)
        for i in rule:
            means[i].append(mean)
    centre = {i: sum(found) / len(found) if found else place[i] for i, found in means.items()}
    return sorted(order, key=lambda i: (centre[i], place[i]))


def modules(functions: Mapping[int, Regulated], part: Collection[int]) -> list[list[int]]:
    """Return the strongly connected components of a part, each ascending, regulators before targets.

    Follows regulators depth first (Tarjan 1972, doi:10.1137/0201010), without recursion: a module is complete when
    all upstream of it are, so each comes as late as its own target allows and little has to be kept in mind between.
    """
    inside = set(part)
    search = _Tarjan({i: [r for r in functions[i].regulators if r in inside] for i in sorted(inside)})
    for i in search.regulators:
        if i not in search.number:
            search.visit(i)
    return search.found


class _Tarjan:
    def __init__(self, regulators: Mapping[int, list[int]]) -> None:
        self.regulators = regulators
        self.number: dict[int, int] = {}  # in the order of the visits
        self.lowest: dict[int, int] = {}  # the earliest component on the stack that can be reached
        self.stack: list[int] = []
        self.waiting: set[int] = set()  # on the stack
        self.found: list[list[int]] = []

    def _open(self, i: int) -> tuple[int, Iterator[int]]:
        self.number[i] = self.lowest[i] = len(self.number)
        self.stack.append(i)
        self.waiting.add(i)
        return i, iter(self.regulators[i])

    def visit(self, root: int) -> None:
        path = [self._open(root)]
        while path:
            i, rest = path[-1]
            for r in rest:
                if r not in self.number:
                    path.append(self._open(r))
                    break
                if r in self.waiting:
                    self.lowest[i] = min(self.lowest[i], self.number[r])
            else:
                path.pop()
                if path:
                    self.lowest[path[-1][0]] = min(self.lowest[path[-1][0]], self.lowest[i])
                if self.lowest[i] == self.number[i]:
                    self._close(i)

    def _close(self, root: int) -> None:
        module = [self.stack.pop()]
        while module[-1] != root:
            module.append(self.stack.pop())
        self.waiting.difference_update(module)
        self.found.append(sorted(module))
