"""Annotations: the comment lines above a rule, and the metadata at the head of a file."""

from __future__ import annotations

import re
from collections.abc import Collection
from types import MappingProxyType

from logicnet.diagnostics import Place
from logicnet.errors import nearest_names
from logicnet.expressions.source import Source
from logicnet.expressions.tokens import composed
from logicnet.formats.bnet.behaviours import SCHEMES, keys_of
from logicnet.formats.bnet.document import EVIDENCE
from logicnet.rules import Annotation, Evidence

# What `logicnet join` reads in the head of a bridge between parts, any number of lines each: see `bridges`.
BRIDGING = {"owner", "gather", "resting"}
METADATA = {"title", "authors", "licence", "license", "doi", "version", "update", "bibliography", "ignore"} | BRIDGING
READ_ON_RULES = ("label", "kind", "default", "rest")
# Tags that the language names and nothing here reads.
KEPT_ON_RULES = ("hgnc", "uniprot", "chebi", "ignore")
LONGEST_LABEL = 16


_TAG = re.compile(r"(?:^|\s)@(\w[\w-]*)")
_STATEMENTS = re.compile(r"\s\[\s*(\w[\w\s,;]*)\]\s*$")
# What is meant as a source, well-formed or not: `PMDI:123`, `PMID:` and `https://…` must not pass for prose. A key is
# told by capitals, or by a year in it; so is a gene (`RANKL binds RANK`), unless a gap of two spaces ends the sources.
_PREFIXED = r"(?i:PMID|PMC|PMCID|DOI|ARXIV|URL):\S*|[A-Za-z]+:[^\s:]\S*|10\.\d{4,}/\S+"
_IDENTIFIER = re.compile(_PREFIXED)
_SOURCE = re.compile(_PREFIXED + r"|[A-Z][A-Za-z]*\d+[A-Z]?|[A-Z][A-Z0-9]+|[A-Za-z][\w:.+/-]*(?:19|20)\d\d[A-Za-z]*")
_GAP = re.compile(r"\s{2,}")

Lines = list[tuple[int, str]]


def metadata_of(source: Source, lines: Lines, known: Collection[str] = METADATA) -> dict[str, str]:
    """Return the metadata tags in a block of comment lines; one that is not `known` is told."""
    found = {}
    for number, line in lines:
        for key, value in tags_of(line.strip()[1:])[1].items():
            if key in known:
                found[key] = value
                _check_schemes(source, number, value if key == "update" else "")
            elif key not in BRIDGING:
                near = nearest_names(key, known, 1)
                hint = f"did you mean @{near[0]}?" if near else ""
                source.warn("LN303", source.place(number, 1, len(line)), f"unknown metadata tag @{key}", hint)
    return found


def _check_schemes(source: Source, number: int, value: str) -> None:
    for scheme in value.split():
        if scheme not in SCHEMES:
            place = source.place(number, source.lines[number].rfind(scheme) + 1, len(scheme))
            source.warn("LN305", place, f"@update takes {' or '.join(SCHEMES)}, not {scheme!r}")


def tags_of(text: str) -> tuple[str, dict[str, str]]:
    """Split a comment's text into prose and tags; a tag's value ends at the next ``@word``."""
    marks = list(_TAG.finditer(text))
    prose = text[: marks[0].start()].strip() if marks else text.strip()
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return prose, {mark.group(1): text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=False)}


def tags_in(line: str) -> list[tuple[str, int, int]]:
    """Return the tags of a comment line: each name with where its sign stands in the line and where its value ends."""
    marks = list(_TAG.finditer(line.replace("#", " ", 1)))
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    return [
        (mark.group(1), mark.start(1) - 1, mark.end() + len(line[mark.end() : end].rstrip()))
        for mark, end in zip(marks, ends, strict=False)
    ]


def annotation_of(source: Source, lines: Lines, group: str, regulators: set[str]) -> Annotation:
    """Return what a rule's documentation says; a malformed tag is an error or a warning at its place."""
    prose: list[str] = []
    tags: dict[str, str] = {}
    evidence: list[Evidence] = []
    for number, line in lines:
        declared = EVIDENCE.match(line.strip())
        if declared:
            line_evidence = _evidence(source, number, declared, regulators)
            if line_evidence is not None:
                evidence.append(line_evidence)
            continue
        words, found = tags_of(line.strip()[1:])
        if words:
            prose.append(words)
        for key, value in found.items():
            tags[key] = value
            _check_tag(source, number, key, value)
    return Annotation(
        full_name=prose[0] if prose else "",
        description=" ".join(prose[1:]),
        label=tags.pop("label", ""),
        kind=tags.pop("kind", ""),
        group=group,
        default=_bit(tags.pop("default", "")),
        rest=_bit(tags.pop("rest", "")),
        tags=MappingProxyType(tags),
        evidence=tuple(evidence),
    )


def _check_tag(source: Source, number: int, key: str, value: str) -> None:
    line = source.lines[number]
    place = source.place(number, line.find(f"@{key}") + 1, len(key) + 1)
    if key in ("default", "rest") and value not in ("0", "1"):
        source.error("LN305", place, f"@{key} takes 0 or 1, not {value!r}")
    elif key == "label" and len(value) > LONGEST_LABEL:
        source.warn("LN305", place, f"the label {value!r} is longer than {LONGEST_LABEL} characters")
    elif key in METADATA - {"ignore"}:
        source.warn("LN305", place, f"@{key} has no meaning on a rule", "it belongs before the header")
    elif key not in READ_ON_RULES and key not in KEPT_ON_RULES:
        _check_near_tag(source, place, key)


def _check_near_tag(source: Source, place: Place, key: str) -> None:
    """Any other tag is the author's own; but `@defualt 0` would leave an input free without a word."""
    import difflib  # late: only a tag of one's own needs it

    near = difflib.get_close_matches(key.casefold(), READ_ON_RULES, n=1, cutoff=0.75)
    if near:
        source.warn("LN303", place, f"@{key} is kept as a tag of your own", f"did you mean @{near[0]}?")


def _bit(text: str) -> int | None:
    return int(text) if text in ("0", "1") else None


def _evidence(source: Source, number: int, found: re.Match[str], regulators: set[str]) -> Evidence | None:
    sign, text = found.group(1), found.group(2).replace("\t", "  ")
    statements: tuple[str, ...] = ()
    closing = _STATEMENTS.search(text)
    if closing:
        statements = keys_of(closing.group(1))
        text = text[: closing.start()]
    spelt, _, text = ("", "", text) if sign == "*" else text.partition(" ")
    regulator = composed(spelt)
    if regulator and regulator not in regulators:
        line = source.lines[number]
        place = source.place(number, line.find(spelt) + 1, len(spelt))
        source.warn("LN304", place, f"{regulator} is no regulator of the rule below")
        return None
    words, count = text.split(), _sources(text.strip())
    return Evidence(sign, regulator, tuple(words[:count]), " ".join(words[count:]), statements)


def _sources(text: str) -> int:
    """Return how many words from the first are sources; behind a gap only what can hardly be prose is one."""
    count, form = 0, _SOURCE
    for part in _GAP.split(text):
        words = part.split()
        form = _SOURCE if all(map(_SOURCE.fullmatch, words)) else form
        found = next((k for k, word in enumerate(words) if not form.fullmatch(word)), len(words))
        count += found
        if found < len(words):
            break
        form = _IDENTIFIER
    return count
