"""Joining parts: the model that they mean together, through the front door and against brute force."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import biodivine_aeon
import mpbn
import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from joining import OSTEOCLAST, STROMA, join, note, rules_of
from judge import Tree, names_in, rendered, trees, value

from logicnet import decide, load, shipped_models
from logicnet.authoring.joining import joined, part_of
from logicnet.formats.bnet import read
from logicnet.loading import load_rules, load_text
from logicnet.network import BooleanNetwork
from logicnet.rules import RuleSet

JOINED = """# logicnet: 1
# @title         Stroma and osteoblasts + Osteoclast
# @licence       MIT
# @bibliography  refs/stroma.bib, osteoclast.bib
# @update        synchronous
#
# Stroma and osteoblasts (stroma)
#
# Kinetics are left out.

targets, factors

M_CSF, M_CSF

#= Hormones
# Estradiol  @label Estrogen  @kind hormone  @default 1
#   * SEED3  estrogen deficiency is a cause of osteoporosis
Estrogen, Estrogen

#= RANKL/OPG balance  @flow LR
# RANK ligand  @label RANKL  @kind ligand  @hgnc TNFSF11  @rest 1
# Raised after menopause.
# @chebi 1
# As an input: KONG99  needed for osteoclasts
#   - Estrogen  EGHBALI03  RANKL up after menopause  [B63]
RANKL, !Estrogen

# --- the decoy ---

# matrix TGF-beta

# Osteoprotegerin  @kind decoy-receptor
#   + Bone_Resorption  TANG09  coupling
OPG, Bone_Resorption

#= Osteoclast lineage
# RANK  @kind receptor
#   + RANKL  SEED0
#   - OPG    SEED0
RANK, RANKL & !OPG

#= Phenotypes
# Bone resorption  @kind phenotype
# As an input: BOYCE07  an assumption here
#   + RANK  SEED3
Bone_Resorption, RANK & M_CSF

#? condition stroma.menopause: Estrogen=0
#? condition quiet: Bone_Resorption=0
#? condition osteoclast.menopause: OPG=0 RANKL=1

#? class "RANKL on": RANKL=1

# The decoy is missing.
#? test stroma:S1 "menopause raises RANKL"  [B63]  @update asynchronous
#?   given stroma.menopause quiet
#?   all attractors: RANKL=1 OPG=0

#? test osteoclast:T1
#?   given osteoclast.menopause M_CSF=1
#?   all attractors: Bone_Resorption=1
#?   then given quiet
#?   no attractor: Bone_Resorption=1 RANK=0
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "stroma.bnet").write_text(STROMA, "utf-8")
    (tmp_path / "osteoclast.bnet").write_text(OSTEOCLAST, "utf-8")
    return tmp_path


# --- the front door -------------------------------------------------------------------------------------------------


def test_two_parts_of_the_axis(folder: Path) -> None:
    status, out, err = run("join", "stroma.bnet", "osteoclast.bnet", "-o", "axis.bnet", cwd=folder)
    assert (status, out) == (0, "")
    assert (folder / "axis.bnet").read_text("utf-8") == JOINED
    assert err.splitlines() == [
        "wrote axis.bnet",
        "menopause of stroma is now stroma.menopause: it means something else in another part",
        "menopause of osteoclast is now osteoclast.menopause: it means something else in another part",
        "2 parts; inputs that took a rule: RANKL (stroma), OPG (stroma), Bone_Resorption (osteoclast)",
    ]
    rules_of(JOINED)
    network = load(folder / "axis.bnet")
    assert network.inputs == ("M_CSF", "Estrogen")
    for test in network.tests:
        scheme = next(iter(test.updates), network.update)
        assert decide(test, network, scheme).outcome == "passed"
    status, out, _ = run("join", "stroma.bnet", "osteoclast.bnet", "-o", "-", cwd=folder)
    assert (status, out) == (0, JOINED)


