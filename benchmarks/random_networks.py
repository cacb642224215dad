"""Random networks with N components and K regulators each, written as ``.bnet`` files, the same for the same seed.

``critical``: each rule a random function of K distinct regulators, both values as likely (with K = 2 at the border
between order and chaos). ``nested-canalising``: each rule tests its regulators one after the other; the first that
stands at its canalising value decides. Run: ``python -m benchmarks.random_networks --nodes 2560 --out FOLDER``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

KINDS = ("critical", "nested-canalising")


def critical(random: Random, regulators: Sequence[str]) -> str:
    """Draw a random function of the regulators as a sum of full products."""
    rows = 1 << len(regulators)
    table = random.getrandbits(rows)
    return " | ".join(_product(regulators, row) for row in range(rows) if table >> row & 1) or "0"


def _product(regulators: Sequence[str], row: int) -> str:
    literals = (name if row >> k & 1 else f"!{name}" for k, name in enumerate(regulators))
    return f"({' & '.join(literals)})" if regulators else "1"


def nested_canalising(random: Random, regulators: Sequence[str]) -> str:
    """Draw a chain of literals: ``a | (…)`` where the canalising value activates, ``a & (…)`` where it does not."""
    literals = [name if random.getrandbits(1) else f"!{name}" for name in regulators]
    if not literals:
        return str(random.getrandbits(1))
    text = literals.pop()
    for literal in reversed(literals):
        text = f"{literal} {random.choice('&|')} ({text})"
    return text


def network(kind: str, nodes: int, regulators: int, seed: str) -> str:
    """Return one network as text; `seed` decides everything."""
    random = Random(f"{kind}/{nodes}/{regulators}/{seed}")
    draw = {"critical": critical, "nested-canalising": nested_canalising}[kind]
    names = [f"x{k}" for k in range(nodes)]
    rules = (f"{name}, {draw(random, random.sample(names, regulators))}\n" for name in names)
    return "targets, factors\n" + "".join(rules)


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
