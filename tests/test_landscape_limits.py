"""Limits, refusals and wide rules: what an answer says where it stops, and that width is no limit."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from itertools import combinations, islice
from random import Random

import pytest
from comparing import (
    SCHEMES,
    compare,
    found_in,
    network_of,
)
from hypothesis import given, settings
from judge import (
    FREE,
    Dynamics,
    Found,
    Model,
    attractor,
    models,
    trap_space,
    value,
)

from benchmarks import random_networks
from benchmarks.paths import thresholds
from logicnet.errors import LimitReached, SettingError, UnknownNameError
from logicnet.formats.bnet import read
from logicnet.landscape import attractors, fixed_points, trap_spaces
from logicnet.network import BooleanNetwork

# --- limits and refusals ----------------------------------------------------------------------------------------------


def small(text: str) -> BooleanNetwork:
    return BooleanNetwork.from_rules(read(text, "x.bnet", "x"))


def test_more_input_valuations_than_the_limit() -> None:
    network = small("A, X & !Y | Z\n")
    assert len(attractors(network, limit=8).items) == 8
    some = attractors(network, limit=7)
    assert (len(some.items), some.count, some.exactness) == (7, 8, "at_least")
    assert "there are 8, 7 of them listed" in some.reason
    assert len(attractors(network, fixed={"X": 1}, limit=4).items) == 4


def test_more_results_than_the_limit() -> None:
    network = small("".join(f"{a}, {a} | {a} & {b}\n" for a, b in zip("ABCD", "BCDA", strict=True)))
    for ask in (attractors, fixed_points, trap_spaces):
        whole = ask(network)
        assert (len(whole.items), whole.exactness) == (16, "exact")
        part = ask(network, limit=5)
        assert (len(part.items), part.exactness) == (5, "at_least")
        assert part.reason
        known = {tuple(item.values.values()) for item in whole.items}
        assert len(known & {tuple(item.values.values()) for item in part.items}) == 5


def test_more_than_could_ever_be_listed() -> None:
    """Of 100 components that keep their value, with one rule over all of them, count what follows from arithmetic."""
    names = [f"X{i}" for i in range(100)]
    text = "".join(f"{name}, {name}\n" for name in names) + f"Z, Z & ({' | '.join(names)})\n"
    for ask in (fixed_points, trap_spaces):
        answer = ask(small(text), limit=3)
        assert answer.count == 2**101 - 1
        assert (len(answer.items), answer.exactness) == (3, "at_least")
        first = list(islice(answer.listed(), 200))
        assert [item.id for item in first] == [f"{answer.items[0].id[0]}{k}" for k in range(1, 201)]
        assert first == list(islice(ask(small(text), limit=3).listed(), 200))
        assert len({tuple(item.values.values()) for item in first}) == 200
        assert all(item.values["Z"] == 0 or 1 in [item.values[name] for name in names] for item in first)
    maximal = trap_spaces(small(text), "maximal", limit=7)
    assert maximal.count == 201  # each value of each X, and Z at 0; Z at 1 needs some X
    assert len({tuple(item.values.values()) for item in maximal.listed()}) == 201


def crossed(size: int) -> BooleanNetwork:
    """Return switches in a ring, each held back by one of the next and read by an input of its own."""
    rules = [
        f"A{i}, B{i} & !(C{(i + 1) % size} & I{i})\nB{i}, A{i} | I{i} & C{i}\nC{i}, A{i} & (C{i} | I{i}) | !B{i}\n"
        for i in range(size)
    ]
    return small("".join(rules))


@pytest.mark.parametrize("size", [2, 3, 4])
def test_whole_parts_and_branches_agree(size: int) -> None:
    """Two ways to the same: one diagram, and the walk over modules with each branch gone through."""
    network = crossed(size)
    for ask in (fixed_points, trap_spaces):
        with thresholds({"FEW_PARTS": 0}):
            whole = ask(network, limit=100_000)
        with thresholds({"FEW_PARTS": 300_000, "FEW_PIECES": 1_000_000}):
            branches = ask(network, limit=100_000)
        assert whole.exactness == branches.exactness == "exact"
        assert whole.items == branches.items


def test_everything_is_listed_whatever_the_limit() -> None:
    network = crossed(3)
    for ask in (fixed_points, trap_spaces, attractors, partial(trap_spaces, which="maximal")):
        whole = ask(network, limit=100_000)
        some = ask(network, limit=2)
        assert whole.count == some.count == len(whole.items)
        assert list(whole.listed()) == list(whole.items)
        listed = list(some.listed())
        assert [item.id[1:] for item in listed] == [str(k) for k in range(1, len(listed) + 1)]
        values = [tuple(item.values.items()) for item in listed]
        assert sorted(map(str, values)) == sorted(str(tuple(item.values.items())) for item in whole.items)


def test_listing_keeps_nothing() -> None:
    answer = fixed_points(small("".join(f"X{i}, X{i}\n" for i in range(40)) + "Z, Z & X1 & X2\n"), limit=1)
    stream = answer.listed()
    for _ in islice(stream, 100):
        pass
    tracemalloc.start()
    for _ in islice(stream, 3_000):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000


def test_many_maximal_trap_spaces_under_a_free_drive() -> None:
    """A rule of 14 free regulators takes both values, whatever its table: nothing may be listed to see that."""
    inputs = [f"X{i}" for i in range(14)]
    rule = " & ".join(f"({a} | !{b})" for a, b in zip(inputs, [*inputs[1:], inputs[0]], strict=True))
    text = "".join(f"{name}, {name}\n" for name in inputs) + f"A, B & ({rule})\nB, A & ({rule})\nC, D\nD, C\n"
    answer = trap_spaces(small(text), "maximal")
    assert answer.count == 2 * 14 + 1 + 2  # A and B stay at 0 together, never at 1; C and D at either
    assert answer.exactness == "exact"


def test_questions_that_do_not_fit() -> None:
    network = small("A, !B\nB, A & X\n")
    with pytest.raises(UnknownNameError):
        attractors(network, fixed={"C": 1})
    with pytest.raises(UnknownNameError):
        trap_spaces(network, conditions=["menopause"])
    with pytest.raises(UnknownNameError):
        attractors(network, "sequential")
    with pytest.raises(SettingError):
        fixed_points(network, free=["A"])
    with pytest.raises(SettingError):
        attractors(network, fixed={"X": 1}, free=["X"])
    with pytest.raises(SettingError, match="not nan"):
        attractors(network, timeout=float("nan"))


ANNOTATED = """# logicnet: 1
targets, factors
A, !B & X
B, !A & !Y
# @default 1
X, X
# @default 0
Y, Y
#? condition off: X=0
#? condition knockout: B=0 Y=1
#? class "A wins": A=1 B=0
#? class "undecided": A=* B=*
#? class "held": Y=1
"""


def test_conditions_defaults_and_classes() -> None:
    network = small(ANNOTATED)
    answer = attractors(network, "synchronous")
    assert dict(answer.fixed) == {"X": 1, "Y": 0}
    assert [item.classes for item in answer.items] == [(), ("A wins",), ("undecided",)]
    answer = attractors(network, conditions=["knockout"])
    assert list(answer.fixed.items()) == [("B", 0), ("X", 1), ("Y", 1)]
    assert [item.classes for item in answer.items] == [("A wins", "held")]
    answer = fixed_points(network, conditions=["off", "knockout"])
    assert [tuple(item.values.values()) for item in answer.items] == [(0, 0, 0, 1)]
    with pytest.raises(SettingError):
        attractors(network, conditions=["off"], fixed={"X": 1})
    answer = attractors(network, conditions=["off"], free=["Y"])
    assert (answer.free, sorted(item.values["Y"] for item in answer.items)) == (("Y",), [0, 1])


# --- rules of many regulators -----------------------------------------------------------------------------------------

WIDE = {
    "any of 30": (30, lambda names: ("or", *names)),
    "all of 40 but every third": (
        40,
        lambda names: ("and", *(n if k % 3 else ("not", n) for k, n in enumerate(names))),
    ),
    "parity of 20": (20, lambda names: ("xor", *names)),
    "three of 18": (18, lambda names: ("least", 3, *names)),
    "majority of 17": (17, lambda names: ("least", 9, *names)),
}


@pytest.mark.parametrize("name", WIDE)
def test_a_wide_rule_with_most_of_it_held(name: str) -> None:
    """Four regulators move: two follow or counter the wide rule, one keeps its value, one is a free input."""
    width, rule = WIDE[name]
    regulators = [f"x{k}" for k in range(width)]
    model = Model({"T": rule(regulators), "x0": "T", "x1": ("not", "T"), "x2": ("or", "x2", ("and", "x0", "x2"))})
    network = network_of(model)
    for pattern in (0, 2**width - 1, 0b0110011000110, 0b11111110000 << 4):
        held = {n: pattern >> k & 1 for k, n in enumerate(regulators) if k > 3}
        dynamics = Dynamics(model, held)
        for update in SCHEMES:
            compare(
                attractors(network, update, fixed=held),
                dynamics.names,
                map(attractor, dynamics.attractors(update)),
                "A",
            )
        points = [Found("fixed point", 1, state) for state in dynamics.fixed_points()]
        compare(fixed_points(network, fixed=held), dynamics.names, points, "F")
        compare(trap_spaces(network, fixed=held), dynamics.names, map(trap_space, dynamics.minimal()), "T")
        maximal = map(trap_space, dynamics.maximal())
        compare(trap_spaces(network, "maximal", fixed=held), dynamics.names, maximal, "T")


def of_width(width: int, rule: Callable[[list[str]], object], follow: object) -> tuple[Model, list[str]]:
    """Return a wide rule T whose regulators all have the same rule; no component is an input."""
    regulators = [f"x{k}" for k in range(width)]
    return Model({"T": rule(regulators), **dict.fromkeys(regulators, follow)}), ["T", *regulators]


@pytest.mark.parametrize("name", ["any of 30", "three of 18", "majority of 17"])
def test_a_wide_rule_that_its_regulators_follow(name: str) -> None:
    """From every state the regulators can go where T stands and stay there: all or nothing, both being steady.

    All at once, T and its regulators also swap values forever: period two. A trap space needs as many regulators at
    T's value as decide it: `most` for 1, all but `most - 1` for 0; there are more than the limit for a majority.
    """
    width, rule = WIDE[name]
    most = {"any of 30": 1, "three of 18": 3, "majority of 17": 9}[name]
    model, names = of_width(width, rule, "T")
    network = network_of(model)
    steady = [Found("fixed point", 1, (bit,) * (width + 1)) for bit in (0, 1)]
    compare(attractors(network), names, steady, "A")
    swap = Found("cyclic", 2, (FREE,) * (width + 1))
    compare(attractors(network, "synchronous"), names, [*steady, swap], "A")
    compare(fixed_points(network), names, steady, "F")
    compare(trap_spaces(network), names, [trap_space(found.values) for found in steady], "T")
    deciding = [(1, c) for c in combinations(range(width), most)]
    deciding += [(0, c) for c in combinations(range(width), width + 1 - most)]
    maximal = [trap_space((bit, *(bit if k in c else FREE for k in range(width)))) for bit, c in deciding]
    answer = trap_spaces(network, "maximal")
    if len(maximal) <= 1024:
        compare(answer, names, maximal, "T")
    else:
        assert (answer.exactness, len(answer.items)) == ("at_least", 1024)
        assert set(found_in(answer, names)) <= set(maximal)


@pytest.mark.parametrize("name", ["any of 30", "three of 18", "majority of 17"])
def test_a_wide_rule_that_its_regulators_counter(name: str) -> None:
    """T rises once enough regulators have risen, then they may fall: every state comes back, all 2^(width + 1).

    All at once: T=0 x=0, T=0 x=1, T=1 x=1, T=1 x=0, a cycle of four that every state enters after one step or two.
    """
    width, rule = WIDE[name]
    model, names = of_width(width, rule, ("not", "T"))
    network = network_of(model)
    everything = (FREE,) * (width + 1)
    compare(attractors(network), names, [Found("cyclic", 2 ** (width + 1), everything)], "A")
    compare(attractors(network, "synchronous"), names, [Found("cyclic", 4, everything)], "A")
    compare(fixed_points(network), names, [], "F")
    compare(trap_spaces(network), names, [trap_space(everything)], "T")
    compare(trap_spaces(network, "maximal"), names, [], "T")


def test_a_wide_rule_of_free_inputs() -> None:
    """One input held fixed is a maximal trap space; T alone is none, since it follows its inputs."""
    names = ["T", *(f"x{k}" for k in range(20))]
    network = network_of(Model({"T": ("or", *names[1:])}))
    singles = [tuple(bit if k == i else FREE for k in range(21)) for i in range(1, 21) for bit in (0, 1)]
    compare(trap_spaces(network, "maximal"), names, map(trap_space, singles), "T")
    whole = attractors(network, limit=100)
    assert (len(whole.items), whole.count, whole.exactness) == (100, 2**20, "at_least")
    part = fixed_points(network, limit=100)
    assert (len(part.items), part.exactness) == (100, "at_least")
    assert all(item.values["T"] == max(item.values[f"x{k}"] for k in range(20)) for item in part.items)  # type: ignore[type-var]
    held = dict.fromkeys(names[4:], 0)
    assert [item.values["T"] for item in attractors(network, fixed=held).items] == [0, 1, 1, 1, 1, 1, 1, 1]


def test_a_time_limit_leaves_no_half_answer_that_looks_whole() -> None:
    text = "".join(f"x{k}, x{(k + 1) % 18} ^ x{(k + 5) % 18} | !x{(k + 7) % 18} & x{k}\n" for k in range(18))
    network = small(text)
    for update in SCHEMES:
        for seconds in (0, 0.01, 0.1):
            answer = attractors(network, update, timeout=seconds)
            assert (answer.exactness, bool(answer.reason)) in (("exact", False), ("at_least", True))
    nothing = attractors(network, timeout=0)
    (item,) = nothing.items  # there is always one
    assert (nothing.exactness, nothing.count, item.kind, item.certificate) == (
        "at_least",
        None,
        "undecided",
        "existence",
    )


def test_a_wide_shift_register() -> None:
    """T looks back over 18 steps: all at once, the cycles of a feedback shift register, followed one by one."""
    width = 18
    cells = [f"x{k}" for k in range(width)]
    shift = dict(zip(cells, ["T", *cells], strict=False))
    model = Model({"T": ("not", ("or", *cells)), **shift})
    answer = attractors(network_of(model), "synchronous")
    assert answer.exactness == "exact"
    assert Counter(item.states for item in answer.items) == register_cycles(width)


def register_cycles(width: int) -> Counter[int]:
    """Return how many cycles of each length the register has; bit 0 of a word is T, bit k cell k."""
    size = 2 ** (width + 1)
    mark, found = bytearray(size), Counter[int]()
    after = [(word << 1) % size | (word < 2) for word in range(size)]
    for start in range(size):
        word, path = start, []
        while not mark[word]:
            mark[word] = 1
            path.append(word)
            word = after[word]
        if word in path[-64:] or word in set(path):
            found[len(path) - path.index(word)] += 1
    return found


@settings(max_examples=100)
@given(models(most=5, inputs=0))
def test_asynchronous_attractors_lie_apart_and_none_is_missing_from_a_trap_space(model: Model) -> None:
    network = network_of(model)
    found = [tuple(item.values.values()) for item in attractors(network).items]
    for space in trap_spaces(network).items:
        values = tuple(space.values.values())
        assert any(all(b in (FREE, a) for a, b in zip(inner, values, strict=True)) for inner in found)


def test_values_are_known_where_the_states_are_too_many() -> None:
    text = random_networks.network("nested-canalising", 320, 2, "1/16")
    answer = attractors(BooleanNetwork.from_rules(read(text, "n.bnet", "n")))
    (item,) = answer.items
    assert (answer.exactness, answer.count, item.kind, item.states) == ("exact", 1, "cyclic", None)
    assert set(item.values.values()) == {0, 1, "*"}
    assert not sampled_otherwise(text, item.values)


def sampled_otherwise(text: str, values: Mapping[str, int | str]) -> set[str]:
    """Return components that a long random walk of the judge shows otherwise than the values of the one attractor."""
    model = Model.of(text)
    generator, names = Random(1), model.names
    state = {name: generator.getrandbits(1) for name in names}
    seen: dict[str, set[int]] = {name: set() for name in names}
    for step in range(200_000):
        name = generator.choice(names)
        state[name] = value(model.rule(name), state)
        if step > 100_000:
            seen[name].add(state[name])
    return {name for name, met in seen.items() if values[name] != "*" and met != {values[name]}}


def test_very_many_free_inputs_are_counted_in_seconds() -> None:
    """A tree over 20,000 free inputs: as many attractors as a number of 6,000 digits, none of it listed."""
    count = 20_000
    network = small("\n".join(f"X{k}, X{2 * k} | X{2 * k + 1}" for k in range(1, count)))
    start = time.monotonic()
    for answer in (attractors(network, limit=2), fixed_points(network, limit=2), trap_spaces(network, limit=2)):
        assert (answer.count, len(answer.items)) == (1 << count, 2)
        assert answer.reason == "there are 2^20000, 2 of them listed; raise --limit"
    assert trap_spaces(network, "maximal", limit=2).count == 2 * count
    assert time.monotonic() - start < 60


def test_a_rule_too_wide_for_any_diagram_is_told() -> None:
    network = small("A, " + " | ".join(f"b{k}" for k in range(66_000)) + "\n")
    with pytest.raises(LimitReached, match="65,534 components"):
        attractors(network, limit=1)
