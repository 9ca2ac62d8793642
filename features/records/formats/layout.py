"""The delimiter and the header of a text file, found in its first records."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from features.records.formats.cutting import fitted, is_blank
from features.records.formats.heading_rows import ROWS_SEARCHED, Heading, find_heading
from features.records.formats.records import Format, split_records

__all__ = ["DELIMITERS", "MAX_COLUMNS", "find_layout"]

DELIMITERS: Final = (",", "\t", ";", "|", "，", "、", "^")
"""What may stand between cells, the likelier first."""

MAX_COLUMNS: Final = 1_000
"""Columns that a table may have; one more is looked at."""

SAMPLE_RECORDS: Final = 100
SAMPLE_LINES: Final = 3_000


def find_layout(
    lines: Sequence[bytes], encoding: str, ending: bytes, known: Callable[[str], bool], *, tabs: bool = False
) -> tuple[Format, Heading]:
    """Find the delimiter and the header.

    The delimiter is the one that gives the most known names of columns; of equal ones, the one by which most records
    have as many cells as the header; of these, the one by which the header comes first.

    Parameters
    ----------
    lines : sequence of bytes
        The first lines of the file; at most 3,000 are looked at.
    encoding, ending
        As in `Format`.
    known : callable
        Whether a text is a known name of a column.
    tabs : bool
        Whether the name of the file says that tabs stand between its cells.

    Returns
    -------
    tuple of Format and Heading
        With an empty header if all lines are blank.
    """
    candidates = sorted(DELIMITERS, key=lambda delimiter: tabs and delimiter != "\t")
    found = [_tried(lines[:SAMPLE_LINES], Format(encoding, ending, delimiter), known) for delimiter in candidates]
    _, form, heading = max(found, key=lambda trial: trial[0])
    return form, heading


def _tried(
    lines: Sequence[bytes], form: Format, known: Callable[[str], bool]
) -> tuple[tuple[int, float, int], Format, Heading]:
    """Return how well a delimiter does, and the header by it."""
    rows = [record.cells[: MAX_COLUMNS + 1] for record in islice(split_records(lines, form), SAMPLE_RECORDS)]
    heading = find_heading(rows[:ROWS_SEARCHED], known)
    names = len({name for name in heading.header if name and known(name)})
    width = len(heading.header)
    below = [row for row in rows[heading.last + 1 :] if not is_blank(row)]
    even = sum(len(fitted(row, width)) == width for row in below)
    share = even / len(below) if below else 1.0
    return (names, share if width > 1 else 0.0, -heading.first), form, heading
