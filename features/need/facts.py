"""What is known for and against the need of homes that are not aided, one row a sign and proof (F24).

A part of :mod:`features.need.need_list`.
"""

from typing import Final

from features.dossier import Dossier

__all__ = ["keep_need_facts"]

ELDERLY_YEARS: Final = 60
"""From this age on somebody alone may be entitled to support for the destitute (特困)."""
SEVERE: Final = 2
"""Up to this grade a disability is severe."""
BURDEN: Final = 0.5
"""Own medical expense a head, in lines, from which it counts."""
OWNED: Final = "coalesce(h.status, 'active') = 'active' AND (h.end_on IS NULL OR h.end_on >= $as_of)"
THING: Final = "concat_ws(',', h.kind, h.start_on)"


def keep_need_facts(dossier: Dossier) -> None:
    """Keep the facts for and against need as the temporary table ``need_facts``.

    One row a home, sign and source row: ``home``, ``sign`` (a name of :data:`features.need.hardship.SIGNS`),
    ``person_id`` (missing where the household itself is the source), ``part`` (the rest of the source row's key),
    ``since`` and ``amount`` (what the words of the sign ask for).

    Parameters
    ----------
    dossier : Dossier
        With the temporary tables of :func:`features.need.homes.keep_need_homes`.
    """
    dossier.known.keep("need_ties", _ties())
    kin = (_bereft("parent", "orphan"), _bereft("child", "elder_alone"))
    parts = (*kin, _illness(), _disability(), _medical(), _income(), _overdue(), _things(), _savings())
    columns = "home, sign, person_id, part, since, amount"
    dossier.known.keep("need_facts", " UNION ALL ".join(f"SELECT {columns} FROM ({part})" for part in parts))


def _illness() -> str:
    return """
        SELECT home, kind AS sign, person_id, kind AS part, c.start_on AS since, NULL::DOUBLE AS amount
        FROM conditions AS c
        JOIN need_people USING (person_id)
        SEMI JOIN need_homes USING (home)
        WHERE kind IN ('serious_illness', 'unable_to_work', 'chronic_illness')
    """


def _disability() -> str:
    return f"""
        SELECT
            home, 'severe_disability' AS sign, person_id, NULL::VARCHAR AS part, NULL::DATE AS since,
            NULL::DOUBLE AS amount
        FROM need_people
        SEMI JOIN need_homes USING (home)
        WHERE disability_grade <= {SEVERE}
    """


def _ties() -> str:
    """Return the SQL of the children of the old who live alone, and the parents of the bereft, in one pass over kin.

    ``gone`` where the relative is dead.  Somebody alone with other kin on record has a row as well.
    """
    return f"""
        WITH alone AS (
            SELECT p.home, p.person_id
            FROM need_people AS p
            JOIN need_homes AS h USING (home)
            WHERE heads = 1 AND birth_date <= $as_of - INTERVAL {ELDERLY_YEARS} YEAR
        ),
        asked_after AS (
            SELECT home, person_id, 'child' AS wanted FROM alone
            UNION ALL
            SELECT home, person_id, 'parent' FROM need_people SEMI JOIN need_homes USING (home)
            SEMI JOIN need_orphans USING (person_id)
        ),
        ties AS MATERIALIZED (
            SELECT DISTINCT w.home, w.person_id, w.wanted, kin.b, kin.relation = w.wanted AS counts
            FROM kin
            JOIN asked_after AS w ON kin.a = w.person_id
        ),
        dead AS (
            SELECT DISTINCT person_id
            FROM persons
            SEMI JOIN ties ON persons.person_id = ties.b
            WHERE death_date IS NOT NULL
        )
        SELECT home, ties.person_id, wanted, counts, dead.person_id IS NOT NULL AS gone
        FROM ties
        LEFT JOIN dead ON dead.person_id = ties.b
    """


def _bereft(wanted: str, sign: str) -> str:
    """Return the SQL of those of whom some kin are on record, but no living one of the relation `wanted`."""
    return f"""
        SELECT
            home, '{sign}' AS sign, person_id, NULL::VARCHAR AS part, NULL::DATE AS since, NULL::DOUBLE AS amount
        FROM need_ties
        WHERE wanted = '{wanted}'
        GROUP BY home, person_id
        HAVING NOT bool_or(counts AND NOT gone)
    """


