"""Interaction graph, circuits, explicit state graphs, data frames: the Python side of a small network."""

from __future__ import annotations

from itertools import product
from random import Random

import networkx
import pytest
from command import run

import logicnet
from logicnet.errors import LimitReached, SettingError, UnknownNameError
from logicnet.formats.bnet import read
from logicnet.interactions import condensed, largest_strong_part
from logicnet.network import BooleanNetwork


def network_of(*rules: str) -> BooleanNetwork:
    return BooleanNetwork.from_rules(read("\n".join(["targets, factors", *rules]), "t.bnet", "t"))


def test_signs_and_idle_regulators() -> None:
    graph = logicnet.interaction_graph(network_of("A, B & !C", "B, A ^ C", "C, C", "D, A & (B | !B)"))
    signs = {(a, b): sign for a, b, sign in graph.edges(data="sign")}
    assert signs == {
        ("B", "A"): "+",
        ("C", "A"): "-",
        ("A", "B"): "?",
        ("C", "B"): "?",
        ("A", "D"): "+",  # B has no effect in D's rule; C is an input and has no loop
    }
    assert [name for name, given in graph.nodes(data="input") if given] == ["C"]


def test_a_condensed_graph_has_the_ways_through_what_is_left_out() -> None:
    """Beside every walk of up to 16 steps, counted one by one."""
    random, seen = Random(5), set[str]()
    for _ in range(300):
        graph = networkx.DiGraph()
        graph.add_nodes_from("ABCDEF")
        for a, b in product("ABCDEF", repeat=2):
            if random.random() < 0.25:
                graph.add_edge(a, b, sign=random.choice("++--?"))
        kept = random.sample("ABCDEF", 3)
        expected: dict[tuple[str, str], set[str]] = {}
        walks = {(k, k, "+") for k in kept}
        for _ in range(16):
            steps = {
                (a, there, times(sign, graph.edges[here, there]["sign"]))
                for a, here, sign in walks
                for there in graph[here]
            }
            for a, b, sign in steps:
                if b in kept and a != b:
                    expected.setdefault((a, b), set()).add(sign)
            walks = {step for step in steps if step[1] not in kept}
        found = {(a, b): sign for a, b, sign in condensed(graph, kept).edges(data="sign") if a != b}
        assert found == {ends: min(signs) if len(signs) == 1 else "?" for ends, signs in expected.items()}
        assert {a for a, b in condensed(graph, kept).edges if a == b} == {k for k in kept if graph.has_edge(k, k)}
        seen |= set(found.values())
    assert seen == {"+", "-", "?"}


def times(a: str, b: str) -> str:
    return "?" if "?" in (a, b) else "+" if a == b else "-"


def test_circuits_have_the_sign_of_their_inhibitions() -> None:
    graph = logicnet.interaction_graph(network_of("A, !B", "B, A", "C, !D", "D, !C", "E, E | A"))
    circuits, complete = logicnet.feedback_circuits(graph, 100)
    assert complete
    assert circuits == [(("E",), "+"), (("A", "B"), "-"), (("C", "D"), "+")]
    assert largest_strong_part(graph) == ("A", "B")
    cut, complete = logicnet.feedback_circuits(graph, 2)
    assert (len(cut), complete) == (2, False)


def test_circuits_that_are_cut_are_the_same_in_each_process() -> None:
    model = "".join(f"n{k}, " + " & ".join(f"n{j}" for j in range(9) if j != k) + "\n" for k in range(9)).encode()
    told = {run("info", "-", stdin=model, env={"PYTHONHASHSEED": str(seed)})[1] for seed in range(3)}
    assert len(told) == 1
    assert "feedback circuits    at least 10000 (10000 positive, 0 negative)" in told.pop()


def test_a_network_without_circuits_has_no_strong_part() -> None:
    assert largest_strong_part(logicnet.interaction_graph(network_of("A, B", "B, 1"))) == ()


def test_fixed_gives_a_new_network() -> None:
    network = network_of("A, !B", "B, A")
    held = network.fixed({"A": 1})
    assert [a.kind for a in logicnet.attractors(held).items] == ["fixed point"]
    assert [a.kind for a in logicnet.attractors(network).items] == ["cyclic"]
    assert network.programs != held.programs


