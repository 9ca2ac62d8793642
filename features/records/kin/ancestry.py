"""Nobody is his own ancestor."""

from typing import Final

import duckdb
import networkx as nx

from features.records.kin.registers import told_ties
from features.records.rule import Rule

__all__ = ["OWN_ANCESTOR", "find_own_ancestors"]

OWN_ANCESTOR: Final = Rule("one's own ancestor", "本人成为自己的长辈（循环）")
OLDER: Final = """
    INSERT INTO guessed
    SELECT old, min(coalesce(young_birth, born)) - 1
    FROM open_lines
    LEFT JOIN guessed ON guessed.person = young
    WHERE old_birth IS NULL AND coalesce(young_birth, born) IS NOT NULL AND old NOT IN (SELECT person FROM guessed)
    GROUP BY old
"""
"""Gives those of unknown birth the day before that of the eldest child."""
YOUNGER: Final = """
    INSERT INTO guessed
    SELECT young, max(coalesce(old_birth, born)) + 1
    FROM open_lines
    LEFT JOIN guessed ON guessed.person = old
    WHERE young_birth IS NULL AND coalesce(old_birth, born) IS NOT NULL AND young NOT IN (SELECT person FROM guessed)
    GROUP BY young
"""
"""Gives those without such a child the day after that of the youngest parent."""
PLACED: Final = """
    CREATE OR REPLACE TEMP TABLE placed AS
    SELECT DISTINCT
        young,
        old,
        coalesce(young_birth, low.born) AS young_born,
        coalesce(old_birth, high.born) AS old_born
    FROM open_lines
    LEFT JOIN guessed AS low ON low.person = young
    LEFT JOIN guessed AS high ON high.person = old
"""
CORE: Final = """
    CREATE OR REPLACE TEMP TABLE core AS
    SELECT * FROM placed WHERE coalesce(old_born >= young_born, true)
"""
PEEL: Final = """
    DELETE FROM core
    WHERE (old_born IS NULL AND old NOT IN (SELECT young FROM core))
        OR (young_born IS NULL AND young NOT IN (SELECT old FROM core))
"""


def find_own_ancestors(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the lines on circles: of each circle those that no birth dates support.

    Whoever's birth is not known is given a day that fits the children or the parents.  A line that leads to an earlier
    day goes up, so each circle has one that does not: these few are the core.  Lines of it that end at somebody
    without parents, or begin at somebody without children, are peeled off.  From the rest the lines up are climbed;
    the strongly connected components of what was met are the circles.  The days serve the search alone.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the tables of :func:`features.records.kin.suspects.keep_suspects`.
    """
    connection.execute("CREATE OR REPLACE TEMP TABLE guessed (person VARCHAR, born DATE)")
    while _changed(connection, OLDER) or _changed(connection, YOUNGER):
        pass
    connection.execute(PLACED)
    connection.execute(CORE)
    while _changed(connection, PEEL):
        pass
    lines = connection.execute("SELECT young, old FROM core ORDER BY ALL").fetchall()
    if lines:
        _set_aside(connection, nx.DiGraph([*lines, *_climb(connection)]))


def _changed(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    """Run `statement` and return how many rows it changed."""
    ((rows,),) = connection.execute(statement).fetchall()
    return int(rows)


def _climb(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Return the lines up from where the core leads to, as high as the core begins again."""
    connection.execute("CREATE OR REPLACE TEMP TABLE seen AS SELECT DISTINCT old AS person_id FROM core")
    connection.execute("CREATE OR REPLACE TEMP TABLE frontier AS FROM seen")
    climbed: list[tuple[str, str]] = []
    while connection.execute("SELECT EXISTS (FROM frontier)").fetchall()[0][0]:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE rungs AS {_lines_up()}")
        climbed += connection.execute("SELECT young, old FROM rungs ORDER BY ALL").fetchall()
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE frontier AS "
            "SELECT DISTINCT old AS person_id FROM rungs ANTI JOIN seen ON old = seen.person_id"
        )
        connection.execute("INSERT INTO seen FROM frontier")
    return climbed


def _lines_up() -> str:
    """Return the SQL of the lines up from the people of ``frontier`` that are not in the core."""
    return f"""
        WITH lowest AS (SELECT min(young_born) AS born FROM core),
        homes AS (SELECT DISTINCT register_id FROM stored.persons SEMI JOIN frontier USING (person_id)),
        people AS (SELECT * FROM stored.persons SEMI JOIN homes USING (register_id)),
        told AS MATERIALIZED ({told_ties("people")}),
        up AS (
            SELECT person_id AS young, relative_id AS old
            FROM stated
            SEMI JOIN frontier USING (person_id)
            WHERE relation IN ('parent', 'grandparent')
            UNION
            SELECT relative_id, person_id
            FROM stated
            SEMI JOIN frontier ON relative_id = frontier.person_id
            WHERE relation IN ('child', 'grandchild')
            UNION
            SELECT a, b
            FROM told
            SEMI JOIN frontier ON a = frontier.person_id
            WHERE relation IN ('parent', 'grandparent')
            UNION
            SELECT b, a
            FROM told
            SEMI JOIN frontier ON b = frontier.person_id
            WHERE relation IN ('child', 'grandchild')
        )
        SELECT young, old
        FROM up
        JOIN stored.persons AS low ON low.person_id = young
        JOIN stored.persons AS high ON high.person_id = old
        WHERE high.birth_date < low.birth_date AND high.birth_date >= (SELECT born FROM lowest)
        UNION
        SELECT young, old
        FROM placed
        SEMI JOIN frontier ON young = frontier.person_id
        WHERE old_born < young_born AND old_born >= (SELECT born FROM lowest)
    """


def _set_aside(connection: duckdb.DuckDBPyConnection, lines: nx.DiGraph) -> None:
    """Find the unsupported ties within the strongly connected components of `lines`."""
    circles = [circle for circle in nx.strongly_connected_components(lines) if len(circle) > 1]
    connection.execute("CREATE OR REPLACE TEMP TABLE circles (person VARCHAR, number BIGINT)")
    for number, circle in enumerate(circles):
        connection.execute("INSERT INTO circles SELECT unnest(?), ?", [sorted(circle), number])
    connection.execute(
        """
        INSERT INTO found_ties
        SELECT 5, _source, _row, a, b, relation, source, 'relation', $rule
        FROM open_lines
        JOIN circles AS low ON low.person = young
        JOIN circles AS high ON high.person = old AND high.number = low.number
        """,
        {"rule": OWN_ANCESTOR.en},
    )
