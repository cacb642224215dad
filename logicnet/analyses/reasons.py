"""Why a component has its value in an attractor: what forces it, back to what the question holds.

A component that keeps one value in all states of an attractor is forced by a set of its regulators if its rule gives
that value whatever the other regulators are. Values that follow from inputs and held components alone are explained by
what follows from these in fewer rounds, so such an explanation ends there and never goes round. What does not follow
from the inputs is held up by a positive circuit of such forced values; the circuit is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from logicnet.errors import LimitReached
from logicnet.expressions.expression import evaluate
from logicnet.expressions.functions import update_function
from logicnet.interactions import circuits_through
from logicnet.landscape import Answer, Attractor
from logicnet.landscape.results import Value
from logicnet.network import BooleanNetwork

if TYPE_CHECKING:
    import networkx

# Regulators up to which a smallest forcing set is looked for; with more, one of which nothing can be left out.
MOST_TRIED = 12
# States of an attractor on which a value that nothing forces is verified.
MOST_STATES = 100_000
MOST_CIRCUITS = 500

HELD, DEFAULT, FREE, CONSTANT = "held", "default", "free", "constant"
FORCED, JOINT, OSCILLATES, UNDECIDED = "forced", "joint", "oscillates", "undecided"


@dataclass(frozen=True, slots=True)
class Step:
    """Why one component has its value.

    Attributes
    ----------
    name, value
        The component; 0, 1, ``*`` (both occur) or ``?`` (not decided).
    why
        ``held`` by the question, an input at its ``default``, a ``free`` input, a ``constant`` rule; ``forced`` by
        fixed regulators; ``joint``: fixed, though no set of fixed regulators forces it; ``oscillates``; ``undecided``.
    causes
        For ``forced``: regulators with their values such that the rule gives `value` whatever all others are. For
        ``joint`` and ``oscillates``: the regulators that vary and have an effect while the fixed ones stand as they do.
    signs
        How each varying cause acts then: ``+``, ``-`` or ``?``.
    beside
        For ``joint`` and ``oscillates``: the regulators that are fixed, with their values.
    smallest
        For ``forced``: whether no smaller set of the regulators that were looked at forces it, else nothing can be left
        out. Looked at are, where the value follows from the inputs, the regulators that follow in fewer rounds.
    grounded
        Whether the value follows from the inputs and what is held alone.
    states
        For ``joint``: the number of states, all of them, in which the rule was evaluated and gave `value`; None where
        they were too many.
    """

    name: str
    value: Value
    why: str
    causes: Mapping[str, Value]
    signs: Mapping[str, str]
    beside: Mapping[str, Value]
    smallest: bool = True
    grounded: bool = False
    states: int | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a component has its value in an attractor.

    Attributes
    ----------
    attractor
        The attractor.
    name, value
        The component asked for.
    steps
        The component first, then what it was explained by, nearest first, each component once. Of components that
        oscillate in such circuits as `circuits` holds, only the first ones on the way are explained.
    holding
        Circuits, in the direction of regulation, in which each component is among what forces the next one, and
        which do not follow from the inputs: they hold themselves up. One for each strongly connected part of these.
    circuits
        Where the component oscillates: the feedback circuits of oscillating regulations through it, or through the
        nearest ones upstream that are on any, that can keep it going: negative ones, and under the synchronous scheme
        positive ones, too. Shortest first, with their sign while the fixed regulators stand as they do. Which of them
        makes it oscillate is not decided by that.
    complete
        Whether these are all.
    """

    attractor: Attractor
    name: str
    value: Value
    steps: tuple[Step, ...]
    holding: tuple[tuple[str, ...], ...]
    circuits: tuple[tuple[tuple[str, ...], str], ...]
    complete: bool


def reasons(network: BooleanNetwork, answer: Answer, attractor: Attractor, name: str) -> Reasons:
    """Return why a component has its value in an attractor.

    Parameters
    ----------
    answer, attractor
        An answer to `logicnet.attractors`, and one of its attractors; under either update scheme a component that is
        fixed in an attractor has a rule that gives its value in each of the states.

    Raises
    ------
    UnknownNameError
        A component that the model does not have.

    Examples
    --------
    >>> import logicnet
    >>> network = logicnet.load("core_axis")
    >>> answer = logicnet.attractors(network, fixed={"Denosumab": 1})
    >>> found = reasons(network, answer, answer.items[0], "RANK_active")
    >>> [(step.name, step.value, dict(step.causes)) for step in found.steps]
    [('RANK_active', 0, {'RANKL_free': 0, 'RANK_GOF': 0}), ('RANKL_free', 0, {'Denosumab': 1}), \
('RANK_GOF', 0, {}), ('Denosumab', 1, {})]
    """
    network.position(name)
    search = _Search(network, answer, attractor)
    steps: dict[str, Step] = {name: search.step(name)}
    pending = [name]
    circling: list[str] = []
    for current in pending:  # grows while it is gone through: nearest first
        if steps[current].value == "*" and search.circles(current):
            circling.append(current)
            continue
        for cause in steps[current].causes:
            if cause not in steps:
                steps[cause] = search.step(cause)
                pending.append(cause)
    circuits, complete = search.circuits(circling)
    return Reasons(
        attractor,
        name,
        attractor.values[name],
        tuple(steps.values()),
        _self_sustaining(steps),
        circuits,
        complete,
    )


