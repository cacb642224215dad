"""The command lsp: rule files in an editor."""

from __future__ import annotations

import sys

import click

NEEDED = {"pygls", "lsprotocol"}


@click.command()
def lsp() -> None:
    """Serve an editor: problems as one types, hover, definitions, rename, formatting, fixes, completion.

    The editor starts this command and talks to it on standard input and output (Language Server Protocol); the README
    says how for VS Code, Neovim, Helix and Emacs. It needs the extra logicnet[lsp].

    \b
    Example:
      pip install 'logicnet[lsp]'
      logicnet lsp
    """
    try:
        from logicnet.language_server.server import start
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in NEEDED:
            raise
        raise click.ClickException("the language server needs pygls: pip install 'logicnet[lsp]'") from None
    if sys.stdin is None:
        raise click.ClickException("there is no editor: standard input is closed")
    if sys.stdin.isatty():
        click.echo("waiting for an editor on standard input; end with Ctrl-C", err=True)
    start()


COMMANDS = (lsp,)
