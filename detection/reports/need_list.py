"""The list of homes that seem to be in need and are not covered (可能漏保), apart from the list of suspicion."""

from pathlib import Path

import pandas as pd

from detection.reports.case_list import masked_cases
from detection.reports.columns import Column
from detection.reports.delimited import write_csv

__all__ = ["NEED_COLUMNS", "write_need_list"]

_KINDS = {"refused": "申请被拒", "ended": "已停发", "pending": "逾期未决", "never_asked": "未曾申请"}

NEED_COLUMNS: tuple[Column, ...] = (
    Column("rank", "名次", "Rank", 6, "integer"),
    Column("kind", "情形", "Kind", 10, labels=_KINDS),
    Column("key", "户编号或户口簿号", "Household or register", 14, mask="key"),
    Column("applicant", "申请人或最年长者", "Applicant or eldest", 10, mask="name"),
    Column("region", "乡镇、村", "Township, village", 12),
    Column("scheme", "申请类别", "Scheme asked for", 10),
    Column("asked_on", "申请日期", "Asked on", 10.5, "day"),
    Column("heads", "人数", "Members", 6, "integer"),
    Column("income", "已知人均月收入（元）", "Known income a head and month", 12, "yuan"),
    Column("line", "标准（元/月）", "Line a month", 10, "yuan"),
    Column("points", "困难分", "Points of need", 8, "integer"),
    Column("reasons_zh", "困难理由", "Reasons", 36, mask="prose"),
    Column("against_zh", "相反情况", "What speaks against it", 20, mask="prose"),
    Column("unknown_zh", "不明之处", "What is not known", 20, mask="prose"),
    Column("check_zh", "查什么、找谁查", "What to check, with whom", 28, mask="prose"),
    Column("reasons_en", "困难理由（英文）", "Reasons in English", 36, mask="prose"),
    Column("against_en", "相反情况（英文）", "What speaks against it, in English", 24, mask="prose"),
    Column("unknown_en", "不明之处（英文）", "What is not known, in English", 24, mask="prose"),
    Column("check_en", "查什么、找谁查（英文）", "What to check, in English", 32, mask="prose"),
    Column("sources", "来源记录", "Source rows", 60, mask="key"),
)
"""No score of suspicion, no official, no address, no phone: who calls on the home looks it up by its key."""


def write_need_list(folder: Path, rows: pd.DataFrame, *, reveal: bool = False) -> Path:
    """Write ``need.csv``: UTF-8 with byte order mark, formulas made harmless, names and numbers masked.

    Parameters
    ----------
    folder : Path
        Folder that exists, as a rule one that `detection.publish.staged` has opened.
    rows : DataFrame
        See :func:`features.need.need_list.need_rows`: names in full; it is not changed.
    reveal : bool, default False
        Show names and citizen numbers in full: for the holder of the data alone.

    Returns
    -------
    Path
        The file; without rows it has a header.
    """
    path = folder / "need.csv"
    write_csv(rows if reveal else masked_cases(rows, NEED_COLUMNS), path, NEED_COLUMNS)
    return path
