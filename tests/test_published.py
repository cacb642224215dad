"""The engine against other programs: AEON, mpbn and biobalm on the shipped rule files and on published models."""

from __future__ import annotations

import hashlib
import importlib.util
import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

import biobalm
import biodivine_aeon
import mpbn
import pytest
from judge import FREE, Found, Model, value

from logicnet import attractors, fixed_points, load, trap_spaces
from logicnet.formats.bnet import write
from logicnet.landscape import Answer
from logicnet.loading import load_rules
from logicnet.network import BooleanNetwork

# mpbn leaves its own program files open, and the collector tells at any later time.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BBM = Path(__file__).parents[2] / "shared" / "bbm"
Values = Mapping[str, int | str]

# --- reference numbers ------------------------------------------------------------------------------------------------

BREAST = {"Breast_cancer": 1}
PROSTATE = {"Prostate_cancer": 1, "Estrogen": 0, "Androgen": 1}
CYCLES = {2: 2, 5: 2, 6: 2, 10: 2, 18: 2}
# Model, what is fixed, states of the asynchronous attractors, how many synchronous ones have each period.
NUMBERS: list[tuple[str, dict[str, int], list[int] | None, dict[int, int]]] = [
    ("core_axis", {}, [1024], {7: 1, 14: 3}),
    ("osteoclastogenesis", {}, [1], {1: 1}),
    ("bone_metastasis", BREAST, [1, 32660, 32660], {1: 1, **CYCLES}),
    ("bone_metastasis", {"Myeloma": 1}, [1, 16330, 16330], {1: 1, **CYCLES}),
    ("bone_metastasis", PROSTATE, [1, 32660, 32660], {1: 1, 7: 2, **CYCLES}),
    ("bone_metastasis", {}, None, CYCLES),
    ("bone_metastasis", {"Estrogen": 0}, None, {1: 2}),
]


@pytest.mark.parametrize(("model", "fixed", "asynchronous", "synchronous"), NUMBERS)
def test_reference_numbers(
    model: str, fixed: dict[str, int], asynchronous: list[int] | None, synchronous: dict[int, int]
) -> None:
    network = load(model)
    together = attractors(network, "synchronous", fixed=fixed)
    assert together.exactness == "exact"
    assert Counter(item.states for item in together.items) == synchronous
    apart = attractors(network, fixed=fixed)
    assert apart.exactness == "exact"
    if asynchronous is not None:
        assert [item.states for item in apart.items] == asynchronous


# --- the shipped rule files, judged by other programs -----------------------------------------------------------------

# What else is held, beside each condition of the file alone.
HELD: dict[str, list[dict[str, int]]] = {
    "core_axis": [{}, {"JNK": 0}, {"NFkB": 1, "Estrogen": 0}, {"Osteoclast_mature": 0}],
    "osteoclastogenesis": [{}, {"RANKL": 0, "TNFa": 1}, {"NFATc1": 0}, {"M_CSF": 0}],
    "bone_metastasis": [
        {},
        {**BREAST, "Denosumab": 1},
        {**BREAST, "Tumor_seeding": 1},
        {**PROSTATE, "Inflammation": 1},
        {**BREAST, "RANKL_gene": 0},
    ],
}


def shipped_questions() -> list[tuple[str, dict[str, int]]]:
    """Return every model with every setting that is asked of it."""
    found = []
    for model, settings in HELD.items():
        conditions = load(model).conditions.values()
        found += [(model, fixed) for fixed in [*settings, *map(dict, conditions)]]
    return found


QUESTIONS = shipped_questions()
NAMED = [f"{model}-{' '.join(f'{n}={v}' for n, v in fixed.items()) or 'defaults'}" for model, fixed in QUESTIONS]


@cache
def portable(model: str) -> str:
    """Return a shipped model's rules as portable text."""
    return write(load_rules(model))


def with_constants(text: str, held: Mapping[str, int]) -> str:
    """Return rule text in which some components have constant rules."""
    lines = [line.split(",", 1) for line in text.splitlines()]
    return "\n".join(f"{name}, {held[name]}" if name in held else f"{name},{rule}" for name, rule in lines) + "\n"


