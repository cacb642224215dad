"""Tables of answers: rows for the terminal, CSV, Markdown and JSON, and pandas data frames.

The only importer of pandas, which is imported when a data frame is asked for: it costs more than most answers.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from logicnet.landscape import Answer, Attractor
from logicnet.network import BooleanNetwork
from logicnet.reachability import Certificate, Reach, ReachableAttractors

if TYPE_CHECKING:
    import pandas

# The list of an answer in JSON, by question.
_LISTS = {"attractors": "attractors", "fixed-points": "fixed_points", "trap-spaces": "trap_spaces"}
_MARKS = {0: "0", 1: "1", "*": "*", "?": "?"}


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of text; rows that begin a section carry only their first cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> str:
        """Return the table as CSV (RFC 4180 quoting, LF)."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerows([self.header, *self.rows])
        return stream.getvalue()

    def markdown(self) -> str:
        """Return the table as GitHub Markdown."""
        lines = [self.header, tuple("---" for _ in self.header), *self.rows]
        return "".join("| " + " | ".join(c.replace("|", r"\|") for c in row) + " |\n" for row in lines)

    def latex(self) -> str:
        """Return the table as a LaTeX ``tabular`` (package booktabs)."""
        head, *rows = [" & ".join(map(_latex, row)) + r" \\" for row in (self.header, *self.rows)]
        lines = [r"\begin{tabular}{" + "l" * len(self.header) + "}", r"\toprule", head, r"\midrule", *rows]
        return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"]) + "\n"

    def text(self) -> str:
        """Return the table with aligned columns."""
        widths = [max(map(width, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [self.header, tuple("─" * w for w in widths), *self.rows]
        padded = ("  ".join(_padded(c, w) for c, w in zip(row, widths, strict=True)) for row in lines)
        return "".join(line.rstrip() + "\n" for line in padded)


_LATEX = {**{c: "\\" + c for c in "&%$#_{}"}, "\\": r"\textbackslash{}", "~": r"\textasciitilde{}"}
_LATEX |= {"^": r"\textasciicircum{}", "→": r"$\to$"}


def _latex(text: str) -> str:
    return "".join(_LATEX.get(c, c) for c in text)


def width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def to_frame(answer: Answer, network: BooleanNetwork | None = None) -> pandas.DataFrame:
    """Return an answer as a data frame.

    Returns
    -------
    pandas.DataFrame
        One row an attractor (index: its id), columns ``kind``, ``states``, ``classes`` (joined by ``; ``) and one a
        component with 0, 1, ``*`` or ``?``, in file order; with `network` those columns carry display names.
    """
    import pandas

    names = list(answer.items[0].values) if answer.items else list(network.names if network else ())
    shown = [network.label(name) if network else name for name in names]
    rows = [[i.kind, i.states, "; ".join(i.classes), *i.values.values()] for i in answer.items]
    index = pandas.Index([item.id for item in answer.items], name="id")
    return pandas.DataFrame(rows, index=index, columns=["kind", "states", "classes", *shown], dtype=object)


def plain_table(answer: Answer) -> Table:
    """Return one row an attractor, identifiers as columns: what a program reads."""
    names = tuple(answer.items[0].values) if answer.items else (*answer.fixed, *answer.free)
    rows = [
        (i.id, i.kind, "" if i.states is None else str(i.states), "; ".join(i.classes), *map(str, i.values.values()))
        for i in answer.items
    ]
    return Table(("id", "kind", "states", "classes", *names), tuple(rows))


def readable_table(answer: Answer, network: BooleanNetwork) -> Table:
    """Return one row a component and one column an attractor, by group: what a biologist reads.

    Only components that are not held by the question are listed; the first rows give kind, states and classes.
    """
    items = answer.items
    rows: list[tuple[str, ...]] = [("kind", *(i.kind for i in items))]
    rows.append(("states" if answer.update != "synchronous" else "period", *(_count(i) for i in items)))
    if any(i.classes for i in items):
        rows.append(("outcome", *("; ".join(i.classes) for i in items)))
    blank = tuple("" for _ in items)
    for group, names in grouped(network, [n for n in network.names if n not in answer.fixed]):
        rows.append(("", *blank))
        if group:
            rows.append((group, *blank))
        indent = "  " if group else ""
        rows += [(indent + network.label(n), *(_MARKS[i.values[n]] for i in items)) for n in names]
    return Table(("", *(i.id for i in items)), tuple(rows))


def readable_tables(answer: Answer, network: BooleanNetwork, columns: int) -> list[Table]:
    """Return `readable_table` cut into pieces of as many attractors as fit a line of so many columns."""
    whole = readable_table(answer, network)
    widths = [max(map(width, column)) + 2 for column in zip(whole.header, *whole.rows, strict=True)]
    pieces, start = [], 1
    while start < len(widths):
        end, used = start + 1, widths[0] + widths[start]
        while end < len(widths) and used + widths[end] <= columns:
            used += widths[end]
            end += 1
        pieces.append(_piece(whole, start, end))
        start = end
    return pieces or [whole]


def _piece(whole: Table, start: int, end: int) -> Table:
    rows = tuple((row[0], *row[start:end]) for row in whole.rows)
    return Table((whole.header[0], *whole.header[start:end]), rows)


def wrapped(title: str, words: Sequence[str], columns: int) -> list[str]:
    """Return a title and words after it, wrapped under one another."""
    lines, current = [], title
    for word in words:
        if len(current) > len(title) and len(current) + 1 + len(word) > columns:
            lines.append(current)
            current = " " * len(title)
        current += (" " if current.strip() and current != title else "") + word
    return [*lines, current]


def _count(item: Attractor) -> str:
    if item.states is None:
        return "not counted"
    return (
        str(item.states)
        if item.states < 10**12
        else f"2^{item.states.bit_length() - 1}"
        + ("" if item.states & (item.states - 1) == 0 else " to 2^" + str(item.states.bit_length()))
    )


def grouped(network: BooleanNetwork, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return names by group, groups in file order, those without a group last."""
    by_group: dict[str, list[str]] = {group: [] for group in (*network.groups, "")}
    for name in names:
        by_group.setdefault(network.annotations[name].group, []).append(name)
    return [(group, members) for group, members in by_group.items() if members]


def to_json(answer: Answer) -> str:
    """Return an answer as JSON in the schema ``logicnet.QUESTION/1``: keys as documented in the README."""
    items = [
        {"id": i.id, "kind": i.kind, "states": i.states, "classes": list(i.classes), "values": dict(i.values)}
        for i in answer.items
    ]
    data: dict[str, Any] = {
        "schema": f"logicnet.{answer.question}/1",
        "model": answer.model,
        "update": answer.update or None,
        "fixed": dict(answer.fixed),
        "free": list(answer.free),
        "exactness": answer.exactness,
    }
    if answer.reason:
        data["reason"] = answer.reason
    data[_LISTS[answer.question]] = items
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


# --- reachability -----------------------------------------------------------------------------------------------------

_WHY = {
    "trap space": "no update leaves the trap space around the start, in which these components never change",
    "no return": "on any way to the target these components never change",
    "closed set": "all states that can be reached were searched",
    "closed set backward": "all states that can reach the target were searched",
}


def _stood(fixed: Mapping[str, int], free: Sequence[str], network: BooleanNetwork, columns: int) -> list[str]:
    """Return lines on where the inputs stood."""
    usual = {n for n, v in fixed.items() if network.annotations[n].default == v}
    asked = [f"{n}={v}" for n, v in fixed.items() if n not in usual]
    lines = []
    for title, names in (("set", asked), ("default", [f"{n}={fixed[n]}" for n in fixed if n in usual]), ("free", free)):
        if names:
            lines += wrapped(f"{title + ':':9}", names, columns)
    return lines


def readable_way(found: Reach, network: BooleanNetwork, columns: int = 120) -> str:
    """Return what a question of reachability was answered with: the way, each step with what it changes, or why not."""
    steps = len(found.path) - 1
    told = {"yes": f"yes, in {steps} step{'s' * (steps != 1)}{' (shortest)' * found.shortest}"}
    parts = (network.name, found.update, f"{found.start} to {found.target}", told.get(found.outcome, found.outcome))
    lines = [" · ".join(parts), "", *_stood(found.fixed, found.free, network, columns), ""]
    if found.outcome == "yes" and found.several and found.every is not None:
        lines += ["from every state of the start" if found.every else "not from every state of the start", ""]
    if found.certificate:
        lines += _reasons(found.certificate, network, columns)
    elif found.path:
        lines += steps_table(found, network).text().splitlines()
    if found.reason:
        lines += [*([""] if found.path else []), found.reason]
    return "\n".join(lines) + "\n"


def steps_table(found: Reach, network: BooleanNetwork) -> Table:
    """Return one row a step of the way with what it changes; where there is no way, one row that says so."""
    pairs = zip(found.path, found.path[1:], strict=False)
    rows = [(str(k), _changes(a, b, network)) for k, (a, b) in enumerate(pairs, 1)]
    first = [("0", found.start)] if found.path else [("", found.outcome)]
    return Table(("step", "changes"), (*first, *rows))


def _changes(before: Mapping[str, int], after: Mapping[str, int], network: BooleanNetwork) -> str:
    changed = [f"{network.label(n)} {before[n]}→{after[n]}" for n in after if before[n] != after[n]]
    return ", ".join(changed) or "none"


def _reasons(why: Certificate, network: BooleanNetwork, columns: int) -> list[str]:
    if "closed set" in why.kind:
        count = f"{why.states} of them, over {len(why.components)} components" if why.states is not None else ""
        return [_WHY[why.kind] + (f": {count}" if count else "")]
    shown = why.against or tuple(why.values)
    values = [f"{network.label(n)}={why.values[n]}" for n in shown]
    told = " and are not as in the target:" if why.against else ":"
    lines = [_WHY[why.kind] + told, *wrapped("  ", values, columns)]
    if why.stuck:
        lines += wrapped("they could not come back: ", [network.label(n) for n in why.stuck], columns)
    return lines


def way_table(found: Reach, network: BooleanNetwork) -> Table:
    """Return one row a state of the way, identifiers as columns; one row without values where there is no way."""
    names = tuple(network.names)
    rows = [(found.outcome, str(k), *(str(state[n]) for n in names)) for k, state in enumerate(found.path)]
    return Table(("outcome", "step", *names), tuple(rows) or ((found.outcome, "", *("" for _ in names)),))


def way_json(found: Reach) -> str:
    """Return an answer on reachability as JSON in the schema ``logicnet.reach/1``."""
    data: dict[str, Any] = {"schema": "logicnet.reach/1", "model": found.model, "update": found.update}
    data |= {"fixed": dict(found.fixed), "free": list(found.free), "from": found.start, "to": found.target}
    data |= {"outcome": found.outcome, "every": found.every}
    if found.path:
        data |= {"steps": len(found.path) - 1, "shortest": found.shortest, "path": [dict(s) for s in found.path]}
    if found.certificate:
        why = found.certificate
        data["certificate"] = {
            "kind": why.kind,
            "values": dict(why.values),
            "stuck": list(why.stuck),
            "against": list(why.against),
        }
        data["certificate"] |= {"states": why.states, "components": list(why.components)}
    if found.reason:
        data["reason"] = found.reason
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _answer(found: ReachableAttractors) -> Answer:
    reason = found.reason
    return Answer(
        "attractors", found.model, found.update, found.fixed, found.free, found.exactness, reason, found.items
    )


def reachable_table(found: ReachableAttractors) -> Table:
    """Return one row an attractor that can be reached, as `plain_table` does."""
    return plain_table(_answer(found))


def readable_reachable(found: ReachableAttractors, network: BooleanNetwork, columns: int = 120) -> str:
    """Return the attractors that can be reached as `readable_tables` does, and the names of the others."""
    count = len(found.items)
    number = f"{'at least ' if found.reason else ''}{count} attractor{'s' * (count != 1)} from {found.start}"
    head = " · ".join((network.name, found.update, number, found.exactness.replace("_", " ")))
    lines = [head, "", *_stood(found.fixed, found.free, network, columns), ""]
    lines += ["\n".join(table.text() for table in readable_tables(_answer(found), network, columns))]
    for title, items in (("not reachable", found.unreachable), ("undecided", found.undecided)):
        named = [" ".join((i.id, *(f"({c})" for c in i.classes))) for i in items]
        if named:
            lines += wrapped(f"{title}: ", [*(f"{name}," for name in named[:-1]), named[-1]], columns)
    return "\n".join(lines).rstrip("\n") + "\n"


def reachable_json(found: ReachableAttractors) -> str:
    """Return the attractors that can be reached as JSON in the schema ``logicnet.reachable-attractors/1``."""
    data = json.loads(to_json(_answer(found)))
    first = {"schema": "logicnet.reachable-attractors/1", "model": found.model, "from": found.start}
    last = {"unreachable": [i.id for i in found.unreachable], "undecided": [i.id for i in found.undecided]}
    return (
        json.dumps({**first, **{k: v for k, v in data.items() if k not in first}, **last}, indent=2, ensure_ascii=False)
        + "\n"
    )
