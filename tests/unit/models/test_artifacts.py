import builtins
import functools
import gzip
import io
import json
import operator
import pickle
import zipfile
from pathlib import Path
from types import SimpleNamespace

import joblib
import numpy as np
import pytest
import skops.io
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LinearRegression

from features.errors import ModelError
from models.artifacts import ALLOWED, _nodes, _schema, canonical_json, digest, read_forest, read_manifest
from tests.unit.models.builders import a_forest, rows


class Payload:
    """Leaves a mark where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return (Path.touch, (self.mark,))


def edited(data: bytes, **changes: bytes) -> bytes:
    """The archive with members replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return out.getvalue()


def with_schema(data: bytes, old: str, new: str) -> bytes:
    text = zipfile.ZipFile(io.BytesIO(data)).read("schema.json").decode()
    assert old in text
    return edited(data, **{"schema.json": text.replace(old, new).encode()})


def with_nodes(**edits: int) -> bytes:
    """A forest whose first tree has other indices at its root."""
    forest = a_forest()
    tree = forest.estimators_[0].tree_
    state = tree.__getstate__()
    for field, value in edits.items():
        state["nodes"][field][0] = value
    tree.__setstate__(state)
    return skops.io.dumps(forest)


FORESTS = {
    "default": a_forest(),
    "without names": IsolationForest(n_estimators=3, random_state=1).fit(rows().to_numpy()),
    "contamination": a_forest(contamination=0.1),
    "few columns": a_forest(max_features=2),
    "bootstrap": a_forest(bootstrap=True, max_samples=0.5),
}


@pytest.mark.parametrize("name", FORESTS)
def test_a_forest_comes_back_with_the_same_scores(name):
    forest = FORESTS[name]
    again = read_forest(skops.io.dumps(forest), "it")
    sample = rows(9) if hasattr(forest, "feature_names_in_") else rows(9).to_numpy()
    assert np.array_equal(forest.score_samples(sample), again.score_samples(sample))
    assert np.array_equal(forest.predict(sample), again.predict(sample))


def test_the_allowlist_holds_nothing_that_forests_do_not_need():
    needed = {node for forest in FORESTS.values() for node in _nodes(_schema(skops.io.dumps(forest), "it"))}
    assert needed == ALLOWED


@pytest.mark.parametrize(
    "write",
    [
        pickle.dumps,
        lambda payload: gzip.compress(pickle.dumps(payload)),
        lambda payload: b"PK\x03\x04" + pickle.dumps(payload),
        lambda payload: b"",
    ],
    ids=["pickle", "gzip", "pickle with the head of an archive", "empty"],
)
def test_what_is_no_archive_is_refused_and_nothing_runs(write, tmp_path):
    data = write(Payload(tmp_path / "ran"))
    with pytest.raises(ModelError, match="the model file of it is not a skops archive"):
        read_forest(data, "it")
    assert not (tmp_path / "ran").exists()


def test_a_joblib_file_is_refused_and_nothing_runs(tmp_path):
    joblib.dump(Payload(tmp_path / "ran"), tmp_path / "model.skops")
    with pytest.raises(ModelError, match="not a skops archive"):
        read_forest((tmp_path / "model.skops").read_bytes(), "it")
    assert not (tmp_path / "ran").exists()


