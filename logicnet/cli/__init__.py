"""The command line: the only room that prints, and the only one that catches our exceptions."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

import click

from logicnet import __version__
from logicnet.cli import (
    behaviours,
    checking,
    conditions,
    dynamics,
    editing,
    explaining,
    formatting,
    joining,
    mutating,
    pictures,
    reach,
    reading,
    tabling,
)
from logicnet.errors import LimitReached, LogicnetError

USAGE, INCOMPLETE, INTERRUPTED = 2, 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Logical models: rule files in; exact attractors and paper-ready figures out.

    MODEL is a rule file (any name with a suffix or a slash), a shipped model's name, or - for standard input.

    \b
    Example:
      logicnet models
      logicnet attractors bone_metastasis --condition breast_tumour
      logicnet draw bone_metastasis -o figure.pdf

    Exit status: 0 answered, 2 usage or an unreadable file, 3 incomplete (a limit was hit), 130 interrupted.
    """


for _command in (
    *dynamics.COMMANDS,
    *reach.COMMANDS,
    *conditions.COMMANDS,
    *checking.COMMANDS,
    *behaviours.COMMANDS,
    *mutating.COMMANDS,
    *reading.COMMANDS,
    *formatting.COMMANDS,
    *explaining.COMMANDS,
    *tabling.COMMANDS,
    *joining.COMMANDS,
    *editing.COMMANDS,
    *pictures.COMMANDS,
):
    program.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status; a user's mistake is one message, never a traceback."""
    # A stream that the caller closed (`>&-`) is None: what would be written there is not wanted.
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    sys.set_int_max_str_digits(0)  # counts may have thousands of digits, and are exact
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_status(arguments))


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _status(arguments: Sequence[str] | None) -> int:
    try:
        return _told_status(arguments)
    except (BrokenPipeError, SystemExit):
        # The reader (head, less) has gone: nobody is left to tell. click turns its own broken pipe into SystemExit(1).
        nowhere = _nowhere()
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere.fileno(), stream.fileno())
        return 128 + signal.SIGPIPE


def _told_status(arguments: Sequence[str] | None) -> int:
    """Run a command and tell what stopped it; a broken pipe is the caller's."""
    try:
        status = program.main(arguments, prog_name="logicnet", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.ClickException as problem:
        problem.show()
        return USAGE
    except LimitReached as stop:
        click.echo(f"incomplete: {stop}", err=True)
        return INCOMPLETE
    except LogicnetError as problem:
        click.echo(problem if "\n" in str(problem) else f"error: {problem}", err=True)
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as problem:
        click.echo(f"error: cannot write: {problem.strerror or problem}", err=True)
        return USAGE
    except RecursionError:
        click.echo("error: the model nests too deeply for this command", err=True)
        return USAGE
    except MemoryError:
        click.echo("incomplete: out of memory", err=True)
        return INCOMPLETE
