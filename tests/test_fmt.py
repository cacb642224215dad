"""``logicnet fmt``: the portable form says the same as the file did, to us and to other programs."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import biobalm
import biodivine_aeon
import mpbn
import pytest
from command import run
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import Model, Tree, names_in, parsed, rendered, trees, value
from test_expressions import NAMES

from logicnet import shipped_models
from logicnet.authoring import formatting
from logicnet.authoring.formatting import Formatted, formatted
from logicnet.errors import LimitReached, LogicnetError
from logicnet.formats.bnet import document_of, read, write

SHARED = Path(__file__).parents[2] / "shared"


def form(text: str) -> Formatted:
    return formatted(document_of(text, "x.bnet", "x"))


def assert_form(text: str, expected: str) -> None:
    assert form(text).text == expected
    assert form(expected).text == expected


# --- random files -----------------------------------------------------------------------------------------------------

SPELT = {
    "&": ["&", "&&", "and", "AND", "And"],
    "|": ["|", "||", "or", "OR"],
    "!": ["!", "~", "not", "NOT"],
    "0": ["0", "false", "FALSE"],
    "1": ["1", "true", "True"],
}
COMMENTS = [
    "# x",
    "#",
    "#= G",
    '#? class "c": A=1',
    "# @title no",
    "#   + A  PMID:1",
    "# logicnet: 1",
    "## y",
    "# β, A",
]
TOKENS = re.compile(r"[\w.-]+|[!&|^()]")


@st.composite
def gaps(draw: st.DrawFn, open_line: bool) -> str:
    """Draw what may stand between two tokens; where the rule is open, line ends, comments and blank lines, too."""
    space = draw(st.sampled_from(["", "", " ", " ", "  ", "\t"]))
    if not open_line or draw(st.integers(0, 4)):
        return space
    comments = draw(
        st.lists(st.sampled_from(["", "  ", *(c for c in COMMENTS if not c.startswith(("#=", "#?")))]), max_size=2)
    )
    behind = draw(st.sampled_from(["", *COMMENTS]))
    return f"{space}{behind}" + "".join(f"\n{line}" for line in comments) + f"\n{space}"


@st.composite
def spelt(draw: st.DrawFn, target: str, tree: Tree) -> str:
    """Write a rule in one of the ways that are read as the same."""
    pieces, depth = [target, draw(gaps(False)), ",", draw(gaps(True))], 0
    for token in TOKENS.findall(rendered(tree)):
        depth += (token == "(") - (token == ")")
        text = draw(st.sampled_from(SPELT.get(token, [token])))
        if text[-1].isalnum() and re.search(r"[\w.-]$", pieces[-1] or pieces[-2]):
            pieces.append(" ")
        pieces += [text, draw(gaps(depth > 0 or token in "!&|^("))]
        if re.search(r"\w$", text) and pieces[-1] == "" and draw(st.booleans()):
            pieces.append(" ")
    behind = draw(st.sampled_from(["", "", " ", *COMMENTS]))
    return "".join(pieces) + behind


@dataclass(frozen=True)
class File:
    """A model, and a text that says it."""

    model: Model
    text: str


@st.composite
def files(draw: st.DrawFn) -> File:
    """Draw a file in any spelling, annotated or not, with names that other tools cannot read."""
    targets = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    rules = {name: draw(trees(NAMES[:6], leaves=5)) for name in targets}
    lines = draw(st.sampled_from([[], ["# logicnet: 1"], ["\ufeff"[:0], "  # logicnet: 1"], ["# a file"]]))
    lines = [
        *lines,
        *draw(st.sampled_from([[], ["# @title T", ""], ["targets, factors"], ["Targets ,FACTORS # @doi x"]])),
    ]
    for name, tree in rules.items():
        above = st.sampled_from(
            ["", "", *COMMENTS[:2], "#= H", "# Name  @label L", f"#   + {NAMES[2]}  PMID:2 z", "#? "]
        )
        lines += draw(st.lists(above, max_size=3))
        lines.append(draw(spelt(name, tree)))
    lines += draw(st.lists(st.sampled_from(["", "# end", f'#? class "{NAMES[0]}=1 k": {targets[0]}=1']), max_size=1))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return File(Model(rules), end.join("\n".join(lines).split("\n")) + draw(st.sampled_from(["", end, end * 3])))


def plain(text: str) -> str:
    """Return a text without its comments: what other programs see."""
    return "".join(line + "\n" for line in text.splitlines() if line and not line.startswith("#"))


def function(tree: Tree, names: list[str]) -> list[int]:
    return [value(tree, dict(zip(names, bits, strict=True))) for bits in product((0, 1), repeat=len(names))]


@settings(max_examples=200)
@given(files())
def test_what_is_written_is_the_model_in_portable_spelling(file: File) -> None:
    """The judge reads the result by its own parser: every rule is the function that it was."""
    result = form(file.text)
    assert form(result.text) == Formatted(result.text, {})
    again = Model.of(plain(result.text))
    called = {name: result.renamed.get(name, name) for name in file.model.names}
    assert [called[name] for name in file.model.rules] == list(again.rules)[: len(file.model.rules)]
    names = file.model.names
    for name, tree in file.model.rules.items():
        assert function(tree, names) == [
            value(again.rules[called[name]], {called[n]: bit for n, bit in zip(names, bits, strict=True)})
            for bits in product((0, 1), repeat=len(names))
        ]
    assert re.fullmatch(r"([A-Za-z_]\w*, [\w!&|() ]+\n)+", plain(result.text), re.ASCII)
    assert all(again.rules[name] == name for name in again.rules if name not in called.values() or name in again.inputs)


@settings(max_examples=200)
@given(files())
def test_comments_annotations_and_blank_lines_stay(file: File) -> None:
    before, result = document_of(file.text, "x.bnet", "x"), form(file.text)
    after = document_of(result.text, "x.bnet", "x")
    expected = before.rules.renamed(result.renamed)
    assert after.annotated == before.annotated
    for field in ("metadata", "groups", "conditions", "classes", "tests"):
        assert getattr(after.rules, field) == getattr(expected, field)
    known = len(expected.rules)
    assert [rule.annotation for rule in after.rules.rules[:known]] == [rule.annotation for rule in expected.rules]
    assert not any(rule.annotation.group for rule in after.rules.rules[known:])
    assert comments(result.text, result.renamed) == comments(file.text, result.renamed)


def comments(text: str, renamed: Mapping[str, str]) -> Counter[str]:
    """Return all comments that say anything, whatever components are called in them."""
    found: Counter[str] = Counter()
    called = "|".join(sorted(map(re.escape, {*renamed, *renamed.values()}), key=len, reverse=True)) or "(?!)"
    for line in re.split(r"[\r\n]", text):
        comment = line[line.index("#") :].strip() if "#" in line else ""
        if comment not in ("", "#", "#="):  # the last two only detach
            found[re.sub(called, "N", re.sub("^# (?=[=?])", "#", comment))] += 1
    return found


# --- other programs ---------------------------------------------------------------------------------------------------


def by_mpbn(path: Path) -> dict[str, Tree]:
    return {name: parsed(str(rule)) for name, rule in mpbn.load(str(path)).items()}


def of_aeon(network: biodivine_aeon.BooleanNetwork) -> dict[str, Tree]:
    """Return AEON's update functions; a component that it left open has none, and is a free input."""
    functions = {network.get_variable_name(v): network.get_update_function(v) for v in network.variables()}
    return {name: name if rule is None else parsed(str(rule)) for name, rule in functions.items()}


