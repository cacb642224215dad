"""What a question of reachability is answered with: a way, a proof that there is none, or what stopped the search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from logicnet.landscape import Attractor
from logicnet.rules import empty

Outcome = Literal["yes", "no", "undecided"]
State = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why a target cannot be reached, in a form that other code can check.

    Attributes
    ----------
    kind
        ``trap space``: the smallest trap space around the start contradicts the target.
        ``no return``: components of `stuck` stand as the target wants them and could never come back, so no way to
        the target moves them; while they stand, `values` hold for good, and the target asks for something else, or
        for a value that a component can never take.
        ``closed set``: everything that can be reached was computed, and none of it is in the target.
        ``closed set backward``: everything that can reach the target was computed, and no start is in it.
    values
        The components that never leave a value, with that value; for the first two kinds.
    stuck
        Components that no way to the target may move: with those before it standing still, none of the states that can
        be reached lets it come back.
    against
        Components of `values` that stand otherwise all over the target.
    states
        How many states the closed set has, over `components`.
    components
        The components that the target depends on and that can move; the closed set is one over these.
    """

    kind: str
    values: Mapping[str, int] = field(default_factory=empty)
    stuck: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    states: int | None = None
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a target can be reached.

    Attributes
    ----------
    model, update, fixed, free
        As in an `Answer`: what was asked, and where the inputs stood.
    start, target
        The question's two ends as asked: ``rest``, an attractor's id, or ``A=1 B=0``.
    several
        Whether the start leaves components open, so that it is more than one state; False for an attractor.
    outcome
        ``yes``: from some state of the start some state of the target can be reached; ``no``: from none; or
        ``undecided``.
    every
        Whether it can be reached from every state of the start; None where that is not known. For a start that is
        one state, or an attractor, the same as `outcome`.
    path
        For ``yes`` the states on one way, the first in the start, the last in the target.
    shortest
        True where no way from any state of the start is shorter; False where that is not known.
    certificate
        For ``no``, why.
    reason
        For ``undecided``, what stopped the search; for ``yes``, what is not shown of the way.
    """

    model: str
    update: str
    fixed: Mapping[str, int]
    free: tuple[str, ...]
    start: str
    target: str
    several: bool
    outcome: Outcome
    every: bool | None = None
    path: tuple[State, ...] = ()
    shortest: bool = False
    certificate: Certificate | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReachableAttractors:
    """Which attractors can be reached.

    Attributes
    ----------
    model, update, fixed, free, start
        As in `Reach`.
    exactness
        ``exact`` where `items` are all of them, else ``at_least``.
    reason
        What is missing, and why.
    items
        The attractors that some state of the start can reach, named as `attractors` names them.
    unreachable
        Those that none can.
    undecided
        Those for which a limit stopped the search.
    """

    model: str
    update: str
    fixed: Mapping[str, int]
    free: tuple[str, ...]
    start: str
    exactness: Literal["exact", "at_least"]
    reason: str
    items: tuple[Attractor, ...]
    unreachable: tuple[Attractor, ...] = ()
    undecided: tuple[Attractor, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate over component numbers; the fields of `Certificate`."""

    kind: str
    values: Mapping[int, int] = field(default_factory=dict)
    stuck: tuple[int, ...] = ()
    states: int | None = None
    components: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one search found, over component numbers; fields as in `Reach`, the path as full states."""

    outcome: Outcome
    path: tuple[Mapping[int, int], ...] = ()
    shortest: bool = False
    every: bool | None = None
    proof: Proof | None = None
    reason: str = ""
