"""Every answer against brute force on 20,000 small networks, and whether the judge would notice a wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks import brute_force, paths, questions, small_networks
from benchmarks.exhaustive import Dynamics, avoidant, smallest_sum
from benchmarks.questions import ASKS, Case, differences
from logicnet import Answer, Attractor, Reach, ReachableAttractors, load
from logicnet.analyses.conditions import Conditions, Outcome
from logicnet.landscape import asynchronous

NETWORKS = 20_000


def test_twenty_thousand_networks() -> None:
    parts = list(brute_force.chunks(NETWORKS, jobs=2, seed=2, every=brute_force.PATHS))
    wrong = [text for part in parts for text in part.wrong]
    assert not wrong, f"{len(wrong)} networks differ, the first ones:\n" + "\n".join(wrong[:3])
    assert sum(part.networks for part in parts) == NETWORKS
    assert sum(part.avoidant for part in parts) > NETWORKS / 15  # what is easily missed is not missed for want of it


# --- mistakes ---------------------------------------------------------------------------------------------------------

Mistake = Callable[[Any], Any]
"""Returns a wrong answer in the place of a right one, or None where it cannot be made wrong in this way."""


@dataclass(frozen=True)
class Listing:
    """A region that lists other states than it has."""

    states: int
    state: Mapping[int, int]
    told: tuple[Mapping[int, int], ...]

    def listed(self) -> Iterator[Mapping[int, int]]:
        return iter(self.told)


def relisted(answer: Answer, change: Callable[[list[Any]], list[Any]]) -> Answer | None:
    """Change the list of the states of the first attractor that has three or more."""
    for k, item in enumerate(answer.items):
        inside = item.region.inside
        if (item.states or 0) > 2 and item.kind == "cyclic":
            listing = Listing(item.states or 0, inside.state, tuple(change(list(inside.listed()))))
            return with_item(answer, k, replace(item, region=replace(item.region, inside=listing)))
    return None


def with_item(answer: Answer, k: int, item: Attractor) -> Answer:
    return replace(answer, items=(*answer.items[:k], item, *answer.items[k + 1 :]))


def an_item_lost(answer: Answer) -> Answer | None:
    return replace(answer, items=answer.items[:-1], count=len(answer.items) - 1) if answer.items else None


def miscounted(answer: Answer) -> Answer:
    return replace(answer, count=len(answer.items) + 1)


def out_of_order(answer: Answer) -> Answer | None:
    first, *rest = answer.items
    later = next((k for k, item in enumerate(rest) if item.values != first.values), None)
    if later is None:
        return None
    swapped = [rest[later], *rest[:later], first, *rest[later + 1 :]]
    return replace(answer, items=tuple(replace(item, id=f"A{k}") for k, item in enumerate(swapped, 1)))


def a_state_lost(answer: Answer) -> Answer | None:
    return relisted(answer, lambda states: states[:-1])


def a_state_told_twice(answer: Answer) -> Answer | None:
    return relisted(answer, lambda states: [*states[:-1], states[0]])


def states_that_do_not_follow(answer: Answer) -> Answer | None:
    return relisted(answer, lambda states: [states[1], states[0], *states[2:]])


def a_value_changed(answer: Answer) -> Answer | None:
    for k, item in enumerate(answer.items):
        name, value = next(iter(item.values.items()))
        return with_item(answer, k, replace(item, values={**item.values, name: "*" if value != "*" else 0}))
    return None


def a_class_more(answer: Answer) -> Answer:
    return with_item(answer, 0, replace(answer.items[0], classes=(*answer.items[0].classes, "9")))


def one_not_reached(answer: ReachableAttractors) -> ReachableAttractors:
    return replace(answer, items=answer.items[:-1], unreachable=(*answer.unreachable, answer.items[-1]))


def one_reached(answer: ReachableAttractors) -> ReachableAttractors | None:
    if not answer.unreachable:
        return None
    return replace(answer, items=(*answer.items, answer.unreachable[0]), unreachable=answer.unreachable[1:])


def said_no(answer: Reach) -> Reach | None:
    return replace(answer, outcome="no", path=(), every=False) if answer.outcome == "yes" else None


def said_yes(answer: Reach) -> Reach | None:
    return replace(answer, outcome="yes", path=({},)) if answer.outcome == "no" else None


def from_all_or_not(answer: Reach) -> Reach | None:
    return None if answer.every is None else replace(answer, every=not answer.every)


def a_step_left_out(answer: Reach) -> Reach | None:
    return replace(answer, path=(answer.path[0], *answer.path[2:])) if len(answer.path) > 2 else None


def a_way_that_stops_short(answer: Reach) -> Reach | None:
    return replace(answer, path=answer.path[:-1]) if answer.shortest and len(answer.path) > 1 else None


def a_way_from_elsewhere(answer: Reach) -> Reach | None:
    if len(answer.path) < 2 or answer.several:
        return None
    return replace(answer, path=answer.path[1:]) if not answer.start.startswith("A") or "=" in answer.start else None


def no_proof(answer: Reach) -> Reach | None:
    return replace(answer, certificate=None) if answer.outcome == "no" else None


def a_false_proof(answer: Reach) -> Reach | None:
    why = answer.certificate
    if why is None or why.kind != "trap space" or not why.values:
        return None
    return replace(answer, certificate=replace(why, values={}))


def changed(change: Callable[[Outcome], dict[str, Any]]) -> Mistake:
    """Return the mistake that changes an outcome."""

    def mistake(answer: Conditions) -> Conditions | None:
        for k, outcome in enumerate(answer.outcomes):
            if outcome.condition and change(outcome):
                wrong = replace(outcome, **change(outcome))
                return replace(answer, outcomes=(*answer.outcomes[:k], wrong, *answer.outcomes[k + 1 :]))
        return None

    return mistake


def with_an_idle_input(answer: Conditions) -> Conditions | None:
    return replace(answer, inputs=(*answer.inputs, *answer.idle), idle=()) if answer.idle else None


def an_outcome_lost(answer: Conditions) -> Conditions:
    return replace(answer, outcomes=answer.outcomes[:-1])


def valuations_missed(answer: Conditions) -> Conditions:
    return replace(answer, valuations=answer.valuations - 1)


MISTAKES: list[tuple[str, Mistake]] = [
    *((name, an_item_lost) for name in questions.LISTS),
    *((name, miscounted) for name in questions.LISTS),
    *((name, a_value_changed) for name in questions.LISTS),
    *((name, a_state_lost) for name in questions.SCHEMES),
    *((name, a_state_told_twice) for name in questions.SCHEMES),
    *((name, out_of_order) for name in questions.SCHEMES),
    *((name, a_class_more) for name in questions.SCHEMES),
    ("synchronous", states_that_do_not_follow),
    ("reachable", one_not_reached),
    ("reachable", one_reached),
    *(("reach", mistake) for mistake in (said_no, said_yes, from_all_or_not, a_step_left_out, a_way_that_stops_short)),
    *(("reach", mistake) for mistake in (a_way_from_elsewhere, no_proof, a_false_proof)),
    *(("conditions", mistake) for mistake in (with_an_idle_input, an_outcome_lost, valuations_missed)),
]
ABOUT_OUTCOMES: dict[str, Callable[[Outcome], dict[str, Any]]] = {
    "a product lost": lambda one: {"condition": (one.condition or ())[:-1]},
    "a product too many": lambda one: {"condition": ((one.condition or ())[0], *(one.condition or ()))},
    "a condition always true": lambda one: {"condition": ({},)} if one.share < 1 else {},
    "an attractor more": lambda one: {"attractors": one.attractors + 1},
    "a valuation more": lambda one: {"valuations": one.valuations + 1},
    "never sure": lambda one: {"always": 0} if one.always else {},
    "another name": lambda one: {"name": one.name + "?"},
}
MISTAKES += [("conditions", changed(change)) for change in ABOUT_OUTCOMES.values()]


def cases() -> Iterator[Case]:
    random = Random(4)
    return (Case(small_networks.network(random), Random(k)) for k in count())


@pytest.mark.parametrize(("question", "mistake"), MISTAKES)
def test_each_mistake_is_found(question: str, mistake: Mistake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever an answer is made wrong there is a difference about it, and none otherwise."""
    made, ask = list[object](), ASKS[question]

    def asked(*words: object, **more: object) -> object:
        answer = ask(*words, **more)
        wrong = mistake(answer)
        made.append(wrong)
        return answer if wrong is None else wrong

    monkeypatch.setitem(ASKS, question, asked)
    found = 0
    for case in islice(cases(), 600):
        made.clear()
        told = differences(case)
        wrong = [one for one in made if one is not None]
        assert bool(told) == bool(wrong), (case.network.text, wrong, told)
        assert all(text.startswith(question) for text in told), told
        found += bool(told)
        if found == 5:
            break
    assert found == 5