def by_aeon(path: Path) -> dict[str, Tree]:
    return of_aeon(biodivine_aeon.BooleanNetwork.from_file(str(path), repair_graph=True))


def by_biobalm(path: Path) -> dict[str, Tree]:
    return of_aeon(biobalm.SuccessionDiagram.from_file(str(path)).network)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@settings(max_examples=100)
@given(files())
def test_other_programs_read_the_same_functions(tmp_path_factory: pytest.TempPathFactory, file: File) -> None:
    text = form(file.text).text
    path = tmp_path_factory.mktemp("fmt") / "x.bnet"
    path.write_text(text, "utf-8")
    wanted = Model.of(plain(text)).rules
    for reader in (by_mpbn, by_aeon, by_biobalm):
        found = reader(path)
        written = {name: found[name] for name in wanted}  # a near miss that has no rule is left to them
        assert_same(written, wanted)


def assert_same(found: Mapping[str, Tree], wanted: Mapping[str, Tree]) -> None:
    for name, tree in wanted.items():
        names = list(dict.fromkeys([*names_in(tree), *names_in(found[name])]))
        assert function(found[name], names) == function(tree, names), name


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", ["none", "None", "targets", "Targets"])
def test_names_that_other_programs_read_otherwise_are_renamed(name: str, tmp_path: Path) -> None:
    """Mpbn takes ``none`` for 0; AEON passes over a rule for ``targets``, in any letter case."""
    path = tmp_path / "x.bnet"
    path.write_text(f"A, {name}\n{name}, !A\n", "utf-8")
    status, _, err = run("fmt", str(path))
    assert (status, f"{name} is now called _{name}" in err) == (0, True)
    for reader in (by_mpbn, by_aeon, by_biobalm):
        assert_same(reader(path), {"A": f"_{name}", f"_{name}": ("not", "A")})


