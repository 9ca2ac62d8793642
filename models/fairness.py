"""Whether the list falls on some groups more than on others, and whether it does so wrongly.

Two ratios, for each protected group and each pair of them, against everybody else whose traits are known::

    selection ratio   = P(listed | group) / P(listed | others)
    false-alarm ratio = P(listed | group, cleared) / P(listed | others, cleared)

the second among households that were inspected because chance chose them and that were cleared: those who were
inspected on suspicion say nothing about the ones nobody suspected.  Ratios from 0.80 to 1.25 are tolerated.  Of a row
it is said

within
    its 95 % interval lies in the range.  That all of several rows are within needs no correction: every one of them
    has to pass (Berger's intersection-union test).
outside
    the exact test rejects every ratio in the range.  The chance that any of all rows is called so wrongly is at most
    5 %, a quarter of it for each of four families (selection and false alarms, single groups and pairs), by Holm's
    correction within each.
insufficient evidence
    all else: few cases never look fair.

References
----------
Equal Employment Opportunity Commission, "Uniform guidelines on employee selection procedures", 1978 (four fifths).
R. L. Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24, 1982.
A. Chouldechova, "Fair prediction with disparate impact", Big Data 5, 2017 (why not all ratios can be 1 together).
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.proxies import proxy_rows
from models.ratios import outside_p_values, rate_ratio, rejected

__all__ = ["TOLERATED", "cleared_at_random", "fairness", "ratio_rows"]

TOLERATED: Final = (0.80, 1.25)
"""Ratios between these are no cause for concern."""
LEVEL: Final = 0.05
"""Chance that a run in which every ratio is tolerated is told to have one outside."""
FAMILIES: Final = 4
KNOWN_SHARE: Final = 0.8
"""Share of households whose trait must be known before a ratio can be called within."""

Bools = npt.NDArray[np.bool_]


class _Group(NamedTuple):
    """A protected group: its traits and names, its members, and of whom it is known whether they belong to it."""

    trait: str
    name: str
    against: str
    inside: Bools
    known: Bools


def fairness(
    traits: pd.DataFrame, listed: pd.Series, inspections: pd.DataFrame, surprises: pd.DataFrame, *, seed: int
) -> dict[str, Any]:
    """Audit a list.

    Parameters
    ----------
    traits : pandas.DataFrame
        Shape (households, traits), indexed by household; categorical, the first category of each the one that is not
        protected; missing where not known.
    listed : pandas.Series of bool
        Whether each household is on the list, by the same index.
    inspections : pandas.DataFrame
        What was found of the decisions in force: ``household_id``, ``inspected_on``, ``finding``, ``selected_by``.
    surprises : pandas.DataFrame
        What the model sees of the same households; see :meth:`models.peers.PeerStatistics.surprise`.
    seed : int
        Of the proxy audit.

    Returns
    -------
    dict
        ``selection`` and ``false_alarms``: see :func:`ratio_rows`; ``proxies``: see
        :func:`models.proxies.proxy_rows`; ``not_known``: share of households by trait; ``cleared``: households cleared
        in the random arm; ``verdict``: fail if a protected group is proven to be listed or falsely alarmed more than
        is tolerated, pass if every single group is proven not to be, else insufficient.
    """
    flags = listed.reindex(traits.index).to_numpy(dtype="bool")
    cleared = cleared_at_random(inspections, traits.index)
    selection = ratio_rows(traits, flags, "listed")
    alarms = ratio_rows(traits[cleared], flags[cleared], "false_alarms")
    return {
        "selection": selection,
        "false_alarms": alarms,
        "proxies": proxy_rows(traits, surprises, seed=seed),
        "not_known": {str(name): round(float(traits[name].isna().mean()), 6) for name in traits.columns},
        "cleared": int(cleared.sum()),
        "verdict": _verdict([*selection, *alarms]),
    }


def cleared_at_random(inspections: pd.DataFrame, households: pd.Index) -> Bools:
    """Return which households chance chose for an inspection, the last of which cleared them.

    Parameters
    ----------
    inspections : pandas.DataFrame
        See :func:`fairness`; where one day has several findings, the graver counts.
    households : pandas.Index
        Scored households.

    Returns
    -------
    array of bool, shape (households,)
        In the order of `households`.
    """
    gravity = {"unclear": 0, "cleared": 1, "confirmed": 2}
    random = inspections[(inspections["selected_by"] == "random") & inspections["finding"].isin(gravity)]
    random = random.assign(gravity=random["finding"].map(gravity))
    last = random.sort_values(["household_id", "inspected_on", "gravity"]).drop_duplicates("household_id", keep="last")
    return np.asarray(households.isin(last.loc[last["finding"] == "cleared", "household_id"]), dtype="bool")


def ratio_rows(traits: pd.DataFrame, events: npt.ArrayLike, counted: str) -> list[dict[str, Any]]:
    """Compare how often something happens to each protected group, and to each pair of them, with everybody else.

    Parameters
    ----------
    traits : pandas.DataFrame
        See :func:`fairness`.
    events : array of bool, shape (households,)
        Whether it happened.
    counted : str
        What the count of events is called.

    Returns
    -------
    list of dict
        One row a group, single ones first: ``trait``, ``group`` (of pairs both, with a slash), ``against`` (the
        group's counterpart, or ``rest``), ``households``, `counted`, ``ratio``, ``low``, ``high`` (missing where
        undefined or without bound) and ``verdict``.  A single group of whom nobody is known has a row as well, a pair
        has not.
    """
    happened = np.asarray(events, dtype="bool")
    single = [group for name in traits.columns for group in _groups(traits[name])]
    pairs = [_both(one, other) for one, other in combinations(single, 2) if one.trait != other.trait]
    pairs = [pair for pair in pairs if pair.inside.any()]
    return [*_rows(single, happened, counted), *_rows(pairs, happened, counted)]


def _groups(trait: pd.Series) -> list[_Group]:
    codes, names = trait.cat.codes.to_numpy(), [str(name) for name in trait.cat.categories]
    against = names[0] if len(names) == 2 else "rest"
    known = codes >= 0
    return [_Group(str(trait.name), name, against, codes == place, known) for place, name in enumerate(names) if place]


def _both(one: _Group, other: _Group) -> _Group:
    """Return those who are in both groups; who is known not to be in one of them is known not to be in both."""
    outside = (one.known & ~one.inside) | (other.known & ~other.inside)
    inside = one.inside & other.inside
    return _Group(f"{one.trait}/{other.trait}", f"{one.name}/{other.name}", "rest", inside, inside | outside)


def _rows(groups: Sequence[_Group], happened: Bools, counted: str) -> list[dict[str, Any]]:
    if not groups:
        return []
    inside = np.stack([group.inside for group in groups])
    known = np.stack([group.known for group in groups])
    size, events = inside.sum(axis=1), inside[:, happened].sum(axis=1)
    rest, others = known.sum(axis=1) - size, known[:, happened].sum(axis=1) - events
    ratio = rate_ratio(events, size, others, rest)
    outside = rejected(outside_p_values(events, size, others, rest, TOLERATED), LEVEL / FAMILIES)
    within = (ratio.low >= TOLERATED[0]) & (ratio.high <= TOLERATED[1])
    within &= known.sum(axis=1) >= KNOWN_SHARE * len(happened)
    return [
        {
            "trait": group.trait,
            "group": group.name,
            "against": group.against,
            "households": int(size[place]),
            counted: int(events[place]),
            "ratio": _finite(ratio.estimate[place]),
            "low": _finite(ratio.low[place]),
            "high": _finite(ratio.high[place]),
            "verdict": "outside" if outside[place] else "within" if within[place] else "insufficient evidence",
        }
        for place, group in enumerate(groups)
    ]


def _finite(value: float) -> float | None:
    return round(float(value), 6) if np.isfinite(value) else None


def _verdict(rows: Sequence[dict[str, Any]]) -> str:
    """Return fail where a protected group is proven to fare worse, pass where no single one does, else insufficient.

    That a protected group is listed less than others is told in its row and fails nothing: law gives weight to
    disability, age and living alone in favour of those who have them.
    """
    if any(row["verdict"] == "outside" and row["low"] > TOLERATED[1] for row in rows):
        return "fail"
    single = [row["verdict"] for row in rows if "/" not in row["trait"]]
    return "insufficient" if not single or "insufficient evidence" in single else "pass"