class _Search:
    """An attractor with what follows in it from what."""

    def __init__(self, network: BooleanNetwork, answer: Answer, attractor: Attractor) -> None:
        self.network, self.attractor = network, attractor
        self.given = self._given(answer)
        index = network.index
        self.fixed = {index[n]: int(v) for n, v in attractor.values.items() if v in (0, 1)}
        self.round = _rounds(network, self.fixed, [index[n] for n in self.given])
        self.varying: networkx.DiGraph | None = None
        self.known: dict[str, tuple[list[tuple[tuple[str, ...], str]], bool]] = {}
        self.synchronous = answer.update == "synchronous"

    def _given(self, answer: Answer) -> dict[str, str]:
        """Return what the question holds or leaves to stand anywhere, and why."""
        network, inputs = self.network, set(self.network.inputs)
        found = dict.fromkeys((name for name in network.names if name in inputs), FREE)
        for name, value in answer.fixed.items():
            usual = name in inputs and network.annotations[name].default == value
            found[name] = DEFAULT if usual else HELD
        return found

    def step(self, name: str) -> Step:
        """Return why one component has its value."""
        value, i = self.attractor.values[name], self.network.index[name]
        if name in self.given:
            return Step(name, value, self.given[name], {}, {}, {}, grounded=True)
        if value == "?":
            return Step(name, value, UNDECIDED, {}, {}, {})
        if self.network.functions[i].constant is not None:
            return Step(name, value, CONSTANT, {}, {}, {}, grounded=True)
        if value == "*":
            return Step(name, value, OSCILLATES, *self._moving(i))
        return self._forced(name, i, int(value))

    def _forced(self, name: str, i: int, value: int) -> Step:
        function = self.network.functions[i]
        grounded = i in self.round
        known = {
            r: self.fixed[r]
            for r in function.regulators
            if r in self.fixed and (not grounded or self.round.get(r, self.round[i]) < self.round[i])
        }
        if function.reaches(1 - value, known):
            return Step(name, value, JOINT, *self._moving(i), states=self._verified(i, value))
        chosen, smallest = _enough(
            known, lambda some: not function.reaches(1 - value, some), lambda r: r not in self.round
        )
        causes: dict[str, Value] = {self.network.names[r]: known[r] for r in chosen}
        return Step(name, value, FORCED, causes, {}, {}, smallest, grounded)

    def _moving(self, i: int) -> tuple[dict[str, Value], dict[str, str], dict[str, Value]]:
        """Return the varying regulators with an effect while the others stand, their signs, and the others."""
        names, regulators = self.network.names, self.network.functions[i].regulators
        beside = {r: self.fixed[r] for r in regulators if r in self.fixed}
        rest = update_function(self.network.programs[i], beside)
        signs = {names[r]: sign for r, sign in rest.signs().items()}
        return (
            {n: self.attractor.values[n] for n in signs},
            signs,
            {names[r]: bit for r, bit in beside.items()},
        )

    def _verified(self, i: int, value: int) -> int | None:
        """Evaluate a rule in every state; return their number, or None where they are too many."""
        if self.attractor.certificate == "existence":  # no state of it is certain
            return None
        count = self.attractor.states
        if count is None or count > MOST_STATES:
            return None
        try:
            states = list(self.attractor.listed())
        except LimitReached:
            return None
        program = self.network.programs[i]
        for state in states:
            found = evaluate(program, {op: state[self.network.names[op]] for op in program if op >= 0}, 1)
            assert found == value, "a component that is fixed in an attractor agrees with its rule"
        return len(states)

    def circles(self, name: str) -> bool:
        """Tell whether a component is on a circuit of varying ones that can keep them going.

        One component at a time only a negative circuit can (Richard 2010, arXiv:0907.5096),
        all at once a positive one, too.
        """
        circuits, complete = self._through(name)
        return not complete or any(self.driving(sign) for _, sign in circuits)

    def driving(self, sign: str) -> bool:
        """Tell whether circuits of a sign can keep components going under the scheme."""
        return sign != "+" or self.synchronous

    def circuits(self, names: Iterable[str]) -> tuple[tuple[tuple[tuple[str, ...], str], ...], bool]:
        """Return the driving circuits of varying components through some of them, each once."""
        found: dict[frozenset[tuple[str, str]], tuple[tuple[str, ...], str]] = {}
        complete = True
        for name in names:
            some, all_ = self._through(name)
            complete &= all_
            for circuit, sign in some:
                if self.driving(sign):
                    steps = frozenset(zip(circuit, (*circuit[1:], circuit[0]), strict=True))
                    found.setdefault(steps, (circuit, sign))
        return tuple(sorted(found.values(), key=lambda one: len(one[0]))), complete

    def _through(self, name: str) -> tuple[list[tuple[tuple[str, ...], str]], bool]:
        if name not in self.known:
            self.known[name] = circuits_through(self._graph(), name, MOST_CIRCUITS)
        return self.known[name]

    def _graph(self) -> networkx.DiGraph:
        """Return who drives whom among the components that vary, with signs; made once."""
        import networkx

        if self.varying is None:
            self.varying = networkx.DiGraph()
            names = [n for n, v in self.attractor.values.items() if v not in (0, 1) and n not in self.given]
            self.varying.add_nodes_from(names)
            for name in names:
                for driver, sign in self._moving(self.network.index[name])[1].items():
                    if driver in self.varying:
                        self.varying.add_edge(driver, name, sign=sign)
        return self.varying


