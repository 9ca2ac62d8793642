"""Versions go in and come out by alias or number, whole, wherever the home was moved to."""

import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from features.errors import ModelError, NoModel, SettingError
from models.artifacts import digest
from models.registry import Registered, Registry
from tests.unit.models.builders import MANIFEST, a_forest, register, rows
from tests.unit.models.homes import client_of, copied, execute, file_of


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
    with pytest.raises(NoModel, match=f"no model has {words} in {home}: name one that 'mingcha models list' shows"):
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
    assert client_of(home).get_model_version("mingcha", "3").description == "# 模型卡\n\n# Card"


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


def test_a_version_is_a_plain_value(home):
    first, second = Registry(home).versions()[1], Registry(home).load()[2]
    assert first == second
    assert isinstance(first, Registered)
    assert len({first, second}) == 1


@pytest.mark.parametrize("name", ["", "o'brien", "a/b", "a:b", "a b", 'a"b', "a\n", "a;b"])
def test_a_name_that_could_not_be_searched_for_is_a_setting_error(tmp_path, name):
    with pytest.raises(SettingError, match="use letters, digits, dots, hyphens and underscores"):
        Registry(tmp_path, name)


@pytest.mark.parametrize("name", ["line\nbreak", "quo'te\"s", "a; b&c=d:e@f [SQL: g] ~", " ", "-x", "家" * 80])
def test_a_home_may_be_called_anything_that_is_text(original, tmp_path, name):
    home = copied(original, tmp_path / name)
    assert register(home, a_forest(3)).version == "3"
    assert Registry(home).load("3")[2].aliases == ("challenger",)


def test_a_version_is_found_by_full_width_digits_too(home):
    assert Registry(home).load("２")[2].version == "2"


def test_a_database_on_a_disk_that_is_away_is_not_begun_anew(home, tmp_path):
    away = (home / "mlflow.db").rename(tmp_path / "mlflow.db").rename(tmp_path / "unplugged")
    (home / "mlflow.db").symlink_to(tmp_path / "mlflow.db")
    for call in (lambda: register(home), Registry(home).load, Registry(home).versions):
        with pytest.raises(ModelError, match=r"mlflow\.db cannot be read \(No such file"):
            call()
    away.rename(tmp_path / "mlflow.db")
    assert register(home).version == "3"
    assert (home / "mlflow.db").is_symlink()