def test_bibliographies_are_named_from_where_the_joined_file_is(folder: Path) -> None:
    (folder / "models").mkdir()
    assert run("join", "stroma.bnet", "osteoclast.bnet", "-o", "models/axis.bnet", cwd=folder)[0] == 0
    assert load(folder / "models" / "axis.bnet").metadata["bibliography"] == "../refs/stroma.bib, ../osteoclast.bib"
    assert run("join", "models/axis.bnet", "-o", "again.bnet", cwd=folder)[0] == 0
    assert load(folder / "again.bnet").metadata["bibliography"] == "refs/stroma.bib, osteoclast.bib"


def test_contradictions_are_told_at_once_and_nothing_is_written(folder: Path) -> None:
    other = OSTEOCLAST.replace("RANKL, RANKL", "RANKL, M_CSF").replace("@kind phenotype", "@label Resorption")
    (folder / "osteoclast.bnet").write_text(other.replace("#   * KONG99", "#   + M_CSF KONG99"), "utf-8")
    (folder / "stroma.bnet").write_text(
        STROMA.replace("resorption  @default", "resorption @label BR @default"), "utf-8"
    )
    (folder / "axis.bnet").write_text("kept", "utf-8")
    status, out, err = run("join", "stroma.bnet", "osteoclast.bnet", "-o", "axis.bnet", cwd=folder)
    assert (status, out) == (2, "")
    assert (folder / "axis.bnet").read_text("utf-8") == "kept"
    assert "osteoclast.bnet:11:1: error[LN105]: RANKL has two rules\n   11 | RANKL, M_CSF\n      | ^^^^^\n" in err
    assert "stroma.bnet:19:1: note: the other place\n   19 | RANKL, !Estrogen\n" in err
    assert "help: settle it: --rule-from RANKL=stroma.bnet or --rule-from RANKL=osteoclast.bnet" in err
    assert "Bone_Resorption has two labels (Resorption and BR)" in err
    settle = ("--rule-from", "RANKL=stroma.bnet", "--rule-from", "Bone_Resorption=osteoclast")
    status, _, err = run("join", "stroma.bnet", "osteoclast.bnet", *settle, "-o", "axis.bnet", cwd=folder)
    assert status == 0, err
    network = load(folder / "axis.bnet")
    assert network.regulators("RANKL") == ("Estrogen",)
    assert network.label("Bone_Resorption") == "Resorption"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-o", "stroma.bnet"), "is one of the parts"),
        (("-o", "./stroma.bnet"), "is one of the parts"),
        (("-o", "axis.svg"), "is no .bnet file"),
        (("-o", "nowhere/axis.bnet"), "there is no folder nowhere"),
        (("--rule-from", "RANKL", "-o", "a.bnet"), "is not NODE=FILE"),
        (("--rule-from", "RANKL=stromaa.bnet", "-o", "a.bnet"), "did you mean stroma.bnet or"),
        (("--rule-from", "RANK=stroma.bnet", "-o", "a.bnet"), "did you mean RANKL?"),
        (("--rule-from", "OPG=stroma", "--rule-from", "OPG=osteoclast", "-o", "a.bnet"), "from both"),
        (("--title", "a @kind b", "-o", "a.bnet"), "a title is one line"),
        (("--tests", "bridge", "-o", "a.bnet"), "no part is a bridge"),
        (("--title", "a\nZ, !A", "-o", "a.bnet"), "a title is one line"),
        (("stroma.bnet", "-o", "a.bnet"), "two parts are named stroma (stroma.bnet stands twice)"),
        ((), "Missing option '-o'"),
    ],
)
def test_usage(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    status, _, err = run("join", "stroma.bnet", "osteoclast.bnet", *arguments, cwd=folder)
    assert (status, says in err, "Traceback" in err) == (2, True, False), err
    assert (folder / "stroma.bnet").read_text("utf-8") == STROMA


BRIDGE = """# logicnet: 1
# @title  The axis
# @owner  Estrogen stroma
targets, factors

M_CSF, M_CSF
Bone_Resorption, Bone_Resorption

#? condition quiet: Bone_Resorption=0
#? test B1 "without M-CSF no resorption"
#?   given M_CSF=0
#?   no attractor: Bone_Resorption=1
"""


@pytest.mark.parametrize(
    ("whose", "ids", "says"),
    [
        ("all", ["stroma:S1", "osteoclast:T1", "bridge:B1"], ""),
        ("bridge", ["bridge:B1"], "tests of parts left out: 2 (stroma 1, osteoclast 1)\n"),
        ("none", [], "tests of parts left out: 3 (stroma 1, osteoclast 1, bridge 1)\n"),
    ],
)
def test_tests_of_parts_can_be_left_out(folder: Path, whose: str, ids: list[str], says: str) -> None:
    (folder / "bridge.bnet").write_text(BRIDGE, "utf-8")
    files = ("stroma.bnet", "osteoclast.bnet", "bridge.bnet")
    status, _, err = run("join", *files, "--tests", whose, "-o", "axis.bnet", cwd=folder)
    assert status == 0, err
    assert "".join(line + "\n" for line in err.splitlines() if "left out" in line) == says
    network = load(folder / "axis.bnet")
    assert [test.id for test in network.tests] == ids
    assert set(network.conditions) == {"stroma.menopause", "osteoclast.menopause", "quiet"}
    assert set(network.classes) == {"RANKL on"}
    assert ("The decoy is missing" in (folder / "axis.bnet").read_text("utf-8")) == (whose == "all")
    if whose == "all":
        assert run("join", *files, "-o", "-", cwd=folder)[1] == (folder / "axis.bnet").read_text("utf-8")


def test_a_test_that_is_left_out_takes_no_name(folder: Path) -> None:
    stroma = STROMA.replace("test S1", "test bridge:B1")
    (folder / "stroma.bnet").write_text(stroma, "utf-8")
    (folder / "bridge.bnet").write_text(BRIDGE, "utf-8")
    files = ("stroma.bnet", "osteoclast.bnet", "bridge.bnet")
    assert "test bridge:B1-2 " in run("join", *files, "-o", "-", cwd=folder)[1]
    assert "test bridge:B1 " in run("join", *files, "--tests", "bridge", "-o", "-", cwd=folder)[1]


def test_groups_are_gathered(folder: Path) -> None:
    gather = "# @gather  Bone: Osteoclast lineage | stroma/RANKL/OPG balance\ntargets"
    (folder / "bridge.bnet").write_text(BRIDGE.replace("targets", gather), "utf-8")
    files = ("stroma.bnet", "osteoclast.bnet", "bridge.bnet")
    status, out, err = run("join", *files, "-o", "-", cwd=folder)
    assert status == 0, err
    assert rules_of(out).groups == ("Hormones", "Bone", "Phenotypes")
    (folder / "bridge.bnet").write_text(BRIDGE.replace("targets", gather.replace("lineage", "linage")), "utf-8")
    status, out, err = run("join", *files, "-o", "-", cwd=folder)
    assert (status, out) == (2, "")
    assert "bridge.bnet:4:18: error[LN402]: unknown group Osteoclast linage\n" in err
    assert "help: did you mean Osteoclast lineage?" in err


def test_damaged_parts_are_told_together(folder: Path) -> None:
    (folder / "stroma.bnet").write_text("A, (B\nB, A\nB, !A\n", "utf-8")
    (folder / "osteoclast.bnet").write_text("B, A &\n", "utf-8")
    status, _, err = run("join", "stroma.bnet", "osteoclast.bnet", "-o", "axis.bnet", cwd=folder)
    assert status == 2
    assert "stroma.bnet:1:4: error[LN101]" in err
    assert "stroma.bnet:3:1: error[LN105]" in err
    assert "osteoclast.bnet:1:7: error[LN108]" in err


def test_a_booleannet_part(folder: Path) -> None:
    signal = "# My model\nM_CSF = True # at first\n\n# @kind none\n# so\nM_CSF *= Stroma or M_CSF AND Stroma\n# end\n"
    (folder / "signal.txt").write_text(signal, "utf-8")
    assert run("join", "osteoclast.bnet", "signal.txt", "-o", "axis.bnet", cwd=folder)[0] == 0
    network = load(folder / "axis.bnet")
    assert network.regulators("M_CSF") == ("Stroma",)
    assert network.annotations["M_CSF"].rest == 1
    text = (folder / "axis.bnet").read_text("utf-8")
    assert "\n# My model\n# at first\n\ntargets" in text
    assert "\n# @ kind none\n# so\n\n# @rest 1\nM_CSF, Stroma | M_CSF & Stroma\n" in text
    assert text.endswith("\n\n# end\n")


# --- the model ------------------------------------------------------------------------------------------------------

NAMES = ["A", "B", "C", "D", "E"]


@st.composite
def parts(draw: st.DrawFn, most: int = 3) -> tuple[list[str], dict[str, Tree]]:
    """Draw parts that agree, and the rule that each component has in the joined model."""
    count = draw(st.integers(1, most))
    rules: dict[str, Tree] = {name: draw(trees(NAMES, leaves=4)) for name in NAMES if draw(st.booleans())}
    rules = rules or {"A": draw(trees(NAMES, leaves=4))}
    written: list[list[str]] = [[] for _ in range(count)]
    for name in draw(st.permutations(NAMES)):
        givers = draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True)) if name in rules else []
        for k in range(count):
            spelt = draw(st.sampled_from(["{}", "!(!({}))", "({})", "{0} & {0}"]))
            if k in givers:
                written[k].append(f"{name}, {spelt.format(rendered(rules[name]))}")
            elif draw(st.booleans()):
                written[k].append(f"{name}, {name}")
    if not all(written):
        written = [lines or ["A, A"] for lines in written]
    return [note(*lines) for lines in written], rules


