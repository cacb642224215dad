"""Boolean expressions: text to a compiled form, truth tables, decision diagrams, and the door to boolean.py."""

from logicnet.expressions.expression import Expression, Program, evaluate
from logicnet.expressions.parser import parse

__all__ = ["Expression", "Program", "evaluate", "parse"]
