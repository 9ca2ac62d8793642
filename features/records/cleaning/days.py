"""Days in the many ways that departments write them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final

from features.records.cleaning.numerals import chinese_digits, chinese_number
from features.records.rule import Rule

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "OPEN_ENDS",
    "RULES",
    "SERIAL",
    "STILL",
    "ZERO",
    "arabic",
    "day_of",
    "is_year",
    "joined",
    "serial_day",
]

FORM: Final = Rule("day written another way", "日期写法不同")
TIME: Final = Rule("time of day cut off", "去掉时刻")
SERIAL: Final = Rule("day number of a spreadsheet", "表格软件的日期序号")
STILL: Final = Rule("still going on: no end", "持续至今，没有终止日期")
RULES: Final = (FORM, TIME, SERIAL, STILL)

OPEN_ENDS: Final = frozenset(
    (
        "至今",
        "今",
        "迄今",
        "现在",
        "目前",
        "现任",
        "在任",
        "在职",
        "在册",
        "长期",
        "永久",
        "无固定期限",
        "未终止",
        "未结束",
    )
)
"""What stands in the place of a last day where there is none yet."""

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
OPEN_YEAR: Final = 9999
"""By which databases write that there is no end."""
FIRST_SERIAL: Final = 10_000
LAST_SERIAL: Final = 60_000
"""Day numbers that are read, 1927-05-18 to 2064-04-08: only numbers of five digits can be nothing else."""
CHINA: Final = timezone(timedelta(hours=8))

ZERO: Final = re.compile(r"0000[-/]?00[-/]?00([T ]?00:?00:?00(\.0+)?)?|1900[-/]0?1[-/]0?0([T ]0?0:00(:00)?)?")
"""Days that databases and spreadsheets write for no day at all."""

_DIVIDED = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_CHINESE = re.compile("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0+|([0-9]{2})([0-9]{2})([0-9]{2}))?")
_SERIAL = re.compile(r"([1-9][0-9]{4})(\.[0-9]+)?")
_TIME = re.compile(
    r"(?P<day>.*?[0-9日号])(?:T|\s+|(?<=[日号]))(?:上午|下午|[AP]M\s)?\s*"
    r"(?P<hour>[0-9]{1,2})[:时点](?P<minute>[0-9]{1,2})(?:[:分](?P<second>[0-9]{1,2})(?:[.,][0-9]+)?秒?|分)?"
    r"(?:\s*[AP]M|\s*(?P<zone>Z|[-+][0-9]{2}:?[0-9]{2}))?",
    re.IGNORECASE,
)
_GAPS = re.compile(r"\s*([-/.年月])\s*|\s+([日号])")
_SPELLED = re.compile(
    "([〇○零O0一二三四五六七八九]{4})年(?:([^年月日]{1,3})月)?(?:([^年月日]{1,3})[日号])?(?P<rest>.*)", re.DOTALL
)


@lru_cache(maxsize=100_000)
def day_of(text: str, epoch_1904: bool = False) -> tuple[date, tuple[Rule, ...]] | None:
    """Read a day.

    An instant with an offset is the day that it is in China.  Nothing ambiguous is read: no day before the year, no
    year of two digits, no day number that could be a date without its separators.

    Parameters
    ----------
    text : str
        In ASCII and Chinese characters, without spaces around it.
    epoch_1904 : bool, default False
        Whether the workbook counts days from 1904.

    Returns
    -------
    tuple of (datetime.date, tuple of Rule) or None
        The day and by which rules it was read; None where it is not sure which day is meant.

    Examples
    --------
    >>> [day_of(text)[0].isoformat() for text in ("20240131", "2024年1月31日", "2024/1/31 08:00", "45322")]
    ['2024-01-31', '2024-01-31', '2024-01-31', '2024-01-31']
    >>> day_of("01/02/2024"), day_of("24.1.5"), day_of("2024-02-30")
    (None, None, None)
    """
    if serial := _SERIAL.fullmatch(text):
        day = serial_day(int(serial[1]), epoch_1904)
        return None if day is None else (day, (SERIAL,))
    if timed := _TIME.fullmatch(text):
        return _timed(timed)
    day = _plain_day(text)
    if day is None:
        return None
    return day, (TIME,) if len(text) == len("20240131080000") and text.isdecimal() else (FORM,)


def serial_day(number: int, epoch_1904: bool) -> date | None:
    """Return the day of a spreadsheet's day number.

    Parameters
    ----------
    number : int
        Days from 1899-12-30, which counts the 29 February 1900 that never was, or from 1904-01-01.
    epoch_1904 : bool
        Which of the two.

    Returns
    -------
    datetime.date or None
        None outside of the numbers that are sure to be days.

    Examples
    --------
    >>> serial_day(45322, False).isoformat(), serial_day(43860, True).isoformat()
    ('2024-01-31', '2024-01-31')
    """
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    return (date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)) + timedelta(days=number)


def joined(text: str) -> str:
    """Drop the spaces around the marks between year, month and day.

    Examples
    --------
    >>> joined("2024 年 1 月 31 日"), joined("2024 - 01 - 31 08:00")
    ('2024年1月31日', '2024-01-31 08:00')
    """
    return _GAPS.sub(r"\1\2", text)


def is_year(year: int) -> bool:
    """Whether days of that year are read at all."""
    return FIRST_YEAR <= year <= LAST_YEAR or year == OPEN_YEAR


def arabic(text: str) -> str:
    """Write the Chinese numerals of a day or month as digits.

    Examples
    --------
    >>> arabic("二〇二四年一月三十一日"), arabic("二〇二四年元月"), arabic("2024年1月")
    ('2024年1月31日', '2024年1月', '2024年1月')
    """
    spelled = _SPELLED.fullmatch(text)
    year = spelled and chinese_digits(spelled[1].translate(_ZEROS))
    if not spelled or not year:
        return text
    month, day = (1 if part == "元" else part and chinese_number(part) for part in spelled.groups()[1:3])
    if (spelled[2] and month is None) or (spelled[3] and day is None):
        return text
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "") + spelled["rest"]


_ZEROS: Final = str.maketrans("O0", "零零")


def _timed(timed: re.Match[str]) -> tuple[date, tuple[Rule, ...]] | None:
    """Read a day with a time of day behind it."""
    day = _plain_day(timed["day"])
    if day is None:
        return None
    try:
        moment = datetime(
            *(day.year, day.month, day.day, int(timed["hour"]), int(timed["minute"]), int(timed["second"] or 0)),
            tzinfo=_offset(timed["zone"]),
        )
        return moment.astimezone(CHINA).date(), (TIME,)
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timezone:
    """Return the zone of an instant, China's where none is written."""
    if not zone:
        return CHINA
    if zone in {"Z", "z"}:
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    return timezone((-1 if zone[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _plain_day(text: str) -> date | None:
    """Read a day without a time of day, or with one of six digits glued to it."""
    if found := _DIVIDED.fullmatch(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif found := _CHINESE.fullmatch(text) or _DIGITS.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
        if found.re is _DIGITS and found[4] and not (int(found[4]) < 24 and int(found[5]) < 60 and int(found[6]) < 60):
            return None
    else:
        return None
    try:
        return date(year, month, day) if is_year(year) else None
    except ValueError:
        return None
