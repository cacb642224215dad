"""The compiled form of a rule: a frozen postfix program over the components it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

# A program is a tuple of integers: an operand is the index of a symbol, everything below zero is an operation. What
# binds more closely is the greater number.
NOT, AND, XOR, OR, TRUE, FALSE = -1, -2, -3, -4, -5, -6
Program = tuple[int, ...]
# Behind a list of operands, each operation stands where its own number, counted from the end, finds it.
OPERATIONS = (FALSE, TRUE, OR, XOR, AND, NOT)


def evaluate(program: Program, columns: Sequence[int] | Mapping[int, int], mask: int) -> int:
    """Evaluate a program on many assignments at once.

    Parameters
    ----------
    program
        Postfix program; an operand ``i`` reads ``columns[i]``.
    columns
        One integer an operand: bit ``k`` is the operand's value in assignment ``k``.
    mask
        The integer with one bit set for each assignment, ``2**n - 1`` for ``n`` of them.

    Returns
    -------
    int
        Bit ``k`` is the value in assignment ``k``.

    Notes
    -----
    Time is linear in the program; nothing recurses, so nesting has no limit.
    """
    stack: list[int] = []  # below the top; its first item stands for nothing
    push, pop = stack.append, stack.pop
    top = 0
    for op in program:
        if op >= 0:
            push(top)
            top = columns[op]
        elif op == NOT:
            top ^= mask
        elif op == AND:
            top &= pop()
        elif op == OR:
            top |= pop()
        elif op == XOR:
            top ^= pop()
        else:
            push(top)
            top = mask if op == TRUE else 0
    return top


# In three-valued logic (Kleene's) false is the least and true the greatest value, and in between nothing is known:
# spelt with two digits, "and" and "or" are those of the digits.
UNKNOWN, CERTAIN = 0b01, (0b00, 0b11)

_NEGATED = {0b00: 0b11, 0b01: 0b01, 0b11: 0b00}


def three_valued(program: Program, values: Sequence[int]) -> int:
    """Evaluate a program where some operands are unknown; an unknown operand counts as a new one each time it is read.

    Parameters
    ----------
    program
        Postfix program; an operand ``i`` reads ``values[i]``.
    values
        `UNKNOWN`, or ``CERTAIN[0]`` or ``CERTAIN[1]``.
    """
    stack: list[int] = []  # as in `evaluate`
    push, pop = stack.append, stack.pop
    top = 0
    for op in program:
        if op >= 0:
            push(top)
            top = values[op]
        elif op == NOT:
            top = _NEGATED[top]
        elif op == AND:
            top &= pop()
        elif op == OR:
            top |= pop()
        elif op == XOR:
            other = pop()
            top = UNKNOWN if UNKNOWN in (top, other) else top ^ other
        else:
            push(top)
            top = CERTAIN[op == TRUE]
    return top


@dataclass(frozen=True, eq=False, repr=False)
class Expression:
    """A Boolean expression over named components.

    Attributes
    ----------
    names
        Names that operands stand for, perhaps of a whole file: many more than are in the expression.
    code
        Postfix program whose operands index `names`.

    Examples
    --------
    >>> from logicnet.expressions import parse
    >>> parse("RANKL & !OPG").evaluate({"RANKL": 1, "OPG": 0})
    1
    """

    names: Sequence[str]
    code: Program

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The names in it, each once, in order of first appearance."""
        return tuple([self.names[op] for op in dict.fromkeys(self.code) if op >= 0])

    @cached_property
    def program(self) -> Program:
        """Postfix program whose operands index `symbols`."""
        return self.linked({name: k for k, name in enumerate(self.symbols)})

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Expression):
            return NotImplemented
        return self.symbols == other.symbols and self.program == other.program

    def __hash__(self) -> int:
        return hash((self.symbols, self.program))

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def evaluate(self, values: Mapping[str, int], mask: int = 1) -> int:
        """Return the value under an assignment of every symbol (bit-parallel with a wider `mask`)."""
        return evaluate(self.program, [values[name] for name in self.symbols], mask)

    def linked(self, index: Mapping[str, int]) -> Program:
        """Return the program with each operand replaced by ``index[name]``."""
        return tuple([index[self.names[op]] if op >= 0 else op for op in self.code])

    def renamed(self, names: Mapping[str, str]) -> Expression:
        """Return the same expression with names replaced where `names` has them; new names must be distinct."""
        return Expression(tuple(names.get(name, name) for name in self.symbols), self.program)

    @cached_property
    def text(self) -> str:
        """The expression in portable spelling (``& | ^ ! ( ) 0 1``), with the fewest parentheses."""
        return _text(self)

    def __str__(self) -> str:
        return self.text


def linked(programs: Iterable[Program], names: Sequence[str], index: Mapping[str, int]) -> list[Program]:
    """Return programs over `names` with operands replaced by ``index[name]``; a name in none of them may lack there."""
    meant = [*[index.get(name, 0) for name in names], *OPERATIONS]
    # What picks items takes a quarter of the time of a loop; it gives a single one without a tuple.
    return [itemgetter(*program)(meant) if len(program) > 1 else (meant[program[0]],) for program in programs]


_SPELT = {AND: (" & ", 3), XOR: (" ^ ", 2), OR: (" | ", 1)}
_ATOM = 5


def _text(expression: Expression) -> str:
    # Pieces are kept as lists and joined once: a chain of 60,000 terms would otherwise be copied 60,000 times.
    stack: list[tuple[list[str], int]] = []
    for op in expression.code:
        if op >= 0:
            stack.append(([expression.names[op]], _ATOM))
        elif op in (TRUE, FALSE):
            stack.append((["1" if op == TRUE else "0"], _ATOM))
        elif op == NOT:
            pieces, level = stack.pop()
            stack.append((["!", *_wrapped(pieces, level < 4)], 4))
        else:
            sign, binding = _SPELT[op]
            right, right_level = stack.pop()
            left, left_level = stack.pop()
            left = _wrapped(left, left_level < binding)
            left.append(sign)
            left.extend(_wrapped(right, right_level <= binding))
            stack.append((left, binding))
    return "".join(stack[0][0])


def _wrapped(pieces: list[str], needed: bool) -> list[str]:
    return ["(", *pieces, ")"] if needed else pieces
