"""Versions are kept alike in a home and on MLflow's server with PostgreSQL, and neither is believed."""

import functools
import gzip
import io
import json
import operator
import pickle
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import numpy as np
import pytest
import skops.io

from features.errors import ModelError, NoModel, PromotionRefused
from features.registry import FEATURES
from models.artifacts import canonical_json
from models.manifest import refuse_stale
from models.promotion import Override
from models.registry import Registered
from tests.functional.command import Mingcha, one_sentence
from tests.functional.model_places import Place, home_place, server_place
from tests.unit.models.builders import MANIFEST, a_forest, rows

AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
WHY = Override("李处长", "the old model is withdrawn")
FIGURES = {
    "stability": {"seeds": [1, 2], "jaccard": 0.9, "boundary": 3},
    "monotonicity": {"households": 10, "flags": 5, "violations": 0},
    "fairness": {"verdict": "insufficient", "selection": [{"trait": "age", "group": "老年", "ratio": 1.1}]},
    "drift": {"against": None, "features": {}, "score": 0.0, "verdict": "none"},
}
CARD = {"model_card.zh.md": "# 模型卡\n".encode() * 900, "plots/scores.png": b"\x89PNG"}
NUMBERS = count(1)


@pytest.fixture(scope="module", params=["home", "server"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("place")
    if request.param == "home":
        yield home_place(folder)
    else:
        with server_place(folder) as place:
            yield place


@pytest.fixture
def place(opened: Place) -> Place:
    """A model of its own for each test."""
    return replace(opened, name=f"model-{next(NUMBERS)}")


@pytest.fixture(scope="module")
def victim(opened: Place) -> Place:
    """A model with one version, whose file every attack writes over."""
    place = replace(opened, name="victim")
    register(place)
    return place


def register(place: Place, seed: int = 0, **changes: Any) -> Registered:
    arguments: dict[str, Any] = {
        "manifest": MANIFEST | {"seed": seed},
        "parameters": {"n_estimators": 4},
        "metrics": {"average_precision": 0.5},
        "input_example": rows()[:2],
        "output_example": np.array([1.0, -1.0]),
    }
    return place.registry().register(a_forest(seed), **arguments | changes)


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
    with pytest.raises(NoModel, match="run 'mingcha train DATA --as-of DAY' first"):
        place.registry().load(which)


class Payload:
    """Leaves a mark where it is unpickled or called."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.mark,))


def joblib_bytes(payload: Payload) -> bytes:
    joblib.dump(payload, out := io.BytesIO())
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    with zipfile.ZipFile(out := io.BytesIO(), "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def with_member(name: str) -> bytes:
    """A sound forest with one more file in its archive."""
    out = io.BytesIO(skops.io.dumps(a_forest()))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(name, b"x")
    return out.getvalue()


def with_schema_twice() -> bytes:
    out = io.BytesIO(skops.io.dumps(a_forest()))
    with zipfile.ZipFile(out, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("schema.json", zipfile.ZipFile(out).read("schema.json"))
    return out.getvalue()


def trusting_itself(mark: Path) -> bytes:
    """An archive that calls a function, and a list in it that says this may be trusted."""
    data = skops.io.dumps([operator.methodcaller("touch"), mark.name])
    schema = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("schema.json"))
    schema |= {"trusted": ["operator.methodcaller", "builtins.list"], "skops_trusted_types": ["operator.methodcaller"]}
    return archive(**{"schema.json": json.dumps(schema).encode()})


CONTENTS: dict[str, Callable[[Path], bytes]] = {
    "pickle": lambda mark: pickle.dumps(Payload(mark)),
    "cloudpickle": lambda mark: cloudpickle.dumps(Payload(mark)),
    "joblib": lambda mark: joblib_bytes(Payload(mark)),
    "gzip": lambda mark: gzip.compress(pickle.dumps(Payload(mark))),
    "gzip of a sound archive": lambda _: gzip.compress(skops.io.dumps(a_forest())),
    "archive of pickles": lambda mark: archive(**{"schema.json": pickle.dumps(Payload(mark)), "1.npy": b""}),
    "unknown type": lambda _: skops.io.dumps(functools.partial(np.sum, axis=0)),
    "a list of types to trust": trusting_itself,
    "compressed": lambda _: skops.io.dumps(a_forest(), compression=zipfile.ZIP_DEFLATED),
    "member that leaves": lambda _: with_member("../../../marked"),
    "member from the root": lambda _: with_member("/marked"),
    "member twice": lambda _: with_schema_twice(),
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_hostile_model_file_is_refused_and_nothing_runs_even_with_its_digest(
    victim: Place, tmp_path: Path, name: str
) -> None:
    data = CONTENTS[name](tmp_path / "marked")
    victim.file_of("1", "model.skops").write_bytes(data)
    with pytest.raises(ModelError, match="is not the one that was registered"):
        victim.registry().load()
    victim.record_digest("1", "model.skops", data)
    with pytest.raises(ModelError, match=r"the model file of model .* version 1"):
        victim.registry().load()
    assert list(tmp_path.iterdir()) == []


def test_the_payloads_would_leave_their_mark(tmp_path: Path) -> None:
    for name in ("pickle", "cloudpickle"):
        pickle.loads(CONTENTS[name](tmp_path / name))  # noqa: S301  our own, to see that it works
    joblib.load(io.BytesIO(CONTENTS["joblib"](tmp_path / "joblib")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cloudpickle", "joblib", "pickle"]


@pytest.mark.parametrize("attack", ["swapped", "edited", "gone"])
def test_a_file_that_is_not_the_registered_one_is_refused(place: Place, attack: str) -> None:
    register(place, 1, figures=FIGURES)
    register(place, 2, figures=FIGURES | {"stability": {"jaccard": 0.1}})
    for name in ("model.skops", "MLmodel", "manifest.json", "figures.json"):
        file = place.file_of("2", name)
        data = file.read_bytes()
        if attack == "swapped":
            shutil.copyfile(place.file_of("1", name), file)
        elif attack == "edited":
            file.write_bytes(data.replace(b"a", b"b", 1))
        else:
            file.unlink()
        with pytest.raises(ModelError, match=f"{name.replace('.', '[.]')} (is not the one that was|cannot be read)"):
            place.registry().promote("2", at=AT, override=WHY)
        file.write_bytes(data)
    assert place.registry().load()[2].version == "1"
    assert place.registry().promote("2", at=AT, override=WHY).version == "2"


SOURCES = [
    *("mlflow-artifacts:/../../elsewhere", "mlflow-artifacts:/mingcha/../../x", "mlflow-artifacts:/%2e%2e/x"),
    *("mlflow-artifacts://elsewhere.example/x", "file:///etc", "/etc", "http://127.0.0.1:1/x", "s3://bucket/x"),
]


@pytest.mark.parametrize("source", SOURCES)
def test_files_elsewhere_are_not_read(victim: Place, source: str) -> None:
    move = "UPDATE model_versions SET storage_location = %s WHERE name = %s"
    ((before,),) = victim.execute("SELECT storage_location FROM model_versions WHERE name = %s", victim.name)
    victim.execute(move, source, victim.name)
    try:
        with pytest.raises(ModelError, match=r"points to files outside|cannot be read"):
            victim.registry().load()
    finally:
        victim.execute(move, before, victim.name)


def test_a_record_elsewhere_is_not_read(place: Place) -> None:
    run = register(place).run_id
    place.execute("UPDATE runs SET artifact_uri = %s WHERE run_uuid = %s", "mlflow-artifacts:/../../etc", run)
    with pytest.raises(ModelError, match="points to files outside"):
        place.registry().load()


def test_a_link_out_of_the_files_leads_to_no_other_model(place: Place, tmp_path: Path) -> None:
    register(place)
    file = place.file_of("1", "model.skops")
    file.rename(tmp_path / "model.skops")
    file.symlink_to(tmp_path / "model.skops")
    (tmp_path / "model.skops").write_bytes(pickle.dumps(Payload(tmp_path / "marked")))
    with pytest.raises(ModelError, match=r"points to files outside|is not the one that was|cannot be read"):
        place.registry().load()
    assert [path.name for path in tmp_path.iterdir()] == ["model.skops"]


def test_a_manifest_of_other_features_is_stale(place: Place) -> None:
    register(place, manifest={"format": 2, "features": [{"name": "old"}], "peers": {}})
    _, manifest, registered = place.registry().load()
    with pytest.raises(ModelError, match="the features of it are not those of this version of mingcha"):
        refuse_stale(manifest, FEATURES, "it")
    place.file_of("1", "manifest.json").write_bytes(canonical_json({"features": []}))
    with pytest.raises(ModelError, match="is not the one that was registered"):
        place.registry().load(registered.version)


def test_nothing_but_what_was_given_is_kept(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "zhang-7531")
    run = register(place).run_id
    tags = dict(place.execute("SELECT key, value FROM tags WHERE run_uuid = %s", run))
    assert tags == {"mlflow.source.name": "mingcha train", "mlflow.source.type": "LOCAL", "mlflow.runName": place.name}
    ((user,),) = place.execute("SELECT user_id FROM runs WHERE run_uuid = %s", run)
    assert "7531" not in str(user)


def test_the_commands_work_alike(opened: Place, mingcha: Mingcha) -> None:
    place = replace(opened, name="mingcha")
    register(place, 1)
    register(place, 2, attachments={"model_card.en.md": b"# The card\n"})
    where = ("--home", place.home) if place.tracking is None else ("--tracking", place.tracking)
    assert "challenger" in mingcha("models", "list", *where).out
    assert "stability: not measured" in mingcha("models", "promote", *where).out
    refused = mingcha("models", "promote", *where)
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "falls short" in refused.err
    done = mingcha("models", "promote", "2", "--override-by", "李处长", "--reason", "旧模型停用", *where)
    assert (done.code, done.err) == (0, "")
    assert "李处长" in mingcha("models", "show", *where).out
    assert mingcha("models", "show", "--card", *where).out == "# The card\n"
    assert "version 1" in mingcha("models", "compare", "1", "2", *where).out
    assert mingcha("models", "rollback", "--by", "李处长", *where).code == 0
    assert "no champion before version 1" in one_sentence(mingcha("models", "rollback", *where))


def test_a_server_that_does_not_answer_is_one_sentence(mingcha: Mingcha) -> None:
    told = one_sentence(mingcha("models", "list", "--tracking", "http://127.0.0.1:1"))
    assert "the model server http://127.0.0.1:1 does not answer: start it" in told


def test_a_password_in_an_address_shows_nowhere(mingcha: Mingcha, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGCHA_TRACKING", "http://li:7531@models:5000")
    for words in (("list",), ("show",), ("ui",), ("rollback", "--debug")):
        done = mingcha("models", *words)
        assert done.code == 2
        assert "MLFLOW_TRACKING_PASSWORD" in done.err
        assert "7531" not in done.out + done.err


def test_a_server_has_a_page_of_its_own(mingcha: Mingcha) -> None:
    told = one_sentence(mingcha("models", "ui", "--tracking", "http://127.0.0.1:1"))
    assert "which has a page itself: open it in a browser" in told
