"""A mapping proposed for what a delivery has and nobody knows: sheets, and columns of sheets."""

from collections.abc import Iterable
from typing import Final, Literal

import duckdb

from features.records.contract import table
from features.records.formats.scan import scan
from features.records.headings.mapping import Mapping
from features.records.headings.purposes import purpose_of
from features.records.headings.suggest import Suggestion, TableSuggestion, as_toml, suggest, suggest_table
from features.records.sheet import Sheet

__all__ = ["propose_mapping"]

SAMPLES: Final = 200
"""Distinct cells of a column that are looked at."""
ROWS: Final = 20_000
"""Rows, from the beginning, that they are taken from."""


def propose_mapping(
    connection: duckdb.DuckDBPyConnection,
    sheets: Iterable[Sheet],
    mapping: Mapping,
    language: Literal["en", "zh"],
) -> str:
    """Propose what unknown sheets and columns may be; nothing is applied.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Reads samples of the cells, of which none is shown.
    sheets : iterable of Sheet
        What arrived.
    mapping : Mapping
        What the user has said already.
    language : {"en", "zh"}
        Of the reasons.

    Returns
    -------
    str
        TOML in which every line is commented out; empty if there is nothing to propose.
    """
    columns: list[Suggestion] = []
    tables: dict[str, TableSuggestion] = {}
    for sheet in sheets:
        rule = mapping.rule(sheet.file, sheet.sheet)
        if rule is not None and rule.table == "":  # the user has taken it out
            continue
        purpose = purpose_of(sheet.file, sheet.sheet, mapping)
        samples = _samples(connection, sheet)
        name = purpose.table if purpose is not None else ""
        if not name:
            fit = suggest_table(sheet.header, samples, mapping)
            if fit is None:
                continue
            tables[f"{sheet.file}#{sheet.sheet}" if sheet.sheet else sheet.file] = fit
            name = fit.table
        columns += suggest(table(name), sheet.header, samples, mapping)
    return as_toml(columns, tables, language) if columns or tables else ""


def _samples(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> dict[str, list[str]]:
    """Return some distinct cells of each column, in sorted order."""
    if not sheet.header:
        return {}
    chosen = ", ".join(
        f"list_sort(list(DISTINCT CAST(c{place} AS VARCHAR)) FILTER (CAST(c{place} AS VARCHAR) <> ''))[:{SAMPLES}]"
        for place in range(len(sheet.header))
    )
    (row,) = connection.execute(
        f"SELECT {chosen} FROM (SELECT * FROM ({scan(sheet)}) WHERE _fault IS NULL LIMIT {ROWS})"
    ).fetchall()
    return {name: cells or [] for name, cells in zip(sheet.header, row, strict=True)}
