"""One writer or many readers, and nothing that a lock file leads to."""

import errno
import fcntl
import os
import subprocess
import sys

import pytest

from features.errors import ModelError
from models.home import Home
from models.lock import locked


def test_a_writer_keeps_readers_and_writers_out_and_readers_keep_writers_out(tmp_path):
    home = Home(tmp_path)
    home.prepare()
    attempt = (
        "import fcntl, os, sys; handle = os.open(sys.argv[1], os.O_RDONLY); "
        "fcntl.flock(handle, (fcntl.LOCK_EX if sys.argv[2] == 'write' else fcntl.LOCK_SH) | fcntl.LOCK_NB)"
    )

    def may(what):
        command = [sys.executable, "-c", attempt, str(home.path / ".lock"), what]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0

    with home.writing():
        assert (may("read"), may("write")) == (False, False)
    with home.reading():
        assert (may("read"), may("write")) == (True, False)
    assert (may("read"), may("write")) == (True, True)


def test_reading_leaves_no_lock_behind(tmp_path):
    with Home(tmp_path).reading():
        assert list(tmp_path.iterdir()) == []


def test_a_link_is_not_followed_and_makes_no_file_elsewhere(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".lock").symlink_to(tmp_path / "elsewhere")
    for exclusive in (True, False):
        with (
            pytest.raises(ModelError, match=r"cannot be locked \(Too many levels"),
            locked(tmp_path / "home", exclusive=exclusive),
        ):
            pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / ".lock")
    with locked(tmp_path, exclusive=False):
        pass


def test_a_folder_that_is_gone_cannot_be_written_to_unlocked(tmp_path):
    with (
        pytest.raises(ModelError, match=r"gone cannot be locked \(No such file"),
        locked(tmp_path / "gone", exclusive=True),
    ):
        pass


def test_a_disk_without_locks_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with (
        pytest.raises(ModelError, match=r"cannot be locked \(No locks available\): give its owner access"),
        locked(tmp_path, exclusive=True),
    ):
        pass
