"""Headings and paragraphs in the width of a terminal."""

from typing import Final

from rich.cells import cell_len
from rich.console import Console

from detection.screen.console import say
from detection.screen.wrapping import wrapped
from detection.session import Language

__all__ = ["LIST_MARKS", "headed", "heading", "paragraph"]

LIST_MARKS: Final = {Language.ZH: "；", Language.EN: ", "}
"""Between the names of a list."""
NARROWEST: Final = 20
"""Cells that a paragraph takes at least."""
STEP: Final = "    "


def heading(console: Console, text: str) -> None:
    """Print a heading below an empty line."""
    say(console)
    paragraph(console, text, style="bold")


def headed(before: str, text: str, language: Language) -> str:
    """Return `text` behind what it is about and a colon.

    Examples
    --------
    >>> headed("经办人", "97 %", Language.ZH), headed("handler", "97 %", Language.EN)
    ('经办人：97 %', 'handler: 97 %')
    """
    return f"{before}：{text}" if language is Language.ZH else f"{before}: {text}"


def paragraph(console: Console, text: str, indent: str = "", style: str = "") -> None:
    """Print text broken to the width of the terminal, its further lines below the beginning of the first.

    Where `indent` leaves too little room, it stands on a line of its own.
    """
    if console.width - cell_len(indent) < NARROWEST and indent.strip():
        say(console, indent.rstrip(), style=style)
        indent = STEP
    room = max(console.width - cell_len(indent), NARROWEST)
    for number, line in enumerate(wrapped(text, room) or [""]):
        say(console, f"{' ' * cell_len(indent) if number else indent}{line}", style=style)
