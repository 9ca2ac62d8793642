"""Numbers of 15 digits, written with 18 and kept as they were."""

from typing import Final

import duckdb

from features.records.citizens.facts import SHORT, upgraded
from features.records.citizens.marked import Marked
from features.records.citizens.survey import Survey
from features.records.rule import Rule

__all__ = ["RULES", "write_long"]

LONGER: Final = Rule("number of 15 digits written with 18", "15 位号码升为 18 位")
RULES: Final = (LONGER,)


def write_long(connection: duckdb.DuckDBPyConnection, stage: str, column: str, seen: Survey, marked: Marked) -> None:
    """Write the numbers of 15 digits in a column of citizen numbers with 18.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Gets ``stored.former_numbers`` (``person_id``, ``written``), each pair once.
    stage : str
        See `features.records.citizens.mark.mark_citizens`.
    column : str
        That names persons.
    seen : Survey
        Of the column; nothing is done where too few of its values of 15 digits have a day of birth.
    marked : Marked
        Gets the counts.
    """
    if not seen.short_citizens():
        return
    connection.execute("CREATE TABLE IF NOT EXISTS stored.former_numbers (person_id VARCHAR, written VARCHAR)")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE long_numbers AS
        SELECT place, _source, {upgraded()} AS person_id
        FROM number_facts
        WHERE good AND {SHORT} AND dated
        """
    )
    connection.execute(
        """
        INSERT INTO stored.former_numbers
        SELECT DISTINCT person_id, left(person_id, 6) || substr(person_id, 9, 9) AS written
        FROM long_numbers
        WHERE person_id NOT IN (SELECT person_id FROM stored.former_numbers)
        ORDER BY ALL
        """
    )
    connection.execute(
        f"""
        UPDATE {stage} AS stage
        SET "{column}" = long_numbers.person_id
        FROM long_numbers
        WHERE stage.rowid = long_numbers.place
        """
    )
    for source, count in connection.execute("SELECT _source, count(*) FROM long_numbers GROUP BY ALL").fetchall():
        marked.fix(source, column, LONGER, count)
    connection.execute("DROP TABLE long_numbers")
