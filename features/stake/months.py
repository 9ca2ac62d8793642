"""Aid month by month: what was paid, and what the household was entitled to by the standard then in force.

A part of :mod:`features.stake.stakes`.
"""

from collections.abc import Mapping

import pandas as pd

from features.dossier import Dossier
from features.law.tables import in_force
from features.lines import during, in_force_on
from features.stake.bars import all_found, bars, cited, fewer

__all__ = ["keep_stake_months"]


def keep_stake_months(dossier: Dossier, households: pd.Series, found: Mapping[str, pd.DataFrame]) -> None:
    """Keep paid and entitled of `households`, month by month, as the temporary table ``stake_months``.

    Also kept are ``stake_cited``: one row a source row that bars aid or takes a head away (``feature``,
    ``household_id``, ``value`` and ``source``), and ``stake_recorded``: the households with payments on record.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    households : pandas.Series
        Of ``household_id``.
    found : mapping of str to pandas.DataFrame
        What the features of `USED` found; see :class:`features.table.FeatureTable`.  One that is missing bars nothing.
    """
    known = dossier.known
    asked = pd.DataFrame({"household_id": households.astype("str").to_numpy()}).astype({"household_id": "str"})
    known.keep_frame("stake_wanted", asked)
    known.keep(
        "stake_asked",
        "SELECT household_id, row_number() OVER () AS home FROM (SELECT DISTINCT household_id FROM stake_wanted)",
    )
    known.keep_frame("stake_found", all_found(found))
    known.keep("stake_cited", cited())
    known.keep("stake_recorded", _recorded())
    known.keep("stake_paid", _paid())
    known.keep("stake_people", _people())
    known.keep("stake_bars", bars())
    known.keep("stake_months", _months())


def _recorded() -> str:
    """Return the SQL of the households with payments on record, and how many months of aid lie before the records."""
    return """
        SELECT household_id, count(*) FILTER (WHERE NOT on_record) AS earlier
        FROM aid_months
        SEMI JOIN stake_asked USING (household_id)
        GROUP BY household_id
        HAVING bool_or(on_record)
    """


def _people() -> str:
    return """
        SELECT h.home, m.person_id, m.covered, m.birth_date, m.death_date, s.granted_on
        FROM scored_members AS m
        JOIN stake_asked AS h USING (household_id)
        JOIN scored AS s USING (household_id)
    """


def _paid() -> str:
    """Return the SQL of the months of aid, with the line of each; ``place`` numbers the rows.

    Where a household has payments on record, only its months on record count: what was paid before the records begin
    nobody can prove.  Where it has none, the amount of the decision stands in.  It is of the day of extraction, so it
    is held against the line of the day, not against older and lower ones.
    """
    return f"""
        WITH homes AS (
            SELECT h.home, s.*, dense_rank() OVER (ORDER BY s.region_code, s.scheme) AS area
            FROM stake_asked AS h
            JOIN scored AS s USING (household_id)
        ),
        months AS (
            SELECT
                row_number() OVER () AS place,
                h.home,
                h.area,
                a.household_id,
                a.month,
                a.on_record,
                CASE WHEN a.on_record THEN a.paid ELSE h.monthly_amount END AS paid,
                CASE WHEN a.on_record THEN greatest(a.month, h.granted_on) ELSE $as_of END AS day,
                h.scheme = 'marginal' AS alone,
                h.declared_monthly_income AS declared
            FROM aid_months AS a
            JOIN homes AS h USING (household_id)
            LEFT JOIN stake_recorded AS r USING (household_id)
            WHERE a.on_record OR r.household_id IS NULL
        ),
        lines AS (
            SELECT
                s.area, s.day, l.line, l.income_limit, l.start_on AS line_from, coalesce(law.value, 0) AS tolerance
            FROM (
                SELECT d.area, d.day, h.region_code, h.scheme
                FROM (SELECT DISTINCT area, day FROM months) AS d
                JOIN (SELECT DISTINCT area, region_code, scheme FROM homes) AS h USING (area)
            ) AS s
            LEFT JOIN limits AS l ON {in_force_on("s.day")}
            LEFT JOIN law ON {in_force("overpaid_tolerance", day="s.day")}
        )
        SELECT
            months.* EXCLUDE (area, day), l.line, l.income_limit, l.line_from, l.tolerance,
            e.until IS NOT NULL AS kept
        FROM months
        JOIN lines AS l USING (area, day)
        LEFT JOIN exits AS e
            ON e.household_id = months.household_id AND e.start_on <= months.month AND e.until > months.month
    """


