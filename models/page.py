"""MLflow's own web page over the trained models of one home folder."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from features.errors import NoModel, SettingError
from models.home import Home
from models.registry import QUIET
from models.versions import TRAIN

__all__ = ["ui"]

#: No workers for language-model jobs, which nothing here uses, and no warnings of the server's own libraries.
_PLAIN: Final = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "PYTHONWARNINGS": "ignore"}


def ui(home: Path, host: str = "127.0.0.1", port: int = 5000) -> int:
    """Serve MLflow's web page for a home until it is stopped.

    Parameters
    ----------
    home : Path
        The folder of the database and the files.
    host : str
        Where to listen; the page asks for no password, so anything but this machine lends it to the network.
    port : int
        Which port to listen on.

    Returns
    -------
    int
        The exit code of the server.

    Raises
    ------
    NoModel
        Nothing was ever registered in this home.
    SettingError
        Nothing can listen there.
    """
    place = Home(home)
    if not place.exists():
        raise NoModel(f"no model was ever registered in {place.path}: {TRAIN}")
    place.check()
    _refuse_taken(host, port)
    options = {
        "backend-store-uri": place.address,
        "artifacts-destination": place.artifacts,
        "host": host,
        "port": port,
        "workers": 1,
    }
    arguments = [f"--{key}={value}" for key, value in options.items()]
    command = [sys.executable, "-m", "mlflow", "server", *arguments]
    environment = {**os.environ, **QUIET, **_PLAIN}
    # S603: our own interpreter and a list of arguments, no shell
    with subprocess.Popen(command, cwd=place.path, env=environment, umask=0o077) as server:  # noqa: S603
        try:
            return server.wait()
        except KeyboardInterrupt:
            return server.wait()


def _refuse_taken(host: str, port: int) -> None:
    """Refuse a place where nothing can listen before the server starts, since it ends there without a word of ours."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, port), family=family):
            pass
    except OSError as error:
        raise SettingError(
            f"the page cannot be served at {host}, port {port} ({error.strerror}): choose another --port or --host"
        ) from error