def _rounds(network: BooleanNetwork, fixed: Mapping[int, int], given: Iterable[int]) -> dict[int, int]:
    """Return in which round the value of each component follows from what is given: percolation, all at once."""
    held = set(given)
    known = {i: fixed[i] for i in held if i in fixed}
    constants = (i for i, f in enumerate(network.functions) if i not in held and f.constant is not None)
    known |= {i: fixed[i] for i in constants}
    found = dict.fromkeys(known, 0)
    targets: dict[int, list[int]] = {}
    for i, function in enumerate(network.functions):
        if i not in held:
            for r in function.regulators:
                targets.setdefault(r, []).append(i)
    fresh, number = sorted(found), 0
    while fresh:
        number += 1
        asked = {i for r in fresh for i in targets.get(r, ()) if i not in found and i in fixed}
        fresh = [i for i in sorted(asked) if not network.functions[i].reaches(1 - fixed[i], known)]
        found |= dict.fromkeys(fresh, number)
        known |= {i: fixed[i] for i in fresh}
    return found


def _enough(
    known: Mapping[int, int], forces: Callable[[Mapping[int, int]], bool], late: Callable[[int], bool]
) -> tuple[tuple[int, ...], bool]:
    """Return regulators that force a value, and whether no fewer do; of equals those with the fewest late ones."""
    if len(known) > MOST_TRIED:
        return _irredundant(sorted(known), lambda some: forces({r: known[r] for r in some})), False
    for size in range(len(known) + 1):
        sets = [s for s in combinations(sorted(known), size) if forces({r: known[r] for r in s})]
        if sets:
            return min(sets, key=lambda some: (sum(map(late, some)), some)), True
    raise AssertionError("all of them force the value")


def _irredundant(items: Sequence[int], enough: Callable[[Sequence[int]], bool]) -> tuple[int, ...]:
    """Leave out what can be left out, in halves first, so that a wide rule needs few questions."""
    kept, size = list(items), max(1, len(items) // 2)
    while True:
        start = 0
        while start < len(kept):
            without = kept[:start] + kept[start + size :]
            if enough(without):
                kept = without
            else:
                start += size
        if size == 1:
            return tuple(kept)
        size //= 2


def _self_sustaining(steps: Mapping[str, Step]) -> tuple[tuple[str, ...], ...]:
    """Return a shortest circuit for each strongly connected part of what forces what, nearest first."""
    import networkx

    graph = networkx.DiGraph()
    graph.add_nodes_from(steps)
    graph.add_edges_from(
        (cause, step.name, {"sign": "?"}) for step in steps.values() if step.why == FORCED for cause in step.causes
    )
    parts = {n: part for part in networkx.strongly_connected_components(graph) for n in part}
    found, done = [], set[str]()
    for name in steps:
        if name not in done:
            done |= parts[name]
            circuits = circuits_through(graph, name, 1)[0]
            found += [circuit for circuit, _ in circuits]
    return tuple(found)
