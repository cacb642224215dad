"""What logicnet is asked about a small network, each answer held against brute force.

`differences` asks everything: attractors of both schemes, fixed points and trap spaces, with their very states; what
can be reached from a start that is drawn, with a way; and which input valuations lead to which outcome.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from random import Random
from typing import Any

from benchmarks.exhaustive import (
    Dynamics,
    Values,
    answers,
    by_valuation,
    depends,
    kind_of,
    members,
    smallest_sum,
    states_of,
    union,
)
from benchmarks.small_networks import Network, some_of, spelt
from logicnet import (
    Answer,
    Attractor,
    BooleanNetwork,
    Reach,
    attractors,
    conditions,
    fixed_points,
    reach,
    reachable_attractors,
    trap_spaces,
)
from logicnet.analyses.conditions import Conditions, Outcome
from logicnet.formats import bnet

SCHEMES = ("asynchronous", "synchronous")
REST = "rest"
MOST_SUMMED = 3  # inputs up to which the smallest sum of products is known
_RANK = {0: 0, 1: 1, "*": 2}

LISTS: dict[str, Callable[..., Answer]] = {
    "asynchronous": attractors,
    "synchronous": partial(attractors, update="synchronous"),
    "fixed points": fixed_points,
    "minimal": trap_spaces,
    "maximal": partial(trap_spaces, which="maximal"),
}
ASKS: dict[str, Callable[..., Any]] = {
    **LISTS,
    "reachable": reachable_attractors,
    "reach": reach,
    "conditions": conditions,
}
"""Every question; whoever looks for what a mistake would do may put one in the place of an answer."""


class Differs(AssertionError):
    """Both sides answer, and not the same."""


def same(found: object, expected: object, what: str = "") -> None:
    """Raise where an answer is not the expected one."""
    if found != expected:
        raise Differs(f"logicnet {found}\nbrute force {expected}" + f"\n({what})" * bool(what))


@dataclass(frozen=True)
class End:
    """Where a way begins or ends: as it is asked, and its states."""

    asked: str | dict[str, int]
    states: int

    @property
    def attractor(self) -> bool:
        """Whether it is an attractor."""
        return isinstance(self.asked, str) and self.asked != REST

    def __str__(self) -> str:
        return self.asked if isinstance(self.asked, str) else spelt(self.asked.items()) or "any state"


@dataclass(frozen=True)
class Case:
    """A network before both sides.

    Attributes
    ----------
    network, random
        What is asked about, and what draws the questions.
    attractors
        States by id, for each scheme: as logicnet names them, once they were found right.
    """

    network: Network
    random: Random
    attractors: dict[str, dict[str, int]] = field(default_factory=dict)

    @cached_property
    def ours(self) -> BooleanNetwork:
        """The network as logicnet has it."""
        return BooleanNetwork.from_rules(bnet.read(self.network.text, "network.bnet", "network"))

    @cached_property
    def dynamics(self) -> Dynamics:
        """The network as brute force has it."""
        return self.network.dynamics

    @cached_property
    def held(self) -> dict[str, int]:
        """What the questions hold."""
        return dict(self.network.held)

    def ask(self, question: str, *words: object, **more: object) -> Any:
        """Ask logicnet."""
        return ASKS[question](self.ours, *words, fixed=self.held, **more)

    def number(self, state: Mapping[str, int]) -> int:
        """Return a state as brute force has it."""
        return sum(state[name] << i for i, name in enumerate(self.network.names))

    def shown(self, states: int) -> str:
        """Return a set of states as words: a digit each component."""
        size = len(self.network.names)
        return "{" + " ".join(f"{state:0{size}b}"[::-1] for state in members(states)) + "}"

    def told(self, found: Iterable[tuple[str, int]]) -> list[tuple[str, str]]:
        """Return kinds and states as words."""
        return [(kind, self.shown(states)) for kind, states in found]

    def agreeing(self, values: Mapping[str, int]) -> int:
        """Return the states that have some values."""
        return self.dynamics.agreeing({self.network.names.index(name): value for name, value in values.items()})

    def classes_met(self, values: Values) -> tuple[str, ...]:
        """Return the outcome classes that an attractor with these values has."""
        told = dict(zip(self.network.names, values, strict=True))
        classes = enumerate(self.network.classes)
        return tuple(str(k) for k, wanted in classes if all(told[name] == value for name, value in wanted))


def differences(case: Case) -> list[str]:
    """Return what logicnet says otherwise than brute force, or where it fails."""
    told = []
    for name, check in checks(case):
        try:
            check()
        except Differs as difference:
            told.append(f"{name}: {difference}")
        except Exception:  # noqa: BLE001 - whatever goes wrong is a finding
            told.append(f"{name}: {traceback.format_exc()}")
    return told


def checks(case: Case) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield all comparisons, each with the words for its question."""
    for name, found in answers(case.dynamics).items():
        yield name, partial(check_list, case, name, found)
    asked = case.random.choice(SCHEMES)
    for update, named in case.attractors.items():
        start = drawn_start(case, named)
        if update == asked:
            yield f"reachable, {update}, from {start}", partial(check_reachable, case, update, start)
        target = drawn_target(case, named)
        yield f"reach, {update}, from {start} to {target}", partial(check_reach, case, update, start, target)
    observed = some_of(case.random, case.network.names, 2) if case.random.random() < 0.4 else []
    yield f"conditions {' '.join(observed)}", partial(check_conditions, case, observed)


