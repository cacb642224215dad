"""The folder for VS Code: the grammar beside our own reader, snippets that `check` accepts, the start of the server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from editor import MODEL, TESTS

from logicnet import shipped_models
from logicnet.authoring.checking import check
from logicnet.diagnostics import Severity
from logicnet.formats.bnet import document_of
from logicnet.language_server.lines import units
from logicnet.language_server.pages import page_of
from logicnet.loading import Text

FOLDER = Path(__file__).parent.parent / "editors" / "vscode"
PACKAGE = json.loads((FOLDER / "package.json").read_text("utf-8"))
GRAMMARS = [json.loads((FOLDER / one["path"]).read_text("utf-8")) for one in PACKAGE["contributes"]["grammars"]]
ENGINE = FOLDER / "node_modules" / "vscode-textmate"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="node is not installed")
needs_engine = pytest.mark.skipif(
    NODE is None or not ENGINE.is_dir(), reason="the engine of VS Code is not here: npm install in editors/vscode"
)

# What an author may write beside what the shipped models hold.
WIDE = """\
# logicnet: 1
# @title  Wide
Targets, Factors  # spelt unusually
#= Bone @flow LR
# NF-κB and RANK=1 are prose  @label NF-κB  @hgnc NFKB1/RELA  [A1 B2]
#   + RANK-L  PMID:9108485 YIN99  told  [A1]
#   ? Ünï.x
#   * SEED0
NF.kB , not RANK-L AND (Ünï.x || ~0 ^ TRUE) && order # A, B
RANK-L,
  (RANK-L |

   Ünï.x)
order, order
Ünï.x, Ünï.x
#? condition off: RANK-L=0 Ünï.x=1
#? class "RANK-L=1 is prose": NF.kB=*
#? test T-1 "from RANK-L=1" [A1 B2] @update synchronous asynchronous
#?   from rest
#?   given off order=1
#?   some attractor: NF.kB=1 order=1
#?   then given order=0
#?   no attractors: NF.kB=1
"""

ROLES = {
    "target": "entity.name.function.target.bnet",
    "regulator": "variable.other.component.bnet",
    "evidence": "variable.other.component.bnet",
    "statement": "variable.other.component.bnet",
}


# --- the grammar ----------------------------------------------------------------------------------------------------


def parts(grammar: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a grammar."""
    if isinstance(grammar, dict):
        yield grammar
    for value in grammar.values() if isinstance(grammar, dict) else grammar if isinstance(grammar, list) else ():
        yield from parts(value)


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda grammar: grammar["scopeName"])
def test_every_pattern_compiles_and_every_scope_is_named(grammar: dict[str, Any]) -> None:
    repositories = {one["scopeName"]: one.get("repository", {}) for one in GRAMMARS}
    for part in parts(grammar):
        for key in ("match", "begin", "end"):
            if key in part:
                groups = re.compile(part[key]).groups
                captures = part.get("captures" if key == "match" else f"{key}Captures", {})
                assert all(int(number) <= groups for number in captures)
        if "name" in part and part is not grammar:
            assert re.fullmatch(r"[a-z]+(?:\.[a-z-]+)*\.bnet", part["name"])
        if "include" in part:
            scope, _, name = part["include"].partition("#")
            assert name in repositories[scope or grammar["scopeName"]]


def tokenised(scope: str, *files: Path) -> dict[Path, list[list[tuple[int, int, list[str]]]]]:
    assert NODE is not None
    done = subprocess.run(
        [NODE, str(FOLDER / "test" / "tokenise.js"), scope, *map(str, files)], capture_output=True, check=True
    )
    return {Path(name): lines for name, lines in json.loads(done.stdout).items()}


