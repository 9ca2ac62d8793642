"""Parquet files: read by the engine as they are."""

from pathlib import Path

import duckdb

from features.errors import DataError
from features.records.sheet import Sheet

__all__ = ["parquet_scan", "read_parquet"]


def read_parquet(path: Path, connection: duckdb.DuckDBPyConnection) -> Sheet:
    """Read the head of a Parquet file.

    Parameters
    ----------
    path : Path
        The file.
    connection : duckdb.DuckDBPyConnection
        Reads it.

    Returns
    -------
    Sheet
        With the types that the file gives its columns.

    Raises
    ------
    DataError
        If it cannot be read as Parquet.
    """
    try:
        rows = connection.execute("DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)}).fetchall()
    except duckdb.Error as error:
        raise DataError(f"{path.name} cannot be read as Parquet: write it again, or save it as CSV.") from error
    header = tuple(name for name, *_ in rows)
    types = tuple("VARCHAR" if kind.strip('"') == "NULL" else kind for _, kind, *_ in rows)
    return Sheet(path.name, "", header, path, "parquet", types)


def parquet_scan(sheet: Sheet) -> str:
    """Return the SQL of the records of a Parquet file, numbered from 1, with the cells ``c0``, ``c1`` and so on."""
    path = str(sheet.path).replace("'", "''")
    cells = "".join(f', "{name.replace(chr(34), chr(34) * 2)}" AS c{place}' for place, name in enumerate(sheet.header))
    return f"""
        SELECT
            file_row_number + 1 AS _row,
            NULL::VARCHAR AS _fault,
            NULL::BLOB AS _line,
            NULL::BIGINT AS _first,
            NULL::BIGINT AS _last
            {cells}
        FROM read_parquet('{path}', file_row_number = true)
    """
