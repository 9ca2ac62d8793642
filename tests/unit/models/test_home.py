import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from features.errors import ModelError, SettingError
from models.artifacts import digest
from models.home import Home
from models.store import SCHEME


def a_home(path):
    home = Home(path / "家 of models")
    home.prepare()
    return home


def put(home, address, **files):
    with home.staging() as staging:
        (staging / "folder").mkdir()
        for name, data in files.items():
            (staging / "folder" / name).write_bytes(data)
        home.publish(staging / "folder", address)
    return home.locate(address)


@pytest.mark.parametrize("character", "%?#")
def test_a_path_that_a_database_address_cannot_carry_is_refused(tmp_path, character):
    with pytest.raises(SettingError, match="choose another folder with --home"):
        Home(tmp_path / f"a{character}b")


def test_naming_a_home_does_not_make_it(tmp_path):
    assert not Home(tmp_path / "home").exists()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    (tmp_path / "mine").mkdir(mode=0o755)
    Home(tmp_path / "mine").prepare()
    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "mine" / "artifacts").stat().st_mode & 0o777 == 0o700


def test_several_can_make_the_same_home_at_once(tmp_path):
    homes = [Home(tmp_path / str(number) / "home") for number in range(50) for _ in range(8)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        for made in [pool.submit(home.prepare) for home in homes]:
            made.result()
    assert all(home.artifacts.is_dir() for home in homes)


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match=r"file/home cannot be made"):
        Home(tmp_path / "file" / "home").prepare()


def test_what_is_published_is_read_back_and_open_to_the_owner_only(tmp_path):
    home = a_home(tmp_path)
    old = os.umask(0)
    try:
        folder = put(home, f"{SCHEME}mingcha/run/artifacts", note=b"abc")
    finally:
        os.umask(old)
    assert home.read(f"{SCHEME}mingcha/run/artifacts", "note", digest(b"abc")) == b"abc"
    modes = {path: path.stat().st_mode & 0o777 for path in home.artifacts.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert modes[folder / "note"] == 0o600


def test_what_was_staged_and_not_published_is_gone(tmp_path):
    home = a_home(tmp_path)
    with home.staging() as staging:
        (staging / "half").touch()
    assert list(home.artifacts.iterdir()) == []


@pytest.mark.parametrize("expected", [digest(b"other"), None, ""])
def test_a_file_with_another_digest_is_refused(tmp_path, expected):
    home = a_home(tmp_path)
    put(home, f"{SCHEME}a", note=b"abc")
    with pytest.raises(ModelError, match="note is not the one that was registered"):
        home.read(f"{SCHEME}a", "note", expected)


def test_a_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(ModelError, match=r"a/note cannot be read \(No such file or directory\)"):
        a_home(tmp_path).read(f"{SCHEME}a", "note", "")


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path):
    home = a_home(tmp_path)
    (home.artifacts / "a").mkdir()
    os.mkfifo(home.artifacts / "a" / "note")
    with pytest.raises(ModelError, match="a/note is no file"):
        home.read(f"{SCHEME}a", "note", "")


@pytest.mark.parametrize("address", [f"{SCHEME}..", f"{SCHEME}a/../../b", "file:///etc", "/etc", f"{SCHEME}/../x", "a"])
def test_an_address_outside_the_home_is_refused(tmp_path, address):
    with pytest.raises(ModelError, match="points to files outside"):
        a_home(tmp_path).locate(address)


def test_a_symbolic_link_out_of_the_home_is_refused(tmp_path):
    home = a_home(tmp_path)
    (tmp_path / "note").write_bytes(b"abc")
    (home.artifacts / "a").symlink_to(tmp_path)
    with pytest.raises(ModelError, match="points to files outside"):
        home.read(f"{SCHEME}a", "note", digest(b"abc"))


def test_a_leading_slash_means_below_the_artifacts(tmp_path):
    home = a_home(tmp_path)
    assert home.locate(f"{SCHEME}/etc/passwd") == home.artifacts.resolve() / "etc" / "passwd"


