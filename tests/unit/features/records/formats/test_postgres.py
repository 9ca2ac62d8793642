"""Tables of a real PostgreSQL server are copied, in one snapshot, and no message names the user."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from features.errors import DataError
from features.records.formats import postgres
from features.records.formats.original import lines_of
from features.records.formats.postgres import is_url, read_postgres, shown_address
from features.records.sheet import Sheet
from tests.postgres import postgres as running
from tests.unit.features.records.formats.texts import rows_of

HIDDEN = "geheim-7319"

SETUP = f"""
    CREATE ROLE clerk LOGIN PASSWORD '{HIDDEN}';
    CREATE TABLE persons (person_id text, "姓名" varchar, born date, aided boolean, amount numeric, code char(4));
    INSERT INTO persons VALUES
        ('11010519491231002X', '张三', '1949-12-31', true, 520.50, 'ab'),
        ('2', '', NULL, false, NULL, NULL),
        (NULL, NULL, NULL, NULL, NULL, NULL),
        ('4', '李,四;|', NULL, NULL, 0, NULL);
    CREATE TABLE notes (note text, n integer);
    INSERT INTO notes VALUES ('东"街', 1), (E'a\\n\\nb\\r', 2), (NULL, NULL), ('', 4), ('合计', 5), (repeat(E'x\\n', 300), 6);
    CREATE VIEW aided AS SELECT person_id FROM persons WHERE aided;
    CREATE MATERIALIZED VIEW kept AS SELECT 'x'::text AS only_column;
    CREATE TABLE empty (a text, b text);
    CREATE TABLE split (a integer) PARTITION BY RANGE (a);
    CREATE TABLE split_1 PARTITION OF split FOR VALUES FROM (0) TO (10);
    INSERT INTO split VALUES (3);
    CREATE TABLE moments (at timestamp with time zone, day timestamp);
    INSERT INTO moments VALUES ('2024-01-31 20:00:00+00', '2024-01-31 20:00:00');
    CREATE SCHEMA "导出";
    CREATE TABLE "导出".persons (person_id text);
    INSERT INTO "导出".persons VALUES ('other');
    CREATE TABLE "it's ""odd"" one" ("a""b" text, "%s" text);
    INSERT INTO "it's ""odd"" one" VALUES ('1', '2');
    CREATE TABLE forbidden (a text);
    GRANT SELECT ON persons TO clerk;
"""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server of its own, on a socket, without a port."""
    with running() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(SETUP)
        yield address


def read(url: str, folder: Path, *names: str) -> dict[str, Sheet]:
    sheets = read_postgres(url, folder=folder, wanted=lambda name: not names or name in names)
    return {sheet.sheet: sheet for sheet in sheets}


