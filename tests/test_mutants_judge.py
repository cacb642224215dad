"""Which mutants are caught, beside brute force over all states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

import small_tests

from logicnet.authoring.mutants import examined, subject_of
from logicnet.authoring.mutants.literals import Mutant
from logicnet.expressions import parse


def drawn(seed: int, models: int) -> Iterator[tuple[small_tests.Model, small_tests.Test, str]]:
    """Yield random models with a test that brute force says they pass."""
    random = Random(seed)
    while models:
        model, update = small_tests.model(random), random.choice(("asynchronous", "synchronous"))
        test = small_tests.test(random, model)
        if not small_tests.vacuous(model, test) and small_tests.holds(model, test, update):
            yield model, test, update
            models -= 1


def changed(model: small_tests.Model, mutant: Mutant) -> small_tests.Model:
    """Return a model with the truth table of a mutant's rule."""
    regulators, rule = model.tables[mutant.component][0], parse(mutant.rule)
    rows = [dict(zip(regulators, bits, strict=True)) for bits in product((0, 1), repeat=len(regulators))]
    values = tuple(rule.evaluate({**row, mutant.component: row.get(mutant.component, 0)}) for row in rows)
    return replace(model, tables={**model.tables, mutant.component: (regulators, values)})


def test_what_is_caught_is_what_brute_force_says(tmp_path: Path) -> None:
    seen = Counter[tuple[int, str]]()
    for model, test, update in drawn(7, 120):
        lines = "".join(f"#? {line}\n" for line in test.lines)
        (tmp_path / "m.bnet").write_text(model.text + lines.replace("test T", f"test T @update {update}"), "utf-8")
        for one in examined(subject_of(str(tmp_path / "m.bnet"))).judged:
            holds = small_tests.holds(changed(model, one.mutant), test, update)
            if one.judgement.outcome == "equivalent":
                assert changed(model, one.mutant).tables == model.tables
            else:
                assert one.judgement.outcome == ("survived" if holds else "caught"), (model.text, test.lines, one)
            seen[len(test.phases), one.judgement.outcome] += 1
    assert min(seen[phases, outcome] for phases in (1, 2, 3) for outcome in ("caught", "survived")) > 20
