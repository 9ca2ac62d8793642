"""An MLflow server as the place where versions are kept: files go through its artifact proxy and are checked here.

The server answers for its own database (PostgreSQL in an office) and for who may write to it. It is not believed,
though: an address that leaves its artifact folder is refused, and a file is used only if its digest is the one that
the training recorded.
"""

import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Final, Protocol

from features.errors import ModelError, SettingError
from models.store import SCHEME, verified, without_statement

__all__ = ["Server", "Transport"]

_ADDRESS: Final = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~/-]*)?")
_PART: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_MEND: Final = "restore the server's files from a copy, or train again"
#: What MLflow says where a request got no answer that it could use, and what that means; the first that fits.
_SILENCES: Final = (
    (re.compile(r"too many (?P<code>[0-9]{3}) error responses"), "answers with error {code}: look at its log"),
    (re.compile(r"Exceeded [0-9]+ redirects"), "sends every request elsewhere: look at its address"),
    (
        re.compile(r"SSLError|CERTIFICATE_VERIFY_FAILED"),
        "has no certificate that this machine trusts: set MLFLOW_TRACKING_SERVER_CERT_PATH to that of its authority",
    ),
    (re.compile(r"failed with (?:timeout )?exception"), "does not answer: start it"),
)
#: The page that something else than MLflow answers with.
_PAGE: Final = re.compile(r"\. Response body: '\s*<.*")
_LONGEST: Final = 300


class Transport(Protocol):
    """How files get to the server and back; the registry brings MLflow's own."""

    def send(self, folder: Path, address: str) -> None:
        """Put the files of a folder at an address."""

    def fetch(self, address: str, name: str, folder: Path) -> Path:
        """Bring one file from an address into a folder, or raise an OSError."""


class Server:
    """A tracking server of MLflow with proxied artifacts.

    Parameters
    ----------
    address : str
        ``http://HOST:PORT`` or ``https://HOST/PATH``, without user and password.
    transport : Transport
        How files get there and back.

    Raises
    ------
    SettingError
        If it is no such address.
    """

    def __init__(self, address: str, transport: Transport) -> None:
        if re.match(r"[a-z]+://[^/]*@", address, re.IGNORECASE):
            raise SettingError(
                "the address of the model server holds a user or password, which other users of the machine could see: "
                "leave them out and set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD instead"
            )
        if not _ADDRESS.fullmatch(address):
            raise SettingError(
                "the address of the model server is not one: write http://HOST:PORT or https://HOST/PATH for "
                "--tracking (or MINGCHA_TRACKING)"
            )
        self.address = address.rstrip("/")
        self._transport = transport

    @property
    def where(self) -> str:
        """What the place is called in a message."""
        return self.address

    def exists(self) -> bool:
        """Return True: whether there are versions, the server is asked."""
        return True

    def prepare(self) -> None:
        """Do nothing: the server was set up by those who run it."""

    def check(self) -> None:
        """Do nothing: the server checks its own database."""

    def reading(self) -> AbstractContextManager[None]:
        """Hold nothing: what is read is checked by its digest."""
        return nullcontext()

    def writing(self) -> AbstractContextManager[None]:
        """Hold nothing: versions are numbered by the server's database, and changes of champion are only ever added."""
        return nullcontext()

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Lend a folder of this user only, which is removed afterwards."""
        with tempfile.TemporaryDirectory(prefix="mingcha-") as folder:
            yield Path(folder)

    def publish(self, staged: Path, address: str) -> None:
        """Send a finished folder to its address."""
        self._transport.send(staged, self._checked(address))

    def read(self, address: str, name: str, expected: str | None) -> bytes:
        """Fetch one file, if it is the one that was put there.

        Raises
        ------
        ModelError
            The file is not there, cannot be read, lies elsewhere, or has another digest.
        """
        place = self.find(address, name)
        with self.staging() as folder:
            try:
                data = self._transport.fetch(address, name, folder).read_bytes()
            except OSError as error:
                raise ModelError(
                    f"the model's file {place} cannot be read ({error.strerror or 'no answer'}): {_MEND}"
                ) from error
        return verified(data, expected, place, _MEND)

    def find(self, address: str, name: str) -> str:
        """Say where a person finds a file: its address on the server."""
        path = self._checked(f"{address}/{name}").removeprefix(SCHEME)
        return f"{self.address}/api/2.0/mlflow-artifacts/artifacts/{path}"

    def refused(self, reason: str) -> ModelError:
        """Put a refusal of the server into one sentence."""
        for sign, meaning in _SILENCES:
            if seen := sign.search(reason):
                told = meaning.format(**seen.groupdict())
                return ModelError(f"the model server {self.address} {told}, or name another with --tracking")
        told = _PAGE.sub("", without_statement(reason))[:_LONGEST]
        return ModelError(
            f"the model server {self.address} refused: {told}; mend that, or name another with --tracking"
        )

    def unusable(self, reason: str) -> ModelError:
        """Put a failure on the way into one sentence."""
        return ModelError(
            f"the model server {self.address} cannot be used ({reason}): make room for temporary files, look at the "
            "network, or name another with --tracking"
        )

    def _checked(self, address: str) -> str:
        """Refuse an address outside the server's artifact folder: on another host, of another kind, or through dots."""
        path = address.removeprefix(SCHEME)
        if not address.startswith(SCHEME) or not all(_PART.fullmatch(part) for part in path.split("/")):
            raise ModelError(
                f"the model server {self.address} points to files outside its artifacts: it was edited, restore it "
                "from a copy or train again"
            )
        return address
