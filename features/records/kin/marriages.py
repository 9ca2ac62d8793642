"""Two spouses at one time."""

from typing import Final

import duckdb

from features.records.rule import Rule

__all__ = ["TWO_SPOUSES", "find_two_spouses"]

TWO_SPOUSES: Final = Rule("two spouses at one time", "同一时间有两名配偶")


def find_two_spouses(connection: duckdb.DuckDBPyConnection) -> None:
    r"""Find the marriages of one person with two others that held on one day.

    Of two that began on different days only the later goes: what is said of a later day takes nothing from what held
    before it.  Of two that began on one day, or without days, both go.

    A marriage is known to hold from its first day to its last, the end on record or the first death of the two.
    Without a first day it is known to hold on the day before its last, and without either day today:

    .. math:: [\mathrm{start} \text{ or } \mathrm{end} - 1, \mathrm{end}), \quad \mathrm{end} = \infty \text{ if none}

    Two that are open therefore always meet, while one that ended may have gone before one whose start is not known.
    A couple in a register is a marriage without days.  Several rows about one couple are no contradiction.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the tables of :func:`features.records.kin.suspects.keep_suspects`.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE marriages AS {_marriages()}")
    connection.execute(
        """
        INSERT INTO found_ties
        SELECT DISTINCT 4, one._source, one._row, one.a, one.b, 'spouse', one.source, 'relation', $rule
        FROM marriages AS one
        JOIN marriages AS other ON one.person = other.person AND one.partner <> other.partner
        WHERE greatest(one.held_from, other.held_from) < least(one.held_until, other.held_until)
            AND other.known_from <= one.known_from
        """,
        {"rule": TWO_SPOUSES.en},
    )


def _marriages() -> str:
    """Return the SQL of the marriages of everybody with several partners, one row a marriage and such a person."""
    return """
        WITH couples AS (
            SELECT _source, _row, person_id AS a, relative_id AS b, 'kinship' AS source, start_on, end_on
            FROM stated
            WHERE relation = 'spouse' AND person_id <> relative_id
            UNION ALL
            SELECT _source, _row, a, b, source, NULL, NULL
            FROM suspects
            WHERE relation = 'spouse' AND _row IS NULL
        ),
        several AS (
            SELECT person
            FROM (
                SELECT hash(a) AS person, hash(b) AS partner FROM couples UNION ALL SELECT hash(b), hash(a) FROM couples
            )
            GROUP BY person
            HAVING min(partner) <> max(partner)
        ),
        sides AS (
            SELECT *, a AS person, b AS partner FROM couples SEMI JOIN several ON hash(a) = person
            UNION ALL
            SELECT *, b, a FROM couples SEMI JOIN several ON hash(b) = person
        ),
        ended AS (
            SELECT sides.*, least(end_on, one.death_date, other.death_date) AS last_on
            FROM sides
            LEFT JOIN stored.persons AS one ON one.person_id = sides.person
            LEFT JOIN stored.persons AS other ON other.person_id = sides.partner
        )
        SELECT
            *,
            coalesce(start_on, last_on - 1, DATE '9999-12-30') AS held_from,
            coalesce(last_on, DATE '9999-12-31') AS held_until,
            coalesce(start_on, DATE '0001-01-01') AS known_from
        FROM ended
    """
