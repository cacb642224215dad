"""How much time and memory a question may take, who looks on, and how it is stopped: one budget for all loops."""

from __future__ import annotations

import math
import operator
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from logicnet.errors import LimitReached, SettingError

# Seconds past a limit in which what is certain by then is put together.
GRACE = 1.0


def most(limit: int) -> int:
    """Return how many results a question lists at most.

    Raises
    ------
    SettingError
        No whole number, or one under 1: a list of nothing would look like an answer of nothing.
    """
    try:
        number = operator.index(limit)
    except TypeError:
        number = 0
    if number < 1:
        raise SettingError(f"a limit is a whole number from 1 on, not {limit!r}")
    return min(number, sys.maxsize - 1)  # what no iterator passes


class Watch:
    """Looks on while a question is answered.

    Parameters
    ----------
    progress
        Called often, while work goes on: with the number of steps done and the number known to be left (more may turn
        up) where they are known to have changed, else with None.
    """

    def __init__(self, progress: Callable[[tuple[int, int] | None], None] | None = None) -> None:
        self.progress = progress
        self.stopped = False

    def stop(self) -> None:
        """Ask for an end: what is certain by then is the answer."""
        self.stopped = True


_watch: ContextVar[Watch] = ContextVar("_watch", default=Watch())  # noqa: B039 - the default is never written to


@contextmanager
def watched(watch: Watch) -> Iterator[Watch]:
    """Have every budget made inside looked on by a watch."""
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits past which work gives up and says so.

    Attributes
    ----------
    deadline
        In seconds of `time.monotonic`; infinite where there is no limit.
    seconds
        The limit as the user gave it, for messages.
    megabytes
        The most memory that the process may come to hold.
    watch
        Who looks on.
    """

    deadline: float = float("inf")
    seconds: float = float("inf")
    megabytes: float = float("inf")
    watch: Watch = field(default_factory=_watch.get)

    @classmethod
    def of(cls, seconds: float | None, megabytes: float | None = None) -> Budget:
        """Return a budget that ends in `seconds` from now, and at so much memory, or never.

        Raises
        ------
        SettingError
            A limit that is not a number.
        """
        limit = math.inf if seconds is None else seconds
        most = math.inf if megabytes is None else megabytes
        if math.isnan(limit) or math.isnan(most):
            raise SettingError("a limit in seconds or megabytes must be a number, not nan")
        return cls(time.monotonic() + limit, limit, most)

    def share(self, part: float) -> Budget:
        """Return a budget that ends after a part of the time that is left of this one."""
        left = self.remaining * part if self.seconds < float("inf") else self.remaining
        return Budget(time.monotonic() + left, self.seconds, self.megabytes, self.watch)

    def extended(self, seconds: float) -> Budget:
        """Return a budget that does not end before so many seconds from now, an end that was asked for apart."""
        deadline = max(self.deadline, time.monotonic() + seconds)
        watch = Watch(self.watch.progress) if self.watch.stopped else self.watch
        return Budget(deadline, self.seconds, self.megabytes, watch)

    @property
    def remaining(self) -> float:
        """Seconds left, possibly negative or infinite."""
        return self.deadline - time.monotonic()

    def check(self) -> None:
        """Raise `LimitReached` once the time is over, too much memory is held, or an end is asked for."""
        if time.monotonic() > self.deadline:
            raise LimitReached(f"the time limit of {self.seconds:g} s was hit")
        if self.watch.stopped:
            raise LimitReached("interrupted")
        if self.megabytes < float("inf") and held() > self.megabytes:
            raise LimitReached(f"the memory limit of {self.megabytes:g} MB was hit")
        if self.watch.progress is not None:
            self.watch.progress(None)

    def tell(self, done: int, left: int) -> None:
        """Tell whoever looks on how far the work has come."""
        if self.watch.progress is not None:
            self.watch.progress((done, left))


def held() -> float:
    """Return the most memory that the process has held so far, in megabytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # no such thing on Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3
