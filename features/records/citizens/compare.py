"""Compare what a register says of a person with what the person's number says."""

from typing import Final

import duckdb

from features.records.citizens.facts import DAY, FULL, SHORT
from features.records.citizens.marked import Marked
from features.records.citizens.survey import Survey
from features.records.divisions.divisions import LAST_YEAR, codes
from features.records.rule import Rule

__all__ = ["RULES", "flag_differences"]

DIFFERS: Final = Rule("differs from the citizen number", "与公民身份号码不符")
AREA: Final = Rule("area of the citizen number is in no list", "号码中的地区代码查不到")
RULES: Final = (DIFFERS, AREA)


def flag_differences(connection: duckdb.DuckDBPyConnection, column: str, seen: Survey, marked: Marked) -> None:
    """Count the persons whose birth date or sex differs from their number's, or whose area nobody knows.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the table that `features.records.citizens.facts.gather_facts` makes, with ``birth_date`` and ``sex``.
    column : str
        With the numbers.
    seen : Survey
        Of the column.
    marked : Marked
        Gets the counts.
    """
    birth = "year(birth_date) * 10000 + month(birth_date) * 100 + day(birth_date)"
    short = SHORT if seen.short_citizens() else "false"
    rows = connection.execute(
        f"""
        SELECT
            _source,
            count(*) FILTER (birth_date IS NOT NULL AND {birth} <> {DAY}),
            count(*) FILTER (sex <> CASE WHEN body % 2 = 1 THEN 'M' ELSE 'F' END),
            count(*) FILTER ({DAY} // 10000 <= {LAST_YEAR} AND body // 100000000000 NOT IN (SELECT unnest($known)))
        FROM number_facts
        WHERE good AND ({FULL} OR {short})
        GROUP BY _source
        ORDER BY _source
        """,
        {"known": sorted(map(int, codes()))},
    ).fetchall()
    for source, births, sexes, areas in rows:
        marked.flag(source, "birth_date", DIFFERS, births)
        marked.flag(source, "sex", DIFFERS, sexes)
        marked.flag(source, column, AREA, areas)
