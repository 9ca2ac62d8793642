import io
import json

import pytest

from features.errors import DataError
from features.records.formats import child
from tests.unit.features.records.formats.books import good


def answer(monkeypatch, capsys, job):
    """Run the child's work in this process, without taking anything from it."""
    monkeypatch.setattr(child, "confine", lambda *_, **__: None)
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(job)))
    child.main()
    return json.loads(capsys.readouterr().out)


def job_for(path, **other):
    common = {"kind": "workbook", "known_names": [], "seconds": 1, "memory": 1, "disk": 1}
    return {**common, "path": str(path), "file": path.name, "folder": str(path.parent), **other}


def test_sheets_are_packed_without_their_folder(tmp_path, monkeypatch, capsys):
    said = answer(monkeypatch, capsys, job_for(good(tmp_path / "a.xlsx")))
    assert said == {
        "sheets": [
            {
                "sheet": "人员",
                "header": ["姓名", "身份证号"],
                "transcript": "1.parquet",
                "header_row": 1,
                "epoch_1904": False,
                "notes": [],
            }
        ]
    }


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DataError("a.xlsx is odd."), "a.xlsx is odd."),
        (MemoryError(), "more memory"),
        (RecursionError(), "more memory"),
    ],
)
def test_errors_are_handed_over_in_one_sentence(tmp_path, monkeypatch, capsys, error, words):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("features.records.formats.workbook.read_workbook", fail)
    assert words in answer(monkeypatch, capsys, job_for(tmp_path / "a.xlsx"))["refused"]


def test_a_database_is_read_as_one(tmp_path, monkeypatch, capsys):
    (tmp_path / "a.db").write_text("x")
    assert "SQLite" in answer(monkeypatch, capsys, job_for(tmp_path / "a.db", kind="sqlite"))["refused"]