# --- kept files -------------------------------------------------------------------------------------------------------


def test_shipped_rule_files_are_in_form() -> None:
    for path in shipped_models().values():
        text = path.read_text("utf-8")
        assert form(text).text == text


def test_damaged_files_that_load_become_the_undamaged_one() -> None:
    if not (SHARED / "malformed").is_dir():
        pytest.skip("needs ../shared/malformed")
    reference = read((SHARED / "malformed" / "00_ok.bnet").read_text("utf-8"), name="x")
    seen = 0
    for row in (SHARED / "malformed" / "expected.tsv").read_text("utf-8").splitlines()[1:]:
        name, outcome, *_ = row.split("\t")
        text = (SHARED / "malformed" / name).read_bytes().decode("utf-8")
        if outcome == "error":
            continue
        result = form(text)
        assert form(result.text).text == result.text
        again = read(result.text, name="x")
        if not name.startswith(("01", "17", "27", "39")):  # these are other models than the reference
            assert again.rules == reference.rules, name
        assert [f.code for f in again.findings] == (["LN104"] if name.startswith("01") else []), name
        seen += 1
    assert seen >= 8


def test_published_files_stay_the_same_models() -> None:
    if not (SHARED / "bbm").is_dir():
        pytest.skip("needs ../shared/bbm")
    paths = sorted((SHARED / "bbm").glob("*.bnet"))
    assert len(paths) == 197
    for path in paths:
        document = document_of(path.read_text("utf-8"), "x.bnet", "x")
        result = formatted(document)
        again = document_of(result.text, "x.bnet", "x")
        before, after = document.rules, again.rules
        assert after.rules[: len(before.rules)] == before.rules, path.name
        assert {*after.inputs, *(rule.target for rule in after.rules[len(before.rules) :])} == set(before.inputs)
        assert path.stat().st_size > 300_000 or formatted(again) == Formatted(result.text, {})


# --- the form ---------------------------------------------------------------------------------------------------------


def test_the_form_of_a_plain_file() -> None:
    assert_form(
        "\n\n# Of a paper\r\n  Tumour,((A&& ~B))OR not\tTRUE # why\r\n\r\n\r\n"
        "\tB ,  A|\r\n   # inside\r\n\r\n  !(B) #\r\n#end\r\n\r\n",
        "# Of a paper\ntargets, factors\n# why\nTumour, ((A & !B)) | !1\n\n\n# inside\nB, A | !(B)\nA, A\n#end\n",
    )


