"""What regulators do in a rule beside what the author wrote: none, the opposite, both; or a rule that never changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import LimitReached
from logicnet.expressions.expression import AND, NOT, OR, XOR, Expression
from logicnet.expressions.functions import update_function
from logicnet.formats.bnet import Document
from logicnet.rules import Rule

_VERBS = {"+": "activates", "-": "inhibits", "?": "acts both ways on"}
_OPPOSITE = {"+": "-", "-": "+"}


def effects(document: Document) -> Iterator[Diagnostic]:
    """Yield LN201 to LN204 of each rule that can be read."""
    spans = {span[0]: span for span in document.spans}
    for rule in document.rules.rules:
        if rule.place is not None and rule.expression.symbols and not rule.is_input:
            yield from _Rule(document, rule, spans[rule.place.line]).findings()


def _exclusive(expression: Expression) -> set[str]:
    """Return the names inside an operand of ``^``: whoever writes it means that they act both ways."""
    pending, found = [False], set()
    for op in reversed(expression.program):
        inside = pending.pop()
        if op >= 0 and inside:
            found.add(expression.symbols[op])
        elif op == NOT:
            pending.append(inside)
        elif op in (AND, OR, XOR):
            pending += [inside or op == XOR] * 2
    return found


class _Rule:
    """One rule, its update function, and where its regulators stand."""

    def __init__(self, document: Document, rule: Rule, span: Sequence[int]) -> None:
        self.document, self.rule, self.span = document, rule, span

    def findings(self) -> Iterator[Diagnostic]:
        symbols = self.rule.expression.symbols
        try:
            function = update_function(self.rule.expression.program, {})
            signs = {symbols[i]: sign for i, sign in function.signs().items()}
        except LimitReached as limit:
            place = self.rule.place or self.document.source.place(self.span[0])
            yield self._finding("LN201", place, f"not looked for here: {limit}", severity=Severity.NOTE)
            return
        if not signs:
            yield self._constant()
            return
        for name in symbols:
            if name not in signs:
                yield self._at(name, "LN201", f"{name} has no effect on {self.rule.target}", "leave it out of the rule")
        yield from self._signs(signs)

    def _constant(self) -> Diagnostic:
        value = update_function(self.rule.expression.program, {}).constant
        message = f"{self.rule.target} is always {value}, whatever its regulators do"
        place = self.rule.place or self.document.source.place(self.span[0])
        return self._finding("LN204", place, message, f"write '{self.rule.target}, {value}' if that is meant")

    def _signs(self, signs: dict[str, str]) -> Iterator[Diagnostic]:
        target = self.rule.target
        exclusive = _exclusive(self.rule.expression) if "?" in signs.values() else ()
        declared: dict[str, set[str]] = {}
        for line in self.rule.annotation.evidence:
            declared.setdefault(line.regulator, set()).add(line.sign)
        for name, sign in signs.items():
            said = declared.get(name, set())
            if sign == "?" and "?" not in said and name not in exclusive and said != {"+", "-"}:
                hint = f"declare it with '? {name}' in the evidence if that is meant" if said else "check the operators"
                yield self._at(name, "LN203", f"{name} both activates and inhibits {target}", hint)
            elif _OPPOSITE.get(sign) in said:
                yield self._declared(name, sign)

    def _declared(self, name: str, sign: str) -> Diagnostic:
        """Point at the evidence line that says otherwise."""
        wrong = _OPPOSITE[sign]
        message = f"{name} {_VERBS[sign]} {self.rule.target} in the rule, and is declared with '{wrong}'"
        lines = self.document.evidence(self.span)
        place = next(d.place._replace(column=d.column, length=1) for d in lines if (d.name, d.sign) == (name, wrong))
        return self._finding("LN202", place, message, "one of the two is wrong")

    def _at(self, name: str, code: str, message: str, hint: str) -> Diagnostic:
        return self._finding(code, self.document.place_in_rule(self.span, name), message, hint)

    def _finding(
        self, code: str, place: Place, message: str, hint: str = "", severity: Severity = Severity.WARNING
    ) -> Diagnostic:
        return Diagnostic(code, severity, place, message, hint, self.document.source.lines.get(place.line, ""))