def test_a_database_that_is_none_is_refused(tmp_path):
    home = a_home(tmp_path)
    home.database.write_bytes(b"not a database at all")
    with pytest.raises(ModelError, match="is not an SQLite database"):
        home.check()


def test_a_home_of_a_user_whom_nobody_knows_is_refused():
    with pytest.raises(SettingError, match="a user whom this machine does not know: choose another folder"):
        Home(Path("~no-such-user-7531/home"))


def test_a_path_that_is_not_text_is_refused_in_words_that_can_be_shown(tmp_path):
    with pytest.raises(SettingError, match=r"one that is not UTF-8 in its path") as refused:
        Home(tmp_path / os.fsdecode(b"\xff\xfe"))
    assert str(refused.value).encode()


def test_a_home_that_cannot_be_looked_into_is_not_taken_for_an_empty_one(tmp_path):
    (tmp_path / "circle").symlink_to("circle")
    for path in (tmp_path / "circle", tmp_path / ("x" * 300)):
        with pytest.raises(ModelError, match=r"cannot be used \((Too many levels|File name too long)"):
            Home(path).exists()
    (tmp_path / "file").touch()
    assert not Home(tmp_path / "file").exists()


def test_a_link_to_a_database_that_is_away_is_neither_empty_nor_replaced(tmp_path):
    home = a_home(tmp_path)
    home.database.symlink_to(tmp_path / "unplugged" / "mlflow.db")
    assert home.exists()
    with pytest.raises(ModelError, match=r"mlflow\.db cannot be read \(No such file"):
        home.check()


def test_links_in_a_circle_and_impossible_names_lead_nowhere(tmp_path):
    home = a_home(tmp_path)
    (home.artifacts / "circle").symlink_to("circle")
    for address in ("circle/note", "a\0b", "\ud800"):
        with pytest.raises(ModelError, match=r"points to files outside|cannot be read"):
            home.read(f"{SCHEME}{address}", "note", "")


def test_a_writer_clears_away_what_another_left_half_way_and_a_reader_does_not(tmp_path):
    home = a_home(tmp_path)
    put(home, f"{SCHEME}a", note=b"abc")
    (home.artifacts / ".staged-7531" / "folder").mkdir(parents=True)
    (home.artifacts / ".staged-7531" / "mlflow.db").touch()
    with home.reading():
        assert len(list(home.artifacts.iterdir())) == 2
    with home.writing():
        assert [path.name for path in home.artifacts.iterdir()] == ["a"]
    assert home.read(f"{SCHEME}a", "note", digest(b"abc")) == b"abc"


def test_what_is_published_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    home = a_home(tmp_path)
    done = []
    sync, rename = os.fsync, Path.rename
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append(os.fstat(handle).st_ino), sync(handle)))
    monkeypatch.setattr(Path, "rename", lambda old, new: (done.append("named"), rename(old, new)))
    folder = put(home, f"{SCHEME}mingcha/run", note=b"abc", other=b"d")
    named = done.index("named")
    assert set(done[:named]) == {path.stat().st_ino for path in (folder, folder / "note", folder / "other")}
    assert done[named + 1 :] == [folder.parent.stat().st_ino]


SAID = "(raised as a result of autoflush) (sqlite3.OperationalError) {} [SQL: INSERT INTO tags VALUES (?)] [parameters: ('Li',)]"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (SAID.format("disk I/O error"), "cannot be used (disk I/O error): make room, give its owner access to it, or"),
        (SAID.format("database is locked"), "(database is locked): wait until the other program that writes to it has"),
        ("(sqlite3.DatabaseError) database disk image is malformed (Background: x)", "malformed): restore it from a"),
        (
            "(sqlite3.IntegrityError) x [SQL: INSERT\n[parameters: ('Li',)]]",
            "refused: (sqlite3.IntegrityError) x; mend",
        ),
        ("Invalid value", "refused: Invalid value; mend that"),
    ],
)
def test_what_the_database_said_is_told_without_its_statement_and_the_names_in_it(tmp_path, reason, told):
    sentence = str(a_home(tmp_path).refused(reason))
    assert told in sentence
    assert not {"SQL", "INSERT", "Li"} & set(sentence.replace(":", " ").split())
