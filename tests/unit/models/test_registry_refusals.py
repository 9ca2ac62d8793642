"""Nothing of a version is believed: damaged, exchanged and hostile files, edited databases."""

import pickle
import shutil
from pathlib import Path

import pytest

from features.errors import ModelError, NoModel
from models.artifacts import canonical_json
from models.registry import Registry
from tests.unit.models.builders import register
from tests.unit.models.homes import execute, file_of, record_digest


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


def test_a_card_that_was_edited_is_refused_and_one_that_never_was_is_named(home):
    register(home, attachments={"model_card.en.md": b"# Card"})
    Path(Registry(home).look("3").files["model_card.en.md"]).write_bytes(b"# Card, all is well")
    with pytest.raises(ModelError, match=r"model_card\.en\.md is not the one that was registered"):
        Registry(home).read("3", "model_card.en.md")
    with pytest.raises(NoModel, match=r"version 3 of model mingcha was registered without model_card\.zh\.md"):
        Registry(home).read("3", "model_card.zh.md")


def test_links_in_a_circle_are_refused(home):
    folder = home / "artifacts" / "mingcha"
    shutil.rmtree(folder)
    folder.symlink_to("mingcha")
    for call in (Registry(home).load, lambda: register(home)):
        with pytest.raises(ModelError, match="points to files outside"):
            call()


@pytest.mark.parametrize("edit", [slice(0, 1 << 62, 2), slice(4096, None)], ids=["half", "head"])
def test_a_damaged_database_is_told_to_be_restored(home, edit):
    data = bytearray((home / "mlflow.db").read_bytes())
    data[100:] = bytes(len(data) - 100) if edit.start else data[100 : len(data) // 2]
    (home / "mlflow.db").write_bytes(data)
    with pytest.raises(ModelError, match=r"cannot be used \(.*malformed\): restore it from a copy"):
        Registry(home).load()
