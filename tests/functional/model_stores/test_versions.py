"""Versions are kept alike in a home and on MLflow's server with PostgreSQL."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from features.errors import NoModel, PromotionRefused
from tests.functional.model_places import AT, FIGURES, WHY, Place, register
from tests.unit.models.builders import MANIFEST, a_forest, rows

ROOT = Path(__file__).parents[3]
CARD = {"model_card.zh.md": "# 模型卡\n".encode() * 900, "plots/scores.png": b"\x89PNG"}
TRAINING = """
import sys
from pathlib import Path
from tests.functional.model_places import Place, register
home, tracking, name = sys.argv[1:]
print(register(Place(Path(home), tracking or None, "", Path(), name)).version)
"""


def test_a_version_comes_back_as_it_went_in(place: Place) -> None:
    registered = register(place, 1, figures=FIGURES, attachments=CARD)
    forest, manifest, again = place.registry().load()
    assert np.array_equal(forest.score_samples(rows(9)), a_forest(1).score_samples(rows(9)))
    assert (manifest, again) == (MANIFEST | {"seed": 1}, registered)
    details = place.registry().look("1")
    assert details.figures == FIGURES
    assert details.metrics["fairness.selection.age.老年.ratio"] == 1.1
    assert sorted(details.files) == sorted(CARD)
    assert place.registry().read("1", "model_card.zh.md") == CARD["model_card.zh.md"]
    assert place.file_of("1", "plots/scores.png").read_bytes() == CARD["plots/scores.png"]


def test_aliases_follow_training_promotion_and_the_way_back(place: Place) -> None:
    registry = place.registry()
    assert [register(place, seed).aliases for seed in (1, 2)] == [("champion",), ("challenger",)]
    register(place, 3, figures=FIGURES)
    with pytest.raises(PromotionRefused, match="stability: not measured"):
        registry.promote("2", at=AT)
    assert registry.promote(at=AT).version == "3"
    assert registry.promote("2", at=AT, override=WHY).overridden
    assert [version.aliases for version in registry.versions()] == [(), ("champion",), ()]
    assert [registry.rollback(at=AT).version for _ in range(2)] == ["3", "1"]
    with pytest.raises(PromotionRefused, match="no champion before version 1"):
        registry.rollback(at=AT)
    told = [(one.kind, one.version, one.by) for one in registry.look().history]
    assert told == [
        ("first", "1", ""),
        ("promoted", "3", ""),
        ("promoted", "2", "李处长"),
        ("rolled back", "3", ""),
        ("rolled back", "1", ""),
    ]


@pytest.mark.parametrize("which", ["9", "trial", "", "../../etc", "x" * 300])
def test_what_was_never_registered_is_no_model(place: Place, which: str) -> None:
    register(place)
    with pytest.raises(NoModel, match="name one that 'mingcha models list' shows"):
        place.registry().load(which)


def test_nothing_but_what_was_given_is_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "zhang-7531")
    run = register(place).run_id
    tags = dict(place.execute("SELECT key, value FROM tags WHERE run_uuid = %s", run))
    assert tags == {"mlflow.source.name": "mingcha train", "mlflow.source.type": "LOCAL", "mlflow.runName": place.name}
    ((user,),) = place.execute("SELECT user_id FROM runs WHERE run_uuid = %s", run)
    assert "7531" not in str(user)


@pytest.mark.parametrize(
    "opened", ["server"], indirect=True
)  # of a home, tests/unit/models/test_registry_breaks.py asks
def test_two_trainings_at_once_are_two_whole_versions_and_one_champion(place: Place) -> None:
    command = [sys.executable, "-W", "ignore", "-c", TRAINING, str(place.home), place.tracking or "", place.name]
    trainings = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(2)]
    assert sorted(training.communicate()[0] for training in trainings) == ["1\n", "2\n"]
    assert [training.returncode for training in trainings] == [0, 0]
    versions = place.registry().versions()
    assert [place.registry().load(version.version)[2] for version in versions] == versions
    assert sum("champion" in version.aliases for version in versions) == 1
