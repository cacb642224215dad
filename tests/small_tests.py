"""Random behavioural tests on small networks, and what brute force over all states says of them.

Nothing here uses logicnet: a model is truth tables, a test is what was drawn, and both are written out as text only for
the reader. A state is a number, bit k for component k; a set of states is a number, too, bit s for state s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from random import Random

NAMES = "ABCDEF"
Values = dict[str, int]


@dataclass(frozen=True, eq=False)
class Model:
    """A truth table for each component that is no input; inputs with or without a default or a line of their own."""

    tables: Mapping[str, tuple[str, tuple[int, ...]]]
    inputs: tuple[str, ...]
    unwritten: frozenset[str]
    defaults: Mapping[str, int]
    rests: Mapping[str, int]
    conditions: Mapping[str, Values]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.tables, *self.inputs)

    @property
    def text(self) -> str:
        lines = ["# logicnet: 1", "targets, factors"]
        for name in self.names:
            if name not in self.unwritten:
                lines += [f"# @default {self.defaults[name]}"] if name in self.defaults else []
                lines += [f"# @rest {self.rests[name]}"] if name in self.rests else []
                lines += [f"{name}, {rule(*self.tables[name]) if name in self.tables else name}", ""]
        lines += [f"#? condition {name}: {spelt(values)}" for name, values in self.conditions.items()]
        return "\n".join(lines) + "\n"

    def wanted(self, name: str, state: int) -> int:
        """Return what a component's rule gives in a state."""
        if name in self.inputs:
            return state >> self.names.index(name) & 1
        regulators, table = self.tables[name]
        row = 0
        for regulator in regulators:
            row = row << 1 | state >> self.names.index(regulator) & 1
        return table[row]


def rule(regulators: str, table: tuple[int, ...]) -> str:
    """Write a truth table as a sum of full products; the last regulator changes fastest."""
    rows = [row for row, bit in zip(product((0, 1), repeat=len(regulators)), table, strict=True) if bit]
    if not regulators or not rows:
        return str(int(bool(rows)))
    return " | ".join(
        " & ".join(name if bit else f"!{name}" for name, bit in zip(regulators, row, strict=True)) for row in rows
    )


def spelt(values: Mapping[str, int | str]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())


@dataclass
class Phase:
    """One phase as drawn."""

    given: Values
    conditions: list[str]
    claims: list[tuple[str, dict[str, int | str]]]
    start: Values | None = None

    @property
    def lines(self) -> Iterator[str]:
        if self.start is not None:
            yield f"from {spelt(self.start) or 'rest'}"
        yield " ".join(["given", *self.conditions, spelt(self.given)]).rstrip()
        for quantifier, values in self.claims:
            yield f"{quantifier} attractors: {spelt(values)}"


@dataclass
class Test:
    """A test as drawn."""

    __test__ = False

    phases: list[Phase] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        found = ["test T"]
        for number, phase in enumerate(self.phases):
            lines = [line for line in phase.lines if line != "given" or number]
            found += ["then " * (line.startswith("given") and number > 0) + line for line in lines]
        return found


# --- drawing ----------------------------------------------------------------------------------------------------------


def model(random: Random) -> Model:
    """Draw a model of one to six components, up to two of them inputs."""
    names = NAMES[: random.choice((1, 2, 3, 3, 4, 4, 5, 5, 6))]
    inputs = sorted(random.sample(names, random.choice((0, 0, 1, 1, 2)) if len(names) > 2 else 0))
    tables = {}
    for name in names:
        if name not in inputs:
            regulators = "".join(random.sample(names, min(len(names), random.choice((0, 1, 1, 2, 2, 2, 3, 3)))))
            table = tuple(random.getrandbits(1) for _ in range(2 ** len(regulators)))
            # A rule that is the component's own name would make it an input.
            tables[name] = (regulators, (1, 1) if (regulators, table) == (name, (0, 1)) else table)
    used = {regulator for regulators, table in tables.values() if any(table) for regulator in regulators}
    unwritten = frozenset(name for name in inputs if name in used and random.random() < 0.3)
    defaults = {name: random.getrandbits(1) for name in inputs if name not in unwritten and random.random() < 0.5}
    rests = {name: random.getrandbits(1) for name in names if name not in unwritten and random.random() < 0.3}
    conditions = {name: some(random, names, 2) for name in ("on", "off")[: random.choice((0, 1, 2))]}
    return Model(tables, tuple(inputs), unwritten, defaults, rests, conditions)


def some(random: Random, names: str, most: int) -> Values:
    """Draw values for one name or a few."""
    return {name: random.getrandbits(1) for name in random.sample(names, random.randint(1, min(most, len(names))))}


def test(random: Random, of: Model) -> Test:
    """Draw a test of one to three phases; nothing is given two values."""
    names = "".join(of.names)
    drawn = Test()
    last = random.choice((0, 0, 1, 2))
    for number in range(last + 1):
        given = some(random, names, 2) if random.random() < 0.5 else {}
        held, conditions = dict(given), list[str]()
        for name in (name for name in of.conditions if random.random() < 0.3):
            if all(held.get(n, v) == v for n, v in of.conditions[name].items()):
                conditions.append(name)
                held |= of.conditions[name]
        start = random.choice((None, {}, some(random, names, 3))) if not number else None
        claims = [claim(random, names) for _ in range(random.choice((1, 1, 2) if number == last else (0, 0, 1)))]
        drawn.phases.append(Phase(given, conditions, claims, start))
    return drawn


