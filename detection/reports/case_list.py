"""The list in two copies, for the inspectors and for the lead, each masked once and written as CSV and workbook."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from detection.masking import mask_key, mask_name, mask_prose, mask_text
from detection.reports.cells import is_missing
from detection.reports.columns import CASE_COLUMNS, LIST_COLUMNS, Column
from detection.reports.delimited import write_csv
from detection.reports.notes import ListNotes
from detection.reports.workbook import write_workbook

__all__ = ["masked_cases", "write_case_list", "write_lead_list"]


def write_case_list(folder: Path, cases: pd.DataFrame, notes: ListNotes, *, reveal: bool = False) -> tuple[Path, Path]:
    """Write the inspectors' copy, ``cases.csv`` and ``cases.xlsx``: nothing in it tells controls from ranked cases.

    Parameters
    ----------
    folder : Path
        Folder that exists, as a rule one that `detection.publish.staged` has opened.
    cases : DataFrame
        One row a case in the order of the list, with every column of `LIST_COLUMNS` and names in full; see
        :func:`detection.inspectors.inspector_rows`.  It is not changed.
    notes : ListNotes
        What the workbook's second sheet says.
    reveal : bool, default False
        Show names and citizen numbers in full: for the holder of the data alone.

    Returns
    -------
    tuple of Path
        The CSV and the workbook.
    """
    return _write(folder, "cases", cases, replace(notes, lead=False), LIST_COLUMNS, reveal=reveal)


def write_lead_list(folder: Path, cases: pd.DataFrame, notes: ListNotes, *, reveal: bool = False) -> tuple[Path, Path]:
    """Write the lead's copy, ``lead.csv`` and ``lead.xlsx``: by rank, with scores, origin and probability.

    Parameters
    ----------
    folder, notes, reveal : Path, ListNotes, bool
        As for :func:`write_case_list`.
    cases : DataFrame
        One row a case by rank, with every column of `CASE_COLUMNS` and names in full; see
        :func:`detection.cases.case_rows`.  It is not changed.

    Returns
    -------
    tuple of Path
        The CSV and the workbook.
    """
    return _write(folder, "lead", cases, replace(notes, lead=True), CASE_COLUMNS, reveal=reveal)


def _write(
    folder: Path, name: str, cases: pd.DataFrame, notes: ListNotes, columns: Sequence[Column], *, reveal: bool
) -> tuple[Path, Path]:
    listed = cases if reveal else masked_cases(cases, columns)
    csv_path, workbook_path = folder / f"{name}.csv", folder / f"{name}.xlsx"
    write_csv(listed, csv_path, columns)
    write_workbook(listed, replace(notes, revealed=reveal), workbook_path, columns)
    return csv_path, workbook_path


def masked_cases(cases: pd.DataFrame, columns: Sequence[Column] = CASE_COLUMNS) -> pd.DataFrame:
    """Mask every column of the cases by its own rule.

    Names that a row gives in columns of names are masked in the prose of that row as well; other persons
    whom the prose mentions must be masked by whoever writes it.

    Parameters
    ----------
    cases : DataFrame
        Cases with names in full; it is not changed.
    columns : sequence of Column
        Which columns to return, and how each is masked.

    Returns
    -------
    DataFrame
        Same rows and index, the columns of `columns` only.
    """
    masked = cases[[column.name for column in columns]].copy()
    names = _names_by_row(cases, columns)
    for column in columns:
        match column.mask:
            case "name":
                masked[column.name] = mask_text(cases[column.name], mask_name)
            case "key":
                masked[column.name] = mask_text(cases[column.name], mask_key)
            case "prose":
                masked[column.name] = _masked_prose(cases[column.name], names)
    return masked


def _names_by_row(cases: pd.DataFrame, columns: Sequence[Column]) -> list[list[str]]:
    texts = [cases[column.name].tolist() for column in columns if column.mask == "name"]
    return [[str(name) for name in row if not is_missing(name)] for row in zip(*texts, strict=True)]


def _masked_prose(texts: "pd.Series[str]", names: list[list[str]]) -> "pd.Series[str]":
    masked = [
        None if is_missing(text) else mask_prose(str(text), known) for text, known in zip(texts, names, strict=True)
    ]
    return pd.Series(masked, index=texts.index, name=texts.name, dtype="str")
