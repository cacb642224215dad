"""The literature behind a model: the BibTeX file that a rule file names (``@bibliography``), and what a source may be.

The one door to pybtex, which is imported when a bibliography is read. It was chosen over bibtexparser because it
refuses what BibTeX refuses (where a comma is missing that one reads half an entry in silence), keeps the name of a
consortium whole, and turns more of LaTeX's spelling into text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from logicnet.errors import BibliographyError, RuleFileError, nearest_names
from logicnet.loading import load_text

if TYPE_CHECKING:
    from pybtex.database import Entry, Person
    from pybtex.exceptions import PybtexError

STATUSES = ("seen", "title-only", "to-check")
OTHERS = "others"
_TEX = re.compile(r"[\\{}$~%#&^_`'\"-]")  # what means something to TeX

# What follows the colon of a source, how that is told, and what is linked to.
_KINDS: Mapping[str, tuple[re.Pattern[str], str, str]] = MappingProxyType(
    {
        "PMID": (re.compile(r"[1-9]\d{0,8}"), "PMID:9108485", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
        "PMC": (re.compile(r"(?:PMC)?[1-9]\d*"), "PMC:2213228", "https://pmc.ncbi.nlm.nih.gov/articles/PMC{}/"),
        "DOI": (re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+"), "DOI:10.1038/35002131", "https://doi.org/{}"),
        "ARXIV": (
            re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"),
            "ARXIV:2109.05920",
            "https://arxiv.org/abs/{}",
        ),
        "URL": (re.compile(r"https?://[^\s/]+\.?\S*"), "URL:https://example.org", "{}"),
    }
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a bibliography, as plain text; what the entry does not give is empty.

    Attributes
    ----------
    key, kind
        The entry's key, and its type (``article`` …) in lower case.
    authors
        Family name and initials of each author in order; ``others`` stands last where more are not named. Editors where
        there is no author.
    year, title, journal, volume, pages
        As given; `journal` is the book's title where a chapter is cited, or how it was published.
    doi, pmid, pmcid, arxiv, url
        Identifiers without a prefix.
    note
        What the writer of the bibliography remarks.
    keywords
        Among them how far the entry was checked (``seen``, ``title-only``, ``to-check``).
    """

    key: str
    kind: str
    authors: tuple[str, ...] = ()
    year: str = ""
    title: str = ""
    journal: str = ""
    volume: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    arxiv: str = ""
    url: str = ""
    note: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """How far the entry was checked, one of `STATUSES`; empty where it does not say."""
        return next((word for word in STATUSES if word in self.keywords), "")

    @property
    def short(self) -> str:
        """Who and when: ``Guise et al. 1996``, ``Roodman & Smith 2004``; the key where no author is given."""
        family = [author.partition(",")[0] for author in self.authors]
        if not family:
            return f"{self.key} {self.year}".strip()
        if len(family) == 2 and family[1] != OTHERS:
            return f"{family[0]} & {family[1]} {self.year}".strip()
        return f"{family[0]}{' et al.' * (len(family) > 1)} {self.year}".strip()

    @property
    def source(self) -> str:
        """The identifier that leads there soonest, written as a rule file does: ``PMID:…``, ``DOI:…`` …; else empty."""
        known = (
            ("PMID", self.pmid),
            ("DOI", self.doi),
            ("PMC", self.pmcid),
            ("ARXIV", self.arxiv),
            ("URL", self.url),
        )
        return next((f"{kind}:{value}" for kind, value in known if value), "")

    @property
    def where(self) -> str:
        """Journal, volume and first page: ``J Clin Invest 111:1221``."""
        pages = f":{self.pages}" if self.pages and self.volume else ""
        return " ".join(filter(None, (self.journal, self.volume + pages)))


def bibliography_of(metadata: Mapping[str, str], model: Path | None) -> tuple[Path, ...]:
    """Return the files that a model names as its bibliography, relative to the model's own, in their order.

    Parameters
    ----------
    metadata
        The model's metadata, of which ``bibliography`` is read: several files stand there with commas between them.
    model
        The model's file; None (standard input) looks in the current folder.
    """
    return tuple((model.parent if model else Path()) / name for name in bibliography_names(metadata))


