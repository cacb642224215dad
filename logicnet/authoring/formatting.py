"""The portable form of a rule file: what other tools read as the same model, with the author's order and comments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from logicnet.diagnostics import Edit
from logicnet.diagnostics.mending import edited
from logicnet.errors import LimitReached, LogicnetError
from logicnet.expressions import Expression
from logicnet.expressions.expression import AND, FALSE, NOT, OR, TRUE, XOR
from logicnet.expressions.names import Neighbours
from logicnet.expressions.tokens import CONSTANTS, OPERATOR_WORDS, OTHER_SIGNS, SIGNS, Token, composed
from logicnet.formats.bnet import Document, document_of
from logicnet.formats.bnet.annotations import tags_of
from logicnet.formats.bnet.bridges import bridging
from logicnet.formats.bnet.writer import HEADER, portable_names, without_xor
from logicnet.rules import Rule, RuleSet

_CODES = {**SIGNS, **OTHER_SIGNS, **OPERATOR_WORDS, **CONSTANTS}
_SPELT = {AND: " & ", OR: " | ", NOT: "!", FALSE: "0", TRUE: "1", SIGNS["("]: "(", SIGNS[")"]: ")", SIGNS[","]: ", "}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A rule file in portable form.

    Attributes
    ----------
    text
        The whole file, with LF line ends and without a byte-order mark.
    renamed
        Components whose names other tools cannot read, and what they are called now; in the order of the file.
    """

    text: str
    renamed: Mapping[str, str]


def formatted(document: Document) -> Formatted:
    """Return a readable rule file in portable form; formatting that again changes nothing.

    Comments, blank lines, the order of everything and the author's own expressions stay, parentheses included; only a
    rule with ``^`` is written anew. A comment inside a rule or behind it goes above the rule's documentation. A name
    without a rule is written ``X, X`` behind the last rule, unless it is a near miss of a name that has one, or the
    file is a bridge, which takes its names from the parts.

    Raises
    ------
    LimitReached
        A rule that would grow too long without ``^``.
    LogicnetError
        The result would not be the same model: a mistake of ours, which must not cost the user the file.
    """
    names = _names(document)
    inputs = _inputs(document, names)
    page = _Page(document, names)
    for rule, span in zip(document.rules.rules, document.spans, strict=True):
        page.write_rule(rule, span)
    page.write_header()
    page.write_inputs([names[name] for name in inputs])
    text = page.text()
    _check(document, names, inputs, text)
    return Formatted(text, {old: new for old, new in names.items() if old != new})


def _names(document: Document) -> dict[str, str]:
    """Return what each component is called; a word that evidence speaks of is not taken for another component."""
    known = [*(rule.target for rule in document.rules.rules), *document.rules.inputs]
    names = portable_names(known)
    if all(old == new for old, new in names.items()):
        return names
    spoken = {found.name for found in document.occurrences()} - set(known)
    names = portable_names([*known, *sorted(spoken)])
    return {name: names[name] for name in known}


def _inputs(document: Document, names: Mapping[str, str]) -> list[str]:
    """Return the names to be given a rule: not near misses, by their old names and by their new ones."""
    if not document.rules.inputs or bridging(document).settles:
        return []
    targets = [rule.target for rule in document.rules.rules]
    old, new = Neighbours(targets), Neighbours(names[name] for name in targets)
    return [n for n in document.rules.inputs if not (old.nearest(n) and new.nearest(names[n]))]


