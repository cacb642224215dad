"""How soon the commands of a rule's author answer: start-up beside other programs, `check` on large files.

``python -m benchmarks.authoring [FOLDER]`` runs each command as a whole process, in turn, and prints medians.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

PYTHON = sys.executable
LOGICNET = [PYTHON, "-m", "logicnet"]
START_UP = {
    "python -c ''": [PYTHON, "-c", ""],
    "logicnet --help": [*LOGICNET, "--help"],
    "logicnet check core_axis": [*LOGICNET, "check", "core_axis"],
    "logicnet attractors core_axis": [*LOGICNET, "attractors", "core_axis"],
    "mpbn --help": [str(Path(PYTHON).with_name("mpbn")), "--help"],
    "import biodivine_aeon": [PYTHON, "-c", "import biodivine_aeon"],
}
LARGEST = 8


def medians(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Run commands in turn, so often, and return the median seconds of each; one that fails is left out."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            if done.returncode in (0, 1):
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(found) for name, found in times.items() if found}


def main() -> None:
    """Print Markdown tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", type=Path, help="rule files; the largest are checked")
    options.add_argument("--rounds", type=int, default=9)
    asked = options.parse_args()
    names = ", ".join(f"{name} {version(name)}" for name in ("logicnet", "mpbn", "biodivine_aeon"))
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, {names}\n")
    print("| command | median ms |\n|---|---|")
    for name, seconds in medians(START_UP, asked.rounds).items():
        print(f"| `{name}` | {1000 * seconds:.0f} |")
    files = sorted(asked.folder.glob("*.bnet"), key=lambda path: -path.stat().st_size)[:LARGEST] if asked.folder else []
    checks = {path.name: [*LOGICNET, "check", str(path)] for path in files}
    found = medians(checks, 3)
    if found:
        print("\n| file | kB | `check`, s |\n|---|---|---|")
    for path in files:
        if path.name in found:
            print(f"| {path.name} | {path.stat().st_size / 1000:,.0f} | {found[path.name]:.2f} |")


if __name__ == "__main__":
    main()