def question(model: str, fixed: Mapping[str, int]) -> tuple[BooleanNetwork, str]:
    """Return a shipped network and the text in which its inputs and what is fixed are constants."""
    network = load(model)
    setting = network.setting(fixed)
    assert not setting.free
    return network, with_constants(portable(model), setting.fixed)


def described(answer: Answer, with_states: bool = True) -> Counter[tuple[object, ...]]:
    """Return the number and the values of each item, however the components are ordered."""
    assert answer.exactness == "exact"
    return Counter((item.states if with_states else 0, *sorted(item.values.items())) for item in answer.items)


def by_aeon(text: str) -> Counter[tuple[object, ...]]:
    """Return AEON's asynchronous attractors: state count and values of each."""
    network = biodivine_aeon.BooleanNetwork.from_bnet(text, repair_graph=True)
    graph = biodivine_aeon.AsynchronousGraph(network)
    found: Counter[tuple[object, ...]] = Counter()
    for attractor in biodivine_aeon.Attractors.attractors(graph):
        states = attractor.vertices()
        values: dict[str, int | str] = {}
        for name in network.variable_names():
            halves = [graph.mk_subspace_vertices({name: bool(bit)}) for bit in (0, 1)]
            seen = [bit for bit, half in enumerate(halves) if not states.intersect(half).is_empty()]
            values[name] = seen[0] if len(seen) == 1 else FREE
        found[(int(states.cardinality()), *sorted(values.items()))] += 1
    return found


def as_mpbn(text: str) -> mpbn.MPBooleanNetwork:
    """Return the network as mpbn's."""
    return mpbn.MPBooleanNetwork(
        {n: rule.strip() for n, rule in (line.split(",", 1) for line in text.splitlines()[1:])}
    )


def counted(found: Iterable[Values]) -> Counter[tuple[object, ...]]:
    """Return mpbn's results as `described` gives ours without states."""
    return Counter((0, *sorted(values.items())) for values in found)


@pytest.mark.parametrize(("model", "fixed"), QUESTIONS, ids=NAMED)
def test_asynchronous_attractors_are_those_of_aeon(model: str, fixed: dict[str, int]) -> None:
    network, text = question(model, fixed)
    assert described(attractors(network, fixed=fixed)) == by_aeon(text)


@pytest.mark.parametrize(("model", "fixed"), QUESTIONS, ids=NAMED)
def test_trap_spaces_and_fixed_points_are_those_of_mpbn(model: str, fixed: dict[str, int]) -> None:
    network, text = question(model, fixed)
    other = as_mpbn(text)
    assert described(trap_spaces(network, fixed=fixed), with_states=False) == counted(other.attractors())
    assert described(fixed_points(network, fixed=fixed), with_states=False) == counted(other.fixedpoints())


@pytest.mark.parametrize(("model", "fixed"), QUESTIONS, ids=NAMED)
def test_asynchronous_attractors_are_those_of_biobalm(model: str, fixed: dict[str, int]) -> None:
    """Each of biobalm's seeds is a state of one attractor; ours lie in disjoint spaces here, so it is only one."""
    network, text = question(model, fixed)
    diagram = biobalm.SuccessionDiagram.from_rules(text, format="bnet")
    diagram.build()
    seeds = [seed for found in diagram.expanded_attractor_seeds().values() for seed in found]
    spaces = [item.values for item in attractors(network, fixed=fixed).items]
    around = [[k for k, space in enumerate(spaces) if lies_in(seed, space)] for seed in seeds]
    assert sorted(around) == [[k] for k in range(len(spaces))]


def lies_in(state: Values, space: Values) -> bool:
    return all(wanted in (FREE, state[name]) for name, wanted in space.items())


