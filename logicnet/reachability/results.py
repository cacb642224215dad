"""What an answer on reachability is: yes with a path, no with what proves it, or undecided with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from logicnet.landscape.results import Answer
from logicnet.rules import empty

Outcome = Literal["yes", "no", "undecided"]
YES: Final = "yes"
NO: Final = "no"
UNDECIDED: Final = "undecided"

TRAP_SPACE: Final = "trap space"
CLOSED_SET: Final = "closed set"


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a target can be reached from a start.

    Attributes
    ----------
    model, update, fixed, free
        As in `logicnet.Answer`.
    start, target
        As asked.
    outcome
        ``yes``: some state of the start can become a state of the target; ``no``: none can; ``undecided``: a limit
        was hit first.
    path
        For ``yes``: states by name in file order, the first in the start, the last in the target, each following the
        one before under the update scheme. One state where the target holds at the start.
    shortest
        Whether no path from any state of the start has fewer steps.
    certificate
        For ``no``: ``trap space`` (see `trap_space`) or ``closed set``: a set of states that holds the start and not
        the target, and that no update leaves.
    trap_space
        The fixed values of a trap space that holds the start and not the target; held components among them only
        where the target contradicts them.
    states
        Number of states of the closed set, counted over the components that have an effect on the target.
    reason
        For ``undecided``: what stopped the work, and what to do about it.
    """

    model: str
    update: str
    fixed: Mapping[str, int]
    free: tuple[str, ...]
    start: str
    target: str
    outcome: Outcome
    path: tuple[Mapping[str, int], ...] = ()
    shortest: bool = False
    certificate: str = ""
    trap_space: Mapping[str, int] = field(default_factory=empty)
    states: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReachableAttractors:
    """Which attractors can be reached from a start.

    Attributes
    ----------
    answer
        All attractors of the question, as `logicnet.attractors` gives them.
    start
        As asked.
    outcomes
        By attractor id: ``yes`` where some state of the start reaches it, ``no`` or ``undecided``.
    exactness
        ``exact`` where every attractor is known and decided, else ``at_least``: a ``yes`` and a ``no`` are certain
        all the same.
    reason
        What is missing; empty where the result is exact.
    """

    answer: Answer
    start: str
    outcomes: Mapping[str, Outcome]
    exactness: str
    reason: str

    def having(self, outcome: Outcome) -> tuple[str, ...]:
        """Return the ids of the attractors with an outcome, in the order of the answer."""
        return tuple(name for name, found in self.outcomes.items() if found == outcome)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a decision came to, by component number, before it has names; fields as in `Reach`."""

    outcome: Outcome
    path: tuple[Mapping[int, int], ...] = ()
    shortest: bool = False
    certificate: str = ""
    trap_space: Mapping[int, int] = field(default_factory=dict)
    states: int | None = None
    reason: str = ""