def test_a_question_must_fit_its_network() -> None:
    network = logicnet.load("core_axis")
    for asked in ({"free": "RANKL"}, {"conditions": "breast_tumour"}):
        with pytest.raises(SettingError, match="as a list"):
            network.setting(**asked)
    with pytest.raises(SettingError, match="both 0 and 1"):
        network.setting({"Estrogen": 1}, conditions=["menopause"])
    with pytest.raises(SettingError, match="fixed at 0 and freed"):
        network.setting({"Estrogen": 0}, free=["Estrogen"])
    for value in (2, "0", None):
        with pytest.raises(SettingError, match="0 or 1"):
            logicnet.attractors(network, fixed={"Estrogen": value})
        with pytest.raises(SettingError, match="0 or 1"):
            network.fixed({"Estrogen": value})
    assert type(network.setting({"Estrogen": True}).fixed["Estrogen"]) is int
    with pytest.raises(UnknownNameError, match="did you mean synchronous"):
        logicnet.attractors(network, "synchronus")


def test_rest_state() -> None:
    network = logicnet.load("core_axis")
    rest = network.rest_state({"M_CSF": 0})
    assert [name for name, value in rest.items() if value] == ["Estrogen", "Stromal_cells", "RANKL", "OPG"]


@pytest.mark.parametrize(("update", "edges"), [("asynchronous", 7), ("synchronous", 4)])
def test_state_transition_graph(update: str, edges: int) -> None:
    graph = logicnet.state_transition_graph(network_of("A, !A", "B, A & !B"), update)
    assert sorted(graph) == ["00", "01", "10", "11"]
    assert graph.number_of_edges() == edges


def test_a_graph_past_its_limit_is_refused() -> None:
    network = logicnet.load("core_axis")
    with pytest.raises(LimitReached, match="more than the limit of 4096"):
        logicnet.state_transition_graph(network)
    start = tuple(network.rest_state({}).values())
    assert len(logicnet.state_transition_graph(network, "synchronous", [start])) == 15
    with pytest.raises(LimitReached, match="more than 100 states"):
        logicnet.state_transition_graph(network, "asynchronous", [start], limit=100)


def test_the_healthy_cycle_steps_as_the_model_says() -> None:
    # The synchronous cycle from rest: free RANKL rises at once, resorption after six steps, OPG high closes it at 9.
    network = logicnet.load("core_axis")
    state = tuple(network.rest_state({}).values())
    graph = logicnet.state_transition_graph(network, "synchronous", [state])
    spelt = "".join(map(str, state))
    seen = []
    for _ in range(14):
        values = dict(zip(network.names, spelt, strict=True))
        seen.append("".join(values[n] for n in ("RANKL_free", "Bone_Resorption", "OPG_high", "Bone_Formation")))
        (spelt,) = graph.successors(spelt)
    assert seen == ["0000", *["1000"] * 5, *["1100"] * 2, "1110", *["0110"] * 3, "0010", "0011"]
    (again,) = graph.successors(spelt)
    assert [again] == list(graph.successors("".join(map(str, state))))


def test_data_frame() -> None:
    network = logicnet.load("bone_metastasis")
    answer = logicnet.attractors(network, conditions=["breast_tumour"])
    frame = logicnet.to_frame(answer)
    assert list(frame.index) == ["A1", "A2", "A3"]
    assert frame.shape == (3, 80)
    assert frame.loc["A3", "classes"] == "dormant"
    assert frame.loc["A2", "Bone_Resorption"] == "*"
    assert "NF-κB" in logicnet.to_frame(answer, network).columns


def test_long_chains_and_many_parts_need_no_recursion() -> None:
    chain = ["A, !A", "X0, A", *(f"X{k}, X{k - 1}" for k in range(1, 1200)), "Z, X1199 & Z"]
    (item,) = logicnet.attractors(network_of(*chain), "synchronous").items
    assert (item.states, item.values["Z"], item.values["X1199"]) == (2, 0, "*")
    loops = network_of(*(f"P{k}, Q{k}\nQ{k}, P{k}" for k in range(1200)))
    for update in ("asynchronous", "synchronous"):
        answer = logicnet.attractors(loops, update, limit=3)
        assert (len(answer.items), answer.exactness) == (3, "at_least")


def test_an_attractor_of_very_many_states_is_counted() -> None:
    chain = ["A, !A", "X0, A", *(f"X{k}, X{k - 1}" for k in range(1, 300)), "Z, X299 & Z"]
    answer = logicnet.attractors(network_of(*chain))
    assert (answer.exactness, answer.count) == ("exact", 1)
    (item,) = answer.items
    assert (item.kind, item.states, item.values["A"], item.values["Z"]) == ("cyclic", 2**301, "*", 0)
    assert item.certificate == "univocal trap space"
