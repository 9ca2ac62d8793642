"""Several trainings at once, and trainings and promotions that end half-way."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models.registry import Registry

ROOT = Path(__file__).resolve().parents[3]


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


@pytest.fixture(scope="module")
def breaks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was left of a training and a promotion that ended before each of their steps."""
    command = [sys.executable, "-m", "tests.unit.models.break_offs", str(tmp_path_factory.mktemp("breaks"))]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)


def test_a_database_that_was_half_made_is_none(breaks):
    assert breaks["database"] == {"made": False, "versions": 0, "exists": False}


def test_the_breaks_come_before_every_step(breaks):
    for change in ("training", "promotion"):
        steps = [(one["step"], one["how"]) for one in breaks[change]]
        assert [how for _, how in steps] == ["full", "cut"] * (len(steps) // 2)
        assert not any(one.get("ended") for one in breaks[change])
    assert {step for step, _ in steps} == {
        "set_registered_model_tag",
        "set_model_version_tag",
        "set_registered_model_alias",
        "delete_registered_model_alias",
    }
    assert {"rename", "create_run", "create_model_version"} < {one["step"] for one in breaks["training"]}


def test_a_full_disk_is_told(breaks):
    told = [one["error"] for change in ("training", "promotion") for one in breaks[change] if one["how"] == "full"]
    assert len(told) > 15
    assert all("cannot be used (No space left on device): make room" in error for error in told)


def test_a_training_that_ended_half_way_leaves_whole_versions_or_none(breaks):
    for one in breaks["training"]:
        assert one["left"]["whole"] in ([], ["1"]), one
        assert one["left"]["champions"] == [], one


def test_a_training_that_could_tell_its_end_is_not_finished_without_a_version(breaks):
    for one in breaks["training"]:
        if one["how"] == "full":
            assert one["left"]["finished"] == len(one["left"]["whole"]), one


def test_after_a_training_that_ended_half_way_the_next_one_is_champion_and_clears_up(breaks):
    for one in breaks["training"]:
        newest = str(len(one["left"]["whole"]) + 1)
        assert (one["after"]["whole"][0], one["after"]["champions"], one["after"]["staged"]) == (
            newest,
            [newest],
            [],
        ), one


def test_there_is_one_champion_whenever_a_promotion_ended(breaks):
    for one in breaks["promotion"]:
        assert one["left"]["champions"] == (["2"] if one["step"].startswith("delete") else ["1"]), one


def test_the_way_back_knows_one_step_though_the_promotion_was_written_down_twice(breaks):
    for one in breaks["promotion"]:
        assert (one["after"]["back"], one["after"]["champions"]) == (["1"], ["1"]), one
