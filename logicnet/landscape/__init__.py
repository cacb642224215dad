"""What a network can settle into: attractors under each update scheme, fixed points, trap spaces.

One algorithm, one file; this one asks the question (inputs, their valuations, limits) and puts the answer together.

Thresholds
----------
``asynchronous.LARGEST_CORE``: components of a feedback vertex set whose states are held as bits; with more, the answer
is what minimal trap spaces prove (``at_least``).
``symbolic.LARGEST_DIAGRAM`` and ``symbolic.MOST_WORK``: nodes of the diagram of a set of states, and of all on the way
to it; past them an attractor's states are not counted (``at_least``, its values in part ``?``).
``synchronous.LARGEST_TABLE``: components of a module whose state table is built whole; with more, simulation and
proof, as exact.
``functions.WIDEST_TABLE`` (`logicnet.expressions.functions`): regulators of a rule as a truth table; with more,
decision diagrams, as exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from types import MappingProxyType

from logicnet.errors import LimitReached, UnknownNameError
from logicnet.landscape.asynchronous import asynchronous_attractors
from logicnet.landscape.percolation import Percolated, percolate
from logicnet.landscape.results import (
    AT_LEAST,
    EXACT,
    Answer,
    Attractor,
    Exactness,
    Found,
    Search,
    Value,
    meets,
    ordered,
)
from logicnet.landscape.trap_spaces import iterate_fixed_points, iterate_trap_spaces
from logicnet.limits import Budget
from logicnet.network import BooleanNetwork, Setting

__all__ = ["Answer", "Attractor", "attractors", "fixed_points", "meets", "trap_spaces"]

DEFAULT_LIMIT = 1024

Algorithm = Callable[[Percolated, int, Budget], Search]


def _synchronous(network: Percolated, limit: int, budget: Budget) -> Search:
    from logicnet.landscape.synchronous import synchronous_attractors

    return synchronous_attractors(network, limit, budget)


ALGORITHMS: Mapping[str, Algorithm] = MappingProxyType(
    {"asynchronous": asynchronous_attractors, "synchronous": _synchronous}
)
"""The attractor algorithm of each update scheme."""


def attractors(
    network: BooleanNetwork,
    update: str = "asynchronous",
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
) -> Answer:
    """Find all attractors.

    Parameters
    ----------
    network
        A network, as `logicnet.load` gives it.
    update
        ``asynchronous`` (one component at a time) or ``synchronous`` (all at once).
    fixed
        Components to hold at 0 or 1: inputs, knock-outs, over-expressions. Other inputs stand at their default;
        inputs without a default are free.
    free
        Inputs to leave free: the answer lists the attractors of each of their valuations.
    conditions
        Named conditions of the rule file to put in.
    limit
        How many input valuations are looked at, and how many attractors are listed, at most.
    timeout
        In seconds; None for no limit.

    Returns
    -------
    Answer
        Its `exactness` says whether the list is complete.

    Raises
    ------
    LimitReached
        More than `limit` input valuations, or the time was over before anything was certain.
    UnknownNameError, SettingError
        A question that does not fit the network.

    Examples
    --------
    >>> import logicnet
    >>> answer = logicnet.attractors(logicnet.load("core_axis"), fixed={"Estrogen": 0})
    >>> [(a.id, a.kind, a.classes) for a in answer.items]
    [('A1', 'fixed point', ('osteoporosis',))]
    """
    if update not in ALGORITHMS:
        raise UnknownNameError("update scheme", update, ALGORITHMS)
    ask = _Question(network, network.setting(fixed, free, conditions), limit, Budget.of(timeout))
    return ask.attractors(update)


def fixed_points(
    network: BooleanNetwork,
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
) -> Answer:
    """Find the fixed points (steady states), which no update scheme leaves; arguments as for `attractors`.

    Free inputs need no valuation one by one: `limit` bounds only how many fixed points are listed.
    """
    ask = _Question(network, network.setting(fixed, free, conditions), limit, Budget.of(timeout))
    return ask.spaces("fixed-points", "F", lambda inside: iterate_fixed_points(inside, ask.budget))


def trap_spaces(
    network: BooleanNetwork,
    which: str = "minimal",
    fixed: Mapping[str, int] | None = None,
    free: Iterable[str] = (),
    conditions: Iterable[str] = (),
    limit: int = DEFAULT_LIMIT,
    timeout: float | None = None,
) -> Answer:
    """Find the minimal or the maximal trap spaces; arguments as for `attractors`.

    A trap space is a set of states with some components fixed that no update leaves. Each minimal one holds at least
    one attractor of every update scheme. The maximal ones are those strictly inside the percolated space (what is
    left when everything constant is put in) that no other such one holds.
    """
    if which not in ("minimal", "maximal"):
        raise UnknownNameError("kind of trap space", which, ("minimal", "maximal"))
    ask = _Question(network, network.setting(fixed, free, conditions), limit, Budget.of(timeout))
    return ask.spaces("trap-spaces", "T", lambda inside: iterate_trap_spaces(inside, which, ask.budget))


@dataclass(frozen=True, slots=True)
class _Question:
    network: BooleanNetwork
    setting: Setting
    limit: int
    budget: Budget

    def percolated(self, valuation: Mapping[str, int] = MappingProxyType({})) -> Percolated:
        held = {**self.setting.fixed, **valuation}
        return percolate(self.network.programs, {self.network.index[name]: v for name, v in held.items()})

    def attractors(self, update: str) -> Answer:
        free = self.setting.free
        if len(free) >= 64 or 2 ** len(free) > self.limit:
            raise LimitReached(
                f"{len(free)} inputs are free ({', '.join(free[:8])}{', …' if len(free) > 8 else ''}): "
                f"2^{len(free)} valuations are more than the limit of {self.limit}; "
                "fix some (--set NODE=0|1) or raise --limit"
            )
        items: list[Attractor] = []
        reasons: dict[str, None] = {}
        for bits in product((0, 1), repeat=len(free)):
            valuation = dict(zip(free, bits, strict=True))
            try:
                self._one_valuation(update, valuation, items, reasons)
            except LimitReached as stop:
                if not items:
                    raise
                reasons.setdefault(str(stop))
                break
            if len(items) > self.limit:
                reasons.setdefault(f"more than {self.limit} attractors; raise --limit")
                break
        return self.answer("attractors", update, "A", items[: self.limit], "; ".join(reasons))

    def _one_valuation(
        self, update: str, valuation: Mapping[str, int], items: list[Attractor], reasons: dict[str, None]
    ) -> None:
        inside = self.percolated(valuation)
        search = ALGORITHMS[update](inside, self.limit, self.budget)
        items += [self.item(inside, one) for one in search.found]
        if search.missing:
            reasons.setdefault(search.missing)

    def spaces(self, question: str, letter: str, iterate: Callable[[Percolated], Iterator[dict[int, int]]]) -> Answer:
        inside = self.percolated()
        items: list[Attractor] = []
        reason = ""
        try:
            for space in islice(iterate(inside), self.limit + 1):
                values: dict[int, Value] = {i: space.get(i, "*") for i in inside.functions}
                count = 2 ** (len(values) - len(space))
                items.append(self.item(inside, Found(values, count, count == 1), trap_space=letter == "T"))
        except LimitReached as stop:
            reason = str(stop)
        if len(items) > self.limit:
            reason = f"more than {self.limit} of them; raise --limit"
        return self.answer(question, "", letter, items[: self.limit], reason)

    def item(self, inside: Percolated, found: Found, trap_space: bool = False) -> Attractor:
        names = self.network.names
        values: dict[str, Value] = {
            name: inside.fixed[i] if i in inside.fixed else found.values[i] for i, name in enumerate(names)
        }
        kind = "trap space" if trap_space else "fixed point" if found.fixed_point else "cyclic"
        met = () if trap_space else tuple(n for n, wanted in self.network.classes.items() if meets(values, wanted))
        return Attractor("", kind, found.states, MappingProxyType(values), met)

    def answer(self, question: str, update: str, letter: str, items: list[Attractor], reason: str) -> Answer:
        exactness: Exactness = AT_LEAST if reason else EXACT
        fixed, free = self.setting.fixed, self.setting.free
        named = ordered(items, letter)
        return Answer(question, self.network.name, update, fixed, free, exactness, reason, named)
