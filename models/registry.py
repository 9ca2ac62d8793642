"""The door to MLflow: trained models go in with their record and come out by alias or version.

This is the only file that imports MLflow, and it does so at first use, after telling it to stay quiet: no
telemetry, no search for lock files, no log lines, no database connection left open. It speaks to MLflow
through an explicit client, never through the fluent functions, since those add the user's name, the path of
the script and the state of its git repository to every run.

MLflow keeps the record of a model but never loads one here; :mod:`models.artifacts` does. Addresses in the
database are relative (``mlflow-artifacts:/``), so a home can be moved, ``mlflow server`` resolves them by
itself, and the same code works against a home and against a server (:mod:`models.store`).

References
----------
MLflow, "Model Registry" (aliases), "Usage tracking" (``MLFLOW_DISABLE_TELEMETRY``), "Artifact stores" (proxied access).
"""

import errno
import importlib.metadata
import json
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from features.errors import NoModel
from models.artifacts import TRUSTED, canonical_json, digest, read_forest
from models.attachments import check_names, description, flattened
from models.history import Promotion
from models.home import Home
from models.promotion import Override, Thresholds, signature
from models.server import Server
from models.shelf import DESCRIPTION, FIGURES, MANIFEST, MODEL, Shelf
from models.store import SCHEME, Store
from models.versions import CHALLENGER, CHAMPION, TRAIN, Details, Registered, digest_tag, registered_version

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import DatasetInput, LoggedModel, Run
    from mlflow.entities.model_registry import ModelVersion

__all__ = ["CHALLENGER", "CHAMPION", "QUIET", "TRAIN", "Registered", "Registry"]

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
os.environ.pop("_MLFLOW_TESTING_TELEMETRY", None)  # would outweigh the switch

_EXPERIMENT: Final = "mingcha"
_LONGEST_NUMBER: Final = 9
_METRICS_AT_ONCE: Final = 900
_PARAMETERS_AT_ONCE: Final = 90
_LONGEST_DATASET_DIGEST: Final = 36
_RUN_TAGS: Final = {"mlflow.source.name": "mingcha train", "mlflow.source.type": "LOCAL"}
_REQUIREMENTS: Final = ("numpy", "pandas", "scikit-learn", "skops")
_NOTHING: Final[Mapping[str, Any]] = {}


