"""Binary decision diagrams for rules and sets of states that are too wide for a table.

The one door to the `Bdd` of biodivine_aeon. Diagrams are built from our own programs, never by its parser, which
overflows the stack on deeply nested rules; the library is imported when the first diagram is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.expressions.expression import AND, FALSE, NOT, OR, TRUE, Program

if TYPE_CHECKING:
    from biodivine_aeon import Bdd

# A rule whose diagram grows past this many nodes is given up, with a word, before memory is.
LARGEST_RULE = 1_000_000
# Components that the library can number.
MOST_COMPONENTS = 65_534
# Variables up to which a sum of products is looked for.
DEEPEST = 300

_Covers = dict[tuple["Bdd", "Bdd"], tuple[list[dict[int, int]], "Bdd"]]


class _TooManyProducts(Exception):
    """A sum of products passes the length asked for."""


Decisions = tuple[list[tuple[int, int, int]], int]
"""Nodes (component, node where it is 0, node where it is 1), numbered from 2 in their order; 0 and 1 are the constants.
And the number of the root."""


class Diagrams:
    """Decision diagrams over a fixed list of components, in the order given.

    Parameters
    ----------
    components
        Indices of the components that become variables, in the order of the diagrams.
    """

    def __init__(self, components: Iterable[int]) -> None:
        from biodivine_aeon import BddVariableSet

        self.components = tuple(components)
        if len(self.components) > MOST_COMPONENTS:
            raise LimitReached(f"a diagram of more than {MOST_COMPONENTS:,} components cannot be made")
        self._context = BddVariableSet([f"v{i}" for i in self.components])
        self.variables = dict(zip(self.components, self._context.variable_ids(), strict=True))
        self.component_of = {int(variable): i for i, variable in self.variables.items()}
        self.true, self.false = self._context.mk_true(), self._context.mk_false()

    def literal(self, component: int, value: int) -> Bdd:
        """Return the diagram of "component has this value"."""
        return self._context.mk_literal(self.variables[component], bool(value))

    def cube(self, values: Mapping[int, int]) -> Bdd:
        """Return the diagram of all given values together."""
        return self._context.mk_conjunctive_clause({self.variables[i]: bool(v) for i, v in values.items()})

    def of_cubes(self, cubes: Iterable[Iterable[tuple[int, int]]]) -> Bdd:
        """Return the diagram of a sum of products, each a cube of (component, value)."""
        return self._context.mk_dnf([{self.variables[i]: bool(bit) for i, bit in cube} for cube in cubes])

    def of_program(self, program: Program, fixed: Mapping[int, int]) -> Bdd:
        """Return the diagram of a program in which the components of `fixed` are constants.

        A chain of one operator is gathered and joined in pairs: joined one by one, a rule of 60,000 terms would be
        copied 60,000 times.

        Raises
        ------
        LimitReached
            The diagram would pass `LARGEST_RULE` nodes.
        """
        stack: list[tuple[int, list[Bdd]]] = []
        for op in program:
            if op >= 0:
                stack.append((0, [self._constant(fixed[op]) if op in fixed else self.literal(op, 1)]))
            elif op in (TRUE, FALSE):
                stack.append((0, [self._constant(op == TRUE)]))
            elif op == NOT:
                stack.append((0, [self._joined(*stack.pop()).l_not()]))
            else:
                top, below = stack.pop(), stack.pop()
                terms = below[1] if below[0] == op else [self._joined(*below)]
                terms += top[1] if top[0] == op else [self._joined(*top)]
                stack.append((op, terms))
        return self._joined(*stack[0])

    def _joined(self, op: int, terms: list[Bdd]) -> Bdd:
        while len(terms) > 1:
            pairs = zip(terms[::2], terms[1::2], strict=False)
            terms = [self._pair(op, a, b) for a, b in pairs] + terms[len(terms) & ~1 :]
        return terms[0]

    def _pair(self, op: int, a: Bdd, b: Bdd) -> Bdd:
        try:
            if op == AND:
                return a.l_and(b, limit=LARGEST_RULE)
            return a.l_or(b, limit=LARGEST_RULE) if op == OR else a.l_xor(b, limit=LARGEST_RULE)
        except InterruptedError:
            raise LimitReached(f"a rule's decision diagram has more than {LARGEST_RULE:,} nodes") from None

    def _constant(self, value: int | bool) -> Bdd:
        return self.true if value else self.false

    def restrict(self, diagram: Bdd, values: Mapping[int, int]) -> Bdd:
        """Return the diagram with the given components fixed and dropped."""
        return diagram.r_restrict({self.variables[i]: bool(v) for i, v in values.items()})

    def evaluated(self, diagram: Bdd, may: Mapping[int, tuple[int, int]], mask: int) -> int:
        """Evaluate a diagram on many assignments at once.

        Parameters
        ----------
        may
            By component, the assignments (bits of an integer) in which it may be 0 and in which it may be 1.
        mask
            All assignments.

        Returns
        -------
        int
            The assignments in which some choice among what each component may be satisfies the diagram.
        """
        found = [0, mask]
        nodes, root = self.decisions(diagram)
        for component, low, high in nodes:
            zero, one = may[component]
            found.append(zero & found[low] | one & found[high])
        return found[root]

    def decisions(self, diagram: Bdd) -> Decisions:
        """Return the nodes of a diagram, children first, and the number of its root."""
        number: dict[int, int] = {}
        nodes: list[tuple[int, int, int]] = []
        for pointer in diagram.pointers():  # children first
            variable = diagram.node_variable(pointer)
            if variable is None:
                number[int(pointer)] = int(pointer.is_one())
                continue
            low, high = (number[int(child)] for child in diagram.node_links(pointer))
            nodes.append((self.component_of[int(variable)], low, high))
            number[int(pointer)] = len(nodes) + 1
        return nodes, number[int(diagram.root())]

    def irredundant(self, diagram: Bdd, most: int) -> list[dict[int, int]] | None:
        """Return an irredundant sum of products of a diagram (Minato-Morreale), or None where it has more than `most`.

        Recursion is as deep as the diagram has variables; past `DEEPEST` the answer is None too.
        """
        if len(diagram.support_set()) > DEEPEST:
            return None
        try:
            return self._cover(diagram, diagram, most, {})[0]
        except _TooManyProducts:
            return None

    def _cover(self, lower: Bdd, upper: Bdd, most: int, known: _Covers) -> tuple[list[dict[int, int]], Bdd]:
        if lower.is_false():
            return [], self.false
        if upper.is_true():
            return [{}], self.true
        key = lower, upper
        if key not in known:
            i = self._first(lower, upper)
            low0, low1 = (self.restrict(lower, {i: bit}) for bit in (0, 1))
            up0, up1 = (self.restrict(upper, {i: bit}) for bit in (0, 1))
            cubes0, rows0 = self._cover(low0.l_and_not(up1), up0, most, known)
            cubes1, rows1 = self._cover(low1.l_and_not(up0), up1, most, known)
            left = low0.l_and_not(rows0).l_or(low1.l_and_not(rows1))
            shared, rows = self._cover(left, up0.l_and(up1), most, known)
            cubes = [{i: 0, **c} for c in cubes0] + [{i: 1, **c} for c in cubes1] + shared
            if len(cubes) > most:
                raise _TooManyProducts
            one = self.literal(i, 1)
            known[key] = cubes, rows.l_or(rows0.l_and_not(one)).l_or(rows1.l_and(one))
        return known[key]

    def _first(self, *diagrams: Bdd) -> int:
        """Return the first component, in variable order, that one of some diagrams asks for."""
        roots = (diagram.node_variable(diagram.root()) for diagram in diagrams)
        return self.component_of[min(int(variable) for variable in roots if variable is not None)]

    def copied(self, other: Diagrams, diagram: Bdd) -> Bdd:
        """Return a diagram of another list of components as one of this list."""
        found: dict[int, Bdd] = {}
        for pointer in diagram.pointers():  # children first
            if pointer.is_terminal():
                found[int(pointer)] = self._constant(pointer.is_one())
                continue
            variable = diagram.node_variable(pointer)
            assert variable is not None, "only terminals test nothing"
            low, high = diagram.node_links(pointer)
            asked = self.literal(other.component_of[int(variable)], 1)
            found[int(pointer)] = asked.l_and(found[int(high)]).l_or(found[int(low)].l_and_not(asked))
        return found[int(diagram.root())]

    def exists(self, diagram: Bdd, components: Iterable[int]) -> Bdd:
        """Return the diagram of "for some values of these components"."""
        return diagram.r_exists([self.variables[i] for i in components])

    def needed(self, diagram: Bdd) -> dict[int, int]:
        """Return the components that have one value wherever the diagram holds, with that value; none for false."""
        if diagram.is_false():
            return {}
        return {self.component_of[int(v)]: int(bit) for v, bit in diagram.clause_necessary().items()}

    def support(self, diagram: Bdd) -> list[int]:
        """Return the components that the diagram depends on, in variable order."""
        return [self.component_of[int(v)] for v in sorted(diagram.support_set(), key=int)]
