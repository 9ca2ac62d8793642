"""What the law says on the days of the acts."""

import pandas as pd

from features.law.law import Law

__all__ = ["add_months", "elapsed", "in_force"]


def in_force(law: Law, name: str | pd.Series, regions: pd.Series, days: pd.Series) -> pd.DataFrame:
    """Return the rule in force for each act: ``value`` and ``unit``, both missing where none is.

    Parameters
    ----------
    law : Law
        What acts are measured by.
    name : str or pandas.Series
        A term, or one for each act.
    regions, days : pandas.Series
        Where and when each act was done; its rule is missing where the day is.
    """
    acts = pd.DataFrame({"name": name, "region": regions, "day": days}, index=days.index)
    # Few terms, regions and days occur: each is asked for once.
    asked = acts.dropna().drop_duplicates()
    rules = [law.provision(name, region, day.date()) for name, region, day in asked.itertuples(index=False)]
    asked["value"] = pd.Series([rule.value if rule else None for rule in rules], index=asked.index, dtype="float64")
    asked["unit"] = pd.Series([rule.unit if rule else None for rule in rules], index=asked.index, dtype="str")
    return acts.merge(asked, how="left", on=["name", "region", "day"])[["value", "unit"]].set_axis(days.index)


def elapsed(law: Law, unit: pd.Series, first: pd.Series, last: pd.Series) -> pd.Series:
    """Return how many days lie after `first` up to and including `last`, in the unit of each rule."""
    days = (last - first).dt.days.astype("float64")
    if unit.eq("workday").any():
        days = days.mask(unit.eq("workday"), law.calendar.workdays_between(first, last))
    return days


def add_months(days: pd.Series, months: pd.Series) -> pd.Series:
    """Return each day so many months later, or earlier where the number is negative."""
    moved = [day + pd.DateOffset(months=int(number)) for day, number in zip(days, months, strict=True)]
    return pd.Series(moved, index=days.index, dtype="datetime64[s]")
