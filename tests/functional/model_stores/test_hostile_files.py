"""Files and addresses that are not those of the training are refused, and nothing of them runs."""

import functools
import gzip
import io
import json
import operator
import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import joblib
import numpy as np
import pytest
import skops.io

from features.errors import ModelError
from features.registry import FEATURES
from models.artifacts import canonical_json
from models.manifest import refuse_stale
from tests.functional.model_places import AT, FIGURES, WHY, Place, register
from tests.unit.models.builders import a_forest


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
    for name in ("pickle", "cloudpickle", "joblib"):
        joblib.load(io.BytesIO(CONTENTS[name](tmp_path / name)))
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
