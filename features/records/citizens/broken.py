"""Numbers that cannot be right, and numbers that a spreadsheet cut."""

from typing import Final

import duckdb

from features.records.citizens.facts import FULL, SHORT, TAIL
from features.records.citizens.marked import Marked
from features.records.citizens.survey import Survey
from features.records.cleaning.codes import LOST, SHORT_FORM
from features.records.rule import Rule
from features.records.schema import Column
from features.records.sources import quoted

__all__ = ["RULES", "mark_broken"]

CUT: Final = Rule("the last digits were lost in a spreadsheet", "末位数字在表格软件中丢失（以 000 结尾）")
CHECK: Final = Rule("check character is wrong", "校验码错误")
BIRTH: Final = Rule("no such day of birth in a citizen number", "号码中的出生日期不存在")
FORM: Final = Rule("a citizen number with characters too many, missing or hidden", "号码位数不对或含遮盖字符")
RULES: Final = (CUT, CHECK, BIRTH, FORM)

MISSHAPEN: Final = "[0-9]{2}[0-9*OIl]{13,17}[0-9Xx*OIl]"
"""What is meant for a citizen number among others: digits, stars, and letters that look like digits."""


def mark_broken(
    connection: duckdb.DuckDBPyConnection, stage: str, column: Column, seen: Survey | None, marked: Marked
) -> None:
    """Set ``_rule`` of the rows with a broken number, or count them where the column may be missing.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has `stage`.
    stage : str
        See `features.records.citizens.mark.mark_citizens`.
    column : Column
        That names persons.
    seen : Survey or None
        Of the column; None for opaque keys, of which only those with lost digits are broken.
    marked : Marked
        Gets the counts of what is not set aside.
    """
    conditions = _lost() | (_broken(seen) if seen else {})
    tests = " ".join(f"WHEN {condition} THEN {quoted(rule.en)}" for rule, condition in conditions.items())
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE broken_numbers AS
        SELECT place, _source, rule
        FROM (SELECT place, _source, CASE {tests} END AS rule FROM number_facts WHERE good)
        WHERE rule IS NOT NULL
        """
    )
    if not column.required:
        _flag(connection, column, conditions, marked)
    if connection.execute("SELECT EXISTS (FROM broken_numbers)").fetchall()[0][0]:
        connection.execute(
            f"""
            UPDATE {stage} AS stage
            SET _rule = {quoted(column.name)} || '|' || broken_numbers.rule
            FROM broken_numbers
            WHERE stage.rowid = broken_numbers.place
            """
        )
        connection.execute("UPDATE number_facts SET good = false WHERE place IN (SELECT place FROM broken_numbers)")
    connection.execute("DROP TABLE broken_numbers")


def _flag(connection: duckdb.DuckDBPyConnection, column: Column, conditions: dict[Rule, str], marked: Marked) -> None:
    """Count the broken numbers that are kept, and leave those whose digits are lost to be set aside."""
    kept = f"rule <> {quoted(LOST.en)}"
    rules = {rule.en: rule for rule in conditions}
    for source, rule, count in connection.execute(
        f"SELECT _source, rule, count(*) FROM broken_numbers WHERE {kept} GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        marked.flag(source, column.name, rules[rule], count)
    connection.execute(f"DELETE FROM broken_numbers WHERE {kept}")


def _lost() -> dict[Rule, str]:
    """Return the condition of the one rule that opaque keys must keep too."""
    return {LOST: f"odd IS NOT NULL AND regexp_full_match(odd, {quoted(SHORT_FORM)})"}


def _broken(seen: Survey) -> dict[Rule, str]:
    """Return the conditions of the rules that citizen numbers must keep, in the order in which they are tested."""
    short = SHORT if seen.short_citizens() else "false"
    cut = seen.cut_sources()
    return {
        CUT: f"{TAIL} AND _source IN ({', '.join(map(str, cut))})" if cut else "false",
        CHECK: f"{FULL} AND NOT agrees",
        BIRTH: f"({FULL} OR {short}) AND NOT dated",
        FORM: f"odd IS NOT NULL AND size BETWEEN 16 AND 20 AND regexp_full_match(odd, {quoted(MISSHAPEN)})",
    }
