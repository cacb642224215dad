"""The command explain: what a model says of one component."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from logicnet.cli.options import (
    chosen_attractor,
    complete_values,
    emit,
    load_cited,
    model_argument,
    question_options,
    scheme,
    timeout_option,
    update_option,
)
from logicnet.cli.patience import looking_on, status

if TYPE_CHECKING:
    from logicnet.authoring.explaining import Explanation, Regulation
    from logicnet.network import BooleanNetwork
    from logicnet.rules import Evidence

SHOWN_CIRCUITS = 6
SHOWN_REGULATORS = 30
SHOWN_RULE = 1500  # characters of it
_MINUS = {"+": "+", "-": "−", "?": "±", "": "none", "*": "*"}


@click.command()
@model_argument
@click.argument("node", shell_complete=complete_values)
@click.option("--in", "attractor", metavar="A1", help="Why NODE has its value in this attractor.")
@update_option
@question_options
@timeout_option
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def explain(
    model: str,
    node: str,
    attractor: str | None,
    update: str | None,
    timeout: float | None,
    form: str,
    **question: Any,
) -> int:
    """Explain the component NODE of MODEL: its rule, regulators, evidence, targets, feedback circuits.

    With --in: why it has the value it has in an attractor, back to the inputs (ids as `logicnet attractors` gives them
    under the same question).

    \b
    Example:
      logicnet explain core_axis RANKL_free
      logicnet explain bone_metastasis Tumor_growth --in A1 --condition breast_tumour
    """
    from logicnet.authoring.explaining import as_data
    from logicnet.authoring.explaining import explain as explained
    from logicnet.network import BooleanNetwork

    rules, references, written = load_cited(model, node)
    network = BooleanNetwork.from_rules(rules)
    if attractor is None and (update or timeout is not None or any(question.values())):
        raise click.UsageError("the options of a question belong to an attractor: add --in A1")
    network.position(node)  # before the work of finding attractors
    if attractor is not None:
        chosen = scheme(update, network.metadata.get("update", ""))
        return _in_attractor(network, node, attractor, form, update=chosen, timeout=timeout, **question)
    found = explained(network, rules, node, references, written)
    data = json.dumps(as_data(found), indent=2, ensure_ascii=False) + "\n" if form == "json" else ""
    emit(data or _readable(found, network, _columns()), None)
    return 0


COMMANDS = (explain,)


def _columns() -> int:
    return shutil.get_terminal_size((120, 40)).columns if sys.stdout.isatty() else 120


def _in_attractor(network: BooleanNetwork, node: str, name: str, form: str, **question: Any) -> int:
    from logicnet.analyses.reasons import reasons
    from logicnet.landscape import attractors
    from logicnet.tables.reasons import readable_reasons, reasons_data

    with looking_on() as watch:
        answer = attractors(network, **question)
        found = reasons(network, answer, chosen_attractor(answer, name), node)
    if form == "json":
        first = {"schema": "logicnet.explain/1", "model": network.name, "name": node, "label": network.label(node)}
        stood = {"update": answer.update, "fixed": dict(answer.fixed), "free": list(answer.free)}
        data = {**first, **stood, "exactness": answer.exactness, "attractor": reasons_data(found)}
        emit(json.dumps(data, indent=2, ensure_ascii=False) + "\n", None)
    else:
        emit(readable_reasons(found, answer, network, _columns()), None)
    if answer.reason:
        # The reasons are certain; which attractor has which id may not be, where some were not found.
        click.echo(f"incomplete: {answer.reason}", err=True)
    return status(answer.reason, watch)


# --- an explanation, for people ---------------------------------------------------------------------------------------


def _readable(found: Explanation, network: BooleanNetwork, columns: int) -> str:
    blocks = [
        _heading(found, columns),
        _rule(found, columns),
        _truth(found, network),
        _regulators(found),
        _evidence(found, network, columns),
        _references(found, columns),
        _around(found, network, columns),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _prose(text: str, columns: int, indent: str = "") -> list[str]:
    from logicnet.tables import wrapped

    return wrapped(indent, text.split(), columns) if text else []


def _heading(found: Explanation, columns: int) -> list[str]:
    note = found.annotation
    names = found.name if found.label == found.name else f"{found.label} ({found.name})"
    kind = "" if found.role == "regulated" else found.role
    place = f"{_shown(found.place.file)}:{found.place.line}" if found.place else "no rule of its own"
    about = " · ".join(filter(None, (found.model, note.group, note.kind, kind, place)))
    lines = [f"{names}: {note.full_name}" if note.full_name else names, about]
    tags = [f"{key} {value}" for key, value in note.tags.items() if key != "ignore"]
    return [*lines, *([" · ".join(tags)] if tags else []), *_prose(note.description, columns)]


def _shown(file: str) -> str:
    """Return a file's name as the user knows it: a shipped model's stands in a folder that nobody asked for."""
    from logicnet.loading import shipped_models

    return Path(file).name if Path(file) in shipped_models().values() else file


def _rule(found: Explanation, columns: int) -> list[str]:
    note = found.annotation
    rest = f"rest  {note.rest}" if note.rest is not None else ""
    if found.role == "input":
        stands = "free, since it has no default" if note.default is None else f"at {note.default}, its default"
        lines = [f"An input: nothing regulates it, and it keeps its value. Unless a question sets it, it is {stands}."]
        return [*lines, *([rest] if rest else [])]
    lines = _prose(found.rule[:SHOWN_RULE], columns, "rule  ")
    if len(found.rule) > SHOWN_RULE:
        lines.append(f"… the first {SHOWN_RULE:,} of {len(found.rule):,} characters (--format json)")
    if found.role == "constant":
        named = f", though it names {', '.join(found.idle)}" if found.idle else ""
        lines.append(f"The rule is always {found.constant}{named}.")
    return [*lines, *([rest] if rest else [])]


def _truth(found: Explanation, network: BooleanNetwork) -> list[str]:
    """Return the truth table with rows that say the same put together, or the rule as a sum of products."""
    from logicnet.tables import Table

    number = sum(bool(r.sign) for r in found.regulators)
    if not number:
        return []
    if found.table and found.active is not None and found.inactive is not None:
        names = [r.name for r in found.regulators if r.sign]
        sums = [(p, "1") for p in found.active] + [(p, "0") for p in found.inactive]
        rows = [(*(str(p.get(name, "·")) for name in names), value) for p, value in sums]
        header = (*map(network.label, names), f"→ {found.label}")
        lines = Table(header, tuple(rows)).text().rstrip("\n").split("\n")
        return [*lines, *(["· either value"] if any("·" in row for row in rows) else [])]
    known = [(products, v) for v, products in ((1, found.active), (0, found.inactive)) if products is not None]
    if not known:
        return [f"Truth table left out: {number} regulators, and no short sum of products."]
    products, value = min(known, key=lambda one: len(one[0]))
    lines = [f"{number} regulators; the rule is {value} where"]
    for k, product in enumerate(products):
        lines.append(f"  {'or ' if k else '   '}" + " & ".join(f"{network.label(n)}={v}" for n, v in product.items()))
    return [*lines, f"and {1 - value} elsewhere"]


def _regulators(found: Explanation) -> list[str]:
    from logicnet.tables import Table

    if not found.regulators:
        return []
    shown = found.regulators[:SHOWN_REGULATORS]
    labels = any(r.label != r.name for r in shown)
    rows = [(*((r.label, r.name) if labels else (r.name,)), _MINUS[r.sign], _role(r, found.label)) for r in shown]
    header = (*(("regulator", "identifier") if labels else ("regulator",)), "sign", "role")
    lines = Table(header, tuple(rows)).text().rstrip("\n").split("\n")
    more = len(found.regulators) - len(shown)
    return [*lines, *([f"… and {more} more (--format json)"] if more else [])]


def _role(regulation: Regulation, label: str) -> str:
    """Return what a regulator can do alone, and where its declared sign is another one."""
    active = "without it" if regulation.sign == "-" else "with it"
    passive = "with it" if regulation.sign == "-" else "without it"
    if not regulation.sign:
        told = "without effect"
    elif regulation.necessary and regulation.sufficient:
        told = "decides alone"
    elif regulation.necessary:
        what = "sufficient to switch it off" if regulation.sign == "-" else "necessary"
        told = f"{what}: {passive}, {label} is 0"
    elif regulation.sufficient:
        what = "necessary to switch it off" if regulation.sign == "-" else "sufficient"
        told = f"{what}: {active}, {label} is 1"
    else:
        told = "acts both ways" if regulation.sign == "?" else "together with others"
    other = [sign for sign in regulation.declared if sign not in (regulation.sign, "?")]
    return f"{told}; declared {' and '.join(_MINUS[s] for s in other)}" if other else told


def _evidence(found: Explanation, network: BooleanNetwork, columns: int) -> list[str]:
    if not found.annotation.evidence:
        evident = any(note.evidence for note in network.annotations.values())
        return ["no evidence given"] if evident and found.role != "input" else []
    whose = [_whose(e, network) for e in found.annotation.evidence]
    width = max(map(len, whose))
    lines = ["evidence"]
    for evidence, who in zip(found.annotation.evidence, whose, strict=True):
        keys = f"[{' '.join(evidence.statements)}]" if evidence.statements else ""
        told = "  ".join(filter(None, (" ".join(evidence.sources), evidence.note, keys)))
        lines += _told(f"  {who:{width}}  ", told, columns)
    return lines


def _whose(evidence: Evidence, network: BooleanNetwork) -> str:
    return f"{_MINUS[evidence.sign]} {network.label(evidence.regulator)}" if evidence.regulator else "the rule"


def _told(title: str, text: str, columns: int) -> list[str]:
    """Return a text behind its title, wrapped under itself, its inner gaps kept where they fit."""
    from logicnet.tables import wrapped

    return [title + text] if len(title) + len(text) <= columns else wrapped(title, text.split(), columns)


def _references(found: Explanation, columns: int) -> list[str]:
    if not found.references:
        return []
    width = max(map(len, found.references))
    lines = ["references"]
    for key, entry in found.references.items():
        status = f"({entry.status})" if entry.status not in ("", "seen") else ""
        who = entry.short if entry.authors else entry.year
        told = ". ".join(filter(None, (who, entry.title, entry.where, entry.source))) or entry.note
        lines += _told(f"  {key:{width}}  ", f"{told} {status}".rstrip(), columns)
    return lines


def _around(found: Explanation, network: BooleanNetwork, columns: int) -> list[str]:
    from logicnet.tables import wrapped

    targets = [f"{_MINUS[sign]} {network.label(name)}" for name, sign in found.targets.items()]
    listed = [f"{one}," for one in targets[:-1]] + targets[-1:]
    lines = wrapped("regulates  ", listed or ["nothing"], columns)
    count = len(found.circuits)
    if not count:
        return [*lines, "circuits   in no feedback circuit"]
    positive = sum(c.sign == "+" for c in found.circuits)
    negative = sum(c.sign == "-" for c in found.circuits)
    shares = f"{positive} positive, {negative} negative" if found.complete else "the shortest"
    lines.append(f"circuits   in {'' if found.complete else 'at least '}{count} ({shares})")
    for circuit in found.circuits[:SHOWN_CIRCUITS]:
        ring = [*(f"{network.label(name)} →" for name in circuit.components), network.label(found.name)]
        lines += wrapped(f"  {_MINUS[circuit.sign]}  ", ring, columns)
    more = count - SHOWN_CIRCUITS
    return [*lines, *([f"     … and {more} more"] if more > 0 else [])]
