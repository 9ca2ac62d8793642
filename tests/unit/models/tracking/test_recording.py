"""How one version is written down: what MLflow shows of it, and what a break leaves."""

from types import SimpleNamespace

import pytest
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException

from features.errors import ModelError
from models.registry import Registry
from models.tracking.recording import _experiment
from tests.unit.models.builders import MANIFEST, a_forest, register
from tests.unit.models.homes import FIGURES, client_of, file_of, runs


def test_a_refused_parameter_leaves_a_failed_run_and_no_version(home):
    with pytest.raises(ModelError, match=r"mlflow\.db refused: .*not a name"):
        register(home, parameters={"not a name?": 1})
    assert len(Registry(home).versions()) == 2
    assert runs(home) == ["FAILED", "FINISHED", "FINISHED"]


def test_a_forest_that_could_not_be_loaded_is_not_registered(home):
    forest = a_forest()
    forest.extra_ = {1, 2}
    with pytest.raises(ModelError, match=r"builtins\.set \(SetNode\)"):
        register(home, forest)
    assert len(Registry(home).versions()) == 2
    assert runs(home) == ["FAILED", "FINISHED", "FINISHED"]
    assert not list((home / "artifacts").glob(".staged-*"))


def test_parameters_metrics_signature_and_example_are_in_mlflow(home):
    client = client_of(home)
    run = client.get_run(Registry(home).load()[2].run_id)
    assert run.data.params == {"n_estimators": "4", "contamination": "auto", "note": "None"}
    assert run.data.metrics == {"average_precision": 0.5}
    assert len(run.outputs.model_outputs) == 1
    description = file_of(home, "1", "MLmodel").read_text()
    assert "serialization_format: skops" in description
    assert '"name": "eligibility"' in description
    assert file_of(home, "1", "input_example.json").exists()


def test_figures_are_metrics_and_a_file_and_come_back(home):
    register(home, figures=FIGURES)
    details = Registry(home).look("3")
    assert details.figures == FIGURES
    assert details.metrics == {
        "average_precision": 0.5,
        "stability.jaccard": 0.9,
        "stability.boundary": 3.0,
        "monotonicity.households": 10.0,
        "monotonicity.flags": 5.0,
        "monotonicity.violations": 0.0,
        "drift.features.tie": 0.05,
        "drift.score": 0.01,
    }
    assert details.manifest == MANIFEST
    assert details.parameters["contamination"] == "auto"


def test_more_metrics_and_parameters_than_mlflow_takes_at_once_are_kept(home):
    metrics, parameters = {f"m{n}": float(n) for n in range(2000)}, {f"p{n}": n for n in range(250)}
    register(home, metrics=metrics, parameters=parameters)
    details = Registry(home).look("3")
    assert details.metrics == metrics
    assert details.parameters == {name: str(value) for name, value in parameters.items()}


def test_the_data_are_named_by_their_fingerprint(home):
    record = {"as_of": "2025-12-31", "fingerprint": "ab" * 32, "households": 64}
    register(home, manifest=MANIFEST | {"record": record})
    run = client_of(home).get_run(Registry(home).look("3").registered.run_id)
    (data,) = run.inputs.dataset_inputs
    assert (data.dataset.name, data.dataset.digest) == ("delivery", "ab" * 18)
    assert '"2025-12-31"' in data.dataset.source
    assert "ab" * 32 in data.dataset.profile


def test_a_version_that_could_not_be_added_leaves_a_failed_run(home, monkeypatch):
    def refuse(*_, **__):
        raise MlflowException("no more versions")

    monkeypatch.setattr(MlflowClient, "create_model_version", refuse)
    with pytest.raises(ModelError, match=r"refused: no more versions"):
        register(home)
    assert runs(home) == ["FAILED", "FINISHED", "FINISHED"]


def test_what_failed_first_is_told_even_if_the_failure_cannot_be_written_down(home, monkeypatch):
    def refuse(_, run, status):
        raise RuntimeError(f"cannot write {status}")

    monkeypatch.setattr(MlflowClient, "set_terminated", refuse)
    with pytest.raises(ModelError, match=r"refused: .*not a name"):
        register(home, parameters={"not a name?": 1})


class First:
    """A client whose experiment another training makes between the question and the answer."""

    def __init__(self, *, made: bool) -> None:
        self.made = made
        self.known = None

    def get_experiment_by_name(self, name):
        return self.known

    def create_experiment(self, name, artifact_location):
        self.known = SimpleNamespace(experiment_id="7") if self.made else None
        raise MlflowException("Experiment already exists" if self.made else "no room")


def test_two_first_trainings_share_an_experiment():
    assert _experiment(First(made=True)) == "7"
    with pytest.raises(MlflowException, match="no room"):
        _experiment(First(made=False))
