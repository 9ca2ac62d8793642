"""The key that draws the control sample: secret bytes that only the lead of the inspection holds.

Who has the key and the data can draw the sample again; who has only one of them learns nothing.  The key itself is
written nowhere but in its own file; a run keeps its fingerprint, which tells keys apart and gives nothing away.
"""

import hmac
import os
import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Self

from features.errors import SettingError

__all__ = ["ControlKey", "home_control_key", "read_control_key"]

SHORTEST: Final = 32
"""Fewest bytes of a key: a random key of 128 bits in hexadecimal digits."""
PLAINEST: Final = 8
"""Fewest different bytes of a key."""
FILE: Final = "control.key"


@dataclass(frozen=True, slots=True)
class ControlKey:
    """Secret bytes and what is drawn with them.

    Parameters
    ----------
    secret : bytes
        The key; it is shown in no message.
    file : Path or None
        Where it is kept, None if it was given as text.
    made : bool
        Whether it was made just now.

    Raises
    ------
    SettingError
        If the key is shorter than `SHORTEST` bytes, or has fewer than `PLAINEST` different ones.

    References
    ----------
    .. [1] RFC 2104, HMAC: Keyed-Hashing for Message Authentication.
    """

    secret: bytes = field(repr=False)
    file: Path | None = None
    made: bool = False

    def __post_init__(self) -> None:
        if len(self.secret) < SHORTEST:
            raise SettingError(
                f"the control key {self.file or 'that was given'} is shorter than {SHORTEST} characters and could be "
                "guessed: make one with 'openssl rand -hex 32'."
            )
        if len(set(self.secret)) < PLAINEST:
            raise SettingError(
                f"the control key {self.file or 'that was given'} has few different characters and could be "
                "guessed: make one with 'openssl rand -hex 32'."
            )

    @property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that tell this key from others and do not let anything be drawn."""
        return self.digest("fingerprint", "mingcha control key").hex()[:8]

    def for_run(self, as_of: date, data: str) -> Self:
        """Return the key of one run: another day or other data draw another sample.

        Parameters
        ----------
        as_of : datetime.date
            The day that counts.
        data : str
            Fingerprint of the data, whatever the order of its rows.

        Returns
        -------
        ControlKey
            A key derived from this one, from which this one cannot be found.
        """
        return replace(self, secret=self.digest("run", f"{as_of.isoformat()} {data}"))

    def digest(self, purpose: str, text: str) -> bytes:
        """Return HMAC-SHA256 of `text`; digests for different purposes have nothing to do with each other."""
        return hmac.digest(self.secret, f"{purpose}\0{text}".encode("utf-8", "surrogatepass"), "sha256")


def read_control_key(file: Path) -> ControlKey:
    """Read a key from a file that only its owner can read; line breaks and blanks around it do not count.

    Raises
    ------
    SettingError
        If the file cannot be read, others can read it too, or the key is too short.
    """
    if file.is_fifo() or file.is_socket():
        raise SettingError(f"the control key {file} is no file: name a file that holds the key.")
    try:
        with file.open("rb") as stream:
            open_to_others = os.fstat(stream.fileno()).st_mode & 0o077
            secret = stream.read(65_536).strip()
    except OSError as error:
        raise SettingError(
            f"the control key {file} cannot be read ({error.strerror}): name a file that holds the key."
        ) from error
    if open_to_others:
        raise SettingError(f"the control key {file} can be read by others than its owner: run 'chmod 600 {file}'.")
    return ControlKey(secret, file)


def home_control_key(home: Path) -> ControlKey:
    """Return the key kept in the home folder, and make a random one the first time.

    Parameters
    ----------
    home : Path
        Folder of the trained models; it is made if need be, open to its owner only.

    Returns
    -------
    ControlKey
        ``made`` tells whether it is new; its file is open to its owner only.

    Raises
    ------
    SettingError
        If the key cannot be read or written.
    """
    file = home.expanduser() / FILE
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = _make(file)
    except OSError as error:
        raise SettingError(
            f"the control key {file} cannot be written ({error.strerror}): give its owner access to the folder, or "
            "name a key with --control-key."
        ) from error
    return replace(read_control_key(file), made=made)


def _make(file: Path) -> bool:
    """Write a random key unless there is one; of two runs at the same time one makes it and both use it."""
    if file.exists():
        return False
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(32) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        # A link, unlike a rename, never replaces a key that another run has made in between.
        os.link(fresh, file)
    except FileExistsError:
        return False
    finally:
        fresh.unlink(missing_ok=True)
    return True