ANNOTATED = """
# logicnet: 1
# @title T
#
#= Tumour
# Name of A  @label α
#   +  DKK-1   PMID:1  a note
A, DKK-1 ^ B  # behind
#= Bone
B, A and # one
  # two
  C  #= three

#? condition c: DKK-1=0
#? test T1 "DKK-1=1 is"
#?   given c
#?   all attractors: DKK-1=0 A=1
"""
IN_FORM = """# logicnet: 1
# @title T
#
targets, factors
#= Tumour
# behind
#
# Name of A  @label α
#   +  DKK_1   PMID:1  a note
A, DKK_1 & !B | !DKK_1 & B
#= Bone
# one
# two
# = three
#
B, A & C

#=
DKK_1, DKK_1
C, C

#? condition c: DKK_1=0
#? test T1 "DKK-1=1 is"
#?   given c
#?   all attractors: DKK_1=0 A=1
"""


def test_the_form_of_an_annotated_file() -> None:
    assert_form(ANNOTATED, IN_FORM)


def test_a_comment_before_the_first_rule_does_not_become_metadata() -> None:
    assert_form(
        "# logicnet: 1\nTargets, factors # @doi none\n# A's name\nA, A # @title none\nB, A\n",
        "# logicnet: 1\ntargets, factors\n# A's name\nA, A\n# @doi none\n# @title none\n#\nB, A\n",
    )
    assert_form("targets, factors # logicnet: 1\nA, A\n", "targets, factors\n# logicnet: 1\nA, A\n")
    assert_form("A, A # logicnet: 1\n", "targets, factors\n# logicnet: 1\nA, A\n")


def test_where_the_header_goes() -> None:
    assert_form("# of the file\n\n# of A\nA, A\n", "# of the file\n\ntargets, factors\n# of A\nA, A\n")
    assert_form("# of the file\nA, A\n", "# of the file\ntargets, factors\nA, A\n")
    assert_form(
        "# logicnet: 1\n#= G\n#= H\n# of A\nA, A\n", "# logicnet: 1\ntargets, factors\n#= G\n#= H\n# of A\nA, A\n"
    )
    assert_form("# logicnet: 1\n# @kind of A\nA,\n A\n", "# logicnet: 1\ntargets, factors\n# @kind of A\nA, A\n")


def test_evidence_for_what_is_no_regulator_does_not_become_evidence() -> None:
    text = "# logicnet: 1\ntargets, factors\n#   + a_b  PMID:1\nA, a-b\na-b, A\n"
    assert form(text).renamed == {"a-b": "a_b_2"}
    assert not read(form(text).text).rules[0].annotation.evidence


def test_near_misses_are_left_and_stay_so() -> None:
    text = "targets, factors\nRANKL, RANKLL & Wnt\n"
    assert_form(text, text + "Wnt, Wnt\n")
    apart = form("targets, factors\nab.c, x_y\nx_y, ab-c\n")  # a near miss no longer, once both are renamed
    assert form(apart.text).text == apart.text


def test_a_second_header_is_a_rule_that_no_program_passes_over() -> None:
    assert_form("A, factors\ntargets, factors\n", "targets, factors\nA, factors\n_targets, factors\nfactors, factors\n")


def test_deep_and_long_rules() -> None:
    deep = f"A, {'(' * 10_192}A{')' * 10_192}\n"
    assert form(deep).text == "targets, factors\n" + deep
    long = "A, " + " | ".join(["A"] * 60_000) + "\n"
    assert form(long.replace(" | ", " or\n")).text == "targets, factors\n" + long


def test_a_rule_that_would_grow_too_long_is_told_with_its_place() -> None:
    with pytest.raises(LimitReached, match=r"x\.bnet:2:1: the rule of T"):
        form("A, A\nT, " + " ^ ".join(f"x{k}" for k in range(40)) + "\n")


def test_a_mistake_of_ours_costs_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formatting._SPELT, formatting.AND, " | ")
    with pytest.raises(LogicnetError, match="left as it is"):
        form("A, A & B\nB, A\n")


def test_the_writer_and_the_form_agree() -> None:
    text = "A, β ^ B\nβ, not A\n"
    assert form(text).text == write(read(text))


def test_many_names_without_a_rule_do_not_take_long() -> None:
    start = time.monotonic()
    form("T, " + " | ".join(f"X{k}" for k in range(60_000)) + "\n")
    assert time.monotonic() - start < 15  # with each name looked for among all others it took a minute
