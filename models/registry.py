"""The door to MLflow: trained models go in with their record and come out by alias or version.

This is the only file that imports MLflow, and it does so at first use, after telling it to stay quiet: no
telemetry, no search for lock files, no log lines, no database connection left open. It speaks to MLflow
through an explicit client, never through the fluent functions, since those add the user's name, the path of
the script and the state of its git repository to every run.

MLflow keeps the record of a model but never loads one here; :mod:`models.artifacts` does. Addresses in the
database are relative to the home (``mlflow-artifacts:/``), so a home can be moved, and ``mlflow server``
resolves them by itself.

References
----------
MLflow, "Model Registry" (aliases), "Usage tracking" (``MLFLOW_DISABLE_TELEMETRY``).
"""

import importlib.metadata
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from features.errors import ModelError, NoModel
from models.artifacts import TRUSTED, canonical_json, digest, read_forest, read_manifest
from models.home import SCHEME, Home

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel, Run
    from mlflow.entities.model_registry import ModelVersion

__all__ = ["CHAMPION", "QUIET", "TRAIN", "Registered", "Registry"]

#: The alias of the version that scores unless another is asked for.
CHAMPION: Final = "champion"

#: What MLflow is told before it is imported, here and in its server: never call home, never look for the lock
#: file of the folder it runs in, keep no connection open.
QUIET: Final = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_UV_AUTO_DETECT": "false",
    "MLFLOW_LOG_UV_FILES": "false",
    "MLFLOW_SQLALCHEMYSTORE_POOLCLASS": "NullPool",
}
os.environ.update(QUIET)
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "CRITICAL")
os.environ.pop("_MLFLOW_TESTING_TELEMETRY", None)  # would outweigh the switch

#: How to mend it when there is no model.
TRAIN: Final = "run 'mingcha train DATA --as-of DAY' first"

_EXPERIMENT: Final = "mingcha"
_MODEL_FILE: Final = "model.skops"
_MANIFEST_FILE: Final = "manifest.json"
_MODEL_DIGEST: Final = "mingcha.model.sha256"
_MANIFEST_DIGEST: Final = "mingcha.manifest.sha256"
_LONGEST_NUMBER: Final = 9
_RUN_TAGS: Final = {"mlflow.source.name": "mingcha train", "mlflow.source.type": "LOCAL"}
_REQUIREMENTS: Final = ("numpy", "pandas", "scikit-learn", "skops")


@dataclass(frozen=True)
class Registered:
    """One version of a registered model.

    Parameters
    ----------
    name : str
        The registered model.
    version : str
        Its number, counted from 1.
    aliases : tuple of str
        The names that point to this version, sorted.
    run_id : str
        The training run in MLflow.
    digest : str
        SHA-256 of the model file, empty if another tool registered the version.
    created : datetime
        When it was registered, in UTC.
    """

    name: str
    version: str
    aliases: tuple[str, ...]
    run_id: str
    digest: str
    created: datetime


