"""Why a household stands where it stands, in words: what each flag adds to its score, and what would take it off."""

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from features.asking.book import flag_names
from features.declare import FAMILIES, Feature
from models.explain import list_cutoff, ways_off_the_list
from models.ranker import Ranker
from models.scoring import Scores

__all__ = ["EXPLANATION", "explain_cases"]

EXPLANATION: Final = ("adds_zh", "adds_en", "off_list_zh", "off_list_en")
OFF: Final = {
    "zh": "以下各项经核实可以排除的，本户即退出名单：{flags}。",
    "en": "It would leave the list if this were cleared: {flags}.",
}
ADDS: Final = {"zh": "{family}{sum:.3f}（{flags}）", "en": "{family} {sum:.3f} ({flags})"}
BETWEEN: Final = {"zh": "；", "en": "; "}


def explain_cases(
    chosen: pd.DataFrame, ranker: Ranker, surprises: pd.DataFrame, scores: Scores, features: Sequence[Feature]
) -> pd.DataFrame:
    """Explain the chosen cases.

    Parameters
    ----------
    chosen : pandas.DataFrame
        ``household_id`` and ``origin``; see :func:`detection.cases.chosen_cases`.
    ranker : Ranker
        Scored them.
    surprises : pandas.DataFrame
        Shape (households, features), of all scored households.
    scores : Scores
        Of all scored households.
    features : sequence of Feature
        Columns of `surprises`.

    Returns
    -------
    pandas.DataFrame
        Indexed like `chosen`, columns `EXPLANATION`.  ``adds``: the score as a sum over families and flags;
        ``off_list``: the fewest flags whose clearing takes the case off the list, empty for one that the ranking did
        not put there.
    """
    told = {feature.name: feature for feature in features}
    households = chosen["household_id"].tolist()
    listed = chosen.loc[chosen["origin"] == "ranked", "household_id"].tolist()
    cutoff = list_cutoff(scores.table["score"], len(listed))
    ways = ways_off_the_list(ranker, surprises.loc[listed], scores.weights.loc[listed], cutoff)
    off = dict(zip(listed, ways, strict=True))
    rows = []
    for household in households:
        added = scores.weights.loc[household]
        words = [_adds(added[added > 0], told, language) for language in ("zh", "en")]
        rows.append((*words, *(_off(off.get(household, ()), told, language) for language in ("zh", "en"))))
    return pd.DataFrame(rows, columns=list(EXPLANATION), index=chosen.index)


def _adds(added: "pd.Series[float]", told: Mapping[str, Feature], language: str) -> str:
    """Name the families in falling order of what they add, with their flags in the same order."""
    by_family: dict[str, list[tuple[float, str]]] = {}
    for name, part in zip(added.index.tolist(), added.tolist(), strict=True):
        by_family.setdefault(told[name].family, []).append((part, told[name].flag))
    ordered = sorted(by_family.items(), key=lambda item: -sum(part for part, _ in item[1]))
    return BETWEEN[language].join(
        ADDS[language].format(
            family=getattr(FAMILIES[family], language),
            sum=sum(part for part, _ in parts),
            flags=", ".join(f"{flag} {part:.3f}" for part, flag in sorted(parts, key=lambda item: -item[0])),
        )
        for family, parts in ordered
    )


def _off(names: Sequence[str], told: Mapping[str, Feature], language: str) -> str:
    if not names:
        return ""
    called = flag_names()
    flags = BETWEEN[language].join(f"{told[name].flag} {getattr(called[name], language)}" for name in names)
    return OFF[language].format(flags=flags)
