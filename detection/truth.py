"""The truth of a simulated city, and the run that is held against it: both as they were written."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from features.errors import DataError
from features.registry import FEATURES

__all__ = ["Evidence", "read_evidence", "read_scores", "read_truth"]

COLUMNS: Final = ("household_id", "favouritism", "ineligible")
SCORES: Final = ("household_id", "rank", "score", "score_favouritism", "score_ineligibility", "family_T")
EVIDENCE: Final = ("household_id", "flag", "feature", "value")
BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def read_scores(run: Path) -> pd.DataFrame:
    """Return the scores of a run, one row a household.

    Parameters
    ----------
    run : Path
        Folder that ``mingcha score`` wrote.

    Raises
    ------
    DataError
        If it holds none.
    """
    path = run / "scores.parquet"
    if not path.is_file():
        raise DataError(f"{run} holds no scores.parquet: give the folder that 'mingcha score' wrote with --out.")
    return _read_parquet(path, SCORES)


class Evidence(NamedTuple):
    """What a run wrote down about its households, as numbers.

    Parameters
    ----------
    values : pandas.DataFrame
        Shape (households, features): the value of each feature that surprised among peers, else what is innocent: 0,
        or, where less is suspicious, the highest value of the evidence.
    flags : pandas.Series
        Number of flags that fire, for each household.
    """

    values: pd.DataFrame
    flags: "pd.Series[float]"


def read_evidence(run: Path, households: pd.Index) -> Evidence:
    """Return the evidence of a run as a table of numbers.

    Parameters
    ----------
    run : Path
        Folder that ``mingcha score`` wrote.
    households : pandas.Index
        Rows of the table, in order.

    Raises
    ------
    DataError
        If the folder holds no evidence.
    """
    path = run / "evidence.parquet"
    if not path.is_file():
        raise DataError(f"{run} holds no evidence.parquet: score again with 'mingcha score'.")
    rows = _read_parquet(path, EVIDENCE)
    values = rows.pivot_table(index="household_id", columns="feature", values="value", aggfunc="max")
    names = [feature.name for feature in FEATURES if feature.name in values.columns]
    falling = [feature.name for feature in FEATURES if feature.direction == "down" and feature.name in names]
    innocent = dict.fromkeys(names, 0.0) | values[falling].max().to_dict()
    flags = rows.groupby("household_id")["flag"].nunique().reindex(households).fillna(0.0)
    return Evidence(values.reindex(index=households, columns=names).fillna(innocent), flags.astype("float64"))


def read_truth(path: Path) -> pd.DataFrame:
    """Return the truth: ``household_id``, ``favouritism``, ``ineligible``, ``mechanism``, ``official``.

    Parameters
    ----------
    path : Path
        CSV; the last two columns may be missing.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    if not path.is_file():
        raise DataError(f"there is no file {path}: give the truth that 'mingcha simulate OUT' wrote as OUT.truth.csv.")
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, pd.errors.ParserError) as error:
        raise DataError(f"{path} cannot be read as CSV in UTF-8: give the truth of a simulated city.") from error
    lacking = [name for name in COLUMNS if name not in frame.columns]
    if lacking:
        raise DataError(f"{path} lacks the column {lacking[0]}: give the truth of a simulated city, OUT.truth.csv.")
    twice = np.flatnonzero(frame["household_id"].duplicated())
    if len(twice):
        raise DataError(f"{path}, row {twice[0] + 2}: this household_id occurs more than once; keep one of its rows.")
    truths = {name: _booleans(frame[name], path) for name in COLUMNS[1:]}
    known = {name: frame[name] for name in ("mechanism", "official") if name in frame.columns}
    return frame[["household_id"]].assign(**truths, **({"mechanism": "", "official": ""} | known))


def _read_parquet(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    try:
        # one file, one table: pandas would take the folders of a path such as city=1/ for more columns
        frame = pd.read_parquet(path, partitioning=None)
    except ValueError as error:
        raise DataError(f"{path} cannot be read as Parquet: score again with 'mingcha score'.") from error
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        raise DataError(f"{path} lacks the column {lacking[0]}: score again with 'mingcha score'.")
    return frame


def _booleans(texts: "pd.Series[str]", path: Path) -> "pd.Series[bool]":
    values = texts.str.strip().str.lower().map(BOOLEANS)
    wrong = np.flatnonzero(values.isna())
    if len(wrong):
        raise DataError(f"{path}, row {wrong[0] + 2}: {texts.name} is neither true nor false; write one of them.")
    return values.astype("bool")
