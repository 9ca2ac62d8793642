"""Numbers of a workbook as a person sees them: days, times and plain numbers."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

__all__ = ["format_kind", "iso_text", "number_text", "serial_text"]

DATE_FORMATS: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58})
TIME_FORMATS: Final = frozenset({*range(18, 22), *range(32, 36), 45, 47, 55, 56})
ELAPSED_FORMATS: Final = frozenset({46})
"""Numbers of the built-in formats (ECMA-376 part 1, 18.8.30), those of Chinese Excel (27 to 36, 50 to 58) included."""

WHOLE: Final = 2.0**63
LAST: Final = {False: 2_958_466, True: 2_957_004}
"""First serial after 9999-12-31, by whether days are counted from 1904."""

LEAP_BUG: Final = 60
"""Serial of 29 February 1900, a day that Excel has and the calendar has not."""

DIGITS: Final = 15
"""Significant digits that Excel keeps and shows."""

_QUOTED = re.compile(r'"[^"]*"|\\.|[_*].|General|E[+-]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_FRACTION = re.compile(r"s+\.0+", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def format_kind(number: int, code: str | None) -> str:
    """Return what a number format makes of a number.

    Parameters
    ----------
    number : int
        Of the format.
    code : str or None
        The format itself; None for a built-in one.

    Returns
    -------
    str
        ``date``, ``time``, ``elapsed``, or empty for a plain number.

    Examples
    --------
    >>> format_kind(14, None), format_kind(176, 'yyyy"年"m"月"d"日"'), format_kind(177, '0.00"d"')
    ('date', 'date', '')
    """
    if code is None:
        kinds = (("date", DATE_FORMATS), ("time", TIME_FORMATS), ("elapsed", ELAPSED_FORMATS))
        return next((kind for kind, numbers in kinds if number in numbers), "")
    bare = _QUOTED.sub("", code).split(";")[0]
    if _ELAPSED.search(bare):
        return "elapsed"
    letters = set(_FRACTION.sub("s", _BRACKETS.sub("", bare)).lower())
    if letters & set("0#?@"):
        return ""
    if letters & set("yde") or "aaa" in bare.lower():
        return "date"
    if letters & set("hs"):
        return "time"
    return "date" if "m" in letters else ""


def number_text(text: str) -> str:
    """Return a number as a person sees it, with no digit more or fewer.

    Parameters
    ----------
    text : str
        The number as the workbook stores it; digits alone are returned as they are.

    Returns
    -------
    str
        A whole number below 2**63 without exponent; others with at most 15 significant digits.

    Examples
    --------
    >>> number_text("1.10105194912310016E+17"), number_text("1.5"), number_text("0.30000000000000004")
    ('110105194912310016', '1.5', '0.3')
    """
    if text.removeprefix("-").isdecimal():
        return text
    try:
        value = float(text)
    except ValueError:
        return text
    if value.is_integer() and abs(value) < WHOLE:
        return str(int(value))
    return repr(float(f"{value:.{DIGITS}g}"))


@lru_cache(maxsize=100_000)
def serial_text(text: str, kind: str, epoch_1904: bool) -> str:
    """Return a day or time that is stored as a count of days.

    Parameters
    ----------
    text : str
        The count, as the workbook stores it.
    kind : {"date", "time", "elapsed"}
        From `format_kind`.
    epoch_1904 : bool
        Whether days are counted from 1904-01-01 as 0 instead of from 1900-01-01 as 1.

    Returns
    -------
    str
        ISO day, with the time behind it if that is not midnight; time alone for a time; the number itself where it is
        no day that can be.

    Examples
    --------
    >>> serial_text("45322", "date", False), serial_text("45322.4375", "date", False), serial_text("0.5", "time", False)
    ('2024-01-31', '2024-01-31 10:30:00', '12:00:00')
    """
    try:
        value = float(text)
    except ValueError:
        return text
    if not 0 <= value < LAST[epoch_1904]:
        return number_text(text)
    days, milliseconds = divmod(round(value * 86_400_000), 86_400_000)
    if days == LAST[epoch_1904]:  # rounded up beyond the last day
        return number_text(text)
    if kind == "elapsed" or (kind == "time" and days == 0):
        return _clock(milliseconds + (days * 86_400_000 if kind == "elapsed" else 0))
    if epoch_1904:
        return _moment(date(1904, 1, 1) + timedelta(days=days), milliseconds)
    if days == 0:
        return number_text(text)
    if days == LEAP_BUG:
        return "1900-02-29" if not milliseconds else f"1900-02-29 {_clock(milliseconds)}"
    start = date(1899, 12, 31) if days < LEAP_BUG else date(1899, 12, 30)
    return _moment(start + timedelta(days=days), milliseconds)


def iso_text(text: str) -> str:
    """Return a day that a workbook stores as ISO text, without a time that is midnight.

    Examples
    --------
    >>> iso_text("2024-01-31T00:00:00")
    '2024-01-31'
    """
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return text
    midnight = value.replace(hour=0, minute=0, second=0, microsecond=0)
    return value.date().isoformat() if value == midnight else value.isoformat(sep=" ")


def _moment(day: date, milliseconds: int) -> str:
    return f"{day.isoformat()} {_clock(milliseconds)}" if milliseconds else day.isoformat()


def _clock(milliseconds: int) -> str:
    """Return hours, minutes and seconds, and milliseconds if there are any."""
    seconds, rest = divmod(milliseconds, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{rest:03}" if rest else clock
