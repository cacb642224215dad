"""The command line, run as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

TUMOUR = ("bone_metastasis", "--condition", "breast_tumour")


def run(*arguments: str, cwd: Path | None = None, stdin: bytes = b"", env: dict[str, str] | None = None):
    """Run logicnet as a process; return (status, standard output, standard error) as text."""
    done = subprocess.run(
        [sys.executable, "-m", "logicnet", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def outcomes(folder: Path, *arguments: str) -> tuple[int, list[tuple[str, str, str]]]:
    """Run behavioural tests; return the status, and id, scheme and outcome of each."""
    status, out, _ = run("test", *arguments, "--format", "json", cwd=folder)
    return status, [(t["id"], t["update"], t["outcome"]) for t in json.loads(out)["tests"]]
