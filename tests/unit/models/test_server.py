from pathlib import Path

import pytest

from features.errors import ModelError, SettingError
from models.artifacts import digest
from models.server import Server
from models.store import SCHEME


class Courier:
    """Keeps files in a mapping instead of on a server."""

    def __init__(self, **files: bytes) -> None:
        self.files = files
        self.asked: list[str] = []

    def send(self, folder: Path, address: str) -> None:
        self.files |= {path.name: path.read_bytes() for path in folder.iterdir()}

    def fetch(self, address: str, name: str, folder: Path) -> Path:
        self.asked.append(address)
        if name not in self.files:
            raise FileNotFoundError(2, "the server does not hand it out")
        (folder / name).write_bytes(self.files[name])
        return folder / name


FAILED = (
    "API request to http://h/api failed with exception HTTPConnectionPool(host='h', port=5000): Max retries exceeded"
)


def server(courier: Courier | None = None) -> Server:
    return Server("http://models.example:5000/", courier or Courier())


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:5000", "https://models.example", "https://models.example/mlflow/", "http://[::1]:5000"],
)
def test_addresses_of_servers_are_taken(address: str) -> None:
    assert Server(address, Courier()).where == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        *("", "models", "ftp://models", "file:///models", "sqlite:///m.db", "postgresql://models/mlflow", "databricks"),
        *(
            "http://",
            "http://models?token=7531",
            "http://models/#7531",
            "http://models/a b",
            "http://mod els",
            "http://m\n",
        ),
        *("http://a:b:c/", "javascript:alert(1)"),
    ],
)
def test_other_addresses_are_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(SettingError, match="write http://HOST:PORT") as refused:
        Server(address, Courier())
    assert "7531" not in str(refused.value)


@pytest.mark.parametrize("user", ["li:7531@", "7531@", ":7531@"])
@pytest.mark.parametrize("scheme", ["http", "HTTPS", "postgresql"])
def test_a_user_or_password_in_the_address_is_refused_and_not_repeated(user: str, scheme: str) -> None:
    with pytest.raises(SettingError, match="MLFLOW_TRACKING_PASSWORD") as refused:
        Server(f"{scheme}://{user}models:5000", Courier())
    assert "7531" not in str(refused.value)


def test_a_file_is_sent_and_comes_back_if_its_digest_is_right(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"{}")
    place = server()
    place.publish(tmp_path, f"{SCHEME}mingcha/run/artifacts")
    assert place.read(f"{SCHEME}mingcha/run/artifacts", "manifest.json", digest(b"{}")) == b"{}"


@pytest.mark.parametrize("expected", [None, "", digest(b"other")])
def test_a_file_with_another_digest_is_refused(expected: str | None) -> None:
    with pytest.raises(ModelError, match=r"a/note is not the one that was registered: restore the server's files"):
        server(Courier(note=b"abc")).read(f"{SCHEME}a", "note", expected)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelError, match=r"a/note cannot be read \(the server does not hand it out\)"):
        server().read(f"{SCHEME}a", "note", "")


@pytest.mark.parametrize(
    "address",
    [
        *(
            f"{SCHEME}..",
            f"{SCHEME}a/../b",
            f"{SCHEME}a/./b",
            f"{SCHEME}/a",
            f"{SCHEME}/elsewhere.example/a",
            f"{SCHEME}a//b",
        ),
        *(
            f"{SCHEME}%2e%2e/a",
            f"{SCHEME}a%2f..",
            f"{SCHEME}a?b",
            f"{SCHEME}a#b",
            f"{SCHEME}a\\..\\b",
            f"{SCHEME}a\n",
            SCHEME,
        ),
        *("file:///etc", "/etc", "a", "http://elsewhere/a", "s3://bucket/a", "models:/mingcha/1", "runs:/x/a", ""),
    ],
)
def test_an_address_outside_the_artifacts_is_refused_before_anything_is_asked(address: str) -> None:
    courier = Courier(note=b"abc")
    with pytest.raises(ModelError, match="points to files outside its artifacts"):
        server(courier).read(address, "note", digest(b"abc"))
    with pytest.raises(ModelError, match="points to files outside its artifacts"):
        server(courier).publish(Path("nowhere"), address)
    assert courier.asked == []


def test_a_file_is_found_by_an_address_that_a_browser_opens() -> None:
    found = server().find(f"{SCHEME}mingcha/run/artifacts", "plots/scores.png")
    assert (
        found == "http://models.example:5000/api/2.0/mlflow-artifacts/artifacts/mingcha/run/artifacts/plots/scores.png"
    )


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("API request to http://h/api failed with exception HTTPConnectionPool(…)", "does not answer: start it"),
        ("API request to http://h/api failed with timeout exception x", "does not answer: start it"),
        ("error code 404 != 200. Response body: '<!doctype html> <p>x'", "refused: error code 404 != 200; mend that"),
        ("x" * 999, f"refused: {'x' * 300}; mend that"),
        (
            f"{FAILED} (Caused by ResponseError('too many 500 error responses'))",
            "answers with error 500: look at its log",
        ),
        (
            f"{FAILED} (Caused by ResponseError('too many 429 error responses'))",
            "answers with error 429: look at its log",
        ),
        (
            "API request to http://h/api failed with exception Exceeded 30 redirects.",
            "sends every request elsewhere: look",
        ),
        (
            f"{FAILED} (Caused by SSLError(SSLCertVerificationError(1, 'x')))",
            "no certificate that this machine trusts: set",
        ),
        (
            "INTERNAL_ERROR: (psycopg.E) full [SQL: x] [parameters: ('Li')]",
            "refused: INTERNAL_ERROR: (psycopg.E) full; mend",
        ),
    ],
)
def test_refusals_are_one_short_sentence(reason: str, told: str) -> None:
    assert told in str(server().refused(reason))


def test_what_was_staged_is_gone_afterwards() -> None:
    with server().staging() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()
