"""What may be written at a place: names of components, tags and their values, signs of evidence, words of tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from logicnet.diagnostics import Place
from logicnet.diagnostics.codes import CODES
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.behaviours import SCHEMES
from logicnet.language_server.pages import Family
from logicnet.language_server.words import KINDS, METADATA, OPENINGS, SIGNS, TAGS, VALUES

# More than anybody reads; whoever types on gets the others.
MOST_OFFERS = 500
_WORD = re.compile(r"[\w.-]*$")
_EVIDENCE = re.compile(r"\s*#\s+[-+?]\s+$")
_CLAIM = re.compile(r"(?:all|some|no)\s+attractors?\s*:|class\s")
_SETTING = re.compile(r"(?:then\s+given|given|from)\s|condition\s[^:]*:")


class Offer(NamedTuple):
    """Something that may be written.

    Attributes
    ----------
    text
        What is put in.
    kind
        ``component``, ``condition``, ``tag``, ``value``, ``sign`` or ``word``.
    detail
        What it means, in a few words.
    """

    text: str
    kind: str
    detail: str = ""


class Offers(NamedTuple):
    """What may be written.

    Attributes
    ----------
    place
        What stands there already: the beginning of a word, or nothing yet.
    offers
        The likeliest first.
    whole
        False where there is more than is listed.
    """

    place: Place
    offers: list[Offer]
    whole: bool


def offered(family: Family, line: int, column: int) -> Offers:
    """Return what may be written at a place."""
    before = family.here.line(line)[: column - 1]
    word = _WORD.search(before)
    assert word is not None
    head, start = before[: word.start()], word.start() + 1
    found: dict[str, Offer] = {}
    for offer in _offers(family, head, line, start):
        found.setdefault(offer.text, offer)
    listed = list(found.values())
    if len(listed) > MOST_OFFERS:
        listed = [offer for offer in listed if word[0].casefold() in offer.text.casefold()]
    place = Place(family.here.file, line, start, len(word[0]))
    return Offers(place, listed[:MOST_OFFERS], len(listed) <= MOST_OFFERS)


def _offers(family: Family, head: str, line: int, start: int) -> Iterator[Offer]:
    text = head.lstrip()
    if text.startswith("#?") or (family.here.is_tests and not text.startswith("#")):
        yield from _in_statement(family, text.removeprefix("#?").lstrip())
    elif "#" in text:
        if text.startswith("#") and family.document is not None and family.document.annotated:
            yield from _in_comment(family, head, line)
    elif family.document is not None:
        yield from _in_rule(family, family.document, head, line, start)


def _in_rule(family: Family, document: Document, head: str, line: int, start: int) -> Iterator[Offer]:
    """Yield names; where a rule begins only those that lack one."""
    goes_on = "," in head or any(span[0] < line <= span[-1] for span in (*document.spans, *document.broken))
    elsewhere = {o.name for o in family.here.mentions if (o.place.line, o.place.column) != (line, start)}
    names = elsewhere if goes_on else elsewhere.intersection(document.rules.inputs)
    yield from (offer for offer in _names(family) if offer.text in names)


def _names(family: Family) -> Iterator[Offer]:
    """Yield the model's components in the order of its rules, then its free inputs."""
    if family.document is None or family.model is None:
        return
    rules = family.model.rules
    for name in dict.fromkeys((*family.document.targets, *family.document.rules.inputs)):
        note = rules[name].annotation if name in rules else None
        yield Offer(name, "component", (note.label or note.full_name) if note else "")


def _in_comment(family: Family, head: str, line: int) -> Iterator[Offer]:
    if head.endswith("@"):
        yield from (Offer(tag, "tag", meaning) for tag, meaning in _tags(family, line).items())
    elif head.rstrip().endswith("@kind"):
        yield from (Offer(kind, "value") for kind in KINDS)
    elif head.rstrip().endswith(("@default", "@rest")):
        yield from (Offer(bit, "value") for bit in "01")
    elif head.rstrip().endswith("@update"):
        yield from (Offer(scheme, "value") for scheme in sorted(SCHEMES))
    elif re.search(r"@ignore(?:\s+LN\d+)*\s+$", head):
        yield from (Offer(code.name, "value", code.title) for code in CODES.values())
    elif _EVIDENCE.match(head):
        yield from _regulators(family, line)
        yield from _names(family)
    elif re.fullmatch(r"\s*#\s+", head):
        yield from (Offer(f"{sign} ", "sign", meaning) for sign, meaning in SIGNS.items())


def _tags(family: Family, line: int) -> dict[str, str]:
    """Return the tags that have a meaning in a line: of the model before its first rule, else of a component."""
    document = family.document
    documented = document is not None and any(line == n for block in document.documentation.values() for n, _ in block)
    firsts = [span[0] for span in (*document.spans, *document.broken)] if document is not None else []
    head = not documented and (not firsts or line < min(firsts))
    return {**METADATA, **TAGS} if head else {**TAGS}


def _regulators(family: Family, line: int) -> Iterator[Offer]:
    """Yield the regulators of the rule that a line of evidence stands above."""
    document = family.document
    if document is None:
        return
    for first, block in document.documentation.items():
        if block[0][0] <= line <= block[-1][0]:
            inside = [o for o in family.here.mentions if o.role == "regulator" and o.place.line >= first]
            span = next((s for s in (*document.spans, *document.broken) if s[0] == first), (first,))
            yield from (Offer(o.name, "component", "regulator") for o in inside if o.place.line in span)


def _in_statement(family: Family, text: str) -> Iterator[Offer]:
    if text.endswith("="):
        claims = _CLAIM.match(text) is not None
        yield from (Offer(value, "value", VALUES[value] if claims else "") for value in ("01*" if claims else "01"))
    elif not text:
        yield from (Offer(word, "word", meaning) for word, meaning in OPENINGS.items())
    elif text.startswith("test") and "@" in text:
        words = ["update"] if text.endswith("@") else sorted(SCHEMES)
        yield from (Offer(word, "word") for word in words)
    elif re.fullmatch(r"(?:all|some|no)\s+", text):
        yield Offer("attractor:" if text.startswith("some") else "attractors:", "word")
    elif re.fullmatch(r"then\s+", text):
        yield Offer("given", "word")
    elif (_CLAIM.match(text) and ":" in text) or _SETTING.match(text):
        yield from (Offer(f"{offer.text}=", "component", offer.detail) for offer in _names(family))
        if "given" in text and family.document is not None:
            yield from (Offer(name, "condition") for name in family.document.rules.conditions)
