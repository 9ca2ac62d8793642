"""Plain text files, whose lines the engine reads and cuts by itself at full speed."""

import re
from typing import Final

from features.records.formats.heading_rows import TOTAL, TOTAL_FAULT
from features.records.formats.survey import UNUSED
from features.records.rule import Rule
from features.records.sheet import Sheet

__all__ = ["FEWER", "MORE", "RULES", "lines_scan", "path_literal"]

FEWER: Final = "fewer cells than the header"
MORE: Final = "more cells than the header"

RULES: Final[tuple[Rule, ...]] = (
    Rule(FEWER, "单元格少于表头"),
    Rule(MORE, "单元格多于表头"),
    Rule(TOTAL_FAULT, "合计行，不是记录"),
)

_BLANKS: Final = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What Python's `str.strip` takes for blank."""

LONGEST_LINE: Final = 4 << 20
"""Bytes; above what `survey` lets pass, so that the engine never refuses a line for its length."""


def path_literal(path: str) -> str:
    """Return the SQL string of a path, in which ``*``, ``?`` and ``[`` stand for themselves.

    Examples
    --------
    >>> path_literal("/data/名单[1].csv")
    "'/data/名单[[]1].csv'"
    """
    return _text(re.sub(r"([*?\[])", r"[\1]", path))


def lines_scan(sheet: Sheet) -> str:
    """Return the SQL of the records of a plain text file.

    A record is a line, numbered from 1 for the first line of the file; blank records are left out. Cells are NULL only
    where the line has fewer than the header. Empty cells beyond the header are nothing.

    Parameters
    ----------
    sheet : Sheet
        Of the form ``lines``.

    Returns
    -------
    str
        A query with ``_row``, ``_fault``, ``_line``, ``_first``, ``_last`` and the cells ``c0``, ``c1``, …

    Notes
    -----
    ``row_number() OVER ()`` numbers the lines as the file has them with any number of threads: a window without an
    order runs as a stream in insertion order, which the engine keeps even if ``preserve_insertion_order`` is off.
    """
    width, delimiter = len(sheet.header), _text(sheet.delimiter)
    filler = re.escape(sheet.delimiter) + _BLANKS + '"' * sheet.quoted
    text = "replace(_text, '\"', '')" if sheet.quoted else "_text"
    cells = "".join(f", _cells[{place + 1}] AS c{place}" for place in range(width))
    first = f"list_filter(_cells, lambda cell: trim(cell, {_text(_BLANKS)}) <> '')[1]"
    extra = f"trim(array_to_string(_cells[{width + 1}:], ''), {_text(_BLANKS)})"
    return f"""
        SELECT
            _row,
            CASE
                WHEN contains(_text, '计')
                    AND regexp_matches(trim({first}, {_text(_BLANKS)}), {_text(TOTAL)}, 's') THEN {_text(TOTAL_FAULT)}
                WHEN len(_cells) < {width} THEN {_text(FEWER)}
                WHEN len(_cells) > {width} AND {extra} <> '' THEN {_text(MORE)}
            END AS _fault,
            NULL::BLOB AS _line,
            _row AS _first,
            _row AS _last
            {cells}
        FROM (
            SELECT _row, _text, string_split({text}, {delimiter}) AS _cells
            FROM (
                SELECT row_number() OVER () AS _row, _text
                FROM read_csv(
                    {path_literal(str(sheet.path))},
                    auto_detect = false,
                    header = false,
                    delim = {_text(UNUSED.decode())},
                    quote = '',
                    escape = '',
                    max_line_size = {LONGEST_LINE},
                    columns = {{_text: 'VARCHAR'}}
                )
            )
            WHERE _row > {sheet.header_row} AND NOT regexp_full_match(_text, {_text(f"[{filler}]*")})
        )
    """


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