@needs_engine
def test_components_are_coloured_where_the_reader_finds_them(tmp_path: Path) -> None:
    """An engine that is not ours, on texts that our reader understands: all mentions, and no name beside them."""
    (tmp_path / "wide.bnet").write_text(WIDE, "utf-8")
    (tmp_path / "model.bnet").write_text(MODEL, "utf-8")
    files = [*sorted(shipped_models().values()), tmp_path / "wide.bnet", tmp_path / "model.bnet"]
    for file, lines in tokenised("source.bnet", *files).items():
        text = file.read_text("utf-8")
        document = document_of(text)
        assert not document.refused
        coloured = {
            (number, start, end, scopes[-1])
            for number, tokens in enumerate(lines, 1)
            for start, end, scopes in tokens
            if scopes[-1] in ROLES.values()
        }
        assert coloured == {
            (o.place.line, *columns(document.source.lines[o.place.line], *o.place[2:]), ROLES[o.role])
            for o in document.occurrences()
        }
        assert not [scope for tokens in lines for *_, scopes in tokens for scope in scopes if "invalid" in scope]


def columns(line: str, column: int, length: int) -> tuple[int, int]:
    return units(line[: column - 1], "utf-16"), units(line[: column - 1 + length], "utf-16")


def scopes_of(scope: str, file: Path, text: str) -> dict[str, str]:
    """Return the innermost scope of each token's text, stripped."""
    file.write_text(text, "utf-8")
    [lines] = tokenised(scope, file).values()
    found: dict[str, str] = {}
    for line, tokens in zip(text.split("\n"), lines, strict=True):
        assert line.isascii() or "κ" in line or "Ü" in line
        found |= {line[start:end].strip(): scopes[-1] for start, end, scopes in tokens}
    return found


@needs_engine
def test_everything_else_has_its_colour(tmp_path: Path) -> None:
    scopes = scopes_of("source.bnet", tmp_path / "wide.bnet", WIDE)
    expected = {
        "# logicnet: 1": "keyword.control.directive",
        "Targets, Factors": "keyword.control.header",
        "Bone": "entity.name.section",
        "@flow": "entity.other.attribute-name",
        "@label": "entity.other.attribute-name",
        "NF-κB": "string.unquoted",
        "PMID:9108485 YIN99": "constant.other.reference",
        "SEED0": "constant.other.reference",
        "[A1]": "constant.other.reference",
        "?": "keyword.operator.sign",
        "not": "keyword.operator.logical",
        "AND": "keyword.operator.logical",
        "||": "keyword.operator.logical",
        "TRUE": "constant.language.boolean",
        "A, B": "comment.line.number-sign",
        "off": "variable.other.constant",
        '"RANK-L=1 is prose"': "string.quoted.double",
        "T-1": "entity.name.function.test",
        "synchronous asynchronous": "constant.language.scheme",
        "from rest": "keyword.control.phase",
        "then given": "keyword.control.phase",
        "some": "keyword.other.quantifier",
        "*": "constant.numeric",
    }
    assert {text: scopes.get(text) for text in expected} == {text: f"{scope}.bnet" for text, scope in expected.items()}


@needs_engine
def test_files_of_tests_and_mistakes(tmp_path: Path) -> None:
    file = tmp_path / "x.tests"
    file.write_text(TESTS, "utf-8")
    [lines] = tokenised("source.bnet.tests", file).values()
    coloured = [
        (n, start, end) for n, tokens in enumerate(lines, 1) for start, end, s in tokens if s[-1] == ROLES["statement"]
    ]
    page = page_of(TESTS, "x.tests")
    assert coloured == [(o.place.line, *columns(page.line(o.place.line), *o.place[2:])) for o in page.mentions]
    scopes = scopes_of("source.bnet", tmp_path / "x.bnet", "A, B + C // no comment\nD = E")
    assert scopes["+"] == "invalid.illegal.character.bnet"
    assert scopes["// no comment"] == "invalid.illegal.comment.bnet"


# --- the other parts ------------------------------------------------------------------------------------------------


def test_every_file_that_the_package_names_is_there() -> None:
    contributed = PACKAGE["contributes"]
    named = [one["path"] for key in ("grammars", "snippets") for one in contributed[key]]
    named += [one["configuration"] for one in contributed["languages"]]
    assert [path for path in [*named, PACKAGE["main"]] if not (FOLDER / path).is_file()] == []
    languages = {one["id"] for one in contributed["languages"]}
    assert {one["language"] for key in ("grammars", "snippets") for one in contributed[key]} == languages
    assert {event.removeprefix("onLanguage:") for event in PACKAGE["activationEvents"]} == languages
    assert contributed["configuration"]["properties"]["logicnet.command"]["default"] == ["logicnet", "lsp"]
    assert (FOLDER / "README.md").is_file()


