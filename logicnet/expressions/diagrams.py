"""Binary decision diagrams for rules and sets of states that are too wide for a table.

The one door to the `Bdd` of biodivine_aeon. Diagrams are built from our own programs, never by its parser, which
overflows the stack on deeply nested rules; the library is imported when the first diagram is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from logicnet.expressions.expression import AND, NOT, OR, TRUE, Program

if TYPE_CHECKING:
    from biodivine_aeon import Bdd


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
        """Return the diagram of a program in which the components of `fixed` are constants."""
        stack: list[Bdd] = []
        for op in program:
            if op >= 0:
                stack.append(self._constant(fixed[op]) if op in fixed else self.literal(op, 1))
            elif op == NOT:
                stack.append(stack.pop().l_not())
            elif op in (AND, OR) or op > TRUE:
                top, below = stack.pop(), stack.pop()
                stack.append(below.l_and(top) if op == AND else below.l_or(top) if op == OR else below.l_xor(top))
            else:
                stack.append(self._constant(op == TRUE))
        return stack[0]

    def _constant(self, value: int | bool) -> Bdd:
        return self.true if value else self.false

    def restrict(self, diagram: Bdd, values: Mapping[int, int]) -> Bdd:
        """Return the diagram with the given components fixed and dropped."""
        return diagram.r_restrict({self.variables[i]: bool(v) for i, v in values.items()})

    def support(self, diagram: Bdd) -> list[int]:
        """Return the components that the diagram depends on, in variable order."""
        return [self.component_of[int(v)] for v in sorted(diagram.support_set(), key=int)]