# --- attractors, fixed points, trap spaces ----------------------------------------------------------------------------


def check_list(case: Case, name: str, expected: list[tuple[str, int]]) -> None:
    """Compare attractors, fixed points or trap spaces: kinds, states, values, classes, number and order."""
    answer: Answer = case.ask(name)
    same((answer.exactness, answer.reason, answer.count), ("exact", "", len(answer.items)))
    same((answer.fixed, answer.free), (case.held, tuple(case.network.names[i] for i in case.network.free)), "setting")
    named = {item.id: listed(case, item, name) for item in answer.items}
    found = sorted((item.kind, named[item.id]) for item in answer.items)
    if found != expected:
        same(case.told(found), case.told(expected))
    for item in answer.items:
        check_item(case, item, named[item.id])
    letter = {"fixed points": "F", "minimal": "T", "maximal": "T"}.get(name, "A")
    same(list(named), [f"{letter}{k}" for k in range(1, len(named) + 1)])
    ranks = [(item.kind != "fixed point", [_RANK[v] for v in item.values.values()]) for item in answer.items]
    same(ranks, sorted(ranks), "order")
    if name in SCHEMES:
        case.attractors[name] = named


def listed(case: Case, item: Attractor, name: str = "") -> int:
    """Return the states of an item, listed once each; synchronously each follows the one before it."""
    numbers = [case.number(state) for state in item.listed()]
    states = states_of(numbers)
    same(len(numbers), states.bit_count(), f"listing {item.id}")
    if name == "synchronous" and not case.dynamics.is_way([*numbers, numbers[0]], name):
        raise Differs(f"the states of {item.id} are not listed as they follow: {numbers}")
    return states


def check_item(case: Case, item: Attractor, states: int) -> None:
    """Compare what an item says of its states with these."""
    values = case.dynamics.values(states)
    met = () if item.kind == "trap space" else case.classes_met(values)
    said = item.states, tuple(item.values.items()), item.classes
    same(said, (states.bit_count(), tuple(zip(case.network.names, values, strict=True)), met), item.id)
    if not states >> case.number(item.state) & 1:
        raise Differs(f"{item.id} does not hold the state {dict(item.state)}")


# --- reachability -----------------------------------------------------------------------------------------------------


def drawn_start(case: Case, named: Mapping[str, int]) -> End:
    """Draw a start: most often one state, else some values, an attractor, or the rest state."""
    random, names, lot = case.random, case.network.names, case.random.random()
    if lot < 0.15:
        return attractor_end(random, named)
    if lot < 0.2:
        return rest_end(case)
    some = names if lot < 0.7 else random.sample(names, random.randint(0, len(names)))
    values = {name: case.held.get(name, random.getrandbits(1)) for name in some}
    return End(values, case.agreeing({**values, **case.held}))


def drawn_target(case: Case, named: Mapping[str, int]) -> End:
    """Draw a target: a few values, one state, an attractor, or the rest state."""
    random, names, lot = case.random, case.network.names, case.random.random()
    if lot < 0.2:
        return attractor_end(random, named)
    if lot < 0.23:
        return rest_end(case)
    some = names if lot < 0.5 else some_of(random, names, 3)
    values = {name: random.getrandbits(1) for name in some}
    return End(values, case.agreeing(values))


def attractor_end(random: Random, named: Mapping[str, int]) -> End:
    """Draw an attractor as an end."""
    name = random.choice(list(named))
    return End(name, named[name])


def rest_end(case: Case) -> End:
    """Return the rest state: all at 0 but what is held, and inputs that are free at either."""
    free = case.network.free
    values = {name: case.held.get(name, 0) for i, name in enumerate(case.network.names) if i not in free}
    return End(REST, case.agreeing(values))


def check_reachable(case: Case, update: str, start: End) -> None:
    """Compare the attractors that can be reached."""
    found = case.ask("reachable", start.asked, update)
    same((found.exactness, found.reason, found.undecided), ("exact", "", ()))
    seen = case.dynamics.reached(start.states, update)
    named = case.attractors[update]
    for items, wanted in ((found.items, True), (found.unreachable, False)):
        expected = {name: states for name, states in named.items() if bool(states & seen) == wanted}
        same({item.id: listed(case, item) for item in items}, expected, "reached" if wanted else "not reached")


