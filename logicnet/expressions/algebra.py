"""The one door to boolean.py: interchange with its expressions, and simplified rules for people to read."""

from __future__ import annotations

from functools import cache, reduce
from typing import Any

from logicnet.expressions.expression import AND, FALSE, NOT, OR, TRUE, XOR, Expression


@cache
def _algebra() -> Any:
    # One algebra for the whole process: a second one would rewire the classes of the first.
    import boolean

    return boolean.BooleanAlgebra()


def to_boolean_py(expression: Expression) -> Any:
    """Return the expression as a boolean.py object (its `Symbol` objects carry the component names).

    Exclusive or, which boolean.py does not have, is written with and, or, not.
    """
    algebra = _algebra()
    stack: list[Any] = []
    for op in expression.program:
        if op >= 0:
            stack.append(algebra.Symbol(expression.symbols[op]))
        elif op == NOT:
            stack.append(algebra.NOT(stack.pop()))
        elif op in (TRUE, FALSE):
            stack.append(algebra.TRUE if op == TRUE else algebra.FALSE)
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(_joined(algebra, op, left, right))
    return stack[0]


def _joined(algebra: Any, op: int, left: Any, right: Any) -> Any:
    if op == XOR:
        return algebra.OR(algebra.AND(left, algebra.NOT(right)), algebra.AND(algebra.NOT(left), right))
    return algebra.AND(left, right) if op == AND else algebra.OR(left, right)


def from_boolean_py(expression: Any) -> Expression:
    """Return a boolean.py expression in our compiled form; symbols are read by their name."""
    algebra = _algebra()
    symbols: dict[str, int] = {}

    def compiled(node: Any) -> list[int]:
        if node is algebra.TRUE or node is algebra.FALSE:
            return [TRUE if node is algebra.TRUE else FALSE]
        if isinstance(node, algebra.Symbol):
            return [symbols.setdefault(str(node.obj), len(symbols))]
        parts = [compiled(argument) for argument in node.args]
        if isinstance(node, algebra.NOT):
            return [*parts[0], NOT]
        op = AND if isinstance(node, algebra.AND) else OR
        return reduce(lambda left, right: [*left, *right, op], parts)

    program = compiled(expression)
    return Expression(tuple(symbols), tuple(program))


def simplified(expression: Expression) -> Expression:
    """Return an equivalent expression after boolean.py's algebraic simplification (absorption, elimination …)."""
    return from_boolean_py(to_boolean_py(expression).simplify())
