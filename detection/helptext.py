"""The help of every command as one document: ``python -m detection.helptext > docs/help.md``."""

import sys
from collections.abc import Iterator
from typing import Any, Final

import typer

from detection.cli import app

__all__ = ["document"]

WIDTH: Final = 100
HEAD: Final = """\
# Help of every command

What `mingcha COMMAND --help` prints; written by `python -m detection.helptext`. [The command line](command-line.md)
says more.
"""


def document() -> str:
    """Return the help of ``mingcha`` and of each of its commands as Markdown."""
    parts = [f"## {title}\n\n```\n{text}\n```\n" for title, text in _helps(typer.main.get_command(app), "mingcha")]
    return "\n".join([HEAD, *parts])


def _helps(command: Any, name: str, parent: typer.Context | None = None) -> Iterator[tuple[str, str]]:
    context = typer.Context(command, parent=parent, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)
    yield context.command_path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    for child, below in getattr(command, "commands", {}).items():
        yield from _helps(below, child, context)


if __name__ == "__main__":
    sys.stdout.write(document())
