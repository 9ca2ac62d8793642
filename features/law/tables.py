"""The law in the engine: one row a region, rule and spell, and the SQL that asks it."""

from datetime import date
from typing import Final

import pandas as pd

from features.law.law import Law
from features.law.terms import term
from features.records.store import Known

__all__ = ["assumed_years", "elapsed", "holds_on", "in_force", "keep_law"]

COUNTED: Final = ("notice_days", "diligent_days", "reply_days")
"""Intervals that features count in the unit of the rule."""


def keep_law(known: Known, law: Law) -> None:
    """Keep the law of the scored households' regions, and the working days, as temporary tables.

    ``law``
        One row a region, name and spell: ``start_on`` to before ``until``, ``value`` and ``unit``; the smallest region
        that a rule holds for wins, then the latest rule.  Rules that come into force after the day are not there.
    ``workdays``
        One row a ``day`` from the first act of a scored household to the day of the run, with the ``number`` of
        working days up to and including it, from some origin on.

    Parameters
    ----------
    known : Known
        With the temporary table ``scored``.
    law : Law
        Rules and calendar.
    """
    rules = pd.DataFrame(
        [(rule.name, rule.region, rule.start_on.isoformat(), rule.value, rule.unit) for rule in law.provisions],
        columns=["name", "region", "start_on", "value", "unit"],
    )
    known.keep_frame("provisions", rules)
    known.keep("law", _law())
    first = known.frame(_first_act())["day"].item()
    known.keep_frame("workdays", law.calendar.table(known.as_of if pd.isna(first) else first.date(), known.as_of))


def assumed_years(known: Known, law: Law) -> tuple[int, ...]:
    """Return the years whose holidays are not known though some interval of these households counts working days.

    Parameters
    ----------
    known : Known
        With the temporary tables of :func:`keep_law`.
    law : Law
        The same law.

    Returns
    -------
    tuple of int
        In them Monday to Friday were taken for working days; to be told with the results.
    """
    names = ", ".join(f"'{name}'" for name in COUNTED)
    counted = f"EXISTS (SELECT 1 FROM law WHERE unit = 'workday' AND name IN ({names}))"
    first = known.frame(f"SELECT min(day) AS day FROM workdays WHERE {counted}")["day"].item()
    return () if pd.isna(first) else law.calendar.assumed_years(first.date(), known.as_of)


def in_force(name: str, *, day: str, region: str = "s.region_code", alias: str = "law") -> str:
    """Return the SQL condition that a row of ``law`` is the rule `name` for `region` on `day`.

    Parameters
    ----------
    name : str
        A name of :data:`features.law.terms.TERMS`.
    day, region : str
        SQL of the day of the act, and of the region code.
    alias : str
        What the joined table is called.

    Returns
    -------
    str
        For ``LEFT JOIN law ON ...``; at most one row fulfils it, and none where the day is missing.

    Examples
    --------
    >>> in_force("surveyors", day="s.surveyed_on").split(" AND ")[0]
    "law.name = 'surveyors'"
    """
    return f"{alias}.name = '{term(name).name}' AND {holds_on(day, region=region, alias=alias)}"


def holds_on(day: str, *, region: str = "s.region_code", alias: str = "law") -> str:
    """Return the SQL condition that a row of ``law`` holds for `region` on `day`, whatever it rules.

    Parameters
    ----------
    day, region : str
        SQL of the day of the act, and of the region code.
    alias : str
        What the joined table is called.

    Returns
    -------
    str
        For a join that chooses the name by itself.
    """
    return f"{alias}.region_code = {region} AND {alias}.start_on <= {day} AND {alias}.until > {day}"


def elapsed(first: str, last: str, unit: str = "law.unit") -> str:
    """Return the SQL of how many days lie after `first` up to and including `last`, in the unit of a rule.

    Parameters
    ----------
    first, last : str
        SQL of days, qualified with their tables.
    unit : str
        SQL of the rule's unit: ``workday``, or any other for calendar days.

    Returns
    -------
    str
        SQL of a whole number; NULL where a day is missing.
    """
    number = "(SELECT w.number FROM workdays AS w WHERE w.day = {})"
    return f"""
        CASE WHEN {unit} = 'workday' THEN {number.format(last)} - {number.format(first)} ELSE {last} - {first} END
    """


def _law() -> str:
    """Return the SQL of ``law``: at each day on which a rule begins, the best of those in force."""
    return f"""
        WITH places AS (
            SELECT DISTINCT region_code
            FROM scored
        ),
        applying AS (
            SELECT places.region_code, p.* REPLACE (CAST(p.start_on AS DATE) AS start_on)
            FROM places
            JOIN provisions AS p ON starts_with(places.region_code, p.region)
            WHERE CAST(p.start_on AS DATE) <= $as_of
        ),
        beginnings AS (
            SELECT DISTINCT region_code, name, start_on
            FROM applying
        ),
        best AS (
            SELECT b.region_code, b.name, b.start_on, a.value, a.unit
            FROM beginnings AS b
            JOIN applying AS a ON a.region_code = b.region_code AND a.name = b.name AND a.start_on <= b.start_on
            QUALIFY row_number() OVER (
                PARTITION BY b.region_code, b.name, b.start_on ORDER BY length(a.region) DESC, a.start_on DESC
            ) = 1
        )
        SELECT
            *,
            coalesce(
                lead(start_on) OVER (PARTITION BY region_code, name ORDER BY start_on), DATE '{date.max}'
            ) AS until
        FROM best
    """


def _first_act() -> str:
    """Return the SQL of the day before the first day from which an interval is counted."""
    return """
        SELECT least(
            (SELECT min(least(applied_on, publicised_from, publicised_to, approved_on)) FROM scored),
            (SELECT min(received_on) FROM complaints SEMI JOIN scored USING (household_id))
        ) - 1 AS day
    """
