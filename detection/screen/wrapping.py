"""Break lines of mixed Chinese and English to a width that is counted in terminal cells."""

import re
from typing import Final

from rich.cells import cell_len

__all__ = ["wrapped"]

_WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_OPENING: Final = "（《「『【"
_CLOSING: Final = "，。、；：！？）》」』】…"
#: What stays in one piece: a Chinese character or a Latin word, with the punctuation that may not be parted from it.
_PIECE: Final = re.compile(
    f"[{_OPENING}]*(?:[{_WIDE}]|[^{_WIDE}{_OPENING}{_CLOSING}\\s]+)?[{_CLOSING}]+|"
    f"[{_OPENING}]*(?:[{_WIDE}]|[^{_WIDE}{_OPENING}{_CLOSING}\\s]+)|\\s+|."
)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells.

    Chinese may break after any character, but no line begins with a closing mark or ends with an opening one;
    English breaks between words.  A word wider than a line is cut.

    Parameters
    ----------
    text : str
        One paragraph.
    width : int
        Cells of a line, at least 2; a Chinese character takes two.

    Returns
    -------
    list of str
        Lines without blanks at their ends; no line for an empty text.

    Examples
    --------
    >>> wrapped("公示2天，少于7天。", 10)
    ['公示2天，', '少于7天。']
    """
    lines, line = [], ""
    for piece in _pieces(text, width):
        if line and cell_len(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _pieces(text: str, width: int) -> list[str]:
    return [part for piece in _PIECE.findall(text) for part in _cut(piece, width)]


def _cut(piece: str, width: int) -> list[str]:
    """Cut what is wider than a whole line."""
    parts = [""]
    for character in piece:
        if cell_len(parts[-1] + character) > width:
            parts.append("")
        parts[-1] += character
    return parts
