"""Where the header is: among title rows above it, in one row or in two rows merged; and rows that are totals."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = [
    "ROWS_SEARCHED",
    "TOTAL",
    "TOTAL_FAULT",
    "Heading",
    "Merged",
    "find_heading",
    "is_data",
    "is_personal",
    "is_total",
]

ROWS_SEARCHED: Final = 30
"""Rows of a sheet that may hold its header."""

TOTAL: Final = (
    r"^(本页|本表|本月|本年|本季|全[省市县区乡镇村])?([合总小共][ \t　]*计|总[ \t　]*合[ \t　]*计)"
    r"[ \t　]*([:：(（0-9].*)?$"
)
"""Pattern of a trimmed cell that heads a row of totals, for Python and for the engine alike."""

TOTAL_FAULT: Final = "a total, not a record"
"""The rule that a row of totals is set aside by."""

Cells = Sequence[str | None]
Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, from 0 and inclusive, counted in the rows that are searched."""

SPREAD: Final = ("起止时间", "起止日期", "信息", "情况", "资料", "数据", "时间", "日期", "期间", "起止")
"""Endings that a parent heading has over several columns and that their own names lack."""

_DATA = re.compile(r"[\d\s.,:/年月日¥￥%Xx*+－—-]*\d[\d\s.,:/年月日元¥￥%Xx*+－—-]*")
_PERSONAL = re.compile(r"\d{17}[\dXx]|\d{15}|1\d{10}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_total = re.compile(TOTAL).search


@dataclass(frozen=True)
class Heading:
    """The header of a sheet.

    Parameters
    ----------
    header : tuple of str
        Names of the columns, trimmed; empty for a column without one; empty columns at the end are cut off.
    first, last : int
        Places of the first and last row of the header, from 0.
    titles : tuple of str
        The text of each title row above it.
    """

    header: tuple[str, ...]
    first: int
    last: int
    titles: tuple[str, ...] = ()


def find_heading(rows: Sequence[Cells], known: Callable[[str], bool], merged: Iterable[Merged] = ()) -> Heading:
    """Find the header of a sheet among its first rows.

    It is the row with the most known names (two at least, or one where the sheet has one column), joined with the row
    below it where that fills in the columns under headings that span several. If no row qualifies, it is the
    first row that has two different cells filled, or the first that has any.

    Parameters
    ----------
    rows : sequence of sequence of str or None
        The first rows as written; at most 30 are looked at.
    known : callable
        Whether a text is a known name of a column.
    merged : iterable of Merged, optional
        Merged cells; where none are given, a heading spans the empty cells to its right.

    Returns
    -------
    Heading
        With an empty header if all rows are blank.

    Examples
    --------
    >>> rows = [["低保花名册", None, None], ["序号", "户主信息", None], [None, "姓名", "身份证号"], ["1", "张三", "…"]]
    >>> find_heading(rows, {"姓名", "身份证号", "序号"}.__contains__)
    Heading(header=('序号', '姓名', '身份证号'), first=1, last=2, titles=('低保花名册',))
    """
    texts = [[_text(cell) for cell in row] for row in rows[:ROWS_SEARCHED]]
    ranges = tuple(merged)
    width = max((len(row) for row in texts), default=0)
    needed = 1 if width == 1 else 2
    best, most = None, needed - 1
    for place, row in enumerate(texts):
        if best and _is_record(row):
            break
        for last, header, count in _headers(texts, place, row, known, ranges):
            if count > most:
                best, most = (place, last, header), count
    first, last, header = best or _unknown(texts)
    titles = tuple(" ".join(dict.fromkeys(filter(None, row))) for row in texts[:first] if any(row))
    while header and not header[-1]:
        header = header[:-1]
    return Heading(tuple(header), first, last, titles)


def is_total(cells: Cells) -> bool:
    """Tell whether the first filled cell of a row says that the row is a total.

    Parameters
    ----------
    cells : sequence of str or None
        A row as written.

    Returns
    -------
    bool
        True for 合计, 总计, 小计, 共计, also spaced or with a figure behind.

    Examples
    --------
    >>> is_total([None, " 合　计：", "12"]), is_total(["会计", "合计"])
    (True, False)
    """
    for cell in cells:
        if cell and (text := cell.strip()):
            return "计" in text and _total(text) is not None
    return False


def is_data(text: str) -> bool:
    """Tell whether a text is a number, a date, an amount or a citizen number, as no heading is.

    Examples
    --------
    >>> is_data("2024-01-31"), is_data("11010519491231002X"), is_data("近亲属1")
    (True, True, False)
    """
    return _DATA.fullmatch(text) is not None


def is_personal(text: str) -> bool:
    """Tell whether a text is a citizen number, a mobile phone's number or a day, which no heading is.

    Examples
    --------
    >>> is_personal("11010519491231002X"), is_personal("1980-01-02"), is_personal("2023")
    (True, True, False)
    """
    return _PERSONAL.fullmatch(text) is not None


def _is_record(row: list[str]) -> bool:
    """Whether a row holds data: from there on no header is looked for."""
    filled = [text for text in row if text]
    return len(set(filled)) > 1 and any(map(is_data, filled))


def _text(cell: str | None) -> str:
    """Return a heading without the blanks and line breaks around it."""
    return (cell or "").strip().strip("\ufeff")


def _headers(
    texts: list[list[str]], place: int, row: list[str], known: Callable[[str], bool], merged: tuple[Merged, ...]
) -> Iterable[tuple[int, list[str], int]]:
    """Yield the row as a header, then the row joined with the next if that belongs to it; each with its known names."""
    if not any(row):
        return
    yield place, row, len({name for name in row if name and known(name)})
    # A row with one text is a title above the header, however wide.
    if place + 1 < len(texts) and len(set(filter(None, row))) > 1:
        below = texts[place + 1]
        width = max(len(row), len(below))
        parents = _parents(_padded(row, width), place, merged)
        children = _padded(below, width)
        if _belongs(parents, children, known):
            names = _joined(parents, children, known)
            named = {
                name for name, child in zip(names, children, strict=True) if name and (known(name) or known(child))
            }
            # Empty under everything else, it cannot be a record, whether its names are known or not.
            alone = not any(child for (_, spans), child in zip(parents, children, strict=True) if not spans)
            yield place + 1, names, max(len(named), len({name for name in row if known(name)}) + 1 if alone else 0)


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


def _parents(row: list[str], place: int, merged: tuple[Merged, ...]) -> list[tuple[str, bool]]:
    """Return the heading above each column and whether it spans several."""
    owners = list(range(len(row)))
    if merged:
        for (top, left), (bottom, right) in merged:
            if top <= place <= bottom:
                for column in range(left, min(right + 1, len(row))):
                    owners[column] = left
    else:
        for column in range(1, len(row)):
            if not row[column]:
                owners[column] = owners[column - 1]
    spanning = {owner for column, owner in enumerate(owners) if owner != column and row[owner]}
    return [(row[owner], owner in spanning) for owner in owners]


def _belongs(parents: list[tuple[str, bool]], children: list[str], known: Callable[[str], bool]) -> bool:
    """Tell whether the row below a heading names the columns under it instead of holding data."""
    under = [bool(child) for (_, spans), child in zip(parents, children, strict=True) if spans]
    if sum(under) < min(2, len(under)) or not under:
        return False
    filled = [(parent, spans, child) for (parent, spans), child in zip(parents, children, strict=True) if child]
    if any(is_data(child) for _, _, child in filled):
        return False
    if any(not spans and parent and child != parent and not known(child) for parent, spans, child in filled):
        return False
    single = any(parent and not spans for parent, spans in parents)
    return single or any(known(child) for _, _, child in filled)


def _joined(parents: list[tuple[str, bool]], children: list[str], known: Callable[[str], bool]) -> list[str]:
    """Return one name a column: of both if that is known or needed to tell columns apart, else of the child."""
    names = []
    for (parent, _), child in zip(parents, children, strict=True):
        both = parent if parent == child or not child else parent + child
        stems = [parent.removesuffix(ending) + child for ending in SPREAD if parent.endswith(ending)]
        whole = next((name for name in (both, *stems) if known(name)), None)
        alone = known(child) and children.count(child) == 1
        names.append(whole or (child if alone else both))
    return names


def _unknown(texts: list[list[str]]) -> tuple[int, int, list[str]]:
    """Return the first row that can be a header where no name is known."""
    filled = [len(set(filter(None, row))) for row in texts]
    enough = min(2, max(filled, default=0))
    if not enough:
        return 0, 0, []
    place = next(place for place, count in enumerate(filled) if count >= enough)
    return place, place, texts[place]
