"""What a user sees and can do while a long question is answered: progress, and Ctrl-C for what is certain."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from logicnet.limits import Watch, watched

INCOMPLETE, INTERRUPTED = 3, 130
# Seconds before progress is shown at all, and between two showings.
FIRST, BETWEEN = 1.0, 0.2
WIDTH = 24


@contextmanager
def looking_on() -> Iterator[Watch]:
    """Show progress on a terminal past a second; the first Ctrl-C asks for what is certain, the second ends at once."""
    with interruptible() as watch, progress(watch):
        yield watch


@contextmanager
def interruptible() -> Iterator[Watch]:
    """Let the first Ctrl-C ask for what is certain, and the second end at once."""
    watch = Watch()

    def interrupted(_signal: int, _frame: FrameType | None) -> None:
        if watch.stopped:
            raise KeyboardInterrupt
        watch.stop()

    mine = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, interrupted) if mine else None
    try:
        with watched(watch):
            yield watch
    finally:
        if mine:
            signal.signal(signal.SIGINT, before)


@contextmanager
def progress(watch: Watch, what: str = "") -> Iterator[None]:
    """Show progress on a terminal past a second, behind a word on what is done; leave nothing of it."""
    bar = _Bar(what) if sys.stderr.isatty() else None
    watch.progress = bar.show if bar else None
    try:
        yield
    finally:
        watch.progress = None
        if bar:
            bar.clear()


def status(reason: str, watch: Watch) -> int:
    """Return the exit status of an answer."""
    return (INTERRUPTED if watch.stopped else INCOMPLETE) if reason else 0


class _Bar:
    """One line on standard error: how far the work has come, for how long, and what the parts known so far may take."""

    def __init__(self, what: str = "") -> None:
        self.what = f"{what}: " if what else ""
        self.start = self.last = time.monotonic()
        self.steps: tuple[int, int] | None = None
        self.shown = False

    def show(self, steps: tuple[int, int] | None) -> None:
        self.steps = steps or self.steps
        now = time.monotonic()
        if now - self.start < FIRST or now - self.last < BETWEEN:
            return
        self.last, self.shown = now, True
        sys.stderr.write(f"\r{self.what}{told(self.steps, now - self.start)}\x1b[K")
        sys.stderr.flush()

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def told(steps: tuple[int, int] | None, seconds: float) -> str:
    """Return the line: parts done and known to be left, the time so far, and the time left if no more parts turn up."""
    if steps is None:
        return f"working, {seconds:.0f} s"
    done, left = steps
    full = round(WIDTH * done / (done + left)) if done + left else 0
    more = f", at least {seconds * left / done:,.0f} s left" if done and left else ""
    return f"{'█' * full}{'░' * (WIDTH - full)} {done:,} of {done + left:,} known parts, {seconds:.0f} s{more}"
