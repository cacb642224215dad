"""Logicnet judged by brute force on random networks of up to seven components, as many as wanted.

Compared is what `benchmarks.questions` asks: attractors under both schemes, fixed points, minimal and maximal trap
spaces, all with their very states; what can be reached, and by which way; conditions on inputs. One network in eight
takes the paths of large ones (`benchmarks.paths`). A network that differs is saved with both answers, and the exit
status is 1. The same seed asks the same about the same networks whatever the number of jobs.
Run: ``python -m benchmarks.brute_force --networks 100000 --jobs 4 --seed 1``
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks import paths, small_networks
from benchmarks.exhaustive import avoidant
from benchmarks.questions import Case, differences
from benchmarks.small_networks import Network

CHUNK = 50
PATHS = 8  # one chunk in so many takes a path of large networks, which are slower
PAUSE = 10.0  # seconds between lines of progress


@dataclass(frozen=True)
class Chunk:
    """What a number of networks came to: how many motif-avoidant attractors, and the networks that differ."""

    networks: int
    avoidant: int
    wrong: tuple[str, ...]


def chunk(seed: int, number: int, networks: int, every: int = PATHS) -> Chunk:
    """Judge some networks; each chunk has its own random numbers, so that jobs do not matter, and its own path."""
    random = Random(f"{seed}/{number}")
    path, values = paths.path(number // every) if number % every == every - 1 else paths.USUAL
    avoiding, wrong = 0, []
    with paths.thresholds(values):
        for _ in range(networks):
            case = Case(small_networks.network(random), Random(random.getrandbits(64)))
            if told := differences(case):
                wrong.append(saved_text(case.network, path, told))
            avoiding += avoidant(case.dynamics)
    return Chunk(networks, avoiding, tuple(wrong))


def saved_text(network: Network, path: str, told: Sequence[str]) -> str:
    """Return a rule file whose last comments say what differs."""
    lines = [f"held: {dict(network.held)}", f"path: {path}", *(line for text in told for line in text.splitlines())]
    return network.text + "".join(f"# {line}\n" for line in lines)


def chunks(networks: int, jobs: int, seed: int, every: int) -> Iterator[Chunk]:
    """Yield the chunks as they are done, in order."""
    sizes = [min(CHUNK, networks - start) for start in range(0, networks, CHUNK)]
    if jobs == 1:
        for number, size in enumerate(sizes):
            yield chunk(seed, number, size, every)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:  # no fork beside the solver's threads
        yield from pool.map(chunk, repeat(seed), range(len(sizes)), sizes, repeat(every))


def line(networks: int, avoiding: int, wrong: int, seconds: float) -> str:
    """Return a line of progress."""
    rate = networks / max(seconds, 1e-9)
    return f"{networks:,} networks, {avoiding:,} motif-avoidant attractors, {wrong} wrong ({rate:.0f} a second)"


def judge(networks: int, jobs: int, seed: int, save: Path, every: int = PATHS) -> int:
    """Judge networks, tell the progress, save what differs and return how many did."""
    start = last = time.monotonic()
    done = avoiding = wrong = 0
    for part in chunks(networks, jobs, seed, every):
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
    parser.add_argument("--paths", type=int, default=PATHS, metavar="N", help="one chunk in N takes a large one's path")
    parser.add_argument("--save", type=Path, default=Path("build/brute_force"), metavar="FOLDER")
    options = parser.parse_args(words)
    return int(judge(options.networks, options.jobs, options.seed, options.save, options.paths) > 0)


if __name__ == "__main__":
    sys.exit(main())
