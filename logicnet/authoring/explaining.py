"""What a model says of one component: its rule read out, what each regulator can do alone, what it is believed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from logicnet.diagnostics import Place
from logicnet.expressions.covers import smallest_cover
from logicnet.expressions.functions import DiagramFunction, TableFunction
from logicnet.expressions.truth_tables import columns
from logicnet.interactions import circuits_through, interaction_graph
from logicnet.network import BooleanNetwork
from logicnet.references import Reference
from logicnet.rules import Annotation, Evidence, Rule, RuleSet

# Regulators up to which the truth table is given, and products of a sum past which nobody reads it.
WIDEST_SHOWN = 6
MOST_PRODUCTS = 16
# Nodes of a rule's decision diagram past which no sum of products is looked for.
LARGEST_READ = 2_000
MOST_CIRCUITS = 500

Product = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Regulation:
    """What one component that the rule names does in it.

    Attributes
    ----------
    name, label
        The regulator; its display name.
    sign
        How it acts in the rule: ``+``, ``-``, ``?`` (both ways), or empty where it has no effect.
    declared
        The signs that evidence declares for it, each once, in the order of the file.
    necessary
        For an activator: the rule is 1 only where it is 1. For an inhibitor: only where it is 0.
    sufficient
        For an activator: the rule is 1 wherever it is 1. For an inhibitor: wherever it is 0. A regulator that acts
        both ways is neither.
    """

    name: str
    label: str
    sign: str
    declared: tuple[str, ...]
    necessary: bool
    sufficient: bool


@dataclass(frozen=True, slots=True)
class TruthTable:
    """The rule as a table: `values` holds one digit a row, rows counted up with the last regulator the fastest."""

    regulators: tuple[str, ...]
    values: str


@dataclass(frozen=True, slots=True)
class Circuit:
    """A feedback circuit from the component on: its sign (``+ - ?``) and its components in order."""

    sign: str
    components: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a model says of one component.

    Attributes
    ----------
    model, name, label
        The model's name, the component, its display name.
    role
        ``input`` (nothing regulates it and it keeps its value), ``constant`` or ``regulated``.
    constant
        The value of a constant rule, else None.
    annotation
        What the file tells of it; its evidence among that.
    place
        Where its rule stands; None for an input without a rule.
    rule
        The author's expression; empty for an input without a rule.
    regulators
        Those with an effect, as the rule names them, then those without.
    table
        For 1 to `WIDEST_SHOWN` regulators.
    active, inactive
        The rule as sums of products: where it is 1, and where it is 0. Smallest ones where there is a `table`, else
        irredundant. None where it has more than `MOST_PRODUCTS` of them.
    targets
        Whom it regulates, with signs, in file order.
    circuits
        The feedback circuits it is in, shortest first.
    complete
        Whether these are all.
    references
        The entries of the bibliography that its evidence names, by key, in the order of the evidence.
    """

    model: str
    name: str
    label: str
    role: str
    constant: int | None
    annotation: Annotation
    place: Place | None
    rule: str
    regulators: tuple[Regulation, ...]
    table: TruthTable | None
    active: tuple[Product, ...] | None
    inactive: tuple[Product, ...] | None
    targets: Mapping[str, str]
    circuits: tuple[Circuit, ...]
    complete: bool
    references: Mapping[str, Reference]

    @property
    def idle(self) -> tuple[str, ...]:
        """What the rule names without effect."""
        return tuple(r.name for r in self.regulators if not r.sign)


def explain(
    network: BooleanNetwork,
    rules: RuleSet,
    name: str,
    references: Mapping[str, Reference],
    written: str = "",
) -> Explanation:
    """Explain one component.

    Signs, necessity and sufficiency are exact, however wide the rule is.

    Parameters
    ----------
    network, rules
        The same model, linked and as read.
    references
        Its bibliography, possibly empty.
    written
        Its rule as the file spells it; else it is spelt anew, with the fewest parentheses.

    Raises
    ------
    UnknownNameError
        A component that the model does not have; the message gives the name behind a label, or the nearest.
    """
    position = network.position(name)
    rule = next((rule for rule in rules.rules if rule.target == name), None)
    note, function = network.annotations[name], network.functions[position]
    is_input = network.programs[position] == (position,)
    graph = interaction_graph(network)
    circuits, complete = circuits_through(graph, name, MOST_CIRCUITS)
    named = [s for evidence in note.evidence for s in evidence.sources if s in references]
    table, active, inactive = (None, None, None) if is_input else _read_out(network, function)
    return Explanation(
        network.name,
        name,
        network.label(name),
        "input" if is_input else "regulated" if function.constant is None else "constant",
        None if is_input else function.constant,
        note,
        rule.place if rule else None,
        written or (str(rule.expression) if rule else ""),
        () if is_input or rule is None else _regulations(network, rule, function),
        table,
        active,
        inactive,
        {target: graph.edges[name, target]["sign"] for target in graph.successors(name)},
        tuple(Circuit(sign, components) for components, sign in circuits),
        complete,
        {key: references[key] for key in dict.fromkeys(named)},
    )


