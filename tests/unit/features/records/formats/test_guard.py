import json
import sys
import time
from pathlib import Path

import pytest

from features.errors import DataError
from features.records.formats import guard
from features.records.formats.guard import read_isolated
from tests.unit.features.records.formats import hostile
from tests.unit.features.records.formats.books import PERSONS, good, old_book, records
from tests.unit.features.records.formats.test_sqlite import PERSONS as TABLE
from tests.unit.features.records.formats.test_sqlite import add, database


def isolated(path, kind="workbook", **settings):
    room = path.parent / "room"
    room.mkdir(exist_ok=True)
    return read_isolated(kind, path, file=path.name, folder=room, **settings)


def assert_lives_on(tmp_path):
    (sheet,) = isolated(good(tmp_path / "good.xlsx"))
    assert records(sheet) == [(2, None, PERSONS[1]), (3, None, PERSONS[2])]


def test_a_workbook_comes_back_as_sheets(tmp_path):
    (sheet,) = isolated(good(tmp_path / "a.xlsx"))
    assert (sheet.name, sheet.header, sheet.types) == ("a.xlsx[人员]", ("姓名", "身份证号"), ("VARCHAR", "VARCHAR"))
    assert sheet.path.is_relative_to(tmp_path / "room")
    assert records(sheet) == [(2, None, PERSONS[1]), (3, None, PERSONS[2])]


def test_an_old_workbook_comes_back_as_sheets(tmp_path):
    (sheet,) = isolated(old_book(tmp_path / "a.xls", PERSONS))
    assert records(sheet) == [(2, None, PERSONS[1]), (3, None, PERSONS[2])]


def test_a_database_comes_back_as_sheets(tmp_path):
    (sheet,) = isolated(database(tmp_path / "a.db", TABLE, add("张三", "1", 2, "3")), "sqlite")
    assert records(sheet) == [(1, None, ["张三", "1", "2", "3"])]


def test_two_files_in_one_folder_do_not_meet(tmp_path):
    first, second = (isolated(good(tmp_path / name))[0].path for name in ("a.xlsx", "b.xlsx"))
    assert first != second
    assert first.read_bytes() == second.read_bytes()


def test_names_of_the_users_are_known_to_the_child(tmp_path):
    rows = [["甲", "乙"], ["丙列", "丁列"], ["1", "2"]]
    assert isolated(good(tmp_path / "a.xlsx", rows))[0].header_row == 1
    assert isolated(good(tmp_path / "b.xlsx", rows), known_names=["丙列", "丁列"])[0].header_row == 2


def test_it_works_from_a_folder_with_modules_of_the_same_name(tmp_path, monkeypatch):
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "__init__.py").write_text("raise SystemExit(1)")
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    assert_lives_on(tmp_path)


HOSTILE = (
    hostile.zeros,
    hostile.overlapping,
    hostile.billion_laughs,
    hostile.external_entity,
    hostile.one_token,
    hostile.deep,
    hostile.wide_header,
    hostile.loaded_with("xl/vbaProject.bin"),
)


@pytest.mark.parametrize("make", HOSTILE)
def test_a_hostile_workbook_is_refused_and_the_caller_lives_on(tmp_path, make):
    with pytest.raises(DataError, match=r"^bad\.xlsx[^\n]*\.$"):
        isolated(make(tmp_path / "bad.xlsx"))
    assert list((tmp_path / "room").iterdir()) == []
    assert_lives_on(tmp_path)


@pytest.mark.parametrize("size", [0, 3, 100, 3_000])
def test_a_truncated_workbook_is_refused(tmp_path, size):
    path = good(tmp_path / "bad.xlsx")
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DataError, match=r"^bad\.xlsx .*\.$"):
        isolated(path)
    assert_lives_on(tmp_path)


