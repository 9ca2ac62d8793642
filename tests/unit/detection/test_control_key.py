"""The key is secret, kept once, open to its owner only, and different for every run."""

import hashlib
import hmac
import os
from datetime import date
from pathlib import Path

import pytest

from detection.control_key import SHORTEST, ControlKey, home_control_key, read_control_key
from features.errors import SettingError

SECRET = b"7d1f0a5c" * 8
DAY = date(2025, 12, 31)


def key_file(folder: Path, content: bytes = SECRET, mode: int = 0o600) -> Path:
    file = folder / "lead.key"
    file.write_bytes(content)
    file.chmod(mode)
    return file


def test_the_key_is_read_without_the_line_break_at_its_end(tmp_path: Path) -> None:
    key = read_control_key(key_file(tmp_path, SECRET + b"\r\n"))
    assert (key.secret, key.made) == (SECRET, False)


def test_the_key_shows_in_no_representation(tmp_path: Path) -> None:
    key = read_control_key(key_file(tmp_path))
    assert not [text for text in (repr(key), str(key), f"{key}") if SECRET.decode() in text]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    with pytest.raises(SettingError, match="chmod 600"):
        read_control_key(key_file(tmp_path, mode=mode))


def test_a_pipe_is_no_key_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(SettingError, match="is no file"):
        read_control_key(tmp_path / "pipe")


def test_a_short_or_missing_key_is_refused_and_not_quoted(tmp_path: Path) -> None:
    short = b"secret" + b"x" * (SHORTEST - 7)
    with pytest.raises(SettingError, match="openssl rand -hex 32") as refused:
        read_control_key(key_file(tmp_path, short))
    assert "secret" not in str(refused.value)
    with pytest.raises(SettingError, match="cannot be read"):
        read_control_key(tmp_path / "none.key")


def test_the_home_makes_a_random_key_once_for_its_owner_only(tmp_path: Path) -> None:
    first, again = home_control_key(tmp_path), home_control_key(tmp_path)
    assert (first.made, again.made) == (True, False)
    assert first.secret == again.secret
    assert first.file == tmp_path / "control.key"
    assert (tmp_path / "control.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["control.key"]
    other = tmp_path / "other"
    other.mkdir()
    assert home_control_key(other).secret != first.secret


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="--control-key"):
        home_control_key(key_file(tmp_path))


def test_a_home_that_is_not_there_is_made_for_its_owner_only(tmp_path: Path) -> None:
    assert home_control_key(tmp_path / "home").made
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_the_fingerprint_tells_keys_apart() -> None:
    prints = {ControlKey(SECRET).fingerprint, ControlKey(SECRET[::-1]).fingerprint}
    assert len(prints) == 2
    assert all(len(one) == 8 for one in prints)


def test_digests_are_hmac_and_belong_to_one_run_and_one_purpose() -> None:
    key = ControlKey(SECRET)
    assert key.digest("draw", "H1") == hmac.new(SECRET, b"draw\0H1", hashlib.sha256).digest()
    runs = [key.for_run(DAY, "a"), key.for_run(DAY, "b"), key.for_run(date(2025, 12, 30), "a")]
    digests = [run.digest(purpose, "H1") for run in runs for purpose in ("draw", "order")]
    assert len(set(digests)) == len(digests)
    assert key.for_run(DAY, "a").digest("draw", "H1") == digests[0]


@pytest.mark.parametrize("secret", [b"a" * 64, bytes(40), b"abcdefg" * 8])
def test_a_long_key_of_few_characters_is_refused(secret: bytes) -> None:
    with pytest.raises(SettingError, match="has few different characters"):
        ControlKey(secret)
