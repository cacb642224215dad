"""For all tests: the same Hypothesis examples on every machine, no database; the engines of reachability; an editor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from behaving import MODEL
from editor import COMMAND, Editor, capabilities
from hypothesis import HealthCheck, settings
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

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


@pytest_lsp.fixture(
    scope="module",
    config=ClientServerConfig(server_command=COMMAND),
    params=[("utf-16",), ("utf-8", "utf-8", "utf-16"), ("utf-32", "utf-7", "utf-32")],
    ids=["utf-16", "utf-8", "utf-32"],
)
async def client(lsp_client: LanguageClient, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Start a server; the first word is what it should count in, the others are what the editor offers."""
    agreed, *offered = request.param
    answer = await lsp_client.initialize_session(types.InitializeParams(capabilities(*offered)))
    assert answer.capabilities.position_encoding == agreed
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def editor(client: LanguageClient, request: pytest.FixtureRequest) -> Editor:
    return Editor(client, request.node.callspec.params["client"][0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mödel one.bnet"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a folder with a model that has behavioural tests."""
    (tmp_path / "m.bnet").write_text(MODEL, "utf-8")
    return tmp_path
