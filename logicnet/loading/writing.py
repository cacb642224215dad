"""Writing in one step: beside the file, then renamed into its place."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from logicnet.errors import FileAccessError


@contextmanager
def _mended(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise FileAccessError(f"cannot write {path}: {problem.strerror or problem}") from None


def check_output(path: Path) -> None:
    """Raise `FileAccessError` where a file cannot be written: better before the work than after it."""
    if path.is_dir():
        raise FileAccessError(f"cannot write {path}: it is a folder")
    if not path.parent.is_dir():
        raise FileAccessError(f"cannot write {path}: there is no folder {path.parent}")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise FileAccessError(f"cannot write {path}: permission denied")


def write_output(path: Path, data: bytes, kinds: dict[str, tuple[bytes, ...]] | None = None) -> None:
    """Write a file in one step: beside its place first, then renamed, so that no half file is ever left.

    Parameters
    ----------
    kinds
        How files of each suffix begin; an existing file of another kind is not overwritten.

    Raises
    ------
    FileAccessError
        Where the place cannot be written, or holds a file of another kind.
    """
    check_output(path)
    with _mended(path):
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device such as /dev/stdout: nothing to rename
            return
        _refuse_other_kind(path, (kinds or {}).get(path.suffix.lower(), ()))
        place = Path(os.path.realpath(path))  # a link stays one, and leads to what is written
        temporary = _beside(place, data)
        try:
            os.replace(temporary, place)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def _beside(path: Path, data: bytes) -> Path:
    """Write what is to become a file into a new one beside it, with the same permissions."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(name, path.stat().st_mode if path.exists() else 0o666 & ~_umask())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def write_back(texts: Mapping[Path, str]) -> None:
    """Write changed texts over the files that they were read from, all of them or none.

    All are written beside their files before the first takes its place. A symbolic link stays one: the file that it
    leads to is replaced.

    Raises
    ------
    FileAccessError
        Where one of them cannot be written; all files are then as they were.
    """
    files = {Path(os.path.realpath(path)): text.encode() for path, text in texts.items()}
    for path in files:
        check_output(path)
        if not path.is_file():
            raise FileAccessError(f"cannot write {path}: it is no file that could be replaced")
    staged: dict[Path, Path] = {}
    before: dict[Path, bytes] = {}
    try:
        for path, data in files.items():
            with _mended(path):
                staged[path] = _beside(path, data)
        for path, temporary in staged.items():
            with _mended(path):
                before[path] = path.read_bytes()
                os.replace(temporary, path)
    except BaseException:
        for path, data in before.items():
            if not staged[path].exists():  # it has taken its place
                write_output(path, data)
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refuse_other_kind(path: Path, beginnings: tuple[bytes, ...]) -> None:
    if not beginnings or not path.is_file():
        return
    with path.open("rb") as stream:
        start = stream.read(64)
    if start and not start.startswith(beginnings):
        raise FileAccessError(f"{path} exists and is no {path.suffix} file; remove it or choose another name")
