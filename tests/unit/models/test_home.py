import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

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


def test_a_writer_keeps_readers_and_writers_out_and_readers_keep_writers_out(tmp_path):
    home = a_home(tmp_path)
    attempt = (
        "import fcntl, os, sys; handle = os.open(sys.argv[1], os.O_RDONLY); "
        "fcntl.flock(handle, (fcntl.LOCK_EX if sys.argv[2] == 'write' else fcntl.LOCK_SH) | fcntl.LOCK_NB)"
    )

    def may(what):
        command = [sys.executable, "-c", attempt, str(home.path / ".lock"), what]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    with home.locked(exclusive=True):
        assert (may("read"), may("write")) == (False, False)
    with home.locked(exclusive=False):
        assert (may("read"), may("write")) == (True, False)
    assert (may("read"), may("write")) == (True, True)


def test_reading_leaves_no_lock_behind(tmp_path):
    with Home(tmp_path).locked(exclusive=False):
        assert list(tmp_path.iterdir()) == []
