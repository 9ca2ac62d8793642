"""A town as departments export it: Chinese names of files and columns, days and amounts in their own ways."""

import csv
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from tests.builders import small_town

__all__ = ["COUNTS", "exported", "write_csv", "write_workbook"]

Export = dict[str, list[list[Any]]]
"""Rows with their header, by name of the sheet."""
COLUMNS: Final = {
    "户籍人口": ("persons", {"person_id": "公民身份号码", "name": "姓名", "sex": "性别", "birth_date": "出生日期"}),
    "亲属关系": ("kinship", {"person_id": "身份证号", "relative_id": "亲属身份证号", "relation": "亲属关系"}),
    "农村低保家庭": (
        "households",
        {"household_id": "低保证号", "applicant_id": "户主身份证号", "region_code": "行政区划代码"},
    ),
    "家庭成员": ("members", {"household_id": "低保证号", "person_id": "成员身份证号"}),
    "审核确认记录": (
        "decisions",
        {
            "decision_id": "审批编号",
            "household_id": "低保证号",
            "outcome": "审批结果",
            "applied_on": "申请日期",
            "approved_on": "审批日期",
            "monthly_amount": "保障金额",
            "handler_id": "经办人身份证号",
            "approver_id": "审批人身份证号",
        },
    ),
    "公职人员": (
        "officials",
        {"person_id": "身份证号", "post": "职务", "region_code": "行政区划代码", "start_on": "任职日期"},
    ),
    "机动车登记": ("holdings", {"person_id": "所有人身份证号", "start_on": "登记日期"}),
}
WORDS: Final = {
    "M": "男", "F": "女", "granted": "同意", "spouse": "配偶", "parent": "父母",
    "village_director": "村主任", "township_civil_affairs": "镇街民政干部",
}  # fmt: skip
COUNTS: Final = {"persons": (20, 0), "members": (13, 0), "decisions": (14, 1), "holdings": (1, 0)}
"""Rows and quarantined ones of some tables of :func:`exported`."""


def exported() -> Export:
    """Return the small town as it would be exported, with one decision whose day can be read in two ways."""
    town, export = small_town(), {}
    for sheet, (table, columns) in COLUMNS.items():
        rows = [[_written(name, row.get(name)) for name in columns] for row in town.rows[table]]
        export[sheet] = [list(columns.values()), *rows]
    doubtful = ["D-99", "H01", "同意", "01/02/2023", "2023年3月28日", "350", "H1", "A1"]
    export["审核确认记录"].append(doubtful)
    return export


def _written(column: str, value: Any) -> str:
    if value is None:
        return "无"
    if column == "approved_on":
        year, month, day = value.split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    if column.endswith("_on"):
        return str(value).replace("-", "")
    if column == "monthly_amount":
        return f"{value:,}元"
    return WORDS.get(value, str(value))


def write_csv(export: Export, folder: Path, encoding: str = "gbk") -> Path:
    """Write one CSV a sheet and return the folder."""
    folder.mkdir()
    for sheet, rows in export.items():
        with (folder / f"{sheet}.csv").open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def write_workbook(export: Export, path: Path) -> Path:
    """Write a workbook with a title above each header and return its path."""
    with xlsxwriter.Workbook(path) as book:
        for sheet, rows in export.items():
            page = book.add_worksheet(sheet)
            page.merge_range(0, 0, 0, max(len(rows[0]) - 1, 1), f"石桥镇{sheet}一览表")
            for number, row in enumerate(rows, start=1):
                page.write_row(number, 0, row)
    return path