def behaves_as(network: BooleanNetwork, rules: dict[str, Tree]) -> None:
    """Compare every update function with its tree, in every state."""
    for bits in product((0, 1), repeat=len(network.names)):
        state = dict(zip(network.names, bits, strict=True))
        for name, function in zip(network.names, network.functions, strict=True):
            row = sum(bits[i] << k for k, i in enumerate(function.regulators))
            assert function.table >> row & 1 == value(rules.get(name, name), state)  # type: ignore[union-attr]


@settings(max_examples=200)
@given(parts())
def test_the_joined_functions_are_those_of_the_parts(drawn: tuple[list[str], dict[str, Tree]]) -> None:
    texts, rules = drawn
    result = join(*texts)
    network = BooleanNetwork.from_rules(rules_of(result.text))
    mentioned = {name for text in texts for name in BooleanNetwork.from_rules(read(text)).names}
    assert set(network.names) == mentioned
    assert {*rules, *(name for tree in rules.values() for name in names_in(tree))} <= mentioned
    behaves_as(network, rules)
    assert result.text == join(*texts).text


@settings(max_examples=100)
@given(parts())
def test_joining_is_associative(drawn: tuple[list[str], dict[str, Tree]]) -> None:
    texts, rules = drawn
    if len(texts) == 3:
        left = join(("AB", join(*texts[:2]).text), ("C", texts[2])).text
        right = join(("A", texts[0]), ("BC", join(("B", texts[1]), ("C", texts[2])).text)).text
        for text in (left, right):
            behaves_as(BooleanNetwork.from_rules(rules_of(text)), rules)
        assert said(rules_of(left)) == said(rules_of(right)) == said(rules_of(join(*texts).text))


