"""The only room that knows files: a path, standard input or a shipped name to a network; writing in one step."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType

from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import FileAccessError, FormatError, RuleFileError, UnknownNameError
from logicnet.formats import FORMATS, format_of
from logicnet.formats.bnet import Document
from logicnet.formats.bnet.behaviours import Statements
from logicnet.formats.bnet.separate import model_named, read_tests
from logicnet.network import BooleanNetwork
from logicnet.rules import RuleSet

# Binary also where the system would mend line ends; so much is read at a time.
_READ, _CHUNK = os.O_RDONLY | getattr(os, "O_BINARY", 0), 1 << 16
# What no text holds, and what a terminal would obey.
_CONTROL = bytes((*range(0x09), *range(0x0E, 0x20), 0x7F))
# The suffix of files that hold nothing but tests.
TESTS = ".tests"
# How a path may end that has no name at its end, as a Path shows it.
_NO_NAME = ("", "/", os.sep, os.curdir)
# A wheel carries the rule files inside the package; a checkout (and an editable install) has them beside it.
_PACKAGE = Path(__file__).parent.parent
_FOLDERS = (_PACKAGE / "_shipped", _PACKAGE.parent / "rules")


def load(model: str | os.PathLike[str]) -> BooleanNetwork:
    """Load a network.

    Parameters
    ----------
    model
        A path (anything with a suffix or a separator), ``-`` for standard input, or a bare name: a shipped model's,
        else a file of that name in the current folder.

    Raises
    ------
    FileAccessError, FormatError, UnknownNameError
        Where there is nothing to read.
    RuleFileError
        Where what is there is no model; carries every finding.

    Examples
    --------
    >>> import logicnet
    >>> logicnet.load("core_axis")
    <BooleanNetwork 'core_axis': 22 components, 6 inputs>
    """
    return BooleanNetwork.from_rules(load_rules(model))


@dataclass(frozen=True, slots=True)
class Text:
    """A file that has been read.

    Attributes
    ----------
    content
        Decoded, without a byte-order mark; line ends as they are.
    file
        The file as the user named it, for places; ``<stdin>`` for standard input.
    name
        Without folder and suffix.
    suffix
        With its dot.
    mark
        Whether the file begins with a byte-order mark.
    stored
        Whether it was read from a file, and can be written back.
    """

    content: str
    file: str
    name: str
    suffix: str
    mark: bool = False
    stored: bool = False

    @property
    def path(self) -> Path | None:
        """Where it can be written back; None for standard input."""
        return Path(self.file) if self.stored else None


def load_rules(model: str | os.PathLike[str]) -> RuleSet:
    """Load a rule file as rules, annotations and tests, not yet linked; arguments and errors as `load`."""
    text = load_text(model)
    return format_of(text.suffix, text.content).read(text.content, text.file, text.name)


def load_text(model: str | os.PathLike[str], known: Collection[str] = FORMATS) -> Text:
    """Load a file as text; NUL and undecodable bytes are refused first (LN001). Arguments and errors as `load`.

    Parameters
    ----------
    known
        The suffixes that can be read.
    """
    shown = str(model)
    if shown == "-":
        return _text(_standard_input(), "<stdin>", "stdin", ".bnet")
    path = _find(shown, not isinstance(model, str))
    name, suffix = _name_of(path)
    return _text(_bytes_of(path, suffix, known), path, name, suffix, stored=True)


def load_document(model: str | os.PathLike[str]) -> tuple[Text, Document]:
    """Load a rule file as it is written, for those who change it; it may have errors. Arguments and errors as `load`.

    Raises
    ------
    FormatError
        Where it is written in a dialect that is only read.
    """
    text = load_text(model)
    form = format_of(text.suffix, text.content)
    if form.document is None:
        hint = "this command takes .bnet files, and 'logicnet join FILE -o NEW.bnet' makes one"
        raise FormatError(f"{text.file}: {form.title} are read, not changed; {hint}")
    return text, form.document(text.content, text.file, text.name)


def load_tests(tests: str | os.PathLike[str], network: BooleanNetwork) -> tuple[BooleanNetwork, tuple[Diagnostic, ...]]:
    """Load a ``.tests`` file on a model.

    Parameters
    ----------
    tests
        Its path.
    network
        The model that the tests are about.

    Returns
    -------
    BooleanNetwork, tuple of Diagnostic
        The model with the tests of the file in place of its own, with the conditions and classes of both; its
        ``@update`` is that of the file where it names one. And the warnings and notes of the file.

    Raises
    ------
    FileAccessError
        Where there is nothing to read.
    RuleFileError
        With every finding of the file, where one of them is an error.
    """
    return tests_on(load_text(tests, (TESTS,)), network)


def tests_on(text: Text, network: BooleanNetwork) -> tuple[BooleanNetwork, tuple[Diagnostic, ...]]:
    """Read the text of a ``.tests`` file on a model; result and errors as of `load_tests`."""
    usual = [name for name in network.inputs if network.annotations[name].default is not None]
    stated = Statements(dict(network.conditions), dict(network.classes))
    found = read_tests(text.content, text.file, network.names, usual, stated)
    metadata = {**network.metadata, **({"update": " ".join(found.updates)} if found.updates else {})}
    tested = replace(
        network,
        metadata=MappingProxyType(metadata),
        conditions=MappingProxyType(found.said.conditions),
        classes=MappingProxyType(found.said.classes),
        tests=tuple(found.said.tests),
    )
    return tested, found.findings


def model_of(tests: str | os.PathLike[str]) -> str | Path | None:
    """Return the model of a ``.tests`` file: the one that its line ``# @model`` names, else its namesake beside it.

    What is named is a shipped model, or a file beside the tests. None where there is neither a name nor a namesake.
    """
    text = load_text(tests, (TESTS,))
    named = model_named(text.content)
    if named in shipped_models():
        return named
    if named:
        return (text.path or Path()).parent / named
    namesake = text.path.with_suffix(".bnet") if text.path is not None else None
    return namesake if namesake is not None and namesake.is_file() else None


def model_needed(tests: str | os.PathLike[str]) -> str:
    """Return `model_of` a ``.tests`` file that no model stands before; raise `FileAccessError` where there is none."""
    named = model_of(tests)
    if named is None:
        hint = "name its model before it, or in a line '# @model NAME' at its head, or write it beside it"
        raise FileAccessError(f"{tests} holds tests, and no model stands before it: {hint}")
    return str(named)


def rule_files(given: Iterable[str], suffixes: Collection[str] = (".bnet", TESTS)) -> tuple[str, ...]:
    """Return files as a user named them; a folder stands for the rule files in it and in its folders, sorted.

    In a folder's place tests come behind their model. Tests of a model that is not in the folder come first of all,
    where no other model stands before them.

    Raises
    ------
    FileAccessError
        A folder without a rule file.
    """
    shipped = shipped_models()
    first: list[str] = []
    found: list[str] = []
    for name in given:
        homeless, files = _in_folder(name, suffixes) if os.path.isdir(name) and name not in shipped else ([], [name])
        first += homeless
        found += files
    return tuple(dict.fromkeys((*first, *found)))


def _in_folder(folder: str, suffixes: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the tests in a folder whose model is not in it, then its models, each with its tests behind it."""
    inside = (os.path.relpath(path, folder) for path in Path(folder).rglob("*") if path.suffix.lower() in suffixes)
    visible = sorted(path for path in inside if not any(part.startswith(".") for part in Path(path).parts))
    files = [os.path.join(folder, path) for path in visible if os.path.isfile(os.path.join(folder, path))]
    if not files:
        raise FileAccessError(f"no rule file ({' or '.join(suffixes)}) in the folder {folder}")
    models = [file for file in files if not file.lower().endswith(TESTS)]
    behind: dict[str, list[str]] = {}
    for file in files:
        if file.lower().endswith(TESTS):
            behind.setdefault(_named_by(file), []).append(file)
    known = {os.path.normpath(model) for model in models}
    homeless = [file for model, tests in behind.items() if model not in known for file in tests]
    return homeless, [file for model in models for file in (model, *behind.get(os.path.normpath(model), ()))]


