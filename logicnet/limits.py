"""How much time a question may take: one budget is handed down through every long loop."""

from __future__ import annotations

import time
from dataclasses import dataclass

from logicnet.errors import LimitReached


@dataclass(frozen=True, slots=True)
class Budget:
    """A point in time after which work gives up and says so.

    Attributes
    ----------
    deadline
        In seconds of `time.monotonic`; infinite where there is no limit.
    seconds
        The limit as the user gave it, for messages.
    """

    deadline: float = float("inf")
    seconds: float = float("inf")

    @classmethod
    def of(cls, seconds: float | None) -> Budget:
        """Return a budget that ends in `seconds` from now, or never."""
        if seconds is None:
            return cls()
        return cls(time.monotonic() + seconds, seconds)

    def share(self, part: float) -> Budget:
        """Return a budget that ends after a part of what is left of this one."""
        if self.seconds == float("inf"):
            return self
        return Budget(time.monotonic() + self.remaining * part, self.seconds)

    @property
    def remaining(self) -> float:
        """Seconds left, possibly negative or infinite."""
        return self.deadline - time.monotonic()

    def check(self) -> None:
        """Raise `LimitReached` once the time is over."""
        if time.monotonic() > self.deadline:
            raise LimitReached(f"the time limit of {self.seconds:g} s was hit")
