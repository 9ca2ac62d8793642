"""JSON that is equal whenever what it says is equal."""

import json
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path, PurePath

import numpy as np
import pandas as pd

__all__ = ["canonical_json", "write_json"]


def canonical_json(record: object) -> str:
    """Write a record with sorted keys, two blanks of indent and a newline at the end.

    Parameters
    ----------
    record : object
        Mappings, sequences, sets, text, numbers, days and paths, of Python, NumPy or pandas, in any
        nesting. Sets are sorted, days and times written in ISO 8601, and what is not a number becomes null.

    Returns
    -------
    str
        JSON as RFC 8259 has it, with text as it is instead of escapes.

    Raises
    ------
    TypeError
        If a value has no form in JSON.
    ValueError
        If two keys of a mapping are written alike.

    Examples
    --------
    >>> print(canonical_json({"b": float("nan"), "a": date(2025, 12, 31)}), end="")
    {
      "a": "2025-12-31",
      "b": null
    }
    """
    return json.dumps(_plain(record), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def write_json(record: object, path: Path) -> None:
    """Write `canonical_json` of a record as UTF-8.

    Parameters
    ----------
    record : object
        As for `canonical_json`.
    path : Path
        File to write; one that exists is replaced.
    """
    path.write_text(canonical_json(record), encoding="utf-8", newline="\n")


def _plain(value: object) -> object:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    match value:
        case np.datetime64():
            return _plain(pd.Timestamp(value))
        case np.generic():
            return _plain(value.item())
        case bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case date():
            return value.isoformat()
        case PurePath():
            return value.as_posix()
    return _plain_container(value)


def _plain_container(value: object) -> object:
    match value:
        case Mapping():
            return _plain_mapping(value)
        case AbstractSet():
            return sorted((_plain(item) for item in value), key=_canonical_key)
        case list() | tuple() | pd.Series() | pd.Index() | np.ndarray():
            return [_plain(item) for item in value]
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


def _plain_mapping(record: Mapping[object, object]) -> dict[str, object]:
    written = {str(_plain(key)): _plain(value) for key, value in record.items()}
    if len(written) < len(record):
        raise ValueError("two keys of a mapping are written alike")
    return written


def _canonical_key(item: object) -> str:
    """Order of the members of a set: by how they are written."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True)
