"""What of a residual network leaves no choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from logicnet.errors import LimitReached
from logicnet.landscape.circuits import modules
from logicnet.landscape.pieces import Piece
from logicnet.landscape.solver import Functions, Solver


class Settling:
    """Takes modules for as long as they leave no choice: first what has no regulators left, then in order.

    Parameters
    ----------
    before
        The modules as they were before some functions changed, regulators before targets.
    changed
        Components whose functions are new since then; what they did not reach was looked at before.
    targets
        Whom each component regulates at most.
    """

    def __init__(
        self,
        functions: Functions,
        before: Sequence[Sequence[int]],
        changed: Collection[int],
        solver: Solver,
        targets: Mapping[int, Collection[int]],
    ) -> None:
        self.rest = dict(functions)
        self.solver, self.targets = solver, targets
        self.pieces: list[Piece] = []
        self.modules: list[Sequence[int]] = []
        self.changed = set(changed)
        self._percolate()
        for module in before:
            if not self.changed.isdisjoint(module):
                self._settle(module)
            elif module[0] in self.rest:
                self.modules.append(module)

    def _percolate(self) -> None:
        ready = [i for i in sorted(self.changed) if not self.rest[i].regulators]
        while ready:
            ready += [t for t in self._take(frozenset((ready.pop(),))) or () if not self.rest[t].regulators]

    def _settle(self, module: Sequence[int]) -> None:
        """Take what is left of a module, or the modules that it fell into; note those that remain."""
        pending = [module]
        while pending:
            inside = {i: self.rest[i] for i in pending.pop() if i in self.rest}
            parts = modules(inside, inside) if len(inside) > 1 else []
            if len(parts) > 1:
                pending += parts[::-1]
            elif inside and self._take(frozenset(inside)) is None:
                self.modules.append(tuple(inside))

    def _take(self, module: frozenset[int]) -> Collection[int] | None:
        """Take a module if it waits for no other and leaves no choice; return its readers, None where it does."""
        rest = self.rest
        if any(r in rest and r not in module for i in module for r in rest[i].regulators):
            return None
        solved = self.solver.module({i: rest[i] for i in sorted(module)})
        if solved.missing or len(solved.pieces) != 1:
            return None
        piece = solved.pieces[0]
        readers = {t for i in module for t in self.targets.get(i, ()) if t in rest} - module
        reading = [t for t in readers if not module.isdisjoint(rest[t].regulators)]
        try:
            fresh = {t: self.solver.after(rest[t], piece, module) for t in reading}
        except LimitReached:
            return None  # a choice of one, which says what stopped it
        for t, function in fresh.items():  # key by key: merging may rebuild the whole of a large dictionary
            rest[t] = function
        self.changed.update(fresh)
        for i in module:
            del rest[i]
        self.pieces.append(piece)
        return fresh
