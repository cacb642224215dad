"""Where a component is defined, and where it is spoken of."""

from __future__ import annotations

import re

from logicnet.diagnostics import Place
from logicnet.formats.bnet import Occurrence
from logicnet.language_server.outline import stated
from logicnet.language_server.pages import Family

_GIVEN = re.compile(r"\s*(?:#\?)?\s*(?:then\s+)?given\s")
_WORD = re.compile(r"[\w.-]+")


def definitions(family: Family, line: int, column: int) -> list[Place]:
    """Return where what is named at a place is defined.

    Of a component the target of its rule, of which there may wrongly be more; of a condition that is given its line.
    """
    mention = family.here.mention_at(line, column)
    if mention is None:
        return _conditions(family, line, column)
    if family.model is None:
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


def _conditions(family: Family, line: int, column: int) -> list[Place]:
    text = family.here.line(line)
    named = {found[0] for found in _WORD.finditer(text) if found.start() < column <= found.end() + 1}
    entries = (entry for page in {id(p): p for p in (family.here, *family.pages)}.values() for entry in stated(page))
    return [e.place for e in entries if _GIVEN.match(text) and e.kind == "condition" and e.name in named]
