"""The inspectors' copy of the list: every case in the same form, in an order that says nothing.

Each case has five points, one for each family of flags and always in the same order: the weightiest reason of that
family; where nothing surprises, what the records show of it all the same; where they show nothing, the routine point
of :mod:`detection.routine`.  So neither the number of points nor a blank cell tells a control case from a ranked one.
All reasons, with weights, are in the lead's copy.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from detection.control_key import ControlKey
from detection.evidence import evidence_rows
from detection.routine import ROUTINE, household_facts, routine_reason
from detection.wording import Wording
from features.declare import FAMILIES, Feature, Words
from features.dossier import Dossier
from features.table import FeatureTable

__all__ = ["inspector_rows", "noticed", "points_noticed"]

COLON: Final = Words("：", ": ")


def noticed(features: tuple[Feature, ...], values: pd.DataFrame, surprises: pd.DataFrame) -> pd.DataFrame:
    """Say what the records show of each household, whether it is rare among its peers or not.

    Parameters
    ----------
    features : tuple of Feature
        Columns of `values` and `surprises`.
    values, surprises : pandas.DataFrame
        Shape (households, features); see :class:`features.table.FeatureTable` and :mod:`models.peers`.

    Returns
    -------
    pandas.DataFrame
        Same shape, true where something surprises, or where there is some of what is suspicious the more there is
        of it.  A short time that is no shorter than usual says nothing.
    """
    rising = [feature.name for feature in features if feature.direction == "up"]
    seen = surprises > 0
    seen[rising] |= values[rising] > 0
    return seen


def points_noticed(
    features: tuple[Feature, ...],
    table: FeatureTable,
    seen: pd.DataFrame,
    weights: pd.DataFrame,
    wording: Wording,
    as_of: date,
) -> pd.DataFrame:
    """Write down what the records show of some households: the reasons first, then what is ordinary.

    Parameters
    ----------
    features, table, wording, as_of : tuple of Feature, FeatureTable, Wording, datetime.date
        As for :func:`detection.evidence.evidence_rows`.
    seen : pandas.DataFrame
        See :func:`noticed`: the rows of the households that are to be told of.
    weights : pandas.DataFrame
        See :mod:`models.scoring`; what is ordinary weighs nothing.

    Returns
    -------
    pandas.DataFrame
        See :func:`detection.evidence.evidence_rows`; how rare a reason is, a measure of suspicion, is not told.
    """
    flat = dict.fromkeys(seen.columns, 1.0)
    seen, weights = seen.astype("float64"), weights.reindex(seen.index)
    return evidence_rows(features, table, seen, weights, flat, wording, as_of, rarity=False)


def inspector_rows(
    cases: pd.DataFrame, points: pd.DataFrame, dossier: Dossier, features: tuple[Feature, ...], key: ControlKey
) -> pd.DataFrame:
    """Write every case in the same form and shuffle the cases of each village.

    Parameters
    ----------
    cases : pandas.DataFrame
        See :func:`detection.cases.case_rows`; it is not changed.
    points : pandas.DataFrame
        See :func:`points_noticed`.
    dossier : Dossier
        Gives the facts of the routine points.
    features : tuple of Feature
        Give innocent explanations and what to check.
    key : ControlKey
        The key of this run; it orders the cases of a village.

    Returns
    -------
    pandas.DataFrame
        The rows of `cases` by village and keyed hash, with ``reasons``, ``innocent``, ``check`` and ``sources`` in the
        form of this copy, names in full.
    """
    known = {feature.name: feature for feature in features}
    first = points.drop_duplicates(["household_id", "family"]).set_index(["household_id", "family"], drop=False)
    # The path belongs to the tie, whichever of its reasons weighs most.
    paths = points[points["family"] == "T"].groupby("household_id")[["path_zh", "path_en"]].first()
    first[["path_zh", "path_en"]] = paths.reindex(first["household_id"]).to_numpy()
    told = dict(zip(first.index, first.to_dict("records"), strict=True))
    facts = household_facts(cases["household_id"], dossier).to_dict("index")
    rows = [
        _in_form(case["household_id"], str(case["amount_sources"]), told, facts[case["household_id"]], known)
        for case in cases.to_dict("records")
    ]
    words = pd.DataFrame(rows, columns=list(rows[0]) if rows else None, index=cases.index, dtype="str")
    shuffled = [key.digest("order", household).hex() for household in cases["household_id"]]
    order = pd.DataFrame({"region": cases["region"], "hash": shuffled}).sort_values(["region", "hash"]).index
    return cases.assign(**{str(name): words[name] for name in words}).loc[order].reset_index(drop=True)


def _in_form(
    household: str,
    amount_sources: str,
    told: Mapping[Any, Mapping[Any, Any]],
    facts: Mapping[Any, Any],
    known: Mapping[str, Feature],
) -> dict[str, str]:
    """Return the five points of a household, what would clear them, what to check, and their source rows."""
    points = [_point(family, told.get((household, family)), facts, known) for family in FAMILIES]
    columns = {
        f"{name}_{language}": "\n".join(getattr(point[name], language) for point in points)
        for name in ("reasons", "innocent", "check")
        for language in ("zh", "en")
    }
    cited = [f"decisions[{facts['decision_id']}]; households[{household}]"]
    cited += [told[household, family]["source_rows"] for family in FAMILIES if (household, family) in told]
    sources = dict.fromkeys(source for text in (*cited, amount_sources) if text for source in text.split("; "))
    return columns | {"sources": "; ".join(sources)}


def _point(
    family: str, reason: Mapping[Any, Any] | None, facts: Mapping[Any, Any], known: Mapping[str, Feature]
) -> dict[str, Words]:
    name = FAMILIES[family]
    if reason is None:
        text, rest = routine_reason(family, facts), (ROUTINE[family].innocent, ROUTINE[family].check)
    else:
        text, feature = _told(reason), known[reason["feature"]]
        rest = (feature.innocent, feature.check)
    reasons = Words(f"{name.zh}{COLON.zh}{text.zh}", f"{name.en}{COLON.en}{text.en}")
    return {"reasons": reasons, "innocent": rest[0], "check": rest[1]}


def _told(reason: Mapping[Any, Any]) -> Words:
    """Return a reason; a tie with its path, where the reason does not tell that itself."""
    texts = []
    for language, opening, closing in (("zh", "（", "）"), ("en", " (", ")")):
        text, path = reason[f"text_{language}"], reason[f"path_{language}"]
        lacks = reason["family"] == "T" and isinstance(path, str) and path not in text
        texts.append(f"{text}{opening}{path}{closing}" if lacks else text)
    return Words(*texts)
