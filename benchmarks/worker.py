"""One program in a process of its own: it imports, warms up, says its version, then answers one model after another.

Started by `benchmarks.attempts`. One line of JSON in is ``{"path": …, "timeout": …}``, one line out its outcome. A peer
may crash, hang or print as it likes: it takes only this process with it, and its output goes to standard error.
"""

from __future__ import annotations

import gc
import inspect
import json
import os
import resource
import signal
import sys
import tempfile
import time
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import ModuleType
from typing import Any, TextIO

from benchmarks.programs import MissingProgramError

# A switch, a cycle and a leaf: what is prepared on first use is prepared before the clock runs.
WARM_UP = "targets, factors\nA, !B\nB, !A\nC, !E & A | !E & B\nD, C\nE, D\nF, A & E\n"


def main() -> None:
    """Serve one program: ``python -m benchmarks.worker NAME MODULE:FUNCTION MEMORY_GB``."""
    name, place, memory = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    if float(memory):
        size = int(float(memory) * 2**30)
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    module_name, _, function = place.partition(":")
    try:
        module = import_module(module_name)
        ask = getattr(module, function)
        warm_up(ask)
        say(answers, {"version": version_of(module, name)})
    except (MissingProgramError, ModuleNotFoundError, PackageNotFoundError) as error:
        say(answers, {"missing": str(error)})
        return
    for line in sys.stdin:
        question = json.loads(line)
        signal.alarm(int(question["timeout"]) + 30)  # ends the process should nobody be left to do it
        say(answers, attempt(ask, **question))
        signal.alarm(0)


def say(answers: TextIO, reply: dict[str, Any]) -> None:
    """Send one line."""
    answers.write(json.dumps(reply) + "\n")


def version_of(module: ModuleType, name: str) -> str:
    """Return what the module says of itself, or of the one program that is meant."""
    tell = getattr(module, "version", lambda: "")
    return str(tell(name) if inspect.signature(tell).parameters else tell())


def warm_up(ask: Any) -> None:
    """Answer a model of six components."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "warm_up.bnet")
        path.write_text(WARM_UP, "utf-8")
        ask(str(path), 60.0)


def attempt(ask: Any, path: str, timeout: float) -> dict[str, Any]:
    """Ask once; the time is wall time from before the file is opened."""
    gc.collect()
    start = time.perf_counter()
    try:
        number, whole, *own = ask(path, timeout)
    except Exception as error:  # noqa: BLE001 - any failure of a peer is an outcome
        seconds = time.perf_counter() - start
        outcome = "failed" if seconds < 0.95 * timeout else "timeout"  # it watches the clock itself and gave up
        note = f"{type(error).__name__}: {error}".strip().splitlines()[0][:200]
        return {"outcome": outcome, "seconds": seconds, "answer": None, "note": note}
    seconds = own[0] if own else time.perf_counter() - start
    return {"outcome": "solved" if whole else "partial", "seconds": seconds, "answer": number, "note": ""}


if __name__ == "__main__":
    main()
