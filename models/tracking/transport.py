"""How the files of a version get to an MLflow server and back."""

import errno
from pathlib import Path
from typing import Any, Final

__all__ = ["Proxy"]

#: What MLflow trips over where the list of files that a server sends is none.
_NO_LIST: Final = (AttributeError, LookupError, TypeError, ValueError)


class Proxy:
    """MLflow's artifact proxy, a :class:`models.server.Transport`.

    Parameters
    ----------
    tracking : str
        Address of the server.
    """

    def __init__(self, tracking: str) -> None:
        self.tracking = tracking

    def send(self, folder: Path, address: str) -> None:
        """Put the files of a folder at an address."""
        self._repository(address).log_artifacts(str(folder))

    def fetch(self, address: str, name: str, folder: Path) -> Path:
        """Bring one file from an address into a folder.

        Raises
        ------
        OSError
            The server does not hand it out.
        """
        from mlflow.exceptions import MlflowException

        try:
            return Path(self._repository(address).download_artifacts(name, str(folder)))
        except (MlflowException, *_NO_LIST) as error:
            raise OSError(errno.EIO, "the server does not hand it out") from error

    def _repository(self, address: str) -> Any:
        from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

        return get_artifact_repository(address, tracking_uri=self.tracking)
