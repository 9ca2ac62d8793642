"""Close relatives of officials: a sparse walk over ties of kinship that starts from the officials."""

from typing import Final

from features.records.store import Known

__all__ = ["CLOSE", "keep_close_kin", "keep_close_ties"]

CLOSE: Final = 2
"""Default of how many steps away a relative of an official is still close."""


def keep_close_kin(known: Known, degree: int = CLOSE, *, walked: int = 0) -> None:
    """Keep the relatives of all officials within `degree` steps as the temporary table ``close_kin``.

    Officials are all who acted on a granted decision, and all who were in post over a scored household.  From them the
    walk goes on by joins, step by step; no pair of an official and a resident is looked at that no tie leads to.

    ``close_kin``
        One row a shortest way to a relative: ``official_id``, ``person_id``, ``steps`` and ``via``, the relative
        before the last step.  With no steps everybody is their own.

    Parameters
    ----------
    known : Known
        With the temporary tables ``kin`` of :func:`features.graphs.kinship.kinship_graph`, ``over`` and
        ``official_acts``.
    degree : int
        The longest path that counts, in steps; siblings by a shared parent are one step apart.
    walked : int
        For how many steps the kinship graph has walked already: its temporary table ``steps`` has all ties of
        everybody in ``reached_0`` to ``reached_{walked - 1}``, which need no second search.
    """
    known.keep(
        "close_kin",
        """
        SELECT official_id, official_id AS person_id, 0 AS steps, NULL::VARCHAR AS via
        FROM (SELECT official_id FROM official_acts UNION SELECT official_id FROM over)
        """,
    )
    for step in range(1, degree + 1):
        known.keep("frontier", f"SELECT DISTINCT person_id FROM close_kin WHERE steps = {step - 1}")
        _keep_hops(known, step - 1 if step <= walked else None)
        known.keep(
            "close_kin",
            f"""
            SELECT * FROM close_kin
            UNION ALL
            SELECT k.official_id, h.b, {step}, k.person_id
            FROM (SELECT DISTINCT official_id, person_id FROM close_kin WHERE steps = {step - 1}) AS k
            JOIN hops AS h ON h.a = k.person_id
            ANTI JOIN close_kin AS nearer ON nearer.official_id = k.official_id AND nearer.person_id = h.b
            """,
        )


def keep_close_ties(known: Known) -> None:
    """Keep the close ties between officials and households that were granted aid as ``close_ties``.

    One row an official, household and way to a member: ``official_id``, ``household_id``, ``person_id``, ``steps``,
    and ``start_on`` and ``end_on``, the days within which every tie on the way held; open where they are missing.
    Where ``kinship`` dates a tie, those days hold, whatever else states it without any.

    Parameters
    ----------
    known : Known
        With the temporary tables ``grants`` and ``close_kin``.
    """
    known.keep("ways", _ways())
    known.keep(
        "way_spells",
        """
        WITH hops AS (
            SELECT DISTINCT unnest(trail[:-2]) AS a, unnest(trail[2:]) AS b FROM ways
        ),
        both_ways AS (
            SELECT a, b, a AS person_id, b AS relative_id FROM hops
            UNION
            SELECT a, b, b, a FROM hops
        )
        SELECT
            a, b,
            CASE WHEN count(start_on) = count(*) THEN min(start_on) END AS start_on,
            CASE WHEN count(end_on) = count(*) THEN max(end_on) END AS end_on
        FROM both_ways
        JOIN kinship USING (person_id, relative_id)
        WHERE start_on IS NOT NULL OR end_on IS NOT NULL
        GROUP BY a, b
        """,
    )
    known.keep(
        "close_ties",
        """
        WITH hops AS (
            SELECT official_id, household_id, person_id, steps, trail, unnest(trail[:-2]) AS a, unnest(trail[2:]) AS b
            FROM ways
        )
        SELECT
            official_id, household_id, person_id, steps,
            max(s.start_on) AS start_on,
            min(s.end_on) AS end_on
        FROM hops
        LEFT JOIN way_spells AS s USING (a, b)
        GROUP BY official_id, household_id, person_id, steps, trail
        UNION ALL
        SELECT official_id, household_id, person_id, steps, NULL, NULL FROM ways WHERE steps = 0
        """,
    )


def _ways() -> str:
    """Return the SQL of all shortest ways from officials to members of aided households.

    One row a way: ``official_id``, ``household_id``, ``person_id``, ``steps`` and ``trail``, everybody on it from the
    official on.
    """
    return """
        WITH RECURSIVE everybody AS (
            SELECT household_id, person_id FROM members
            UNION
            SELECT household_id, applicant_id FROM households
        ),
        back AS (
            SELECT k.official_id, e.household_id, k.person_id, k.steps, k.via, k.steps AS ahead, [k.person_id] AS trail
            FROM everybody AS e
            JOIN close_kin AS k USING (person_id)
            SEMI JOIN grants AS aided ON aided.household_id = e.household_id
            UNION ALL
            SELECT b.official_id, b.household_id, b.person_id, b.steps, k.via, k.steps, list_prepend(b.via, b.trail)
            FROM back AS b
            JOIN close_kin AS k ON k.official_id = b.official_id AND k.person_id = b.via AND k.steps = b.ahead - 1
        )
        SELECT official_id, household_id, person_id, steps, trail FROM back WHERE ahead = 0
    """


def _keep_hops(known: Known, kept: int | None) -> None:
    """Keep the ties of everybody in ``frontier`` as ``hops``: ``a``, ``b``; siblings by a shared parent among them."""
    ready = "SELECT a, b FROM kin WHERE false"
    if kept is not None:
        ready = "SELECT a, b FROM ready_hops"
        known.keep("ready_hops", "SELECT a, b FROM steps SEMI JOIN frontier ON a = person_id")
        known.keep("frontier", f"SELECT person_id FROM frontier ANTI JOIN reached_{kept} USING (person_id)")
        if known.frame("SELECT 1 FROM frontier LIMIT 1").empty:
            known.keep("hops", ready)
            return
    known.keep("straight", "SELECT a, b, relation FROM kin SEMI JOIN frontier ON a = person_id")
    known.keep(
        "hops",
        f"""
        SELECT a, b FROM straight
        UNION
        SELECT up.a, down.b
        FROM kin AS down
        JOIN (SELECT DISTINCT a, b FROM straight WHERE relation = 'parent') AS up ON down.a = up.b
        WHERE down.relation = 'child' AND down.b <> up.a
        UNION
        {ready}
        """,
    )
