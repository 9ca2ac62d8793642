"""One record cut into cells the way the `csv` module does it, without its limits."""

import re
from typing import Final, NamedTuple

__all__ = ["Cut", "cut", "fitted", "is_blank"]

_QUOTED: Final = re.compile(r'(?:[^"]++|"")*+')


class Cut(NamedTuple):
    """The cells of a record, and whether nothing but a delimiter follows each quotation mark that closes a cell."""

    cells: list[str]
    whole: bool


def cut(text: str, delimiter: str) -> Cut | None:
    r"""Cut a record into cells.

    Parameters
    ----------
    text : str
        A record without its line end.
    delimiter : str
        One character.

    Returns
    -------
    Cut or None
        None if a quotation mark at the start of a cell is not closed.

    Examples
    --------
    >>> cut('1,"a ""b"", c",d"e', ",")
    Cut(cells=['1', 'a "b", c', 'd"e'], whole=True)
    >>> cut('1,"a', ",") is None
    True
    """
    if '"' not in text:
        return Cut(text.split(delimiter), whole=True)
    cells, whole, start = [], True, 0
    while True:
        opening = ""
        if text.startswith('"', start):
            match = _QUOTED.match(text, start + 1)
            end = match.end() if match else start + 1
            if end == len(text):
                return None
            opening, start = text[start + 1 : end].replace('""', '"'), end + 1
            whole = whole and (start == len(text) or text[start] == delimiter)
        stop = text.find(delimiter, start)
        if stop < 0:
            cells.append(opening + text[start:])
            return Cut(cells, whole)
        cells.append(opening + text[start:stop])
        start = stop + 1


def fitted(cells: list[str], width: int) -> list[str]:
    """Return `cells` without empty ones beyond the header, if all beyond it are empty."""
    return cells[:width] if len(cells) > width and is_blank(cells[width:]) else cells


def is_blank(cells: list[str]) -> bool:
    """Tell whether no cell is filled."""
    return not "".join(cells).strip()
