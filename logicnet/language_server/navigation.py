"""Where a component is defined, and where it is spoken of."""

from __future__ import annotations

from logicnet.diagnostics import Place
from logicnet.formats.bnet import Occurrence
from logicnet.language_server.pages import Family


def definitions(family: Family, line: int, column: int) -> list[Place]:
    """Return the targets of the rules of the component at a place: one, or more where it wrongly has more."""
    mention = family.here.mention_at(line, column)
    if mention is None or family.model is None:
        return []
    return [o.place for o in family.model.mentions if o.role == "target" and o.name == mention.name]


def references(family: Family, line: int, column: int, declaration: bool = True) -> list[Place]:
    """Return every mention of the component at a place, the model's first.

    Parameters
    ----------
    declaration
        Whether its own rule counts.
    """
    mention = family.here.mention_at(line, column)
    if mention is None:
        return []
    every = (o for page in family.pages for o in page.mentions if o.name == mention.name)
    return [o.place for o in every if declaration or o.role != "target"]


def highlights(family: Family, line: int, column: int) -> list[Occurrence]:
    """Return the mentions of the component at a place in the same file."""
    mention = family.here.mention_at(line, column)
    return [o for o in family.here.mentions if mention is not None and o.name == mention.name]
