"""Months in the many ways that departments write them."""

import re
from functools import lru_cache
from typing import Final

from features.records.cleaning.days import SERIAL, day_of, is_year
from features.records.rule import Rule

__all__ = ["RULES", "month_of"]

FORM: Final = Rule("month written another way", "月份写法不同")
DAY: Final = Rule("day cut off a month", "月份去掉日")
RULES: Final = (FORM, DAY)

# 2024.1 is not read: it may be what a spreadsheet left of 2024.10.
_FORMS: Final = (
    re.compile("([0-9]{4})[-/]([0-9]{1,2})"),
    re.compile(r"([0-9]{4})\.([0-9]{2})"),
    re.compile("([0-9]{4})年([0-9]{1,2})月份?"),
    re.compile(r"([0-9]{4})([0-9]{2})(?:\.0+)?"),
)


@lru_cache(maxsize=10_000)
def month_of(text: str, epoch_1904: bool = False) -> tuple[str, tuple[Rule, ...]] | None:
    """Read a month.

    Parameters
    ----------
    text : str
        In ASCII and Chinese characters, without spaces around it; a full day stands for its month.
    epoch_1904 : bool, default False
        Whether the workbook counts days from 1904.

    Returns
    -------
    tuple of (str, tuple of Rule) or None
        ``YYYY-MM`` and by which rules it was read; None where it is not sure which month is meant.

    Examples
    --------
    >>> [month_of(text)[0] for text in ("202401", "2024年1月", "2024/1", "2024.01", "2024-01-31")]
    ['2024-01', '2024-01', '2024-01', '2024-01', '2024-01']
    >>> month_of("2024.1"), month_of("202413")
    (None, None)
    """
    for form in _FORMS:
        if found := form.fullmatch(text):
            year, month = int(found[1]), int(found[2])
            return (f"{year:04}-{month:02}", (FORM,)) if is_year(year) and 1 <= month <= 12 else None
    day = day_of(text, epoch_1904)
    return None if day is None else (f"{day[0]:%Y-%m}", (*(rule for rule in day[1] if rule is SERIAL), DAY))
