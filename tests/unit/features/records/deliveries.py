"""Deliveries made up record by record, in every form that a file may have, whose counts are known beforehand."""

import codecs
import csv
import io
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from hypothesis import strategies as st

__all__ = ["HEADER", "Written", "cells", "database", "forms", "numbers", "text_file", "workbook"]

HEADER = ("household_id", "received_on", "text")
ENCODINGS = (
    ("utf-8", b""),
    ("utf-8", codecs.BOM_UTF8),
    ("gb18030", b""),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
)
"""Encodings and the mark at the beginning."""

GOOD = tuple(("H", f"2020-{month:02}-{day:02}", "") for month in range(1, 10) for day in range(10, 20))
"""Rows in order, of which there are so many that the damaged ones are few."""

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=12)
telling = st.sampled_from(
    ("H", "2024-01-01", "合计", "", " ", "无", "'1", '"', '""', "=1+1", "2024年1月1日", "\u200b", "\0")
)
cells = st.one_of(texts, telling)
numbers = st.one_of(cells, st.none(), st.integers(-(10**6), 10**6), st.floats(-1e6, 1e6), st.binary(max_size=4))
forms = st.tuples(
    st.sampled_from(ENCODINGS),
    st.sampled_from(",;\t|"),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    st.sampled_from(("\n", "\r\n")),
)


class Written(NamedTuple):
    """What was written: how many records there are, and the bytes of each row of the file."""

    records: int
    lines: list[bytes]


def text_file(path: Path, rows: Sequence[Sequence[str]], form: tuple[tuple[str, bytes], str, Any, str]) -> Written:
    """Write a text file; a blank row is no record."""
    (encoding, mark), delimiter, quoting, end = form
    lines = []
    for row in (HEADER, *GOOD, *rows):
        line = io.StringIO()
        csv.writer(line, delimiter=delimiter, quoting=quoting, lineterminator="").writerow(row)
        lines.append(line.getvalue().encode(encoding))
    path.write_bytes(mark + b"".join(line + end.encode(encoding) for line in lines))
    return Written(len(GOOD) + sum(any(cell.strip() for cell in row) for row in rows), lines)


def workbook(path: Path, rows: Sequence[Sequence[Any]]) -> int:
    """Write a workbook and return the number of its records."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("信访投诉")
    for number, row in enumerate((HEADER, ("H", "2024-01-01", ""), *rows)):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(number, place, cell)
    book.close()
    return 1 + sum(any(_filled(cell) for cell in row) for row in rows)


def database(path: Path, rows: Sequence[Sequence[Any]]) -> int:
    """Write a database and return the number of its records; a row is as wide as its table."""
    wide = [(*row, None, None, None)[: len(HEADER)] for row in rows]
    connection = sqlite3.connect(path)
    connection.execute(f"CREATE TABLE complaints ({', '.join(HEADER)})")
    connection.executemany("INSERT INTO complaints VALUES (?, ?, ?)", [("H", "2024-01-01", ""), *wide])
    connection.commit()
    connection.close()
    return 1 + sum(any(cell not in (None, "") for cell in row) for row in wide)


def _filled(cell: Any) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else isinstance(cell, int | float)