def with_option(url: str, option: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{option}"


def as_clerk(url: str) -> str:
    return url.replace("://postgres:@", f"://clerk:{HIDDEN}@").replace("://postgres@", f"://clerk:{HIDDEN}@")


def test_a_table_becomes_lines(server: str, tmp_path: Path) -> None:
    sheet = read(server, tmp_path, "persons")["persons"]
    assert (sheet.form, sheet.original, sheet.header_row, sheet.file) == ("lines", None, 0, "localhost/postgres")
    assert sheet.header == ("person_id", "姓名", "born", "aided", "amount", "code")
    assert rows_of(sheet, "_row, _fault, COLUMNS('^c')") == [
        (1, None, "11010519491231002X", "张三", "1949-12-31", "true", "520.50", "ab"),
        (2, None, "2", "", "", "false", "", ""),
        (4, None, "4", "李,四;|", "", "", "0", ""),
    ]
    assert lines_of(sheet, [1]) == {}


def test_text_over_lines_or_with_quotation_marks_becomes_a_transcript(server: str, tmp_path: Path) -> None:
    sheet = read(server, tmp_path, "notes")["notes"]
    assert sheet.form == "transcript"
    assert rows_of(sheet, "_row, _fault, c0, c1") == [
        (1, None, '东"街', "1"),
        (2, None, "a\n\nb\r", "2"),
        (4, None, None, "4"),
        (5, "a total, not a record", "合计", "5"),
        (6, None, "x\n" * 300, "6"),
    ]
    assert [path.suffix for path in tmp_path.iterdir()] == [".parquet"]


def test_tables_views_and_partitioned_tables_of_the_search_path(server: str, tmp_path: Path) -> None:
    sheets = read(server, tmp_path)
    assert sorted(sheets) == [
        "aided",
        "empty",
        "forbidden",
        'it\'s "odd" one',
        "kept",
        "moments",
        "notes",
        "persons",
        "split",
    ]
    assert rows_of(sheets["aided"]) == [("11010519491231002X",)]
    assert rows_of(sheets["kept"]) == [("x",)]
    assert rows_of(sheets["split"]) == [("3",)]
    assert rows_of(sheets["empty"]) == []
    assert sheets['it\'s "odd" one'].header == ('a"b', "%s")
    assert rows_of(sheets['it\'s "odd" one']) == [("1", "2")]


def test_moments_are_written_as_iso_days_in_china(server: str, tmp_path: Path) -> None:
    sheet = read(with_option(server, "options=-c%20DateStyle%3DGerman"), tmp_path, "moments")["moments"]
    assert rows_of(sheet) == [("2024-02-01 04:00:00+08", "2024-01-31 20:00:00")]


@pytest.mark.parametrize("schema", ["导出", "%E5%AF%BC%E5%87%BA"])
def test_a_schema_may_be_named(server: str, tmp_path: Path, schema: str) -> None:
    assert rows_of(read(with_option(server, f"schema={schema}"), tmp_path)["persons"]) == [("other",)]


def test_only_what_is_wanted_is_copied(server: str, tmp_path: Path) -> None:
    assert list(read(as_clerk(server), tmp_path, "persons", "no such table")) == ["persons"]
    assert read_postgres(server, folder=tmp_path, wanted=lambda _: False) == []


def test_all_tables_are_copied_as_they_were_at_one_moment(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = postgres._copied

    def disturbed(connection, relation, address, path):  # type: ignore[no-untyped-def]
        with psycopg.connect(server, autocommit=True) as other:
            other.execute("INSERT INTO split VALUES (4)")
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), connection.transaction():
            connection.execute("DELETE FROM split")
        return copied(connection, relation, address, path)

    monkeypatch.setattr(postgres, "_copied", disturbed)
    assert rows_of(read(server, tmp_path, "split")["split"]) == [("3",)]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DELETE FROM split WHERE a = 4")


def failures(server: str) -> dict[str, tuple[str, str]]:
    return {
        "no server": (f"postgresql://clerk:{HIDDEN}@127.0.0.1:1/aid", "127.0.0.1/aid does not answer"),
        "no such user": (server.replace("://postgres", f"://nobody-{HIDDEN}"), "localhost/postgres does not answer"),
        "no such database": (
            as_clerk(server).replace("/postgres?", "/nowhere?"),
            "localhost/nowhere does not answer",
        ),
        "not an address": (f"postgresql://clerk:{HIDDEN}@db:port/aid", "does not answer"),
        "unknown option": (f"postgresql://clerk:{HIDDEN}@db/aid?pass={HIDDEN}", "the database does not answer"),
        "no such schema": (with_option(as_clerk(server), "schema=nowhere"), "has no tables in schema nowhere"),
        "no right": (as_clerk(server), "table aided of localhost/postgres cannot be copied"),
    }


@pytest.mark.parametrize("case", list(failures("://postgres")))
def test_failures_name_neither_user_nor_password(server: str, tmp_path: Path, case: str) -> None:
    url, reason = failures(server)[case]
    with pytest.raises(DataError, match=reason) as refusal:
        read(url, tmp_path)
    error: BaseException | None = refusal.value
    while error is not None:
        assert HIDDEN not in repr(error)
        assert "clerk" not in repr(error)
        error = error.__cause__ or error.__context__


def test_a_failure_leaves_no_connection_open(server: str, tmp_path: Path) -> None:
    with contextlib.suppress(DataError):
        read(as_clerk(server), tmp_path)
    with psycopg.connect(server, autocommit=True) as connection:
        for _ in range(100):  # a server takes a moment to notice that a client has gone
            count = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = 'clerk'").fetchone()
            if count == (0,):
                break
            connection.execute("SELECT pg_sleep(0.1)")
    assert count == (0,)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://clerk:secret@db.example:5433/aid?schema=export&sslmode=require", "db.example/aid"),
        ("postgres://clerk@db.example", "db.example"),
        ("postgresql:///aid?host=/run/postgresql&user=clerk&password=secret", "localhost/aid"),
        ("postgresql://a:b@one,two/aid", "one,two/aid"),
        ("postgresql://clerk:secret@db:port:x/aid?y", "the database"),
    ],
)
def test_shown_address(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@pytest.mark.parametrize(
    ("place", "url"), [("postgresql://h/d", True), ("POSTGRES://h", True), ("postgres.csv", False), ("/data", False)]
)
def test_is_url(place: str, url: bool) -> None:
    assert is_url(place) is url