def test_what_differs_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = ASKS["minimal"]
    monkeypatch.setitem(ASKS, "minimal", lambda *words, **more: an_item_lost(ask(*words, **more)))
    assert brute_force.main(["--networks=60", "--jobs=1", f"--save={tmp_path}"]) == 1
    saved = sorted(tmp_path.iterdir())
    assert len(saved) == 60
    text = saved[0].read_text("utf-8")
    assert "# minimal: logicnet" in text
    assert "# path: as it comes" in text
    assert load(saved[0]).names


def test_a_failure_is_saved_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*words: object, **more: object) -> Answer:
        raise ZeroDivisionError("planted")

    monkeypatch.setitem(ASKS, "fixed points", broken)
    part = brute_force.chunk(1, 0, 3)
    assert len(part.wrong) == 3
    assert "planted" in part.wrong[0]


# --- the judge itself -------------------------------------------------------------------------------------------------


def test_a_run_that_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert brute_force.main(["--networks=120", "--jobs=1", "--paths=1", "--seed=5", f"--save={tmp_path}"]) == 0
    assert "done: 120 networks" in capsys.readouterr().out
    assert brute_force.chunk(5, 0, 50) == brute_force.chunk(5, 0, 50)
    assert not list(tmp_path.iterdir())


def test_paths_of_large_networks_are_opened_and_shut() -> None:
    usual = asynchronous.SEARCHED_WHOLE
    assert len({paths.path(turn)[0] for turn in range(33)}) == 33
    with paths.thresholds({"SEARCHED_WHOLE": 0}):
        assert asynchronous.SEARCHED_WHOLE == 0
    assert usual == asynchronous.SEARCHED_WHOLE
    with pytest.raises(LookupError, match="threshold NOTHING"), paths.thresholds({"NOTHING": 0}):
        pass


