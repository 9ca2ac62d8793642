"""Those who had office over the scored households: who acted on a decision, and who was in post meanwhile."""

from typing import Final

__all__ = ["offices", "over"]

REELECTION_GAP_DAYS: Final = 92
"""Terms of one person that lie no further apart count as one time in office."""
ACTED: Final = {
    "handler_id": "handler",
    "approver_id": "approver",
    "surveyor_1_id": "surveyor",
    "surveyor_2_id": "surveyor",
}
"""Columns of a decision that name who acted on it, and the roles, the first of several first."""
IN_POST_MEANWHILE: Final = """
    (o.start_on IS NULL OR o.start_on <= s.granted_on)
    AND (o.end_on IS NULL OR o.end_on >= s.applied_on)
"""
"""The office ``o`` overlapped with the time from application to approval of the household ``s``."""

FIRST_DAY: Final = "CASE WHEN count(start_on) = count(*) THEN min(start_on) END"
"""The earliest first day, missing where one of them is not known."""


def offices() -> str:
    """Return the SQL of ``offices``: the times in office, and a bare row for everybody who acted on a decision.

    A term opens a new spell if it starts later than the gap after the end of all terms before it.  A spell has an
    open start or end where one of its terms has.

    Returns
    -------
    str
        SQL over ``officials`` and ``scored``: ``person_id``, ``region_code``, ``post`` (that of the latest term),
        ``start_on`` and ``end_on``.
    """
    return f"""
        WITH terms AS (
            SELECT *, max(coalesce(end_on, DATE '9999-12-31')) OVER (
                PARTITION BY person_id, region_code ORDER BY start_on NULLS FIRST
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS before
            FROM officials
        ),
        marked AS (
            SELECT *, sum(
                CASE WHEN before IS NULL OR start_on > before + INTERVAL {REELECTION_GAP_DAYS} DAY THEN 1 ELSE 0 END
            ) OVER (
                PARTITION BY person_id, region_code ORDER BY start_on NULLS FIRST
                ROWS UNBOUNDED PRECEDING
            ) AS spell
            FROM terms
        )
        SELECT
            person_id,
            region_code,
            arg_max(post, (coalesce(start_on, DATE '0001-01-01'), post)) AS post,
            CASE WHEN count(start_on) = count(*) THEN min(start_on) END AS start_on,
            CASE WHEN count(end_on) = count(*) THEN max(end_on) END AS end_on
        FROM marked
        GROUP BY person_id, region_code, spell
        UNION ALL BY NAME
        SELECT DISTINCT person_id
        FROM (SELECT unnest([{", ".join(ACTED)}]) AS person_id FROM scored)
        WHERE person_id IS NOT NULL
    """


def over() -> str:
    """Return the SQL of ``over``: the officials over each scored household.

    Somebody is over a household who acted on its decision, or was in post over its region at any time from
    application to approval, on the first and the last of these days too.  A first or last day of a term that is not
    known is open.

    Returns
    -------
    str
        SQL over ``scored``, ``divisions`` and ``offices``: ``household_id``, ``official_id``, ``post`` (in the
        nearest division above the household; of those who acted without one, any post elsewhere), ``start_on`` (the
        first day of the earliest of these offices, missing where the first day of one is not known), ``acted_as``
        (missing, or the first role) and ``roles`` (all roles, as ``handler, surveyor``).
    """
    return f"""
        WITH acting AS (
            SELECT
                household_id,
                official_id,
                min_by(acted_as, place) AS acted_as,
                string_agg(acted_as, ', ' ORDER BY place) AS roles
            FROM ({_acting()})
            GROUP BY household_id, official_id
        ),
        in_post AS (
            SELECT s.household_id, o.person_id AS official_id, o.post, o.start_on, d.height
            FROM scored AS s
            JOIN divisions AS d USING (region_code)
            JOIN offices AS o ON o.region_code = d.above
            WHERE {IN_POST_MEANWHILE}
        ),
        posts AS (
            SELECT household_id, official_id, min_by(post, (height, post)) AS post, {FIRST_DAY} AS start_on
            FROM in_post
            GROUP BY household_id, official_id
        ),
        own_posts AS (
            SELECT a.household_id, a.official_id, max(o.post) AS post, {FIRST_DAY} AS start_on
            FROM acting AS a
            JOIN scored AS s USING (household_id)
            JOIN offices AS o ON o.person_id = a.official_id
            WHERE o.post IS NOT NULL AND {IN_POST_MEANWHILE}
            GROUP BY a.household_id, a.official_id
        )
        SELECT
            household_id,
            official_id,
            coalesce(posts.post, own_posts.post) AS post,
            CASE WHEN posts.post IS NULL THEN own_posts.start_on ELSE posts.start_on END AS start_on,
            acting.acted_as,
            acting.roles
        FROM posts
        FULL JOIN acting USING (household_id, official_id)
        LEFT JOIN own_posts USING (household_id, official_id)
    """


def _acting() -> str:
    """Return the SQL of who acted on which decision, one row a role; ``place`` ranks the roles."""
    every = " UNION ALL ".join(
        f"""
        SELECT household_id, {column} AS official_id, '{role}' AS acted_as, {place} AS place
        FROM scored
        WHERE {column} IS NOT NULL
        """
        for place, (column, role) in enumerate(ACTED.items())
    )
    return f"""
        SELECT household_id, official_id, acted_as, min(place) AS place
        FROM ({every})
        GROUP BY household_id, official_id, acted_as
    """
