"""The SQL by which the engine scans a sheet, whatever its form."""

from features.records.formats.lines import lines_scan
from features.records.formats.parquet import parquet_scan
from features.records.formats.transcript import transcript_scan
from features.records.sheet import Sheet

__all__ = ["scan"]


def scan(sheet: Sheet) -> str:
    """Return the SQL of all records of `sheet`.

    Parameters
    ----------
    sheet : Sheet
        Where the records are.

    Returns
    -------
    str
        A query with ``_row``, ``_fault``, ``_line``, ``_first``, ``_last`` and the cells ``c0``, ``c1``, … as written;
        see :class:`features.records.sheet.Sheet`.
    """
    scans = {"lines": lines_scan, "transcript": transcript_scan, "parquet": parquet_scan}
    return scans[sheet.form](sheet)
