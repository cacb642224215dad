"""From an attractor under one question into the next one: what is held changes, the states stay."""

from __future__ import annotations

from logicnet.landscape import Attractor
from logicnet.reachability.locating import located
from logicnet.reachability.questions import Question
from logicnet.reachability.regions import Region


def after(question: Question, item: Attractor, following: Question) -> Region | None:
    """Return where a question starts from that follows an attractor of another one.

    Every state of the attractor is a start. Components that are held now stand where they are held; those that were
    held and are not any more start where they stood.

    Parameters
    ----------
    following
        Made with the diagrams of `question`.

    Returns
    -------
    Region or None
        None where the states of the attractor are not known.
    """
    found = located(question, item)
    if found is None:
        return None
    symbols = question.symbols
    states = symbols.within(found.states, question.system.fixed)
    states = symbols.without(states, following.system.fixed)
    components = list(following.system.functions)
    space = symbols.enclosing(states, components)
    return Region(space, None if len(space) == len(components) else states)
