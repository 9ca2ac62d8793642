"""The few ties that birth dates do not support: only among them can a contradiction lie."""

from typing import Final

import duckdb

from features.records.kin.hops import INVERSE
from features.records.kin.registers import told_ties

__all__ = ["YOUNGEST_PARENT", "keep_suspects", "open_findings"]

YOUNGEST_PARENT: Final = 4383
"""Twelve years in days: a parent who is not that much older is possible, and worth a look."""
NO_ROWS: Final = """
    SELECT
        0 AS _source, 0::BIGINT AS _row, '' AS person_id, '' AS relative_id, '' AS relation,
        NULL::DATE AS start_on, NULL::DATE AS end_on
    WHERE false
"""
"""What stands for ``stored.kinship`` in a delivery without it."""
UP: Final = "('parent', 'grandparent')"
DOWN: Final = "('child', 'grandchild')"


def open_findings(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables ``found_ties`` and ``doubted_ties``, and ``stated``, the rows of ``stored.kinship``."""
    columns = (
        "place INTEGER, _source INTEGER, _row BIGINT, a VARCHAR, b VARCHAR, relation VARCHAR, source VARCHAR, "
        "_column VARCHAR, rule VARCHAR"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE found_ties ({columns})")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE doubted_ties ({columns})")
    ((there,),) = connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'stored' AND table_name = 'kinship'"
    ).fetchall()
    rows = "SELECT _source, _row, person_id, relative_id, relation, start_on, end_on FROM stored.kinship"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW stated AS {rows if there else NO_ROWS}")


def keep_suspects(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep the ties in which a contradiction can lie, each with the years between its ends.

    A parent or grandparent twelve years older than the child is beyond doubt by itself, and so is a couple of nearly
    one age.  What is left are few: that is why the whole looks at each tie once.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the view ``stated`` and the tables of :func:`features.records.kin.reading.keep_reading`.

    Notes
    -----
    Leaves ``stored.told_ties``, every tie that a register tells (:func:`features.records.kin.registers.told_ties`), and
    temporary tables:

    ``suspects``
        Lines (parents and grandparents, up or down) without twelve years between the ends or with an unknown birth
        date, all couples of registers, and stated couples twelve years apart: ``_source``, ``_row`` (both missing
        for a tie of a register), ``a``, ``b``, ``relation``, ``source``, ``a_birth``, ``b_birth``.
    ``lines``
        Of these the lines, with ``young``, ``old``, ``young_birth``, ``old_birth`` and ``gap`` (days by which the old
        one is older).
    ``open_lines``
        Of these the ones with an unknown birth date.
    ``unequal``
        Couples twelve years apart, both ways, ``a`` and ``b``; ``unequal_registers`` has the ties of the registers
        that they stand in.
    """
    relations = ", ".join(f"'{relation}'" for relation in INVERSE)
    told = f"SELECT * REPLACE (relation::ENUM({relations}) AS relation) FROM ({told_ties('stored.persons')})"
    connection.execute(f"CREATE OR REPLACE TABLE stored.told_ties AS {told}")
    statements = (
        _born(),
        _few(),
        _suspects(),
        _lines(),
        "open_lines AS SELECT * FROM lines WHERE gap IS NULL",
        _unequal(),
    )
    for statement in (*statements, _unequal_registers()):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {statement}")
    connection.execute("DROP TABLE born; DROP TABLE few")


def _born() -> str:
    """Return the SQL of everybody's birth date under a hash of the key: half as long to look up as the key itself."""
    return "born AS SELECT hash(person_id) AS person, birth_date FROM stored.persons"


def _few() -> str:
    """Return the SQL of the rows in which a stated suspect may lie: the many others are never copied.

    Two keys with one hash make a row too many, which the exact look at these few leaves out.
    """
    return f"""
        few AS
        SELECT DISTINCT _source, _row
        FROM (
            SELECT _source, _row, hash(person_id) AS a, hash(relative_id) AS b, {_direction()} AS up
            FROM stated
            WHERE relation NOT IN ('sibling', 'other')
        )
        LEFT JOIN born AS one ON one.person = a
        LEFT JOIN born AS other ON other.person = b
        WHERE {_suspect("one.birth_date - other.birth_date")}
    """


def _suspects() -> str:
    return f"""
        suspects AS
        WITH looked_at AS (
            SELECT _source, _row, person_id AS a, relative_id AS b, relation, {_direction()} AS up
            FROM stated
            SEMI JOIN few USING (_source, _row)
            WHERE person_id <> relative_id
        ),
        dated AS (
            SELECT l.*, one.birth_date AS a_birth, other.birth_date AS b_birth
            FROM looked_at AS l
            LEFT JOIN stored.persons AS one ON one.person_id = a
            LEFT JOIN stored.persons AS other ON other.person_id = b
        )
        SELECT _source, _row, a, b, relation, 'kinship' AS source, a_birth, b_birth
        FROM dated
        WHERE {_suspect("a_birth - b_birth")}
        UNION ALL
        SELECT NULL, NULL, a, b, relation, source, a_birth, b_birth
        FROM (
            SELECT *, {_direction()} AS up
            FROM stored.told_ties
            WHERE relation IN ('spouse', 'parent', 'child', 'grandparent', 'grandchild')
        )
        WHERE up = 0 OR {_suspect("a_birth - b_birth")}
    """


def _direction() -> str:
    """Return the SQL of the way in which a relation leads: 1 to the older, -1 to the younger, 0 to a spouse."""
    return f"CASE WHEN relation IN {UP} THEN 1 WHEN relation IN {DOWN} THEN -1 ELSE 0 END::TINYINT"


def _suspect(older: str) -> str:
    """Return the condition of a suspect, given the SQL of the days by which b is older than a."""
    return f"""
        CASE
            WHEN up = 0 THEN coalesce(abs({older}) >= {YOUNGEST_PARENT}, false)
            ELSE coalesce(up * ({older}) < {YOUNGEST_PARENT}, true)
        END
    """


def _lines() -> str:
    return f"""
        lines AS
        SELECT
            _source, _row, a, b, relation, source,
            CASE WHEN relation IN {UP} THEN a ELSE b END AS young,
            CASE WHEN relation IN {UP} THEN b ELSE a END AS old,
            CASE WHEN relation IN {UP} THEN a_birth - b_birth ELSE b_birth - a_birth END AS gap,
            CASE WHEN relation IN {UP} THEN a_birth ELSE b_birth END AS young_birth,
            CASE WHEN relation IN {UP} THEN b_birth ELSE a_birth END AS old_birth
        FROM suspects
        WHERE relation <> 'spouse'
    """


def _unequal() -> str:
    apart = f"FROM suspects WHERE relation = 'spouse' AND abs(a_birth - b_birth) >= {YOUNGEST_PARENT}"
    return f"unequal AS SELECT a, b {apart} UNION SELECT b, a {apart}"


def _unequal_registers() -> str:
    return f"""
        unequal_registers AS
        WITH homes AS (SELECT DISTINCT register_id FROM stored.persons SEMI JOIN unequal ON person_id = a),
        people AS (SELECT * FROM stored.persons SEMI JOIN homes USING (register_id))
        SELECT * FROM ({told_ties("people")})
    """
