"""Random networks with N components and K regulators each, written as ``.bnet`` files, the same for the same seed.

``critical``: each rule a random function of K distinct regulators, both values as likely (with K = 2 at the border
between order and chaos). ``nested-canalising``: each rule tests its regulators one after the other; the first that
stands at its canalising value decides. Run: ``python -m benchmarks.random_networks --nodes 2560 --out FOLDER``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

KINDS = ("critical", "and-or", "nested-canalising")
# Of the nested canalising ensemble: the exponent of the power law of targets, shares of sinks and of inhibitions.
POWER, SINKS, INHIBITIONS = 2.27, 0.1, 0.24


def critical(random: Random, regulators: Sequence[str]) -> str:
    """Draw a random function of the regulators as a sum of full products."""
    rows = 1 << len(regulators)
    table = random.getrandbits(rows)
    return " | ".join(_product(regulators, row) for row in range(rows) if table >> row & 1) or "0"


def _product(regulators: Sequence[str], row: int) -> str:
    literals = (name if row >> k & 1 else f"!{name}" for k, name in enumerate(regulators))
    return f"({' & '.join(literals)})" if regulators else "1"


def and_or(random: Random, regulators: Sequence[str]) -> str:
    """Draw a chain of literals: ``a | (…)`` where the canalising value activates, ``a & (…)`` where it does not."""
    return chain(random, [name if random.getrandbits(1) else f"!{name}" for name in regulators])


def chain(random: Random, literals: Sequence[str]) -> str:
    """Join literals from the last to the first, each by a random operator; a random constant where there are none."""
    if not literals:
        return str(random.getrandbits(1))
    *before, text = literals
    for literal in reversed(before):
        text = f"{literal} {random.choice('&|')} ({text})"
    return text


def network(kind: str, nodes: int, regulators: int, seed: str) -> str:
    """Return one network as text; `seed` decides everything."""
    random = Random(f"{kind}/{nodes}/{regulators}/{seed}")
    names = [f"x{k}" for k in range(nodes)]
    if kind == "nested-canalising":
        rules = nested_canalising(random, names)
    else:
        draw = {"critical": critical, "and-or": and_or}[kind]
        rules = [draw(random, random.sample(names, regulators)) for _ in names]
    return "targets, factors\n" + "".join(f"{name}, {rule}\n" for name, rule in zip(names, rules, strict=True))


def nested_canalising(random: Random, names: Sequence[str]) -> list[str]:
    """Draw a rule for each name: how many each one regulates follows a power law, whom is drawn evenly."""
    numbers = range(1, len(names) + 1)
    cumulated = list(accumulate(k**-POWER for k in numbers))
    literals: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        count = 0 if random.random() < SINKS else random.choices(numbers, cum_weights=cumulated)[0]
        for target in random.sample(names, count):
            literals[target].append(f"!{name}" if random.random() < INHIBITIONS else name)
    for regulators in literals.values():
        random.shuffle(regulators)
    return [chain(random, regulators) for regulators in literals.values()]


def write(folder: Path, kind: str, nodes: int, regulators: int, count: int, seed: int) -> list[Path]:
    """Write networks as ``KIND_nN_kK_sSEED_NUMBER.bnet`` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{kind}_n{nodes}_k{regulators}_s{seed}_{number:03}.bnet" for number in range(1, count + 1)]
    for number, path in enumerate(paths, 1):
        path.write_text(network(kind, nodes, regulators, f"{seed}/{number}"), "utf-8")
    return paths


def main(words: Sequence[str] | None = None) -> int:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.random_networks", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--nodes", type=int, required=True)
    parser.add_argument("--regulators", type=int, default=2)
    parser.add_argument("--kind", choices=KINDS, default="critical")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args(words)
    if not 0 <= options.regulators <= options.nodes:
        parser.error("a component cannot have more regulators than there are components")
    paths = write(options.out, options.kind, options.nodes, options.regulators, options.count, options.seed)
    print(f"wrote {len(paths)} networks to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
