import contextlib
import sqlite3

import pytest

from features.errors import DataError
from features.records.formats.sqlite import read_sqlite
from tests.unit.features.records.formats.books import NAMES, records


def database(path, *statements, closed=True):
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(*statement) if isinstance(statement, tuple) else connection.execute(statement)
    connection.commit()
    if closed:
        connection.close()
        return path
    return connection


def read(path):
    room = path.parent / "room"
    room.mkdir(exist_ok=True)
    return read_sqlite(path, file=path.name, folder=room, known=NAMES.__contains__)


PERSONS = 'CREATE TABLE 人员 (姓名 TEXT, 身份证号 TEXT, 金额, "quoted "" name")'


def add(*values):
    return (f"INSERT INTO 人员 VALUES ({', '.join('?' * len(values))})", values)


def test_values_become_text_without_loss(tmp_path):
    rows = [
        ("张三", "110105194912310021", 2**63 - 1, None),
        ("", " 1 ", 1.5, -5),
        (None, None, None, None),
        ("李四", "x", 110105194912310016.0, 0.1),
        ("合计", None, 9e300, 3.0),
    ]
    (sheet,) = read(database(tmp_path / "a.db", PERSONS, *(add(*row) for row in rows)))
    assert (sheet.sheet, sheet.header) == ("人员", ("姓名", "身份证号", "金额", 'quoted " name'))
    assert (sheet.header_row, sheet.form) == (0, "transcript")
    assert records(sheet) == [
        (1, None, ["张三", "110105194912310021", "9223372036854775807", None]),
        (2, None, ["", " 1 ", "1.5", "-5"]),
        (4, None, ["李四", "x", "110105194912310016", "0.1"]),
        (5, "a total, not a record", ["合计", None, "9e+300", "3"]),
    ]


def test_binary_values_are_a_fault_in_known_columns_and_left_out_of_others(tmp_path):
    path = database(
        tmp_path / "a.db",
        PERSONS,
        add("张三", "1", "2", b"photo"),
        add("李四", b"\x00\xff", "2", None),
        ("INSERT INTO 人员 VALUES (CAST(? AS TEXT), '1', '2', NULL)", ("王五".encode("gb18030"),)),
    )
    assert records(read(path)[0]) == [
        (1, None, ["张三", "1", "2", None]),
        (2, "not text", ["李四", "X'00FF'", "2", None]),
        (3, "not text", [f"X'{'王五'.encode('gb18030').hex().upper()}'", "1", "2", None]),
    ]


def test_rows_come_by_rowid_and_else_by_their_columns(tmp_path):
    path = database(
        tmp_path / "a.db",
        "CREATE TABLE a (姓名, rowid TEXT)",
        "INSERT INTO a (_rowid_, 姓名) VALUES (9, '丙'), (2, '乙'), (5, '甲')",
        "CREATE TABLE b (姓名 TEXT PRIMARY KEY, 金额) WITHOUT ROWID",
        "INSERT INTO b VALUES ('z', 1), ('y', 2)",
        "CREATE VIEW c AS SELECT 姓名, 金额 FROM b ORDER BY 金额 DESC",
    )
    assert [[cells[0] for _, _, cells in records(sheet)] for sheet in read(path)] == [
        ["乙", "甲", "丙"],
        ["y", "z"],
        ["y", "z"],
    ]


def test_only_tables_with_a_known_name_are_read(tmp_path):
    path = database(
        tmp_path / "a.db",
        "CREATE TABLE log (at, what)",
        PERSONS,
        "CREATE VIEW broken AS SELECT 姓名 FROM gone",
        "CREATE VIRTUAL TABLE search USING fts4(姓名)",
        "CREATE INDEX i ON 人员 (姓名)",
    )
    sheets = read(path)
    assert [sheet.sheet for sheet in sheets] == ["人员"]
    assert sheets[0].notes[0].startswith("without a table, not read: broken, log")


def test_a_single_table_is_read_whatever_its_columns_are_called(tmp_path):
    (sheet,) = read(database(tmp_path / "a.db", "CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 2)"))
    assert records(sheet) == [(1, None, ["1", "2"])]


def test_a_view_cannot_call_what_is_not_harmless(tmp_path):
    path = database(
        tmp_path / "a.db",
        PERSONS,
        add("张三", "1", "2", "3"),
        "CREATE VIEW v AS SELECT 姓名, load_extension('x') AS 金额 FROM 人员",
    )
    (sheet,) = read(path)
    assert (sheet.sheet, sheet.notes) == ("人员", ("without a table, not read: v",))


def test_the_database_is_not_changed_and_nothing_is_left_beside_it(tmp_path):
    path = database(tmp_path / "a.db", "PRAGMA journal_mode = WAL", PERSONS, add("张三", "1", "2", "3"))
    before = path.read_bytes()
    assert len(records(read(path)[0])) == 1
    assert path.read_bytes() == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.db", "room"]


def test_a_database_with_rows_in_its_log_is_refused(tmp_path):
    path = tmp_path / "a.db"
    connection = database(path, "PRAGMA journal_mode = WAL", PERSONS, add("张三", "1", "2", "3"), closed=False)
    with contextlib.closing(connection), pytest.raises(DataError, match=r"a\.db-wal"):
        read(path)
    assert len(records(read(path)[0])) == 1


def corrupted(path):
    database(path, PERSONS, *(add("张三" * 50, "1", number, "3") for number in range(500)))
    body = bytearray(path.read_bytes())
    body[8192:20480] = b"\xff" * 12288
    path.write_bytes(bytes(body))


def truncated(path):
    database(path, PERSONS, *(add("张三" * 50, "1", number, "3") for number in range(500)))
    path.write_bytes(path.read_bytes()[:9_000])


def text(path):
    path.write_text("姓名,身份证号\n")


def wide(path):
    database(path, f"CREATE TABLE t (姓名, {', '.join(f'c{place}' for place in range(1_001))})")


def bare(path):
    path.write_bytes(b"SQLite format 3\0" + bytes(84))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (corrupted, "SQLite"),
        (truncated, "SQLite"),
        (text, "SQLite"),
        (bare, "SQLite|no table"),
        (wide, "columns"),
        (lambda path: database(path), "SQLite|no table"),
        (lambda path: path.symlink_to("/etc/passwd"), "regular file"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, make, words):
    path = tmp_path / "a.db"
    make(path)
    with pytest.raises(DataError, match=words) as caught:
        read(path)
    assert str(caught.value).startswith("a.db")
    good = database(tmp_path / "b.db", PERSONS, add("张三", "1", "2", "3"))
    assert len(records(read(good)[0])) == 1
