"""Brute force, straight from the definitions: what the engine's answers are measured by.

Nothing here uses logicnet. A rule is a tree of nested tuples, ``("and", "A", ("not", "B"))``, evaluated by walking it;
a state is one value a component; every state, transition and subspace is written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import networkx
from hypothesis import strategies as st

# A name, 0, 1, or (operator, part, …) with operator "not", "and", "or", "xor"; ("least", 2, part, …) is two at least.
Tree = Any
State = tuple[int, ...]
Space = tuple[Any, ...]  # 0, 1 or "*" for each component
FREE = "*"

# --- rules ----------------------------------------------------------------------------------------------------------


def value(tree: Tree, state: Mapping[str, int]) -> int:
    """Evaluate a tree in a state."""
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return state[tree]
    operator, *parts = tree
    if operator == "least":
        return int(sum(value(part, state) for part in parts[1:]) >= parts[0])
    values = [value(part, state) for part in parts]
    if operator == "not":
        return 1 - values[0]
    return {"and": min, "or": max, "xor": lambda bits: sum(bits) % 2}[operator](values)


def names_in(tree: Tree) -> list[str]:
    """Return the names in a tree, each once, in order of first appearance."""
    if isinstance(tree, str):
        return [tree]
    if isinstance(tree, int):
        return []
    return list(dict.fromkeys(name for part in tree[1:] for name in names_in(part)))


def rendered(tree: Tree) -> str:
    """Write a tree as text with all its parentheses."""
    if not isinstance(tree, tuple):
        return str(tree)
    operator, *parts = tree
    if operator == "not":
        return f"!{rendered(parts[0])}"
    if operator == "least":
        return rendered(("or", *(("and", *some) for some in combinations(parts[1:], parts[0]))))
    sign = {"and": " & ", "or": " | ", "xor": " ^ "}[operator]
    return "(" + sign.join(rendered(part) for part in parts) + ")"


def of_table(regulators: Iterable[str], bits: Iterable[int]) -> Tree:
    """Return the tree of a truth table: a sum of full products, the last regulator changing fastest."""
    regulators = list(regulators)
    rows = zip(product((0, 1), repeat=len(regulators)), bits, strict=True)
    products = [_product(regulators, row) for row, bit in rows if bit]
    return ("or", *products) if products else 0


def _product(regulators: list[str], row: Iterable[int]) -> Tree:
    literals = [name if bit else ("not", name) for name, bit in zip(regulators, row, strict=True)]
    return ("and", *literals) if literals else 1


def parsed(text: str) -> Tree:
    """Read an expression by recursive descent: not before and before xor before or."""
    tokens = re.findall(r"\w+|[!&|^()]", text)[::-1]
    assert "".join(tokens[::-1]) == re.sub(r"\s", "", text)
    tree = _level(tokens, 0)
    assert not tokens
    return tree


_LEVELS = (("|", "or"), ("^", "xor"), ("&", "and"))


def _level(tokens: list[str], level: int) -> Tree:
    if level == len(_LEVELS):
        return _atom(tokens)
    sign, operator = _LEVELS[level]
    tree = _level(tokens, level + 1)
    while tokens and tokens[-1] == sign:
        tokens.pop()
        tree = (operator, tree, _level(tokens, level + 1))
    return tree


def _atom(tokens: list[str]) -> Tree:
    token = tokens.pop()
    if token == "!":
        return ("not", _atom(tokens))
    if token == "(":
        tree = _level(tokens, 0)
        assert tokens.pop() == ")"
        return tree
    return {"0": 0, "false": 0, "1": 1, "true": 1}.get(token.lower(), token)


@dataclass(frozen=True)
class Model:
    """Rules as trees in file order, and the defaults of inputs (components whose rule is their own name)."""

    rules: Mapping[str, Tree]
    defaults: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Model:
        """Read plain rules, one a line, without comments."""
        lines = [line.split(",") for line in text.splitlines() if line.strip()]
        return cls({target.strip(): parsed(factors) for target, factors in lines if target != "targets"})

    @property
    def names(self) -> list[str]:
        """Components: those with a rule, then those only named, in order of first use."""
        used = [name for tree in self.rules.values() for name in names_in(tree)]
        return list(dict.fromkeys([*self.rules, *used]))

    @property
    def inputs(self) -> list[str]:
        """Components that have no rule, or themselves for one."""
        return [name for name in self.names if self.rule(name) == name]

    def rule(self, name: str) -> Tree:
        """Return a component's rule; a component without one keeps its value."""
        return self.rules.get(name, name)

    @property
    def text(self) -> str:
        """The model as an annotated rule file."""
        lines = ["# logicnet: 1", "targets, factors"]
        for name, tree in self.rules.items():
            lines += [f"# @default {self.defaults[name]}"] if name in self.defaults else []
            lines.append(f"{name}, {rendered(tree)}")
        return "\n".join(lines) + "\n"

    def held(self, fixed: Mapping[str, int], freed: Iterable[str] = ()) -> dict[str, int]:
        """Return what a question holds: what it fixes, and inputs at their default unless freed."""
        freed = set(freed)
        defaults = {n: v for n, v in self.defaults.items() if n in self.inputs and n not in freed}
        return {**defaults, **fixed}


