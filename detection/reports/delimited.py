"""The case list as CSV: for machines, and for Excel, which needs the byte order mark to see UTF-8."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from detection.reports.cells import Cell, plain
from detection.reports.columns import LIST_COLUMNS, Column, Kind
from features.records.formulas import neutralise

__all__ = ["write_csv"]


def write_csv(frame: pd.DataFrame, path: Path, columns: Sequence[Column] = LIST_COLUMNS) -> None:
    """Write a frame as UTF-8 with byte order mark and CRLF; the same rows give the same bytes.

    Parameters
    ----------
    frame : DataFrame
        Rows as they are to be read, already masked; it has every column of `columns`, and others are left
        out.
    path : Path
        File to write; one that exists is replaced.
    columns : sequence of Column
        What is written, in this order, under the canonical names.
    """
    cells = [[_formatted(value, column.kind) for value in frame[column.name].tolist()] for column in columns]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([column.name for column in columns])
        writer.writerows(zip(*cells, strict=True))


def _formatted(value: object, kind: Kind) -> str:
    cell: Cell = plain(value, kind)
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return f"{cell:.2f}" if kind == "yuan" else f"{cell:.6f}"
        case date():
            return cell.isoformat()
        case str():
            return neutralise(cell)
    return str(cell)
