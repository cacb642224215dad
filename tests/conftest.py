"""For all tests: the same Hypothesis examples on every machine, no database; the engines of reachability."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from logicnet.reachability import asynchronous, attractors_reached, synchronous, walks

settings.register_profile(
    "logicnet",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("logicnet")


@pytest.fixture(params=["grids", "walks", "waves"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Small networks are searched in grids; without these, what decides larger ones is put to the same test."""
    if request.param != "grids":
        for module in (asynchronous, synchronous, attractors_reached):
            monkeypatch.setattr(module, "LARGEST_GRID", 0)
    if request.param == "waves":
        monkeypatch.setattr(walks, "WALKS", 0)
        monkeypatch.setattr(synchronous, "WIDEST_START", 0)
        monkeypatch.setattr(synchronous, "SAMPLE", 1)
    return str(request.param)
