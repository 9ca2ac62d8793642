"""The door to MLflow: how it is told to be quiet, called, and made to write down a version.

MLflow is imported under this folder only, and at first use. Whoever comes through the door passes this file first, so
MLflow never starts before it was told to stay quiet: no telemetry, no search for lock files, no log lines, no database
connection left open. It is spoken to through an explicit client, never through the fluent functions, since those add
the user's name, the path of the script and the state of its git repository to every run.

References
----------
MLflow, "Usage tracking" (``MLFLOW_DISABLE_TELEMETRY``).
"""

import os
from typing import Final

__all__ = ["QUIET"]

#: What MLflow is told before it is imported, here and in its server: never call home, never look for the lock
#: file of the folder it runs in, keep no connection open, print nothing.
QUIET: Final = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_UV_AUTO_DETECT": "false",
    "MLFLOW_LOG_UV_FILES": "false",
    "MLFLOW_SQLALCHEMYSTORE_POOLCLASS": "NullPool",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
os.environ.update(QUIET)
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "CRITICAL")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")  # a server that is down is told in seconds
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "30")  # and one that hangs in two minutes, not in six
os.environ.pop("_MLFLOW_TESTING_TELEMETRY", None)  # would outweigh the switch
