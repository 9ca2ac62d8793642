"""What the engine knows of every number in a column: the same as `features.records.citizens.number`, in SQL.

One pass over the strings makes the table ``number_facts``; all judgements are then made on its whole numbers.
"""

from typing import Final

import duckdb

from features.records.citizens.number import CHECKS, WEIGHTS

__all__ = ["DAY", "FULL", "SHORT", "TAIL", "forget_facts", "gather_facts", "upgraded"]

FULL: Final = "(size = 18 AND body IS NOT NULL)"
"""Whether a number has the form of 18 characters."""
SHORT: Final = "(size = 15 AND body IS NOT NULL)"
"""Whether a number has the form of 15 digits."""
DAY: Final = "(body // 1000 % 100000000)"
"""Day of birth as the whole number YYYYMMDD."""
TAIL: Final = "(size = 18 AND body % 100 = 0 AND last = '0')"
"""Whether the last three digits may be what a spreadsheet, which keeps 15, put in place of others."""

_READ: Final = """
    CASE size
        WHEN 18 THEN TRY_CAST(left(number, 17) AS BIGINT)
        WHEN 15 THEN TRY_CAST(left(number, 6) || '19' || right(number, 9) AS BIGINT)
    END
"""
"""The first 17 digits as a whole number, of 15 digits with the century added."""


def _check(body: str) -> str:
    """Return the SQL of the check character of 17 digits that are a whole number.

    The weight of a digit is 2 ** (place + 1) modulo 11, with places counted from 0 at the right.  A digit is
    q[place] - 10 q[place + 1] with q[k] = number // 10 ** k, so the sum of the products is that of the q[k] times
    2 ** (k + 1) - 10 * 2 ** k: one division a digit, and no remainders.
    """
    factors = [WEIGHTS[-1], *((WEIGHTS[16 - place] - 10 * WEIGHTS[17 - place]) % 11 for place in range(1, 17))]
    terms = " + ".join(f"{body} // {10**place} * {factor}" for place, factor in enumerate(factors))
    return f"substr('{CHECKS}', CAST(1 + ({terms}) % 11 AS INTEGER), 1)"


_YEAR, _MONTH, _DAY = f"({DAY} // 10000)", f"({DAY} // 100 % 100)", f"({DAY} % 100)"
_LEAP: Final = f"({_YEAR} % 4 = 0 AND ({_YEAR} % 100 <> 0 OR {_YEAR} % 400 = 0))"
_POSSIBLE: Final = f"""
    ({_YEAR} > 0 AND {_DAY} > 0 AND {_MONTH} BETWEEN 1 AND 12 AND (
        {_DAY} <= 28
        OR {_MONTH} <> 2 AND {_DAY} <= 30
        OR {_MONTH} = 2 AND {_DAY} = 29 AND {_LEAP}
        OR {_MONTH} IN (1, 3, 5, 7, 8, 10, 12) AND {_DAY} = 31
    ))
"""


def gather_facts(connection: duckdb.DuckDBPyConnection, stage: str, column: str, *more: str) -> None:
    """Make the table ``number_facts`` of the values of a column that are not missing.

    Its columns are ``place`` (the rowid in `stage`), ``_source``, ``good`` (whether the row breaks no rule yet),
    ``size`` (bytes), ``body`` (the first 17 digits, NULL for what is no citizen number by its form), ``last``
    (character), ``agrees`` (whether that is the check character), ``dated`` (whether the calendar has the day of
    birth), ``odd`` (the value, where it has no body) and those of `more`.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has `stage`.
    stage : str
        See `features.records.citizens.mark.mark_citizens`.
    column : str
        With the numbers, as text.
    *more : str
        Columns to keep beside.
    """
    others = "".join(f', "{name}"' for name in more)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE number_facts AS
        SELECT place, _source, good, size, body, last, odd{others},
            last = {_check("body")} AS agrees, {_POSSIBLE} AS dated
        FROM (
            SELECT *, right(number, 1) AS last, CASE WHEN body IS NULL THEN number END AS odd
            FROM (
                SELECT * REPLACE (CASE WHEN body BETWEEN 10000000000000000 AND 99999999999999999 THEN body END AS body)
                FROM (
                    SELECT *, {_READ} AS body
                    FROM (
                        SELECT rowid AS place, _source, _rule IS NULL AS good, "{column}" AS number,
                            strlen("{column}") AS size{others}
                        FROM {stage}
                        WHERE "{column}" IS NOT NULL
                    )
                )
            )
        )
        """
    )


def forget_facts(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop what `gather_facts` made."""
    connection.execute("DROP TABLE number_facts")


def upgraded() -> str:
    """Return the SQL of the 18 characters that a number of 15 digits has by its ``body``."""
    return f"CAST(body AS VARCHAR) || {_check('body')}"
