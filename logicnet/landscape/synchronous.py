"""Synchronous attractors, exactly: modules solved in order, each driven by the periodic signal of those before it.

A component's values along an attractor are held as one integer, bit ``t`` for time ``t`` (a *signal*), so that rules
are evaluated for a whole period at once. A module's cycles under a drive of period p come from its state table
composed over p steps (`explicit`), or, past `LARGEST_TABLE` components, from simulation with a proof that nothing was
missed (`proved`). Where signals of periods p and q meet, gcd(p, q) relative phases give distinct attractors.

References: modules driven by periodic signals, Guo et al. 2014 (doi:10.1371/journal.pone.0094258), Mizera et al. 2018
(doi:10.1109/TCBB.2018.2853720).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import gcd, lcm

from logicnet.errors import LimitReached
from logicnet.expressions.expression import evaluate
from logicnet.landscape.circuits import modules
from logicnet.landscape.explicit import cycles_of_tables
from logicnet.landscape.percolation import Percolated, independent_parts, split_leaves
from logicnet.landscape.pieces import FIXED_POINT, SEARCHED
from logicnet.landscape.proved import cycles_proved
from logicnet.landscape.results import Found, Search, Value
from logicnet.limits import Budget

# Components up to which a module's state table is built whole (2**16 rows), and the longest period that is spelt out.
LARGEST_TABLE = 16
LONGEST_PERIOD = 1_000_000
# Different situations in which modules meet, while counting; the longest period whose rotations are compared.
MOST_SITUATIONS = 100_000
LONGEST_TURNED = 256

Signals = dict[int, int]
"""A periodic trajectory: by component, bit ``t`` is its value at time ``t``; the period is kept beside it."""


def synchronous_attractors(network: Percolated, limit: int, budget: Budget) -> Search:
    """Return all synchronous attractors of a percolated network; arguments as for the asynchronous ones."""
    walks, leaves = _walks(network, budget)
    missing = ""
    count: int | None = None
    found: list[Found] = []
    try:
        parts = [list(islice(walk.attractors(), limit)) for walk in walks]
        for period, signals in islice(_joined(parts), limit):
            found.append(_finished(network, period, signals, leaves))
        count = sum(together([walk.periods() for walk in walks]).values())
    except LimitReached as stop:
        missing = str(stop)
    return Search(found, missing, count)


def _walks(network: Percolated, budget: Budget) -> tuple[list[ModuleWalk], list[int]]:
    """Return one walk an independent part, and the leaves."""
    core, leaves = split_leaves(network.functions)
    parts = independent_parts(network.functions, core)
    return [ModuleWalk(network, modules(network.functions, part), budget) for part in parts], leaves


class ModuleWalk:
    """Depth-first over the modules of one part; what a module does under the same drive is worked out once."""

    def __init__(self, network: Percolated, order: Sequence[Sequence[int]], budget: Budget) -> None:
        self.network, self.order, self.budget = network, order, budget
        self.known: dict[tuple[object, ...], list[tuple[int, Signals]]] = {}
        self.last = {r: k for k, module in enumerate(order) for i in module for r in network.functions[i].regulators}

    def attractors(self) -> Iterator[tuple[int, Signals]]:
        """Yield every attractor of the part as a period and its signals, lazily."""
        for partial in _depth_first(len(self.order), self.choices):
            yield partial.period, partial.signals()

    def periods(self) -> dict[int, int]:
        """Return the number of attractors of each period, without listing them.

        Partial attractors that agree, up to a common rotation, in their period and in what later modules still read
        of them have the same ways on: they are counted together.
        """
        counts: dict[tuple[int, tuple[tuple[int, int], ...], int], int] = {(1, (), 1): 1}
        for k in range(len(self.order)):
            self.budget.tell(k, len(self.order) - k)
            after: dict[tuple[int, tuple[tuple[int, int], ...], int], int] = {}
            for (period, read, own), count in counts.items():
                partial = Partial(period, {i: tiled(signal, own, period) for i, signal in read})
                for joint in self.choices(k, partial):
                    key = (joint.period, *_turned(joint.read, joint.period))
                    after[key] = after.get(key, 0) + count
                    if len(after) > MOST_SITUATIONS:
                        raise LimitReached(f"the modules meet in more than {MOST_SITUATIONS:,} different situations")
            counts = after
        found: dict[int, int] = {}
        for (period, _, _), count in counts.items():
            found[period] = found.get(period, 0) + count
        return found

    def choices(self, k: int, partial: Partial) -> Iterator[Partial]:
        """Yield what becomes of a partial attractor with each of module ``k``'s, in each relative phase."""
        self.budget.check()
        module, period = self.order[k], partial.period
        drive_period, drive = self._drive(module, period, partial.read)
        read = [i for i in (*partial.read, *module) if self.last.get(i, -1) > k]
        for own_period, own in self._solved(k, module, drive_period, drive):
            for phase in range(0, gcd(period, own_period), drive_period):
                yield partial.met(own_period, own, phase, read)

    def _drive(self, module: Sequence[int], period: int, signals: Signals) -> tuple[int, Signals]:
        """Return what the module reads of the signals, with its true period."""
        needed = {r for i in module for r in self.network.functions[i].regulators} - set(module)
        drive = {r: signals[r] for r in sorted(needed)}
        true = lcm(*(true_period(signal, period) for signal in drive.values()))
        return true, {r: signal & ((1 << true) - 1) for r, signal in drive.items()}

    def _solved(self, k: int, module: Sequence[int], period: int, drive: Signals) -> list[tuple[int, Signals]]:
        key = (k, period, tuple(drive.items()))
        if key not in self.known:
            function = self.network.functions[module[0]]
            if len(module) == 1 and module[0] not in function.regulators:
                self.known[key] = [(period, {module[0]: _behind(self.network, module[0], period, drive)})]
                return self.known[key]
            apart = _apart(self.network, module, drive) if period == 1 and len(module) > 1 else None
            if apart is not None:
                self.known[key] = list(_closed(apart, module, self.budget))
            else:
                solve = cycles_of_tables if len(module) <= LARGEST_TABLE else cycles_proved
                steps = solve(self.network, module, period, drive, self.budget)
                self.known[key] = [(len(states), _signals(module, states)) for states in steps]
        return self.known[key]


