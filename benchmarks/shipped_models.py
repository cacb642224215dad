"""Asynchronous attractors of the shipped models: logicnet beside biodivine_aeon and biobalm, interleaved in one run.

Each round asks every program once, in turn, from the text of the model to the attractors; reading counts for all, and
imports for none. Printed: medians in milliseconds and the ratio to logicnet's. Run: ``make bench``.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

import biobalm
import biodivine_aeon

import logicnet
from logicnet.formats import bnet
from logicnet.loading import load_rules
from logicnet.network import BooleanNetwork

ROUNDS = 9
QUESTIONS = [("core_axis", ()), ("osteoclastogenesis", ()), ("bone_metastasis", ("breast_tumour",))]


def texts(name: str, conditions: tuple[str, ...]) -> tuple[str, str]:
    """Return a model's own text, and portable text with its inputs put in as constants for the peers."""
    network = logicnet.load(name)
    held = network.setting(conditions=conditions).fixed
    lines = bnet.write(load_rules(name)).splitlines()
    peers = [f"{t}, {held[t]}" if (t := line.split(",")[0]) in held else line for line in lines]
    return logicnet.shipped_models()[name].read_text("utf-8"), "\n".join(peers)


def ours(text: str, conditions: tuple[str, ...]) -> int:
    """Return the number of attractors that logicnet finds, with all their states."""
    network = BooleanNetwork.from_rules(bnet.read(text))
    return len(logicnet.attractors(network, conditions=conditions).items)


def aeon(text: str) -> int:
    """Return the number of attractors that AEON finds, as symbolic sets."""
    network = biodivine_aeon.BooleanNetwork.from_bnet(text)
    return len(biodivine_aeon.Attractors.attractors(biodivine_aeon.AsynchronousGraph(network)))


def balm(text: str) -> int:
    """Return the number of attractors that biobalm finds, one state each."""
    diagram = biobalm.SuccessionDiagram.from_rules(text, format="bnet")
    diagram.build()
    return sum(len(seeds) for seeds in diagram.expanded_attractor_seeds().values())


def timed(ask: Callable[[], int]) -> tuple[float, int]:
    """Return wall time in milliseconds, and the answer."""
    start = time.perf_counter()
    found = ask()
    return (time.perf_counter() - start) * 1000, found


def main() -> None:
    """Print one row a model."""
    programs = ("logicnet", "biodivine_aeon", "biobalm")
    print(f"{platform.machine()}, {platform.system()}, Python {sys.version.split()[0]}; {ROUNDS} rounds;", end=" ")
    print(", ".join(f"{name} {version(name)}" for name in programs))
    print(f"{'model':20}{'attractors':>11}" + "".join(f"{name:>16}" for name in programs) + "   ratios")
    for name, conditions in QUESTIONS:
        own, peers = texts(name, conditions)
        asks: list[Callable[[], int]] = [
            lambda own=own, conditions=conditions: ours(own, conditions),  # type: ignore[misc]
            lambda peers=peers: aeon(peers),  # type: ignore[misc]
            lambda peers=peers: balm(peers),  # type: ignore[misc]
        ]
        rounds = [[timed(ask) for ask in asks] for _ in range(ROUNDS + 1)][1:]  # the first warms up
        counts = {found for one in rounds for _, found in one}
        assert len(counts) == 1, f"{name}: the programs disagree: {counts}"
        medians = [statistics.median(one[k][0] for one in rounds) for k in range(len(asks))]
        ratios = " ".join(f"{m / medians[0]:.1f}" for m in medians[1:])
        print(f"{name:20}{counts.pop():>11}" + "".join(f"{m:>16.1f}" for m in medians) + f"   {ratios}")


if __name__ == "__main__":
    main()
