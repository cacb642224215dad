"""The mutants of a model: every literal of every rule, once left out and once negated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from logicnet.diagnostics import Place
from logicnet.errors import RuleFileError
from logicnet.expressions import Expression, Program
from logicnet.expressions.expression import AND, FALSE, NOT, TRUE, XOR
from logicnet.expressions.functions import update_function
from logicnet.expressions.tokens import CONSTANTS, OTHER_SIGNS, SIGNS, Token
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.document import is_name
from logicnet.network import BooleanNetwork

DROPPED, NEGATED = "dropped", "negated"
_CONSTANT = (TRUE, FALSE)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A model with one literal of one rule changed.

    Attributes
    ----------
    component
        Whose rule is changed.
    change
        ``dropped`` (taken out of what it stands in; a rule of this literal alone is never on) or ``negated``.
    literal
        As the rule has it: a name, with the negations that stand right before it.
    place
        Where the literal stands.
    rule
        The expression as mutated. A component that now keeps its value is written ``A & A``, since ``A`` alone
        would make it an input.
    position, program
        Number of the component in the network, and its mutated program.
    equivalent
        Whether the update function is the same as before, so that nothing could tell the two apart.
    """

    component: str
    change: str
    literal: str
    place: Place
    rule: str
    position: int
    program: Program
    equivalent: bool


def mutants_of(document: Document) -> list[Mutant]:
    """Return the mutants of a model in the order of its text; inputs have none.

    Raises
    ------
    RuleFileError
        The file is no model.
    """
    if document.refused:
        raise RuleFileError(document.findings)
    network = BooleanNetwork.from_rules(document.rules)
    return [
        mutant
        for position, span in enumerate(document.spans)
        if network.programs[position] != (position,)
        for mutant in _of_rule(document, network, position, document.tokens(span)[2:])
    ]


def _of_rule(document: Document, network: BooleanNetwork, position: int, tokens: Sequence[Token]) -> Iterator[Mutant]:
    program = network.programs[position]
    for start, place in zip(_operands(program), _places(document, tokens), strict=True):
        if program[start] < 0:
            continue  # a constant is no literal
        literal = "!" * (_end(program, start) - start - 1) + network.names[program[start]]
        for change, changed in ((DROPPED, without(program, start)), (NEGATED, negated(program, start))):
            mutated = (position, position, AND) if changed == (position,) else changed
            equivalent = update_function((*program, *mutated, XOR), {}).constant == 0
            rule = Expression(network.names, mutated).text
            component = network.names[position]
            yield Mutant(component, change, literal, place, rule, position, mutated, equivalent)


def _places(document: Document, tokens: Sequence[Token]) -> Iterator[Place]:
    """Yield where the operands of an expression stand, each with the negations right before it."""
    first: Token | None = None
    for token in tokens:
        text = token.text.lower()
        if SIGNS.get(text) == NOT or OTHER_SIGNS.get(text) == NOT or text == "not":
            first = first or token
            continue
        if is_name(token.text) or text in CONSTANTS:
            start = first if first is not None and first.line == token.line else token
            yield document.source.place(start.line, start.column, token.column + len(token.text) - start.column)
        first = None


# --- on programs ------------------------------------------------------------------------------------------------------


def _operands(program: Program) -> Iterator[int]:
    """Yield where the operands of a program stand: in the order in which the text names them."""
    return (k for k, op in enumerate(program) if op >= 0 or op in _CONSTANT)


def _end(program: Program, start: int) -> int:
    """Return where the literal that starts somewhere ends: behind the negations of its name."""
    end = start + 1
    while end < len(program) and program[end] == NOT:
        end += 1
    return end


def negated(program: Program, start: int) -> Program:
    """Return a program with the literal that starts somewhere negated: by one negation less where it has some."""
    end = _end(program, start)
    return (*program[: end - 1], *program[end:]) if end > start + 1 else (*program[:end], NOT, *program[end:])


def without(program: Program, start: int) -> Program:
    """Return a program without the literal that starts somewhere, and without the operation that joined it."""
    end = _end(program, start)
    depth = 0  # values that wait since the literal
    for k in range(end, len(program)):
        op = program[k]
        if op >= 0 or op in _CONSTANT:
            depth += 1
        elif op != NOT and depth <= 1:  # joins the literal: to what stands before it, or to what came since
            return (*program[:start], *program[end:k], *program[k + 1 :])
        elif op != NOT:
            depth -= 1
    return (FALSE,)
