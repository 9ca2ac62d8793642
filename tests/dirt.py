"""Dirt: a clean folder of CSV files turned into what departments deliver, with a note of what was done to which row."""

import csv
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from features.records.cleaning.treatment import Treatment, treatment
from features.records.contract import CONTRACT
from features.records.schema import Column, Type

__all__ = ["BROKEN", "FILES", "FIXABLE", "HEADERS", "WORDS", "Delivery", "dirty"]

Change = Callable[[str, random.Random], str]

FILES: Final = {
    "persons": ("户籍人口_20251231.csv", "gb18030"),
    "kinship": ("亲属关系.txt", "utf-8-sig"),
    "households": ("低保家庭.csv", "gb18030"),
    "members": ("家庭成员(1).csv", "utf-8"),
    "decisions": ("审核确认记录.csv", "utf-16"),
    "payments": ("资金发放明细.csv", "utf-8"),
    "officials": ("公职人员.csv", "gb18030"),
}
"""Names and encodings of some tables; the others keep theirs."""
HEADERS: Final = {
    "person_id": "公民身份号码",
    "sex": "性别",
    "birth_date": "出生日期",
    "applied_on": "申请日期",
    "approved_on": "审批日期",
    "surveyed_on": "入户调查日期",
    "outcome": "审批结果",
}
"""Chinese names that mean the same column in every table that has it; the others keep theirs."""
WORDS: Final = {
    "sex": {"M": "男", "F": "女"},
    "hukou": {"urban": "城镇", "rural": "农村"},
    "outcome": {"granted": "同意", "refused": "不同意"},
    "scheme": {"urban_dibao": "城市低保", "rural_dibao": "农村低保"},
    "covered": {"true": "是", "false": "否"},
    "relation": {"parent": "父母", "child": "子女", "spouse": "配偶"},
}


def _wide(cell: str, _: random.Random) -> str:
    return "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in cell)


def _spaced(cell: str, chance: random.Random) -> str:
    return chance.choice((f" {cell}", f"{cell}\u3000", f"\u200b{cell}", f"{cell}\u00a0", f"{cell}\ufeff"))


def _within(cell: str, _: random.Random) -> str:
    return f"{cell[:2]} {cell[2:]}"


def _apostrophe(cell: str, _: random.Random) -> str:
    return f"'{cell}"


def _lower(cell: str, _: random.Random) -> str:
    return cell[:-1] + "x" if len(cell) == 18 and cell.endswith("X") else f"'{cell}"


def _day(cell: str, chance: random.Random) -> str:
    year, month, day = (int(part) for part in cell[:10].split("-"))
    forms = (f"{year}年{month}月{day}日", f"{year}{month:02}{day:02}", f"{year}/{month}/{day}", f"{year}.{month}.{day}")
    return chance.choice(forms)


def _month(cell: str, chance: random.Random) -> str:
    year, month = (int(part) for part in cell[:7].split("-"))
    return chance.choice((f"{year}年{month}月", f"{year}{month:02}", f"{year}/{month}"))


def _yuan(cell: str, chance: random.Random) -> str:
    commas = f"{float(cell):,.2f}"
    return chance.choice((f"¥{commas}", f"{cell}元", commas)) if float(commas.replace(",", "")) == float(cell) else cell


FIXABLE: Final[dict[Treatment, tuple[Change, ...]]] = {
    Treatment.CODE: (_spaced, _wide, _within, _apostrophe, _lower),
    Treatment.WORD: (_spaced,),
    Treatment.FREE: (_spaced,),
    Treatment.DAY: (_day, _spaced, _wide),
    Treatment.MONTH: (_month, _spaced, _wide),
    Treatment.NUMBER: (_spaced, _wide, _apostrophe),
    Treatment.INTEGER: (_spaced, _wide),
    Treatment.BOOLEAN: (_spaced,),
}
"""What can be undone for certain; free text keeps its full-width characters and apostrophes, which may be meant."""
YUAN: Final = ("amount", "monthly_amount", "own_expense")
BROKEN: Final[dict[Type, tuple[str, ...]]] = {
    Type.DAY: ("2024-02-30", "01/02/2024", "某日"),
    Type.MONTH: ("2024-13", "某月"),
    Type.NUMBER: ("约1200", "１２００左右", "5%"),
    Type.INTEGER: ("3.5",),
    Type.BOOLEAN: ("也许",),
}


