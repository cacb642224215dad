"""Asking a program with a hard time limit: its worker process is killed on overrun and started again."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.programs import MissingProgramError, Program

ROOT = Path(__file__).parent.parent
STARTING = 120.0  # seconds for imports and warm-up, on a busy machine
GRACE = 1.0  # seconds past the limit in which a program that watches the clock may still say what it has


@dataclass(frozen=True)
class Attempt:
    """What one ask came to.

    Attributes
    ----------
    outcome
        ``solved``; ``partial`` (at least `answer`); ``timeout``; ``failed`` (an error or a crash, see `note`).
    seconds
        Wall time; the limit where it was hit.
    answer
        The number that was found, or None.
    note
        Why it failed.
    """

    outcome: str
    seconds: float
    answer: int | None
    note: str = ""


class Worker:
    """A program's process, alive from one ask to the next.

    Parameters
    ----------
    program
        Whom to ask.
    memory
        Limit of the address space in GB; 0 for none.
    """

    def __init__(self, program: Program, memory: float = 0) -> None:
        self.program = program
        self.memory = memory
        self.version = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the worker
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def ask(self, path: Path, timeout: float) -> Attempt:
        """Ask about one model, in at most `timeout` seconds."""
        try:
            process = self._process or self._start()
        except MissingProgramError as error:
            return Attempt("failed", 0, None, str(error))
        assert process.stdin is not None
        self._forget()
        start = time.monotonic()
        try:
            process.stdin.write(json.dumps({"path": str(path.absolute()), "timeout": timeout}).encode() + b"\n")
            reply = self._reply(process, timeout + GRACE)
        except BrokenPipeError:  # it had ended after its last answer
            reply = None
        except TimeoutError:
            self._end()
            return Attempt("timeout", timeout, None)
        if reply is None:
            seconds = time.monotonic() - start
            return Attempt("failed", seconds, None, self._why(process))
        found = Attempt(**reply)
        late = found.outcome == "solved" and found.seconds > timeout
        return Attempt("timeout", timeout, None) if late else found

    def close(self) -> None:
        """End the process for good."""
        self._end()
        self._errors.close()

    def _end(self) -> None:
        """End the process and whatever it has started."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the process and wait until its imports are done."""
        words = [sys.executable, "-m", "benchmarks.worker", self.program.name, self.program.ask, str(self.memory)]
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = process = subprocess.Popen(
            words,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0"},
            start_new_session=True,  # so that a kill reaches its children too
        )
        reply = self._reply(process, STARTING)
        if reply is None or "missing" in reply:
            why = reply["missing"] if reply else f"does not start: {self._why(process)}"
            self._end()
            raise MissingProgramError(why)
        self.version = reply["version"]
        return process

    def _reply(self, process: subprocess.Popen[bytes], seconds: float) -> dict[str, Any] | None:
        """Return the next line that the process sends; None where it ended instead."""
        assert process.stdout is not None
        deadline, line = time.monotonic() + seconds, b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            part = os.read(process.stdout.fileno(), 65536)
            if not part:
                return None
            line += part
        found: dict[str, Any] = json.loads(line)
        return found

    def _why(self, process: subprocess.Popen[bytes]) -> str:
        """Return how a process ended, and the last thing it told."""
        self._end()
        code = process.returncode
        how = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        self._errors.seek(0)
        told = [line for line in self._errors.read().decode(errors="replace").splitlines() if line.strip()]
        self._forget()
        return f"{how}: {told[-1].strip()[:160]}" if told else how

    def _forget(self) -> None:
        """Drop what the process has told so far; it writes on from the same place in the file."""
        self._errors.seek(0)
        self._errors.truncate()
