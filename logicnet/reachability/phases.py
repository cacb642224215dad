"""From an attractor under one question into the next one: what is held changes, the states stay."""

from __future__ import annotations

from dataclasses import dataclass

from logicnet.landscape import Attractor
from logicnet.reachability.attractors_reached import outcomes
from logicnet.reachability.locating import located, representative
from logicnet.reachability.questions import Question
from logicnet.reachability.regions import Region
from logicnet.reachability.results import Verdict

TOO_MANY = "the states of an attractor are too many to start from"


@dataclass(frozen=True, slots=True)
class Onset:
    """Where a phase starts: a region, or bounds of it where its states are too many to be known.

    Attributes
    ----------
    around
        The states that the phase starts from; with `bounded` they are among these.
    bounded
        Whether `around` may hold other states, too.
    one
        A state that the phase certainly starts from, where it is `bounded` and one is known.
    """

    around: Region
    bounded: bool = False
    one: Region | None = None


def after(question: Question, item: Attractor, following: Question) -> Onset:
    """Return where a question starts from that follows an attractor of another one.

    Every state of the attractor is a start. Components that are held now stand where they are held; those that were
    held and are not any more start where they stood. Where the states are too many, they are all in the smallest trap
    space around the attractor.

    Parameters
    ----------
    following
        Made with the diagrams of `question`.
    """
    found = located(question, item)
    components = list(following.system.functions)
    if found is None:
        stood = {**question.system.fixed, **question.trap_space_of(item)}
        around = Region({i: stood[i] for i in components if i in stood})
        state = representative(question, item)
        one = None if state is None else Region({i: {**stood, **state}[i] for i in components})
        return Onset(around, True, one)
    symbols = question.symbols
    states = symbols.within(found.states, question.system.fixed)
    states = symbols.without(states, following.system.fixed)
    space = symbols.enclosing(states, components)
    return Onset(Region(space, None if len(space) == len(components) else states))


def outcomes_after(question: Question, onset: Onset) -> dict[str, Verdict]:
    """Return, by id, whether each attractor of the question can be reached from where it starts; ways are left out.

    From bounds: an attractor out of reach of all that is around is out of reach; where that leaves only one, every way
    ends in it; one that the known state reaches is reached.
    """
    found = outcomes(question, onset.around)
    if not onset.bounded:
        return found
    left = [name for name, verdict in found.items() if verdict.outcome != "no"]
    if len(left) == 1 and question.whole:
        return {**found, left[0]: Verdict("yes", every=True)}
    reached = outcomes(question, onset.one) if onset.one is not None else {}
    sure = {name: reached[name] for name in left if name in reached and reached[name].outcome == "yes"}
    return {**found, **{name: sure.get(name, Verdict("undecided", reason=TOO_MANY)) for name in left}}
