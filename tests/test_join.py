"""Joining parts: the model that they mean together, every contradiction told, the authors' text kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import Tree, names_in, rendered, trees, value

from logicnet import decide, load, shipped_models
from logicnet.authoring.joining import Joined, joined, part_of
from logicnet.errors import RuleFileError, SettingError, UnknownNameError
from logicnet.formats.bnet import read
from logicnet.loading import Text, load_rules, load_text
from logicnet.network import BooleanNetwork
from logicnet.rules import Evidence, RuleSet

STROMA = """# logicnet: 1
# @title         Stroma and osteoblasts
# @licence       MIT
# @bibliography  refs/stroma.bib
#
# Kinetics are left out.

targets, factors

#= Hormones
# Estradiol  @label Estrogen  @kind hormone  @default 1
#   * SEED3  estrogen deficiency is a cause of osteoporosis
Estrogen, Estrogen

#= RANKL/OPG balance  @flow LR
# RANK ligand  @label RANKL  @kind ligand  @hgnc TNFSF11  @rest 1
# Raised after menopause.
#   - Estrogen  EGHBALI03  RANKL up after menopause  [B63]
RANKL, !Estrogen

# --- the decoy ---

# Osteoprotegerin  @kind decoy-receptor
#   + Bone_Resorption  TANG09  coupling
OPG, Bone_Resorption  # matrix TGF-beta

# Bone resorption  @default 0
#   * BOYCE07  an assumption here
Bone_Resorption, Bone_Resorption

#? condition menopause: Estrogen=0
#? condition quiet: Bone_Resorption=0
#? class "RANKL on": RANKL=1

# The decoy is missing.
#? test S1 "menopause raises RANKL"  [B63]
#?   given menopause quiet
#?   all attractors: RANKL=1 OPG=0
"""

OSTEOCLAST = """# logicnet: 1
# @title         Osteoclast
# @licence       MIT
# @bibliography  osteoclast.bib
# @update        synchronous
targets, factors

#= RANKL/OPG balance
# @label RANKL  @chebi 1
#   * KONG99  needed for osteoclasts
RANKL, RANKL

#= Osteoclast lineage
# RANK  @kind receptor
#   + RANKL  SEED0
#   - OPG    SEED0
RANK, RANKL and not OPG

#= Phenotypes
# Bone resorption  @kind phenotype
#   + RANK  SEED3
Bone_Resorption, RANK & M_CSF

#? condition menopause: OPG=0 RANKL=1
#? condition quiet: Bone_Resorption=0
#? test T1
#?   given menopause M_CSF=1
#?   all attractors: Bone_Resorption=1
#?   then given quiet
#?   no attractor: Bone_Resorption=1
"""

JOINED = """# logicnet: 1
# @title         Stroma and osteoblasts + Osteoclast
# @licence       MIT
# @bibliography  refs/stroma.bib, osteoclast.bib
# @update        synchronous
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

