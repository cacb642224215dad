"""Annotations of a rule file: read, told where they go unread, and refused where they are wrong."""

from __future__ import annotations

import pytest
from test_reader import codes, findings_of

from logicnet import shipped_models
from logicnet.diagnostics import Severity
from logicnet.formats.bnet import read
from logicnet.loading import load_rules
from logicnet.rules import Claim, Evidence, Phase, RuleSet

ANNOTATED = """# logicnet: 1
# @title  Axis of bone  @version 2
# @licence  MIT
# @update  synchronous asynchronous
#
# Prose that belongs to nothing.

targets, factors

#= Stroma
# RANK ligand  @label RANKL  @kind ligand  @hgnc TNFSF11  @rest 1
# It is made by stroma.
# It binds RANK. @uniprot O14788
#   * SEED0 PMID:9108485  for the whole rule  [A03 B32]
#   + Stroma-cell  YASUDA98  raises it
#   - OPG   DOI:10.1/x SEED3
#   ? β
RANKL, Stroma-cell & !OPG | β

# Detached by the blank line.

# Detached by a lone mark.
#
OPG, RANKL

#= Inputs @flow LR
# Stromal cell  @default 1
Stroma-cell, Stroma-cell
#= Stroma
β, RANKL # trailing

#? condition off: Stroma-cell=0
#? condition both: OPG=0 β=1
#? class "on": RANKL=1 OPG=*
#? test T1 "it rises"  [A03 B32]  @update asynchronous
#?   given off β=1
#?   given both
#?   all attractors: RANKL=1
#?   no attractor: OPG=1 RANKL=*
#? test T2
#?   from rest
#?   some attractor: RANKL=1
#?   then given off OPG=1
#?   no attractor: RANKL=1
#? test T3 @update asynchronous synchronous
#?   from RANKL=1 OPG=0
#?   given Stroma-cell=1
#?   all attractors: RANKL=*
"""


def annotated() -> RuleSet:
    return read(ANNOTATED, "x.bnet", "x")


def test_annotations_of_a_rule() -> None:
    notes = {rule.target: rule.annotation for rule in annotated().rules}
    rankl = notes["RANKL"]
    assert (rankl.full_name, rankl.description) == ("RANK ligand", "It is made by stroma. It binds RANK.")
    assert (rankl.label, rankl.kind, rankl.group, rankl.rest, rankl.default) == ("RANKL", "ligand", "Stroma", 1, None)
    assert dict(rankl.tags) == {"hgnc": "TNFSF11", "uniprot": "O14788"}
    assert rankl.evidence == (
        Evidence("*", "", ("SEED0", "PMID:9108485"), "for the whole rule", ("A03", "B32")),
        Evidence("+", "Stroma-cell", ("YASUDA98",), "raises it"),
        Evidence("-", "OPG", ("DOI:10.1/x", "SEED3")),
        Evidence("?", "β"),
    )
    assert (notes["OPG"].full_name, notes["OPG"].group) == ("", "Stroma")
    assert (notes["Stroma-cell"].default, notes["Stroma-cell"].group) == (1, "Inputs")
    assert notes["β"].group == "Stroma"


def test_what_a_file_says_of_itself() -> None:
    rules = annotated()
    assert dict(rules.metadata) == {
        "title": "Axis of bone",
        "version": "2",
        "licence": "MIT",
        "update": "synchronous asynchronous",
    }
    assert rules.groups == ("Stroma", "Inputs")
    assert {d.code for d in rules.findings} == {"LN106"}


def test_conditions_classes_and_tests() -> None:
    rules = annotated()
    assert {name: dict(v) for name, v in rules.conditions.items()} == {
        "off": {"Stroma-cell": 0},
        "both": {"OPG": 0, "β": 1},
    }
    assert {name: dict(v) for name, v in rules.classes.items()} == {"on": {"RANKL": 1, "OPG": "*"}}
    one, two, three = rules.tests
    assert (one.id, one.title, one.keys, one.updates) == ("T1", "it rises", ("A03", "B32"), ("asynchronous",))
    assert one.phases == (
        Phase({"β": 1}, ("off", "both"), (Claim("all", {"RANKL": 1}), Claim("no", {"OPG": 1, "RANKL": "*"}))),
    )
    assert (two.title, two.updates) == ("", ())
    assert two.phases == (
        Phase({}, (), (Claim("some", {"RANKL": 1}),), {}),
        Phase({"OPG": 1}, ("off",), (Claim("no", {"RANKL": 1}),)),
    )
    assert three.updates == ("asynchronous", "synchronous")
    assert three.phases[0].start == {"RANKL": 1, "OPG": 0}
    assert one.place is not None
    assert (one.place.file, one.place.line) == ("x.bnet", ANNOTATED.split("\n").index("#?   given off β=1"))