def test_an_archive_of_pickles_is_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("schema.json", pickle.dumps(Payload(tmp_path / "ran")))
    with pytest.raises(ModelError, match="not a skops archive"):
        read_forest(out.getvalue(), "it")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("guest", "named"),
    [
        (operator.methodcaller("upper"), "operator.methodcaller"),
        (functools.partial(np.sum, axis=0), "functools.partial"),
        (np.sum, "numpy.sum"),
        (np.add, "numpy.add"),
        (np.random.default_rng(0), "Generator"),
        (np.random.RandomState(0), "RandomState"),
        (np.dtype("float64"), "numpy.dtype"),
        (builtins.eval, "builtins.eval"),
        (io.StringIO, "StringIO"),
        (a_forest, "builders.a_forest"),
        ("text".upper, "upper"),
        (SimpleNamespace(a=1), "SimpleNamespace"),
        (LinearRegression(), "LinearRegression"),
        (b"bytes", "bytes"),
        ({1, 2}, "set"),
        ({1: "key"}, "builtins.int"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize(
    "place", [lambda guest: guest, lambda guest: vars_of(a_forest(), guest)], ids=["alone", "hidden"]
)
def test_other_types_are_refused_by_name(place, guest, named):
    data = skops.io.dumps(place(guest))
    with pytest.raises(ModelError, match=named):
        read_forest(data, "it")


def vars_of(forest: IsolationForest, guest: object) -> IsolationForest:
    """The forest with a guest among its attributes."""
    forest.guest_ = [guest]
    return forest


def test_a_method_to_call_is_not_called(tmp_path):
    data = skops.io.dumps([operator.methodcaller("touch")])
    with pytest.raises(ModelError, match=r"operator\.methodcaller \(OperatorFuncNode\)"):
        read_forest(data, "it")


def test_a_list_of_trusted_types_in_the_file_changes_nothing():
    data = skops.io.dumps(functools.partial(np.sum, axis=0))
    schema = json.loads(zipfile.ZipFile(io.BytesIO(data)).read("schema.json"))
    schema["trusted"] = ["functools.partial", "numpy.sum"]
    with pytest.raises(ModelError, match=r"functools\.partial"):
        read_forest(edited(data, **{"schema.json": json.dumps(schema).encode()}), "it")


def test_a_module_of_another_name_is_not_imported():
    data = with_schema(skops.io.dumps(a_forest()), '"sklearn.ensemble._iforest"', '"antigravity"')
    with pytest.raises(ModelError, match=r"antigravity\.IsolationForest"):
        read_forest(data, "it")


@pytest.mark.parametrize("content", [[1, 2], {"a": "b"}, "text", FORESTS["default"].estimators_[0]], ids=type)
def test_allowed_parts_that_make_no_forest_are_refused(content):
    with pytest.raises(ModelError, match="is not a whole isolation forest"):
        read_forest(skops.io.dumps(content), "it")


def test_an_unfitted_forest_is_refused():
    with pytest.raises(ModelError, match="is not a whole isolation forest"):
        read_forest(skops.io.dumps(IsolationForest()), "it")


@pytest.mark.parametrize(
    "edits",
    [
        {"left_child": 10**6},
        {"right_child": 10**6},
        {"left_child": 0},
        {"right_child": -7},
        {"feature": 3},
        {"feature": -2},
    ],
    ids=str,
)
def test_a_tree_that_would_be_left_is_refused(edits):
    with pytest.raises(ModelError, match="is not a whole isolation forest"):
        read_forest(with_nodes(**edits), "it")


def test_the_same_tree_unedited_is_accepted():
    assert len(read_forest(with_nodes(), "it").estimators_) == 4


def test_columns_that_the_data_does_not_have_are_refused():
    forest = a_forest()
    forest.estimators_features_[0] = np.array([0, 1, 3])
    with pytest.raises(ModelError, match="is not a whole isolation forest"):
        read_forest(skops.io.dumps(forest), "it")


def test_a_compressed_archive_is_refused():
    with pytest.raises(ModelError, match="is compressed"):
        read_forest(skops.io.dumps(a_forest(), compression=zipfile.ZIP_DEFLATED), "it")


def test_a_forest_of_another_scikit_learn_is_refused():
    import sklearn

    data = with_schema(skops.io.dumps(a_forest()), f'\\"{sklearn.__version__}\\"', '\\"1.2.3\\"')
    with pytest.raises(ModelError, match=r"it was trained with scikit-learn 1\.2\.3"):
        read_forest(data, "it")


def test_a_file_without_its_arrays_is_refused():
    data = skops.io.dumps(a_forest())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("schema.json", zipfile.ZipFile(io.BytesIO(data)).read("schema.json"))
    with pytest.raises(ModelError, match="cannot be rebuilt"):
        read_forest(out.getvalue(), "it")


def test_canonical_json_depends_on_content_only():
    assert canonical_json({"b": [1, 2.5], "a": None}) == canonical_json({"a": None, "b": [1, 2.5]})
    assert digest(canonical_json({"a": 1})) != digest(canonical_json({"a": 2}))


def test_canonical_json_refuses_what_json_does_not_have():
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"a": float("nan")})


def test_a_manifest_comes_back():
    assert read_manifest(canonical_json({"村": {"x": [0.1, None]}}), "it") == {"村": {"x": [0.1, None]}}


@pytest.mark.parametrize("data", [b"{", b"\xff\xfe", b"[1]", b"null"])
def test_what_is_no_manifest_is_refused(data):
    with pytest.raises(ModelError, match="the manifest of it is not"):
        read_manifest(data, "it")


def test_an_encrypted_archive_is_refused():
    data = bytearray(skops.io.dumps(a_forest()))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(head)
        while start >= 0:
            data[start + flags] |= 1
            start = data.find(head, start + 4)
    with pytest.raises(ModelError, match="not a skops archive"):
        read_forest(bytes(data), "it")


def test_a_tree_with_a_node_that_two_lead_to_is_refused():
    forest = a_forest(max_samples=8)
    state = forest.estimators_[0].tree_.__getstate__()
    nodes = state["nodes"]
    inner = np.flatnonzero(nodes["left_child"] >= 0)
    assert len(inner) > 1
    nodes["right_child"][inner] = nodes["left_child"][inner]
    forest.estimators_[0].tree_.__setstate__(state)
    with pytest.raises(ModelError, match="is not a whole isolation forest"):
        read_forest(skops.io.dumps(forest), "it")


@pytest.mark.parametrize("size", ["x", None, [1, 2], float("nan"), float("inf"), 1e300, 0, -1])
def test_a_forest_that_does_not_say_how_many_each_tree_saw_is_refused(size):
    forest = a_forest(max_samples=8)
    forest.max_samples_ = size
    with pytest.raises(ModelError, match="is not a whole isolation forest"):
        read_forest(skops.io.dumps(forest), "it")
