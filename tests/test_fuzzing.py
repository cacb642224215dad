"""The reader under fire: a corpus of odd files, files at random, texts at random."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import fuzzing

KEPT = sorted(fuzzing.CORPUS.glob("*"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_corpus(path: Path) -> None:
    assert fuzzing.examine(path.read_bytes()) in ("read", "refused")


def test_files_at_random() -> None:
    random, corpus = Random(11), fuzzing.seeds()
    outcomes = [fuzzing.examine(fuzzing.mutated(random, corpus)) for _ in range(2000)]
    assert {"read", "refused"} == set(outcomes)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(fuzzing.PIECES) | st.binary(max_size=3), max_size=30))
def test_pieces_at_random(pieces: list[bytes]) -> None:
    assert fuzzing.examine(b"".join(pieces)) in ("read", "refused")


def test_what_must_not_happen_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The judge judges: a writer that drops a negation is caught, and the input is kept."""
    real = fuzzing.write
    monkeypatch.setattr(fuzzing, "write", lambda rules: real(rules).replace("!", ""))
    with pytest.raises(AssertionError):
        fuzzing.examine(b"A, !B\nB, A\n")
    outcomes = fuzzing.by_chance(3, 1, tmp_path)
    assert set(outcomes) - {"read", "refused"}
    assert list(tmp_path.iterdir())
