"""Tables of answers: rows for the terminal, CSV, Markdown and JSON, and pandas data frames.

The only importer of pandas, which is imported when a data frame is asked for: it costs more than most answers.
"""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from logicnet.landscape import Answer, Attractor
from logicnet.landscape.results import between_powers
from logicnet.network import BooleanNetwork

if TYPE_CHECKING:
    import pandas

    from logicnet.analyses.conditions import Conditions, Outcome
    from logicnet.reachability import ReachableAttractors

# The list of an answer in JSON, by question.
LISTS = {"attractors": "attractors", "fixed-points": "fixed_points", "trap-spaces": "trap_spaces"}
_PROOFS = {
    "fixed point": "rules",
    "univocal trap space": "trap space",
    "exact search": "search",
    "existence": "existence",
}
# Products of a condition that the table for people shows.
_MOST_SHOWN = 12
_TOO_LONG = "(too many products to be read)"
_MARKS = {0: "0", 1: "1", "*": "*", "?": "?"}


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of text; rows that begin a section carry only their first cell."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def csv(self) -> str:
        """Return the table as CSV (RFC 4180 quoting, LF)."""
        import csv  # late, as what writes LaTeX: most answers are read on a terminal

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
        from logicnet.tables.latex import escaped

        head, *rows = [" & ".join(map(escaped, row)) + r" \\" for row in (self.header, *self.rows)]
        lines = [r"\begin{tabular}{" + "l" * len(self.header) + "}", r"\toprule", head, r"\midrule", *rows]
        return "\n".join([*lines, r"\bottomrule", r"\end{tabular}"]) + "\n"

    def text(self) -> str:
        """Return the table with aligned columns."""
        widths = [max(map(width, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [self.header, tuple("─" * w for w in widths), *self.rows]
        # The last cell is not padded: one of 60,000 regulators would be as much white space on every row.
        padded = ("  ".join([*map(_padded, row[:-1], widths), row[-1]]) for row in lines)
        return "".join(line.rstrip() + "\n" for line in padded)


def width(text: str) -> int:
    """Return how many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def to_frame(
    answer: Answer | ReachableAttractors | Conditions, network: BooleanNetwork | None = None
) -> pandas.DataFrame:
    """Return an answer as a data frame.

    Returns
    -------
    pandas.DataFrame
        One row an attractor (index: its id), columns ``kind``, ``states``, ``certificate``, ``classes`` (joined by
        ``; ``) and one a component with 0, 1, ``*`` or ``?``, in file order; with `network` those columns carry
        display names. Of `logicnet.conditions` one row an outcome (index: its name, or the phenotype's values), columns
        one a component of the phenotype, ``valuations``, ``share``, ``always``, ``attractors``, ``smallest`` and
        ``condition``: the sum of products as text over the names of the rule file, None where it is too long.
    """
    import pandas

    from logicnet.analyses.conditions import Conditions

    if isinstance(answer, Conditions):
        return _conditions_frame(answer, network)
    names = list(answer.items[0].values) if answer.items else list(network.names if network else ())
    shown = [network.label(name) if network else name for name in names]
    rows = [[i.kind, i.states, i.certificate, "; ".join(i.classes), *i.values.values()] for i in answer.items]
    index = pandas.Index([item.id for item in answer.items], name="id")
    return pandas.DataFrame(
        rows, index=index, columns=["kind", "states", "certificate", "classes", *shown], dtype=object
    )


def _conditions_frame(answer: Conditions, network: BooleanNetwork | None) -> pandas.DataFrame:
    import pandas

    phenotype = tuple(answer.outcomes[0].values) if answer.outcomes else ()
    shown = [network.label(name) if network else name for name in phenotype]
    rows = [
        (*o.values.values(), o.valuations, o.share, o.always, o.attractors, o.smallest, _sum_of_products(o))
        for o in answer.outcomes
    ]
    columns = [*shown, "valuations", "share", "always", "attractors", "smallest", "condition"]
    index = pandas.Index([_told(o) for o in answer.outcomes], name="outcome")
    return pandas.DataFrame(rows, index=index, columns=columns, dtype=object)


def plain_table(answer: Answer) -> Table:
    """Return one row an attractor, identifiers as columns: what a program reads."""
    names = tuple(answer.items[0].values) if answer.items else (*answer.fixed, *answer.free)
    rows = [
        (i.id, i.kind, number_of(i.states), i.certificate, "; ".join(i.classes), *map(str, i.values.values()))
        for i in answer.items
    ]
    return Table(("id", "kind", "states", "certificate", "classes", *names), tuple(rows))


def readable_table(answer: Answer, network: BooleanNetwork) -> Table:
    """Return one row a component and one column an attractor, by group: what a biologist reads.

    Only components that are not held by the question are listed; the first rows give kind, states and classes.
    """
    items = answer.items
    rows: list[tuple[str, ...]] = [("kind", *(i.kind for i in items))]
    rows.append(("states" if answer.update != "synchronous" else "period", *(_count(i) for i in items)))
    if any(i.certificate not in ("", i.kind) for i in items):
        rows.append(("proof", *(_PROOFS[i.certificate] for i in items)))
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
    """Return `readable_table` cut into pieces of as many attractors as fit a line of so many columns; none for none."""
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
    return pieces


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


def number_of(number: int | None) -> str:
    """Return a number in full; nothing where it is not known."""
    return "" if number is None else str(number)


def _count(item: Attractor) -> str:
    return "not counted" if item.states is None else short(item.states)


def short(number: int) -> str:
    """Return a number as it is up to 12 digits, else between powers of two."""
    return str(number) if number < 10**12 else between_powers(number)


def grouped(network: BooleanNetwork, names: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return names by group, groups in file order, those without a group last."""
    by_group: dict[str, list[str]] = {group: [] for group in (*network.groups, "")}
    for name in names:
        by_group.setdefault(network.annotations[name].group, []).append(name)
    return [(group, members) for group, members in by_group.items() if members]


def to_json(answer: Answer) -> str:
    """Return an answer as JSON in the schema ``logicnet.QUESTION/1``: keys as documented in the README."""
    items = [
        {
            "id": i.id,
            "kind": i.kind,
            "states": i.states,
            "certificate": i.certificate or None,
            "classes": list(i.classes),
            "values": dict(i.values),
        }
        for i in answer.items
    ]
    data: dict[str, Any] = {
        "schema": f"logicnet.{answer.question}/1",
        "model": answer.model,
        "update": answer.update or None,
        "fixed": dict(answer.fixed),
        "free": list(answer.free),
        "exactness": answer.exactness,
        "count": answer.count,
    }
    if answer.reason:
        data["reason"] = answer.reason
    data[LISTS[answer.question]] = items
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def conditions_table(answer: Conditions) -> Table:
    """Return one row an outcome: what a program reads."""
    phenotype = tuple(answer.outcomes[0].values) if answer.outcomes else ()
    rows = [
        (
            o.name,
            *(str(value) for value in o.values.values()),
            str(o.valuations),
            f"{o.share:.6g}",
            str(o.always),
            str(o.attractors),
            _sum_of_products(o) or _TOO_LONG,
        )
        for o in answer.outcomes
    ]
    return Table(("outcome", *phenotype, "valuations", "share", "always", "attractors", "condition"), tuple(rows))


def readable_conditions(answer: Conditions) -> Table:
    """Return one block an outcome, its condition one product a line: what a biologist reads."""
    rows: list[tuple[str, ...]] = []
    for outcome in answer.outcomes:
        products = _products(outcome)
        shown = products[:_MOST_SHOWN]
        if len(products) > len(shown):
            shown.append(f"… or one of {len(products) - len(shown)} more (--format json)")
        numbers = (_told(outcome), short(outcome.valuations), _share(outcome.share), short(outcome.always))
        rows.append((*numbers, shown[0]))
        rows += [("", "", "", "", f"or {product}" if product[0] != "…" else product) for product in shown[1:]]
    return Table(("outcome", "possible in", "share", "certain in", "condition"), tuple(rows))


def _told(outcome: Outcome) -> str:
    return outcome.name or " ".join(f"{name}={value}" for name, value in outcome.values.items())


def _sum_of_products(outcome: Outcome) -> str | None:
    return None if outcome.condition is None else " | ".join(_products(outcome))


def _products(outcome: Outcome) -> list[str]:
    if outcome.condition is None:
        return [_TOO_LONG]
    spelt = [" & ".join(name if value else f"!{name}" for name, value in p.items()) for p in outcome.condition]
    return [text or "always" for text in spelt]


def _share(share: float) -> str:
    return f"{share:.1%}" if share >= 0.0005 or not share else f"{share:.0e}"


def conditions_json(answer: Conditions) -> str:
    """Return the conditions of outcomes as JSON in the schema ``logicnet.conditions/1``."""
    outcomes = [
        {
            "outcome": o.name,
            "values": dict(o.values),
            "attractors": o.attractors,
            "valuations": o.valuations,
            "share": o.share,
            "always": o.always,
            "condition": None if o.condition is None else [dict(product) for product in o.condition],
            "smallest": o.smallest,
        }
        for o in answer.outcomes
    ]
    data: dict[str, Any] = {
        "schema": "logicnet.conditions/1",
        "model": answer.model,
        "update": "asynchronous",
        "fixed": dict(answer.fixed),
        "inputs": list(answer.inputs),
        "idle": list(answer.idle),
        "exactness": answer.exactness,
        "valuations": answer.valuations,
        "open": answer.open,
        "count": answer.count,
        "outcome_count": answer.outcome_count,
    }
    if answer.reason:
        data["reason"] = answer.reason
    data["outcomes"] = outcomes
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
