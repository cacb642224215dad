"""logicnet itself."""

from __future__ import annotations

import hashlib
import pkgutil
from contextlib import suppress
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import logicnet
import logicnet.expressions
import logicnet.formats
import logicnet.landscape
from benchmarks.programs import MissingProgramError

# What the engine imports late is imported now, as the other programs' imports are.
for _room in (logicnet.expressions, logicnet.formats, logicnet.landscape):
    for _module in pkgutil.walk_packages(_room.__path__, f"{_room.__name__}."):
        import_module(_module.name)
for _package in ("biodivine_aeon", "clingo", "networkx", "numba", "numpy"):
    with suppress(ImportError):
        import_module(_package)

# An answer that knows its count need not list; without it, everything has to be listed to be counted.
_COUNTS = "count" in {field.name for field in fields(logicnet.Answer)}
LIMIT = 1024 if _COUNTS else 2**20


def version() -> str:
    """Return the version, and a fingerprint of the sources: two states of one version are not the same program."""
    root = Path(logicnet.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.read_bytes())
    return f"{logicnet.__version__}+{digest.hexdigest()[:7]}"


def number(answer: logicnet.Answer) -> tuple[int, bool]:
    """Return how many there are in an answer, and whether that is exact."""
    count = getattr(answer, "count", None)
    if count is not None:
        return int(count), True
    return len(answer.items), answer.exactness == "exact"


def asynchronous(path: str, timeout: float) -> tuple[int, bool]:
    """Find the asynchronous attractors."""
    return number(logicnet.attractors(logicnet.load(path), limit=LIMIT, timeout=timeout))


def synchronous(path: str, timeout: float) -> tuple[int, bool]:
    """Find the synchronous attractors."""
    return number(logicnet.attractors(logicnet.load(path), "synchronous", limit=LIMIT, timeout=timeout))


def minimal_trap_spaces(path: str, timeout: float) -> tuple[int, bool]:
    """Find the minimal trap spaces."""
    return number(logicnet.trap_spaces(logicnet.load(path), limit=LIMIT, timeout=timeout))


def fixed_points(path: str, timeout: float) -> tuple[int, bool]:
    """Find the fixed points."""
    return number(logicnet.fixed_points(logicnet.load(path), limit=LIMIT, timeout=timeout))


def conditions(path: str, timeout: float) -> tuple[int, bool]:
    """Count the asynchronous attractors over all valuations of the inputs."""
    ask = getattr(logicnet, "conditions", None)
    if ask is None:
        raise MissingProgramError("this version of logicnet has no `conditions`")
    answer = ask(logicnet.load(path), timeout=timeout)
    return int(answer.count), answer.exactness == "exact"
