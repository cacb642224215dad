"""A rule set to portable text that mpbn, biodivine_aeon, PyBoolNet and BoolNet read as the same model.

Rules only: the author's comments are kept by the formatter, which edits the file's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from logicnet.errors import LimitReached
from logicnet.expressions.expression import AND, NOT, OR, XOR, Expression
from logicnet.expressions.tokens import is_portable
from logicnet.rules import RuleSet

HEADER = "targets, factors"
MOST_LITERALS = 10_000
# How the operators are written for every tool.
PORTABLE_SIGNS = {AND: "&", OR: "|", NOT: "!"}


def write(rules: RuleSet) -> str:
    """Return the rules as portable ``.bnet`` text; inputs are written ``X, X``, odd names with ``_``.

    Raises
    ------
    LimitReached
        A rule that would grow too long without ``^``.
    """
    names = portable_names([*(rule.target for rule in rules.rules), *rules.inputs])
    lines = [HEADER]
    for rule in rules.rules:
        lines.append(f"{names[rule.target]}, {without_xor(rule.expression).renamed(names)}")
    lines += [f"{names[name]}, {names[name]}" for name in rules.inputs]
    return "\n".join(lines) + "\n"


def portable_names(names: Iterable[str]) -> dict[str, str]:
    """Map each name to ``[A-Za-z_][A-Za-z0-9_]*``, a number behind it where two would meet; portable names stay."""
    listed = list(names)
    taken = {name for name in listed if is_portable(name)}
    found = {}
    for name in listed:
        if name in taken:
            found[name] = name
            continue
        base = re.sub(r"[^A-Za-z0-9_]", "_", name)
        base = base if is_portable(base) else f"_{base}"
        candidate, number = base, 2
        while candidate in taken:
            candidate, number = f"{base}_{number}", number + 1
        taken.add(candidate)
        found[name] = candidate
    return found


def without_xor(expression: Expression) -> Expression:
    """Return an equivalent expression without ``^``: ``a ^ b`` becomes ``a & !b | !a & b``.

    Raises
    ------
    LimitReached
        Where that adds more than `MOST_LITERALS` literals; each ``^`` doubles what it joins.
    """
    if XOR not in expression.program:
        return expression
    _refuse_growth(expression)
    stack: list[list[int]] = []
    for op in expression.program:
        if op == NOT:
            stack[-1].append(NOT)
        elif op == XOR:
            right, left = stack.pop(), stack.pop()
            stack.append([*left, *right, NOT, AND, *left, NOT, *right, AND, OR])
        elif op in (AND, OR):
            right = stack.pop()
            stack[-1].extend(right)
            stack[-1].append(op)
        else:
            stack.append([op])
    return Expression(expression.symbols, tuple(stack[0]))


def _refuse_growth(expression: Expression) -> None:
    counts: list[tuple[int, int]] = []  # literals of a part as it is, and without ^
    for op in expression.program:
        if op in (AND, OR, XOR):
            right, left = counts.pop(), counts.pop()
            counts.append((left[0] + right[0], (left[1] + right[1]) * (2 if op == XOR else 1)))
        elif op != NOT:
            counts.append((1, 1))
    [(before, after)] = counts
    if after - before > MOST_LITERALS:
        raise LimitReached(f"a rule of {before} literals with '^' would have more than {MOST_LITERALS} more without it")
