"""The bibliography behind a model, and what a line of evidence may name as its source."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from logicnet import shipped_models
from logicnet.errors import BibliographyError, FileAccessError
from logicnet.formats.bnet import read
from logicnet.loading import load_rules
from logicnet.references import Reference, bibliography_of, link_of, problem_of_source, references_of

ENTRIES = r"""
Text between entries is skipped, as BibTeX does.
@string{jci = "J Clin Invest"}
@Article{Mueller2001,
  author = {M{\"u}ller, J{\o}rgen and G\'omez, {\L}ukasz and {The Bone Consortium} and others},
  title = {The {NF}-$\kappa$B axis: 50% \& more},
  journal = jci, year = 2001, volume = 7, pages = "12--19",
  doi = {https://doi.org/10.1000/a\_b(1)}, pmcid = {PMC12},
  keywords = {bone, seen},
}
@incollection(TWO, editor = "Ada Lovelace and van der Berg, Jean-Paul", booktitle = {Bones}, year = 1999)
@misc{NONE, note = {to be found}, archiveprefix = {arXiv}, eprint = {2109.05920}}
"""


def written(folder: Path, text: str, name: str = "x.bib") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_entries_are_read_as_plain_text(tmp_path: Path) -> None:
    found = references_of(written(tmp_path, ENTRIES))
    assert list(found) == ["Mueller2001", "TWO", "NONE"]
    one, two, none = found.values()
    assert one == Reference(
        "Mueller2001",
        "article",
        ("Müller, J.", "Gómez, Ł.", "The Bone Consortium", "others"),
        "2001",
        "The NF-κB axis: 50% & more",
        "J Clin Invest",
        "7",
        "12–19",
        "10.1000/a_b(1)",
        pmcid="12",
        keywords=("bone", "seen"),
    )
    assert (one.short, one.where, one.source) == (
        "Müller et al. 2001",
        "J Clin Invest 7:12–19",
        "DOI:10.1000/a_b(1)",
    )
    assert (two.authors, two.short, two.journal) == (
        ("Lovelace, A.", "van der Berg, J.-P."),
        "Lovelace & van der Berg 1999",
        "Bones",
    )
    assert (none.short, none.source, none.status, one.status) == ("NONE", "ARXIV:2109.05920", "", "seen")


@pytest.mark.parametrize("model", sorted(shipped_models()))
def test_every_source_of_the_shipped_models_is_known(model: str) -> None:
    rules = load_rules(model)
    [path] = bibliography_of(rules.metadata, shipped_models()[model])
    keys = references_of(path)
    assert all(entry.status for entry in keys.values())
    sources = {s for rule in rules.rules for e in rule.annotation.evidence for s in e.sources}
    assert len(sources) > 3
    assert not [s for s in sources if problem_of_source(s, keys)]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("@article{A, title={x}\n author={y}}", 2, "expected"),
        ("\n\n@article{A, title={x}", 3, "end of file"),
        ("@article{A, year=1}\n@misc{B, year=1}\n@article{A, year=2}", 3, "repeated"),
        ("@misc{B, year=1}\n@article{A,\n year=1,\n year=2}", 2, "duplicate"),
        ("@article{A, journal=jci}", 1, "undefined string"),
        ("@article{A, author={a, b, c, d, e}}", None, "commas"),
        ("@article{, title={x}}", 1, "key"),
    ],
)
def test_a_damaged_bibliography_is_one_error_with_its_place(
    tmp_path: Path, text: str, line: int | None, told: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BibliographyError) as raised:
        references_of(path)
    message = str(raised.value)
    assert message.startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert told in message
    assert "\n" not in message
    assert "in line" not in message  # told once, in front


@pytest.mark.parametrize("title", [r"a \}", "a {b} $", r"\frac{a} $x", r"\unknown{x}"])
def test_odd_latex_keeps_the_entry(tmp_path: Path, title: str) -> None:
    found = references_of(written(tmp_path, f"@article{{A, title={{{title}}}, author={{,}}}}"))
    assert found["A"].title


def test_any_damage_is_one_error_or_none(tmp_path: Path) -> None:
    random, whole = Random(1), (shipped_models()["core_axis"].parent / "references.bib").read_text("utf-8")
    pieces = [*'{}@,="#\\$%\n~^&_', "\\'", " and ", "\\"]
    messages = []
    for _ in range(400):
        signs = list(whole)
        for _ in range(random.randint(1, 3)):
            start = random.randrange(len(signs))
            signs[start : start + random.choice((0, 1, 5))] = random.choice(pieces)
        try:
            references_of(written(tmp_path, "".join(signs)))
        except BibliographyError as problem:
            messages.append(str(problem))
    assert 0 < len(messages) < 400
    form = re.compile(rf"{re.escape(str(tmp_path))}/x\.bib(:\d+)?: the bibliography cannot be read: .")
    assert not [message for message in messages if not form.match(message)]


def test_a_bibliography_that_is_missing_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=re.escape(str(tmp_path / "no.bib"))):
        references_of(tmp_path / "no.bib")
    latin = tmp_path / "latin.bib"
    latin.write_bytes(b"@misc{A,\n author={M\xfcller}}")
    with pytest.raises(BibliographyError, match=r"latin\.bib:2: .*UTF-8"):
        references_of(latin)


def test_where_a_bibliography_is_looked_for() -> None:
    assert bibliography_of({}, Path("a/m.bnet")) == ()
    two = bibliography_of({"bibliography": "r.bib, ../s.bib"}, Path("a/m.bnet"))
    assert two == (Path("a/r.bib"), Path("a/../s.bib"))
    assert bibliography_of({"bibliography": "r.bib"}, None) == (Path("r.bib"),)


KEYS = {"SEED0", "YASUDA98", "smith:2004"}


@pytest.mark.parametrize(
    "word",
    [
        "PMID:9108485", "PMC:2213228", "PMC:PMC2213228", "DOI:10.1038/35002131", "DOI:10.1002/(SICI)1097-0134(1997)",
        "ARXIV:2109.05920v2", "ARXIV:math.GT/0309136", "URL:https://example.org/a?b=c", "SEED0", "smith:2004",
    ],
)  # fmt: skip
def test_well_formed_sources(word: str) -> None:
    assert problem_of_source(word, KEYS) == ""


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("PMID:abc", "PMID:9108485"),
        ("PMID:", "without a space"),
        ("PMID", "without a space"),
        ("PMID:0", "malformed"),
        ("PMC:x", "malformed"),
        ("DOI:11.1038/1", "malformed"),
        ("ARXIV:12", "malformed"),
        ("URL:example.org", "malformed"),
        ("PMDI:123", "did you mean PMID:123?"),
        ("pmid:123", "did you mean PMID:123?"),
        ("WHAT:1", "known are PMID, PMC, DOI, ARXIV, URL"),
        ("10.1038/35002131", "DOI:10.1038/35002131"),
        ("https://example.org", "URL:https://example.org"),
        ("SEED00", "did you mean SEED0?"),
        ("seed0", "did you mean SEED0?"),
        ("ABC", "no entry ABC"),
    ],
)
def test_sources_with_something_wrong(word: str, told: str) -> None:
    assert told in problem_of_source(word, KEYS)


def test_without_a_bibliography_any_key_passes() -> None:
    assert problem_of_source("ABC") == ""
    assert problem_of_source("ABC:1") != ""


def test_links() -> None:
    assert link_of("PMID:12") == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert link_of("PMC:PMC12") == link_of("PMC:12") == "https://pmc.ncbi.nlm.nih.gov/articles/PMC12/"
    assert link_of("DOI:10.1038/1") == "https://doi.org/10.1038/1"
    assert link_of("SEED0") == link_of("PMID:x") == ""


@pytest.mark.parametrize(
    ("line", "sources", "note"),
    [
        ("PMID:abc seen", ("PMID:abc",), "seen"),
        ("PMDI:123 PMID: 44 seen", ("PMDI:123", "PMID:"), "44 seen"),
        ("pmid:12 https://a.org/b 10.1038/12 note", ("pmid:12", "https://a.org/b", "10.1038/12"), "note"),
        ("Smith2004 smith_2004b raises it", ("Smith2004", "smith_2004b"), "raises it"),
        ("SEED0 SEED3  RANKL binds RANK", ("SEED0", "SEED3"), "RANKL binds RANK"),
        ("SEED0\tDAP12 acts", ("SEED0",), "DAP12 acts"),
        ("SEED0  SEED3 YASUDA98  TRAF6 acts", ("SEED0", "SEED3", "YASUDA98"), "TRAF6 acts"),
        ("SEED0  PMID:12  RANKL binds", ("SEED0", "PMID:12"), "RANKL binds"),
        ("p53 lowers it: a note", (), "p53 lowers it: a note"),
        ("note: it rises", (), "note: it rises"),
    ],
)
def test_a_malformed_source_stays_a_source(line: str, sources: tuple[str, ...], note: str) -> None:
    rules = read(f"# logicnet: 1\ntargets, factors\n\n#   + B  {line}\nA, B\nB, B\n", "x.bnet", "x")
    [evidence] = rules.rules[0].annotation.evidence
    assert (evidence.sources, evidence.note) == (sources, note)


def test_the_library_is_imported_late() -> None:
    code = "import sys, logicnet.references; logicnet.references.problem_of_source('A'); print('pybtex' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
