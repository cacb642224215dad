"""Logicnet judged by brute force on random networks of up to seven components, as many as wanted.

Asynchronous and synchronous attractors (states, values), fixed points, minimal and maximal trap spaces must all be
equal. A network that differs is saved with both answers, and the exit status is 1. The same seed asks about the same
networks whatever the number of jobs. Run: ``python -m benchmarks.brute_force --networks 100000 --jobs 4 --seed 1``
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from benchmarks import small_networks
from benchmarks.exhaustive import Found, answers, avoidant
from benchmarks.small_networks import Network
from logicnet import Answer, BooleanNetwork, attractors, fixed_points, trap_spaces
from logicnet.formats import bnet

CHUNK = 250
PAUSE = 10.0  # seconds between lines of progress

ASKS: dict[str, Callable[..., Answer]] = {
    "asynchronous": attractors,
    "synchronous": partial(attractors, update="synchronous"),
    "fixed points": fixed_points,
    "minimal": trap_spaces,
    "maximal": partial(trap_spaces, which="maximal"),
}


@dataclass(frozen=True)
class Chunk:
    """What a number of networks came to: how many motif-avoidant attractors, and the networks that differ."""

    networks: int
    avoidant: int
    wrong: tuple[str, ...]


def described(answer: Answer) -> list[Found]:
    """Return an answer as brute force gives it, sorted; one that is not exact counts as wrong."""
    if answer.exactness != "exact":
        raise AssertionError(f"{answer.exactness}: {answer.reason}")
    if getattr(answer, "count", None) not in (None, len(answer.items)):
        raise AssertionError(f"it counts {answer.count} and lists {len(answer.items)}")  # type: ignore[attr-defined]
    found = [
        (item.kind, item.states or 0, tuple(item.values[name] for name in sorted(item.values))) for item in answer.items
    ]
    return sorted(found, key=str)


def differences(network: Network) -> tuple[list[str], int]:
    """Return what logicnet says otherwise than brute force, and the number of motif-avoidant attractors."""
    dynamics = network.dynamics
    told = []
    try:
        ours = BooleanNetwork.from_rules(bnet.read(network.text, "network.bnet", "network"))
    except Exception:  # noqa: BLE001 - whatever goes wrong is a finding
        return [traceback.format_exc()], 0
    for name, expected in answers(dynamics).items():
        try:
            found = described(ASKS[name](ours, fixed=dict(network.held)))
        except Exception:  # noqa: BLE001 - whatever goes wrong is a finding
            told.append(f"{name}: {traceback.format_exc()}")
            continue
        if found != expected:
            told.append(f"{name}: logicnet {found}\n{' ' * len(name)}  brute force {expected}")
    return told, avoidant(dynamics)


def chunk(seed: int, number: int, networks: int) -> Chunk:
    """Judge some networks; each chunk has its own random numbers, so that jobs do not matter."""
    random = Random(f"{seed}/{number}")
    avoiding, wrong = 0, []
    for _ in range(networks):
        network = small_networks.network(random)
        told, some = differences(network)
        avoiding += some
        if told:
            wrong.append(saved_text(network, told))
    return Chunk(networks, avoiding, tuple(wrong))


def saved_text(network: Network, told: Sequence[str]) -> str:
    """Return a rule file whose comments say what differs."""
    lines = [f"held: {dict(network.held)}", *(line for text in told for line in text.splitlines())]
    return "".join(f"# {line}\n" for line in lines) + network.text


def chunks(networks: int, jobs: int, seed: int) -> Iterator[Chunk]:
    """Yield the chunks as they are done, in order."""
    sizes = [min(CHUNK, networks - start) for start in range(0, networks, CHUNK)]
    if jobs == 1:
        for number, size in enumerate(sizes):
            yield chunk(seed, number, size)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(chunk, [seed] * len(sizes), range(len(sizes)), sizes)


def line(networks: int, avoiding: int, wrong: int, seconds: float) -> str:
    """Return a line of progress."""
    rate = networks / max(seconds, 1e-9)
    return f"{networks:,} networks, {avoiding:,} motif-avoidant attractors, {wrong} wrong ({rate:.0f} a second)"


def judge(networks: int, jobs: int, seed: int, save: Path) -> int:
    """Judge networks, tell the progress, save what differs and return how many did."""
    start = last = time.monotonic()
    done = avoiding = wrong = 0
    for part in chunks(networks, jobs, seed):
        done, avoiding = done + part.networks, avoiding + part.avoidant
        for text in part.wrong:
            wrong += 1
            save.mkdir(parents=True, exist_ok=True)
            path = save / f"seed_{seed}_{wrong}.bnet"
            path.write_text(text, "utf-8")
            print(f"saved {path}:\n{text}", flush=True)
        if time.monotonic() - last > PAUSE:
            last = time.monotonic()
            print(line(done, avoiding, wrong, last - start), flush=True)
    print("done:", line(done, avoiding, wrong, time.monotonic() - start))
    return wrong


def main(words: Sequence[str] | None = None) -> int:
    """Read the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brute_force", description=__doc__.partition("\n")[0])
    parser.add_argument("--networks", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, default=Path("build/brute_force"), metavar="FOLDER")
    options = parser.parse_args(words)
    return int(judge(options.networks, options.jobs, options.seed, options.save) > 0)


if __name__ == "__main__":
    sys.exit(main())
