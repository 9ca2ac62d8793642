"""What a training or a run measures of itself: stability, fairness, drift, and whether there is anything to find."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import pandas as pd

from detection.inspected import CAPACITY, inspections_of
from detection.scored import Scored
from detection.settings import Settings
from detection.traits import trait_frame
from features.errors import ModelError
from features.table import FeatureTable
from models.card import model_card
from models.chance import Chance, chance_of_ranking
from models.drift import drift, refuse_drift
from models.fairness import fairness
from models.plots import plots
from models.registry import CHAMPION, Registered, Registry
from models.scoring import Scores
from models.stability import monotonicity, stability

__all__ = [
    "attachments",
    "champion_of",
    "chance_in",
    "drift_since",
    "run_figures",
    "training_figures",
    "training_metrics",
]

LANGUAGES: Final[tuple[Literal["zh", "en"], ...]] = ("zh", "en")
SCORE_KINDS: Final = ("score", "score_favouritism", "score_ineligibility")
SEEDS: Final = 5
"""Seeds between which a training compares the top of the ranking."""
LISTED: Final = 0.05
"""Share of the households whose selection a training looks at: a short list could prove nothing of any group."""


def chance_in(scored: Scored, settings: Settings) -> Chance:
    """Test within townships whether ties go with trouble more than chance would have it."""
    townships = scored.dossier.households["township"]
    return chance_of_ranking(
        scored.ranker, scored.surprises, scored.scores, scored.peer_groups, townships, seed=settings.seed
    )


def training_figures(
    scored: Scored, settings: Settings, champion: tuple[str, Mapping[str, Any]] | None
) -> dict[str, Any]:
    """Measure a model on what it was trained on.

    Parameters
    ----------
    scored : Scored
        What it was trained on, as it sees it.
    settings : Settings
        Seeds and sizes.
    champion : tuple of (str, mapping) or None
        Name and manifest of the champion, against which drift is told; None where there is none yet.

    Returns
    -------
    dict
        ``stability``, ``monotonicity``, ``fairness``, ``drift`` and ``chance``; plain JSON.
    """
    ranker, surprises = scored.ranker, scored.surprises
    ordered = scored.scores.table["score"].sort_values(ascending=False, kind="stable")
    first = ordered[ordered > 0].index[: max(1, round(LISTED * len(ordered)))]
    listed = pd.Series(ordered.index.isin(first), index=ordered.index).reindex(surprises.index)
    seeds = [(settings.seed + step) % 2**32 for step in range(SEEDS)]
    sizes = {"n_estimators": settings.n_estimators, "max_samples": settings.max_samples}
    name, manifest = champion or (None, {})
    return {
        "stability": stability(ranker, surprises, seeds=seeds, **sizes),
        "monotonicity": monotonicity(ranker, surprises),
        "fairness": _fairness(scored, listed, settings),
        "drift": drift(manifest.get("reference"), scored.table.values, None, name),
        "chance": _told(chance_in(scored, settings), listed),
    }


def run_figures(
    scored: Scored,
    ranking: pd.DataFrame,
    listed: pd.Series,
    found: Chance,
    drifted: Mapping[str, Any],
    manifest: Mapping[str, Any],
    settings: Settings,
) -> dict[str, Any]:
    """Measure a run.

    Parameters
    ----------
    scored : Scored
        The households as the model sees them.
    ranking : pandas.DataFrame
        See :func:`detection.ranking.rank_households`.
    listed : pandas.Series
        Whether each household is on the list by its rank, by household, in the order of `scored`.
    found : Chance
        See :func:`chance_in`.
    drifted : mapping
        See :func:`models.drift.drift`.
    manifest : mapping
        Of the model; gives the stability that its training measured.
    settings : Settings
        The seed of the proxy audit.

    Returns
    -------
    dict
        ``stability``, ``monotonicity``, ``fairness``, ``drift``, ``chance`` and ``findings``; plain JSON.
    """
    trained: dict[str, Any] = dict(manifest["record"]["figures"])
    return trained | {
        "stability": trained["stability"] | {"boundary": int(ranking["boundary"].sum())},
        "fairness": _fairness(scored, listed, settings),
        "drift": dict(drifted),
        "chance": _told(found, listed),
    }


def champion_of(registry: Registry) -> tuple[str, Mapping[str, Any]] | None:
    """Return name and manifest of the champion, None where there is none."""
    try:
        _, manifest, registered = registry.load(CHAMPION)
    except ModelError:
        # A champion that cannot be read says nothing of drift, and must not keep a better one from being trained.
        return None
    return f"version {registered.version}", manifest


def drift_since(
    registered: Registered, manifest: Mapping[str, Any], scored: Scored, *, by: str, reason: str
) -> dict[str, Any]:
    """Tell how far the households have changed since a model was trained, and refuse to go on if they have too far.

    Raises
    ------
    ModelError
        See :func:`models.drift.refuse_drift`.
    """
    values, score = scored.table.values, scored.scores.table["score"]
    drifted = drift(manifest.get("reference"), values, score, f"version {registered.version}")
    answer = refuse_drift(drifted, by=by, reason=reason)
    return drifted | ({"override": answer} if answer else {})


def training_metrics(table: FeatureTable) -> dict[str, float]:
    """Return the figures of a feature table: households, and the share of them that has something of each feature."""
    shares = (table.values > 0).mean()
    counts = {"households": float(len(table.values))}
    return counts | {f"share.{name}": float(share) for name, share in shares.items()}


def attachments(
    manifest: Mapping[str, Any],
    figures: Mapping[str, Any],
    parameters: Mapping[str, Any],
    metrics: Mapping[str, float],
    scores: Scores,
    families: Mapping[str, str],
) -> dict[str, bytes]:
    """Return model cards and pictures of a version by name of file."""
    cards = {
        f"model_card.{language}.md": model_card(manifest, figures, parameters, metrics, language).encode()
        for language in LANGUAGES
    }
    columns = {name: scores.table[name].to_numpy(dtype="float64") for name in SCORE_KINDS}
    first = scores.table["score"].sort_values(ascending=False, kind="stable").index[:CAPACITY]
    added = (
        scores.weights.loc[first].T.groupby([families[str(name)] for name in scores.weights.columns]).sum().mean(axis=1)
    )
    return cards | plots(columns, {str(code): float(part) for code, part in added.items()}, capacity=CAPACITY)


def _told(found: Chance, listed: "pd.Series[bool]") -> dict[str, Any]:
    return found.figures(listed.to_numpy(dtype=bool)) | {"listed": int(listed.sum())}


def _fairness(scored: Scored, listed: pd.Series, settings: Settings) -> dict[str, Any]:
    dossier = scored.dossier
    current = dossier.households["decision_id"].reset_index()
    past = inspections_of(dossier.known).merge(current, on=["household_id", "decision_id"])
    return fairness(trait_frame(dossier), listed, past, scored.surprises, seed=settings.seed)
