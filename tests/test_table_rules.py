"""table rules: the supplement's table says the same in Markdown, CSV and LaTeX, and the LaTeX can be set."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from command import run

from logicnet import shipped_models
from logicnet.expressions import parse
from logicnet.loading import load_rules
from logicnet.references import references_of
from logicnet.tables.latex import escaped

LONG = " | ".join(f"Regulator_number_{k} & !Inhibitor_{k}" for k in range(60))
HOSTILE = f"""# logicnet: 1
# @title  50% of $x_1 & more {{or}} less
# @bibliography  r.bib
targets, factors

#= Group #1 & α
# Full name  @label NF-κB_{{1}}
#   * KEY1 DOI:10.1002/(SICI)1&2_a%b#c  50 % of `it` | more ~ < 2^3 \\ "so" → β₂ and *this* [or] that_
#   + B_x  pmid:12 PMID:9108485  IFN-γ²
A, B_x & (C | D ^ !E)
#   * KEY2
#   *
B_x, B_x
# @default 0
C, C
#= Other group
LONG, {LONG}
# Back
#= Group #1 & α
D, 1
E, !(A & (B_x | E))
"""
BIB = r"""@article{KEY1, author={M{\"u}ller, A and others}, year=2001, title={Half \& half}, journal={J}, pmid={12}}
@misc{KEY2, note={nothing known}}"""
ENGINES = ("tectonic", "lualatex", "xelatex", "pdflatex")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "m.bnet").write_text(HOSTILE, "utf-8")
    (tmp_path / "r.bib").write_text(BIB, "utf-8")
    return tmp_path


def made(folder: Path, *options: str, model: str = "m.bnet") -> str:
    status, out, err = run("table", "rules", model, *options, cwd=folder)
    assert status == 0, err
    return out


def rows_of_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def cells(line: str) -> list[str]:
    """Split a row of a Markdown table; a bar behind a backslash is a letter."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


# --- CSV and Markdown -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", sorted(shipped_models()))
def test_csv_holds_every_component_with_a_rule_that_reads_back(model: str) -> None:
    import pandas

    text = made(Path(), "--format", "csv", model=model)
    frame = pandas.read_csv(io.StringIO(text), keep_default_na=False)
    assert list(frame.columns) == ["component", "display name", "group", "rule", "evidence"]
    assert frame.to_dict("records") == rows_of_csv(text)
    rules = {rule.target: rule for rule in load_rules(model).rules}
    assert sorted(frame["component"]) == sorted(rules)
    for row in rows_of_csv(text):
        rule = rules[row["component"]]
        assert row["display name"] == (rule.annotation.label or rule.target)
        assert row["group"] == rule.annotation.group
        if not row["rule"].startswith("input, "):
            assert parse(row["rule"]) == rule.expression
        for evidence in rule.annotation.evidence:
            assert evidence.note in row["evidence"]


def test_markdown_has_the_rows_of_csv_and_no_cell_breaks_the_table(hostile: Path) -> None:
    lines = made(hostile, "--format", "markdown").splitlines()
    assert all(len(cells(line)) == 5 for line in lines)
    assert cells(lines[0]) == ["component", "display name", "group", "rule", "evidence"]
    rows = {row[0]: row for row in map(cells, lines[2:])}
    csv_rows = rows_of_csv(made(hostile, "--format", "csv"))
    assert list(rows) == [row["component"] for row in csv_rows]
    assert rows["A"][3] == "B_x ∧ (C ∨ D ⊕ ¬E)"
    assert rows["B_x"][3:] == ["input, free", "KEY2"]
    assert rows["C"][3:] == ["input, 0 by default", ""]
    evidence = rows["A"][4]
    assert evidence.startswith(r"50 % of \`it\` \| more ~ \< 2^3 ")
    assert r"\*this\* \[or\] that\_" in evidence
    assert "[Müller et al. 2001](<https://pubmed.ncbi.nlm.nih.gov/12/>)" in evidence
    assert "](<https://doi.org/10.1002/(SICI)1&2_a%b#c>)" in evidence
    assert "<br>+ B_x: IFN-γ² (pmid:12, [PMID:9108485](<https://pubmed.ncbi.nlm.nih.gov/9108485/>))" in evidence


def test_components_of_a_reopened_group_stand_together_and_names_without_a_rule_come_last(hostile: Path) -> None:
    rows = rows_of_csv(made(hostile, "--format", "csv"))
    groups = [row["group"] for row in rows]
    assert groups == sorted(groups, key=("Group #1 & α", "Other group", "").index)
    assert rows[0]["evidence"].startswith("50 % of `it`")
    assert rows[-1] == {
        "component": "Inhibitor_59",
        "display name": "Inhibitor_59",
        "group": "",
        "rule": "input, free",
        "evidence": "",
    }


def test_the_suffix_names_the_format(hostile: Path) -> None:
    for suffix, form in ((".md", "markdown"), (".csv", "csv"), (".tex", "latex")):
        status, out, err = run("table", "rules", "m.bnet", "-o", f"t{suffix}", cwd=hostile)
        assert (status, out) == (0, "")
        assert f"wrote t{suffix}" in err
        assert (hostile / f"t{suffix}").read_text("utf-8") == made(hostile, "--format", form)


@pytest.mark.parametrize(
    "options", [("-o", "t.json"), ("-o", "m.bnet"), ("--standalone",), ("--format", "csv", "--standalone")]
)
def test_what_makes_no_sense_is_refused(hostile: Path, options: tuple[str, ...]) -> None:
    status, out, _ = run("table", "rules", "m.bnet", *options, cwd=hostile)
    assert (status, out) == (2, "")
    assert (hostile / "m.bnet").read_text("utf-8") == HOSTILE


# --- LaTeX ------------------------------------------------------------------------------------------------------------


def check_latex(text: str) -> None:
    """Check what TeX would stumble over: braces, groups, formulas, cells of each row, signs without an escape."""
    lines = [line for line in text.splitlines() if not line.startswith("%")]
    bare = re.sub(r"\\[\\&%$#_{}]", "", "\n".join(lines))  # escapes and line breaks taken out
    depth = 0
    for c in bare:
        depth += {"{": 1, "}": -1}.get(c, 0)
        assert depth >= 0
    assert depth == 0
    assert bare.count("$") % 2 == 0
    outside = re.sub(r"\$[^$]*\$", "", bare)
    assert not re.search(r"[%#^_]", re.sub(r"\\href\{[^}]*\}|\\cite\{[^}]*\}", "", outside))
    assert [*re.findall(r"\\begin\{(\w+)\}", bare)] == [*re.findall(r"\\end\{(\w+)\}", bare)][::-1]
    body = "\n".join(lines).partition(r"\endlastfoot")[2].partition(r"\end{longtable}")[0]
    for row in body.strip().splitlines():
        assert row.endswith((r" \\", r" \\*"))
        if not row.startswith(r"\multicolumn"):
            assert len(re.findall(r"(?<!\\)&", re.sub(r"\\href\{[^}]*\}", "", row))) == 3
    allowed = "–…’äöüÄÖÜßéèáóíúñçøåØÅłŁ"
    assert not {c for c in outside if not c.isascii() and c not in allowed}


def test_latex_has_every_row_and_balanced_braces(hostile: Path) -> None:
    text = made(hostile, "--format", "latex")
    check_latex(text)
    assert r"% \usepackage{array,booktabs,longtable,hyperref}" in text
    assert r"\textbf{Group \#1 \& $\alpha$}" in text
    assert r"NF-$\kappa$B\_\{1\}" in text
    assert r"B\_\allowbreak{}x $\land$ (C $\lor$ D $\oplus$ $\lnot$E)" in text
    assert r"~\cite{KEY1}" in text
    assert r"\href{https://pubmed.ncbi.nlm.nih.gov/9108485/}{PMID:9108485}" in text
    assert r"\href{https://doi.org/10.1002/(SICI)1\&2_a\%b\#c}{" in text
    assert r"$\beta$$_{2}$" in text
    assert r"IFN-$\gamma$$^{2}$" in text
    assert text.count("Group \\#1") == 1
    assert all(len(piece) < 80 for piece in re.search(r"Regulator.*", text).group().split(" $"))  # it can break


@pytest.mark.parametrize("model", sorted(shipped_models()))
def test_latex_of_the_shipped_models_cites_keys_of_their_bibliography(model: str) -> None:
    text = made(Path(), "--format", "latex", "--standalone", model=model)
    check_latex(text)
    keys = references_of(shipped_models()[model].parent / "references.bib")
    cited = {key for group in re.findall(r"\\cite\{([^}]*)\}", text) for key in group.split(",")}
    sources = {s for rule in load_rules(model).rules for e in rule.annotation.evidence for s in e.sources}
    assert cited == sources & set(keys)
    assert r"\bibliography{references}" in text


def test_letters_that_no_command_exists_for() -> None:
    assert escaped("ΑΒΓ αβγ ς ο Λ λ µ") == r"AB$\Gamma$ $\alpha$$\beta$$\gamma$ $\varsigma$ o $\Lambda$ $\lambda$ $\mu$"
    assert escaped("a\\b^c~d") == r"a\textbackslash{}b\textasciicircum{}c\textasciitilde{}d"
    assert escaped("Ca²⁺ H₂O ≥ → Müller") == r"Ca$^{2}$$^{+}$ H$_{2}$O $\ge$ $\to$ Müller"


@pytest.mark.parametrize("model", ["m.bnet", "bone_metastasis"])
def test_latex_compiles(hostile: Path, model: str) -> None:
    engine = next(filter(None, map(shutil.which, ENGINES)), None)
    if engine is None:
        pytest.skip(f"no TeX here: none of {', '.join(ENGINES)} is installed")
    (hostile / "t.tex").write_text(made(hostile, "--format", "latex", "--standalone", model=model), "utf-8")
    words = [engine, "t.tex"] if "tectonic" in engine else [engine, "-interaction=nonstopmode", "-halt-on-error", "t"]
    done = subprocess.run(words, cwd=hostile, capture_output=True, text=True, errors="replace", timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
    assert (hostile / "t.pdf").stat().st_size > 10_000