class Registry:
    """The trained models of one home folder, or of one MLflow server.

    Parameters
    ----------
    home : Path
        The folder of the database and the files; made by the first :meth:`register`.
    name : str
        The registered model.
    tracking : str, optional
        Address of an MLflow server that keeps the models instead of the home.

    Raises
    ------
    SettingError
        The path or the address cannot be used.
    """

    def __init__(self, home: Path, name: str = "mingcha", *, tracking: str | None = None) -> None:
        self.store: Store = Server(tracking, _Proxy(tracking)) if tracking else Home(home)
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
        figures: Mapping[str, Any] = _NOTHING,
        attachments: Mapping[str, bytes] = _NOTHING,
    ) -> Registered:
        """Record a training run and register its forest as the next version.

        The first version of all becomes the champion; a later one becomes the challenger.

        Parameters
        ----------
        forest : IsolationForest
            Fitted, with an integer seed.
        manifest : mapping
            What the forest needs to be used: features, peer statistics, data fingerprint; finite JSON. A fingerprint
            in its ``record`` is shown by MLflow as the run's data set.
        parameters, metrics : mapping
            Shown in MLflow beside the run.
        input_example : DataFrame, shape (rows, features)
            **Synthetic** rows; they are stored as they are.
        output_example : array, shape (rows,)
            What the forest answers to them.
        figures : mapping
            Stability, monotonicity, fairness, drift and the like: finite JSON, absent where not measured. Kept as
            ``figures.json`` and shown as metrics.
        attachments : mapping of str to bytes
            Files for people, such as ``model_card.zh.md`` and ``plots/scores.png``; nothing about a single person.

        Returns
        -------
        Registered
            The new version.

        Raises
        ------
        ModelError
            The store cannot be written, or MLflow refuses a parameter or metric.
        """
        check_names(attachments)
        files = {MANIFEST: canonical_json(manifest), **attachments}
        files |= {FIGURES: canonical_json(figures)} if figures else {}
        with self._writing() as shelf:
            client = shelf.client
            run = client.create_run(_experiment(client), run_name=self.name, tags=_RUN_TAGS)
            try:
                _record(client, run, parameters, {**metrics, **flattened(figures)}, _dataset(manifest))
                digests = shelf.keep(run.info.artifact_uri, files)
                model = client.create_logged_model(run.info.experiment_id, self.name, run.info.run_id)
                digests |= self._keep_model(run, model, forest, input_example, output_example)
                _finish(client, run, model)
            except BaseException:
                _fail(client, run)
                raise
            version = _add_version(client, self.name, model, digests, description(attachments))
            shelf.welcome(version)
            return registered_version(client.get_model_version(self.name, version.version))

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
        with self._reading(which) as shelf:
            version = self._version(shelf, which)
            return shelf.forest(version), shelf.manifest(version), registered_version(version)

    def look(self, which: str = CHAMPION) -> Details:
        """Return all that is kept of one version but its forest.

        Raises
        ------
        NoModel, ModelError
            As :meth:`load`.
        """
        with self._reading(which) as shelf:
            return shelf.details(self._version(shelf, which))

    def read(self, which: str, name: str) -> bytes:
        """Return a file for people that was registered with a version, such as its card.

        Raises
        ------
        NoModel
            There is no such version, or it has no such file.
        ModelError
            The file is missing or changed.
        """
        with self._reading(which) as shelf:
            return shelf.file(self._version(shelf, which), name)

    def versions(self) -> list[Registered]:
        """List all versions, the latest first; none if nothing was ever registered."""
        if not self.store.exists():
            return []
        with self._reading(CHAMPION) as shelf:
            whole = [shelf.client.get_model_version(self.name, number) for number in shelf.numbers()]
        return sorted(map(registered_version, whole), key=lambda version: int(version.version), reverse=True)

    def promote(
        self,
        which: str = CHALLENGER,
        *,
        at: datetime,
        by: str = "",
        reason: str = "",
        override: Override | None = None,
        thresholds: Thresholds | None = None,
    ) -> Promotion:
        """Make a version champion, if its files are whole and its figures do not fall short.

        Parameters
        ----------
        which : str
            An alias, or a version number.
        at : datetime
            Now, with its time zone.
        by, reason : str
            Who does it and why; kept in MLflow.
        override : Override, optional
            Who answers for it, and why, if the figures fall short.
        thresholds : Thresholds, optional
            What is asked.

        Returns
        -------
        Promotion
            As it was recorded.

        Raises
        ------
        PromotionRefused
            It is champion already, or falls short and nobody answers for that.
        SettingError
            The name or the reason is too long.
        NoModel, ModelError
            As :meth:`load`.
        """
        told = (override.by, override.reason) if override else signature(by, reason)
        with self._writing(which) as shelf:
            return shelf.promote(
                self._version(shelf, which), at, told, overridden=override is not None, asked=thresholds
            )

    def rollback(self, *, at: datetime, by: str = "", reason: str = "") -> Promotion:
        """Make the champion before this one champion again; a second time, the one before that.

        Parameters
        ----------
        at : datetime
            Now, with its time zone.
        by, reason : str
            Who does it and why; kept in MLflow.

        Returns
        -------
        Promotion
            As it was recorded.

        Raises
        ------
        PromotionRefused
            There was no champion before this one, or it was deleted.
        NoModel, ModelError
            As :meth:`load`.
        """
        told = signature(by, reason)
        with self._writing(CHAMPION) as shelf:
            return shelf.rollback(self._version(shelf, CHAMPION), at, told)

    def _client(self) -> "MlflowClient":
        from mlflow import MlflowClient

        if isinstance(self.store, Home) and not self.store.exists():
            _create_database(self.store)
        self.store.check()
        return MlflowClient(self.store.address, self.store.address)

    @contextmanager
    def _reading(self, which: str) -> Iterator[Shelf]:
        if not self.store.exists():
            raise self._nothing(which)
        with self.store.locked(exclusive=False), _calling(self.store):
            yield Shelf(self._client(), self.store, self.name)

    @contextmanager
    def _writing(self, which: str = "") -> Iterator[Shelf]:
        """Hold the store alone; with `which`, only if anything was ever registered."""
        if which and not self.store.exists():
            raise self._nothing(which)
        self.store.prepare()
        with self.store.locked(exclusive=True), _calling(self.store):
            yield Shelf(self._client(), self.store, self.name)

    def _keep_model(
        self,
        run: "Run",
        model: "LoggedModel",
        forest: IsolationForest,
        input_example: pd.DataFrame,
        output_example: npt.NDArray[np.float64],
    ) -> dict[str, str]:
        """Write the model in MLflow's format and refuse it now rather than when it is wanted."""
        import mlflow.sklearn
        from mlflow.models import Model, infer_signature

        rows = input_example.astype("float64")
        with self.store.staging() as staging:
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
            read_forest((folder / MODEL).read_bytes(), f"the new model {self.name}")
            digests = {digest_tag(name): digest((folder / name).read_bytes()) for name in (MODEL, DESCRIPTION)}
            self.store.publish(folder, model.artifact_location)
        return digests

    def _version(self, shelf: Shelf, which: str) -> Any:
        from mlflow.exceptions import MlflowException

        try:
            if which.isdecimal() and len(which) > _LONGEST_NUMBER:
                raise self._nothing(which)
            if which.isdecimal():
                return shelf.client.get_model_version(self.name, which)
            return shelf.client.get_model_version_by_alias(self.name, which)
        except MlflowException as error:
            if error.error_code in ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"):
                raise self._nothing(which) from error
            raise

    def _nothing(self, which: str) -> NoModel:
        kind = "version" if which.isdecimal() else "alias"
        return NoModel(f"no model has the {kind} {which!r} in {self.store.where}: {TRAIN}")


