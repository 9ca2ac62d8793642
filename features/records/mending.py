"""Mend the cells of a source: find those not written as the contract writes them, clean each once, count by rule.

The engine finds the distinct cells that may need cleaning, small Python functions clean them, and the engine puts the
results in their places.  A cell that no rule can read is left as it is, to be judged by the rules of the contract.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import duckdb
import pyarrow as pa

from features.records.cleaning.cells import clean
from features.records.cleaning.suspects import suspect
from features.records.headings.mapping import Mapping
from features.records.headings.words import has_words, word_of
from features.records.rules import TEXTUAL
from features.records.schema import Column
from features.records.sources import Source

__all__ = ["Mended", "may_need_cleaning", "mend"]

CHUNK: Final = 50_000
"""Distinct cells cleaned at a time."""


@dataclass(frozen=True)
class Mended:
    """The cells of a source as they are to be read.

    Parameters
    ----------
    sql : str
        Query with ``_row``, ``_fault`` and the cells under the contract's names.
    fixed : dict of str to int
        Cells changed, by ``column: rule``.
    """

    sql: str
    fixed: dict[str, int]


def mend(connection: duckdb.DuckDBPyConnection, source: Source, mapping: Mapping) -> Mended:
    """Clean the cells of `source`.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Gets the table ``mending.cells`` with the cells that are changed.
    source : Source
        A sheet as a table.
    mapping : Mapping
        The user's words for coded values.

    Returns
    -------
    Mended
        The query is good until the next source is mended.
    """
    columns = [source.table.column(name) for name in source.columns if source.stored_type(name).startswith(TEXTUAL)]
    connection.execute("CREATE OR REPLACE TABLE mending.cells (place UTINYINT, written VARCHAR, value VARCHAR)")
    fixed: Counter[str] = Counter()
    if columns:
        connection.execute(f"CREATE OR REPLACE TABLE mending.suspects AS {_suspects(source, columns, mapping)}")
        for chunk in _chunks(connection):
            _clean(connection, source, columns, chunk, mapping, fixed)
        connection.execute("DROP TABLE mending.suspects")
    changed = {place for (place,) in connection.execute("SELECT DISTINCT place FROM mending.cells").fetchall()}
    return Mended(
        _mended(source, {columns[place].name: place for place in sorted(changed)}), dict(sorted(fixed.items()))
    )


def _suspects(source: Source, columns: list[Column], mapping: Mapping) -> str:
    """Return the SQL of the distinct cells that may need cleaning, with their column's place and how often."""
    cells = ", ".join(
        f'CASE WHEN {may_need_cleaning(source, column, mapping)} THEN CAST("{column.name}" AS VARCHAR) END AS "{place}"'
        for place, column in enumerate(columns)
    )
    return f"""
        SELECT CAST(place AS UTINYINT) AS place, written, count(*) AS times
        FROM (UNPIVOT (SELECT {cells} FROM ({source.cells()}) WHERE _fault IS NULL) ON * INTO NAME place VALUE written)
        GROUP BY ALL
    """


def may_need_cleaning(source: Source, column: Column, mapping: Mapping) -> str:
    """Return the SQL condition under which a cell is looked at; one with a factor, or a word, always is.

    Parameters
    ----------
    source : Source
        A sheet as a table.
    column : Column
        One of its columns that hold text.
    mapping : Mapping
        The user's words for coded values.

    Returns
    -------
    str
        SQL over the source's cells; false or NULL where cleaning would change nothing.
    """
    cell = f'CAST("{column.name}" AS VARCHAR)'
    if source.factor(column.name) != 1:
        return f"{cell} <> ''"
    if has_words(source.table.name, column.name, mapping) and not column.choices:
        return f"{cell} <> '' AND ({suspect(column, cell)} OR NOT regexp_full_match({cell}, '[a-z_]+'))"
    return suspect(column, cell)


def _chunks(connection: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[int, str, int]]]:
    """Give the suspects in portions, read beside what is written meanwhile."""
    with connection.cursor() as reader:
        reader.execute("SELECT place, written, times FROM mending.suspects")
        while chunk := reader.fetchmany(CHUNK):
            yield chunk


def _clean(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    columns: list[Column],
    chunk: list[tuple[int, str, int]],
    mapping: Mapping,
    fixed: Counter[str],
) -> None:
    """Clean a portion of cells, keep those that change and count the rules."""
    kept: list[tuple[int, str, str | None]] = []
    for place, written, times in chunk:
        column = columns[place]
        fix = clean(
            column,
            written,
            word=partial(word_of, source.table.name, column.name, mapping=mapping),
            epoch_1904=source.sheet.epoch_1904,
            factor=source.factor(column.name),
        )
        if fix is not None:
            kept.append((place, written, fix.value))
            fixed.update(dict.fromkeys((f"{column.name}: {rule.en}" for rule in fix.rules), times))
    if kept:
        names = ("place", "written", "value")
        types = (pa.uint8(), pa.string(), pa.string())
        columns_of_cells = [pa.array(values, kind) for values, kind in zip(zip(*kept, strict=True), types, strict=True)]
        connection.register("mended_cells", pa.table(columns_of_cells, names=names))
        connection.execute("INSERT INTO mending.cells SELECT * FROM mended_cells")
        connection.unregister("mended_cells")


def _mended(source: Source, changed: dict[str, int]) -> str:
    """Return the SQL of the records with the changed cells in their places."""
    cells = "".join(
        f', CASE WHEN {_fix(changed[name])}.written IS NULL THEN records."{name}" '
        f'ELSE {_fix(changed[name])}.value END AS "{name}"'
        if name in changed
        else f', records."{name}"'
        for name in source.columns
    )
    joins = " ".join(
        f"LEFT JOIN mending.cells AS {_fix(place)} ON {_fix(place)}.place = {place} "
        f'AND {_fix(place)}.written = CAST(records."{name}" AS VARCHAR)'
        for name, place in changed.items()
    )
    return f"SELECT _row, _fault{cells} FROM ({source.cells()}) AS records {joins}"


def _fix(place: int) -> str:
    """Return the name under which the changed cells of a column are joined."""
    return f"fix_{place}"
