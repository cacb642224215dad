"""BoolNet, through R: synchronous attractors by its exhaustive SAT search.

Each ask is a process of its own, since R has no way back to Python; it takes the time inside, after ``library()``.
"""

from __future__ import annotations

import shutil
import subprocess

from benchmarks.programs import MissingProgramError

SCRIPT = """
suppressMessages(library(BoolNet))
start <- proc.time()[["elapsed"]]
network <- loadNetwork(commandArgs(TRUE)[1])
found <- getAttractors(network, type = "synchronous", method = "sat.exhaustive")
cat("\\n", length(found$attractors), proc.time()[["elapsed"]] - start, "\\n")
"""


def _printed(script: str, *arguments: str) -> str:
    if shutil.which("Rscript") is None:
        raise MissingProgramError("BoolNet needs Rscript, which is not on the path")
    done = subprocess.run(["Rscript", "-e", script, *arguments], capture_output=True, text=True, check=False)
    if "there is no package called" in done.stderr:
        raise MissingProgramError("the R package BoolNet is not installed")
    done.check_returncode()
    return done.stdout


def version() -> str:
    """Return the installed version."""
    return _printed('cat(as.character(packageVersion(getNamespaceName(loadNamespace("BoolNet")))))').strip()


def synchronous(path: str, timeout: float) -> tuple[int, bool, float]:  # noqa: ARG001 - it has no time limit
    """Find the synchronous attractors; the third value is R's own time in seconds."""
    count, seconds = _printed(SCRIPT, path).split()[-2:]
    return int(count), True, float(seconds)