def test_a_view_without_an_end_is_refused(tmp_path):
    endless = (
        "CREATE VIEW v AS WITH RECURSIVE r(姓名) AS (SELECT 1 UNION ALL SELECT 姓名 + 1 FROM r) SELECT 姓名 FROM r"
    )
    with pytest.raises(DataError, match="takes too long"):
        isolated(database(tmp_path / "a.db", endless), "sqlite", seconds=1.0)
    assert_lives_on(tmp_path)


SHEET = {"sheet": "s", "header": ["a"], "transcript": "1.parquet", "header_row": 1, "epoch_1904": False, "notes": []}

DYING = (
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "import os; os.abort()",
    "import sys; print('{}'); sys.exit(3)",
    "raise RuntimeError('110105194912310021')",
    "",
    "print('110105194912310021')",
    "print('[')",
    "print('[' * 100_000)",
    "print('{}')",
    "print('[]')",
    "print('{\"refused\": 5}')",
    'print(\'{"refused": ""}\')',
    f'print(\'{{"refused": "{"x" * 1000}"}}\')',
    "print('{\"sheets\": [1]}')",
    "print('{\"sheets\": null}')",
    "import sys; sys.stdout.buffer.write(bytes(range(256)))",
    "print('x' * 20_000_000)",
    f"print({json.dumps(json.dumps({'sheets': [SHEET]}))})",
    f"print({json.dumps(json.dumps({'sheets': [SHEET | {'transcript': '/etc/passwd'}]}))})",
    f"open('1.parquet', 'w'); print({json.dumps(json.dumps({'sheets': [SHEET | {'header': []}]}))})",
    f"import os; os.symlink('/etc/passwd', '1.parquet'); print({json.dumps(json.dumps({'sheets': [SHEET]}))})",
)


@pytest.mark.parametrize("script", DYING)
def test_whatever_happens_to_the_child_becomes_one_sentence(tmp_path, monkeypatch, capfd, script):
    path = good(tmp_path / "a.xlsx")
    with monkeypatch.context() as patch:
        patch.setattr(guard, "COMMAND", ("-c", script))
        with pytest.raises(DataError, match=r"^a\.xlsx could not be read: [^\n]*\.$"):
            isolated(path)
    assert capfd.readouterr() == ("", "")
    assert list((tmp_path / "room").iterdir()) == []
    assert_lives_on(tmp_path)


def test_a_child_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path, monkeypatch):
    script = (
        "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(tmp_path / 'number')!r}, 'w').write(str(p.pid)); time.sleep(60)"
    )
    monkeypatch.setattr(guard, "COMMAND", ("-c", script))
    with pytest.raises(DataError, match="takes too long"):
        isolated(good(tmp_path / "a.xlsx"), seconds=2.0)
    status = Path("/proc", (tmp_path / "number").read_text(), "stat")
    for _ in range(200):
        if not status.exists() or status.read_text().split()[2] in "ZX":
            return
        time.sleep(0.05)
    pytest.fail("what the child started lives on")


def test_a_child_that_takes_too_much_memory_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "COMMAND", ("-c", "import time; x = bytearray(200_000_000); time.sleep(60)"))
    with pytest.raises(DataError, match="more memory"):
        isolated(good(tmp_path / "a.xlsx"), memory=100_000_000)


def test_a_workbook_that_needs_more_memory_than_allowed_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"^a\.xlsx (needs more memory|could not be read)"):
        isolated(hostile.many_texts(tmp_path / "a.xlsx", 1_000_000), memory=150_000_000)
    assert_lives_on(tmp_path)


def test_the_environment_of_the_child_has_nothing_of_the_users(tmp_path, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "secret")
    monkeypatch.setattr(
        guard, "COMMAND", ("-c", "import os, json; print(json.dumps({'refused': ' '.join(sorted(os.environ))}))")
    )
    with pytest.raises(DataError) as caught:
        isolated(good(tmp_path / "a.xlsx"))
    assert "PGPASSWORD" not in str(caught.value)
    assert "PYTHONPATH" in str(caught.value)


def test_the_interpreter_is_ours():
    assert sys.executable
    assert guard.COMMAND[-1] == "features.records.formats.child"
