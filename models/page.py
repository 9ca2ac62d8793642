"""MLflow's own web page over the trained models of one home folder."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from features.errors import NoModel
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
    """
    place = Home(home)
    if not place.exists():
        raise NoModel(f"no model was ever registered in {place.path}: {TRAIN}")
    place.check()
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
