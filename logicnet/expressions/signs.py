"""How the components of a decision diagram act, all of them in one pass.

A function rises with a component somewhere exactly if it does at some node that asks for it: every node of a diagram
can be reached by choosing the components before it. So it is enough to compare the two branches of each node, and
branches are compared pair by pair, each pair once. A rule of 60,000 terms that are written both ways takes a second;
restricting its diagram for one component after the other takes minutes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from logicnet.errors import LimitReached

# Pairs of nodes that are compared for one rule.
MOST_PAIRS = 1_000_000

_RISES, _FALLS, _BOTH = 1, 2, 3
_SIGNS = {_RISES: "+", _FALLS: "-", _BOTH: "?"}

Node = tuple[int, int, int]


def signs_of(nodes: Sequence[Node], root: int, rank: Mapping[int, int], wanted: Collection[int]) -> dict[int, str]:
    """Return how components act in a decision diagram.

    Parameters
    ----------
    nodes, root
        As `Diagrams.decisions` gives them: children first, numbered from 2; 0 and 1 are the constants.
    rank
        Place of each component in the order of the diagram.
    wanted
        Components that the function depends on.

    Returns
    -------
    dict
        ``+``, ``-`` or ``?`` (both ways) for each wanted one.

    Raises
    ------
    LimitReached
        There are more than `MOST_PAIRS` pairs to compare.
    """
    pairs = _Pairs(nodes, rank)
    found = dict.fromkeys(wanted, 0)
    for component, low, high in _reachable(nodes, root):
        if found.get(component, _BOTH) != _BOTH:
            found[component] |= pairs.compared(low, high)
    return {component: _SIGNS[found[component]] for component in wanted}


def _reachable(nodes: Sequence[Node], root: int) -> list[Node]:
    """Return the nodes below the root: only what can be reached proves anything."""
    seen = {root}
    kept = []
    for number in range(len(nodes) + 1, 1, -1):
        if number in seen:
            kept.append(nodes[number - 2])
            seen.update(nodes[number - 2][1:])
    return kept


class _Pairs:
    """Compares two nodes of a diagram: bit `_RISES` where some state has 0 in the first and 1 in the second."""

    def __init__(self, nodes: Sequence[Node], rank: Mapping[int, int]) -> None:
        self.nodes = nodes
        self.level = [rank[component] for component, _, _ in nodes]
        self.known: dict[tuple[int, int], int] = {}

    def compared(self, a: int, b: int) -> int:
        """Compare two nodes; what lies below is compared first, without recursion."""
        stack = [(a, b)]
        while stack:
            found, open_ = self._combined(*stack[-1])
            if open_ is not None:
                stack.append(open_)
                continue
            self.known[stack.pop()] = found
            if len(self.known) > MOST_PAIRS:
                raise LimitReached(f"the signs of a rule take more than {MOST_PAIRS:,} comparisons")
        return self.known[a, b]

    def _combined(self, a: int, b: int) -> tuple[int, tuple[int, int] | None]:
        """Return what is known of a pair, and a pair below that has to be compared for the rest."""
        found = self._at_once(a, b)
        if found is not None:
            return found, None
        found = 0
        for pair in self._below(a, b):
            more = self._at_once(*pair)
            if more is None:
                return found, pair
            found |= more
            if found == _BOTH:
                break
        return found, None

    def _at_once(self, a: int, b: int) -> int | None:
        """Compare nodes that are the same, or constant (different nodes are different functions), or known."""
        if a == b:
            return 0
        if a == 0 or b == 1:
            return _RISES
        if a == 1 or b == 0:
            return _FALLS
        return self.known.get((a, b))

    def _below(self, a: int, b: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the pairs that two nodes lead to where the component that comes first is 0, and where it is 1."""
        first, second = self.level[a - 2], self.level[b - 2]
        _, low_a, high_a = self.nodes[a - 2] if first <= second else (0, a, a)
        _, low_b, high_b = self.nodes[b - 2] if second <= first else (0, b, b)
        return (low_a, low_b), (high_a, high_b)