class Registry:
    """The trained models under one home folder.

    Parameters
    ----------
    home : Path
        The folder of the database and the files; made by the first :meth:`register`.
    name : str
        The registered model.
    """

    def __init__(self, home: Path, name: str = "mingcha") -> None:
        self.home = Home(home)
        self.name = name

    def register(
        self,
        forest: IsolationForest,
        manifest: Mapping[str, Any],
        *,
        parameters: Mapping[str, str | int | float | bool | None],
        metrics: Mapping[str, float],
        input_example: pd.DataFrame,
        output_example: npt.NDArray[np.float64],
    ) -> Registered:
        """Record a training run and register its forest as the next version.

        The first version of all becomes the champion; a later one does only when it is promoted.

        Parameters
        ----------
        forest : IsolationForest
            Fitted, with an integer seed.
        manifest : mapping
            What the forest needs to be used: features, peer statistics, data fingerprint; finite JSON.
        parameters, metrics : mapping
            Shown in MLflow beside the run.
        input_example : DataFrame, shape (rows, features)
            **Synthetic** rows; they are stored as they are.
        output_example : array, shape (rows,)
            What the forest answers to them.

        Returns
        -------
        Registered
            The new version.

        Raises
        ------
        ModelError
            The home cannot be written, or MLflow refuses a parameter or metric.
        """
        self.home.prepare()
        with self.home.locked(exclusive=True), _calling(self.home):
            client = self._client()
            run = client.create_run(self._experiment(client), run_name=self.name, tags=_RUN_TAGS)
            try:
                _record(client, run, parameters, metrics)
                manifest_digest = self._keep_manifest(run, manifest)
                model = client.create_logged_model(run.info.experiment_id, self.name, run.info.run_id)
                model_digest = self._keep_model(run, model, forest, input_example, output_example)
                _finish(client, run, model)
            except BaseException:
                client.set_terminated(run.info.run_id, "FAILED")
                raise
            tags = {_MODEL_DIGEST: model_digest, _MANIFEST_DIGEST: manifest_digest}
            return self._add_version(client, run, model, tags)

    def load(self, which: str = CHAMPION) -> tuple[IsolationForest, dict[str, Any], Registered]:
        """Return the forest and manifest of one version, if they are the ones that were registered.

        Parameters
        ----------
        which : str
            An alias, or a version number.

        Returns
        -------
        forest : IsolationForest
            As it was registered.
        manifest : dict
            As it was registered.
        registered : Registered
            Which version this is.

        Raises
        ------
        NoModel
            Nothing is registered under that alias or number.
        ModelError
            The files are missing, changed, or hold anything but an isolation forest.
        """
        with self._reading(which) as client:
            version = self._version(client, which)
            source = client.get_model_version_download_uri(self.name, version.version)
            record = client.get_run(version.run_id or "").info.artifact_uri
            manifest = self.home.read(record, _MANIFEST_FILE, version.tags.get(_MANIFEST_DIGEST))
            model = self.home.read(source, _MODEL_FILE, version.tags.get(_MODEL_DIGEST))
        where = f"model {self.name} version {version.version} in {self.home.path}"
        return read_forest(model, where), read_manifest(manifest, where), _registered(version)

    def versions(self) -> list[Registered]:
        """List all versions, the latest first; none if nothing was ever registered."""
        if not self.home.exists():
            return []
        with self._reading(CHAMPION) as client:
            found = client.search_model_versions(f"name = '{self.name}'")
            whole = [client.get_model_version(self.name, version.version) for version in found]
        return sorted(map(_registered, whole), key=lambda version: int(version.version), reverse=True)

    def _client(self) -> "MlflowClient":
        from mlflow import MlflowClient

        if not self.home.exists():
            _create_database(self.home)
        self.home.check_database()
        return MlflowClient(self.home.database_address, self.home.database_address)

    @contextmanager
    def _reading(self, which: str) -> Iterator["MlflowClient"]:
        if not self.home.exists():
            raise self._nothing(which)
        with self.home.locked(exclusive=False), _calling(self.home):
            yield self._client()

    def _experiment(self, client: "MlflowClient") -> str:
        experiment = client.get_experiment_by_name(_EXPERIMENT)
        if experiment is not None:
            return str(experiment.experiment_id)
        return str(client.create_experiment(_EXPERIMENT, artifact_location=f"{SCHEME}{_EXPERIMENT}"))

    def _keep_manifest(self, run: "Run", manifest: Mapping[str, Any]) -> str:
        data = canonical_json(manifest)
        with self.home.staging() as staging:
            folder = staging / "run"
            folder.mkdir()
            (folder / _MANIFEST_FILE).write_bytes(data)
            self.home.publish(folder, run.info.artifact_uri)
        return digest(data)

    def _keep_model(
        self,
        run: "Run",
        model: "LoggedModel",
        forest: IsolationForest,
        input_example: pd.DataFrame,
        output_example: npt.NDArray[np.float64],
    ) -> str:
        """Write the model in MLflow's format and refuse it now rather than when it is wanted."""
        import mlflow.sklearn
        from mlflow.models import Model, infer_signature

        rows = input_example.astype("float64")
        with self.home.staging() as staging:
            folder = staging / "model"
            mlflow.sklearn.save_model(
                forest,
                str(folder),
                mlflow_model=Model(run_id=run.info.run_id, model_id=model.model_id),
                serialization_format="skops",
                skops_trusted_types=list(TRUSTED),
                signature=infer_signature(rows, np.asarray(output_example, dtype="float64")),
                input_example=rows,
                pip_requirements=[f"{name}=={importlib.metadata.version(name)}" for name in _REQUIREMENTS],
            )
            data = (folder / _MODEL_FILE).read_bytes()
            read_forest(data, f"the new model {self.name}")
            self.home.publish(folder, model.artifact_location)
        return digest(data)

    def _add_version(
        self, client: "MlflowClient", run: "Run", model: "LoggedModel", tags: Mapping[str, str]
    ) -> Registered:
        if not client.search_registered_models(f"name = '{self.name}'"):
            client.create_registered_model(self.name)
        version = client.create_model_version(
            self.name, model.artifact_location, run.info.run_id, tags=dict(tags), model_id=model.model_id
        )
        if CHAMPION not in client.get_registered_model(self.name).aliases:
            client.set_registered_model_alias(self.name, CHAMPION, version.version)
        return _registered(client.get_model_version(self.name, version.version))

    def _version(self, client: "MlflowClient", which: str) -> "ModelVersion":
        from mlflow.exceptions import MlflowException

        try:
            if which.isdecimal() and len(which) > _LONGEST_NUMBER:
                raise self._nothing(which)
            if which.isdecimal():
                return client.get_model_version(self.name, which)
            return client.get_model_version_by_alias(self.name, which)
        except MlflowException as error:
            if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                raise self._nothing(which) from error
            raise

    def _nothing(self, which: str) -> NoModel:
        kind = "version" if which.isdecimal() else "alias"
        return NoModel(f"no model has the {kind} {which!r} in {self.home.path}: {TRAIN}")