test.__test__ = False  # type: ignore[attr-defined]


def claim(random: Random, names: str) -> tuple[str, dict[str, int | str]]:
    values: dict[str, int | str] = {n: random.choice((v, v, "*")) for n, v in some(random, names, 2).items()}
    return random.choice(("all", "some", "no", "no")), values


# --- brute force ------------------------------------------------------------------------------------------------------


def held_in(of: Model, phase: Phase) -> Values:
    """Return what a phase holds: given, of its conditions, and inputs at their default."""
    held = dict(of.defaults)
    for name in phase.conditions:
        held |= of.conditions[name]
    return held | phase.given


def vacuous(of: Model, drawn: Test) -> bool:
    """Tell whether some claim names only what is held."""
    return any(set(values) <= set(held_in(of, phase)) for phase in drawn.phases for _, values in phase.claims)


def holds(of: Model, drawn: Test, update: str) -> bool:
    """Decide a test for each valuation of the inputs that its first phase leaves free."""
    loose = [name for name in of.inputs if name not in held_in(of, drawn.phases[0])]
    valuations = (dict(zip(loose, bits, strict=True)) for bits in product((0, 1), repeat=len(loose)))
    return all(_holds(of, drawn, update, values) for values in valuations)


def lies_in_breaking(of: Model, phase: Phase, inputs: Values, state: Values, update: str) -> bool:
    """Tell whether a state lies in an attractor of a first phase that is not as one of its claims wants each to be."""
    _, attractors = dynamics(of, tuple(sorted((held_in(of, phase) | inputs).items())), update)
    around = [a for a in attractors if a >> number_of(of, state) & 1]
    wanted = (("all" if quantifier == "some" else quantifier, values) for quantifier, values in phase.claims)
    return bool(around) and not all(_claimed(of, *one, around) for one in wanted)


def _holds(of: Model, drawn: Test, update: str, inputs: Values) -> bool:
    reached: list[int] = []
    for number, phase in enumerate(drawn.phases):
        held = held_in(of, phase)
        held |= {name: inputs[name] for name in of.inputs if name not in held}
        inputs = {name: held[name] for name in of.inputs}
        follow, attractors = dynamics(of, tuple(sorted(held.items())), update)
        starts = [s for a in reached for s in members(a)] if number else None
        if not number and phase.start is not None:
            rest = {name: of.rests.get(name, of.defaults.get(name, 0)) for name in of.names}
            starts = [number_of(of, rest | phase.start)]
        if starts is None:
            reached = list(attractors)
        else:
            seen = 0
            for state in starts:
                seen |= follow[placed(of, state, held)]
            reached = [a for a in attractors if a & seen]
        if not all(_claimed(of, quantifier, values, reached) for quantifier, values in phase.claims):
            return False
    return True


def _claimed(of: Model, quantifier: str, values: Mapping[str, int | str], reached: list[int]) -> bool:
    met = [all(look(a, of.names.index(n)) == v for n, v in values.items()) for a in reached]
    return {"all": all(met), "some": any(met), "no": not any(met)}[quantifier]


def look(states: int, component: int) -> int | str:
    """Return a component's value in a set of states, ``*`` where both occur."""
    seen = {state >> component & 1 for state in members(states)}
    return seen.pop() if len(seen) == 1 else "*"


def members(states: int) -> list[int]:
    return [s for s in range(states.bit_length()) if states >> s & 1]


def number_of(of: Model, values: Mapping[str, int]) -> int:
    return sum(values[name] << k for k, name in enumerate(of.names))


def placed(of: Model, state: int, held: Mapping[str, int]) -> int:
    """Return a state with components where they are held."""
    return number_of(of, {name: held.get(name, state >> k & 1) for k, name in enumerate(of.names)})


@cache
def dynamics(of: Model, held: tuple[tuple[str, int], ...], update: str) -> tuple[dict[int, int], tuple[int, ...]]:
    """Return what each state can reach, itself included, and the attractors, as sets of states."""
    fixed = dict(held)
    states = sorted({placed(of, state, fixed) for state in range(1 << len(of.names))})
    after = {state: successors(of, state, fixed, update) for state in states}
    follow = {state: 1 << state for state in states}
    grown = True
    while grown:
        grown = False
        for state in states:
            reach = follow[state]
            for other in after[state]:
                reach |= follow[other]
            grown |= reach != follow[state]
            follow[state] = reach
    # A state is in an attractor if all that it reaches can reach the same.
    closed = {follow[s] for s in states if all(follow[other] == follow[s] for other in members(follow[s]))}
    return follow, tuple(sorted(closed))


def successors(of: Model, state: int, fixed: Mapping[str, int], update: str) -> list[int]:
    moves = 0
    for k, name in enumerate(of.names):
        if name not in fixed and of.wanted(name, state) != state >> k & 1:
            moves |= 1 << k
    if update == "synchronous":
        return [state ^ moves]
    return [state ^ 1 << k for k in members(moves)]
