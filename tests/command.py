"""The command line, run as a process."""

from __future__ import annotations

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
