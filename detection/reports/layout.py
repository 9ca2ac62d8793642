"""How much room text takes in a worksheet, whose readers do not all fit rows to their text by themselves."""

import math
import unicodedata
from collections.abc import Iterable

__all__ = ["row_height", "text_lines"]

_POINTS_PER_LINE = 15.0
_MAX_POINTS = 409.0


def text_lines(text: str, width: float) -> int:
    """Count the lines of a text that is wrapped in a column.

    Parameters
    ----------
    text : str
        Text with or without line breaks.
    width : float
        Width of the column in characters; a Chinese character takes two.

    Returns
    -------
    int
        At least one.

    Examples
    --------
    >>> text_lines("公示期不足七天", 10), text_lines("short", 10)
    (2, 1)
    """
    room = max(width - 1.0, 1.0)
    return sum(max(math.ceil(_units(line) / room), 1) for line in text.split("\n"))


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """Find the height of a row that shows all its texts.

    Parameters
    ----------
    texts : iterable of (str, float)
        The texts of the row and the widths of their columns.

    Returns
    -------
    float
        Height in points, at most what a worksheet allows.
    """
    lines = max((text_lines(text, width) for text, width in texts), default=1)
    return min(lines * _POINTS_PER_LINE + 3.0, _MAX_POINTS)


def _units(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