def check_reach(case: Case, update: str, start: End, target: End) -> None:
    """Compare whether a target can be reached, from all of the start too; follow the way, look at the proof."""
    found: Reach = case.ask("reach", start.asked, target.asked, update)
    able = case.dynamics.reaching(target.states, update)
    same(found.outcome, "yes" if start.states & able else "no")
    if found.every is not None or not found.several:
        same(found.every, not start.states & ~able, "from all of the start")
    if found.outcome == "yes":
        check_way(case, found, update, start, target)
    else:
        check_proof(case, found, start, target)


def check_way(case: Case, found: Reach, update: str, start: End, target: End) -> None:
    """Raise unless a way is one, and as short as it says."""
    way = [case.number(state) for state in found.path]
    if not (start.states >> way[0] & target.states >> way[-1] & 1 and case.dynamics.is_way(way, update)):
        raise Differs(f"this is no way: {' '.join(case.shown(1 << state) for state in way)}")
    if found.shortest:
        same(len(way) - 1, case.dynamics.distance(start.states, target.states, update), "shortest")


def check_proof(case: Case, found: Reach, start: End, target: End) -> None:
    """Raise unless a trap space that proves that there is no way is one, around the start and clear of the target."""
    why = found.certificate
    if why is None:
        raise Differs("no way, and no proof of that")
    if why.kind == "trap space":
        space = case.agreeing({**case.held, **why.values})
        around = start.states & space if start.attractor else not start.states & ~space
        if space not in case.dynamics.trap_spaces or not around or space & target.states:
            raise Differs(f"{dict(why.values)} proves nothing")


# --- conditions on inputs ---------------------------------------------------------------------------------------------

Key = tuple[str, tuple[int | str, ...]]


def check_conditions(case: Case, observed: list[str]) -> None:
    """Compare, for each outcome, its attractors and its input valuations, and try its condition on each of these."""
    answer: Conditions = case.ask("conditions", observed)
    names, free = case.network.names, case.network.free
    expected = by_valuation(case.dynamics, free, partial(outcome_of, case, observed))
    sets = {key: states_of(counts) for key, counts in expected.items()}
    spoken = [k for k in range(len(free)) if any(depends(wanted, len(free), k) for wanted in sets.values())]
    total = sum(sum(counts.values()) for counts in expected.values())
    same(
        (answer.exactness, answer.reason, answer.open, answer.valuations, answer.count, answer.inputs, answer.idle),
        (
            *("exact", "", 0, 1 << len(free), total),
            tuple(names[free[k]] for k in spoken),
            tuple(names[i] for k, i in enumerate(free) if k not in spoken),
        ),
    )
    same({key_of(outcome, observed) for outcome in answer.outcomes}, set(expected), "outcomes")
    same(len(answer.outcomes), len(expected), "outcomes")
    for outcome in answer.outcomes:
        key = key_of(outcome, observed)
        others = union(states for other, states in sets.items() if other != key)
        check_outcome(outcome, [names[i] for i in free], sum(expected[key].values()), sets[key], others)


def outcome_of(case: Case, observed: list[str], states: int) -> Key:
    """Return the outcome of an attractor, from its states."""
    values = case.dynamics.values(states)
    if observed:
        return "", tuple(values[case.network.names.index(name)] for name in observed)
    if not case.network.classes:
        return kind_of(states), ()
    return "; ".join(case.classes_met(values)) or "no class", ()


def key_of(outcome: Outcome, observed: list[str]) -> Key:
    """Return which outcome it is."""
    return outcome.name, tuple(outcome.values[name] for name in observed)


def check_outcome(outcome: Outcome, inputs: list[str], number: int, valuations: int, others: int) -> None:
    """Compare the numbers of one outcome and its condition."""
    said = outcome.attractors, outcome.valuations, outcome.always, outcome.share
    count = valuations.bit_count()
    name = outcome.name or spelt(outcome.values.items())
    same(said, (number, count, (valuations & ~others).bit_count(), count / (1 << len(inputs))), name)
    products = outcome.condition
    if products is None:
        raise Differs(f"no condition for {name}")
    same(states_of(true_under(products, inputs)), valuations, f"condition for {name}")
    if len(inputs) <= MOST_SUMMED:
        told = outcome.smallest, (len(products), sum(len(product) for product in products))
        same(told, (True, smallest_sum(valuations, len(inputs))), f"smallest condition for {name}")


def true_under(products: Iterable[Mapping[str, int]], inputs: list[str]) -> Iterator[int]:
    """Yield the valuations of the inputs under which a sum of products is true."""
    for valuation in range(1 << len(inputs)):
        values = {name: valuation >> k & 1 for k, name in enumerate(inputs)}
        if any(all(values[name] == value for name, value in product.items()) for product in products):
            yield valuation
