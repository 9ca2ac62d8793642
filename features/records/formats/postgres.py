"""Tables and views of a PostgreSQL database, copied in one snapshot into private files."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from features.errors import DataError
from features.records.formats.cutting import is_blank
from features.records.formats.heading_rows import TOTAL_FAULT, is_total
from features.records.formats.survey import survey
from features.records.formats.transcript import TranscriptWriter
from features.records.sheet import Sheet

if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

__all__ = ["is_url", "read_postgres", "shown_address"]

CONNECT_SECONDS: Final = 10
DELIMITER: Final = "\x1f"
"""Between the cells of a copy: no text has it, so that hardly a cell needs quotation marks."""

CSV: Final = f" (FORMAT csv, DELIMITER '{DELIMITER}')"

SETTINGS: Final = (
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'iso_8601'",
    "SET LOCAL TimeZone = 'Asia/Shanghai'",
    "SET LOCAL bytea_output = 'hex'",
    # Rows come in the order in which the table has them.
    "SET LOCAL synchronize_seqscans = off",
    "SET LOCAL max_parallel_workers_per_gather = 0",
)

TABLES: Final = """
    SELECT namespace.nspname, relation.relname, array_agg(attribute.attname ORDER BY attribute.attnum)
    FROM pg_catalog.pg_class AS relation
    JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = relation.relnamespace
    JOIN pg_catalog.pg_attribute AS attribute ON attribute.attrelid = relation.oid
    WHERE relation.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND NOT relation.relispartition
        AND attribute.attnum > 0
        AND NOT attribute.attisdropped
        AND CASE
            WHEN %(schema)s::text IS NOT NULL THEN namespace.nspname = %(schema)s::text
            ELSE namespace.nspname = ANY (current_schemas(false)) AND pg_table_is_visible(relation.oid)
        END
    GROUP BY namespace.nspname, relation.relname
    ORDER BY relation.relname
"""


Result = TypeVar("Result")


class _Relation(NamedTuple):
    """A table or view."""

    schema: str
    name: str
    columns: list[str]


def is_url(place: str) -> bool:
    """Tell whether `place` is the address of a PostgreSQL database.

    Examples
    --------
    >>> is_url("postgresql://db.example/aid"), is_url("/data/aid")
    (True, False)
    """
    return place.lower().startswith(("postgresql://", "postgres://"))


def shown_address(url: str) -> str:
    """Return host and name of a database, without user, password and options.

    Examples
    --------
    >>> shown_address("postgresql://clerk:secret@db.example:5433/aid?schema=export")
    'db.example/aid'
    """
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(_without_schema(url)[0])
    except (psycopg.Error, UnicodeError):
        return "the database"
    host = str(parts.get("host") or parts.get("hostaddr") or "localhost")
    host = "localhost" if host.startswith(("/", "@")) else host  # a socket
    return f"{host}/{parts['dbname']}" if "dbname" in parts else host


def read_postgres(url: str, *, folder: Path, wanted: Callable[[str], bool]) -> list[Sheet]:
    """Copy tables and views of a database, all as they were at one moment.

    Parameters
    ----------
    url : str
        ``postgresql://user:password@host/database``, with ``?schema=NAME`` for tables of one schema; default: the
        tables that the search path leads to.
    folder : Path
        A private folder for the copies.
    wanted : callable
        Whether a table of that name is read.

    Returns
    -------
    list of Sheet
        In the order of the names of the tables. Empty text and NULL are the same.

    Raises
    ------
    DataError
        If the database cannot be reached, has no tables, or refuses one. User and password are never named.
    """
    import psycopg

    address = shown_address(url)
    conninfo, schema = _without_schema(url)
    connection = _guarded(
        lambda: psycopg.connect(conninfo, connect_timeout=CONNECT_SECONDS, client_encoding="UTF8"),
        f"{address} does not answer or refuses the user: check address, user, password and network.",
    )
    try:
        return _read_all(connection, schema, address, folder, wanted)
    finally:
        connection.close()


def _without_schema(url: str) -> tuple[str, str | None]:
    """Return the address without the option ``schema``, which is not PostgreSQL's own, and its value."""
    base, _, query = url.partition("?")
    options = query.split("&") if query else []
    schema = next((option.removeprefix("schema=") for option in options if option.startswith("schema=")), "")
    others = "&".join(option for option in options if not option.startswith("schema="))
    name = re.sub(rb"%([0-9A-Fa-f]{2})", lambda code: bytes.fromhex(code[1].decode()), schema.encode())
    return (f"{base}?{others}" if others else base), name.decode(errors="replace") or None


