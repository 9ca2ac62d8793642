"""The rules that a row must keep, as SQL over the scanned cells."""

from collections.abc import Iterable
from typing import Final

from features.errors import DataError
from features.records.cleaning.codes import LOST, lost_digits
from features.records.rule import Rule
from features.records.schema import Column, Type
from features.records.sources import Source, quoted

__all__ = ["RULES", "TEXTUAL", "broken_rule", "read_cells", "typed"]

HEADER_AGAIN: Final = Rule("the header again, not a record", "重复的表头，不是记录")
RULES: Final = (
    HEADER_AGAIN,
    Rule("required value is missing", "缺少必填值"),
    Rule("not a number", "不是数字"),
    Rule("not a whole number", "不是整数"),
    Rule("not a true or false", "不是“是/否”"),
    Rule("not a day (YYYY-MM-DD)", "不是日期（YYYY-MM-DD）"),
    Rule("not a month (YYYY-MM)", "不是月份（YYYY-MM）"),
)
"""The rules that do not name the column's own choices."""

DAY: Final = r"\d{4}-\d{2}-\d{2}([T ].*)?"
"""A day as text; a time of day after it is not read."""
MONTH: Final = r"\d{4}-\d{2}(-\d{2}([T ].*)?)?"
"""A month as text; a day after it is not read."""
TEXTUAL: Final = ("VARCHAR", "ENUM")
"""How the engine's names of types begin that hold text; the next two likewise for days and whole numbers."""
DATED: Final = ("DATE", "TIMESTAMP")
NO_CELL: Final = ("STRUCT", "MAP", "UNION", "BLOB", "BIT", "INTERVAL")
"""How the engine's names of types begin that no cell of a table can hold; lists end in a bracket."""
WHOLE: Final = (
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"),
    *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
)


def typed(source: Source, column: Column) -> str:
    """Return the SQL that turns a cell into its stored value, or NULL where it cannot.

    Parameters
    ----------
    source : Source
        The file.
    column : Column
        A column of its table, which the file may lack.

    Returns
    -------
    str
        An SQL expression of the column's stored type over the scanned cells.

    Raises
    ------
    DataError
        If the file stores codes as fractional numbers or days as numbers, which cannot be undone without guessing.
    """
    if column.name not in source.columns:
        return f"CAST(NULL AS {column.type.storage})"
    cell, stored = f'"{column.name}"', source.stored_type(column.name)
    _refuse_storage(source, column, stored)
    if stored.startswith(TEXTUAL):
        return _from_text(column.type, f"NULLIF(CAST({cell} AS VARCHAR), '')")
    if column.type is Type.TEXT:
        return f"CAST({cell} AS VARCHAR)"
    if column.type is Type.MONTH:
        return f"CAST(date_trunc('month', {cell}) AS DATE)"
    if column.type is Type.INTEGER:
        return f"CASE WHEN {cell} = floor({cell}) THEN TRY_CAST({cell} AS BIGINT) END"
    if column.type is Type.NUMBER:
        return _finite(f"TRY_CAST({cell} AS DOUBLE) * {source.factor(column.name)}")
    return f"TRY_CAST({cell} AS {column.type.storage})"


def read_cells(source: Source, records: str, *more: str) -> str:
    """Return the SQL of records with their typed values under the columns' names, and the cells under ``_cell_NAME``.

    Parameters
    ----------
    source : Source
        The file.
    records : str
        SQL of its records, with ``_row``, ``_fault`` and the cells under the contract's names.
    *more : str
        SQL of further columns over the cells.

    Returns
    -------
    str
        What :func:`broken_rule` reads.
    """
    values = [f'{typed(source, column)} AS "{column.name}"' for column in source.table.columns]
    cells = [f'NULLIF(CAST(records."{name}" AS VARCHAR), \'\') AS "_cell_{name}"' for name in source.columns]
    return f"SELECT {', '.join(['_row', '_fault', *values, *cells, *more])} FROM ({records}) AS records"


