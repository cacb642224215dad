"""Rule files (``.bnet``): the reader with its diagnostics, the annotations, the behavioural tests, the writer."""

from logicnet.formats.bnet.reader import read
from logicnet.formats.bnet.writer import write

__all__ = ["read", "write"]
