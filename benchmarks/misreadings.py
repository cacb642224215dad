"""Which readers of rule files take a damaged one for another model without a word.

``python -m benchmarks.misreadings`` damages a file of ten rules in many ways and gives it to each reader in a process
of its own. A reader may refuse, or say something (a line of its output counts), or read what the author means;
whatever else it reads is a silent misreading. Readers that are not installed are left
out. The answers are compared as functions.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from benchmarks.damages import DAMAGES, Damage

Rules = dict[str, str]
SILENT = "SILENT"
PACKAGES = {
    "logicnet": "logicnet",
    "mpbn": "mpbn",
    "AEON": "biodivine_aeon",
    "pyboolnet": "pyboolnet",
    "boolean.py": "boolean.py",
}
# What pyboolnet always prints where Graphviz is not installed is no word about the file.
NOISE = "Executable "


# --- the readers: a path to expressions that logicnet reads, by component ---------------------------------------------


def by_logicnet(path: str) -> Rules:
    """Read with logicnet; its findings go to standard error, as every command sends them."""
    from logicnet.diagnostics.text import render_all
    from logicnet.loading import load_rules

    rules = load_rules(path)
    print(render_all(rules.findings), file=sys.stderr)
    return {rule.target: rule.expression.text for rule in rules.rules} | {name: name for name in rules.inputs}


def by_mpbn(path: str) -> Rules:
    """Read with mpbn."""
    import mpbn

    network = mpbn.MPBooleanNetwork(path)
    return {str(name): str(rule) for name, rule in network.items()}


def by_aeon(path: str) -> Rules:
    """Read with biodivine_aeon."""
    from biodivine_aeon import BooleanNetwork

    network = BooleanNetwork.from_file(path)
    text = network.to_bnet()
    return dict(_lines(text))


def by_pyboolnet(path: str) -> Rules:
    """Read with pyboolnet: prime implicants of each component."""
    from pyboolnet.file_exchange import bnet2primes

    def product(cube: Mapping[str, int]) -> str:
        return " & ".join(f"{'' if bit else '!'}{name}" for name, bit in cube.items()) or "1"

    return {name: " | ".join(map(product, ones)) or "0" for name, (_, ones) in bnet2primes(path).items()}


def by_boolean_py(path: str) -> Rules:
    """Read expressions with boolean.py, cut at the first comma of each line, as scripts do."""
    import boolean

    algebra = boolean.BooleanAlgebra()
    found = {}
    for line in Path(path).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", "targets")):
            name, _, expression = line.partition(",")
            found[name.strip()] = str(algebra.parse(expression))
    return found


READERS: Mapping[str, Callable[[str], Rules]] = {
    "logicnet": by_logicnet, "mpbn": by_mpbn, "AEON": by_aeon, "pyboolnet": by_pyboolnet, "boolean.py": by_boolean_py,
}  # fmt: skip


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines()[1:]:
        name, _, expression = line.partition(",")
        yield name.strip(), expression.strip()


# --- the judgement --------------------------------------------------------------------------------------------------


def functions(rules: Rules) -> dict[str, tuple[tuple[str, ...], int]] | None:
    """Return each component's regulators and truth table; None where an expression cannot be understood."""
    from logicnet.errors import LogicnetError
    from logicnet.expressions import parse
    from logicnet.expressions.functions import update_function

    names = sorted(rules)
    found: dict[str, tuple[tuple[str, ...], int]] = {}
    try:
        expressions = {name: parse(rules[name].replace("~", "!")) for name in names}
    except LogicnetError:
        return None
    every = sorted({*names, *(s for e in expressions.values() for s in e.symbols)})
    index = {name: i for i, name in enumerate(every)}
    for name in every:
        program = expressions[name].linked(index) if name in expressions else (index[name],)
        function = update_function(program, {})
        found[name] = (tuple(every[i] for i in function.regulators), function.table)  # type: ignore[union-attr]
    return found


def judged(damage: Damage, reader: str, folder: Path) -> str:
    """Give a damaged file to a reader in a process of its own."""
    path = folder / "model.bnet"
    path.write_bytes(damage.text)
    command = [sys.executable, "-m", "benchmarks.misreadings", "--read", reader, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    lines = [line for line in done.stdout.splitlines() if not line.startswith(NOISE)]
    if done.returncode < 0:
        return "crash"
    if done.returncode:
        return "refused"
    model = functions(json.loads(lines[-1]))
    if damage.meant and model == functions(dict(_lines(damage.meant))):
        return "as meant"
    said = [line for line in (*lines[:-1], *done.stderr.splitlines()) if line.strip() and not line.startswith(NOISE)]
    return "told" if said else SILENT


def main() -> None:
    """Print a Markdown table and how often each reader was wrong in silence."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--read", nargs=2, metavar=("READER", "FILE"), help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.read:
        print(json.dumps(READERS[asked.read[0]](asked.read[1])))
        return
    readers = {name: _installed(PACKAGES[name]) for name in READERS}
    readers = {name: number for name, number in readers.items() if number}
    with tempfile.TemporaryDirectory() as folder:
        table = {damage.name: {r: judged(damage, r, Path(folder)) for r in readers} for damage in DAMAGES}
    print("| damage | " + " | ".join(f"{name} {number}" for name, number in readers.items()) + " |")
    print("|---" * (len(readers) + 1) + "|")
    for name, row in table.items():
        print(f"| {name} | " + " | ".join(row.values()) + " |")
    counts = {reader: Counter(row[reader] for row in table.values()) for reader in readers}
    print(
        f"| **silent misreadings of {len(DAMAGES) - 1}** | "
        + " | ".join(f"**{c[SILENT]}**" for c in counts.values())
        + " |"
    )


def _installed(package: str) -> str:
    try:
        return version(package)
    except ModuleNotFoundError:
        return ""


if __name__ == "__main__":
    main()
