"""Quotation marks that only stand round whole cells, and so can be taken off before a line is cut."""

from pathlib import Path
from typing import Final

import numpy as np

__all__ = ["only_round_cells"]

BLOCK: Final = 8 << 20
QUOTE, FEED, RETURN = b'"\n\r'


def only_round_cells(path: Path, delimiter: str) -> bool:
    """Tell whether each quotation mark of a UTF-8 file opens or closes a cell that has no delimiter and no line end.

    Then a line without its quotation marks, cut at the delimiter, gives the cells.

    Parameters
    ----------
    path : Path
        A text file, whose lines end in LF or CR LF.
    delimiter : str
        One character.

    Returns
    -------
    bool
        False as well where the delimiter is no ASCII character.
    """
    if len(delimiter.encode()) != 1:
        return False
    mark, before, inside = delimiter.encode()[0], FEED, False
    with path.open("rb") as file:
        block = file.read(BLOCK).removeprefix(b"\xef\xbb\xbf")
        while block:
            following = file.read(BLOCK)
            after = following[0] if following else FEED
            if not _regular(np.frombuffer(block, np.uint8), mark, before, after, inside=inside):
                return False
            inside ^= bool(block.count(b'"') % 2)
            before, block = block[-1], following
    return not inside


def _regular(text: np.ndarray, delimiter: int, before: int, after: int, *, inside: bool) -> bool:
    """Tell it of one block, given the bytes around it and whether it begins inside a cell."""
    quotes = text == QUOTE
    within = np.logical_xor.accumulate(quotes) ^ inside
    ends = (text == delimiter) | (text == FEED) | (text == RETURN)
    if (ends & within).any():
        return False
    opening, closing = quotes & within, quotes & ~within
    free_before = np.concatenate(([before in (delimiter, FEED, RETURN)], ends[:-1]))
    free_after = np.concatenate((ends[1:], [after in (delimiter, FEED, RETURN)]))
    return bool((free_before[opening]).all() and (free_after[closing]).all())