def said(rules: RuleSet) -> object:
    """Return what a file says, whatever its order."""
    components = {rule.target: (rule.expression, rule.annotation) for rule in rules.rules}
    tests = {test.id: (test, test.phases) for test in rules.tests}
    return components, dict(rules.metadata), {*rules.groups}, dict(rules.conditions), dict(rules.classes), tests


def test_all_that_is_said_is_joined_associatively() -> None:
    third = note("#= Drugs", "# Denosumab  @kind drug", "Denosumab, Denosumab").replace(
        "targets", "# @update synchronous\ntargets"
    )
    third += '#= Osteoclast lineage\nNFkB, RANK & !Denosumab\n#? class "RANKL on": RANKL=1\n'.replace(
        "RANKL=1", "NFkB=1"
    )
    stroma = STROMA.replace("condition menopause", "condition climacteric").replace(
        "given menopause", "given climacteric"
    )
    texts = [("stroma", stroma.replace('"RANKL on"', '"on"')), ("osteoclast", OSTEOCLAST), ("signal", third)]
    left = join(("ab", join(*texts[:2]).text), texts[2]).text
    right = join(texts[0], ("bc", join(*texts[1:]).text)).text
    whole = join(*texts).text
    assert said(rules_of(left)) == said(rules_of(whole)) == said(rules_of(right))