SNIPPETS = {
    snippet["prefix"]: snippet
    for path in dict.fromkeys(one["path"] for one in PACKAGE["contributes"]["snippets"])
    for snippet in json.loads((FOLDER / path).read_text("utf-8")).values()
}


def expanded(prefix: str, choice: int = 0) -> str:
    """Return what a snippet writes when nothing is changed in it; or with another one of its choices."""
    text = "\n".join(SNIPPETS[prefix]["body"])
    assert SNIPPETS[prefix]["description"]
    text = re.sub(r"\$\{\d+\|([^|]*)\|\}", lambda m: (words := m[1].split(","))[choice % len(words)], text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text).replace("$0", "")
    assert "$" not in text
    return text


@pytest.mark.parametrize("choice", [0, 1])
@pytest.mark.parametrize("prefix", sorted(SNIPPETS))
def test_what_a_snippet_writes_is_accepted(prefix: str, choice: int) -> None:
    text = expanded("rulefile")
    if prefix == "rulefile":
        text = expanded(prefix, choice)
    elif prefix.startswith("evidence"):
        text += f"\n{expanded(prefix)}\nOther, Signal\n"
    else:
        text += f"\n{expanded(prefix, choice)}\n"
    findings = check(Text(text, "x.bnet", "x", ".bnet"))
    # Any sign but the first may contradict the rule: that is for the author to mend.
    assert {f.code for f in findings if f.severity is not Severity.NOTE} <= (
        {"LN202"} if prefix == "rule" and choice else set()
    )


def test_what_the_snippet_of_a_file_and_a_test_write_is_a_model(tmp_path: Path) -> None:
    file = tmp_path / "x.bnet"
    file.write_text(expanded("rulefile") + "\n" + expanded("test") + "\n", "utf-8")
    assert document_of(file.read_text("utf-8")).rules.tests
    status, _, _ = run("attractors", str(file))
    assert status == 0


@needs_node
def test_the_extension_starts_the_server_and_says_when_it_cannot(tmp_path: Path) -> None:
    """With stand-ins for the editor and its client: what they are asked to do."""
    shutil.copy(FOLDER / "extension.js", tmp_path)
    modules = tmp_path / "node_modules"
    (modules / "vscode").mkdir(parents=True)
    (modules / "vscode-languageclient").mkdir()
    (modules / "vscode" / "index.js").write_text("""
        module.exports = {
          workspace: {
            getConfiguration: (name) => ({ get: (key) => (name + key === "logicnetcommand" ? ["a b", "lsp"] : null) }),
            onDidChangeConfiguration: () => 1,
          },
          window: { showErrorMessage: async (text) => console.log(text) },
          commands: { registerCommand: (name) => console.log(name) },
        };
    """)
    (modules / "vscode-languageclient" / "node.js").write_text("""
        exports.LanguageClient = class {
          constructor(...all) { console.log(JSON.stringify(all)); }
          async start() { if (process.env.BROKEN) throw new Error("not there"); }
          needsStop() { return true; }
          async stop() { console.log("stopped"); }
        };
    """)
    code = "const e = require('./extension.js'); e.activate({subscriptions: []}).then(() => e.deactivate());"
    assert NODE is not None
    for broken in ("", "1"):
        done = subprocess.run(
            [NODE, "-e", code], cwd=tmp_path, capture_output=True, check=True, env={**os.environ, "BROKEN": broken}
        )
        lines = done.stdout.decode().splitlines()
        assert lines[0] == "logicnet.restart"
        _, _, server, client = json.loads(lines[1])
        assert server == {"command": "a b", "args": ["lsp"]}
        languages = {one["language"] for one in client["documentSelector"]}
        assert languages == {one["id"] for one in PACKAGE["contributes"]["languages"]}
        assert lines[-1] == "stopped"
        assert any("pip install 'logicnet[lsp]'" in line for line in lines) is bool(broken)
