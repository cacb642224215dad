"""A whole process, from the shell's command to its output: start and imports count."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version as installed
from typing import Any

# The smallest script that answers the same question.
BALM = """
import sys, biobalm
diagram = biobalm.SuccessionDiagram.from_rules(open(sys.argv[1]).read(), format="bnet")
diagram.build()
print(sum(map(len, diagram.expanded_attractor_seeds().values())))
"""
PARTIAL = 3  # exit status of `logicnet attractors` when something may be missing


def version(name: str) -> str:
    """Return a program's version, without importing what takes time."""
    if name == "logicnet":
        from benchmarks.programs.by_logicnet import version as of_ours

        return of_ours()
    return installed(name)


def by_logicnet(path: str, timeout: float) -> tuple[int, bool]:
    """Run ``logicnet attractors FILE --format json``."""
    words = ["-m", "logicnet", "attractors", path, "--format", "json", "--timeout", str(timeout)]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    if done.returncode not in (0, PARTIAL):
        raise RuntimeError(done.stderr.strip() or f"exit status {done.returncode}")
    if not done.stdout:
        return 0, False
    return _number(json.loads(done.stdout))


def _number(answer: dict[str, Any]) -> tuple[int, bool]:
    count = answer.get("count")
    return (len(answer["attractors"]), answer["exactness"] == "exact") if count is None else (int(count), True)


def by_biobalm(path: str, timeout: float) -> tuple[int, bool]:  # noqa: ARG001 - it has no time limit
    """Run a script of biobalm."""
    done = subprocess.run([sys.executable, "-c", BALM, path], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"exit {done.returncode}")
    return int(done.stdout), True
