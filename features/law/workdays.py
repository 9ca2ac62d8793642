"""Working days: weekdays less public holidays, and the weekend days worked in their stead (调休).

The conventions are those of the Civil Code, book one, chapter ten.  Art. 201: the day from which a period runs is not
counted, so a period of one day from Monday ends on Tuesday.  Art. 203: a period whose last day is a day off ends on
the next working day.

The State Council announces a year's days off in the autumn before.  The package ``chinesecalendar`` has them; for
years that it does not know yet the operator can list them.  In any other year Monday to Friday are taken for working
days, and :meth:`Workdays.assumed_years` says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any, Final, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["Workdays"]

Days = npt.NDArray[np.datetime64]
ORIGIN: Final = np.datetime64("0001-01-01", "D")
SATURDAY: Final = 5
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Workdays:
    """A calendar of working days.

    Parameters
    ----------
    holidays, workdays : frozenset of datetime.date
        Days off and days worked that the operator adds; they win over what is published.
    years : frozenset of int
        Years for which the operator's lists are complete.

    Examples
    --------
    >>> calendar = Workdays()
    >>> calendar.is_workday(date(2024, 2, 12)), calendar.is_workday(date(2024, 2, 18))  # Spring Festival, a Sunday
    (False, True)
    >>> calendar.workdays_between(date(2024, 2, 9), date(2024, 2, 19))
    2
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Return whether `day` is a working day."""
        if day in self.workdays or day in self.holidays:
            return day in self.workdays
        published = _published()
        return day in published["workdays"] or (day.weekday() < SATURDAY and day not in published["holidays"])

    @overload
    def workdays_between(self, first: date, last: date) -> int: ...

    @overload
    def workdays_between(self, first: pd.Series, last: pd.Series) -> pd.Series: ...

    def workdays_between(self, first: Any, last: Any) -> Any:
        """Return the number of working days after `first` up to and including `last`.

        Parameters
        ----------
        first, last : datetime.date, or pandas.Series of datetime64
            Series of the same index.

        Returns
        -------
        int, or pandas.Series of float64
            Negative where `last` lies before `first`; NaN where a day is missing.
        """
        if isinstance(first, pd.Series):
            return self._numbers(last) - self._numbers(first)
        start, end = self.number(np.array([first, last], dtype="datetime64[D]"))
        return int(end - start)

    def add_workdays(self, day: date, number: int) -> date:
        """Return the last day of a period of `number` working days from `day` on.

        Parameters
        ----------
        day : datetime.date
            The day from which the period runs; it is not counted.
        number : int
            0 or more; for 0 the day itself, or the next working day where it is a day off.

        Returns
        -------
        datetime.date
            A working day.

        Raises
        ------
        ValueError
            If `number` is negative.
        """
        if number < 0:
            raise ValueError(f"a period has 0 or more days, not {number}")
        while number:
            day += DAY
            number -= self.is_workday(day)
        return self.end_of_period(day)

    def end_of_period(self, day: date) -> date:
        """Return `day`, or the next working day where it is a day off (art. 203)."""
        while not self.is_workday(day):
            day += DAY
        return day

    def number(self, days: Days) -> npt.NDArray[np.int64]:
        """Return how many working days there were up to and including each of `days`, from a fixed origin on.

        Parameters
        ----------
        days : numpy.ndarray
            Of ``datetime64[D]``, none missing.

        Returns
        -------
        numpy.ndarray
            Of ``int64``; the difference of two is :meth:`workdays_between`.
        """
        weekdays = np.busday_count(ORIGIN, days + np.timedelta64(1, "D"), holidays=self._closed)
        return weekdays.astype("int64") + np.searchsorted(self._opened, days, side="right")

    def table(self, first: date, last: date) -> pd.DataFrame:
        """Return one row a day from `first` to `last`: ``day`` and its ``number``; see :meth:`number`."""
        days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + np.timedelta64(1, "D"))
        return pd.DataFrame({"day": days.astype("datetime64[s]"), "number": self.number(days)})

    def assumed_years(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years from `first` to `last` for which no holidays are known and Monday to Friday are assumed."""
        known = self.known_years
        return tuple(year for year in range(first.year, last.year + 1) if year not in known)

    @property
    def known_years(self) -> frozenset[int]:
        """Years whose holidays are published in the package or listed in full by the operator."""
        return self.years | {day.year for day in _published()["holidays"]}

    def _numbers(self, days: pd.Series) -> pd.Series:
        missing = days.isna()
        filled = days.mask(missing, pd.Timestamp(1970, 1, 1)).to_numpy(dtype="datetime64[D]")
        return pd.Series(self.number(filled), index=days.index, dtype="float64").mask(missing)

    @cached_property
    def _closed(self) -> Days:
        """Weekdays that are days off."""
        days = (_published()["holidays"] | self.holidays) - self.workdays
        return _sorted(day for day in days if day.weekday() < SATURDAY)

    @cached_property
    def _opened(self) -> Days:
        """Weekend days that are worked."""
        days = (_published()["workdays"] - self.holidays) | self.workdays
        return _sorted(day for day in days if day.weekday() >= SATURDAY)


@lru_cache(maxsize=1)
def _published() -> dict[str, frozenset[date]]:
    """Return the days off and the weekend days worked that the package knows; it is imported when first asked."""
    package = import_module("chinese_calendar")
    return {"holidays": frozenset(package.holidays), "workdays": frozenset(package.workdays)}


def _sorted(days: Iterator[date]) -> Days:
    return np.array(sorted(days), dtype="datetime64[D]")