# Osteoprotegerin  @kind decoy-receptor
#   + Bone_Resorption  TANG09  coupling
OPG, Bone_Resorption  # matrix TGF-beta

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
#?   no attractor: Bone_Resorption=1
"""


def join(*parts: str | tuple[str, str], **settled: object) -> Joined:
    """Join texts; they are named A, B, C … unless a name is given."""
    named = [part if isinstance(part, tuple) else (name, part) for name, part in zip("ABCDE", parts, strict=False)]
    read = [part_of(Text(text, f"{name}.bnet", name, ".bnet"), f"{name}.bnet", "") for name, text in named]
    return joined(read, **settled)  # type: ignore[arg-type]


def rules_of(text: str) -> RuleSet:
    """Read what was joined; it gives no finding."""
    rules = read(text, "joined.bnet", "joined")
    assert not rules.findings
    return rules


def refused(*parts: str, **settled: object) -> list[tuple[str, str, str, str]]:
    """Return code, both places and message of each contradiction."""
    with pytest.raises(RuleFileError) as caught:
        join(*parts, **settled)
    return [(d.code, str(d.place), str(d.related[0]) if d.related else "", d.message) for d in caught.value.diagnostics]


def note(*lines: str) -> str:
    return "\n".join(("# logicnet: 1", "targets, factors", *lines, ""))


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
        (("stroma.bnet", "-o", "a.bnet"), "two parts are named stroma (stroma.bnet stands twice)"),
        ((), "Missing option '-o'"),
    ],
)
def test_usage(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    status, _, err = run("join", "stroma.bnet", "osteoclast.bnet", *arguments, cwd=folder)
    assert (status, says in err, "Traceback" in err) == (2, True, False), err
    assert (folder / "stroma.bnet").read_text("utf-8") == STROMA


def test_damaged_parts_are_told_together(folder: Path) -> None:
    (folder / "stroma.bnet").write_text("A, (B\n", "utf-8")
    (folder / "osteoclast.bnet").write_text("B, A &\n", "utf-8")
    status, _, err = run("join", "stroma.bnet", "osteoclast.bnet", "-o", "axis.bnet", cwd=folder)
    assert status == 2
    assert "stroma.bnet:1:4: error[LN101]" in err
    assert "osteoclast.bnet:1:7: error[LN108]" in err


def test_a_booleannet_part(folder: Path) -> None:
    (folder / "signal.txt").write_text("M_CSF = True\nM_CSF *= Stroma or M_CSF AND Stroma\n", "utf-8")
    assert run("join", "osteoclast.bnet", "signal.txt", "-o", "axis.bnet", cwd=folder)[0] == 0
    network = load(folder / "axis.bnet")
    assert network.regulators("M_CSF") == ("Stroma",)
    assert network.annotations["M_CSF"].rest == 1


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


def test_parts_of_a_shipped_model_give_it_back() -> None:
    """Cut the core axis in two between its groups: each half has the other one's components as inputs."""
    rules = load_rules("core_axis")
    text = load_text("core_axis").content
    model, behaviour = text.partition("#? condition")[::2]
    head, body = model.partition("targets, factors\n")[::2]
    at = body.index("#= Osteoclast lineage")
    named = ["Estrogen", "Osteotropic_signal", "RANKL", "RANKL_high", "OPG", "OPG_high", "Denosumab"]
    asked = "".join(f"{name}, {name}\n" for name in named)  # the tests of the lower half speak of them
    lower = f"{head}targets, factors\n{asked}{body[at:]}#? condition{behaviour}"
    halves = [f"{head}targets, factors\n{body[:at]}", lower]
    result = join(("upper", halves[0]), ("lower", halves[1])).text
    again = rules_of(result)
    assert {r.target: (r.expression, r.annotation) for r in again.rules} == {
        r.target: (r.expression, r.annotation) for r in rules.rules
    }
    assert [test.id for test in again.tests] == [f"lower:{test.id}" for test in rules.tests]


# --- one component in several parts ---------------------------------------------------------------------------------


def test_the_same_rule_twice_is_no_conflict() -> None:
    one = note("# First  @kind gene", "#   + B  PMID:1  it does", "#   - C  PMID:2", "A, B & !C")
    two = note("# First  @label a", "# More to say.", "#   - C   PMID:2", "#   + B  PMID:3", "A, not (C or not B)")
    rules = rules_of(join(one, two).text)
    [found] = [rule for rule in rules.rules if rule.target == "A"]
    assert found.expression.text == "B & !C"
    assert (found.annotation.full_name, found.annotation.description) == ("First", "More to say.")
    assert (found.annotation.kind, found.annotation.label) == ("gene", "a")
    assert found.annotation.evidence == (
        Evidence("+", "B", ("PMID:1",), "it does"),
        Evidence("-", "C", ("PMID:2",)),
        Evidence("+", "B", ("PMID:3",)),
    )


