"""The list for inspectors: the top of the ranking and a random control sample, each with all it needs."""

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from detection.amounts import stake_words
from detection.explanation import EXPLANATION
from features.declare import FAMILIES, Feature
from features.dossier import Dossier
from features.stake.stakes import USED, stakes_of
from features.table import what_it_lacks

__all__ = ["case_rows", "chosen_cases"]

PARTS: Final = ("reasons", "tie_path", "innocent", "check")
LANGUAGES: Final = ("zh", "en")
COLON: Final = {"zh": "：", "en": ": "}
FACTS: Final = """
    SELECT
        s.household_id, s.scheme, s.applicant_id, s.granted_on, s.region_code,
        concat_ws(' ', township.name, village.name) AS region,
        applicant.name AS applicant, handler.name AS handler, approver.name AS approver
    FROM scored AS s
    SEMI JOIN chosen USING (household_id)
    LEFT JOIN regions AS village ON village.region_code = s.region_code
    LEFT JOIN regions AS township ON township.region_code = s.township
    LEFT JOIN persons AS applicant ON applicant.person_id = s.applicant_id
    LEFT JOIN persons AS handler ON handler.person_id = s.handler_id
    LEFT JOIN persons AS approver ON approver.person_id = s.approver_id
    ORDER BY s.household_id
"""
"""People and place of the chosen households."""


def chosen_cases(drawn: pd.DataFrame) -> pd.DataFrame:
    """Return the cases of the list: the ranked ones, then the control sample, each by rank.

    Parameters
    ----------
    drawn : pandas.DataFrame
        See :func:`detection.control.draw_list`.
    """
    ranked, control = drawn[drawn["origin"] == "ranked"], drawn[drawn["origin"] == "control"]
    return pd.concat([ranked, control], ignore_index=True)


def case_rows(
    chosen: pd.DataFrame,
    evidence: pd.DataFrame,
    dossier: Dossier,
    features: tuple[Feature, ...],
    found: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Put together what the list says of each chosen household.

    Parameters
    ----------
    chosen : pandas.DataFrame
        See :func:`detection.control.draw_list`, with :func:`detection.explanation.explain_cases` joined to it; without
        that, the columns of the explanation are empty.
    evidence : pandas.DataFrame
        See :func:`detection.evidence.evidence_rows`; names in its texts are shown as they are.
    dossier : Dossier
        Gives people, places, standards and payments.
    features : tuple of Feature
        Give innocent explanations and what to check.
    found : mapping of str to pandas.DataFrame, optional
        What the features found; see :class:`features.table.FeatureTable`.  What the yuan at stake need of it is looked
        for again where it is not given.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`detection.reports.columns.CASE_COLUMNS`, in the order of `chosen`, names in full: the lead's
        copy.  ``amount_sources`` are the source rows of the amount alone, which the inspectors' copy needs.
    """
    chosen = chosen.reset_index(drop=True).reindex(columns=list(dict.fromkeys([*chosen.columns, *EXPLANATION])))
    known = {feature.name: feature for feature in features}
    grouped = dict(tuple(evidence[evidence["household_id"].isin(chosen["household_id"])].groupby("household_id")))
    words = pd.DataFrame(
        [_words(grouped.get(household), known) for household in chosen["household_id"]],
        columns=list(_words(None, {})),
    )
    stakes = stakes_of(dossier, chosen["household_id"], _barring(dossier, features) if found is None else found)
    words["amount_sources"] = chosen["household_id"].map(stakes["sources"])
    words["sources"] = [_joined(*pair) for pair in zip(words["sources"], words["amount_sources"], strict=True)]
    facts = _facts(chosen, dossier)
    facts = facts.join(_amounts(stakes, facts["scheme"])).reindex(chosen["household_id"]).reset_index(drop=True)
    return pd.concat([chosen, facts, words], axis=1)


def _words(reasons: pd.DataFrame | None, features: dict[str, Feature]) -> dict[str, str]:
    if reasons is None:
        return {f"{part}_{language}": "" for part in PARTS for language in LANGUAGES} | {"sources": ""}
    told = [features[name] for name in reasons["feature"]]
    paths = reasons.dropna(subset=["path_zh"]).head(1)
    words = {"sources": _joined(*reasons["source_rows"])}
    for language in LANGUAGES:
        families = [getattr(FAMILIES[code], language) for code in reasons["family"]]
        texts = zip(reasons["flag"], families, reasons[f"text_{language}"], strict=True)
        words[f"reasons_{language}"] = _lines(f"{flag} {family}{COLON[language]}{text}" for flag, family, text in texts)
        words[f"tie_path_{language}"] = _lines(paths[f"path_{language}"])
        words[f"innocent_{language}"] = _lines(getattr(feature.innocent, language) for feature in told)
        words[f"check_{language}"] = _lines(getattr(feature.check, language) for feature in told)
    return words


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(texts))


def _joined(*sources: str) -> str:
    """Join the names of source rows, each once."""
    return "; ".join(dict.fromkeys(source for text in sources if text for source in text.split("; ")))


def _facts(chosen: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """Return people and place of the chosen households, indexed by ``household_id``."""
    dossier.known.keep_frame("chosen", chosen[["household_id"]])
    facts = dossier.frame(FACTS).set_index("household_id")
    facts["region"] = facts["region"].mask(facts["region"] == "", facts["region_code"])
    return facts.drop(columns="region_code")


def _amounts(stakes: pd.DataFrame, schemes: pd.Series) -> pd.DataFrame:
    """Return the yuan at stake and how they were reckoned, indexed by ``household_id``."""
    alone = (schemes.reindex(stakes.index) == "marginal").tolist()
    words = [stake_words(stake, alone=one) for stake, one in zip(stakes.to_dict("records"), alone, strict=True)]
    formulas = {f"yuan_formula_{language}": [getattr(text, language) for text in words] for language in LANGUAGES}
    return pd.DataFrame({"yuan_at_stake": stakes["above"], **formulas}, index=stakes.index)


def _barring(dossier: Dossier, features: tuple[Feature, ...]) -> dict[str, pd.DataFrame]:
    """Look for what the yuan at stake need."""
    looked_for = [feature for feature in features if feature.name in USED and not what_it_lacks(feature, dossier.known)]
    return {feature.name: feature.compute(dossier) for feature in looked_for}
