"""How one version is written down in MLflow: run, data set, model, and last of all the version that names them.

The version is added when everything it names is in its place and whole. A break before that leaves a run that never
finished, or files that nothing points to; neither is ever read.

References
----------
MLflow, "Model Registry", "MLflow Models" (the format of a model's folder).
"""

import importlib.metadata
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.ensemble import IsolationForest

from models.archive import canonical_archive
from models.artifacts import TRUSTED, digest, read_forest
from models.shelf import DESCRIPTION, MODEL, Shelf
from models.store import SCHEME
from models.versions import digest_tag

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import LoggedModel, Run
    from mlflow.entities.model_registry import ModelVersion

__all__ = ["add_version"]

_EXPERIMENT: Final = "mingcha"
_METRICS_AT_ONCE: Final = 900
_PARAMETERS_AT_ONCE: Final = 90
_LONGEST_DATASET_DIGEST: Final = 36
_RUN_TAGS: Final = {"mlflow.source.name": "mingcha train", "mlflow.source.type": "LOCAL"}
_REQUIREMENTS: Final = ("numpy", "pandas", "scikit-learn", "skops")


def add_version(
    shelf: Shelf,
    forest: IsolationForest,
    examples: tuple[pd.DataFrame, npt.NDArray[np.float64]],
    *,
    parameters: Mapping[str, Any],
    metrics: Mapping[str, float],
    record: Mapping[str, Any],
    files: Mapping[str, bytes],
    description: str,
) -> "ModelVersion":
    """Write a training run down and register its forest as the next version, without any alias.

    Parameters
    ----------
    shelf : Shelf
        The versions so far, held alone where that is possible.
    forest : IsolationForest
        Fitted.
    examples : tuple of DataFrame and array
        Synthetic rows, and what the forest answers to them.
    parameters, metrics : mapping
        Of the run.
    record : mapping
        Names the data by ``fingerprint``; may be empty.
    files : mapping of str to bytes
        Kept beside the run.
    description : str
        Markdown, shown with the version; may be empty.

    Returns
    -------
    ModelVersion
        MLflow's.

    Raises
    ------
    Exception
        Whatever failed first; the run is marked as failed where the store can still take that.
    """
    client = shelf.client
    run = client.create_run(_experiment(client), run_name=shelf.name, tags=_RUN_TAGS)
    try:
        _log(client, run, parameters, metrics)
        _name_data(client, run, record)
        digests = shelf.keep(run.info.artifact_uri, files)
        model = client.create_logged_model(run.info.experiment_id, shelf.name, run.info.run_id)
        digests |= _keep_model(shelf, model, forest, examples)
        _finish(client, run, model)
        return _number(client, shelf.name, model, digests, description)
    except BaseException:
        with suppress(Exception):  # a store that cannot even take this: what failed first is told
            client.set_terminated(run.info.run_id, "FAILED")
        raise


def _experiment(client: "MlflowClient") -> str:
    """Return the experiment of all trainings; made by the first, or by another first one in the same moment."""
    from mlflow.exceptions import MlflowException

    known = client.get_experiment_by_name(_EXPERIMENT)
    if known is not None:
        return str(known.experiment_id)
    try:
        return str(client.create_experiment(_EXPERIMENT, artifact_location=f"{SCHEME}{_EXPERIMENT}"))
    except MlflowException:
        made = client.get_experiment_by_name(_EXPERIMENT)
        if made is None:
            raise
        return str(made.experiment_id)


def _log(client: "MlflowClient", run: "Run", parameters: Mapping[str, Any], metrics: Mapping[str, float]) -> None:
    """Log parameters and metrics, in portions that MLflow takes."""
    from mlflow.entities import Metric, Param

    now = run.info.start_time
    numbers = [Metric(key, float(value), now, 0) for key, value in metrics.items()]
    params = [Param(key, str(value)) for key, value in parameters.items()]
    for start in range(0, len(numbers), _METRICS_AT_ONCE):
        client.log_batch(run.info.run_id, metrics=numbers[start : start + _METRICS_AT_ONCE])
    for start in range(0, len(params), _PARAMETERS_AT_ONCE):
        client.log_batch(run.info.run_id, params=params[start : start + _PARAMETERS_AT_ONCE])


def _name_data(client: "MlflowClient", run: "Run", record: Mapping[str, Any]) -> None:
    """Show the data as MLflow shows data: by fingerprint, never by place."""
    from mlflow.entities import Dataset, DatasetInput, InputTag

    fingerprint = record.get("fingerprint")
    if not isinstance(fingerprint, str):
        return
    profile = json.dumps({key: record[key] for key in ("fingerprint", "households") if key in record})
    source = json.dumps({"as_of": record.get("as_of")})
    data = Dataset("delivery", fingerprint[:_LONGEST_DATASET_DIGEST], "mingcha", source, profile=profile)
    client.log_inputs(run.info.run_id, [DatasetInput(data, [InputTag("mlflow.data.context", "training")])])


def _keep_model(
    shelf: Shelf,
    model: "LoggedModel",
    forest: IsolationForest,
    examples: tuple[pd.DataFrame, npt.NDArray[np.float64]],
) -> dict[str, str]:
    """Write the model in MLflow's format and refuse it now rather than when it is wanted."""
    import mlflow.sklearn
    from mlflow.models import Model, infer_signature

    rows = examples[0].astype("float64")
    described = Model(run_id=model.source_run_id, model_id=model.model_id)
    with shelf.store.staging() as staging:
        folder = staging / "model"
        mlflow.sklearn.save_model(
            forest,
            str(folder),
            mlflow_model=described,
            serialization_format="skops",
            skops_trusted_types=list(TRUSTED),
            signature=infer_signature(rows, np.asarray(examples[1], dtype="float64")),
            input_example=rows,
            pip_requirements=[f"{name}=={importlib.metadata.version(name)}" for name in _REQUIREMENTS],
        )
        (folder / MODEL).write_bytes(canonical_archive((folder / MODEL).read_bytes()))
        described.model_size_bytes = sum(path.stat().st_size for path in folder.iterdir() if path.name != DESCRIPTION)
        described.save(str(folder / DESCRIPTION))
        read_forest((folder / MODEL).read_bytes(), f"the new model {shelf.name}")
        digests = {digest_tag(name): digest((folder / name).read_bytes()) for name in (MODEL, DESCRIPTION)}
        shelf.store.publish(folder, model.artifact_location)
    return digests


def _finish(client: "MlflowClient", run: "Run", model: "LoggedModel") -> None:
    from mlflow.entities import LoggedModelOutput

    client.finalize_logged_model(model.model_id, "READY")
    client.log_outputs(run.info.run_id, [LoggedModelOutput(model.model_id, step=0)])
    client.set_terminated(run.info.run_id, "FINISHED")


def _number(
    client: "MlflowClient", name: str, model: "LoggedModel", digests: Mapping[str, str], description: str
) -> "ModelVersion":
    """Add the version; the database gives it its number, and keeps it with its digests in one step."""
    from mlflow.exceptions import MlflowException

    with suppress(MlflowException):  # it is there already; if not, the next call says why
        client.create_registered_model(name)
    return client.create_model_version(
        name,
        model.artifact_location,
        model.source_run_id,
        tags=dict(digests),
        description=description or None,
        model_id=model.model_id,
    )