def _medical() -> str:
    """Return the SQL of own expense of half the line a head and more, in the dearer of the last two years."""
    return f"""
        WITH spent AS (
            SELECT p.home, c.year, c.person_id, sum(c.own_expense) AS yuan
            FROM medical_costs AS c
            JOIN need_people AS p USING (person_id)
            WHERE c.year >= year($as_of) - 1 AND c.own_expense > 0
            GROUP BY p.home, c.year, c.person_id
        ),
        years AS (SELECT home, year, round(sum(yuan) / 12, 2) AS monthly FROM spent GROUP BY home, year),
        dearest AS (
            SELECT *
            FROM years
            QUALIFY row_number() OVER (PARTITION BY home ORDER BY monthly DESC, year DESC) = 1
        )
        SELECT
            home, 'medical_costs' AS sign, spent.person_id, spent.year::VARCHAR AS part, NULL::DATE AS since,
            dearest.monthly AS amount
        FROM dearest
        JOIN need_homes USING (home)
        JOIN spent USING (home, year)
        WHERE dearest.monthly >= {BURDEN} * line * heads
    """


def _income() -> str:
    """Return the SQL of incomes below the line and below half of it; the rows behind them are told apart."""
    return """
        SELECT
            home, unnest(CASE WHEN income < line / 2 THEN ['income_below_line', 'income_below_half']
                ELSE ['income_below_line'] END) AS sign,
            NULL::VARCHAR AS person_id, NULL::VARCHAR AS part, NULL::DATE AS since, income AS amount
        FROM need_homes
        WHERE income < line
    """


def _overdue() -> str:
    return """
        SELECT
            home, 'overdue' AS sign, NULL::VARCHAR AS person_id, NULL::VARCHAR AS part, NULL::DATE AS since,
            overdue::DOUBLE AS amount
        FROM need_homes
        WHERE overdue IS NOT NULL
    """


def _things() -> str:
    """Return the SQL of what is owned beyond the limits, and of public payrolls, on the day."""
    return f"""
        WITH owned AS (
            SELECT n.home, h.person_id, h.kind, {THING} AS part, coalesce(h.asset_id, h.person_id || {THING}) AS thing,
                h.value, n.vehicle_allowed, n.business_allowed, n.homes_allowed
            FROM holdings AS h
            JOIN need_people AS p USING (person_id)
            JOIN need_homes AS n USING (home)
            WHERE h.kind IN ('vehicle', 'business', 'property') AND {OWNED}
        ),
        crowded AS (
            SELECT home
            FROM owned
            WHERE kind = 'property'
            GROUP BY home
            HAVING count(DISTINCT thing) > coalesce(any_value(homes_allowed), 1)
        )
        SELECT home, kind AS sign, person_id, part, NULL::DATE AS since, NULL::DOUBLE AS amount
        FROM owned
        WHERE (kind = 'vehicle' AND (vehicle_allowed = 0 OR value IS NULL OR value > vehicle_allowed))
            OR (kind = 'business' AND (business_allowed = 0 OR value IS NULL OR value > business_allowed))
        UNION ALL
        SELECT home, 'second_home', person_id, part, NULL, NULL
        FROM owned
        SEMI JOIN crowded USING (home)
        WHERE kind = 'property'
        UNION ALL
        SELECT p.home, 'public_payroll', i.person_id, concat_ws(',', i.kind, i.start_on), NULL, NULL
        FROM incomes AS i
        JOIN need_people AS p USING (person_id)
        SEMI JOIN need_homes USING (home)
        WHERE i.kind = 'public_payroll' AND (i.end_on IS NULL OR i.end_on >= $as_of)
    """


def _savings() -> str:
    return f"""
        WITH held AS (
            SELECT n.home, h.person_id, {THING} AS part, h.value,
                sum(h.value) OVER (PARTITION BY n.home) AS yuan, n.savings_months * n.line * n.heads AS allowed
            FROM holdings AS h
            JOIN need_people AS p USING (person_id)
            JOIN need_homes AS n USING (home)
            WHERE h.kind IN ('deposit', 'security', 'insurance') AND h.value > 0 AND {OWNED}
        )
        SELECT home, 'savings' AS sign, person_id, part, NULL::DATE AS since, round(yuan, 2) AS amount
        FROM held
        WHERE round(yuan, 2) > allowed
    """