@contextmanager
def _calling(home: Home) -> Iterator[None]:
    """Call MLflow: its warnings are its own affair, its failures become one sentence."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from mlflow.exceptions import MlflowException

        try:
            yield
        except MlflowException as error:
            reason = " ".join(str(error).split()).removesuffix(".")
            raise ModelError(
                f"the model store {home.database} refused: {reason}; mend that, or choose another --home"
            ) from error
        except OSError as error:
            raise ModelError(
                f"the home folder {home.path} cannot be used ({error.strerror or error}): make room, give "
                "its owner access to it, or choose another with --home"
            ) from error
        except Exception as error:
            if not type(error).__module__.startswith("sqlalchemy."):  # MLflow lets a full disk through as that
                raise
            reason = getattr(error, "orig", None) or "database error"
            raise ModelError(
                f"the model store {home.database} cannot be written ({reason}): "
                "make room on the disk, or choose another folder with --home"
            ) from error


def _create_database(home: Home) -> None:
    """Build MLflow's tables aside and put them in place whole, so that a break leaves no half database."""
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    create: Callable[[str, str], object] = SqlAlchemyStore
    with home.staging() as staging:
        aside = Home(staging)
        aside.database.touch(mode=0o600)
        create(aside.database_address, SCHEME)
        aside.database.rename(home.database)


def _record(client: "MlflowClient", run: "Run", parameters: Mapping[str, Any], metrics: Mapping[str, float]) -> None:
    from mlflow.entities import Metric, Param

    params = [Param(key, str(value)) for key, value in parameters.items()]
    now = run.info.start_time
    client.log_batch(run.info.run_id, [Metric(key, float(value), now, 0) for key, value in metrics.items()], params)


def _finish(client: "MlflowClient", run: "Run", model: "LoggedModel") -> None:
    from mlflow.entities import LoggedModelOutput

    client.finalize_logged_model(model.model_id, "READY")
    client.log_outputs(run.info.run_id, [LoggedModelOutput(model.model_id, step=0)])
    client.set_terminated(run.info.run_id, "FINISHED")


def _registered(version: "ModelVersion") -> Registered:
    return Registered(
        name=version.name,
        version=str(version.version),
        aliases=tuple(sorted(version.aliases)),
        run_id=version.run_id or "",
        digest=version.tags.get(_MODEL_DIGEST, ""),
        created=datetime.fromtimestamp(version.creation_timestamp / 1000, tz=UTC),
    )