def _guarded(action: Callable[[], Result], message: str) -> Result:
    """Return what `action` does, or say `message` if the database refuses it."""
    import psycopg

    try:
        return action()
    except (psycopg.Error, UnicodeError):
        pass
    # Raised here and not where it was caught: what was caught may name the user, and must not hang on to the error.
    raise DataError(message)


def _read_all(
    connection: "psycopg.Connection", schema: str | None, address: str, folder: Path, wanted: Callable[[str], bool]
) -> list[Sheet]:
    """Copy the tables that are wanted in one transaction."""
    found = _guarded(
        lambda: _relations(connection, schema),
        f"{address} broke off while its tables were listed: try again, or ask who runs the database.",
    )
    if not found:
        place = f"schema {schema}" if schema else "its search path"
        raise DataError(f"{address} has no tables in {place}: name another with ?schema=NAME in its address.")
    sheets = []
    for number, relation in enumerate(relation for relation in found if wanted(relation.name)):
        copy = partial(_copied, connection, relation, address, folder / str(number))
        message = f"table {relation.name} of {address} cannot be copied: the user has to have the right to read it."
        sheets.append(_guarded(copy, message))
    return sheets


def _relations(connection: "psycopg.Connection", schema: str | None) -> list[_Relation]:
    """Begin a read-only transaction that sees one moment of the database, and list its tables and views."""
    from psycopg import IsolationLevel

    connection.read_only = True
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    for setting in SETTINGS:
        connection.execute(setting)
    return [_Relation(*row) for row in connection.execute(TABLES, {"schema": schema})]


def _copied(connection: "psycopg.Connection", relation: _Relation, address: str, path: Path) -> Sheet:
    """Copy a table: as lines if each row is one, else as a transcript."""
    from psycopg import sql

    lines, transcript = path.with_suffix(".txt"), path.with_suffix(".parquet")
    cells = [sql.SQL("nullif({}::text, '')").format(sql.Identifier(column)) for column in relation.columns]
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(
        sql.SQL(", ").join(cells), sql.Identifier(relation.schema, relation.name)
    )
    with lines.open("wb") as stream, connection.cursor().copy(query + sql.SQL(CSV)) as copy:
        stream.writelines(copy)
    counts = survey(lines, "utf-8")
    plain = counts.plain and counts.utf_8
    if not plain:
        lines.unlink()
        _transcribe(connection, query, transcript, len(relation.columns))
    return Sheet(
        file=address,
        sheet=relation.name,
        header=tuple(relation.columns),
        path=lines if plain else transcript,
        form="lines" if plain else "transcript",
        types=("VARCHAR",) * len(relation.columns),
        delimiter=DELIMITER,
        encoding="utf-8",
    )


def _transcribe(connection: "psycopg.Connection", query: "sql.Composed", path: Path, width: int) -> None:
    """Copy a table again, row by row: text that goes over several lines is safe so."""
    with TranscriptWriter(path, width) as writer, connection.cursor().copy(query) as copy:
        copy.set_types(["text"] * width)
        for row, cells in enumerate(copy.rows(), start=1):
            if not is_blank([cell or "" for cell in cells]):
                writer.add(row, cells, fault=TOTAL_FAULT if is_total(cells) else None)