def test_without_the_first_line_a_comment_is_just_a_comment() -> None:
    plain = read(ANNOTATED.removeprefix("# logicnet: 1\n"), "x.bnet", "x")
    whole = annotated()
    assert [(r.target, r.expression) for r in plain.rules] == [(r.target, r.expression) for r in whole.rules]
    assert (plain.metadata, plain.groups, plain.conditions, plain.classes, plain.tests) == ({}, (), {}, {}, ())
    assert plain.rules[0].annotation.label == ""


HEAD = "# logicnet: 1\ntargets, factors\nRANKL, OPG\nOPG, OPG\n"


@pytest.mark.parametrize(
    ("lines", "code", "line", "column"),
    [
        ("#? condition c: RANKLL=0", "LN402", 5, 17),
        ('#? class "k": rankl=1', "LN402", 5, 15),
        ("#? test T\n#?   all attractors: RNKL=1", "LN402", 6, 22),
        ("#? test T\n#?   given RANK=1\n#?   no attractor: OPG=1", "LN402", 6, 12),
        ("#? test T\n#?   from OPC=1\n#?   no attractor: OPG=1", "LN402", 6, 11),
        ("#? test T\n#?   given off\n#?   no attractor: OPG=1\n#? condition of: OPG=0", "LN402", 6, 12),
        ("#? condition c", "LN403", 5, 1),
        ("#? condition c: RANKL", "LN403", 5, 17),
        ("#? condition c: RANKL=2", "LN403", 5, 17),
        ("#? class c: RANKL=1", "LN403", 5, 1),
        ("#? condition c: RANKL=*", "LN403", 5, 17),
        ("#? test T\n#?   given OPG=*\n#?   no attractor: OPG=1", "LN403", 6, 12),
        ("#? nonsense", "LN403", 5, 1),
        ("#? test T\n#?   every attractor: OPG=1\n#?   no attractor: OPG=1", "LN403", 6, 1),
        ("#? test T @update sequential\n#?   no attractor: OPG=1", "LN403", 5, 19),
        ("#? test T RANKL falls\n#?   given OPG=1\n#?   no attractor: RANKL=1", "LN403", 5, 1),
        ("#? tests T\n#?   given OPG=1\n#?   no attractor: RANKL=1", "LN403", 5, 1),
        ("#? condition c: OPG=0\n#? condition c: OPG=1", "LN404", 6, 1),
        ('#? class "c": OPG=0\n#? class "c": OPG=1', "LN404", 6, 1),
        ("#? test T\n#?   no attractor: OPG=1\n#? test T\n#?   no attractor: OPG=0", "LN404", 7, 1),
        ("#? test T\n#?   given OPG=1\n#?   given OPG=0\n#?   no attractor: OPG=1", "LN404", 7, 1),
        ("#? test T\n#?   given OPG=1", "LN405", 5, 1),
    ],
)
def test_mistakes_in_statements(lines: str, code: str, line: int, column: int) -> None:
    assert codes(f"{HEAD}{lines}\n") == [(code, line, column)]


@pytest.mark.parametrize(
    ("lines", "help"),
    [
        ("#? condition low OPG: OPG=0", "the name is one word, such as low_OPG"),
        ("#? clas c: OPG=0", "did you mean class?"),
        ("#? class low: OPG=0", 'it is named in straight quotation marks, "…"'),
        ("#? test T RANKL falls\n#?   no attractor: OPG=0", 'it is named in straight quotation marks, "…"'),
        ("#? test T @update sync\n#?   no attractor: OPG=0", "it is synchronous or asynchronous"),
        ("#? test T\n#?   given OPG=0,\n#?   no attractor: RANKL=0", "values are parted by blanks, without commas"),
        (
            '#? class "low": OPG=0 RANKL=*\n#? test T\n#?   no attractor: low',
            "low is an outcome class; write its values: OPG=0 RANKL=*",
        ),
        ("#? @update synchronous", "what is said of the file stands in a comment: '# @update synchronous'"),
    ],
)
def test_a_mistake_in_a_statement_comes_with_what_is_meant(lines: str, help: str) -> None:
    [finding] = findings_of(f"{HEAD}{lines}\n")
    assert (finding.code, finding.help) == ("LN403", help)


