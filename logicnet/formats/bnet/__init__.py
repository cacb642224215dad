"""Rule files (``.bnet``): the reader with its diagnostics, the annotations, the behavioural tests, the writer."""

from logicnet.formats.bnet.document import Document, Occurrence
from logicnet.formats.bnet.reader import document_of, read
from logicnet.formats.bnet.writer import write

__all__ = ["Document", "Occurrence", "document_of", "read", "write"]