def test_the_same_function_of_other_names_is_a_conflict() -> None:
    assert refused("A, B\n", "A, B | B & C\n") == [("LN105", "B.bnet:1:1", "A.bnet:1:1", "A has two rules")]


def test_wide_rules_are_compared() -> None:
    wide = [f"x{k}" for k in range(40)]
    one, two = "A, " + " & ".join(wide) + "\n", "A, !(" + " | ".join(f"!{x}" for x in wide) + ")\n"
    assert rules_of(join(one, two).text).rules[0].expression.symbols == tuple(wide)
    assert len(refused(one, two.replace("!x7", "x7"))) == 1


@pytest.mark.parametrize(
    ("one", "two", "message"),
    [
        ("@default 0", "@default 1", "X has two defaults (0 and 1)"),
        ("@rest 0", "@rest 1", "X has two rest values (0 and 1)"),
        ("@label a", "@label b", "X has two labels (a and b)"),
        ("@kind a", "@kind b", "X has two kinds (a and b)"),
        ("@hgnc a", "@hgnc b", "X has two values of @hgnc (a and b)"),
        ("Name a", "Name b", "X has two full names (Name a and Name b)"),
    ],
)
def test_what_is_said_of_a_component_must_agree(one: str, two: str, message: str) -> None:
    first, second = note(f"# {one}", "X, X"), note(f"# {two}", "X, X")
    assert refused(first, second) == [("LN105", "B.bnet:3:3", "A.bnet:3:3", message)]
    for owner, kept, lost in (("A", one, two), ("B.bnet", two, one)):
        text = join(first, second, rule_from={"X": owner}).text
        assert kept in text
        assert lost not in text
    assert rules_of(join(first, note("X, X")).text) == rules_of(join(note("X, X"), first).text)


def test_every_contradiction_with_both_places() -> None:
    one = note("# @label a", "A, B", "B, C", "# @update nothing", "D, 1").replace("# @update nothing\n", "")
    two = note("# @label b", "A, B", "B, !C", "D, 0")
    three = note("A, C", "B, !C")
    assert refused(one, two, three) == [
        ("LN105", "B.bnet:3:3", "A.bnet:3:3", "A has two labels (a and b)"),
        ("LN105", "B.bnet:5:1", "A.bnet:5:1", "B has two rules"),
        ("LN105", "B.bnet:6:1", "A.bnet:6:1", "D has two rules"),
        ("LN105", "C.bnet:3:1", "A.bnet:4:1", "A has two rules"),
        ("LN105", "C.bnet:4:1", "A.bnet:5:1", "B has two rules"),
    ]


def test_a_component_can_be_settled_to_stay_an_input() -> None:
    one, two = note("# @default 1", "X, X", "Y, X"), note("X, Z")
    assert BooleanNetwork.from_rules(rules_of(join(one, two).text)).regulators("X") == ("Z",)
    kept = BooleanNetwork.from_rules(rules_of(join(one, two, rule_from={"X": "A"}).text))
    assert "X" in kept.inputs
    assert kept.annotations["X"].default == 1


def test_an_input_takes_its_rule_and_loses_its_default() -> None:
    one, two = (
        note("# Signal  @default 1  @kind ligand", "#   * PMID:1  assumed", "X, X"),
        note("# @rest 1", "X, Z & !Y"),
    )
    [rule] = [rule for rule in rules_of(join(one, two).text).rules if rule.target == "X"]
    assert (rule.annotation.default, rule.annotation.rest, rule.annotation.kind) == (None, 1, "ligand")
    assert (rule.annotation.full_name, rule.annotation.evidence) == ("Signal", ())
    assert rule.annotation.description == "As an input: PMID:1  assumed"


def test_the_evidence_of_an_input_is_not_taken_for_a_name() -> None:
    text = join(note("#   * PMID:1  assumed", "X, X"), note("# @kind gene", "X, Z")).text
    assert "# As an input: PMID:1  assumed\n#\n# @kind gene\nX, Z\n" in text
    [rule] = [rule for rule in rules_of(text).rules if rule.target == "X"]
    assert (rule.annotation.full_name, rule.annotation.kind, rule.annotation.evidence) == ("", "gene", ())


