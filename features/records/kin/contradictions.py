"""Ties that contradict each other or a birth date: they are set aside, the persons stay.

One that is wrong by itself, as a parent younger than the child, goes alone.  Where two cannot both be true and neither
is better founded, both go: nothing is guessed.
"""

from typing import Final

import duckdb

from features.records.kin.ages import AGES, YOUNG_PARENT, find_age_faults
from features.records.kin.ancestry import OWN_ANCESTOR, find_own_ancestors
from features.records.kin.marriages import TWO_SPOUSES, find_two_spouses
from features.records.kin.reading import keep_reading
from features.records.kin.suspects import keep_suspects, open_findings
from features.records.rule import Rule

__all__ = ["RULES", "contradicted_rows"]

TO_ONESELF: Final = Rule("a tie to oneself", "与本人的亲属关系")
BOTH_WAYS: Final = Rule("parent and child of the same person", "同一人既为父母又为子女")
PARENT_AND_SPOUSE: Final = Rule("parent or child and spouse of the same person", "同一人既为父母子女又为配偶")
RULES: Final[tuple[Rule, ...]] = (
    TO_ONESELF,
    *AGES,
    BOTH_WAYS,
    PARENT_AND_SPOUSE,
    TWO_SPOUSES,
    OWN_ANCESTOR,
    YOUNG_PARENT,
)
"""The last one is a flag: the tie stays."""
SCRATCH: Final = (
    *("found_ties", "doubted_ties", "suspects", "lines", "open_lines", "unequal", "unequal_registers", "marriages"),
    *("guessed", "placed", "core", "seen", "frontier", "rungs", "circles"),
)
"""Temporary tables that nobody needs when the contradictions are found; a province's take up much memory."""


