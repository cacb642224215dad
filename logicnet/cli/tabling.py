"""The commands under table: all rules for a paper's supplement, and where each statement of the sources is covered."""

from __future__ import annotations

from pathlib import Path

import click

from logicnet.cli.options import (
    complete_models,
    emit,
    format_for,
    load_cited,
    model_argument,
    output_options,
    tell_warnings,
)

UNCOVERED = 1


@click.group()
def table() -> None:
    """Make tables for a paper.

    \b
    Example:
      logicnet table rules core_axis --format latex -o supplement.tex
      logicnet table statements core_axis --of STATEMENTS.tsv -o COVERAGE.md
    """


@table.command()
@model_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(("markdown", "latex", "csv")),
    help="Default: by FILE's suffix, else markdown.",
)
@click.option("--standalone", is_flag=True, help="A whole LaTeX document, not a piece to \\input.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file.")
def rules(model: str, form: str | None, standalone: bool, output: Path | None) -> None:
    """Make the table of all rules of MODEL: component, display name, group, rule, evidence with references.

    LaTeX is a longtable that cites the keys of the bibliography.

    \b
    Example:
      logicnet table rules core_axis --format markdown
      logicnet table rules bone_metastasis --standalone -o supplement.tex
    """
    from logicnet.tables.rules import rules_latex, rules_table

    suffixes = {".tex": "latex", ".csv": "csv", ".md": "markdown"}
    if output is not None and output.suffix.lower() not in (*suffixes, ""):
        raise click.BadParameter(f"the table is written to {', '.join(suffixes)}", param_hint="-o")
    format_for(None, output)
    form = form or (suffixes.get(output.suffix.lower(), "markdown") if output else "markdown")
    if standalone and form != "latex":
        raise click.UsageError("--standalone is for --format latex")
    read, references, _ = load_cited(model)
    if form == "latex":
        emit(rules_latex(read, references, standalone), output)
    else:
        made = rules_table(read, references, links=form == "markdown")
        emit(made.csv() if form == "csv" else made.markdown(), output)


@table.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", shell_complete=complete_models)
@click.option("--of", default="", metavar="STATEMENTS.tsv", help="The list of all statements, tab-separated.")
@output_options
def statements(files: tuple[str, ...], of: str, form: str | None, output: Path | None) -> int:
    """Tell where each statement of the sources is covered: by the rules whose evidence names it, and by which tests.

    FILE is a model or a .tests file. A statement's number stands in brackets at the end of a line of evidence or in
    the head of a test, as in [A12 B59]; what is an identifier or a key of the bibliography is none. The list of
    statements has the columns no, statement, source, expressible (rule, phenotype, both, or nothing) and why_not.

    \b
    Example:
      logicnet table statements core_axis bone_metastasis
      logicnet table statements rules/ --of STATEMENTS.tsv -o COVERAGE.md

    Exit status: 0 covered, 1 a statement is not covered or a key is not in the list, 2 usage or an unreadable file.
    """
    from logicnet.authoring.coverage import coverage, load_statements, readings_of
    from logicnet.authoring.coverage.report import complaints, markdown, readable, table, to_json
    from logicnet.loading import rule_files

    form = format_for(form, output)
    if of and output is not None and output.resolve() == Path(of).resolve():
        raise click.BadParameter(f"{output} is the list of statements", param_hint="-o")
    listed = load_statements(of) if of else ()
    readings = readings_of(rule_files(files))
    tell_warnings(finding for reading in readings for finding in reading.findings)
    found = coverage(readings, listed, of)
    made = {"json": to_json, "csv": lambda answer: table(answer).csv(), "markdown": markdown, "table": readable}
    emit(made[form](found), output)
    for complaint in complaints(found):
        click.echo(complaint, err=True)
    return 0 if found.complete else UNCOVERED


COMMANDS = (table,)
