"""What a reader of rule files must never do: crash, hang, point outside the file, or write another model.

``python -m benchmarks.fuzzing --seconds 600`` makes inputs from a corpus by cutting and joining at random; with
``--engine atheris``, where that is installed, going by the code that an input reaches. An input on which something does
not hold is saved, and belongs into ``tests/corpus`` once it is mended.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from random import Random

from logicnet.authoring.checking import check, fixed
from logicnet.authoring.formatting import formatted
from logicnet.authoring.renaming import renamed
from logicnet.diagnostics import Diagnostic, Severity
from logicnet.diagnostics.text import render_all
from logicnet.errors import LimitReached, RuleFileError
from logicnet.expressions.functions import update_function
from logicnet.expressions.tokens import is_portable
from logicnet.formats.bnet import Document, document_of, read, write
from logicnet.formats.bnet.writer import portable_names
from logicnet.loading import Text, read_bytes
from logicnet.rules import Rule, RuleSet

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
SLOWEST = 10.0
PIECES = (
    b"targets, factors\n", b"# logicnet: 1\n", b"A", b"B", b"C1", b", ", b" & ", b" | ", b"!", b"^", b"(", b")", b"\n",
    b"\r\n", b" and ", b" or ", b"not ", b"#", b"#= G\n", b"#? test T1\n", b"#?   all attractors: A=1\n",
    b"# @default 1\n",
    b"#   + B PMID:1\n", b"#   * DOI:10.1/1\n", b"0", b"1", b"true", b"=", b"*=", b"-", b".", b"\xce\xb2", b"\xcc\x81",
    b"\t", b"#? condition c: A=0\n", b"#? class \"x\": A=*\n", b"&&", b"||", b"~", b"//", b"\xef\xbb\xbf", b"\x00",
    b"#?   given A=1 c\n", b"#?   from rest\n", b"#?   then given B=0\n", b"# @ignore LN203\n", b"@label x", b"@rest 1",
)  # fmt: skip


def examine(data: bytes) -> str:
    """Read bytes as a rule file; raise `AssertionError` where something does not hold; return what became of them."""
    start = time.monotonic()
    try:
        rules = read_bytes(data, "f.bnet", "f", ".bnet")
    except RuleFileError as problem:
        findings, outcome = problem.diagnostics, "refused"
    else:
        findings, outcome = rules.findings, "read"
        _written(rules)
    assert any(d.severity is Severity.ERROR for d in findings) == (outcome == "refused")
    _places(findings, data)
    _checked(data)
    assert time.monotonic() - start < SLOWEST, "too slow"
    return outcome


def _places(findings: tuple[Diagnostic, ...], data: bytes) -> None:
    lines = (
        data.removeprefix(b"\xef\xbb\xbf")
        .decode("utf-8", "replace")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")
    )
    assert len(render_all(findings).splitlines()) >= len(findings)
    for finding in findings:
        place = finding.place
        assert 1 <= place.line <= len(lines), f"{finding.code}: line {place.line} of {len(lines)}"
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, f"{finding.code}: column {place.column}"
        assert place.length >= 1


def _written(rules: RuleSet) -> None:
    """Write what was read, read it again, and compare the models as functions."""
    try:
        again = read(write(rules), "f.bnet", "f")
    except LimitReached:
        return  # a rule that would grow too long without ^
    names = portable_names([*(rule.target for rule in rules.rules), *rules.inputs])
    written = {rule.target: rule for rule in again.rules}
    assert not again.inputs
    assert list(written) == list(names.values())
    for rule in rules.rules:
        assert _function(rule, names) == _function(written[names[rule.target]], {}), rule.target


def _function(rule: Rule, names: dict[str, str]) -> object:
    """Return something that equal functions have in common: their table over sorted names."""
    symbols = sorted(names.get(name, name) for name in rule.expression.symbols)
    program = rule.expression.linked({name: symbols.index(names.get(name, name)) for name in rule.expression.symbols})
    function = update_function(program, {})
    return [symbols[i] for i in function.regulators], getattr(function, "table", None)


def _checked(data: bytes) -> None:
    """Check and mend; what could be read is the same model afterwards."""
    try:
        content = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError:
        return
    text = Text(content, "f.bnet", "f", ".bnet")
    findings = check(text)
    _places(findings, data)
    after, _ = fixed(text, findings, check)
    assert not _errors(check(after)) - _errors(findings), "a fix adds an error"
    try:
        before = read(content, "f.bnet", "f")
    except RuleFileError:
        return
    assert read(after.content, "f.bnet", "f") == before
    document = document_of(content, "f.bnet", "f")
    _formatted(document)
    _renamed(content, document)


def _errors(findings: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(finding.code for finding in findings if finding.severity is Severity.ERROR)


def _formatted(document: Document) -> None:
    """Format, which itself refuses to write another model, and format again."""
    try:
        text = formatted(document).text
    except LimitReached:
        return
    assert formatted(document_of(text, "f.bnet", "f")).text == text, "formatted otherwise a second time"


def _renamed(content: str, document: Document) -> None:
    """Call a component otherwise, and as before: the text is what it was."""
    old, new = document.rules.rules[0].target, "called_otherwise"
    there = renamed(content, document, old, new, {}).texts["f.bnet"]
    if is_portable(old) and new not in content:
        back = renamed(there, document_of(there, "f.bnet", "f"), new, old, {}).texts["f.bnet"]
        assert back == content, "renamed and back it is another text"


# --- inputs ---------------------------------------------------------------------------------------------------------


def seeds() -> list[bytes]:
    """Return the corpus and the shipped models."""
    from logicnet.loading import shipped_models

    kept = [path.read_bytes() for path in sorted(CORPUS.glob("*"))]
    return kept + [path.read_bytes()[:3000] for path in shipped_models().values()]


def mutated(random: Random, corpus: list[bytes]) -> bytes:
    """Return pieces of the corpus and of the grammar, cut and joined."""
    data = bytearray(random.choice(corpus)) if random.random() < 0.7 else bytearray()
    for _ in range(random.randrange(1, 12)):
        place, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
        kind = random.random()
        if kind < 0.5:
            data[place:place] = random.choice(PIECES)
        elif kind < 0.7:
            del data[place : min(end, place + random.randrange(1, 40))]
        elif kind < 0.9:
            data[place:place] = data[place : min(end, place + 60)]
        elif data and place < len(data):
            data[place] = random.randrange(256)
    return bytes(data)


def by_chance(seconds: float, seed: int, found: Path) -> Counter[str]:
    """Try inputs for so long; save those on which something does not hold."""
    random, corpus, outcomes = Random(seed), seeds(), Counter[str]()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(random, corpus)
        try:
            outcome = examine(data)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is a finding
            outcome = f"{type(problem).__name__}: {str(problem)[:60]}"
            if not outcomes[outcome]:
                _save(data, found)
        outcomes[outcome] += 1
    return outcomes


def _save(data: bytes, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / sha256(data).hexdigest()[:12]).write_bytes(data)


def with_atheris(seconds: float, found: Path) -> None:
    """Let atheris look for inputs; it never returns."""
    import atheris

    atheris.instrument_all()
    work = found / "seeds"
    work.mkdir(parents=True, exist_ok=True)
    for data in seeds():
        _save(data, work)
    options = [f"-max_total_time={int(seconds)}", f"-artifact_prefix={found}/", "-max_len=4096", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], str(work), *options], lambda data: void(examine(data)))
    atheris.Fuzz()


def void(_outcome: str) -> None:
    """Drop what atheris takes for a wish to leave the input out of its corpus."""


def main() -> None:
    """Fuzz for a while and say what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--found", type=Path, default=Path("build/fuzzing"))
    options.add_argument("--engine", choices=("chance", "atheris"), default="chance")
    asked = options.parse_args()
    if asked.engine == "atheris":
        with_atheris(asked.seconds, asked.found)
    outcomes = by_chance(asked.seconds, asked.seed, asked.found)
    print(
        f"{sum(outcomes.values()):,} inputs:",
        ", ".join(f"{number:,} {what}" for what, number in outcomes.most_common()),
    )
    if set(outcomes) - {"read", "refused"}:
        sys.exit(f"inputs that show it are in {asked.found}")


if __name__ == "__main__":
    main()