# --- dynamics -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, order=True)
class Found:
    """An attractor or trap space as an answer should describe it."""

    kind: str
    states: int
    values: Space


class Dynamics:
    """All states of a model in which some components are held, and where their rules want to go."""

    def __init__(self, model: Model, held: Mapping[str, int]) -> None:
        self.names = model.names
        choices = [(held[name],) if name in held else (0, 1) for name in self.names]
        self.free = [name not in held for name in self.names]
        self.wanted: dict[State, State] = {}
        for state in product(*choices):
            values = dict(zip(self.names, state, strict=True))
            target = [held[n] if n in held else value(model.rule(n), values) for n in self.names]
            self.wanted[state] = tuple(target)

    def successors(self, state: State, update: str) -> Iterator[State]:
        """Yield the states that may follow another one than the state itself."""
        target = self.wanted[state]
        if update == "synchronous":
            yield target
            return
        for i, (old, new) in enumerate(zip(state, target, strict=True)):
            if old != new:
                yield (*state[:i], new, *state[i + 1 :])

    def attractors(self, update: str) -> list[set[State]]:
        """Return the attractors as sets of states: the strong components of the whole graph that nothing leaves."""
        if update == "synchronous":
            return self._cycles()
        graph = networkx.DiGraph()
        graph.add_nodes_from(self.wanted)
        graph.add_edges_from((a, b) for a in self.wanted for b in self.successors(a, update))
        return [set(part) for part in networkx.attracting_components(graph)]

    def _cycles(self) -> list[set[State]]:
        """Follow the map from each state until it comes back to a state seen before."""
        cycles: list[set[State]] = []
        seen: set[State] = set()
        for start in self.wanted:
            path: dict[State, None] = {}
            state = start
            while state not in seen:
                seen.add(state)
                path[state] = None
                state = self.wanted[state]
            if state in path:
                order = list(path)
                cycles.append(set(order[order.index(state) :]))
        return cycles

    def fixed_points(self) -> list[State]:
        """Return the states that follow themselves."""
        return [state for state, target in self.wanted.items() if state == target]

    def spaces(self) -> Iterator[Space]:
        """Yield every subspace in which the held components stand where they are held."""
        some = next(iter(self.wanted))
        yield from product(*((0, 1, FREE) if free else (v,) for free, v in zip(self.free, some, strict=True)))

    def inside(self, space: Space) -> Iterator[State]:
        """Yield the states of a subspace."""
        yield from product(*((0, 1) if v == FREE else (v,) for v in space))

    def is_trap(self, space: Space) -> bool:
        """Tell whether every fixed component of a subspace is wanted at its value in all of its states."""
        fixed = [(i, v) for i, v in enumerate(space) if v != FREE]
        return all(self.wanted[state][i] == v for state in self.inside(space) for i, v in fixed)

    def trap_spaces(self) -> list[Space]:
        """Return all trap spaces."""
        return [space for space in self.spaces() if self.is_trap(space)]

    def percolated(self) -> Space:
        """Return what is left when held components and constants are propagated."""
        some = next(iter(self.wanted))
        space = tuple(FREE if free else v for free, v in zip(self.free, some, strict=True))
        while True:
            seen = [{self.wanted[s][i] for s in self.inside(space)} for i in range(len(space))]
            narrower = tuple(v if v != FREE or len(w) > 1 else min(w) for v, w in zip(space, seen, strict=True))
            if narrower == space:
                return space
            space = narrower

    def minimal(self) -> list[Space]:
        """Return the trap spaces in which no other one lies."""
        kept: list[Space] = []
        for space in sorted(self.trap_spaces(), key=_freedom):
            if not any(lies_in(small, space) for small in kept):
                kept.append(space)
        return kept

    def maximal(self) -> list[Space]:
        """Return the trap spaces strictly inside the percolated space that lie in no other such one."""
        whole = self.percolated()
        kept: list[Space] = []
        for space in sorted(self.trap_spaces(), key=_freedom, reverse=True):
            if space != whole and lies_in(space, whole) and not any(lies_in(space, big) for big in kept):
                kept.append(space)
        return kept

    def avoidant(self) -> list[set[State]]:
        """Return the asynchronous attractors that lie in no minimal trap space."""
        inside = {state for space in self.minimal() for state in self.inside(space)}
        return [states for states in self.attractors("asynchronous") if not states & inside]


