"""MLflow calls nobody, says nothing, and learns nothing of the user and the place."""

import getpass
import os
import subprocess
import sys
from pathlib import Path

from tests.unit.models.builders import register
from tests.unit.models.homes import client_of, file_of

ROOT = Path(__file__).resolve().parents[4]


def run_python(script: str, cwd: Path, *arguments: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter that knows no CI, no pytest and no home of the user."""
    return subprocess.run(
        [sys.executable, "-W", "default", "-c", script, *map(str, arguments)],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_of_the_user_or_the_place_is_recorded(tmp_path, monkeypatch):
    work = tmp_path / "work-of-wang-7531"
    work.mkdir()
    for name in ("uv.lock", "requirements.txt", "pyproject.toml", "environment.yml"):
        (work / name).write_text("numpy==0.0.7531  # secret-of-work-7531")
    subprocess.run(["git", "init", "--quiet", "--initial-branch", "branch-7531"], cwd=work, check=True)
    monkeypatch.chdir(work)
    monkeypatch.setattr(sys, "argv", [str(work / "script-7531.py")])
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "zhang-7531")
    assert getpass.getuser() == "zhang-7531"
    home = tmp_path / "home-7531"
    registered = register(home)
    written = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert len(written) > 5
    assert [path for path, data in written.items() if b"7531" in data] == []
    tags = client_of(home).get_run(registered.run_id).data.tags
    assert {key: tags[key] for key in tags if key != "mlflow.runName"} == {
        "mlflow.source.name": "mingcha train",
        "mlflow.source.type": "LOCAL",
    }
    requirements = file_of(home, "1", "requirements.txt").read_text().split()
    assert [line.split("==")[0] for line in requirements] == [
        "mlflow",
        "numpy",
        "pandas",
        "scikit-learn",
        "skops",
    ]
    assert sorted(path.name for path in work.iterdir()) == [
        ".git", "environment.yml", "pyproject.toml", "requirements.txt", "uv.lock",
    ]  # fmt: skip


def test_importing_the_registry_does_not_import_mlflow(tmp_path):
    script = "import sys, models.registry; print([name for name in ('mlflow', 'skops') if name in sys.modules])"
    done = run_python(script, tmp_path)
    assert (done.stdout, done.stderr) == ("[]\n", "")


GUARD = """
import socket, sys
from pathlib import Path
attempts = []
def guarded(name):
    original = getattr(socket.socket, name)
    def call(self, *arguments):
        if self.family != socket.AF_UNIX:
            attempts.append((name, arguments[-1]))
            raise OSError("no network in this test")
        return original(self, *arguments)
    setattr(socket.socket, name, call)
for name in ("connect", "connect_ex", "sendto"):
    guarded(name)
def resolve(host, *arguments, **options):
    attempts.append(("getaddrinfo", host))
    raise socket.gaierror("no network in this test")
socket.getaddrinfo = resolve
"""


QUIET_RUN = """
from tests.unit.models.builders import register
from models.registry import Registry
register(Path(sys.argv[1])); Registry(Path(sys.argv[1])).load()
import time
from mlflow.telemetry import get_telemetry_client
from mlflow.telemetry.utils import _IS_IN_CI_ENV_OR_TESTING, is_telemetry_disabled
time.sleep(1)
assert not _IS_IN_CI_ENV_OR_TESTING, "MLflow believes that this is CI: the test cannot fail"
assert is_telemetry_disabled() and get_telemetry_client() is None
assert attempts == [], attempts
"""


LOUD_RUN = """
import mlflow, time
mlflow.set_tracking_uri(f"sqlite:///{sys.argv[1]}/mlflow.db")
mlflow.set_experiment("loud")
for _ in range(100):
    if attempts: break
    time.sleep(0.1)
print(sorted({str(where) for _, where in attempts}))
"""


def test_nothing_calls_home_and_nothing_is_said(tmp_path):
    done = run_python(GUARD + QUIET_RUN, tmp_path, tmp_path / "home", _MLFLOW_TESTING_TELEMETRY="true")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_the_guard_would_see_mlflow_calling_home(tmp_path):
    done = run_python(GUARD + LOUD_RUN, tmp_path, tmp_path)
    assert "mlflow" in done.stdout, done.stderr
