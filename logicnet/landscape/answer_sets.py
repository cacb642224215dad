"""Rules as constraints of an answer-set program (clingo), given through its backend, never as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from logicnet.expressions.functions import DiagramFunction
from logicnet.landscape.driven import Driven, DrivenDiagram
from logicnet.landscape.percolation import Function
from logicnet.limits import Budget

if TYPE_CHECKING:
    import clingo
    from biodivine_aeon import Bdd

    from logicnet.expressions.diagrams import Diagrams

Row = TypeVar("Row")

Literals = Mapping[tuple[int, int], int]
"""By (component, value): the atom, or negated atom, of "the component has (or may have) this value"."""


def literals(atoms: Mapping[int, int]) -> Literals:
    """Return the literals of a state in which one atom a component says that it is 1."""
    return {(i, bit): atom if bit else -atom for i, atom in atoms.items() for bit in (0, 1)}


def require(backend: Any, function: Function | Driven, given: Literals, target: tuple[int, ...]) -> None:
    """Demand ``target[v]`` wherever the function may take the value ``v`` under the given literals.

    With literals of a state this says what the next state is; with two independent atoms a component ("may be 0",
    "may be 1") it says that a subspace is closed. Both covers (of where 1 and where 0 is possible) are sums of
    products, or decision diagrams walked node by node, so the constraint is exact on subspaces too.
    """
    if isinstance(function, DiagramFunction):
        _require_diagram(backend, function.diagrams, function.diagram, given, target)
    elif isinstance(function, DrivenDiagram):
        for value, diagram in enumerate((function.zeros, function.ones)):
            asked = target[value]
            _require_diagram(backend, function.diagrams, diagram, given, (_true(backend), asked))
    else:
        for value in (0, 1):
            for cube in function.implicants(value):
                backend.add_rule([], [given[literal] for literal in cube] + [-target[value]])


def _true(backend: Any) -> int:
    atom = int(backend.add_atom())
    backend.add_rule([atom], [])
    return atom


def _require_diagram(backend: Any, diagrams: Diagrams, diagram: Bdd, given: Literals, target: tuple[int, ...]) -> None:
    """One auxiliary atom a node: derived where some path to it is possible under the literals."""
    pointers = diagram.pointers()
    atoms = {int(pointer): backend.add_atom() for pointer in pointers}
    backend.add_rule([atoms[int(diagram.root())]], [])
    for pointer in pointers:
        if pointer.is_terminal():
            backend.add_rule([], [atoms[int(pointer)], -target[int(pointer.is_one())]])
            continue
        variable = diagram.node_variable(pointer)
        assert variable is not None, "only terminals test nothing"
        asked = diagrams.component_of[int(variable)]
        for bit, child in enumerate(diagram.node_links(pointer)):
            backend.add_rule([atoms[int(child)]], [atoms[int(pointer)], given[asked, bit]])


def models(control: clingo.Control, budget: Budget, assumptions: list[int] | None = None) -> Iterator[clingo.Model]:
    """Yield the models of a program one by one; stays open to Ctrl-C and raises `LimitReached` past the budget."""
    with control.solve(yield_=True, async_=True, assumptions=assumptions or []) as handle:
        while True:
            budget.check()
            handle.resume()
            while not handle.wait(min(0.2, max(0.0, budget.remaining))):
                budget.check()
            model = handle.model()
            if model is None:
                return
            yield model


def collected(
    control: clingo.Control,
    budget: Budget,
    read: Callable[[clingo.Model], Row],
    most: int,
    assumptions: Sequence[int] = (),
) -> list[Row]:
    """Return what is read off the models, at most so many: faster by far than to change threads for each of them.

    Stays open to Ctrl-C and raises `LimitReached` past the budget.
    """
    found: list[Row] = []

    def met(model: clingo.Model) -> bool:
        found.append(read(model))
        return len(found) < most

    control.configuration.solve.models = 0  # type: ignore[union-attr]
    with control.solve(on_model=met, async_=True, assumptions=list(assumptions)) as handle:
        while not handle.wait(min(0.2, max(0.0, budget.remaining))):
            budget.check()
        handle.get()
    return found