def _freedom(space: Space) -> int:
    return space.count(FREE)


def lies_in(space: Space, other: Space) -> bool:
    """Tell whether a subspace is part of another one."""
    return all(b in (FREE, a) for a, b in zip(space, other, strict=True))


def attractor(states: Iterable[State]) -> Found:
    """Describe a set of states."""
    states = list(states)
    values = tuple(seen[0] if len(seen := sorted(set(column))) == 1 else FREE for column in zip(*states, strict=True))
    return Found("fixed point" if len(states) == 1 else "cyclic", len(states), values)


def trap_space(space: Space) -> Found:
    """Describe a trap space."""
    return Found("trap space", 2 ** _freedom(space), space)


def order(found: Found) -> tuple[Any, ...]:
    """Return what answers are sorted by: fixed points first, then values with 0 < 1 < "*"."""
    return (found.kind == "cyclic", [(0, 1, FREE).index(v) for v in found.values])


# --- random models --------------------------------------------------------------------------------------------------

NAMES = "ABCDEFG"


def trees(names: Iterable[str], leaves: int = 7) -> st.SearchStrategy[Tree]:
    """Draw expressions over some names, with exclusive or and now and then a constant."""
    names = list(names)
    leaf = st.sampled_from(names) if names else st.sampled_from([0, 1])
    return st.recursive(leaf | st.sampled_from([*names, 0, 1]), _joined, max_leaves=leaves)


def _joined(part: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    pair = st.tuples(st.sampled_from(["and", "or", "xor"]), part, part)
    return pair | st.tuples(st.just("not"), part) | st.tuples(st.sampled_from(["and", "or"]), part, part, part)


@st.composite
def rules(draw: st.DrawFn, names: list[str]) -> Tree:
    """Draw one rule of up to four regulators: a truth table (most), or an expression."""
    width = draw(st.sampled_from([0, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4]))
    regulators = draw(st.lists(st.sampled_from(names), unique=True, max_size=width, min_size=min(width, len(names))))
    if draw(st.integers(0, 3)) == 0:
        return draw(trees(regulators))
    rows = 2 ** len(regulators)
    table = draw(st.integers(0, 2**rows - 1))
    return of_table(regulators, [table >> k & 1 for k in range(rows)])


@st.composite
def models(draw: st.DrawFn, most: int = 7, inputs: int = 2) -> Model:
    """Draw a model: rules, inputs written ``X, X`` with or without a default, names without a rule."""
    size = draw(st.sampled_from([n for n in (1, 2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 7) if n <= most]))
    names = list(NAMES[:size])
    loose = set(draw(st.lists(st.sampled_from(names), max_size=min(inputs, size - 1), unique=True)))
    unwritten = {name for name in sorted(loose) if draw(st.booleans())}
    written = {n: n if n in loose else draw(rules(names)) for n in names if n not in unwritten}
    defaults = {n: draw(st.integers(0, 1)) for n in sorted(loose - unwritten) if draw(st.booleans())}
    return Model(written, defaults)


@dataclass(frozen=True)
class Question:
    """A model and what is asked of it."""

    model: Model
    fixed: Mapping[str, int]
    free: tuple[str, ...]

    @property
    def held(self) -> dict[str, int]:
        """Components that stand still in this question."""
        return self.model.held(self.fixed, self.free)


@st.composite
def questions(draw: st.DrawFn, most: int = 7) -> Question:
    """Draw a model, some components to hold (inputs or not) and some inputs to free."""
    model = draw(models(most))
    names = model.names
    held = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)) if draw(st.booleans()) else []
    fixed = {name: draw(st.integers(0, 1)) for name in held}
    loose = [name for name in model.inputs if name not in fixed]
    free = tuple(name for name in loose if draw(st.booleans()))
    return Question(model, fixed, free)