def test_brute_force_by_hand() -> None:
    """A switch of two, and a network in which one attractor avoids the only minimal trap space."""
    switch = Dynamics([0b0011, 0b0101])  # A, !B and B, !A; state 1 is A alone, state 2 B alone
    assert sorted(switch.asynchronous) == switch.fixed_points() == [0b0010, 0b0100]
    assert sorted(switch.synchronous) == [0b0010, 0b0100, 0b1001]
    assert sorted(switch.minimal) == sorted(switch.maximal()) == [0b0010, 0b0100]
    apart = Dynamics([0b0110, 0b1001])  # A, A ^ B and B, !(A ^ B)
    assert avoidant(apart) == sum(not states & apart.minimal[0] for states in apart.asynchronous)
    assert all(avoidant(Dynamics(core)) for core in small_networks.cores())


def test_ways_by_hand() -> None:
    switch = Dynamics([0b0011, 0b0101])
    assert switch.reached(0b0001, "asynchronous") == 0b0111
    assert switch.reached(0b0001, "synchronous") == 0b1001
    assert switch.reaching(0b0010, "asynchronous") == 0b1011
    assert switch.reaching(0b0010, "synchronous") == 0b0010
    assert switch.is_way([0, 1], "asynchronous")
    assert not switch.is_way([0, 1], "synchronous")
    assert not switch.is_way([0, 3], "asynchronous")
    assert switch.is_way([0, 3, 0], "synchronous")
    assert switch.distance(0b0001, 0b0010, "asynchronous") == 1
    assert switch.distance(0b0001, 0b0010, "synchronous") is None


def test_smallest_sums_by_hand() -> None:
    assert smallest_sum(0, 2) == (0, 0)
    assert smallest_sum(0b1111, 2) == (1, 0)
    assert smallest_sum(0b0110, 2) == (2, 4)
    assert smallest_sum(0b01111110, 3) == (3, 6)
