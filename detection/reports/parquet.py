"""Parquet with a schema fixed by the caller and nothing in it that depends on the machine or the moment."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["write_parquet"]

_ROWS_PER_GROUP = 131_072


def write_parquet(frame: pd.DataFrame, schema: pa.Schema, path: Path) -> None:
    """Write the columns of a schema; the same rows give the same bytes.

    Parameters
    ----------
    frame : DataFrame
        Rows in their final order; it has every column of `schema`, and others are left out.
    schema : pyarrow.Schema
        Names, order and types of what is written; a field that is not nullable refuses missing values.
    path : Path
        File to write; one that exists is replaced.

    Raises
    ------
    KeyError
        If the frame lacks a column of the schema.
    ValueError
        If a value is missing where the schema forbids it, or does not fit its type.
    """
    columns = frame[schema.names].reset_index(drop=True)
    table = pa.Table.from_pandas(columns, schema=schema, preserve_index=False, nthreads=1)
    _refuse_missing(table)
    # How a frame was put together shows in the chunks of its columns, and chunks would show in the pages of
    # the file.
    pq.write_table(
        table.replace_schema_metadata(None).combine_chunks(),
        path,
        row_group_size=_ROWS_PER_GROUP,
        compression="zstd",
        compression_level=3,
        version="2.6",
        data_page_version="1.0",
        store_schema=False,
    )


def _refuse_missing(table: pa.Table) -> None:
    for field in table.schema:
        if not field.nullable and table.column(field.name).null_count:
            raise ValueError(f"column {field.name} of the table has missing values, which its schema forbids")
