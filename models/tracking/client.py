"""MLflow's client: opened over a home or a server, and its failures turned into one sentence."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from models.home import Home
from models.store import SCHEME, Store

if TYPE_CHECKING:
    from mlflow import MlflowClient

__all__ = ["calling", "connected", "found"]

_LONGEST_NUMBER: Final = 9
_UNKNOWN: Final = frozenset({"RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"})
#: Packages whose errors MLflow lets through: a full disk as SQLAlchemy's, a strange answer as that of protobuf.
_THROUGH: Final = {"sqlalchemy": "database error", "google": "an answer that is none of MLflow's"}


@contextmanager
def calling(store: Store) -> Iterator[None]:
    """Call MLflow: its warnings are its own affair, its failures become one sentence.

    Raises
    ------
    ModelError
        In the words of the store, for whatever MLflow, the database, the disk or the network refuses.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mlflow.exceptions import MlflowException

        try:
            yield
        except MlflowException as error:
            raise store.refused(" ".join(str(error).split()).removesuffix(".")) from error
        except OSError as error:
            raise store.unusable(error.strerror or type(error).__name__) from error
        except Exception as error:
            otherwise = _THROUGH.get(type(error).__module__.partition(".")[0])
            if otherwise is None:
                raise
            raise store.unusable(str(getattr(error, "orig", None) or otherwise)) from error


def connected(store: Store, *, create: bool) -> "MlflowClient":
    """Open a client over a store, which has to be held.

    Parameters
    ----------
    store : Store
        A home or a server.
    create : bool
        Whether a home may be given its database now; only who holds it alone may ask for that.

    Raises
    ------
    ModelError
        The database is missing or is none.
    """
    from mlflow import MlflowClient

    if create and isinstance(store, Home) and not store.exists():
        _create_database(store)
    store.check()
    return MlflowClient(store.address, store.address)


def _create_database(home: Home) -> None:
    """Build MLflow's tables aside and put them in place whole, so that a break leaves no half database."""
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    create: Callable[[str, str], object] = SqlAlchemyStore
    with home.staging() as staging:
        aside = Home(staging)
        aside.database.touch(mode=0o600)
        create(aside.address, SCHEME)
        aside.database.rename(home.database)


def found(client: Any, name: str, which: str) -> Any:
    """Return MLflow's version of a registered model by alias or number, None where there is none."""
    from mlflow.exceptions import MlflowException

    if which.isdecimal() and len(which) > _LONGEST_NUMBER:
        return None
    try:
        if which.isdecimal():
            return client.get_model_version(name, which)
        return client.get_model_version_by_alias(name, which)
    except MlflowException as error:
        if error.error_code in _UNKNOWN:
            return None
        raise
