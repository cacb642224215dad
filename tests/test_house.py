"""The house rules: what starts fast, what the documents promise, and how large a module may grow."""

from __future__ import annotations

import doctest
import importlib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import logicnet

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
MODULES = sorted((ROOT / "logicnet").rglob("*.py"))
LOGICNET = [sys.executable, "-m", "logicnet"]
HEAVY = ("matplotlib", "networkx", "numpy", "pandas")
LONGEST_MODULE = 400

# A fenced block: the words behind the fence, then its lines.
BLOCK = re.compile(r"^```(\w+)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for found, _, text in BLOCK.findall(README) if found == language]


# --- start-up -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "start",
    [
        "import logicnet",
        "import logicnet; logicnet.load('core_axis')",
        "import runpy; sys.argv = ['logicnet', '--help']; runpy.run_module('logicnet', run_name='__main__')",
    ],
    ids=["import", "load", "help"],
)
def test_start_up_leaves_heavy_packages_alone(start: str) -> None:
    code = (
        f"import sys\ntry:\n    {start}\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', *(m for m in {HEAVY!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_public_names_exist_and_no_module_hides_one() -> None:
    for name in logicnet.__all__:
        assert getattr(logicnet, name) is not None
    modules = {path.stem for path in (ROOT / "logicnet").glob("*.py")}
    rooms = {path.parent.name for path in (ROOT / "logicnet").glob("*/__init__.py")}
    assert not (modules | rooms) & set(logicnet.__all__)


# --- size -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(ROOT)) for path in MODULES])
def test_module_is_short_and_says_why_it_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE, "make it a folder: the import path stays"
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert importlib.import_module(name).__doc__


# --- the command line and the documents -----------------------------------------------------------------------------


def output_of(words: list[str]) -> str:
    return subprocess.run([*LOGICNET, *words], capture_output=True, text=True, check=True).stdout


def commands() -> list[str]:
    listed = re.split(r"^.*commands:\n", output_of(["--help"]), flags=re.MULTILINE | re.IGNORECASE)[1:]
    return [name for part in listed for name in re.findall(r"^  ([a-z][a-z-]*)(?=  |$)", part, re.MULTILINE)]


def test_every_command_has_an_example_and_stands_in_the_readme() -> None:
    names = commands()
    assert "attractors" in names
    without_example = [name for name in names if "Example" not in output_of([name, "--help"])]
    assert not without_example
    assert [name for name in names if f"logicnet {name}" in README] == names


def test_version_is_the_same_everywhere() -> None:
    version = logicnet.__version__
    assert f"\n## [{version}] - " in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert version in output_of(["--version"])


# --- the README, as a reader would try it ---------------------------------------------------------------------------


def steps(block: str) -> list[tuple[str, str]]:
    """Split a console block into commands and what each prints."""
    found: list[tuple[str, str]] = []
    for line in block.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line.rstrip() + "\n")
    return found


def printed(command: str, folder: Path) -> tuple[str, int]:
    """Run a command; what it tells on standard error comes last."""
    settings = {"NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [*LOGICNET, *shlex.split(command)[1:]],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **settings},
    )
    lines = (done.stdout + done.stderr).splitlines()
    return "".join(line.rstrip() + "\n" for line in lines), done.returncode


def pattern(expected: str) -> str:
    """Return a regular expression in which a line of one ellipsis stands for any lines."""
    lines = expected.rstrip("\n").splitlines()
    return "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n" for line in lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the files that the README writes out in full."""
    (tmp_path / "figures").mkdir()
    for language, name, text in BLOCK.findall(README):
        if language == "text" and name:
            (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.partition("\n")[0].removeprefix("$ "))
def test_readme_commands_print_what_it_says(block: str, folder: Path) -> None:
    for command, expected in steps(block):
        if command.startswith("logicnet "):
            text, status = printed(command, folder)
            assert re.fullmatch(pattern(expected), text), f"{command} printed:\n{text}"
            assert status == 0 or "error" in expected.lower()


def test_readme_python_prints_what_it_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    text = "\n".join(blocks("python"))
    session = doctest.DocTestParser().get_doctest(text, {}, "README.md", None, 0)
    complaints: list[str] = []
    assert session.examples
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session, out=complaints.append)
    assert not complaints, "".join(complaints)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_to_files_lead_somewhere(document: str) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", (ROOT / document).read_text("utf-8"))
    missing = [t for t in targets if "://" not in t and not (ROOT / t).exists()]
    assert not missing
