import os
import socket
import zipfile
from pathlib import Path

import pytest

from features.errors import DataError
from features.records.formats.magic import ENCRYPTED, MACRO_STREAM, OLE, open_regular, refuse_unfit

ZIPPED = b"PK\x03\x04" + bytes(60)
PARQUET = b"PAR1" + bytes(20) + b"PAR1"
SQLITE = b"SQLite format 3\x00" + bytes(100)

FIT = (
    ("a.csv", "姓名,身份证号\n".encode()),
    ("a.csv", "姓名".encode("utf-16")),
    ("a.TXT", b"x"),
    ("a.xlsx", ZIPPED),
    ("a.xls", OLE + bytes(600)),
    ("a.parquet", PARQUET),
    ("a.db", SQLITE),
    ("a.sqlite", SQLITE),
    ("a.sqlite3", SQLITE),
    ("a.pdf", b"%PDF-1.7"),
)

UNFIT = (
    ("a.xlsx", b"%PDF-1.7 ...", "a PDF"),
    ("a.xlsx", b"<html><table>", "web page"),
    ("a.xlsx", b"\xef\xbb\xbf <?xml version='1.0'?><Workbook>", "web page or XML"),
    ("a.xlsx", "姓名,身份证号".encode("gb18030"), "plain text"),
    ("a.xlsx", OLE + bytes(100), "password or an old .xls"),
    ("a.xlsx", b"\x00\x01\x02", "unknown kind"),
    ("~$a.xlsx", b"\x05Clerk" + bytes(100), "lock of a workbook"),
    ("a.xls", b"<HTML>", "web page"),
    ("a.xls", "姓名\t身份证号".encode(), "plain text"),
    ("a.xls", ZIPPED, "ending .xlsx"),
    ("a.xls", OLE + bytes(600) + ENCRYPTED, "password"),
    ("a.xls", OLE + bytes((1 << 20) + 4090 - 12) + MACRO_STREAM, "macros"),
    ("a.xlsm", ZIPPED, "macros"),
    ("a.xlsb", ZIPPED, "macros"),
    ("a.parquet", b"PAR1" + bytes(40), "cut off"),
    ("a.parquet", b"PAR1PAR1", "cut off"),
    ("a.parquet", b"a,b\n1,2\n", "plain text"),
    ("a.db", b"a,b\n1,2\n", "plain text"),
    ("a.csv", b"PK\x03\x04", "zip archive"),
    ("a.csv", OLE, "old Office"),
    ("a.csv", b"%PDF-1.4", "a PDF"),
    ("a.txt", b"\x89PNG\r\n", "a picture"),
    ("a.tsv", SQLITE, "SQLite"),
    ("a.csv", b"\n <table>", "web page"),
    ("a.csv", b"", "empty"),
    ("a.xlsx", b"", "empty"),
)


@pytest.mark.parametrize(("name", "body"), FIT)
def test_a_file_that_is_what_it_says_passes(tmp_path, name, body):
    path = tmp_path / name
    path.write_bytes(body)
    refuse_unfit(path)


@pytest.mark.parametrize(("name", "body", "words"), UNFIT)
def test_a_file_that_is_something_else_is_refused_in_one_sentence(tmp_path, name, body, words):
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(DataError, match=words) as caught:
        refuse_unfit(path)
    assert str(caught.value).startswith(name)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def irregular(kind, path, target):
    if kind == "link":
        path.symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(os.path.relpath(path))
    elif kind == "broken link":
        path.symlink_to(target.with_name("gone.csv"))


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "socket", "broken link"])
def test_what_is_no_regular_file_is_refused(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "b.csv"
    target.write_text("a,b")
    path = tmp_path / "a.csv"
    irregular(kind, path, target)
    with pytest.raises(DataError, match="no regular file"):
        refuse_unfit(path)
    refuse_unfit(target)


def test_a_device_is_refused():
    with pytest.raises(DataError, match="no regular file"):
        refuse_unfit(Path("/dev/null"))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DataError, match="cannot be opened"):
        refuse_unfit(tmp_path / "a.csv")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "a.csv"
    path.write_text("a,b")

    def refuse(*_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DataError, match="may be read"):
        refuse_unfit(path)


def test_a_file_that_becomes_a_link_while_it_is_opened_is_refused(tmp_path, monkeypatch):
    target, path = tmp_path / "b.csv", tmp_path / "a.csv"
    target.write_text("secret")
    path.write_text("a,b")
    seen = path.lstat()
    path.unlink()
    path.symlink_to(target)
    monkeypatch.setattr(Path, "lstat", lambda _: seen)
    with pytest.raises(DataError, match="cannot be opened"):
        open_regular(path, "a.csv")


def test_a_linked_folder_within_the_delivery_is_refused_and_one_above_it_is_not(tmp_path):
    (tmp_path / "real" / "sub").mkdir(parents=True)
    (tmp_path / "delivery").mkdir()
    (tmp_path / "real" / "sub" / "a.csv").write_text("a,b")
    (tmp_path / "delivery" / "linked").symlink_to(tmp_path / "real")
    (tmp_path / "other").symlink_to(tmp_path / "real")
    with pytest.raises(DataError, match="link to a folder"):
        refuse_unfit(tmp_path / "delivery" / "linked" / "sub" / "a.csv", within=tmp_path / "delivery")
    refuse_unfit(tmp_path / "other" / "sub" / "a.csv", within=tmp_path / "other")


def test_an_empty_archive_is_no_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    zipfile.ZipFile(path, "w").close()
    with pytest.raises(DataError, match="empty zip archive"):
        refuse_unfit(path)
