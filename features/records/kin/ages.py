"""Nobody is older than a parent."""

from typing import Final

import duckdb

from features.records.kin.suspects import YOUNGEST_PARENT
from features.records.rule import Rule

__all__ = ["AGES", "YOUNG_PARENT", "find_age_faults"]

YOUNGER_PARENT: Final = Rule("a parent who is not older than the child", "父母年龄不大于子女")
YOUNGER_GRANDPARENT: Final = Rule("a grandparent who is not older than the grandchild", "祖辈年龄不大于孙辈")
YOUNG_PARENT: Final = Rule("a parent less than twelve years older than the child", "父母与子女年龄相差不足12岁")
"""A flag: the tie stays."""
AGES: Final = (YOUNGER_PARENT, YOUNGER_GRANDPARENT)
PARENTAL: Final = "relation IN ('parent', 'child')"


def find_age_faults(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the parents and grandparents who are not older than the child, and note the ones hardly older.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the tables of :func:`features.records.kin.suspects.keep_suspects`.
    """
    connection.execute(
        f"""
        INSERT INTO found_ties
        SELECT
            1, _source, _row, a, b, relation, source, 'relation',
            CASE WHEN {PARENTAL} THEN $parent ELSE $grandparent END
        FROM lines
        WHERE gap <= 0
        """,
        {"parent": YOUNGER_PARENT.en, "grandparent": YOUNGER_GRANDPARENT.en},
    )
    connection.execute(
        f"""
        INSERT INTO doubted_ties
        SELECT 0, _source, _row, a, b, relation, source, 'relation', $rule
        FROM lines
        WHERE gap > 0 AND gap < {YOUNGEST_PARENT} AND {PARENTAL}
        """,
        {"rule": YOUNG_PARENT.en},
    )
