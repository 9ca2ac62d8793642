"""The bytes of records as the file that arrived has them."""

import base64
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.records.formats.blocks import LINE_LIMIT, blocks, chunks, in_file, lines_in
from features.records.sheet import Sheet

__all__ = ["lines_of", "shown"]


def lines_of(sheet: Sheet, numbers: Iterable[int]) -> dict[int, bytes]:
    """Read the bytes of records again from the text file that they arrived in.

    Parameters
    ----------
    sheet : Sheet
        Of a text file; of any other nothing is returned.
    numbers : iterable of int
        Values of ``_row``.

    Returns
    -------
    dict of int to bytes
        By number; without the line end behind a record, but with those inside it. Of a row that is too long only the
        first megabyte.
    """
    if sheet.original is None:
        return {}
    path, wanted = sheet.original, set(numbers)
    ending = _ending(sheet, path)
    spans = {number: (number, number) for number in wanted} if sheet.form == "lines" else _spans(sheet, wanted)
    needed = sorted({line for first, last in spans.values() for line in range(first, last + 1)})
    lines = _physical(sheet, path, ending, needed)
    found: dict[int, bytes] = {}
    for number, (first, last) in sorted(spans.items()):
        if last not in lines:
            continue
        joined = ending.join(lines[line] for line in range(first, last + 1))
        found[number] = in_file(joined.removesuffix(b"\r")[:LINE_LIMIT], sheet.encoding)
    return found


def _ending(sheet: Sheet, path: Path) -> bytes:
    """Return the byte that ends a line: LF if the file has any."""
    return b"\n" if any(b"\n" in chunk for chunk in chunks(path, sheet.encoding)) else b"\r"


def _spans(sheet: Sheet, wanted: set[int]) -> dict[int, tuple[int, int]]:
    """Return the physical lines, first and last, of records in a transcript."""
    spans: dict[int, tuple[int, int]] = {}
    numbers = pa.array(sorted(wanted), pa.int64())
    for batch in pq.ParquetFile(sheet.path).iter_batches(columns=["_row", "_first", "_last"]):
        found = batch.filter(pc.is_in(batch.column("_row"), value_set=numbers)).to_pydict()
        spans |= {
            row: (first, last) for row, first, last in zip(found["_row"], found["_first"], found["_last"], strict=True)
        }
    return spans


def _physical(sheet: Sheet, path: Path, ending: bytes, wanted: list[int]) -> dict[int, bytes]:
    """Return physical lines by number; blocks without one that is wanted are only counted."""
    found: dict[int, bytes] = {}
    before = 0
    for block in blocks(path, sheet.encoding, ending):
        after = before + block.count(ending) + (not block.endswith(ending))
        here = wanted[bisect_right(wanted, before) : bisect_right(wanted, after)]
        if here:
            lines = lines_in(block, ending)
            found |= {number: lines[number - before - 1] for number in here}
        before = after
    return found


def shown(line: bytes, encoding: str) -> str:
    r"""Return bytes as text if that can be turned back into the same bytes, else in base64.

    Parameters
    ----------
    line : bytes
        A record as the file has it.
    encoding : str
        Of the file.

    Returns
    -------
    str
        The text, or ``base64:`` and the bytes in base64.

    Examples
    --------
    >>> shown("张三,男".encode("gb18030"), "gb18030"), shown(b"\xff", "utf-8")
    ('张三,男', 'base64:/w==')
    """
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        text = line.decode(codec)
        if text.encode(codec) == line and not text.startswith("base64:"):
            return text
    except UnicodeError:
        pass
    return "base64:" + base64.b64encode(line).decode()
