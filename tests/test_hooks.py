"""The hooks that are offered to pre-commit, and the plugin's entry point."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def test_the_hooks_call_the_commands_on_rule_files() -> None:
    yaml = pytest.importorskip("yaml")
    hooks = {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text("utf-8"))}
    assert {name: hook["entry"] for name, hook in hooks.items()} == {
        "logicnet-check": "logicnet check",
        "logicnet-fmt": "logicnet fmt",
    }
    for hook in hooks.values():
        assert hook["language"] == "python"
        assert re.search(hook["files"], "rules/core_axis.bnet")
        assert not re.search(hook["files"], "rules/references.bib")


def test_pre_commit_takes_the_hooks() -> None:
    pytest.importorskip("pre_commit")
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pytest_finds_the_plugin() -> None:
    entry = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pytest11"]
    assert entry == {"logicnet": "logicnet.pytest_plugin"}
    assert importlib.import_module(entry["logicnet"]).pytest_collect_file
