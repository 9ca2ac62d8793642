"""Arrow columns from arrays: opaque keys, days, words, numbers."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.records.city.draws import NEVER, Bools, Floats, Ints

__all__ = ["Keys", "codes", "days", "flags", "months", "numbers", "phones", "words"]


class Keys:
    """Opaque keys of one kind: a random permutation, so that a key says nothing about its row.

    Parameters
    ----------
    prefix : str
        Letter in front of the digits.
    size : int
        Number of keys.
    width : int
        Number of digits.
    """

    def __init__(self, rng: np.random.Generator, prefix: str, size: int, width: int = 9) -> None:
        room = 10**width - 1
        drawn = np.unique(rng.integers(1, room, size + size // 10 + 50))
        self._number = rng.permutation(drawn)[:size]
        self._prefix, self._width = prefix, width

    def __call__(self, rows: Ints) -> pa.Array:
        """Keys of the rows; null for negative rows."""
        known = rows >= 0
        number = pa.array(self._number[np.where(known, rows, 0)], mask=~known)
        digits = pc.utf8_lpad(pc.cast(number, pa.string()), self._width, "0")
        return pc.binary_join_element_wise(self._prefix, digits, "")

    def order(self, rows: Ints) -> Ints:
        """Numbers to sort rows by their keys."""
        return np.where(rows >= 0, self._number[rows], -1)


def days(values: Ints | Floats, missing: int = -1) -> pa.Array:
    """Days as dates; null where ``missing`` or never."""
    whole = np.asarray(values, dtype=np.int64)
    return pa.array(whole.astype(np.int32), mask=(whole == missing) | (whole >= NEVER)).cast(pa.date32())


def months(values: Ints) -> pa.Array:
    """Months as ``YYYY-MM`` from counts since 1970-01."""
    first = int(values.min()) if len(values) else 0
    last = int(values.max()) if len(values) else 0
    labels = np.arange(first, last + 1).astype("datetime64[M]").astype(str)
    return pa.array(labels.tolist(), type=pa.string()).take(pa.array(values - first))


def words(choices: tuple[str, ...], index: Ints | Floats) -> pa.Array:
    """Words by their index; null where negative."""
    whole = np.asarray(index, dtype=np.int64)
    return pa.array(list(choices), type=pa.string()).take(pa.array(whole, mask=whole < 0))


def codes(values: Ints) -> pa.Array:
    """Division codes as text of 12 digits."""
    return pc.cast(pa.array(values), pa.string())


def numbers(values: Floats | Ints) -> pa.Array:
    """Numbers; null where not a number."""
    column = np.asarray(values, dtype=np.float64)
    return pa.array(column, mask=np.isnan(column))


def flags(values: Bools) -> pa.Array:
    """Yes or no."""
    return pa.array(values, type=pa.bool_())


def phones(owner: Ints, seed: int) -> pa.Array:
    """Mobile numbers by their first owner, nobody sharing one by accident; null where negative."""
    number = 13_000_000_000 + (np.maximum(owner, 0) * 2_654_435_761 + seed % 1_000_003 * 97) % 5_999_999_989
    return pc.cast(pa.array(number, mask=owner < 0), pa.string())
