"""Consoles that stay readable in a pipe, and text that cannot steer a terminal."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

__all__ = ["animated", "clean", "errors", "output", "say", "show_paths"]

#: C0 and C1 control characters but tab and newline, and the marks that turn the direction of writing.
_STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def output() -> Console:
    """Return the console of results: standard output."""
    return Console(highlight=False, emoji=False)


def errors() -> Console:
    """Return the console of progress and errors: standard error."""
    return Console(stderr=True, highlight=False, emoji=False)


def animated(console: Console) -> bool:
    """Whether a person watches `console`, so that a bar may move there.

    Forced colours, as build servers set them, do not make a terminal.
    """
    return sys.stderr.isatty() and console.is_terminal and not console.is_dumb_terminal


def clean(text: object) -> str:
    r"""Return text from data or paths without characters that steer a terminal.

    Parameters
    ----------
    text : object
        Anything that was read from outside.

    Returns
    -------
    str
        The text with ``?`` for each such character.

    Examples
    --------
    >>> clean("village\x1b[2J 7")
    'village?[2J 7'
    """
    return _STEERING.sub("?", str(text))


def say(console: Console, text: str = "", style: str = "") -> None:
    """Print one line as it is: no markup, and never broken, so that paths can be copied."""
    console.print(Text(clean(text), style=style), soft_wrap=True)


def show_paths(console: Console, paths: Mapping[str, Path]) -> None:
    """Print what lies where, one path a line."""
    width = max(map(cell_len, paths), default=0)
    say(console)
    for name, path in paths.items():
        say(console, f"  {name}{' ' * (width - cell_len(name))}  {path}")