def _months() -> str:
    """Return the SQL of ``stake_months``; see :func:`features.stake.stakes.months_of`."""
    return f"""
        WITH facts AS ({_facts()}),
        reckoned AS (
            SELECT
                *,
                -- What was declared is not known: what was seen is enough to know only where it fills the line.
                CASE WHEN declared IS NOT NULL OR seen >= line THEN round(greatest(declared, seen), 2) END AS income,
                CASE
                    WHEN features IS NOT NULL OR heads = 0 OR (seen > income_limit AND NOT kept) THEN concat_ws(
                        ',',
                        features,
                        CASE WHEN seen > income_limit AND NOT kept THEN 'income_over_limit' END,
                        CASE WHEN heads = 0 THEN 'no_heads' END
                    )
                END AS barred_by
            FROM facts
        ),
        due AS (
            SELECT
                *,
                CASE
                    WHEN barred_by IS NOT NULL THEN 0
                    WHEN kept THEN paid
                    WHEN alone THEN round(heads * line, 2)
                    WHEN income < line THEN round(heads * (line - income), 2)
                    WHEN income >= line AND heads > 0 THEN 0
                END AS entitled
            FROM reckoned
        )
        SELECT
            household_id, month, paid, on_record, heads, lost, line, line_from, income, kept, barred_by, entitled,
            CASE
                WHEN paid - entitled > 0 AND paid - entitled >= tolerance THEN round(paid - entitled, 2)
                ELSE 0 * (paid - entitled)
            END AS above
        FROM due
    """


def _facts() -> str:
    """Return the SQL of what the entitlement of each month depends on."""
    return f"""
        WITH fewer AS ({fewer()}),
        seen AS ({_seen()}),
        sizes AS (
            SELECT home, nullif(count(*) FILTER (WHERE covered), 0) AS covered, count(*) AS members
            FROM stake_people
            GROUP BY home
        ),
        bars AS (
            SELECT place, string_agg(feature, ',' ORDER BY feature) AS features
            FROM stake_bars
            GROUP BY place
        )
        SELECT
            m.*,
            sizes.covered - coalesce(fewer.covered, 0) AS heads,
            coalesce(fewer.covered, 0) AS lost,
            seen.yuan / greatest(sizes.members - coalesce(fewer.members, 0), 1) AS seen,
            bars.features
        FROM stake_paid AS m
        LEFT JOIN sizes USING (home)
        LEFT JOIN fewer USING (place)
        LEFT JOIN seen USING (place)
        LEFT JOIN bars USING (place)
    """


def _seen() -> str:
    """Return the SQL of the income seen elsewhere in a month: yuan of all living members.

    What several offices tell of one person's pay counts once, as in
    :func:`features.eligibility.incomes.income_over_limit`.
    """
    return f"""
        WITH told AS (
            SELECT
                m.place,
                sum(h.monthly_amount) AS every,
                coalesce(sum(h.monthly_amount) FILTER (WHERE h.kind = 'tax'), 0) AS taxed,
                coalesce(sum(h.monthly_amount) FILTER (WHERE h.kind = 'wage'), 0) AS wages,
                coalesce(sum(h.monthly_amount) FILTER (WHERE h.kind = 'public_payroll'), 0) AS payroll
            FROM incomes AS h
            JOIN stake_people AS p USING (person_id)
            JOIN stake_paid AS m USING (home)
            WHERE {during("h", "m.month")} AND (p.death_date IS NULL OR p.death_date >= m.month)
            GROUP BY m.place, p.person_id
        )
        SELECT place, round(sum(greatest(taxed, every - taxed - least(wages, payroll))), 2) AS yuan
        FROM told
        GROUP BY place
    """
