"""What leaves a household no entitlement in a month, and who is no head in it, from what the features found.

A part of :mod:`features.stake.months`.  The conditions and their exemptions are those of the features: here their
findings, by the source rows that they name, only become months.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from features.found import cite
from features.lines import during

__all__ = ["BARS", "USED", "all_found", "bars", "cited", "fewer"]

BARS: Final = ("vehicle", "second_home", "business", "savings_over_limit", "public_payroll")
"""Features whose findings leave no entitlement in the months in which what they found was there."""
USED: Final = (*BARS, "in_custody")
"""Features whose findings are used here, with all that they exempt."""


def all_found(found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the features of `USED` found, one below the other.

    Parameters
    ----------
    found : mapping of str to pandas.DataFrame
        By feature; see :class:`features.table.FeatureTable`.

    Returns
    -------
    pandas.DataFrame
        ``feature``, ``household_id``, ``value`` (above 0) and ``source``.
    """
    columns = {"feature": "str", "household_id": "str", "value": "float64", "source": "str"}
    parts = [
        rows.loc[rows["value"] > 0, ["household_id", "value", "source"]].assign(feature=name)
        for name in USED
        if (rows := found.get(name)) is not None
    ]
    if not parts:
        return pd.DataFrame({name: pd.Series([], dtype=dtype) for name, dtype in columns.items()})
    return pd.concat(parts, ignore_index=True)[list(columns)].astype(columns)


def cited() -> str:
    """Return the SQL of the source rows behind the findings about the households asked for, one row each.

    Returns
    -------
    str
        SQL over ``stake_found`` and ``stake_asked``: ``feature``, ``household_id``, ``home``, ``value``, ``source``.
    """
    return """
        SELECT DISTINCT feature, household_id, home, value, unnest(string_split(source, '; ')) AS source
        FROM stake_found
        JOIN stake_asked USING (household_id)
    """


def bars() -> str:
    """Return the SQL of what bars aid: ``place`` of the month and ``feature``.

    Things of one kind may be allowed up to a number or sum.  What is allowed follows from the finding itself: the most
    homes at once less its value (those beyond the allowed; one at least), the most savings at once / (1 + its value)
    (the multiple of the allowed, less one).  A home bought while aid was paid bars it wherever it is.

    Returns
    -------
    str
        SQL over ``stake_cited``, ``stake_people`` and ``stake_paid``.
    """
    return f"""
        WITH things AS ({_things()}),
        dated AS (
            SELECT
                *,
                min(coalesce(start_on, DATE '0001-01-01')) OVER (PARTITION BY home, feature, asset) > granted_on
                    AS bought
            FROM things
        ),
        held AS (
            SELECT
                m.place, h.home, h.feature, max(h.beyond) AS beyond, bool_or(h.bought) AS bought,
                count(DISTINCT h.asset) AS things, round(sum(h.worth), 2) AS worth
            FROM dated AS h
            JOIN stake_paid AS m USING (home)
            WHERE {during("h", "m.month")}
            GROUP BY m.place, h.home, h.feature
        ),
        most AS (
            SELECT home, feature, max(things) AS things, max(worth) AS worth
            FROM held
            GROUP BY home, feature
        )
        SELECT held.place, held.feature
        FROM held
        JOIN most USING (home, feature)
        WHERE CASE held.feature
            WHEN 'second_home' THEN held.bought OR held.things > greatest(most.things - beyond, 1)
            WHEN 'savings_over_limit' THEN held.worth > most.worth / (1 + beyond)
            ELSE true
        END
        UNION
        ({_payroll()})
    """


def _things() -> str:
    """Return the SQL of the holdings that bar aid, by the findings that name them."""
    return f"""
        SELECT DISTINCT
            c.feature, c.home, c.value AS beyond, h.start_on, h.end_on, h.granted_on,
            coalesce(h.asset_id, c.source) AS asset, coalesce(h.value, 0) AS worth
        FROM (
            SELECT h.*, p.home, p.granted_on, {cite("holdings", "h.person_id", "h.kind", "h.start_on")} AS source
            FROM holdings AS h
            JOIN stake_people AS p USING (person_id)
        ) AS h
        JOIN stake_cited AS c USING (source, home)
        WHERE c.feature <> 'public_payroll'
    """


def _payroll() -> str:
    """Return the SQL of the months on a public payroll, gradual exit left out."""
    return f"""
        SELECT m.place, c.feature
        FROM (
            SELECT *, {cite("incomes", "person_id", "kind", "start_on")} AS source
            FROM incomes
            SEMI JOIN stake_people USING (person_id)
        ) AS h
        JOIN stake_cited AS c USING (source)
        JOIN stake_paid AS m USING (home)
        WHERE c.feature = 'public_payroll' AND NOT m.kept AND {during("h", "m.month")}
    """


def fewer() -> str:
    """Return the SQL of how many members were not there in a month: dead, not yet born, or (if covered) in custody.

    Returns
    -------
    str
        SQL of ``place``, ``covered`` (heads fewer) and ``members`` (living members fewer).
    """
    return f"""
        WITH missing AS (
            SELECT m.place, p.person_id, p.covered, true AS gone
            FROM stake_people AS p
            JOIN stake_paid AS m USING (home)
            WHERE (p.death_date IS NOT NULL OR p.birth_date > (SELECT min(month) FROM stake_paid))
                AND (p.death_date < m.month OR p.birth_date > last_day(m.month))
            UNION ALL
            SELECT m.place, p.person_id, p.covered, false
            FROM (
                SELECT *, {cite("absences", "person_id", "kind", "start_on")} AS source
                FROM absences
                SEMI JOIN stake_people USING (person_id)
            ) AS h
            JOIN stake_cited AS c ON c.source = h.source AND c.feature = 'in_custody'
            JOIN stake_people AS p ON p.home = c.home AND p.person_id = h.person_id
            JOIN stake_paid AS m ON m.home = p.home
            WHERE h.start_on < m.month AND (h.end_on IS NULL OR h.end_on >= last_day(m.month))
        ),
        persons AS (
            SELECT place, person_id, bool_or(covered) AS covered, bool_or(gone) AS gone
            FROM missing
            GROUP BY place, person_id
        )
        SELECT place, count(*) FILTER (WHERE covered) AS covered, count(*) FILTER (WHERE gone) AS members
        FROM persons
        GROUP BY place
    """
