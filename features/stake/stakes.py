"""Yuan at stake: what was paid above the entitlement, month by month, by the standards then in force.

For every month in which aid was paid since the decision (``aid_months``)::

    above(month)    = paid - entitled, at least 0
    entitled(month) = heads x max(line - income a head, 0)

``heads`` are the covered members alive on the first day of the month and not in custody through all of it; ``line``
is the aid line in force; ``income a head`` is the greater of what was declared and what was seen elsewhere in that very
month, divided among the living members: never an average over months.  Nothing is due in a month in which something
bars aid altogether (`BARRED_BY`).  Within a gradual exit the amount is kept, whatever the income.  Members of the
marginal group are covered alone (单人保), up to the whole line.  A difference below the law's tolerance (a yuan a month
by default) is rounding.  What bars aid, and what is exempt, is what the features of `USED` found, not a second opinion.

An estimate for whoever looks, no sum to reclaim: the declared income, who is covered, and the amount of a decision are
those of the day of extraction.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from features.dossier import Dossier
from features.found import cite
from features.stake.bars import BARS, USED
from features.stake.months import keep_stake_months

__all__ = ["BARRED_BY", "STAKE_COLUMNS", "USED", "months_of", "stakes_of"]

BARRED_BY: Final = (*BARS, "income_over_limit", "no_heads")
"""What can leave no entitlement in a month, as ``barred_by`` tells it."""
STAKE_COLUMNS: Final = (
    "months",
    "first",
    "last",
    "paid",
    "on_record",
    "entitled",
    "above",
    "under",
    "unknown",
    "unknown_paid",
    "lost",
    "kept",
    "earlier",
    *BARRED_BY,
    "sources",
)
"""Columns of :func:`stakes_of`."""


def months_of(dossier: Dossier, households: pd.Series, found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the households were paid and entitled to, month by month.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    households : pandas.Series
        Of ``household_id``; those that are not scored have no months.
    found : mapping of str to pandas.DataFrame
        What the features of `USED` found; see :class:`features.table.FeatureTable`.

    Returns
    -------
    pandas.DataFrame
        One row a household and month of aid, sorted by both: ``household_id``, ``month`` (its first day), ``paid``
        (yuan; the amount of the decision where ``on_record`` is false), ``heads``, ``lost`` (covered members who were
        dead, not born or in custody), ``line`` and ``income`` (yuan a head), ``kept`` (within a gradual exit),
        ``barred_by`` (of `BARRED_BY`, joined by commas; missing where nothing bars), ``entitled`` and ``above`` (yuan;
        missing where line, income or heads are not known and nothing bars).
    """
    keep_stake_months(dossier, households, found)
    return dossier.frame(
        """
        SELECT
            household_id, month, paid, on_record, heads, lost, line, income, kept, barred_by, entitled, above
        FROM stake_months
        ORDER BY household_id, month
        """
    )


