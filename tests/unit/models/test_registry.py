import getpass
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from features.errors import ModelError, NoModel, PromotionRefused, SettingError
from models.artifacts import canonical_json, digest
from models.promotion import Override
from models.registry import Registered, Registry
from tests.unit.models.builders import MANIFEST, a_forest, register, rows

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    """A home with two versions, made once; the tests work on copies."""
    home = tmp_path_factory.mktemp("original") / "家 of models"
    register(home, a_forest(1))
    register(home, a_forest(2))
    return home


@pytest.fixture
def home(original, tmp_path) -> Path:
    return shutil.copytree(original, tmp_path / "移 moved")


def file_of(home: Path, version: str, name: str) -> Path:
    """Where a file of a version lies."""
    with sqlite3.connect(home / "mlflow.db") as database:
        run, source = database.execute(
            "SELECT run_id, storage_location FROM model_versions WHERE version = ?", (version,)
        ).fetchone()
    database.close()
    folder = source.removeprefix("mlflow-artifacts:/")
    return home / "artifacts" / (folder if name != "manifest.json" else f"mingcha/{run}/artifacts") / name


def execute(home: Path, statement: str, *values: str) -> None:
    database = sqlite3.connect(home / "mlflow.db")
    with database:
        assert database.execute(statement, values).rowcount == 1
    database.close()


def record_digest(home: Path, version: str, tag: str, data: bytes) -> None:
    """What an intruder would do who can write the database too."""
    statement = "UPDATE model_version_tags SET value = ? WHERE version = ? AND key = ?"
    execute(home, statement, digest(data), version, f"mingcha.{tag}.sha256")


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


def test_a_model_comes_back_as_it_went_in(home):
    forest, manifest, registered = Registry(home).load()
    assert np.array_equal(forest.score_samples(rows(9)), a_forest(1).score_samples(rows(9)))
    assert manifest == MANIFEST
    assert registered.name == "mingcha"
    assert registered.digest == digest(file_of(home, "1", "model.skops").read_bytes())
    assert datetime(2026, 1, 1, tzinfo=UTC) < registered.created


def test_the_first_version_is_champion_and_the_second_the_challenger(home):
    versions = Registry(home).versions()
    assert [(version.version, version.aliases) for version in versions] == [
        ("2", ("challenger",)),
        ("1", ("champion",)),
    ]
    assert Registry(home).load("champion")[2] == versions[1]
    assert Registry(home).load("challenger")[2] == versions[0]


def test_every_later_training_becomes_the_challenger(home):
    assert register(home, a_forest(3)).aliases == ("challenger",)
    assert [version.aliases for version in Registry(home).versions()] == [("challenger",), (), ("champion",)]


def test_a_version_loads_by_its_number(home):
    forest, _, registered = Registry(home).load("2")
    assert registered.version == "2"
    assert np.array_equal(forest.score_samples(rows(9)), a_forest(2).score_samples(rows(9)))


def test_a_copied_home_takes_new_versions_and_leaves_the_old_place_alone(home, original):
    before = sorted(original.rglob("*"))
    assert register(home, a_forest(3)).version == "3"
    assert np.array_equal(Registry(home).load("3")[0].score_samples(rows(9)), a_forest(3).score_samples(rows(9)))
    assert sorted(original.rglob("*")) == before


def test_two_names_in_one_home_have_their_own_champions(home):
    other = Registry(home, "challenge")
    with pytest.raises(NoModel):
        other.load()
    registered = other.register(
        a_forest(4), {}, parameters={}, metrics={}, input_example=rows()[:1], output_example=np.array([1.0])
    )
    assert (registered.name, registered.version, registered.aliases) == ("challenge", "1", ("champion",))
    assert Registry(home).load()[2].name == "mingcha"


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("trial", "the alias 'trial'"),
        ("7", "the version '7'"),
        ("0", "the version '0'"),
        ("../../etc", r"the alias '\.\./\.\./etc'"),
        ("no such alias", "the alias 'no such alias'"),
        ("", "the alias ''"),
    ],
)
def test_what_was_never_registered_is_no_model(home, which, words):
    with pytest.raises(NoModel, match=f"no model has {words} in {home}: run 'mingcha train DATA --as-of DAY' first"):
        Registry(home).load(which)


def test_without_a_champion_the_message_says_to_train(home):
    execute(home, "DELETE FROM registered_model_aliases WHERE alias = 'champion'")
    with pytest.raises(NoModel, match=r"no model has the alias 'champion' in .*: run 'mingcha train"):
        Registry(home).load()