def contradicted_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the ties of a delivery that cannot be true.

    They are ties to oneself; parents and grandparents who are not older than the child; parent and child, or parent and
    spouse, of the same person; two spouses at one time (:mod:`features.records.kin.marriages`); and one's own ancestors
    (:mod:`features.records.kin.ancestry`).  A tie stated from both sides is agreement.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has ``stored.persons`` and perhaps ``stored.kinship``, with their ``_source`` and ``_row``.

    Notes
    -----
    Leaves these tables:

    ``contradicted``
        Temporary: ``_source``, ``_row`` and ``_rule`` (column and rule, parted by a bar) of rows of
        ``stored.kinship``.
    ``doubted``
        Temporary: the same of rows that stay, with something to be said: a parent less than twelve years older.
    ``stored.contradicted_ties``
        Ties that registers tell: ``a``, ``b``, ``relation`` (what b is to a), ``source`` and ``rule``.

    and ``stored.told_ties``, every tie that a register tells but those.
    """
    keep_reading(connection, "stored.persons")
    open_findings(connection)
    keep_suspects(connection)
    connection.execute(_to_oneself())
    find_age_faults(connection)
    for statement in _both_ways():
        connection.execute(statement)
    connection.execute(_parent_and_spouse())
    find_two_spouses(connection)
    find_own_ancestors(connection)
    for statement in (*_results(), _kept()):
        connection.execute(statement)
    connection.execute("ALTER TABLE stored.told_ties DROP COLUMN a_birth")
    connection.execute("ALTER TABLE stored.told_ties DROP COLUMN b_birth")
    for name in SCRATCH:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _to_oneself() -> str:
    return f"""
        INSERT INTO found_ties
        SELECT 0, _source, _row, person_id, relative_id, relation, 'kinship', 'relative_id', '{TO_ONESELF.en}'
        FROM stated
        WHERE person_id = relative_id
    """


def _both_ways() -> tuple[str, str]:
    """Return the SQL that finds two ties between the same two in which each is the other's parent or grandparent.

    Known birth dates settle which of them is wrong.  Both are gone before circles are looked for: a circle that needs
    one of them is none.
    """
    return (
        f"""
        INSERT INTO found_ties
        SELECT 2, _source, _row, a, b, relation, source, 'relation', '{BOTH_WAYS.en}'
        FROM open_lines AS one
        SEMI JOIN open_lines AS other ON one.young = other.old AND one.old = other.young
        """,
        """
        CREATE OR REPLACE TEMP TABLE open_lines AS
        SELECT *
        FROM open_lines AS one
        ANTI JOIN open_lines AS other ON one.young = other.old AND one.old = other.young
        """,
    )


def _parent_and_spouse() -> str:
    """Return the SQL that finds couples of whom one is the parent or grandparent of the other.

    Lines of twelve years or more are not among the suspects; a couple with such a gap is.
    """
    return f"""
        INSERT INTO found_ties
        WITH couples AS (
            SELECT _source, _row, person_id AS a, relative_id AS b, relation, 'kinship' AS source
            FROM stated
            WHERE relation = 'spouse'
            UNION ALL
            SELECT _source, _row, a, b, relation, source
            FROM suspects
            WHERE relation = 'spouse' AND _row IS NULL
        ),
        near_lines AS (
            SELECT _source, _row, a, b, relation, source FROM lines WHERE coalesce(gap > 0, true)
        ),
        far_lines AS (
            SELECT _source, _row, person_id AS a, relative_id AS b, relation, 'kinship' AS source
            FROM stated
            SEMI JOIN unequal ON person_id = unequal.a AND relative_id = unequal.b
            WHERE relation IN ('parent', 'child', 'grandparent', 'grandchild')
            UNION ALL
            SELECT NULL, NULL, a, b, relation, source
            FROM unequal_registers
            SEMI JOIN unequal USING (a, b)
            WHERE relation IN ('parent', 'child', 'grandparent', 'grandchild')
        ),
        both_lines AS (SELECT * FROM near_lines UNION SELECT * FROM far_lines),
        couples_of_lines AS (
            SELECT * FROM couples SEMI JOIN both_lines ON couples.a = both_lines.a AND couples.b = both_lines.b
            UNION
            SELECT * FROM couples SEMI JOIN both_lines ON couples.a = both_lines.b AND couples.b = both_lines.a
        ),
        lines_of_couples AS (
            SELECT * FROM both_lines AS l SEMI JOIN couples_of_lines AS c ON l.a = c.a AND l.b = c.b
            UNION
            SELECT * FROM both_lines AS l SEMI JOIN couples_of_lines AS c ON l.a = c.b AND l.b = c.a
        )
        SELECT 3, _source, _row, a, b, relation, source, 'relation', '{PARENT_AND_SPOUSE.en}'
        FROM (FROM couples_of_lines UNION ALL FROM lines_of_couples)
    """


def _results() -> tuple[str, ...]:
    """Return the SQL of the tables that are left; of several rules that a tie breaks the first one counts."""
    row = "_source, _row, arg_min(_column || '|' || rule, place) AS _rule"
    return (
        f"""
        CREATE OR REPLACE TEMP TABLE contradicted AS
        SELECT {row}
        FROM found_ties
        WHERE _row IS NOT NULL
        GROUP BY _source, _row
        """,
        f"""
        CREATE OR REPLACE TEMP TABLE doubted AS
        SELECT {row}
        FROM doubted_ties
        ANTI JOIN contradicted USING (_source, _row)
        WHERE _row IS NOT NULL
        GROUP BY _source, _row
        """,
        """
        CREATE OR REPLACE TABLE stored.contradicted_ties AS
        SELECT a, b, relation, min(source) AS source, arg_min(rule, place) AS rule
        FROM found_ties
        WHERE _row IS NULL
        GROUP BY a, b, relation
        ORDER BY a, b, relation
        """,
    )


def _kept() -> str:
    """Return the SQL that leaves the contradicted ties of registers out of those told."""
    return """
        DELETE FROM stored.told_ties AS t
        USING stored.contradicted_ties AS c
        WHERE t.a = c.a AND t.b = c.b AND t.relation = c.relation
    """