def _apart(network: Percolated, module: Sequence[int], drive: Signals) -> Percolated | None:
    """Put a constant drive into a module; None where it stays one strong module."""
    if not drive:
        return None
    inside = network.driven(module, drive)
    whole = len(inside.functions) == len(module) and len(modules(inside.functions, module)) == 1
    return None if whole else inside


def _closed(network: Percolated, module: Sequence[int], budget: Budget) -> Iterator[tuple[int, Signals]]:
    """Yield the attractors of a module that fell apart, all its components' signals in them."""
    walks, leaves = _walks(network, budget)
    for period, signals in _joined([list(walk.attractors()) for walk in walks]):
        known = _followed(network, period, signals, leaves)
        yield period, {i: known[i] for i in module}


def _turned(signals: Signals, period: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Return signals over their own common period, turned into the smallest of their rotations where it is short."""
    own = lcm(*(true_period(signal, period) for signal in signals.values()))
    mask = (1 << own) - 1
    short = [(i, signal & mask) for i, signal in sorted(signals.items())]
    turns = range(own if own <= LONGEST_TURNED else 1)
    return min(tuple((i, (s >> t | s << (own - t)) & mask) for i, s in short) for t in turns), own


def together(parts: Sequence[Mapping[int, int]]) -> dict[int, int]:
    """Combine independent parts: attractors of periods p and q have gcd(p, q) relative phases, of period lcm(p, q)."""
    whole = {1: 1}
    for part in parts:
        joint: dict[int, int] = {}
        for (p, count), (q, times) in product(whole.items(), part.items()):
            period = lcm(p, q)
            joint[period] = joint.get(period, 0) + count * times * gcd(p, q)
        whole = joint
    return whole


def true_period(signal: int, period: int) -> int:
    """Return the smallest period of a signal that repeats after `period` steps."""
    mask = (1 << period) - 1
    for divisor in _divisors(period):
        if ((signal >> divisor) | (signal << (period - divisor))) & mask == signal:
            return divisor
    return period


def _divisors(number: int) -> list[int]:
    small = [d for d in range(1, int(number**0.5) + 1) if number % d == 0]
    return sorted({*small, *(number // d for d in small)})


def _signals(module: Sequence[int], states: Sequence[int]) -> Signals:
    """Turn states over time (bit ``j`` is ``module[j]``) into signals."""
    return {i: sum(((state >> j) & 1) << t for t, state in enumerate(states)) for j, i in enumerate(module)}


@dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """An attractor of the modules so far.

    Attributes
    ----------
    period
        Of all of them together.
    read
        Signals that later modules read, over that period.
    last, before
        Period and signals of the module met last, and the partial attractor before it.
    """

    period: int
    read: Signals
    last: tuple[int, Signals] = (1, {})
    before: Partial | None = None

    def met(self, period: int, own: Signals, phase: int, read: Iterable[int]) -> Partial:
        """Meet a module's trajectory, ahead by `phase`; `read` are the components that are read later."""
        together = lcm(self.period, period)
        if together > LONGEST_PERIOD:
            raise LimitReached(f"an attractor has a period past {LONGEST_PERIOD:,}")
        mask = (1 << period) - 1
        turned = {i: ((s >> phase) | (s << (period - phase))) & mask for i, s in own.items()} if phase else own
        later = {
            i: tiled(turned[i], period, together) if i in turned else tiled(self.read[i], self.period, together)
            for i in read
        }
        return Partial(together, later, (period, turned), self)

    def signals(self) -> Signals:
        """Return the signals of all components, over the common period."""
        found: Signals = {}
        partial: Partial | None = self
        while partial is not None:
            period, own = partial.last
            found |= {i: tiled(signal, period, self.period) for i, signal in own.items()}
            partial = partial.before
        return found


def tiled(signal: int, period: int, length: int) -> int:
    """Repeat a signal to a length that is a multiple of its period."""
    if period == length:
        return signal
    return signal * (((1 << length) - 1) // ((1 << period) - 1))


def _joined(parts: Sequence[list[tuple[int, Signals]]]) -> Iterator[tuple[int, Signals]]:
    """Yield the attractors of independent parts together: every choice, every distinct relative phase."""

    def choices(k: int, partial: Partial) -> Iterator[Partial]:
        for period, own in parts[k]:
            for phase in range(gcd(partial.period, period)):
                yield partial.met(period, own, phase, ())

    for partial in _depth_first(len(parts), choices):
        yield partial.period, partial.signals()


def _depth_first(levels: int, choices: Callable[[int, Partial], Iterator[Partial]]) -> Iterator[Partial]:
    """Yield every way to take one choice a level, without recursion: there may be thousands of levels."""
    start = Partial(1, {})
    if not levels:
        yield start
        return
    open_levels = [choices(0, start)]
    while open_levels:
        taken = next(open_levels[-1], None)
        if taken is None:
            open_levels.pop()
        elif len(open_levels) == levels:
            yield taken
        else:
            open_levels.append(choices(len(open_levels), taken))


def _finished(network: Percolated, period: int, signals: Signals, leaves: Iterable[int]) -> Found:
    """Let the leaves follow, and read the values off the signals."""
    known = _followed(network, period, signals, leaves)
    mask = (1 << period) - 1
    values: dict[int, Value] = {i: _value(known[i], mask) for i in network.functions}
    certificate = SEARCHED if period > 1 else FIXED_POINT
    return Found(values, period == 1, certificate, Trajectory(period, known))


def _followed(network: Percolated, period: int, signals: Signals, leaves: Iterable[int]) -> dict[int, int]:
    """Let the leaves follow by one step each; return the signals of all, fixed components too."""
    mask = (1 << period) - 1
    columns: Mapping[int, int] = {i: mask if value else 0 for i, value in network.fixed.items()}
    known = {**columns, **signals}
    for leaf in leaves:
        known[leaf] = _behind(network, leaf, period, known)
    return known


def _behind(network: Percolated, i: int, period: int, signals: Signals) -> int:
    """Return the signal of a component that does not read itself: what its rule gives, a step later."""
    mask = (1 << period) - 1
    program = network.programs[i]
    values = {op: signals[op] if op in signals else mask * network.fixed.get(op, 0) for op in program if op >= 0}
    ahead = evaluate(program, values, mask)
    return (ahead << 1 | ahead >> (period - 1)) & mask


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The states of a synchronous attractor, in the order in which they follow."""

    states: int
    signals: Mapping[int, int]

    @property
    def state(self) -> dict[int, int]:
        """The first of them."""
        return next(self.listed())

    def listed(self) -> Iterator[dict[int, int]]:
        """Yield them one by one."""
        for time in range(self.states):
            yield {i: signal >> time & 1 for i, signal in self.signals.items()}


def _value(signal: int, mask: int) -> Value:
    return "*" if 0 < signal < mask else int(signal == mask)
