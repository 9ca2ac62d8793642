"""Whatever a server sends for a file, it comes as a file or is refused in one sentence."""

import pytest

from features.errors import ModelError
from models.server import Server
from models.tracking.transport import Proxy
from tests.unit.models.tracking.strange_server import answering


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Ask once."""
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")


@pytest.mark.parametrize(
    ("code", "body"),
    [
        *((200, body) for body in (b"<html>", b"[]", b"null", b'"x"', b'{"files": 3}', b'{"files": [1]}', b"\xff")),
        (200, b'{"files": [{"is_dir": false}]}'),
        (200, b'{"files": [{"path": "../../x", "is_dir": false}, {"path": "y", "is_dir": false}]}'),
        *((code, b"") for code in (204, 401, 404, 500, 503)),
    ],
    ids=str,
)
def test_a_server_that_hands_out_no_file_is_one_sentence(code, body):
    with answering(code, body) as tracking:
        place = Server(tracking, Proxy(tracking))
        with pytest.raises(ModelError, match=r"a/b/model\.skops cannot be read \("):
            place.read("mlflow-artifacts:/a/b", "model.skops", "")


def test_a_file_is_fetched(tmp_path):
    with answering(200, b"{}") as tracking:
        assert Proxy(tracking).fetch("mlflow-artifacts:/a/b", "note.json", tmp_path).read_bytes() == b"{}"