def _named_by(tests: str) -> str:
    try:
        return os.path.normpath(model_of(tests) or "")
    except (FileAccessError, RuleFileError):
        return ""  # whoever opens it will tell


def text_of(data: bytes, file: str) -> Text:
    """Return a file's bytes as text, as `load_text` does with what it has read; NUL and the like are refused first."""
    path = Path(file)
    return _text(data, file, path.name.removesuffix(path.suffix), path.suffix)


def _text(data: bytes, file: str, name: str, suffix: str, stored: bool = False) -> Text:
    mark = data.startswith(b"\xef\xbb\xbf")
    return Text(_decoded(data[3:] if mark else data, file), file, name, suffix, mark, stored)


def read_bytes(data: bytes, file: str, name: str, suffix: str) -> RuleSet:
    """Decode and read a file's bytes; NUL and undecodable bytes are refused first (LN001)."""
    content = _text(data, file, name, suffix).content
    return format_of(suffix, content).read(content, file, name)


def shipped_models() -> dict[str, Path]:
    """Return the shipped rule files by name, sorted."""
    folder = next((f for f in _FOLDERS if f.is_dir() and any(f.glob("*.bnet"))), None)
    return {path.stem: path for path in sorted(folder.glob("*.bnet"))} if folder else {}


def _find(model: str, is_path: bool) -> str:
    # With os.path: a Path takes longer to make than a small model to compile. It is made for what it alone takes away.
    if is_path or not model or os.sep in model or "/" in model or _name_of(model)[1]:
        return str(Path(model)) if model[-1:] in _NO_NAME else model
    shipped = shipped_models()
    if model in shipped:
        return str(shipped[model])
    if os.path.exists(model):  # unlike Path.exists, false for a name that is too long
        return model
    files = [f"{model}{suffix}" for suffix in FORMATS if os.path.exists(f"{model}{suffix}")]
    raise UnknownNameError("model (neither a shipped one nor a file)", model, shipped, files)