# --- bridges --------------------------------------------------------------------------------------------------------


def bridge(*lines: str, rules: Sequence[str] = ()) -> str:
    head = ["# logicnet: 1", "# @title Bridge", *(f"# @owner {line}" for line in lines), "targets, factors"]
    return "\n".join([*head, *rules, ""])


def test_a_bridge_settles_and_its_own_rules_win() -> None:
    one, two = note("A, B", "B, C", "C, C"), note("A, !B", "B, !C", "C, A")
    result = join(one, two, bridge("B B", rules=["# Own", "A, B & C"])).text
    rules = {rule.target: rule.expression.text for rule in rules_of(result).rules}
    assert rules == {"A": "B & C", "B": "!C", "C": "A"}
    assert "@owner" not in result
    assert rules_of(result).metadata["title"] == "Bridge"
    plain = note("A, B & C")
    assert [m for *_, m in refused(one, two, plain)] == ["A has two rules", "B has two rules", "A has two rules"]


def test_a_bridge_needs_no_rule_and_the_command_line_outweighs_it() -> None:
    one, two = note("A, B"), note("A, !B")
    assert rules_of(join(one, two, bridge("A B")).text).rules[0].expression.text == "!B"
    assert rules_of(join(one, two, bridge("A B"), rule_from={"A": "A"}).text).rules[0].expression.text == "B"
    with pytest.raises(RuleFileError):
        join(one, two, note())


def test_wrong_owners() -> None:
    one, two = note("A, B"), note("A, !B")
    text = bridge("A Bee", "AA B", "A", "A A", "A B", "B A", rules=["B, A"])
    assert refused(one, two, text) == [
        ("LN402", "C.bnet:3:3", "", "unknown part Bee"),
        ("LN402", "C.bnet:4:3", "", "unknown component AA of B"),
        ("LN403", "C.bnet:5:3", "", "expected '@owner NODE PART'"),
        ("LN404", "C.bnet:7:3", "C.bnet:6:3", "A is given to two parts"),
        ("LN105", "C.bnet:8:3", "C.bnet:10:1", "B is given to A, yet has a rule here"),
    ]


def test_owner_lines_are_no_unknown_tags() -> None:
    assert not read(bridge("A B", "B C", rules=["A, A"])).findings
    assert [d.code for d in read(note("# @owner A B", "A, A")).findings] == ["LN305"]


# --- what stands beside the rules -----------------------------------------------------------------------------------


def test_update_schemes_must_agree_or_be_settled() -> None:
    one = "# logicnet: 1\n# @update synchronous\ntargets, factors\nA, B\n#? test T\n#? all attractors: A=1\n"
    two = one.replace("synchronous", "asynchronous").replace("A, B", "B, A")
    assert refused(one, two) == [
        ("LN404", "B.bnet:2:3", "A.bnet:2:3", "two update schemes (synchronous and asynchronous)")
    ]
    rules = rules_of(join(one, two, update="synchronous").text)
    assert rules.metadata["update"] == "synchronous"
    assert [(test.id, test.updates) for test in rules.tests] == [("A:T", ()), ("B:T", ("asynchronous",))]
    without = rules_of(join(one, two.replace("# @update asynchronous\n", "")).text)
    assert [test.updates for test in without.tests] == [(), ("asynchronous",)]