@dataclass
class Delivery:
    """What was written.

    Parameters
    ----------
    rows, fixable, broken : Counter
        By table: all rows, rows with dirt that can be undone, rows that must be quarantined.
    files : dict of str to str
        By table, the file.
    """

    rows: Counter[str] = field(default_factory=Counter)
    fixable: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    files: dict[str, str] = field(default_factory=dict)


def dirty(
    clean: Path, out: Path, seed: int, *, fixable: float = 0.05, broken: float = 0.0, shuffled: bool = False
) -> Delivery:
    """Write the clean delivery `clean` as a dirty one into `out`.

    Parameters
    ----------
    clean : Path
        Folder of the contract's tables as CSV.
    out : Path
        Folder to make.
    seed : int
        The same seed gives the same dirt.
    fixable, broken : float
        Share of rows with a cell written another way, and with one that nobody can read.
    shuffled : bool
        Whether the rows are put into another order.
    """
    chance, order = random.Random(seed), random.Random(seed)
    out.mkdir()
    done = Delivery()
    for table in CONTRACT:
        path = clean / f"{table.name}.csv"
        if not path.exists():
            continue
        name, encoding = FILES.get(table.name, (path.name, "utf-8"))
        done.files[table.name] = name
        with path.open(encoding="utf-8", newline="") as source:
            reader = csv.DictReader(source)
            columns = [table.column(column) for column in reader.fieldnames or ()]
            rows = [_dirtied(table.name, cells, columns, chance, done, fixable, broken) for cells in reader]
        if shuffled:
            order.shuffle(rows)
        with (out / name).open("w", encoding=encoding, newline="") as target:
            writer = csv.writer(target, delimiter="\t" if name.endswith(".txt") else ",")
            writer.writerow(HEADERS.get(column.name, column.name) for column in columns)
            writer.writerows(rows)
    return done


def _dirtied(
    table: str,
    cells: dict[str, str],
    columns: list[Column],
    chance: random.Random,
    done: Delivery,
    fixable: float,
    broken: float,
) -> list[str]:
    """Return a row in local words, perhaps with a cell that is soiled or broken."""
    done.rows[table] += 1
    row = [_in_chinese(column, cells[column.name]) for column in columns]
    draw = chance.random()
    if draw < broken:
        done.broken[table] += _break(row, columns, chance)
    elif draw < broken + fixable:
        done.fixable[table] += _soil(row, columns, chance)
    return row


def _in_chinese(column: Column, cell: str) -> str:
    """Return a coded value in a local word; a column without choices says what it says."""
    coded = column.choices or column.type is Type.BOOLEAN
    return WORDS.get(column.name, {}).get(cell, cell) if coded else cell


def _soil(row: list[str], columns: list[Column], chance: random.Random) -> bool:
    """Write a filled cell another way, but for words that may be any."""
    open_words = {place for place, one in enumerate(columns) if treatment(one) is Treatment.WORD and not one.choices}
    place = chance.choice([place for place, cell in enumerate(row) if cell and place not in open_words])
    changes = FIXABLE[treatment(columns[place])] + ((_yuan,) if columns[place].name in YUAN else ())
    row[place] = chance.choice(changes)(row[place], chance)
    return True


def _break(row: list[str], columns: list[Column], chance: random.Random) -> bool:
    """Write something into a cell that is no value of its column, if the table has such a column."""
    places = [place for place, column in enumerate(columns) if column.type in BROKEN]
    if not places:
        return False
    place = chance.choice(places)
    row[place] = chance.choice(BROKEN[columns[place].type])
    return True