class _Page:
    """The lines of a file while they are written anew; each goes with what is put above and below it."""

    def __init__(self, document: Document, names: Mapping[str, str]) -> None:
        self.document, self.names = document, names
        self.lines = _with_names_in_comments(document, names)
        self.above: dict[int, list[str]] = {}
        self.below: dict[int, list[str]] = {}
        self.dropped: set[int] = set()
        self.first, self.last = document.spans[0][0], document.spans[-1][-1]
        before = ((n, line) for n, line in self.lines.items() if n < self.first)
        self.header = next((n for n, line in before if line.strip() and not line.lstrip().startswith("#")), None)
        self.heading = list(_comments(document, [self.header])) if self.header else []

    def write_rule(self, rule: Rule, span: Sequence[int]) -> None:
        """Put a rule into its last line, and the comments that stand in it or behind it above its documentation."""
        target, expression = self.names[rule.target], rule.expression
        if XOR in expression.code:
            self.lines[span[-1]] = f"{target}, {self.written_out(rule).renamed(self.names)}"
        else:
            self.lines[span[-1]] = _spelt(self.document.tokens(span), self.names)
        self.dropped.update(range(span[0], span[-1]))
        comments = list(_comments(self.document, range(span[0], span[-1] + 1)))
        if span[0] == self.first and self.document.annotated and _tagged(self.heading):
            comments, self.heading = [*self.heading, *comments], []
        if comments:
            self.place(comments, span)

    def written_out(self, rule: Rule) -> Expression:
        try:
            return without_xor(rule.expression)
        except LimitReached as limit:
            raise LimitReached(f"{rule.place}: the rule of {rule.target} is left as it is: {limit}") from None

    def place(self, comments: list[str], span: Sequence[int]) -> None:
        """Place comments of a rule where they neither become its documentation nor metadata of the file."""
        if not self.document.annotated:
            self.above.setdefault(span[0], []).extend(comments)
        elif span[0] == self.first and _tagged(comments):
            self.below.setdefault(span[-1], []).extend([*comments, "#"])
        else:
            self.above.setdefault(self.top(span), []).extend([*comments, "#"])

    def top(self, span: Sequence[int]) -> int:
        """Return the first line of a rule and its documentation."""
        documentation = self.document.documentation.get(span[0])
        return documentation[0][0] if documentation else span[0]

    def write_header(self) -> None:
        """Write the header where it stands, else before the first rule and what belongs to that."""
        if self.header is None:
            top = self.before_first_rule()
            self.above[top] = [HEADER, *self.above.get(top, ())]
            return
        self.lines[self.header] = HEADER
        if self.heading:
            self.below[self.header] = [*self.heading, *(["#"] if self.document.annotated else [])]

    def before_first_rule(self) -> int:
        """Return the first line of what belongs to the first rule: its documentation, the group that opens with it."""
        span = self.document.spans[0]
        if self.document.annotated:
            return self.above_while(self.top(span), lambda line: line.startswith("#="))
        top = self.above_while(span[0], lambda line: line != "")
        # Without annotations: a comment that the file begins with speaks of the file, one further down of the rule.
        return top if any(self.lines[number].strip() for number in range(1, top)) else span[0]

    def above_while(self, number: int, belongs: Callable[[str], bool]) -> int:
        """Return the first of the unbroken lines above a line that belong to it."""
        while number > 1 and belongs(self.lines[number - 1].strip()):
            number -= 1
        return number

    def write_inputs(self, inputs: Sequence[str]) -> None:
        """Write rules for inputs behind the last one, outside its group."""
        if not inputs:
            return
        last = self.document.rules.rules[-1]
        closing = ["", "#="] if last.annotation.group else []
        self.below.setdefault(self.last, []).extend([*closing, *(f"{name}, {name}" for name in inputs)])

    def text(self) -> str:
        """Return the page, without blank lines at its beginning and end."""
        return "\n".join(self.written()).strip("\n") + "\n"

    def written(self) -> Iterator[str]:
        for number, line in self.lines.items():
            yield from self.above.get(number, ())
            if number not in self.dropped:
                yield line.strip()
            yield from self.below.get(number, ())


def _with_names_in_comments(document: Document, names: Mapping[str, str]) -> dict[int, str]:
    """Return the lines of a file with the components that evidence and statements speak of called anew."""
    lines = document.source.lines
    if all(old == new for old, new in names.items()):
        return dict(lines)
    edits = [
        Edit.of(found.place, names[found.name])
        for found in document.occurrences()
        if found.role in ("evidence", "statement") and found.name in names
    ]
    return dict(enumerate(edited("\n".join(lines.values()), edits).split("\n"), 1))


def _spelt(tokens: Sequence[Token], names: Mapping[str, str]) -> str:
    """Return the tokens of a rule in portable spelling."""
    pieces = []
    for token in tokens:
        code = _CODES.get(token.text.lower())
        pieces.append(names[composed(token.text)] if code is None else _SPELT[code])
    return "".join(pieces)


def _comments(document: Document, lines: Sequence[int]) -> Iterator[str]:
    """Yield the comments in lines of a rule, behind its tokens or between them."""
    for number in lines:
        line = document.source.lines[number]
        comment = line[line.index("#") :].strip() if "#" in line else ""
        if comment not in ("", "#"):
            # Behind a rule `#=` and `#?` were prose; alone in their line they would be read.
            yield f"# {comment[1:]}" if comment.startswith(("#=", "#?")) else comment


def _tagged(comments: Sequence[str]) -> bool:
    return any(tags_of(comment[1:])[1] for comment in comments)


def _check(document: Document, names: Mapping[str, str], inputs: Sequence[str], text: str) -> None:
    """Raise unless a text is read as what it was written from."""
    expected = _expected(document.rules, names, inputs)
    again = document_of(text, document.source.file, expected.name)
    if again.refused or again.annotated != document.annotated or again.rules != expected:
        raise LogicnetError(
            f"{document.source.file}: left as it is: formatting would change the model; please report it"
        )


def _expected(rules: RuleSet, names: Mapping[str, str], inputs: Sequence[str]) -> RuleSet:
    written = tuple(Rule(name, Expression((name,), (0,))) for name in inputs)
    plain = tuple(replace(rule, expression=without_xor(rule.expression)) for rule in rules.rules)
    given = set(inputs)
    left = tuple(name for name in rules.inputs if name not in given)
    return replace(rules, rules=(*plain, *written), inputs=left).renamed(names)