def stakes_of(dossier: Dossier, households: pd.Series, found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the yuan at stake of the households and how they come about.

    Parameters
    ----------
    dossier, households, found
        As for :func:`months_of`.

    Returns
    -------
    pandas.DataFrame
        One row a household asked for, indexed by ``household_id`` in sorted order: the columns of `STAKE_COLUMNS`.
        ``months`` of aid from ``first`` to ``last``, ``unknown`` of them without a known entitlement; ``paid`` and
        ``unknown_paid`` (all months, and those); ``entitled``, ``above`` and ``under`` (paid less than due; not set
        off against ``above``) of the other months, so that there ``paid - entitled = above - under`` but for rounding
        within the tolerance; ``above`` is missing where no month has a known entitlement; ``lost`` and ``kept``
        months; ``earlier`` months of aid, before the records begin, which count nowhere; the months that each of
        `BARRED_BY` barred; ``sources`` as ``table[key]``, joined by ``; ``.
        Yuan are exact to 0.01, whatever the order of rows.
    """
    keep_stake_months(dossier, households, found)
    stakes = dossier.frame(_stakes()).set_index("household_id")
    sources = dossier.frame(_sources()).set_index("household_id")["sources"]
    return stakes.assign(sources=sources.reindex(stakes.index).fillna(""))[list(STAKE_COLUMNS)]


def _stakes() -> str:
    """Return the SQL of the sums; yuan are added as decimals, which come out the same in any order."""
    barred = ",\n".join(
        f"count(*) FILTER (list_contains(string_split(barred_by, ','), '{name}')) AS {name}" for name in BARRED_BY
    )
    return f"""
        WITH exact AS (
            SELECT
                * REPLACE (
                    paid::DECIMAL(18, 2) AS paid, entitled::DECIMAL(18, 2) AS entitled, above::DECIMAL(18, 2) AS above
                )
            FROM stake_months
        ),
        sums AS (
            SELECT
                household_id,
                count(*) AS months,
                min(month) AS first,
                max(month) AS last,
                sum(paid)::DOUBLE AS paid,
                bool_and(on_record) AS on_record,
                sum(entitled) FILTER (above IS NOT NULL)::DOUBLE AS entitled,
                sum(above)::DOUBLE AS above,
                sum(greatest(entitled - paid, 0))::DOUBLE AS under,
                count(*) FILTER (above IS NULL) AS unknown,
                coalesce(sum(paid) FILTER (above IS NULL), 0)::DOUBLE AS unknown_paid,
                count(*) FILTER (lost > 0) AS lost,
                count(*) FILTER (kept) AS kept,
                {barred}
            FROM exact
            GROUP BY household_id
        )
        SELECT
            household_id,
            sums.* EXCLUDE (household_id)
                REPLACE (coalesce(months, 0) AS months),
            coalesce(earlier, 0) AS earlier
        FROM stake_asked
        LEFT JOIN sums USING (household_id)
        LEFT JOIN stake_recorded USING (household_id)
        ORDER BY household_id
    """


def _sources() -> str:
    """Return the SQL of the source rows: payments or decision, household, lines, what bars aid, incomes that count."""
    return f"""
        WITH lines AS ({_lines()}),
        paid AS (
            SELECT
                household_id,
                CASE
                    WHEN bool_and(on_record) THEN 'payments[' || household_id || ','
                        || strftime(min(month), '%Y-%m') || '..' || strftime(max(month), '%Y-%m') || ']'
                    ELSE any_value({cite("decisions", "s.decision_id")})
                END AS source
            FROM stake_months
            JOIN scored AS s USING (household_id)
            GROUP BY household_id
        ),
        everything AS (
            SELECT household_id, 1 AS place, source FROM paid
            UNION ALL
            SELECT household_id, 2, {cite("households", "household_id")} FROM paid
            UNION ALL
            SELECT household_id, 3, source FROM lines
            UNION ALL
            (
                SELECT household_id, 4, source FROM stake_cited
                UNION
                SELECT household_id, 4, source FROM ({_seen()})
            )
        )
        SELECT household_id, string_agg(source, '; ' ORDER BY place, source) AS sources
        FROM everything
        GROUP BY household_id
    """


def _lines() -> str:
    """Return the SQL of the aid lines used: the row of ``standards`` that states each, or the law's own line."""
    standard = cite("standards", "st.region_code", "st.scheme", "st.start_on")
    return f"""
        WITH used AS (
            SELECT m.household_id, s.region_code, s.scheme, m.line_from
            FROM (SELECT DISTINCT household_id, line_from FROM stake_months WHERE line_from IS NOT NULL) AS m
            JOIN scored AS s USING (household_id)
        ),
        stated AS (
            SELECT
                p.region_code, p.scheme, p.line_from, so.line_of,
                CASE WHEN st.start_on IS NOT NULL THEN {standard} END AS source
            FROM (SELECT DISTINCT region_code, scheme, line_from FROM used) AS p
            JOIN sources AS so USING (region_code, scheme)
            JOIN divisions AS d ON d.region_code = p.region_code
            LEFT JOIN standards AS st
                ON st.region_code = d.above AND st.scheme = so.line_of AND st.start_on <= p.line_from
            QUALIFY row_number() OVER (
                PARTITION BY p.region_code, p.scheme, p.line_from
                ORDER BY st.start_on IS NULL, d.height, st.start_on DESC
            ) = 1
        )
        SELECT DISTINCT household_id, coalesce(source, 'law[line_' || line_of || ']') AS source
        FROM used
        JOIN stated USING (region_code, scheme, line_from)
    """


def _seen() -> str:
    """Return the SQL of the incomes of households in which more was seen in some month of aid than was declared."""
    return f"""
        WITH richer AS (
            SELECT m.household_id, min(m.month) AS first, max(m.month) AS last
            FROM stake_months AS m
            JOIN scored AS s USING (household_id)
            WHERE m.income > coalesce(s.declared_monthly_income, 0)
            GROUP BY m.household_id
        )
        SELECT DISTINCT r.household_id, {cite("incomes", "i.person_id", "i.kind", "i.start_on")} AS source
        FROM richer AS r
        JOIN scored_members AS m USING (household_id)
        JOIN incomes AS i USING (person_id)
        WHERE (i.start_on IS NULL OR i.start_on <= last_day(r.last)) AND (i.end_on IS NULL OR i.end_on >= r.first)
    """