class _Proxy:
    """How files get to an MLflow server and back: through its artifact proxy."""

    def __init__(self, tracking: str) -> None:
        self.tracking = tracking

    def send(self, folder: Path, address: str) -> None:
        """Put the files of a folder at an address."""
        self._repository(address).log_artifacts(str(folder))

    def fetch(self, address: str, name: str, folder: Path) -> Path:
        """Bring one file from an address into a folder, or raise an OSError."""
        from mlflow.exceptions import MlflowException

        try:
            return Path(self._repository(address).download_artifacts(name, str(folder)))
        except MlflowException as error:
            raise OSError(errno.EIO, "the server does not hand it out") from error

    def _repository(self, address: str) -> Any:
        from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository

        return get_artifact_repository(address, tracking_uri=self.tracking)


@contextmanager
def _calling(store: Store) -> Iterator[None]:
    """Call MLflow: its warnings are its own affair, its failures become one sentence."""
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
            if not type(error).__module__.startswith("sqlalchemy."):  # MLflow lets a full disk through as that
                raise
            raise store.unusable(str(getattr(error, "orig", None) or "database error")) from error


def _create_database(home: Home) -> None:
    """Build MLflow's tables aside and put them in place whole, so that a break leaves no half database."""
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    create: Callable[[str, str], object] = SqlAlchemyStore
    with home.staging() as staging:
        aside = Home(staging)
        aside.database.touch(mode=0o600)
        create(aside.address, SCHEME)
        aside.database.rename(home.database)


def _experiment(client: "MlflowClient") -> str:
    experiment = client.get_experiment_by_name(_EXPERIMENT)
    if experiment is not None:
        return str(experiment.experiment_id)
    return str(client.create_experiment(_EXPERIMENT, artifact_location=f"{SCHEME}{_EXPERIMENT}"))


def _record(
    client: "MlflowClient",
    run: "Run",
    parameters: Mapping[str, Any],
    metrics: Mapping[str, float],
    datasets: "list[DatasetInput]",
) -> None:
    """Log parameters, metrics and data sets, in portions that MLflow takes."""
    from mlflow.entities import Metric, Param

    now = run.info.start_time
    numbers = [Metric(key, float(value), now, 0) for key, value in metrics.items()]
    params = [Param(key, str(value)) for key, value in parameters.items()]
    for start in range(0, len(numbers), _METRICS_AT_ONCE):
        client.log_batch(run.info.run_id, metrics=numbers[start : start + _METRICS_AT_ONCE])
    for start in range(0, len(params), _PARAMETERS_AT_ONCE):
        client.log_batch(run.info.run_id, params=params[start : start + _PARAMETERS_AT_ONCE])
    if datasets:
        client.log_inputs(run.info.run_id, datasets)


def _dataset(manifest: Mapping[str, Any]) -> "list[DatasetInput]":
    """Return the data that a manifest's record names, as MLflow shows data: by fingerprint, never by place."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    record = manifest.get("record")
    fingerprint = record.get("fingerprint") if isinstance(record, Mapping) else None
    if not isinstance(record, Mapping) or not isinstance(fingerprint, str):
        return []
    profile = json.dumps({key: record[key] for key in ("fingerprint", "households") if key in record})
    source = json.dumps({"as_of": record.get("as_of")})
    data = Dataset("delivery", fingerprint[:_LONGEST_DATASET_DIGEST], "mingcha", source, profile=profile)
    return [DatasetInput(data, [InputTag("mlflow.data.context", "training")])]


def _finish(client: "MlflowClient", run: "Run", model: "LoggedModel") -> None:
    from mlflow.entities import LoggedModelOutput

    client.finalize_logged_model(model.model_id, "READY")
    client.log_outputs(run.info.run_id, [LoggedModelOutput(model.model_id, step=0)])
    client.set_terminated(run.info.run_id, "FINISHED")


def _add_version(
    client: "MlflowClient", name: str, model: "LoggedModel", tags: Mapping[str, str], description: str
) -> "ModelVersion":
    from mlflow.exceptions import MlflowException

    with suppress(MlflowException):  # it is there already; if not, the next call says why
        client.create_registered_model(name)
    return client.create_model_version(
        name,
        model.artifact_location,
        model.source_run_id,
        tags=dict(tags),
        description=description or None,
        model_id=model.model_id,
    )


def _fail(client: "MlflowClient", run: "Run") -> None:
    """Mark a run as failed, unless the store cannot even take that: what failed first is told."""
    from mlflow.exceptions import MlflowException

    with suppress(MlflowException, OSError):
        client.set_terminated(run.info.run_id, "FAILED")