@pytest.mark.parametrize(("model", "fixed"), QUESTIONS, ids=NAMED)
def test_synchronous_cycles_from_random_states_are_listed(model: str, fixed: dict[str, int]) -> None:
    """Follow the rules, as the judge reads them, from some states: every cycle that is met must be in the answer."""
    network, text = question(model, fixed)
    rules = Model.of(text)
    listed = set(described(attractors(network, "synchronous", fixed=fixed)))
    generator = random.Random(1)
    after: dict[tuple[int, ...], tuple[int, ...]] = {}
    for _ in range(30):
        state = tuple(generator.getrandbits(1) for _ in rules.names)
        path: dict[tuple[int, ...], None] = {}
        while state not in path:
            path[state] = None
            if state not in after:
                values = dict(zip(rules.names, state, strict=True))
                after[state] = tuple(value(rules.rule(name), values) for name in rules.names)
            state = after[state]
        cycle = list(path)[list(path).index(state) :]
        columns = zip(rules.names, zip(*cycle, strict=True), strict=True)
        values = {name: column[0] if len(set(column)) == 1 else FREE for name, column in columns}
        assert (len(cycle), *sorted(values.items())) in listed


# --- published models -------------------------------------------------------------------------------------------------

published = pytest.mark.skipif(not BBM.is_dir(), reason="the published models are in ../shared/bbm, which is not here")
LARGEST = 40


def editions() -> ModuleType:
    """Return the script that goes with the models and says how their inputs are set."""
    found = importlib.util.spec_from_file_location("editions", BBM / "editions.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the folder is not ours
    try:
        found.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
    return module


def small_models() -> list[Path]:
    """Return the published models that AEON answers at once."""
    rows = [line.split("\t") for line in (BBM / "index.tsv").read_text("utf-8").splitlines()[1:]]
    return [BBM / f"{row[0]}.bnet" for row in rows if int(row[1]) <= LARGEST]


def editions_of(path: Path) -> tuple[dict[str, int], str, str]:
    """Return a published model's inputs at random values, its text with them, and its text with inputs left free."""
    rules, inputs = editions().read(path)
    generator = random.Random(hashlib.sha256(path.stem.encode()).digest())
    bits = {name: generator.getrandbits(1) for name in inputs}
    body = ["targets, factors", *rules]
    held, free = [f"{n}, {bit}" for n, bit in bits.items()], [f"{n}, {n}" for n in inputs]
    return bits, "\n".join(body + held), "\n".join(body + free)


@published
def test_published_models_have_the_attractors_of_aeon() -> None:
    models = small_models()
    assert len(models) > 80
    for path in models:
        bits, text, _ = editions_of(path)
        assert described(attractors(load(path), fixed=bits)) == by_aeon(text), path.name


@published
def test_published_models_have_the_trap_spaces_of_mpbn() -> None:
    for path in small_models():
        bits, text, free = editions_of(path)
        network, other = load(path), as_mpbn(text)
        assert described(trap_spaces(network, fixed=bits), with_states=False) == counted(other.attractors()), path.name
        assert described(fixed_points(network, fixed=bits), with_states=False) == counted(other.fixedpoints()), (
            path.name
        )
        found = list(as_mpbn(free).attractors(limit=1025))
        if len(found) <= 1024:
            assert described(trap_spaces(network), with_states=False) == counted(found), path.name


@published
def test_published_models_with_free_inputs_have_the_attractors_of_aeon() -> None:
    """Free inputs are written as the rule X, X for AEON: its attractors are those of all valuations."""
    judged = 0
    for path in small_models():
        bits, _, free = editions_of(path)
        if len(bits) <= 3:
            judged += 1
            assert described(attractors(load(path))) == by_aeon(free), path.name
    assert judged > 30


def test_a_judge_reads_what_is_meant() -> None:
    found = Found("cyclic", 4, (FREE, FREE))
    text = "targets, factors\nA, B\nB, !A\n"
    assert by_aeon(text) == {(found.states, ("A", FREE), ("B", FREE)): 1}
    assert counted(as_mpbn(text).attractors()) == {(0, ("A", FREE), ("B", FREE)): 1}