def _regulations(
    network: BooleanNetwork, rule: Rule, function: TableFunction | DiagramFunction
) -> tuple[Regulation, ...]:
    signs = function.signs()
    needed, spared = function.needs(1), function.needs(0)
    found = []
    for name in rule.expression.symbols:
        i = network.index[name]
        sign = signs.get(i, "")
        active = {"+": 1, "-": 0}.get(sign)
        declared = dict.fromkeys(e.sign for e in rule.annotation.evidence if e.regulator == name)
        necessary = active is not None and needed.get(i) == active
        sufficient = active is not None and spared.get(i) == 1 - active
        found.append(Regulation(name, network.label(name), sign, tuple(declared), necessary, sufficient))
    return tuple(sorted(found, key=lambda regulation: not regulation.sign))


def _read_out(
    network: BooleanNetwork, function: TableFunction | DiagramFunction
) -> tuple[TruthTable | None, tuple[Product, ...] | None, tuple[Product, ...] | None]:
    """Return a rule as a table where it is narrow, and as sums of products where these are short."""
    names = [network.names[i] for i in function.regulators]
    if not names:
        return None, None, None
    if len(names) > WIDEST_SHOWN:
        active, inactive = (_products(_cubes(function, value), network.names) for value in (1, 0))
        return None, active, inactive
    assert isinstance(function, TableFunction), "so narrow a rule has a table"
    width, table = len(names), function.table
    active, inactive = (
        _products([dict(cube) for cube in smallest_cover(t, width)[0]], names)
        for t in (table, table ^ columns(width)[1])
    )
    rows = (int(f"{row:0{width}b}"[::-1], 2) for row in range(1 << width))  # the last regulator is the fastest
    return TruthTable(tuple(names), "".join(str(table >> row & 1) for row in rows)), active, inactive


def _cubes(function: TableFunction | DiagramFunction, value: int) -> list[dict[int, int]] | None:
    """Return an irredundant sum of products of a wide rule, or None where it is too long to be read."""
    if isinstance(function, TableFunction):
        cubes = [dict(cube) for cube in function.implicants(value)]
        return cubes if len(cubes) <= MOST_PRODUCTS else None
    if function.diagram.node_count() > LARGEST_READ:
        return None
    return function.diagrams.irredundant(function.diagram if value else function.diagram.l_not(), MOST_PRODUCTS)


def _products(cubes: Sequence[Mapping[int, int]] | None, names: Sequence[str]) -> tuple[Product, ...] | None:
    if cubes is None:
        return None
    ranked = sorted(cubes, key=lambda cube: (len(cube), sorted(cube.items())))
    return tuple({names[i]: bit for i, bit in sorted(cube.items())} for cube in ranked)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def as_data(found: Explanation) -> dict[str, Any]:
    """Return an explanation in the schema ``logicnet.explain/1``, ready for JSON."""
    note = found.annotation
    return {
        "schema": "logicnet.explain/1",
        "model": found.model,
        "name": found.name,
        "label": found.label,
        "role": found.role,
        "constant": found.constant,
        "full_name": note.full_name,
        "description": note.description,
        "group": note.group,
        "kind": note.kind,
        "default": note.default,
        "rest": note.rest,
        "tags": dict(note.tags),
        "place": {"file": found.place.file, "line": found.place.line} if found.place else None,
        "rule": found.rule or None,
        "regulators": [_regulation(r) for r in found.regulators],
        "truth_table": asdict(found.table) if found.table else None,
        "active": found.active and [dict(product) for product in found.active],
        "inactive": found.inactive and [dict(product) for product in found.inactive],
        "evidence": [_evidence(e) for e in note.evidence],
        "references": {key: _reference(entry) for key, entry in found.references.items()},
        "targets": dict(found.targets),
        "circuits": {
            "count": len(found.circuits),
            "exactness": "exact" if found.complete else "at_least",
            "listed": [{"sign": c.sign, "components": list(c.components)} for c in found.circuits],
        },
    }


def _regulation(regulation: Regulation) -> dict[str, Any]:
    return {**asdict(regulation), "declared": list(regulation.declared), "sign": regulation.sign or None}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "sign": evidence.sign,
        "regulator": evidence.regulator or None,
        "sources": list(evidence.sources),
        "note": evidence.note,
        "statements": list(evidence.statements),
    }


def _reference(entry: Reference) -> dict[str, Any]:
    """Return what an entry gives; what it does not give is left out."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(entry).items() if v and k != "key"}
