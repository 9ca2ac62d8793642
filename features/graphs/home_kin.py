"""The kin of the members of scored households: who they are, from when to when, and which rows say so."""

from features.records.kin.registers import inverse
from features.records.store import Known

__all__ = ["held_on", "keep_home_kin"]


def keep_home_kin(known: Known) -> None:
    """Keep the kin one step from a member of a scored household as temporary tables.

    ``home_kin``
        One row a member ``a``, relative ``b`` and ``relation`` (what b is to a); siblings by a shared parent among
        them.  ``start_on`` and ``end_on`` are the days between which it held, missing where one of its rows leaves
        them open.  ``source`` names a row that says so.
    ``home_people``
        The members and those relatives who are residents: ``person_id``, ``birth_date``, ``death_date``,
        ``register_id`` and ``address_id``.

    Parameters
    ----------
    known : Known
        With the temporary table ``scored_members``, and ``every_tie`` and ``kin`` of
        :func:`features.graphs.kinship.kinship_graph`.

    Notes
    -----
    One look at the ties, one at the children of the members' parents and one at the residents serve every feature of
    the family; nothing else here looks at more than the kin of members.
    """
    known.keep("home_members", "SELECT DISTINCT person_id FROM scored_members")
    known.keep("home_near", _near())
    known.keep("home_kin", _with_siblings())
    known.keep(
        "home_people",
        """
        SELECT person_id, birth_date, death_date, register_id, address_id
        FROM persons
        SEMI JOIN (SELECT b AS person_id FROM home_kin UNION SELECT person_id FROM home_members) USING (person_id)
        """,
    )


def held_on(day: str, alias: str = "k") -> str:
    """Return the SQL condition that a row of ``home_kin`` held on `day`, its first and last day included.

    Parameters
    ----------
    day : str
        SQL of a day.
    alias : str
        What ``home_kin`` is called.

    Examples
    --------
    >>> held_on("s.day")
    '(k.start_on IS NULL OR k.start_on <= s.day) AND (k.end_on IS NULL OR k.end_on >= s.day)'
    """
    begun = f"({alias}.start_on IS NULL OR {alias}.start_on <= {day})"
    return f"{begun} AND ({alias}.end_on IS NULL OR {alias}.end_on >= {day})"


def _near() -> str:
    """Return the SQL of what is stated or told of members, once a tie, as what b is to the member a."""
    return f"""
        WITH said AS MATERIALIZED (
            SELECT
                *,
                CASE source
                    WHEN 'kinship' THEN 'kinship[' || a || ',' || b || ']'
                    WHEN 'register' THEN 'persons[' || a || ']; persons[' || b || ']'
                    ELSE replace(source, 'register ', '')
                END AS said_in
            FROM every_tie
            WHERE a IN (SELECT person_id FROM home_members) OR b IN (SELECT person_id FROM home_members)
        ),
        both_ways AS (
            SELECT a, b, relation, start_on, end_on, said_in FROM said
            UNION ALL
            SELECT b, a, {inverse("relation")}, start_on, end_on, said_in FROM said
        )
        SELECT
            a,
            b,
            relation::VARCHAR AS relation,
            CASE WHEN count(start_on) = count(*) THEN min(start_on) END AS start_on,
            CASE WHEN count(end_on) = count(*) THEN max(end_on) END AS end_on,
            min(said_in) AS source
        FROM both_ways
        SEMI JOIN home_members ON a = person_id
        GROUP BY a, b, relation
    """


def _with_siblings() -> str:
    """Return the SQL of ``home_near`` and the siblings by a shared parent whom nothing states as such."""
    return """
        WITH siblings AS (
            SELECT up.a, down.b, min(up.b) AS parent
            FROM kin AS down
            JOIN home_near AS up ON down.a = up.b AND up.relation = 'parent'
            WHERE down.relation = 'child' AND down.b <> up.a
            GROUP BY up.a, down.b
        )
        FROM home_near
        UNION ALL
        SELECT
            a, b, 'sibling', NULL, NULL,
            'kinship or persons[' || a || ',' || parent || ']; kinship or persons[' || b || ',' || parent || ']'
        FROM siblings
        ANTI JOIN (SELECT a, b FROM home_near WHERE relation = 'sibling') USING (a, b)
    """
