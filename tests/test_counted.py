"""Fixed points and minimal trap spaces counted in clauses: against brute force, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from logicnet.landscape.clauses import everything, literals, negated
from logicnet.landscape.counting import Models, TooInvolved
from logicnet.landscape.elimination import Contradiction, Elimination
from logicnet.limits import Budget

BUDGET = Budget.of(None)


def random_clauses(random: Random, width: int, number: int) -> set[int]:
    """Draw clauses of one to three literals."""

    def literal() -> int:
        return 1 << random.randint(2, 2 * width + 1)

    return {literal() | literal() | literal() for _ in range(number)}


def models_of(width: int, clauses: set[int]) -> set[int]:
    """Return all models, each the set of the literals that hold."""
    all_ = (sum(2 - bit << 2 * k for k, bit in enumerate(bits, 1)) for bits in product((0, 1), repeat=width))
    return {held for held in all_ if all(clause & held for clause in clauses)}


def formulas(number: int) -> Iterator[tuple[int, set[int]]]:
    """Draw clauses over one to eight variables, some of them without a model."""
    random = Random(5)
    for _ in range(number):
        width = random.randint(1, 8)
        yield width, random_clauses(random, width, random.randint(0, 5 * width))


def determining(width: int, models: set[int]) -> set[int]:
    """Return variables that tell all models apart, not more of them than it takes."""
    found = set(range(1, width + 1))
    for variable in range(1, width + 1):
        mask = sum(3 << 2 * v for v in found - {variable})
        if len({held & mask for held in models}) == len(models):
            found.discard(variable)
    return found


def test_literals_and_negations() -> None:
    assert everything(2) == 0b010100
    assert negated(0b100100, everything(2)) == 0b011000
    assert list(literals(0b100100)) == [2, 5]


def test_every_model_is_counted_and_listed_once() -> None:
    for width, clauses in formulas(150):
        models = Models(width, clauses, 0, BUDGET)
        listed = [models.model(number) for number in range(models.count)]
        assert len(listed) == len(set(listed))
        assert set(listed) == models_of(width, clauses)


def test_elimination_keeps_the_models() -> None:
    eliminated = contradictions = 0
    for width, clauses in formulas(800):
        expected = models_of(width, clauses)
        try:
            left = Elimination(width, clauses, determining(width, expected), BUDGET)
        except Contradiction:
            assert not expected
            contradictions += 1
            continue
        models = Models(width, left.clauses, left.gone, BUDGET)
        listed = [left.extended(models.model(number)) for number in range(models.count)]
        assert len(listed) == len(expected)
        assert set(listed) == expected
        eliminated += (left.gone & ~(left.held | left.held >> 1)).bit_count()
    assert eliminated > 100
    assert contradictions > 20


def test_too_many_parts_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("logicnet.landscape.counting.MOST_FORMULAS", 1)
    with pytest.raises(TooInvolved):
        Models(4, {0b101 << 2, 0b101 << 4, 0b101 << 6}, 0, BUDGET)


def test_a_count_past_every_list() -> None:
    """A ring of 200 switches in which no two neighbours are on: Lucas numbers, by hand."""
    width = 200
    ring = [2 << 2 * k | 2 << 2 * (k % width + 1) for k in range(1, width + 1)]
    lucas = [2, 1]
    while len(lucas) <= width:
        lucas.append(lucas[-1] + lucas[-2])
    models = Models(width, ring, 0, BUDGET)
    assert models.count == lucas[width]
    last = models.model(models.count - 1)
    assert all(clause & last for clause in ring)
