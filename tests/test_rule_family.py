"""The shipped rule files as a family: what is promised of each, what is made from them, the dossier they follow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run

from logicnet import interaction_graph, load, shipped_models
from logicnet.authoring.mutants import examined, subject_of
from logicnet.loading import load_tests
from logicnet.rules import BehaviouralTest

RULES = Path(__file__).parent.parent / "rules"
BIOLOGY = Path(__file__).parents[2] / "shared" / "biology"
ORGANS = (
    "bone_remodeling", "osteoclastogenesis", "bone_metastasis", "mammary_lactation", "thermoregulation", "lymph_node",
    "artery_calcification", "immune_muscle",
)  # fmt: skip
FILES = sorted(shipped_models())
# Rules of the atlas in which several organs meet.
SEVEN_REGULATORS = {"RANKL_high", "Osteoclast_survival"}

needs_the_dossier = pytest.mark.skipif(not BIOLOGY.is_dir(), reason="the dossier of the bone model is not here")


def behaviours_of(name: str) -> tuple[BehaviouralTest, ...]:
    """Return the tests of a model, with those that stand in a file beside it."""
    network = load(name)
    beside = RULES / f"{name}.tests"
    return (*network.tests, *(load_tests(beside, network)[0].tests if beside.exists() else ()))


# --- what is promised of each file ------------------------------------------------------------------------------------


def test_the_family_is_whole() -> None:
    assert sorted(["core_axis", "atlas", *ORGANS]) == FILES


def test_check_and_fmt_find_nothing() -> None:
    status, out, err = run("check", "rules/", cwd=RULES.parent)
    assert (status, out) == (0, ""), out
    assert err == f"{len(FILES) + 2} files checked, nothing found\n"
    assert run("fmt", "--check", "rules/", cwd=RULES.parent) == (0, "", "")


@pytest.mark.parametrize("name", FILES)
def test_rules_are_narrow_and_regulators_act_one_way(name: str) -> None:
    graph = interaction_graph(load(name))
    assert [(a, b) for a, b, sign in graph.edges(data="sign") if sign == "?"] == []
    wide = {component for component, count in graph.in_degree() if count > 6}
    assert wide == (SEVEN_REGULATORS if name == "atlas" else set())
    assert all(graph.in_degree(component) <= 7 for component in wide)


@pytest.mark.parametrize("name", FILES)
def test_every_component_is_named_labelled_and_grouped(name: str) -> None:
    network = load(name)
    assert 1 < len(network.groups) <= 10
    for component, note in network.annotations.items():
        assert note.full_name, component
        assert note.label, component
        assert len(note.label) <= 16, component
        assert note.kind, component
        assert note.group in network.groups, component
        assert (note.default is not None) == (component in network.inputs), component
        assert note.evidence, component


def test_a_name_means_the_same_in_every_file() -> None:
    known: dict[str, tuple[str, str, str, str]] = {}
    for name in FILES:
        network = load(name)
        for component, note in network.annotations.items():
            said = (note.full_name, note.label, note.kind, note.tags.get("hgnc", ""))
            assert known.setdefault(component, said) == said, f"{component} in {name}"


@pytest.mark.parametrize("name", FILES)
def test_labels_tell_components_apart(name: str) -> None:
    labels = [note.label for note in load(name).annotations.values()]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("name", FILES)
def test_tests_are_about_both_schemes_and_name_their_sources(name: str) -> None:
    tests = behaviours_of(name)
    assert tests
    for test in tests:
        assert set(test.updates) == {"asynchronous", "synchronous"}, test.id
        assert test.title, test.id
        assert test.keys, test.id
    assert len({test.id for test in tests}) == len(tests)


def test_test_ids_are_unique_in_the_family() -> None:
    ids = [test.id for name in FILES for test in behaviours_of(name)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", FILES)
def test_heads_say_what_the_model_cannot_show(name: str) -> None:
    head = (RULES / f"{name}.bnet").read_text("utf-8").partition("targets, factors")[0]
    assert "What the model cannot show" in head
    assert "DRAFT" not in head


# --- what is made from them -------------------------------------------------------------------------------------------


def test_the_atlas_is_made_from_its_parts() -> None:
    """As `make atlas` does."""
    parts = [f"{name}.bnet" for name in ORGANS]
    status, out, err = run("join", "bridges/atlas.bnet", *parts, "--tests", "none", "-o", "-", cwd=RULES)
    assert status == 0
    assert "warning" not in err
    assert out == (RULES / "atlas.bnet").read_text("utf-8"), "run `make atlas`"
    assert (len(load("atlas").names), len(load("atlas").inputs)) == (252, 65)


def test_coverage_is_up_to_date_and_complete() -> None:
    """As `make coverage` does."""
    files = ["atlas.tests", "core_axis.bnet", *(f"{name}.bnet" for name in ORGANS)]
    asked = ("table", "statements", *files, "--of", "statements.tsv", "--format", "markdown")
    status, out, err = run(*asked, cwd=RULES)
    assert (status, err) == (0, "")
    assert out == (RULES / "COVERAGE.md").read_text("utf-8"), "run `make coverage`"
    assert "Covered: 110 of 110 expressible statements; not expressible in a Boolean model: 29." in out


def test_mutants_are_counted_anew_when_rules_or_tests_change() -> None:
    """As `make mutants` does: numbers for every model, the outcome for one that is small."""
    text = (RULES / "MUTANTS.md").read_text("utf-8")
    rows = re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \| [\d.]+ % \| (\d+) \| (\d+) \|$", text, re.MULTILINE)
    assert sorted(row[0] for row in rows) == sorted(["core_axis", *ORGANS])
    for name, tests, mutants, caught, equivalent, undecided in rows:
        subject = subject_of(str(RULES / f"{name}.bnet"))
        assert int(tests) == len(subject.trials), f"{name}: run `make mutants`"
        assert int(mutants) + int(equivalent) == len(subject.mutants), f"{name}: run `make mutants`"
        assert int(caught) >= 0.85 * int(mutants)
        assert int(undecided) == 0
    report = examined(subject_of(str(RULES / "immune_muscle.bnet")))
    assert f"| immune_muscle | {report.tests} | {report.mutants} | {report.caught} |" in text


def test_the_readme_names_every_model_and_only_tests_that_exist() -> None:
    text = (RULES / "README.md").read_text("utf-8")
    assert {name for name in FILES if f"]({name}.bnet)" in text} == set(FILES)
    ids = {test.id for name in FILES for test in behaviours_of(name)}
    named = set(re.findall(r"\b[GX]\d\d[a-f]?\b", text))
    assert len(named) > 12
    assert named <= ids
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (RULES / link).exists(), link


# --- the dossier ------------------------------------------------------------------------------------------------------


def dossier() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((BIOLOGY / "phenotypes.json").read_text("utf-8"))
    return found


@needs_the_dossier
@pytest.mark.parametrize("name", FILES)
def test_names_defaults_and_rest_values_are_the_dossiers(name: str) -> None:
    network = load(name)
    rows = [line.split("\t") for line in (BIOLOGY / "nodes.tsv").read_text("utf-8").splitlines()[1:]]
    assert set(network.names) == {row[0] for row in rows if name in row[5].split(",")}
    assert {n: network.annotations[n].default for n in network.inputs} == dossier()["defaults"][name]
    rest = {n: 1 for n in network.names if network.annotations[n].rest == 1}
    assert rest == dossier()["rest"].get(name, {})


def cases() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for behaviour in dossier()["phenotypes"]:
        for case in behaviour["cases"]:
            yield behaviour["file"], behaviour["id"], case


def stands(test: BehaviouralTest, case: dict[str, Any]) -> bool:
    """Tell whether a test makes the claim of a case under its conditions."""
    phases = case["phases"] if case["phases"] is not None else [case["fix"]]
    quantifier = "some" if case["kind"] == "SOME" else "all"
    from_rest = case["kind"] in ("FROM_REST", "PHASES")
    wanted = {name: {"on": 1, "off": 0, "osc": "*"}[value] for name, value in case["expect"].items()}
    return (
        [dict(phase.given) for phase in test.phases] == phases
        and (test.phases[0].start is not None) == from_rest
        and any(claim.quantifier == quantifier and claim.values == wanted for claim in test.phases[-1].claims)
    )


@needs_the_dossier
def test_the_dossiers_behaviours_stand_as_tests() -> None:
    found = {name: [t for t in load(name).tests if t.id.startswith("G")] for name in FILES}
    missing = [(f, i) for f, i, case in cases() if not any(t.id[:3] == i and stands(t, case) for t in found[f])]
    assert missing == []
    assert len({test.id[:3] for tests in found.values() for test in tests}) == 28


@needs_the_dossier
def test_references_are_the_dossiers_with_their_status_and_no_other_identifier() -> None:
    text = (BIOLOGY / "MODEL.md").read_text("utf-8").partition("## Evidence keys")[2]
    status = {"V": "seen", "T": "title-only", "C": "to-check"}
    given = dict(re.findall(r"^\| (\w+) \| [VTC] \| (.*) \|$", text, flags=re.MULTILINE))
    marks = dict(re.findall(r"^\| (\w+) \| ([VTC]) \|", text, flags=re.MULTILINE))
    entries = re.findall(r"^@\w+\{(\w+),\n(.*?)^\}", (RULES / "references.bib").read_text("utf-8"), re.M | re.S)
    assert {key for key, _ in entries} == set(given)
    for key, body in entries:
        fields = dict(re.findall(r"^\s*(\w+)\s*= \{(.*)\},$", body, flags=re.MULTILINE))
        assert fields["keywords"] == status[marks[key]], key
        for kind in ("doi", "pmid", "pmcid"):
            assert fields.get(kind, "") in given[key], key
