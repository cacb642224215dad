"""The writer: what it writes is read back as the same model."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import Model, Tree, models, trees
from test_expressions import NAMES

from logicnet.errors import LimitReached
from logicnet.formats.bnet import read, write
from logicnet.network import BooleanNetwork
from logicnet.rules import RuleSet


def tables_of(rules: RuleSet) -> list[tuple[str, object]]:
    """Return components and their update functions as truth tables."""
    network = BooleanNetwork.from_rules(rules)
    return list(zip(network.names, network.functions, strict=True))


@settings(max_examples=300)
@given(models())
def test_what_is_written_is_read_back_as_an_equal_model(model: Model) -> None:
    rules = read(model.text, "x.bnet", "x")
    text = write(rules)
    again = read(text, "x.bnet", "x")
    assert "^" not in text
    assert not again.findings
    assert not again.inputs
    assert tables_of(again) == tables_of(rules)
    assert write(again) == text


@settings(max_examples=300)
@given(st.lists(trees(NAMES, leaves=6), min_size=1, max_size=6))
def test_odd_names_are_written_in_portable_letters(factors: list[Tree]) -> None:
    model = Model(dict(zip(NAMES, factors, strict=False)))
    rules = read(model.text, "x.bnet", "x")
    text = write(rules)
    assert text.isascii()
    again = read(text, "x.bnet", "x")
    assert not [finding for finding in again.findings if finding.code == "LN106"]
    assert [function for _, function in tables_of(again)] == [function for _, function in tables_of(rules)]
    pairs = zip(tables_of(rules), tables_of(again), strict=True)
    assert all(new == old for (old, _), (new, _) in pairs if old in ("A", "b", "_q", "not_x", "Android"))


def test_names_are_renamed_apart() -> None:
    text = write(read("DKK-1, β\nDKK_1, DKK-1\nβ, DKK_1\n"))
    assert text == "targets, factors\nDKK_1_2, _\nDKK_1, DKK_1_2\n_, DKK_1\n"
    text = write(read("1a, true & x.y\nx.y, x_y\n"))
    assert text == "targets, factors\n_1a, 1 & x_y_2\nx_y_2, x_y\nx_y, x_y\n"


def test_exclusive_or_that_cannot_be_written_out() -> None:
    """Without ``^`` a parity of 40 has 2^40 terms: refused, and at once."""
    parity = read("T, " + " ^ ".join(f"x{k}" for k in range(40)) + "\n")
    with pytest.raises(LimitReached):
        write(parity)
    short = read("T, " + " ^ ".join(f"x{k}" for k in range(8)) + "\n")
    assert tables_of(read(write(short))) == tables_of(short)


def test_one_exclusive_or_in_a_long_rule_is_written_in_seconds() -> None:
    rules = read("T, a ^ b | " + " | ".join(f"x{k}" for k in range(60_000)) + "\n")
    start = time.process_time()
    assert "^" not in write(rules)
    assert time.process_time() - start < 20