def _refuse_storage(source: Source, column: Column, stored: str) -> None:
    """Refuse a column that a Parquet file stores as a type that cannot be undone without guessing."""
    nested = stored.endswith("]") or stored.startswith(NO_CELL)
    numeric = not stored.startswith((*TEXTUAL, *DATED, "BOOLEAN"))
    wrong_text = column.type is Type.TEXT and not stored.startswith((*TEXTUAL, *WHOLE))
    wrong_day = column.type in {Type.DAY, Type.MONTH} and numeric
    wrong_number = column.type in {Type.NUMBER, Type.INTEGER} and stored.startswith((*DATED, "TIME", "BOOLEAN"))
    wrong_boolean = column.type is Type.BOOLEAN and stored.startswith((*DATED, "TIME"))
    if nested or wrong_text or wrong_day or wrong_number or wrong_boolean:
        wanted = column.type.value
        raise DataError(
            f"{source.sheet.name} stores the column {column.name} as {stored}, which cannot be read as {wanted}: "
            f"write the column as {wanted}."
        )


def _from_text(kind: Type, cell: str) -> str:
    """Return the SQL that reads a filled cell of text, or NULL where it is not written as the contract says."""
    if kind is Type.TEXT:
        return cell
    if kind is Type.DAY:
        return f"CASE WHEN regexp_full_match({cell}, '{DAY}') THEN TRY_CAST(left({cell}, 10) AS DATE) END"
    if kind is Type.MONTH:
        return f"CASE WHEN regexp_full_match({cell}, '{MONTH}') THEN TRY_CAST(left({cell}, 7) || '-01' AS DATE) END"
    number = f"TRY_CAST({cell} AS DOUBLE)"
    if kind is Type.NUMBER:
        return _finite(number)
    if kind is Type.INTEGER:
        return f"CASE WHEN {number} = floor({number}) THEN TRY_CAST({number} AS BIGINT) END"
    return f"TRY_CAST({cell} AS BOOLEAN)"


def _finite(number: str) -> str:
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def broken_rule(source: Source) -> str:
    """Return the SQL that names the first broken rule of a row as ``column|rule``, or NULL.

    It reads the typed value of a column under its own name, the cell under ``_cell_NAME``, and ``_fault``: why the
    record is no row at all.

    Parameters
    ----------
    source : Source
        The file.

    Returns
    -------
    str
        An SQL expression of type text; rules are tested in the contract's order of columns.
    """
    again = " AND ".join(f'"_cell_{name}" = {quoted(said)}' for name, said in _headings(source))
    header = f"WHEN {again} THEN {quoted(f'|{HEADER_AGAIN.en}')}" if again else ""
    return f"CASE WHEN _fault IS NOT NULL THEN '|' || _fault {header} {' '.join(_tests(source))} ELSE NULL END"


def _headings(source: Source) -> list[tuple[str, str]]:
    """Return what stands above the required columns of text, as exports repeat it at the top of each page."""
    return [
        (column.name, source.sheet.header[source.places[column.name].index])
        for column in source.table.columns
        if column.required and column.type is Type.TEXT and column.name in source.places and not column.choices
    ]


def _tests(source: Source) -> Iterable[str]:
    """Give the branches of the CASE, one a rule: required, well written, one of the choices."""
    for column in source.table.columns:
        if column.name not in source.columns:
            continue
        value, cell = f'"{column.name}"', f'"_cell_{column.name}"'
        if column.required:
            yield f"WHEN {cell} IS NULL THEN {quoted(f'{column.name}|required value is missing')}"
        if (lost := lost_digits(column, cell)) != "false":
            yield f"WHEN {lost} THEN {quoted(f'{column.name}|{LOST.en}')}"
        if column.type is not Type.TEXT:
            rule = f"{column.name}|not a {column.type.value}"
            yield f"WHEN {cell} IS NOT NULL AND {value} IS NULL THEN {quoted(rule)}"
        if column.choices:
            allowed = ", ".join(quoted(choice) for choice in column.choices)
            rule = f"{column.name}|not one of {', '.join(column.choices)}"
            yield f"WHEN {value} IS NOT NULL AND CAST({value} AS VARCHAR) NOT IN ({allowed}) THEN {quoted(rule)}"
