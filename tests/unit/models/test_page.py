import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from features.errors import NoModel, SettingError
from models.page import ui
from tests.unit.models.builders import MANIFEST, register

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str, server: subprocess.Popen[bytes]) -> bytes:
    """The answer of a server that may still be starting."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  (our own server)
                return answer.read()
        except ConnectionError:
            pass
        except OSError as error:
            if not isinstance(getattr(error, "reason", None), ConnectionError):
                raise
        assert server.poll() is None, "the server ended by itself"
        time.sleep(0.1)
    raise AssertionError("the server never answered")


def test_a_home_without_models_has_no_page(tmp_path):
    with pytest.raises(NoModel, match=r"no model was ever registered in .*: run 'mingcha train"):
        ui(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_the_page_shows_a_home_that_was_moved(tmp_path):
    registered = register(tmp_path / "before")
    home = (tmp_path / "before").rename(tmp_path / "移 after")
    script = "import sys; from pathlib import Path; from models.page import ui; "
    script += "ui(Path(sys.argv[1]), port=int(sys.argv[2]))"
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", script, str(home), str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        try:
            manifest = fetch(
                f"http://127.0.0.1:{port}/get-artifact?path=manifest.json&run_uuid={registered.run_id}",
                server,
            )
            telemetry = fetch(f"http://127.0.0.1:{port}/ajax-api/3.0/mlflow/ui-telemetry", server)
        finally:
            os.killpg(server.pid, signal.SIGINT)
    assert json.loads(manifest) == MANIFEST
    assert json.loads(telemetry)["disable_ui_telemetry"] is True
    assert {path.stat().st_mode & 0o077 for path in home.rglob("*")} == {0}


def test_a_place_where_nothing_can_listen_is_told_before_the_server_starts(tmp_path):
    register(tmp_path)
    told = r"cannot be served at 127\.0\.0\.1, port \d+ .*: choose another --port"
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingError, match=told):
        ui(tmp_path, port=taken.getsockname()[1])
    with pytest.raises(SettingError, match=r"cannot be served at nosuch\.invalid"):
        ui(tmp_path, host="nosuch.invalid")
