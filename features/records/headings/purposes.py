"""Which table a sheet fills, told by its name or by the name of its file."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import Any, Final

from features.records.contract import CONTRACT, table
from features.records.headings.lexicon import expanded, load
from features.records.headings.mapping import Mapping
from features.records.headings.normal import key

__all__ = ["Purpose", "known_names", "purpose_of"]

DATES: Final = re.compile(r"\d{2,4}年度?|\d{1,2}月份?|\d{1,2}日|\d+|[上下]半年|第[一二三四]季度|截[至止]")
AROUND: Final = re.compile(r"^[\d\s_.()\-]+|[\d\s_.()\-]+$")
"""Dates, counters and brackets around an English name."""
ENDING: Final = re.compile(r"(\.(csv|tsv|txt|xlsx?|xlsm|xlsb|parquet|sqlite3?|db|gz|zip))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a sheet is about.

    Parameters
    ----------
    table : str
        The table of the contract that it fills.
    fixed : dict of str to str
        Columns that have one value in all rows; they count only where the sheet has no column for them.
    """

    table: str
    fixed: dict[str, str] = field(default_factory=dict)


def purpose_of(file: str, sheet: str, mapping: Mapping) -> Purpose | None:
    """Tell what a sheet is about.

    The mapping counts first, then the sheet's name, then the file's.  Of the known names that a name contains the
    longest counts; dates, places, numbers and words such as 明细 and 名单 around it do not matter.  A sheet that is
    only named by a scheme of aid (城市低保) is what its file is, for that scheme.  A word such as 家属 or 离任 in
    either name, outside of a known one, makes it say nothing: the records are somebody else's.

    Parameters
    ----------
    file, sheet : str
        Names as the user knows them; the sheet's may be empty.
    mapping : Mapping
        The user's.

    Returns
    -------
    Purpose or None
        None where the names say nothing, or two things at once.

    Examples
    --------
    >>> purpose_of("东风区机动车登记数据20251231.xlsx", "Sheet1", Mapping())
    Purpose(table='holdings', fixed={'kind': 'vehicle'})
    """
    rule = mapping.rule(file, sheet)
    if rule is not None and rule.table is not None:
        return Purpose(rule.table, dict(rule.fixed)) if rule.table else None
    stem = ENDING.sub("", PurePath(file).name)
    if _key(sheet) in _words("notes") or _is_guarded(sheet) or _is_guarded(stem):
        return None
    own, whole = _told(sheet), _told(stem)
    if own is None or whole is None:
        return own or whole
    if _key(sheet) in _words("schemes") and whole.table != own.table:
        return _within(whole, own)
    return own


def _within(whole: Purpose, own: Purpose) -> Purpose:
    """Return the purpose of a sheet that only says which scheme of aid the file's table is about."""
    fixed = {name: value for name, value in own.fixed.items() if name in {c.name for c in table(whole.table).columns}}
    return Purpose(whole.table, {**whole.fixed, **fixed})


@cache
def known_names() -> dict[str, Purpose | None]:
    """Return the names of files and sheets that are known, and what each says.

    Returns
    -------
    dict of str to Purpose or None
        By key of the name; None for what no table of the contract wants.  Canonical names are not among them.
    """
    data = load("tables.toml")
    return {**{key(name): None for name in data["unwanted"]}, **dict(_entries(data))}


def _entries(data: dict[str, Any]) -> Iterator[tuple[str, Purpose]]:
    """Give each name in the file with what it says; of one name the purpose with a fixed value comes last."""
    for name, patterns in data["names"].items():
        yield from ((key(known), Purpose(name)) for known in _spelt(patterns, data))
    for name, columns in data["fixed"].items():
        for column, values in columns.items():
            for value, patterns in values.items():
                yield from ((key(known), Purpose(name, {column: value})) for known in _spelt(patterns, data))


def _spelt(patterns: list[str], data: dict[str, Any]) -> Iterator[str]:
    return (name for pattern in patterns for name in expanded(pattern, data["parts"]))


@cache
def _words(part: str) -> frozenset[str]:
    """Return the keys of a list in the file."""
    return frozenset(key(name) for name in load("tables.toml")[part])


def _key(name: str) -> str:
    return DATES.sub("", key(name))


def _told(name: str) -> Purpose | None:
    """Return what one name says, or None."""
    english = AROUND.sub("", unicodedata.normalize("NFKC", name).casefold().rpartition(".")[2])
    for one in CONTRACT:
        if re.sub(r"[\s\-]", "_", english) == one.name:
            return Purpose(one.name)
    spans = _spans(_key(name))
    outer = {span: purpose for span, purpose in spans.items() if not any(_encloses(other, span) for other in spans)}
    tables = {purpose.table if purpose else None for purpose in _foremost(outer)}
    if len(tables) != 1 or None in tables:
        return None
    (foremost,) = tables
    schemes = [
        purpose
        for span, purpose in spans.items()
        if purpose and "scheme" in purpose.fixed and any(span[0] == start for start, _ in outer)
    ]
    return Purpose(foremost or "", _fixed(outer.values(), foremost) or _fixed(schemes, foremost))


def _is_guarded(name: str) -> bool:
    """Return whether a name has a word that makes it say nothing, and that no known name holds."""
    whole = _key(name)
    found = [(one.start(), one.end()) for word in _words("guards") for one in re.finditer(re.escape(word), whole)]
    if not found:
        return False
    known = [span for span, purpose in _spans(whole).items() if purpose is not None]
    return any(not any(at <= start and end <= to for at, to in known) for start, end in found)


def _spans(whole: str) -> dict[tuple[int, int], Purpose | None]:
    """Return what each known name in a name says, by its start and end."""
    return {
        (found.start(), found.end()): purpose
        for name, purpose in known_names().items()
        if (name == whole if name.isascii() else name in whole)
        for found in re.finditer(re.escape(name), whole)
    }


def _fixed(purposes: Iterable[Purpose | None], foremost: str | None) -> dict[str, str]:
    """Return the fixed value that the purposes of one table agree on, if they do."""
    said = [purpose.fixed for purpose in purposes if purpose and purpose.table == foremost and purpose.fixed]
    return dict(said[0]) if said and all(one == said[0] for one in said) else {}


def _foremost(said: dict[tuple[int, int], Purpose | None]) -> list[Purpose | None]:
    """Return what the longest names say, but for those that only tell whose records they are.

    A list of aided households' cars (低保家庭机动车登记) is about cars: a name of households with another behind it
    does not count.
    """
    last = max((end for _, end in said), default=0)
    counted = [
        (start, end)
        for (start, end), purpose in said.items()
        if end == last or purpose is None or purpose.table != "households"
    ]
    longest = max((end - start for start, end in counted), default=0)
    return [said[start, end] for start, end in counted if end - start == longest]


def _encloses(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]
