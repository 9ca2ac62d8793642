"""Citizen numbers and staged tables to judge."""

from collections.abc import Sequence

import duckdb

from features.records.citizens.number import check_character
from features.records.schema import Table


def number(place: int, *, area: str = "110105", birth: str = "19491231") -> str:
    """Return the valid number of sequence `place`."""
    first17 = f"{area}{birth}{place:03}"
    return first17 + check_character(first17)


def numbers(count: int, *, natural_tails: bool = False) -> list[str]:
    """Return `count` different valid numbers, without those that end in 000 by nature unless asked for."""
    valid = (number(place % 1000, birth=str(19500101 + place // 1000)) for place in range(2 * count))
    return [each for each in valid if natural_tails or not each.endswith("000")][:count]


def cut(value: str) -> str:
    """Return a number of which a spreadsheet kept 15 digits."""
    return f"{value[:15]}000"


def staged(table: Table, rows: Sequence[dict[str, object]]) -> duckdb.DuckDBPyConnection:
    """Return a connection with the rows as ``stored.NAME``; columns that they leave out are NULL."""
    connection = duckdb.connect()
    connection.execute("CREATE SCHEMA stored")
    columns = ", ".join(f'"{column.name}" {column.type.storage}' for column in table.columns)
    connection.execute(f"CREATE TABLE stored.{table.name} ({columns}, _row BIGINT, _source INTEGER, _rule VARCHAR)")
    names = ("_row", "_source", *dict.fromkeys(name for row in rows for name in row if not name.startswith("_source")))
    for place, row in enumerate(rows):
        values = {"_source": 0, **row, "_row": place}
        connection.execute(
            f"INSERT INTO stored.{table.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
            [values.get(name) for name in names],
        )
    return connection


def rules(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str | None]:
    """Return the broken rule of each row, in order."""
    rows = connection.execute(f"SELECT _rule FROM stored.{table.name} ORDER BY _row").fetchall()
    return [rule for (rule,) in rows]