def test_names_of_conditions_keep_their_meaning() -> None:
    one = note(
        "A, B",
        "#? condition c: B=1",
        "#? condition d:B=0",
        '#? class "x": A=1',
        "#? test t",
        "#? given c d",
        "#?  all attractors: A=1",
    )
    one = one.replace("#? given c d", "#?  given c")
    two = note(
        "B, C",
        "#? condition c: C=1",
        "#? condition d: B=0",
        '#? class "x": C=1',
        "#? test t",
        "#?  given d C=1",
        "#?  some attractor: B=1",
        "#?  then given c",
        "#?  no attractor: B=0",
    )
    result = join(one, two)
    rules = rules_of(result.text)
    assert {name: dict(values) for name, values in rules.conditions.items()} == {
        "A.c": {"B": 1}, "d": {"B": 0}, "B.c": {"C": 1},
    }  # fmt: skip
    assert list(rules.classes) == ["A: x", "B: x"]
    assert [(test.id, [phase.conditions for phase in test.phases]) for test in rules.tests] == [
        ("A:t", [("A.c",)]),
        ("B:t", [("d",), ("B.c",)]),
    ]
    assert set(result.renamed) == {("A", "c", "A.c"), ("B", "c", "B.c"), ("A", "x", "A: x"), ("B", "x", "B: x")}


def test_a_test_that_came_by_two_ways_stands_once() -> None:
    shared = join(("S", note("A, B", "#? test t", "#?  all attractors: A=1"))).text
    assert [test.id for test in rules_of(join(shared, shared.replace("A, B", "A, (B)")).text).tests] == ["S:t"]
    other = shared.replace("all attractors: A=1", "no attractor: A=1")
    assert [test.id for test in rules_of(join(shared, other).text).tests] == ["S:t", "B:S:t"]


def test_comments_of_a_plain_file_stay_comments() -> None:
    plain = "# My model\n# @title No title\ntargets, factors\n# @default 1\n#= no group\nA, A\n"
    plain += "#? condition c: A=1\n# Rest\nB, A\n"
    rules = rules_of(join(plain, note("C, B")).text)
    assert (dict(rules.metadata), rules.groups, dict(rules.conditions)) == ({}, (), {})
    assert all(rule.annotation.default is None for rule in rules.rules)
    assert all(rule.annotation.full_name == "" for rule in rules.rules)
    text = join(plain).text
    assert all(line in text for line in ("# My model", "# @ title No title", "# = no group", "# Rest"))


def test_an_odd_spelling_is_written_portably_with_its_comments() -> None:
    text = join(note("# Doc", "A, B and # both", "# of them", "  C # needed", "B, !C # why")).text
    assert "# both\n# of them\n# needed\n\n# Doc\nA, B & C\n\nB, !C # why\n" in text
    rules_of(text)


def test_names_that_look_alike_are_warned_of() -> None:
    result = join("NFkB, RANK\n", "Fos, NFKB\nRANK, RANKL\n", "RANKLL, 1\nA, B\nb, A\n")
    found = [d for d in result.findings if d.code != "LN104"]
    assert [(d.code, str(d.place), str(d.related[0]) if d.related else "", d.message) for d in found] == [
        ("LN206", "A.bnet:1:1", "B.bnet:1:6", "NFkB differs only in letter case from NFKB of B"),
        ("LN206", "B.bnet:2:7", "C.bnet:1:1", "RANKL is an input and looks like RANKLL of C"),
    ]


def test_a_near_miss_that_another_part_declares_is_none() -> None:
    two = "RANK, RANKL\nFos, Junn\nJun, 1\n"
    assert [d.code for d in read(two).findings if d.code == "LN104"] == ["LN104"] * 2
    result = join("RANKL, E\n", two)
    assert [(d.code, str(d.place)) for d in result.findings] == [("LN104", "B.bnet:2:6")]
    rules = read(result.text)
    assert (rules.inputs, [d.code for d in rules.findings]) == (("Junn",), ["LN104"])


def test_parts_need_names_of_their_own() -> None:
    with pytest.raises(SettingError, match="two parts are named A"):
        join(("A", "A, B\n"), ("A", "B, A\n"))
    with pytest.raises(UnknownNameError, match="unknown part"):
        join("A, B\n", rule_from={"A": "Z"})
