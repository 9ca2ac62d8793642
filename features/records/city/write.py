"""A city on disk: a folder of tables, and the truth beside it."""

from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from features.records.city.city import City

__all__ = ["write_city", "write_truth"]


def write_city(city: City, out: Path, form: Literal["csv", "parquet"] = "parquet") -> None:
    """Write one file a table into the folder ``out``, which is created.

    Parameters
    ----------
    city : City
        The simulated city.
    out : Path
        Folder of the tables.
    form : {"csv", "parquet"}
        Kind of files.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, table in city.tables.items():
        _write(table, out / f"{name}.{form}")


def write_truth(city: City, path: Path) -> None:
    """Write the truth as CSV, or as Parquet where the name ends so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(city.truth, path)


def _write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(table, path, compression="zstd", compression_level=1)
    else:
        pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(quoting_style="needed"))
