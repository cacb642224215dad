"""Commands that write rule files anew: fmt, rename."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from logicnet.cli.options import complete_values, model_argument, refuse_shipped, tell_warnings
from logicnet.errors import FormatError, LogicnetError, RuleFileError

if TYPE_CHECKING:
    from logicnet.formats.bnet import Document
    from logicnet.loading import Text

CHANGED, REFUSED = 1, 2


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change, and exit with 1 if any.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def fmt(files: tuple[str, ...], check: bool, diff: bool) -> int:
    """Put rule files into the portable form, which other tools read as the same model.

    One rule a line in the operators & | ! ( ), comments in lines of their own, names of letters, digits and _, UTF-8
    with LF. Comments, order and the author's own expressions stay. A file is replaced in one step, or left as it was:
    a file with errors always. The name - reads standard input and writes to standard output.

    \b
    Example:
      logicnet fmt model.bnet
      logicnet fmt --check --diff rules/
    """
    from logicnet.loading import rule_files

    return max([_formatted(file, check, diff) for file in rule_files(files, (".bnet",))])


def _formatted(file: str, check: bool, diff: bool) -> int:
    """Format one file and tell of it; return its exit status."""
    try:
        return _format(file, check, diff)
    except LogicnetError as problem:
        click.echo(problem if "\n" in str(problem) else f"error: {problem}", err=True)
        return REFUSED


def _format(file: str, check: bool, diff: bool) -> int:
    from logicnet.authoring.formatting import formatted
    from logicnet.loading.writing import write_back

    showing = check or diff
    text, document = _read(file, writing=not showing)
    result = formatted(document)
    _tell(document, result.renamed)
    changed = text.mark or result.text != text.content
    if showing:
        if changed:
            name = f"{text.file}\n".encode(errors="surrogateescape")
            click.echo(_difference(text, result.text) if diff else name, nl=False)
        return CHANGED if changed and check else 0
    if text.path is None:
        click.echo(result.text.encode(), nl=False)
    elif changed:
        write_back({text.path: result.text})
        click.echo(f"formatted {text.file}", err=True)
    return 0


def _read(file: str, writing: bool) -> tuple[Text, Document]:
    """Read a rule file as it is written; refuse one with errors, and a shipped one that was not named by its path."""
    from logicnet.loading import load_document

    if writing:
        refuse_shipped(file)
    text, document = load_document(file)
    if document.refused:
        raise RuleFileError(document.findings)
    return text, document


def _tell(document: Document, renamed: Mapping[str, str]) -> None:
    """Tell what a user has to know: names that are new, and names that look like mistakes and were left."""
    from logicnet.formats.bnet.ignoring import heeded

    for old, new in renamed.items():
        click.echo(f"{document.source.file}: {old} is now called {new}", err=True)
    tell_warnings(heeded(document, [finding for finding in document.findings if finding.code == "LN104"]))


def _difference(text: Text, new: str) -> bytes:
    """Return a unified diff of a file and what it is to become."""
    import difflib

    # Lines end at LF only: what else some call a line end must not break a line of the diff.
    before, after = (list(io.StringIO(part, newline="\n")) for part in (_marked(text, text.content), new))
    return "".join(_ended(difflib.unified_diff(before, after, text.file, text.file))).encode(errors="surrogateescape")


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@click.command()
@model_argument
@click.argument("old", shell_complete=complete_values)
@click.argument("new")
@click.argument("tests", nargs=-1, type=click.Path())
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def rename(model: str, old: str, new: str, tests: tuple[str, ...], diff: bool) -> int:
    """Call the component OLD of MODEL by the name NEW: in rules, evidence and behavioural tests.

    TESTS are files of behavioural tests (.tests) on the same model: they are changed too, all files or none. Comments
    are prose and stay as they are. With - for MODEL the result goes to standard output.

    \b
    Example:
      logicnet rename model.bnet OC Osteoclast
      logicnet rename model.bnet OC Osteoclast model.tests --diff
    """
    from logicnet.authoring.renaming import renamed
    from logicnet.loading.writing import write_back

    text, document = _read(model, writing=not diff)
    texts = [text, *(_tests(test) for test in dict.fromkeys(tests))]
    result = renamed(text.content, document, old, new, {other.file: other.content for other in texts[1:]})
    _tell_of_tests(texts, old)
    if diff:
        click.echo(b"".join(_difference(other, _marked(other, result.texts[other.file])) for other in texts), nl=False)
        return 0
    write_back({t.path: _marked(t, result.texts[t.file]) for t in texts if t.path is not None})
    if text.path is None:
        click.echo(_marked(text, result.texts[text.file]).encode(), nl=False)
    lines = len({place[:2] for place in result.places})
    click.echo(f"{old} is now called {new}: {_of(len(result.places), 'mention')} in {_of(lines, 'line')}", err=True)
    return 0


def _tell_of_tests(texts: Sequence[Text], old: str) -> None:
    """Tell of the tests beside a model that nobody named, where they speak of the component, too."""
    from logicnet.authoring.renaming import speaks_of
    from logicnet.loading import TESTS, load_text

    twin = texts[0].path.with_suffix(TESTS) if texts[0].path is not None else None
    named = [text.path.resolve() for text in texts if text.path is not None]
    if twin is None or not twin.is_file() or twin.resolve() in named:
        return
    try:
        content = load_text(twin, (TESTS,)).content
    except LogicnetError:  # not even text: no test of this model
        return
    if speaks_of(content, old):
        click.echo(f"note: {twin} speaks of {old}, too, and stays as it is: it was not named", err=True)


def _tests(file: str) -> Text:
    from logicnet.loading import TESTS, load_text

    text = load_text(file, (TESTS,))
    if text.suffix.lower() != TESTS:
        raise FormatError(f"{text.file} is no file of behavioural tests ({TESTS})")
    return text


def _marked(text: Text, content: str) -> str:
    """Return a text with the byte-order mark that the file had."""
    return "\ufeff" * text.mark + content


def _of(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


COMMANDS = (fmt, rename)