@pytest.mark.parametrize("model", shipped_models())
def test_one_part_alone_stays_as_it_is(model: str) -> None:
    path = shipped_models()[model]
    text = load_text(path)
    alone = joined([part_of(text, str(path), str(path.parent))]).text
    assert alone.replace(f"test {model}:", "test ") == text.content
    rules, again = load_rules(path), read(alone, "x.bnet", model)
    marked = tuple(replace(test, id=f"{model}:{test.id}") for test in rules.tests)
    assert again == replace(rules, tests=marked)


@settings(max_examples=50)
@given(parts())
def test_what_is_joined_loads_elsewhere_as_the_same_model(drawn: tuple[list[str], dict[str, Tree]]) -> None:
    text = join(*drawn[0]).text
    assert "^" not in text
    own = BooleanNetwork.from_rules(rules_of(text))
    other = biodivine_aeon.BooleanNetwork.from_bnet(text)
    assert {other.get_variable_name(v) for v in other.variables()} == set(own.names)
    for name in own.names:
        function = str(other.get_update_function(name))
        behaves_as(BooleanNetwork.from_rules(read(f"{name}, {function}\n")), {name: drawn[1].get(name, name)})
    assert set(mpbn.MPBooleanNetwork(text)) == set(own.names)


def test_parts_of_a_shipped_model_give_it_back() -> None:
    """Cut the core axis in two between its groups: each half has the other one's components as inputs."""
    rules = load_rules("core_axis")
    text = load_text("core_axis").content
    model, behaviour = text.partition("#? condition")[::2]
    head, body = model.partition("targets, factors\n")[::2]
    at = body.index("#= Osteoclast lineage")
    upper = re.findall(r"^(\w+), ", body[:at], flags=re.MULTILINE)
    named = [name for name in upper if re.search(rf"\b{name}=", behaviour)]
    asked = "".join(f"{name}, {name}\n" for name in named)  # the tests of the lower half speak of them
    lower = f"{head}targets, factors\n{asked}{body[at:]}#? condition{behaviour}"
    halves = [f"{head}targets, factors\n{body[:at]}", lower]
    result = join(("upper", halves[0]), ("lower", halves[1])).text
    again = rules_of(result)
    assert {r.target: (r.expression, r.annotation) for r in again.rules} == {
        r.target: (r.expression, r.annotation) for r in rules.rules
    }
    assert [test.id for test in again.tests] == [f"lower:{test.id}" for test in rules.tests]


def test_comments_of_a_rule_that_another_part_gives_and_of_the_header_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.bnet").write_text("# logicnet: 1\ntargets, factors # first\nA, B\n# second\n\nB, B\n", "utf-8")
    (tmp_path / "b.bnet").write_text("# logicnet: 1\ntargets, factors\n# third\n\nB, !C\n", "utf-8")
    status, out, _ = run("join", "a.bnet", "b.bnet", "-o", "-", cwd=tmp_path)
    assert status == 0
    assert [word for word in ("# first", "# second", "# third") if word not in out.split("\n")] == []