def _name_of(path: str) -> tuple[str, str]:
    """Return the name of a file without folder and suffix, and its suffix; as a Path has it, which needs more time."""
    name = path[max(path.rfind("/"), path.rfind(os.sep)) + 1 :]
    dot = name.rfind(".")
    return (name[:dot], name[dot:]) if 0 < dot < len(name) - 1 else (name, "")


def _standard_input() -> bytes:
    if sys.stdin is None:  # the caller closed it (`<&-`)
        raise FileAccessError("cannot read standard input: it is closed")
    return sys.stdin.buffer.read()


def _bytes_of(model: str, suffix: str, known: Collection[str]) -> bytes:
    try:
        if suffix.lower() not in known:
            format_of(suffix)
        return _read(model)
    except (OSError, FormatError) as problem:
        path = Path(model)
        if path.is_dir():
            raise FileAccessError(f"{path} is a folder; name a rule file in it") from None
        if isinstance(problem, FormatError):
            raise
        raise FileAccessError(f"cannot read {path}: {problem.strerror or problem}") from None
    except ValueError:
        raise FileAccessError(f"cannot read {str(Path(model))!r}: not a path") from None


def _read(path: str) -> bytes:
    """Return what a file holds, with the fewest questions to the system: they take a tenth of the time of a model."""
    file = os.open(path, _READ)
    try:
        return b"".join(iter(partial(os.read, file, _CHUNK), b""))
    finally:
        os.close(file)


def _decoded(data: bytes, file: str) -> str:
    controlled = len(data.translate(None, _CONTROL)) < len(data)  # a fifth of the time that a pattern takes
    try:
        text = data.decode("utf-8")
        if not controlled:
            return text
        undecodable = len(data)
    except UnicodeDecodeError as problem:
        undecodable = problem.start
    bad = next((k for k, byte in enumerate(data) if byte in _CONTROL), len(data)) if controlled else len(data)
    if undecodable < bad:
        bad = undecodable
        what = f"byte 0x{data[bad]:02x}, which is not UTF-8"
    else:
        what = f"control character U+{data[bad]:04X}" if data[bad] else "a NUL byte"
    before = data[:bad].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    place = Place(file, line, column)
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    hint = "this looks like UTF-16: save it as UTF-8" if utf16 else "a rule file is UTF-8 text"
    finding = Diagnostic("LN001", Severity.ERROR, place, f"not a text file: {what}", hint)
    raise RuleFileError([finding])


__all__ = [
    "Text",
    "load",
    "load_document",
    "load_rules",
    "load_tests",
    "load_text",
    "model_needed",
    "model_of",
    "read_bytes",
    "rule_files",
    "shipped_models",
    "tests_on",
    "text_of",
]