def test_a_missing_home_is_no_model_and_is_not_made(tmp_path):
    registry = Registry(tmp_path / "nowhere")
    assert registry.versions() == []
    with pytest.raises(NoModel, match=r"no model has the alias 'champion' in .*nowhere: run 'mingcha train"):
        registry.load()
    assert list(tmp_path.iterdir()) == []


def test_a_home_with_an_impossible_name_is_a_setting_error(tmp_path):
    with pytest.raises(SettingError):
        Registry(tmp_path / "100%")


@pytest.mark.parametrize("name", ["model.skops", "MLmodel", "manifest.json"])
def test_a_file_with_one_bit_turned_is_refused(home, name):
    path = file_of(home, "1", name)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=f"{name} is not the one that was registered"):
        Registry(home).load()


@pytest.mark.parametrize("name", ["model.skops", "MLmodel", "manifest.json"])
def test_a_missing_file_is_refused_and_named(home, name):
    file_of(home, "1", name).unlink()
    with pytest.raises(ModelError, match=f"{name} cannot be read"):
        Registry(home).load()


def test_the_model_of_another_version_is_refused(home):
    shutil.copy(file_of(home, "2", "model.skops"), file_of(home, "1", "model.skops"))
    with pytest.raises(ModelError, match="is not the one that was registered"):
        Registry(home).load()


def test_a_pickle_under_our_name_is_refused_and_not_run_even_with_its_digest(home, tmp_path):
    data = pickle.dumps(Payload(tmp_path / "ran"))
    file_of(home, "1", "model.skops").write_bytes(data)
    record_digest(home, "1", "model", data)
    with pytest.raises(ModelError, match=r"model mingcha version 1 in .* is not a skops archive"):
        Registry(home).load()
    assert not (tmp_path / "ran").exists()


