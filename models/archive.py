"""One archive for one forest: the same trees give the same bytes, whenever and wherever they are written.

skops names the parts of an object, and the files of its arrays, after their addresses in memory, and a zip file holds
the time of writing.  Neither is part of the model, and with them no two trainings on the same data with the same seed
would have the same digest.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

__all__ = ["canonical_archive"]

SCHEMA: Final = "schema.json"
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold."""
OWNER_ONLY: Final = 0o100600 << 16


def canonical_archive(data: bytes) -> bytes:
    """Write a skops archive so that its bytes depend on the object in it only.

    Parts are numbered, and arrays named, in the order of the description; what lies between the fields of a structured
    array is zero; members are stored in the order of their names' first use, without time.

    Parameters
    ----------
    data : bytes
        An archive that skops has just written.

    Returns
    -------
    bytes
        An archive of the same object.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        schema = json.loads(archive.read(SCHEMA))
        names: dict[str, str] = {}
        for number, part in enumerate(_parts(schema)):
            part["__id__"] = number
            if "file" in part:
                part["file"] = names.setdefault(part["file"], f"{len(names)}.npy")
        arrays = {new: _without_gaps(archive.read(old)) for old, new in names.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in {SCHEMA: json.dumps(schema).encode(), **arrays}.items():
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.external_attr = OWNER_ONLY
            archive.writestr(member, content)
    return written.getvalue()


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a description that has a number, in the order in which it is written."""
    if isinstance(schema, dict):
        if "__id__" in schema:
            yield schema
        for value in schema.values():
            yield from _parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _parts(value)


def _without_gaps(data: bytes) -> bytes:
    """Return an array file with zeros between the fields of its rows, where compilers leave what was there before."""
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if array.dtype.names is None:
        return data
    clean = np.zeros(array.shape, dtype=array.dtype)
    for name in array.dtype.names:
        clean[name] = array[name]
    written = io.BytesIO()
    np.save(written, clean, allow_pickle=False)
    return written.getvalue()