def test_an_unknown_component_comes_with_the_nearest_name() -> None:
    [finding] = findings_of(f"{HEAD}#? condition c: RANKLL=0\n")
    assert (finding.code, finding.help) == ("LN402", "did you mean RANKL?")
    assert (finding.place.column, finding.place.length) == (17, 6)


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("@default 2", "LN305"),
        ("@rest high", "LN305"),
        ("@label a label of far too many letters", "LN305"),
        ("@title A model", "LN305"),
        ("@default 0", "LN305"),
        ("@defualt 0", "LN303"),
        ("@Label x", "LN303"),
        ("  + RANKL  SEED0", "LN304"),
    ],
)
def test_annotations_that_have_no_meaning(note: str, code: str) -> None:
    found = codes(f"{HEAD}# Name\n# {note}\nX, OPG\n")
    assert [(c, line) for c, line, _ in found] == [(code, 6)]


def test_evidence_names_a_regulator_in_any_normal_form_of_unicode() -> None:
    decomposed = read(f"{HEAD}#   + e\u0301  PMID:1\nX, e\u0301\n", "x.bnet", "x")
    assert [found.regulator for found in decomposed.rules[-1].annotation.evidence] == ["\u00e9"]
    assert not [d for d in decomposed.findings if d.code == "LN304"]


@pytest.mark.parametrize("note", ["@hgnc TNFSF11", "@uniprot O14788", "@note_to_self check", "@rest 1", "@label x"])
def test_tags_of_ones_own_are_kept_in_silence(note: str) -> None:
    assert codes(f"{HEAD}# Name\n# {note}\nX, OPG\n") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# logicnet: 2\ntargets, factors\nA, A\n#? condition on: A=1\n", 1),
        ("# my model\n# logicnet: 1\nA, A\n", 2),
        ("A, A\n  #? condition on: A=1\n#? condition off: A=0\n", 2),
    ],
)
def test_annotations_that_are_not_read_are_told_once(text: str, line: int) -> None:
    [finding] = [d for d in findings_of(text) if d.severity is not Severity.NOTE]
    assert (finding.code, finding.place.line) == ("LN305", line)
    assert "'# logicnet: 1'" in finding.help


@pytest.mark.parametrize(
    "comment", ["#? what is this", "#=====", "# logicnet reads this file", "# written with logicnet"]
)
def test_a_plain_comment_is_just_a_comment(comment: str) -> None:
    assert codes(f"{comment}\nA, A\n{comment}\n") == []


def test_a_second_header_is_told() -> None:
    text = "targets, factors\nA, A\ntargets, factors\nB, A\n"
    assert codes(text) == [("LN107", 3, 1)]


def test_unknown_metadata() -> None:
    assert codes("# logicnet: 1\n# @titel  A model\n#\ntargets, factors\nA, 1\n") == [("LN303", 2, 1)]


def test_misspelt_metadata_comes_with_the_nearest_tag() -> None:
    [finding] = findings_of("# logicnet: 1\n# @biblography  th.bib\n\ntargets, factors\nA, 1\n")
    assert (finding.code, finding.help) == ("LN303", "did you mean @bibliography?")


def test_an_update_scheme_that_is_none_is_told_where_it_stands() -> None:
    [finding] = findings_of("# logicnet: 1\n# @update asynchronous sync\n\ntargets, factors\nA, 1\n")
    assert (finding.code, finding.place.line, finding.place.column) == ("LN305", 2, 24)
    assert finding.message == "@update takes synchronous or asynchronous, not 'sync'"


def test_shipped_files_are_without_findings() -> None:
    for name in shipped_models():
        assert not load_rules(name).findings, name


def test_a_lone_mark_ends_a_group() -> None:
    rules = read("# logicnet: 1\ntargets, factors\n#= G\nA, A\n#=\nB, B\n#= G\nC, C\n")
    assert rules.groups == ("G",)
    assert [rule.annotation.group for rule in rules.rules] == ["G", "", "G"]