def bibliography_names(metadata: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files of a bibliography as a model spells them."""
    return tuple(name.strip() for name in metadata.get("bibliography", "").split(",") if name.strip())


def references_of(*paths: Path) -> Mapping[str, Reference]:
    """Return the entries of BibTeX files by key, in the order of the files; of two with one key the first counts.

    Accents and the like are read as text, macros (``@string``) are put in; text between entries is skipped, as BibTeX
    does.

    Raises
    ------
    FileAccessError
        A file that cannot be read.
    BibliographyError
        One that is no BibTeX: its file, its line where that is known, and what is wrong.
    """
    found: dict[str, Reference] = {}
    for path in paths:
        found |= {key: entry for key, entry in _entries(path).items() if key not in found}
    return MappingProxyType(found)


def _entries(path: Path) -> dict[str, Reference]:
    from pybtex.database import parse_string
    from pybtex.exceptions import PybtexError

    content = _content(path)
    try:
        entries = parse_string(content, "bibtex").entries
        return {key: _reference(key, entry) for key, entry in entries.items()}
    except PybtexError as problem:
        raise BibliographyError(str(path), _line(problem, content), _told(problem)) from None


def _content(path: Path) -> str:
    try:
        return load_text(path, (path.suffix.lower(),)).content
    except RuleFileError as refused:  # its help speaks of rule files
        first = refused.diagnostics[0]
        raise BibliographyError(str(path), first.place.line, f"{first.message}; save it as UTF-8") from None


def _told(problem: PybtexError) -> str:
    """Return what is wrong without the place, which the library puts into the text."""
    return re.sub(r"^(?:syntax error|(undefined string)) in line \d+: ", r"\1 ", str(problem)).strip()


def _line(problem: PybtexError, content: str) -> int | None:
    """Return the line of a problem; of an entry's second field or a second entry, the library tells only the name."""
    line = getattr(problem, "lineno", None)
    if line is not None:
        return int(line)
    key = re.search(r"(?:repeated bibliography entry:|entry with key) (\S+)", str(problem))
    heads = re.finditer(rf"@\s*\w+\s*[{{(]\s*{re.escape(key.group(1))}\s*,", content, re.IGNORECASE) if key else ()
    last = max((head.start() for head in heads), default=None)
    return None if last is None else content.count("\n", 0, last) + 1


def _reference(key: str, entry: Entry) -> Reference:
    fields = entry.fields
    people = entry.persons.get("author") or entry.persons.get("editor") or ()
    arxiv = fields.get("eprint", "") if fields.get("archiveprefix", "").casefold() == "arxiv" else ""
    journal = (
        fields.get("journal")
        or fields.get("journaltitle")
        or fields.get("booktitle")
        or fields.get("howpublished")
        or ""
    )
    date = re.match(r"\d{4}", fields.get("date", ""))
    return Reference(
        key,
        entry.type.casefold(),
        tuple(_author(person) for person in people),
        _plain(fields.get("year", date.group() if date else "")),
        _plain(fields.get("title", "")),
        _plain(journal),
        _plain(fields.get("volume", "")),
        _plain(fields.get("pages", "")),
        re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)", "", _raw(fields.get("doi", "")), flags=re.IGNORECASE),
        _raw(fields.get("pmid", "")),
        _raw(fields.get("pmcid", "")).upper().removeprefix("PMC"),
        _raw(arxiv),
        _raw(fields.get("url", "")),
        _plain(fields.get("note", "")),
        tuple(word.strip() for word in re.split(r"[,;]", fields.get("keywords", "")) if word.strip()),
    )


def _plain(latex: str) -> str:
    """Return LaTeX as text; what cannot be decoded stays as it is written."""
    if not _TEX.search(latex):
        return " ".join(latex.split())
    from pybtex.exceptions import PybtexError
    from pybtex.richtext import Text

    try:
        # Percent signs begin no comment inside a field, whatever the decoder thinks.
        decoded = str(Text.from_latex(re.sub(r"(?<!\\)%", r"\\%", latex)))
    except (PybtexError, ValueError):
        decoded = latex
    return " ".join(decoded.replace("\N{NO-BREAK SPACE}", " ").split())


def _raw(identifier: str) -> str:
    """Return an identifier without what protects it in LaTeX."""
    return re.sub(r"\\([_%&#$])|[{}]", r"\1", identifier).strip()


def _author(person: Person) -> str:
    family = _plain(" ".join((*person.prelast_names, *person.last_names, *person.lineage_names)))
    given = " ".join(_plain(name) for name in (*person.first_names, *person.middle_names))
    initials = " ".join("-".join(_initial(part) for part in word.split("-") if part) for word in given.split())
    return f"{family}, {initials}" if initials else family


def _initial(name: str) -> str:
    return name if name.endswith(".") else f"{name[0]}."


# --- what evidence may name -------------------------------------------------------------------------------------------


def problem_of_source(word: str, keys: Collection[str] | None = None) -> str:
    """Tell what is wrong with a source as a line of evidence names it; empty where it is fine.

    Parameters
    ----------
    word
        ``PMID:…``, ``PMC:…``, ``DOI:…``, ``ARXIV:…``, ``URL:…``, or a key of the bibliography.
    keys
        The keys of the bibliography; None where there is none to look into, and then any key passes.

    Returns
    -------
    str
        One clause, such as ``PMID:abc has no number``, with what was probably meant; a pure function of its arguments.

    Examples
    --------
    >>> problem_of_source("PMID:9108485"), problem_of_source("YASUDA98", {"YASUDA98"})
    ('', '')
    >>> problem_of_source("PMDI:9108485")
    "unknown kind of source 'PMDI'; did you mean PMID:9108485?"
    """
    kind, colon, value = word.partition(":")
    if keys is not None and word in keys:
        return ""
    if kind in _KINDS:  # 'PMID 9108485' is one, too: its number stands apart
        form, example, _ = _KINDS[kind]
        if colon and form.fullmatch(value):
            return ""
        return f"{word} is malformed: written as in {example}, without a space"
    if re.match(r"https?://", word):
        return f"a link is written URL:{word}"
    if _KINDS["DOI"][0].fullmatch(word):
        return f"a DOI is written DOI:{word}"
    if keys is not None:
        near = nearest_names(word, keys, 1)
        if near or not colon:
            return f"no entry {word} in the bibliography" + (f"; did you mean {near[0]}?" if near else "")
    return _unknown_kind(kind, value) if colon else ""


def _unknown_kind(kind: str, value: str) -> str:
    near = nearest_names(kind, _KINDS, 1)
    hint = f"did you mean {near[0]}:{value}?" if near else f"known are {', '.join(_KINDS)}"
    return f"unknown kind of source {kind!r}; {hint}"


def link_of(word: str) -> str:
    """Return the address that a well-formed identifier leads to; empty for a key and for anything malformed."""
    kind, _, value = word.partition(":")
    if kind not in _KINDS or not _KINDS[kind][0].fullmatch(value):
        return ""
    return _KINDS[kind][2].format(value.removeprefix("PMC"))
