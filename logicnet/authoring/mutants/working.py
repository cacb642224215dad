"""Mutants judged one after the other, in this process or in several; a request to end leaves what is certain."""

from __future__ import annotations

import copyreg
import io
import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from types import MappingProxyType

from logicnet.authoring.mutants.judging import LEFT, SURVIVED, UNDECIDED, Judge, Judgement, Trial
from logicnet.authoring.mutants.literals import Mutant
from logicnet.authoring.mutants.reasons import Reason, Reasons
from logicnet.errors import LimitReached
from logicnet.limits import Watch, watched
from logicnet.network import BooleanNetwork

# Seconds between two looks at whether the user asks for an end.
BETWEEN = 0.2
# Seconds of work that other processes are not worth: each takes a while to begin.
SMALL = 3.0
# Processes, as many as Windows can wait for.
MOST_JOBS = 61
# Mutants that wait for each process.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant, what became of it, and for one that no test is known to fail on, the reason."""

    mutant: Mutant
    judgement: Judgement
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What is needed to judge any mutant of a model."""

    network: BooleanNetwork
    trials: tuple[Trial, ...]
    timeout: float | None


class Worker:
    """Judges mutants and finds reasons; it learns which tests catch most."""

    def __init__(self, work: Work, watch: Watch) -> None:
        self.watch = watch
        self.judge = Judge(work.trials, work.timeout, watch)
        self.reasons = Reasons(work.network, work.trials, work.timeout)

    def judged(self, mutant: Mutant) -> Judged:
        """Return what becomes of a mutant."""
        if self.watch.stopped:
            return Judged(mutant, Judgement(LEFT))
        with watched(self.watch):
            judgement = self.judge.judged(mutant)
            missed = judgement.outcome in (SURVIVED, UNDECIDED)
            return Judged(mutant, judgement, self.reasons.of(mutant) if missed else None)


def part_of(whole: Watch) -> Watch:
    """Return who looks on at a part of the work: it ends with the whole, and its steps are none of the whole's."""

    def show() -> None:
        if whole.progress is not None:
            whole.progress(None)

    return _looking(lambda: whole.stopped, show)


def _looking(stopped: Callable[[], bool], show: Callable[[], None]) -> Watch:
    watch = Watch()

    def look(_steps: tuple[int, int] | None) -> None:
        if stopped():
            watch.stop()
        show()

    watch.progress = look
    return watch


def judged(work: Work, mutants: Sequence[Mutant], watch: Watch, jobs: int | None = None) -> Iterator[Judged]:
    """Judge mutants, in whatever order they are done.

    Parameters
    ----------
    jobs
        How many processes share the work; None for as many as there are cores once it has taken `SMALL` seconds.
    """
    start, done = time.monotonic(), 0
    if jobs is None or min(jobs, len(mutants)) <= 1:
        several = jobs is None and cores() > 1
        for one in in_turn(work, mutants, watch):
            yield one
            done += 1
            if several and time.monotonic() - start > SMALL and not watch.stopped:
                break
    left = mutants[done:]
    if left:
        yield from side_by_side(work, left, watch, min(jobs or cores(), len(left), MOST_JOBS))


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_turn(work: Work, mutants: Sequence[Mutant], watch: Watch) -> Iterator[Judged]:
    """Judge mutants in this process, in their order."""
    worker = Worker(work, part_of(watch))
    for mutant in mutants:
        if watch.stopped:
            worker.watch.stop()
        yield worker.judged(mutant)


# --- several processes ------------------------------------------------------------------------------------------------


def _read_only(mapping: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(mapping)


class _Pickler(pickle.Pickler):
    """Knows how to take read-only mappings along."""

    dispatch_table = MappingProxyType(
        {**copyreg.dispatch_table, MappingProxyType: lambda mapping: (_read_only, (dict(mapping),))}
    )


def _packed(work: Work) -> bytes:
    """Return work as bytes; what networks have worked out so far stays here."""
    plain = {id(network): replace(network) for network in (work.network, *(trial.network for trial in work.trials))}
    trials = tuple(replace(trial, network=plain[id(trial.network)]) for trial in work.trials)
    return _bytes(replace(work, network=plain[id(work.network)], trials=trials))


def _bytes(data: Work | Judged) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream).dump(data)
    return stream.getvalue()


def side_by_side(work: Work, mutants: Sequence[Mutant], watch: Watch, jobs: int) -> Iterator[Judged]:
    """Judge mutants in several processes, in whatever order they are done."""
    context = get_context("spawn")  # no fork beside the solver's threads
    ending = context.Event()
    with ProcessPoolExecutor(jobs, context, _begin, (_packed(work), ending)) as pool:
        try:
            left, waiting = iter(mutants), set[Future[bytes]]()
            while True:
                with _undisturbed():
                    waiting |= {pool.submit(_judge, mutant) for mutant in islice(left, AHEAD * jobs - len(waiting))}
                if not waiting:
                    break
                done, waiting = wait(waiting, BETWEEN, FIRST_COMPLETED)
                if watch.stopped:
                    ending.set()
                elif watch.progress is not None:
                    watch.progress(None)
                yield from (pickle.loads(future.result()) for future in done)
        except BrokenProcessPool:
            raise LimitReached("a process was ended from outside, for want of memory perhaps: try --jobs 1") from None
        finally:
            ending.set()
            pool.shutdown(cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back while processes begin: it would end them in their imports, and whoever waits for them waits on.

    They take over that it is held back; ours is heard afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: Worker


def _begin(packed: bytes, ending: Event) -> None:
    """Make a process ready: Ctrl-C is the first one's to hear, and this one ends with it, however that ends."""
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker = Worker(pickle.loads(packed), _looking(ending.is_set, lambda: None))


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _judge(mutant: Mutant) -> bytes:
    return _bytes(_worker.judged(mutant))
