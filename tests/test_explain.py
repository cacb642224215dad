"""explain: what a model says of a component, exactly; what it says is compared with every row of every rule."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from random import Random

import networkx
import pytest
from command import run

from logicnet import BooleanNetwork
from logicnet.authoring.explaining import Explanation, explain
from logicnet.formats.bnet import document_of, read
from logicnet.interactions import circuits_through, interaction_graph

MODEL = """# logicnet: 1
# @title  A small model
targets, factors

#= Cells
# Alpha, the first  @label α  @kind gene  @hgnc AAA  @rest 1
# It has a description.
#   * PMID:9108485  the whole rule  [S1]
#   + B   DOI:10.1038/35002131 raises it
#   + C   said to raise it
A,  (B) and
    !C
# Beta  @default 1
B, B
C, A | B & !B
D, A & !A
E, A ^ B
free, free
"""


def written(folder: Path, text: str = MODEL, name: str = "m.bnet") -> str:
    (folder / name).write_text(text, "utf-8")
    return name


def explained(folder: Path, node: str, text: str = MODEL) -> dict:
    status, out, err = run("explain", written(folder, text), node, "--format", "json", cwd=folder)
    assert status == 0, err
    return json.loads(out)


# --- through the front door -------------------------------------------------------------------------------------------


def test_everything_that_the_file_says_of_a_component(tmp_path: Path) -> None:
    told = explained(tmp_path, "A")
    assert told["schema"] == "logicnet.explain/1"
    assert (told["name"], told["label"], told["role"], told["constant"]) == ("A", "α", "regulated", None)
    assert (told["full_name"], told["description"]) == ("Alpha, the first", "It has a description.")
    assert (told["group"], told["kind"], told["tags"]) == ("Cells", "gene", {"hgnc": "AAA"})
    assert (told["default"], told["rest"]) == (None, 1)
    assert told["place"] == {"file": "m.bnet", "line": 1 + MODEL.split("\n").index("A,  (B) and")}
    assert told["rule"] == "(B) and !C"
    assert told["truth_table"] == {"regulators": ["B", "C"], "values": "0010"}
    assert (told["active"], told["inactive"]) == ([{"B": 1, "C": 0}], [{"B": 0}, {"C": 1}])
    assert told["regulators"] == [
        {"name": "B", "label": "B", "sign": "+", "declared": ["+"], "necessary": True, "sufficient": False},
        {"name": "C", "label": "C", "sign": "-", "declared": ["+"], "necessary": True, "sufficient": False},
    ]
    assert told["evidence"][0] == {
        "sign": "*", "regulator": None, "sources": ["PMID:9108485"], "note": "the whole rule", "statements": ["S1"],
    }  # fmt: skip
    assert told["targets"] == {"C": "+", "E": "?"}
    assert told["circuits"] == {
        "count": 1,
        "exactness": "exact",
        "listed": [{"sign": "-", "components": ["A", "C"]}],
    }


def test_the_text_says_it_for_people(tmp_path: Path) -> None:
    status, out, _ = run("explain", written(tmp_path), "A", cwd=tmp_path)
    assert status == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "α (A): Alpha, the first",
        "m · Cells · gene · m.bnet:11",
        "hgnc AAA",
        "rule (B) and !C",
        "rest 1",
        "B C → α",
        "1 0 1",
        "· 1 0",
        "B + necessary: without it, α is 0",
        "C − sufficient to switch it off: with it, α is 0; declared +",
        "the rule PMID:9108485 the whole rule [S1]",
        "+ B DOI:10.1038/35002131 raises it",
        "regulates + C, ± E",
        "circuits in 1 (0 positive, 1 negative)",
        "− α → C → α",
    ):
        assert line in lines, line


def test_inputs_constants_and_regulators_without_effect(tmp_path: Path) -> None:
    held, free = explained(tmp_path, "B"), explained(tmp_path, "free")
    assert (held["role"], held["default"], free["role"], free["default"]) == ("input", 1, "input", None)
    assert held["regulators"] == []
    assert held["truth_table"] is None
    constant = explained(tmp_path, "D")
    assert (constant["role"], constant["constant"]) == ("constant", 0)
    assert [(r["name"], r["sign"]) for r in constant["regulators"]] == [("A", None)]
    idle = explained(tmp_path, "C")
    assert [(r["name"], r["sign"], r["necessary"], r["sufficient"]) for r in idle["regulators"]] == [
        ("A", "+", True, True),
        ("B", None, False, False),
    ]
    texts = {node: run("explain", "m.bnet", node, cwd=tmp_path)[1] for node in ("B", "free", "D", "C")}
    assert "at 1, its default" in texts["B"]
    assert "free, since it has no default" in texts["free"]
    assert "always 0, though it names A" in texts["D"]
    assert "decides alone" in texts["C"]
    assert "without effect" in texts["C"]


def test_a_name_without_a_rule_is_explained_as_an_input(tmp_path: Path) -> None:
    told = explained(tmp_path, "other", "targets, factors\nA, other\n")
    assert (told["role"], told["place"], told["rule"]) == ("input", None, None)
    assert "no rule of its own" in run("explain", "m.bnet", "other", cwd=tmp_path)[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("core_axis", "NF-κB"), "did you mean NFkB?"),
        (("core_axis", "mature oc"), "did you mean Osteoclast_mature?"),
        (("core_axis", "RANKL_fre"), "did you mean RANKL_free"),
        (("core_axis", "RANKL", "--in", "A9"), "there is A1 only"),
        (("core_axis", "RANKL", "--set", "OPG=1"), "add --in"),
        (("core_axis", "RANKL", "--timeout", "5"), "add --in"),
        (("core_axis", "NF-κB", "--in", "A1"), "did you mean NFkB?"),
    ],
)
def test_a_mistake_is_one_message(arguments: tuple[str, ...], told: str) -> None:
    status, out, err = run("explain", *arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_a_bibliography_that_cannot_be_read_is_one_message(tmp_path: Path) -> None:
    name = written(tmp_path, "# logicnet: 1\n# @bibliography r.bib\ntargets, factors\n\nA, B\n")
    status, out, err = run("explain", name, "A", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert "r.bib" in err
    (tmp_path / "r.bib").write_text("@misc{A,\n title={x}\n year=1}")
    for command in (("explain", name, "A"), ("table", "rules", name)):
        status, out, err = run(*command, cwd=tmp_path)
        assert (status, out) == (2, "")
        assert err.startswith("error: r.bib:3: the bibliography cannot be read")


def test_a_broken_model_is_refused_with_its_places(tmp_path: Path) -> None:
    status, out, err = run("explain", written(tmp_path, "A, (B\n"), "A", cwd=tmp_path)
    assert (status, out) == (2, "")
    assert "LN101" in err


def test_evidence_comes_with_its_references() -> None:
    status, out, _ = run("explain", "core_axis", "RANKL_free", "--format", "json")
    told = json.loads(out)
    assert status == 0
    assert list(told["references"]) == ["SEED0", "SEED3", "SIMONET97"]
    assert told["references"]["SIMONET97"]["doi"] == "10.1016/S0092-8674(00)80209-3"
    _, text, _ = run("explain", "core_axis", "RANKL_free")
    assert "Boyce & Xing 2007. The RANKL/RANK/OPG pathway. Curr Osteoporos Rep 5:98–104. DOI:10.1007" in text


def test_a_rule_of_many_regulators_is_read_out_where_it_is_short(tmp_path: Path) -> None:
    names = [f"x{k}" for k in range(20)]
    text = f"targets, factors\nO, {' | '.join(names)}\nX, {' ^ '.join(names)}\nS, {' & '.join(names[:8])}\n"
    told = explained(tmp_path, "O", text)
    assert told["truth_table"] is None
    assert told["inactive"] == [dict.fromkeys(names, 0)]
    assert all(r["sufficient"] and not r["necessary"] for r in told["regulators"])
    assert explained(tmp_path, "S", text)["active"] == [dict.fromkeys(names[:8], 1)]
    told = explained(tmp_path, "X", text)
    assert told["active"] is told["inactive"] is None
    assert {r["sign"] for r in told["regulators"]} == {"?"}
    assert "20 regulators, and no short sum of products" in run("explain", "m.bnet", "X", cwd=tmp_path)[1]
    out = run("explain", "m.bnet", "O", cwd=tmp_path)[1]
    assert "20 regulators; the rule is 0 where" in out
    assert "and 1 elsewhere" in out


def test_a_rule_is_told_as_its_author_spelt_it() -> None:
    document = document_of("A, ( B   or\n # why\n C ) # that\nB, 1\nC, !!(C)\n", "x", "x")
    assert [document.written(name) for name in "ABCD"] == ["( B   or C )", "1", "!!(C)", ""]


# --- brute force ------------------------------------------------------------------------------------------------------


def random_rule(random: Random, names: list[str], terms: int) -> str:
    if terms == 1:
        return random.choice(("", "!")) + random.choice(names)
    left = random.randint(1, terms - 1)
    sign = random.choice("&&||^")
    return f"({random_rule(random, names, left)} {sign} {random_rule(random, names, terms - left)})"


def random_model(seed: int, size: int = 7) -> str:
    random = Random(seed)
    names = [f"v{k}" for k in range(size)]
    return "targets, factors\n" + "".join(f"{n}, {random_rule(random, names, random.randint(1, 9))}\n" for n in names)


def explanations(text: str) -> list[Explanation]:
    rules = read(text, "x", "x")
    network = BooleanNetwork.from_rules(rules)
    return [explain(network, rules, name, {}) for name in network.names]


@pytest.mark.parametrize("seed", range(60))
def test_signs_necessity_sufficiency_and_tables_are_those_of_all_rows(seed: int) -> None:
    text = random_model(seed)
    rules = {rule.target: rule.expression for rule in read(text, "x", "x").rules}
    for found in explanations(text):
        if found.role == "input":
            assert str(rules[found.name]) == found.name
            continue
        rule = rules[found.name]
        rows = [dict(zip(rule.symbols, bits, strict=True)) for bits in product((0, 1), repeat=len(rule.symbols))]
        value = {tuple(row.values()): rule.evaluate(row) for row in rows}
        assert {r.name for r in found.regulators} == set(rule.symbols)
        for regulator in found.regulators:
            pairs = [({**row, regulator.name: 0}, {**row, regulator.name: 1}) for row in rows]
            changes = {value[tuple(b.values())] - value[tuple(a.values())] for a, b in pairs} - {0}
            assert regulator.sign == {(): "", (1,): "+", (-1,): "-", (-1, 1): "?"}[tuple(sorted(changes))]
            active = {"+": 1, "-": 0}.get(regulator.sign)
            ones = {row[regulator.name] for row in rows if value[tuple(row.values())]}
            when = {value[tuple(row.values())] for row in rows if row[regulator.name] == active}
            assert regulator.necessary == (active is not None and ones == {active})
            assert regulator.sufficient == (active is not None and when == {1})
        for products, target in ((found.active, 1), (found.inactive, 0)):
            if products is not None:
                inside = [any(all(row[n] == v for n, v in p.items()) for p in products) for row in rows]
                assert inside == [value[tuple(row.values())] == target for row in rows]
        if found.table:
            idle = dict.fromkeys(found.idle, 0)
            values = [rule.evaluate({**idle, **dict(zip(found.table.regulators, bits, strict=True))})
                      for bits in product((0, 1), repeat=len(found.table.regulators))]  # fmt: skip
            assert found.table.values == "".join(map(str, values))
        assert (found.table is not None) == (0 < sum(bool(r.sign) for r in found.regulators) <= 6)


@pytest.mark.parametrize("seed", range(20))
def test_wide_rules_are_as_exact(seed: int) -> None:
    random = Random(seed)
    names = [f"x{k}" for k in range(18)]
    inner = random_rule(random, names, 30)
    [found, *_] = explanations(f"targets, factors\nT, {random.choice(names)} & ({inner}) | {random.choice(names)}\n")
    text = f"T, {found.rule}"
    rule = read(text, "x", "x").rules[0].expression
    columns = [Random(seed).getrandbits(4096) for _ in rule.symbols]
    mask = (1 << 4096) - 1
    values = rule.evaluate(dict(zip(rule.symbols, columns, strict=True)), mask)
    for regulator in found.regulators:  # one counterexample is enough against a claim
        column = columns[rule.symbols.index(regulator.name)]
        activating = column if regulator.sign == "+" else mask ^ column
        assert not (regulator.necessary and values & ~activating)
        assert not (regulator.sufficient and activating & ~values)
    wide = sum(bool(r.sign) for r in found.regulators)
    assert wide < 17 or any(r.sufficient or r.necessary for r in found.regulators)


@pytest.mark.parametrize("seed", range(40))
def test_circuits_through_a_component_are_all_and_the_shortest_first(seed: int) -> None:
    graph = interaction_graph(BooleanNetwork.from_rules(read(random_model(seed), "x", "x")))
    cycles = [tuple(cycle) for cycle in networkx.simple_cycles(graph)]
    for name in graph:
        mine = sorted(len(cycle) for cycle in cycles if name in cycle)
        found, complete = circuits_through(graph, name, 10_000)
        assert complete
        assert [len(circuit) for circuit, _ in found] == mine
        assert len({circuit for circuit, _ in found}) == len(mine)
        for circuit, sign in found:
            assert circuit[0] == name
            signs = [graph.edges[a, b]["sign"] for a, b in zip(circuit, (*circuit[1:], name), strict=True)]
            assert sign == ("?" if "?" in signs else "+-"[signs.count("-") % 2])
        some, complete = circuits_through(graph, name, 1)
        assert [len(circuit) for circuit, _ in some] == mine[:1]
        assert complete == (len(mine) <= 1)
