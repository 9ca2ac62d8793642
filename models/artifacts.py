"""The files of a trained model: what is written, and what is believed when they are read back.

A model file comes from a folder that others may have written to, so reading it is a border. The file is a
skops archive, that is arrays and a JSON description of the object, never a pickle. What skops trusts by
itself is wide (all of scikit-learn, the functions of NumPy and SciPy) and what MLflow trusts it reads from
the model's own folder, so neither decides here: :data:`ALLOWED` does, before skops is asked to build a thing.

References
----------
skops, "Secure persistence with skops"; scikit-learn, "Model persistence".
"""

import hashlib
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import IsolationForest
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.tree import ExtraTreeRegressor

from features.errors import ModelError

__all__ = ["ALLOWED", "TRUSTED", "canonical_json", "digest", "read_forest", "read_manifest"]

#: Every node an isolation forest is made of, as (how skops builds it, of which type), and nothing more; a
#: model file with any other node is refused unread. ``TypeNode`` is the type of a dictionary's keys: text.
ALLOWED: Final = frozenset(
    {
        ("DictNode", "builtins.dict"),
        ("JsonNode", "builtins.str"),
        ("ListNode", "builtins.list"),
        ("NdArrayNode", "numpy.float64"),
        ("NdArrayNode", "numpy.ndarray"),
        ("ObjectNode", "sklearn.ensemble._iforest.IsolationForest"),
        ("ObjectNode", "sklearn.tree._classes.ExtraTreeRegressor"),
        ("TreeNode", "sklearn.tree._tree.Tree"),
        ("TupleNode", "builtins.tuple"),
        ("TypeNode", "builtins.str"),
    }
)

#: What skops has to be told to trust beyond its own list: it cannot check that the nodes of a tree point to
#: each other and not into foreign memory, :func:`read_forest` does.
TRUSTED: Final = ("sklearn.tree._tree.Tree",)

#: Names in an archive of ours: no folders, nothing that leads out of one.
_MEMBER: Final = re.compile(r"[0-9A-Za-z_-]+(?:\.[a-z]+)?")

_MEND = "restore the home folder from a copy, or train again"


def digest(data: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Examples
    --------
    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def canonical_json(content: Mapping[str, Any]) -> bytes:
    """Write a mapping as JSON that depends on its content only: keys sorted, no spaces, UTF-8.

    Examples
    --------
    >>> canonical_json({"b": 1, "a": "村"}).decode()
    '{"a":"村","b":1}'

    Raises
    ------
    ValueError
        A number is infinite or not a number.
    """
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def read_manifest(data: bytes, where: str) -> dict[str, Any]:
    """Read the manifest that was stored beside a model.

    Parameters
    ----------
    data : bytes
        JSON in UTF-8.
    where : str
        What to call the model in a message.

    Raises
    ------
    ModelError
        It is no JSON object.
    """
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"the manifest of {where} is not JSON: {_MEND}") from error
    if not isinstance(manifest, dict):
        raise ModelError(f"the manifest of {where} is not a JSON object: {_MEND}")
    return manifest


def read_forest(data: bytes, where: str) -> IsolationForest:
    """Build the isolation forest in a skops archive, if the archive holds nothing else.

    Parameters
    ----------
    data : bytes
        The archive.
    where : str
        What to call the model in a message.

    Raises
    ------
    ModelError
        The bytes are no skops archive, hold a type outside :data:`ALLOWED`, or do not make a sound forest.
    """
    import skops.io  # imports all of scikit-learn; only who loads a model pays for it

    _check_nodes(_schema(data, where), where)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", InconsistentVersionWarning)
            forest = skops.io.loads(data, trusted=list(TRUSTED))
    except InconsistentVersionWarning as error:
        raise ModelError(
            f"{where} was trained with scikit-learn {error.original_sklearn_version} and this is "
            f"{error.current_sklearn_version}, which may score otherwise: train again"
        ) from error
    except Exception as error:
        raise ModelError(f"the model file of {where} cannot be rebuilt: {_MEND}") from error
    if not _is_sound(forest):
        raise ModelError(f"the model file of {where} is not a whole isolation forest: {_MEND}")
    return forest


def _schema(data: bytes, where: str) -> Any:
    """Read the description of the object in a skops archive, whose members are stored as they are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                raise ModelError(f"the model file of {where} is compressed, ours never are: {_MEND}")
            names = archive.namelist()
            if len(names) != len(set(names)) or not all(map(_MEMBER.fullmatch, names)):
                raise ModelError(f"the model file of {where} has members of other names than ours: {_MEND}")
            return json.loads(archive.read("schema.json"))
    except (zipfile.BadZipFile, EOFError, KeyError, ValueError, RuntimeError) as error:  # RuntimeError: it is encrypted
        raise ModelError(f"the model file of {where} is not a skops archive: {_MEND}") from error


def _check_nodes(schema: Any, where: str) -> None:
    strange = {node for node in _nodes(schema) if node not in ALLOWED}
    if strange or not isinstance(schema, dict):
        names = ", ".join(sorted(f"{kind} ({loader})" for loader, kind in strange)) or "no object"
        raise ModelError(f"the model file of {where} holds {names}, no part of an isolation forest: {_MEND}")


def _nodes(schema: Any) -> Iterator[tuple[str, str]]:
    """Every node of a description; a mapping without a loader is none, since skops cannot build it."""
    waiting = [schema]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "__loader__" in item:
                yield str(item["__loader__"]), f"{item.get('__module__')}.{item.get('__class__')}"
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _is_sound(forest: Any) -> bool:
    """Whether this is a fitted isolation forest whose trees can be walked without leaving them."""
    try:
        return (
            type(forest) is IsolationForest
            and len(forest.estimators_) > 0
            and type(forest.max_samples_) is int
            and 0 < forest.max_samples_ < 2**53
            and all(
                _is_sound_tree(estimator, columns, forest.n_features_in_)
                for estimator, columns in zip(forest.estimators_, forest.estimators_features_, strict=True)
            )
        )
    except (AttributeError, TypeError, ValueError, IndexError):
        return False


def _is_sound_tree(estimator: Any, columns: npt.NDArray[np.intp], width: int) -> bool:
    """Each node but the first is the child of one node before it, and splits on a column that was given.

    scikit-learn follows the indices of a tree without checking them; an edited one would read foreign memory
    or walk in circles, and where many nodes share a child, the ways through it are without number.
    """
    if type(estimator) is not ExtraTreeRegressor or columns.min() < 0 or columns.max() >= width:
        return False
    tree = estimator.tree_
    left, right, split = tree.children_left, tree.children_right, tree.feature
    inner = left != -1
    own = np.arange(tree.node_count)
    after = (left > own) & (right > own)
    once = np.array_equal(np.sort(np.concatenate([left[inner], right[inner]])), own[1:])
    given = (split >= 0) & (split < min(tree.n_features, len(columns)))
    return tree.node_count > 0 and once and bool(np.all(~inner | (after & given)))