class Payload:
    """Leaves a mark where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return (Path.touch, (self.mark,))


def test_a_manifest_that_is_none_is_refused_even_with_its_digest(home):
    data = canonical_json({}) + b"]"
    file_of(home, "1", "manifest.json").write_bytes(data)
    record_digest(home, "1", "manifest", data)
    with pytest.raises(ModelError, match=r"the manifest of model mingcha version 1 .* is not JSON"):
        Registry(home).load()


def test_the_description_that_mlflow_would_believe_may_not_be_edited(home):
    description = file_of(home, "1", "MLmodel")
    description.write_text(description.read_text().replace("skops", "pickle").replace("Tree", "Anything"))
    with pytest.raises(ModelError, match="MLmodel is not the one that was registered"):
        Registry(home).load()


@pytest.mark.parametrize("source", ["mlflow-artifacts:/../../elsewhere", "file:///etc", "/etc"])
def test_files_outside_the_home_are_not_read(home, source):
    execute(home, "UPDATE model_versions SET storage_location = ? WHERE version = '1'", source)
    with pytest.raises(ModelError, match="points to files outside"):
        Registry(home).load()


def test_a_version_that_another_tool_registered_is_listed_and_refused(home):
    execute(home, "DELETE FROM model_version_tags WHERE version = '1' AND key = 'mingcha.model.sha256'")
    assert Registry(home).versions()[1].digest == ""
    with pytest.raises(ModelError, match="is not the one that was registered"):
        Registry(home).load()


def test_a_broken_database_is_refused(home):
    (home / "mlflow.db").write_bytes(b"")
    with pytest.raises(ModelError, match=r"mlflow\.db is not an SQLite database"):
        Registry(home).load()


def test_a_database_of_another_mlflow_is_refused(home):
    execute(home, "UPDATE alembic_version SET version_num = 'aaaaaaaaaaaa'")
    other = home.rename(home.with_name("another"))  # the address of the first is already checked and open
    with pytest.raises(ModelError, match=r"another/mlflow\.db refused: Detected out-of-date database schema"):
        Registry(other).load()


def test_a_refused_parameter_leaves_a_failed_run_and_no_version(home):
    with pytest.raises(ModelError, match=r"mlflow\.db refused: .*not a name"):
        register(home, parameters={"not a name?": 1})
    assert len(Registry(home).versions()) == 2
    assert runs(home) == ["FAILED", "FINISHED", "FINISHED"]


def runs(home: Path) -> list[str]:
    database = sqlite3.connect(home / "mlflow.db")
    states = sorted(state for (state,) in database.execute("SELECT status FROM runs"))
    database.close()
    return states


def test_a_forest_that_could_not_be_loaded_is_not_registered(home):
    forest = a_forest()
    forest.extra_ = {1, 2}
    with pytest.raises(ModelError, match=r"builtins\.set \(SetNode\)"):
        register(home, forest)
    assert len(Registry(home).versions()) == 2
    assert runs(home) == ["FAILED", "FINISHED", "FINISHED"]
    assert not list((home / "artifacts").glob(".staged-*"))


def test_parameters_metrics_signature_and_example_are_in_mlflow(home):
    client = Registry(home)._client()
    run = client.get_run(Registry(home).load()[2].run_id)
    assert run.data.params == {"n_estimators": "4", "contamination": "auto", "note": "None"}
    assert run.data.metrics == {"average_precision": 0.5}
    assert len(run.outputs.model_outputs) == 1
    description = file_of(home, "1", "MLmodel").read_text()
    assert "serialization_format: skops" in description
    assert '"name": "eligibility"' in description
    assert file_of(home, "1", "input_example.json").exists()


FIGURES = {
    "stability": {"seeds": [1, 2], "jaccard": 0.9, "boundary": 3},
    "monotonicity": {"households": 10, "flags": 5, "violations": 0},
    "fairness": {"verdict": "pass"},
    "drift": {"against": None, "features": {"tie": 0.05}, "score": 0.01, "verdict": "steady"},
}
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


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


def test_a_card_is_kept_shown_and_describes_the_version(home):
    attachments = {
        "model_card.zh.md": "# 模型卡".encode(),
        "model_card.en.md": b"# Card",
        "plots/scores.png": b"\x89PNG",
    }
    register(home, attachments=attachments)
    registry = Registry(home)
    details = registry.look("3")
    assert {name: Path(place).read_bytes() for name, place in details.files.items()} == attachments
    assert registry.read("3", "model_card.zh.md").decode() == "# 模型卡"
    assert registry._client().get_model_version("mingcha", "3").description == "# 模型卡\n\n# Card"


def test_a_card_that_was_edited_is_refused_and_one_that_never_was_is_named(home):
    register(home, attachments={"model_card.en.md": b"# Card"})
    Path(Registry(home).look("3").files["model_card.en.md"]).write_bytes(b"# Card, all is well")
    with pytest.raises(ModelError, match=r"model_card\.en\.md is not the one that was registered"):
        Registry(home).read("3", "model_card.en.md")
    with pytest.raises(NoModel, match=r"version 3 of model mingcha was registered without model_card\.zh\.md"):
        Registry(home).read("3", "model_card.zh.md")


def test_figures_that_were_edited_do_not_pass_the_gate(home):
    register(home, figures=FIGURES | {"fairness": {"verdict": "fail"}})
    run = Registry(home).look("3").registered.run_id
    path = home / "artifacts" / "mingcha" / run / "artifacts" / "figures.json"
    path.write_bytes(canonical_json(FIGURES))
    with pytest.raises(ModelError, match=r"figures\.json is not the one that was registered"):
        Registry(home).promote("3", at=AT)


def test_the_data_are_named_by_their_fingerprint(home):
    record = {"as_of": "2025-12-31", "fingerprint": "ab" * 32, "households": 64}
    register(home, manifest=MANIFEST | {"record": record})
    run = Registry(home)._client().get_run(Registry(home).look("3").registered.run_id)
    (data,) = run.inputs.dataset_inputs
    assert (data.dataset.name, data.dataset.digest) == ("delivery", "ab" * 18)
    assert '"2025-12-31"' in data.dataset.source
    assert "ab" * 32 in data.dataset.profile


def test_a_version_that_shows_what_is_asked_becomes_champion(home):
    register(home, figures=FIGURES)
    change = Registry(home).promote(at=AT, by=" 李 ", reason="trial  over")
    assert (change.version, change.before, change.by, change.reason, change.shortfalls) == (
        "3",
        "1",
        "李",
        "trial over",
        (),
    )
    assert [version.aliases for version in Registry(home).versions()] == [("champion",), (), ()]
    history = Registry(home).look().history
    assert [(one.kind, one.version, one.before) for one in history] == [("first", "1", ""), ("promoted", "3", "1")]
    assert history[-1] == change


def test_a_version_that_falls_short_is_refused_and_nothing_changes(home):
    with pytest.raises(PromotionRefused, match=r"version 2 .* falls short \(stability: not measured; .*--override-by"):
        Registry(home).promote("2", at=AT)
    assert Registry(home).load()[2].version == "1"
    assert len(Registry(home).look().history) == 1


def test_a_named_person_may_override_and_it_stays_written_down(home):
    change = Registry(home).promote("2", at=AT, override=Override("李处长", "the old model is withdrawn"))
    assert change.overridden
    registry = Registry(home)
    assert registry.look().history[-1] == change
    client = registry._client()
    for tags in (client.get_registered_model("mingcha").tags, client.get_model_version("mingcha", "2").tags):
        (told,) = (value for key, value in tags.items() if key.startswith("mingcha.promotion") and "李处长" in value)
        assert "the old model is withdrawn" in told
        assert "2026-01-05T08:00:00+00:00" in told
        assert "fairness: not measured" in told


def test_an_override_cannot_save_a_broken_model(home):
    file_of(home, "2", "model.skops").write_bytes(b"")
    with pytest.raises(ModelError, match="is not the one that was registered"):
        Registry(home).promote("2", at=AT, override=Override("Li", "why"))
    assert Registry(home).load()[2].version == "1"


def test_what_is_champion_already_is_not_promoted(home):
    with pytest.raises(PromotionRefused, match="version 1 of model mingcha is champion already"):
        Registry(home).promote("champion", at=AT)


def test_rolling_back_goes_to_the_champion_before_and_again(home):
    registry = Registry(home)
    register(home, a_forest(3))
    for version in ("2", "3"):
        registry.promote(version, at=AT, override=Override("Li", "why"))
    assert [registry.rollback(at=AT, by="Li", reason="bad").version for _ in range(2)] == ["2", "1"]
    assert registry.load()[2].version == "1"
    with pytest.raises(PromotionRefused, match="no champion before version 1"):
        registry.rollback(at=AT)
    assert [one.kind for one in registry.look().history] == ["first", *["promoted"] * 2, *["rolled back"] * 2]


def test_rolling_back_passes_over_a_version_that_was_deleted(home):
    registry = Registry(home)
    register(home, a_forest(3))
    for version in ("2", "3"):
        registry.promote(version, at=AT, override=Override("Li", "why"))
    registry._client().delete_model_version("mingcha", "2")
    assert registry.rollback(at=AT).version == "1"


def test_nothing_is_rolled_back_to_a_broken_model(home):
    registry = Registry(home)
    registry.promote("2", at=AT, override=Override("Li", "why"))
    file_of(home, "1", "model.skops").write_bytes(b"")
    with pytest.raises(ModelError, match="is not the one that was registered"):
        registry.rollback(at=AT)
    assert registry.load()[2].version == "2"


def test_two_names_keep_their_histories_apart(home):
    other = Registry(home, "challenge")
    for seed in (4, 5):
        other.register(
            a_forest(seed), {}, parameters={}, metrics={}, input_example=rows()[:1], output_example=np.array([1.0])
        )
    other.promote("2", at=AT, override=Override("Li", "why"))
    assert Registry(home).load()[2].version == "1"
    assert other.rollback(at=AT).version == "1"


@pytest.mark.parametrize("call", ["promote", "rollback", "look"])
def test_where_nothing_was_registered_there_is_nothing_to_change(tmp_path, call):
    registry = Registry(tmp_path / "nowhere")
    with pytest.raises(NoModel):
        registry.look() if call == "look" else getattr(registry, call)(at=AT)
    assert list(tmp_path.iterdir()) == []


def test_everything_under_the_home_is_its_owners_only(tmp_path):
    old = os.umask(0)
    try:
        register(tmp_path / "home")
        register(tmp_path / "home")
    finally:
        os.umask(old)
    modes = {path: path.stat().st_mode & 0o777 for path in [tmp_path / "home", *(tmp_path / "home").rglob("*")]}
    assert (tmp_path / "home" / "mlflow.db") in modes
    assert {path: mode for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}


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
    tags = Registry(home)._client().get_run(registered.run_id).data.tags
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


def test_two_trainings_at_once_get_two_versions(tmp_path):
    script = "import sys; from pathlib import Path; from tests.unit.models.builders import register; "
    script += "print(register(Path(sys.argv[1])).version)"
    command = [sys.executable, "-c", script, str(tmp_path / "home")]
    trainings = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)
    ]
    said = [training.communicate() for training in trainings]
    assert sorted(said) == [("1\n", ""), ("2\n", "")]
    versions = Registry(tmp_path / "home").versions()
    assert [(version.version, version.aliases) for version in versions] == [
        ("2", ("challenger",)),
        ("1", ("champion",)),
    ]


def test_a_version_is_a_plain_value(home):
    first, second = Registry(home).versions()[1], Registry(home).load()[2]
    assert first == second
    assert isinstance(first, Registered)
    assert len({first, second}) == 1
