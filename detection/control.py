r"""The blind control sample: who is drawn, with which probability, and by a key that only the lead holds.

Half of the sample is spread evenly over all households that are not ranked; the other half looks like the ranked
cases: from the same townships, and with something to be seen in the same families of flags.  So a control case is not
known by its place or by having nothing, and every household has a known chance, at least half of that of a plain
random sample.  With :math:`c` controls, :math:`N` households that are not ranked, :math:`N_s` of them in cell
:math:`s` (a township and a set of families), and a share :math:`r_s` of the ranked cases in it,

.. math:: \pi_s = c \left( \frac{1}{2 N} + \frac{r_s}{2 N_s} \right),

cut at one half, so that nobody is drawn for certain.  The draw is systematic with a random start, in the order of
cells and within a cell by the keyed hash; it has exactly these probabilities and exactly :math:`c` households [1]_.

References
----------
.. [1] Hartley, H. O. and Rao, J. N. K. (1962). Sampling with unequal probabilities and without replacement. The
   Annals of Mathematical Statistics 33, 350-374.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from detection.control_key import ControlKey

__all__ = ["control_record", "control_size", "control_strata", "draw_list", "inclusion_probabilities"]

PERCENT: Final = 10
"""Least share of the list that is drawn at random, in per cent."""
EVEN: Final = 0.5
"""Share of the sample that is spread evenly over all households."""
HIGHEST: Final = 0.5
"""Highest probability to be drawn, unless an even sample needs more."""
CELL: Final = ["families", "township"]


def control_strata(townships: "pd.Series[str]", seen: pd.DataFrame, families: Mapping[str, str]) -> pd.DataFrame:
    """Say for each scored household where it is and in which families of flags its records show anything.

    Parameters
    ----------
    townships : pandas.Series
        Township of each scored household, by ``household_id``.
    seen : pandas.DataFrame
        Shape (households, features), true where the inspectors' copy would tell of it; see
        :func:`detection.inspectors.noticed`.
    families : mapping of str to str
        Family of each feature.

    Returns
    -------
    pandas.DataFrame
        Index of `townships`; ``township`` and ``families``, such as ``"PT"``.
    """
    told = pd.Series("", index=townships.index, dtype="str")
    for family in sorted(set(families.values())):
        names = [name for name in seen.columns if families[name] == family]
        shown = seen[names].any(axis=1).reindex(townships.index, fill_value=False)
        told = told + shown.map({True: family, False: ""}).astype("str")
    return pd.DataFrame({"township": townships.fillna("").astype("str"), "families": told})


def control_size(ranked: int, left: int, percent: int = PERCENT) -> int:
    r"""Return how many controls a list needs, so that they make up `percent` of it.

    With :math:`c = \lceil r p / (100 - p) \rceil` is :math:`100 c \ge p (r + c)`.

    Parameters
    ----------
    ranked : int
        Ranked cases on the list.
    left : int
        Households that are not ranked, from which the sample is drawn.
    percent : int
        Share of the list, 1 to 99.

    Returns
    -------
    int
        Not more than `left`.

    Examples
    --------
    >>> control_size(300, 5000), control_size(1, 5000), control_size(0, 5000), control_size(100, 5000, percent=50)
    (34, 1, 0, 100)
    """
    return min(-(-ranked * percent // (100 - percent)), left)


def draw_list(
    ranking: pd.DataFrame, capacity: int, strata: pd.DataFrame, key: ControlKey, percent: int = PERCENT
) -> pd.DataFrame:
    """Put the ranked cases on the list and draw the control sample from all other households.

    The first `capacity` households with a score are ranked cases, but never more than the share that leaves room
    for the controls: however large the capacity, at least `percent` of the list is control.  A delivery of a single
    household is the one exception.

    Parameters
    ----------
    ranking : pandas.DataFrame
        See :func:`detection.ranking.rank_households`.
    capacity : int
        How many homes can be visited on suspicion.
    strata : pandas.DataFrame
        See :func:`control_strata`.
    key : ControlKey
        The key of this run; see :meth:`detection.control_key.ControlKey.for_run`.
    percent : int
        Least share of controls, 1 to 99.

    Returns
    -------
    pandas.DataFrame
        `ranking` with ``origin`` ("ranked", "control", or empty for a household that is not on the list) and
        ``inclusion_probability`` (1 for ranked cases; above 0 for all others, unless there is no list).  It depends
        on key, ids, ranks and strata only, not on the order of rows.
    """
    most = len(ranking) * (100 - percent) // 100 or 1
    is_ranked = ranking["score"].gt(0) & ranking["rank"].le(min(capacity, most))
    cells = strata.reindex(ranking["household_id"]).set_index(ranking.index).assign(ranked=is_ranked)
    controls = control_size(int(is_ranked.sum()), int((~is_ranked).sum()), percent)
    table = inclusion_probabilities(_cells(cells), controls)
    probability = cells.join(table["inclusion_probability"], on=CELL)["inclusion_probability"].mask(is_ranked, 1.0)
    pool = cells[~is_ranked].assign(household_id=ranking["household_id"], probability=probability)
    drawn = _systematic(pool, controls, key)
    origin = pd.Series("", index=ranking.index, dtype="str").mask(is_ranked, "ranked")
    origin.loc[drawn] = "control"
    return ranking.assign(origin=origin, inclusion_probability=probability)


def inclusion_probabilities(cells: pd.DataFrame, controls: int) -> pd.DataFrame:
    """Return the probability of each cell's households to be drawn.

    Parameters
    ----------
    cells : pandas.DataFrame
        One row a cell: ``households`` (not ranked) and ``ranked``.
    controls : int
        Size of the sample, not more than all `households`.

    Returns
    -------
    pandas.DataFrame
        `cells` with ``inclusion_probability`` in [0, 1]; over all households it adds up to `controls`.  It is 0 only
        where there is no sample, and missing in a cell without households.
    """
    sizes = cells["households"].to_numpy(dtype="float64")
    total = sizes.sum()
    if not controls:
        return cells.assign(inclusion_probability=np.where(sizes > 0, 0.0, np.nan))
    alike = np.where(sizes > 0, cells["ranked"].to_numpy(dtype="float64"), 0.0)
    shares = sizes / total if alike.sum() == 0 else EVEN * sizes / total + (1 - EVEN) * alike / alike.sum()
    each = np.divide(controls * shares, sizes, out=np.full(len(sizes), np.nan), where=sizes > 0)
    return cells.assign(inclusion_probability=_cut(each, sizes, controls, max(HIGHEST, controls / total)))


def control_record(drawn: pd.DataFrame, strata: pd.DataFrame, key: ControlKey) -> dict[str, Any]:
    """Return what ``control.json`` holds, for the lead alone: how the sample was drawn, and every probability.

    Parameters
    ----------
    drawn : pandas.DataFrame
        See :func:`draw_list`.
    strata : pandas.DataFrame
        See :func:`control_strata`.
    key : ControlKey
        The key as it was given, not that of the run: its fingerprint is recorded.

    Returns
    -------
    dict
        ``key`` (fingerprint), ``ranked``, ``controls`` and ``cells``: township, families, households that are not
        ranked, ranked cases, controls, and the probability of a household that is not ranked.
    """
    origin = drawn["origin"]
    joined = (
        strata.reindex(drawn["household_id"])
        .set_index(drawn.index)
        .assign(
            households=origin.ne("ranked"),
            ranked=origin.eq("ranked"),
            controls=origin.eq("control"),
            inclusion_probability=drawn["inclusion_probability"].mask(origin.eq("ranked")),
        )
    )
    counts = joined.groupby(CELL, sort=True)[["households", "ranked", "controls"]].sum()
    cells = counts.join(joined.groupby(CELL)["inclusion_probability"].first()).reset_index()
    return {
        "key": key.fingerprint,
        "ranked": int(origin.eq("ranked").sum()),
        "controls": int(origin.eq("control").sum()),
        "cells": cells.to_dict("records"),
    }


def _cells(households: pd.DataFrame) -> pd.DataFrame:
    """Count households that are not ranked and ranked ones by cell, in a fixed order."""
    counts = households.assign(households=~households["ranked"]).groupby(CELL, sort=True)
    return counts[["households", "ranked"]].sum()


def _cut(
    each: npt.NDArray[np.float64], sizes: npt.NDArray[np.float64], controls: int, highest: float
) -> npt.NDArray[np.float64]:
    """Cut probabilities at `highest` and raise the others in proportion, until they add up again."""
    full = np.zeros(len(each), dtype=bool)
    while True:
        room = controls - highest * sizes[full].sum()
        rest = ~full & (sizes > 0)
        scaled = each * (room / np.sum(each[rest] * sizes[rest])) if rest.any() else each
        over = rest & (scaled > highest)
        if not over.any():
            return np.asarray(np.where(full, highest, scaled))
        full |= over


def _systematic(pool: pd.DataFrame, controls: int, key: ControlKey) -> list[Any]:
    """Return the index of the households drawn: those on whom a ruler of step 1 with a random start falls."""
    if not controls:
        return []
    hashes = [key.digest("draw", household).hex() for household in pool["household_id"]]
    order = pool.assign(hash=hashes).sort_values([*CELL, "hash"])
    ends = order["probability"].to_numpy(dtype="float64").cumsum()
    # Rounding must not let the last step fall behind the end.
    ends[-1] = controls
    start = (int.from_bytes(key.digest("start", "")[:8], "big") >> 11) / 2**53
    return order.index[np.searchsorted(ends, start + np.arange(controls), side="right")].tolist()
