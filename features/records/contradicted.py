"""Set aside the ties that cannot be true, and count what registers say and nobody understands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import duckdb

from features.records.in_place import leave_out
from features.records.intake import Taken, is_stored
from features.records.kin.contradictions import contradicted_rows
from features.records.rule import Rule

__all__ = ["RULES", "set_aside_contradictions"]

NOT_UNDERSTOOD: Final = Rule("relation to the head is not understood", "与户主关系无法识别")
RULES: Final = (NOT_UNDERSTOOD,)


def set_aside_contradictions(connection: duckdb.DuckDBPyConnection, taken: Sequence[Taken]) -> list[Taken]:
    """Quarantine stated ties that contradict others or a birth date; the persons stay.

    Ties that registers tell are left in ``stored.contradicted_ties``, for the graph to leave out.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        All tables are stored.
    taken : sequence of Taken
        The sources that were taken in.

    Returns
    -------
    list of Taken
        The same, with what is doubtful about ties and relations among their flags.
    """
    if not is_stored(connection, "persons"):
        return list(taken)
    contradicted_rows(connection)
    if is_stored(connection, "kinship"):
        connection.execute(
            """
            INSERT INTO quarantined.records
            SELECT _source, _row, split_part(_rule, '|', 1), split_part(_rule, '|', 2)
            FROM contradicted
            """
        )
        leave_out(connection, "kinship", "contradicted")
    flagged = _flagged(connection)
    return [replace(one, flagged=dict(Counter(one.flagged) + flagged.get(one.number, Counter()))) for one in taken]


def _flagged(connection: duckdb.DuckDBPyConnection) -> dict[int, Counter[str]]:
    """Count the rows that stay with a doubt, by source and rule."""
    found: dict[int, Counter[str]] = {}
    rows = connection.execute(
        f"""
        SELECT _source, replace(_rule, '|', ': '), count(*)
        FROM doubted
        GROUP BY ALL
        UNION ALL
        SELECT _source, 'relation_to_head: {NOT_UNDERSTOOD.en}', count(*)
        FROM stored.persons
        ANTI JOIN register_words ON relation_to_head = said
        WHERE relation_to_head IS NOT NULL
        GROUP BY ALL
        """
    ).fetchall()
    for source, rule, count in rows:
        found.setdefault(source, Counter())[rule] += count
    return found
