"""Random networks of one to seven components, each rule as text and as the set of states in which it is active.

Some components are inputs (``A, A``), some are held, and some networks have outcome classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from benchmarks.exhaustive import Dynamics, avoidant, everything, where

NAMES = "ABCDEFG"
SIZES = (1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7)
WIDTHS = (0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4)
Rule = tuple[str, int]
"""A rule's text and the states in which it is active."""


@dataclass(frozen=True)
class Network:
    """A network: its rules, and components that a question holds.

    Attributes
    ----------
    rules
        One for each of the names A, B, C …
    held
        Components to hold, with their values, by name.
    classes
        Outcome classes: the wanted values by component, 0, 1 or ``*``; their names are their places.
    """

    rules: tuple[Rule, ...]
    held: tuple[tuple[str, int], ...] = ()
    classes: tuple[tuple[tuple[str, int | str], ...], ...] = ()

    @property
    def names(self) -> str:
        """Return the names of the components, a letter each."""
        return NAMES[: len(self.rules)]

    @property
    def free(self) -> list[int]:
        """Return the inputs that are not held."""
        held = dict(self.held)
        pairs = zip(self.names, self.rules, strict=True)
        return [i for i, (name, (text, _)) in enumerate(pairs) if text == name and name not in held]

    @property
    def text(self) -> str:
        """Return it as a rule file."""
        rules = [f"{name}, {text}\n" for name, (text, _) in zip(self.names, self.rules, strict=True)]
        classes = [f'#? class "{k}": {spelt(wanted)}\n' for k, wanted in enumerate(self.classes)]
        return "".join(["# logicnet: 1\n", "targets, factors\n", *rules, *classes])

    @property
    def dynamics(self) -> Dynamics:
        """Return it as sets of states; holding a component means a constant rule."""
        held = dict(self.held)
        full = everything(len(self.rules))
        active = [states for _, states in self.rules]
        return Dynamics([full * held[n] if n in held else s for n, s in zip(self.names, active, strict=True)])


def spelt(values: Iterable[tuple[str, int | str]]) -> str:
    """Return values as a rule file writes them."""
    return " ".join(f"{name}={value}" for name, value in values)


def network(random: Random) -> Network:
    """Draw a network: one in eight around a motif-avoidant core, a quarter with something held, half with classes."""
    around = random.random() < 0.125
    rules = around_a_core(random) if around else plain(random, random.choice(SIZES))
    names = NAMES[: len(rules)]
    held = some_of(random, names, 2) if random.random() < 0.25 else []
    classes = [some_of(random, names, 2) for _ in range(random.choice((0, 0, 0, 1, 2, 3)))]
    return Network(
        tuple(rules),
        tuple((name, random.getrandbits(1)) for name in held),
        tuple(tuple((name, random.choice((0, 1, "*"))) for name in wanted) for wanted in classes),
    )


def some_of(random: Random, names: str, most: int) -> list[str]:
    """Draw one name or a few, in any order."""
    return random.sample(names, random.randint(1, min(most, len(names))))


def plain(random: Random, size: int) -> list[Rule]:
    """Draw rules: up to three inputs, the rest truth tables (most) or expressions."""
    inputs = random.sample(range(size), min(size - 1, random.choice((0, 0, 0, 1, 2, 3))))
    return [variable(size, i) if i in inputs else rule(random, size) for i in range(size)]


def rule(random: Random, size: int) -> Rule:
    """Draw one rule of up to four regulators."""
    regulators = random.sample(range(size), min(size, random.choice(WIDTHS)))
    if random.random() < 0.3:
        return expression(random, size, regulators, random.randint(1, 7))
    return of_table(size, regulators, random.getrandbits(1 << len(regulators)))


# --- rules ----------------------------------------------------------------------------------------------------------


def variable(size: int, component: int) -> Rule:
    """Return the rule that copies a component."""
    return NAMES[component], where(size, component)


def negated(size: int, part: Rule) -> Rule:
    """Return a rule's negation."""
    return f"!{part[0]}", everything(size) ^ part[1]


def constant(size: int, value: int) -> Rule:
    """Return a constant rule."""
    return str(value), everything(size) * value


def bracketed(part: Rule) -> Rule:
    """Put a rule between parentheses."""
    return f"({part[0]})", part[1]


def joined(sign: str, left: Rule, right: Rule) -> Rule:
    """Join two rules, each a literal or between parentheses, by an operator."""
    states = {"&": left[1] & right[1], "|": left[1] | right[1], "^": left[1] ^ right[1]}[sign]
    return f"({left[0]} {sign} {right[0]})", states


def expression(random: Random, size: int, regulators: Sequence[int], leaves: int) -> Rule:
    """Draw a nested expression."""
    if random.random() < 0.25:
        return negated(size, expression(random, size, regulators, leaves))
    if leaves > 1:
        cut = random.randint(1, leaves - 1)
        parts = [expression(random, size, regulators, n) for n in (cut, leaves - cut)]
        return joined(random.choice("&&&|||^"), *parts)
    if not regulators or random.random() < 0.06:
        return constant(size, random.getrandbits(1))
    return variable(size, random.choice(regulators))


def of_table(size: int, regulators: Sequence[int], table: int) -> Rule:
    """Return the rule of a truth table, as a sum of full products; bit r of a row is the value of regulator r."""
    literals = [(negated(size, variable(size, r)), variable(size, r)) for r in regulators]
    texts, states = [], 0
    for row in range(1 << len(regulators)):
        if table >> row & 1:
            some = [pair[row >> k & 1] for k, pair in enumerate(literals)]
            product = everything(size)
            for _, one in some:
                product &= one
            texts.append(" & ".join(text for text, _ in some) or "1")
            states |= product
    return " | ".join(texts) or "0", states


# --- motif-avoidant attractors --------------------------------------------------------------------------------------


@cache
def cores() -> tuple[tuple[int, ...], ...]:
    """Return truth tables of networks in which each regulates each and some attractor avoids all minimal trap spaces.

    They are rare among random networks, and what goes wrong first: so they are sought, 20 each of two to four
    components.
    """
    random, kept = Random(0), []
    for size, wanted in ((2, 2), (3, 20), (4, 20)):
        found: dict[tuple[int, ...], None] = {}
        while len(found) < wanted:
            tables = tuple(random.getrandbits(1 << size) for _ in range(size))
            if avoidant(Dynamics(tables)):
                found[tables] = None
        kept += list(found)
    return tuple(kept)


def around_a_core(random: Random) -> list[Rule]:
    """Draw a motif-avoidant core among other components, one of which may open and shut it."""
    tables = random.choice(cores())
    inside, size = len(tables), len(tables) + random.randint(0, 3)
    places = random.sample(range(size), size)
    core, others = places[:inside], places[inside:]
    rules = {place: of_table(size, core, table) for place, table in zip(core, tables, strict=True)}
    rules |= {place: variable(size, place) if random.random() < 0.2 else rule(random, size) for place in others}
    if others and random.random() < 0.5:
        gate, target = variable(size, random.choice(others)), random.choice(core)
        shut = joined("&", gate, bracketed(rule(random, size)))
        rules[target] = joined("|", joined("&", negated(size, gate), bracketed(rules[target])), shut)
    return [rules[place] for place in range(size)]
