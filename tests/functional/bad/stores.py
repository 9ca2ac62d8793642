"""Parquet and SQLite: broken files, and types that codes and days cannot be read from."""

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from tests.functional.bad.case import BadInput, whole

__all__ = ["STORES"]

PAYMENT: Final[dict[str, list[Any]]] = {"household_id": ["H"], "month": ["2023-04"], "amount": [350.0]}
HELD: Final = "amount = 350 AND month = DATE '2023-04-01'"


def _parquet(behaviour: Any, arrives: str, rule: str, cells: dict[str, Any], holds: str = HELD) -> BadInput:
    """Return a case of payments as Parquet with these columns instead."""
    return _other(
        behaviour,
        arrives,
        rule,
        "payments.parquet",
        lambda path: pq.write_table(pa.table(PAYMENT | cells), path),
        holds,
    )


def _other(
    behaviour: Any, arrives: str, rule: str, name: str, make: Callable[[Path], Any], holds: str = HELD
) -> BadInput:
    """Return a case of another file in place of the payments."""

    def spoil(folder: Path) -> None:
        (folder / "payments.csv").unlink()
        make(folder / name)

    return whole(arrives, behaviour, "payments", rule, spoil, holds="" if behaviour == "refused" else holds)


def cut_off(path: Path) -> None:
    """Write the first half of a Parquet file."""
    pq.write_table(pa.table(PAYMENT), path)
    path.write_bytes(path.read_bytes()[:200])


def damaged(path: Path) -> None:
    """Write noise into the pages of a Parquet file, whose end is whole."""
    pq.write_table(pa.table({name: values * 9999 for name, values in PAYMENT.items()}), path, compression="snappy")
    body = bytearray(path.read_bytes())
    body[4:200] = bytes(range(196))
    path.write_bytes(bytes(body))


def _database(*rows: tuple[Any, ...], table: str = "payments") -> Callable[[Path], None]:
    """Return what writes a database of payments."""

    def make(path: Path) -> None:
        connection = sqlite3.connect(path)
        connection.execute(f"CREATE TABLE {table} (household_id, month, amount)")
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows)
        connection.commit()
        connection.close()

    return make


def corrupt(path: Path) -> None:
    """Write noise behind the head of a database."""
    _database(*[("H", "2023-04", 350)] * 500)(path)
    body = bytearray(path.read_bytes())
    body[100:4096] = bytes(3996)
    path.write_bytes(bytes(body))


def unfinished(path: Path) -> None:
    """Leave rows in the log beside a database."""
    _database(("H", "2023-04", 350))(path)
    path.with_name(f"{path.name}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(100))


GOOD: Final = ("H", "2023-04", 350)
STORES: Final[tuple[BadInput, ...]] = (
    _parquet("read", "Parquet with codes as whole numbers", "", {"account_id": [6217000012345678]}, f"{HELD} AND account_id = '6217000012345678'"),
    _parquet("read", "Parquet with moments where months should be", "", {"month": pa.array([dt.date(2023, 4, 15)]).cast(pa.timestamp("us"))}),
    _parquet("read", "Parquet with a column of no type and no value", "", {"account_id": pa.nulls(1)}, f"{HELD} AND account_id IS NULL"),
    _parquet("fixed", "Parquet with money as text", "amount: currency sign or unit beside a number", {"amount": ["350元"]}),
    _parquet("quarantined", "Parquet with a number that is none (NaN)", "amount: not a number", {"amount": [float("nan")]}),
    _parquet("refused", "Parquet with codes as fractions", "stores the column account_id as DOUBLE", {"account_id": [6.217e15]}),
    _parquet("refused", "Parquet with months as numbers", "stores the column month as BIGINT", {"month": [202304]}),
    _parquet("refused", "Parquet with days where money should be", "stores the column amount as DATE", {"amount": [dt.date(2023, 4, 1)]}),
    _parquet("refused", "Parquet with lists for codes", "stores the column account_id as VARCHAR[]", {"account_id": [["1", "2"]]}),
    _other("refused", "Parquet that is cut off", "cut off", "payments.parquet", cut_off),
    _other("refused", "Parquet that is damaged inside", "Parquet", "payments.parquet", lambda path: path.write_bytes(b"PAR1" + bytes(99) + b"PAR1")),
    _other("refused", "Parquet with pages of noise", "cannot be read to its end", "payments.parquet", damaged),
    _other("read", "an SQLite database", "", "export.db", _database(GOOD)),
    _other("quarantined", "an SQLite database with bytes where text should be", "not text", "export.db", _database(GOOD, (b"\x00\xff", "2023-05", 350)), "month = DATE '2023-05-01'"),
    _other("refused", "an SQLite database that is damaged", "cannot be read as an SQLite database", "export.db", corrupt),
    _other("refused", "an SQLite database with rows still in its log", "still in", "export.db", unfinished),
    _other("refused", "a text that is called .db", "not what .db says", "export.db", lambda path: path.write_text("household_id,month\n")),
    _other("refused", "a table of a database whose name is nearly one of ours", "rename it to payments", "export.db", _database(GOOD, table="paymnts")),
)  # fmt: skip
