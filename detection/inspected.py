"""What inspections found before, and what the ranking learns from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from features.declare import Words
from features.dossier import Dossier
from features.errors import DataError
from features.records.store import Known
from features.table import FeatureTable
from models.estimates import Estimate, share_confirmed
from models.findings import Findings
from models.ranker import Ranker
from models.rerank import Off, Reranker, fit_reranker

__all__ = ["CAPACITY", "Past", "inspections_of", "learn", "look_back"]

CAPACITY: Final = 300
"""Length of the list whose precision is estimated, where no other is given: the default of a scoring run."""
DEPTHS: Final = (25, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1000)
"""Lengths of lists whose precision is told, as far as there are households and visits."""
NOBODY: Final = Words(
    "首次核查前一日没有在保的户，排序未据此调整。",
    "Nobody had aid in force on the day before the first finding: the ranking was not changed by findings.",
)
INSPECTIONS: Final = """
    SELECT i.household_id, i.inspected_on, i.finding, i.selected_by, max_by(
        d.decision_id, (coalesce(d.approved_on, d.publicised_to, d.surveyed_on, d.accepted_on, d.applied_on),
        d.decision_id)
    ) AS decision_id
    FROM inspections AS i
    LEFT JOIN decisions AS d
        ON d.household_id = i.household_id AND d.outcome = 'granted'
        AND coalesce(d.approved_on, d.publicised_to, d.surveyed_on, d.accepted_on, d.applied_on) <= i.inspected_on
    GROUP BY ALL
    ORDER BY ALL
"""
"""Inspections with the decision that each was about: the latest granted on or before its day, ended or not."""


@dataclass(frozen=True)
class Past:
    """The scored households of the day before the first finding, as they were known then.

    Parameters
    ----------
    values : pandas.DataFrame
        Shape (households, features).
    households : pandas.DataFrame
        ``decision_id`` and ``peer_group`` of the same households.
    """

    values: pd.DataFrame
    households: pd.DataFrame


def inspections_of(known: Known) -> pd.DataFrame:
    """Return the inspections up to the day, each with the decision that it was about.

    Parameters
    ----------
    known : Known
        What was known on the day.

    Returns
    -------
    pandas.DataFrame
        ``household_id``, ``inspected_on``, ``finding``, ``selected_by``, ``decision_id``; empty without the table.
    """
    return known.frame(INSPECTIONS)


def look_back(findings: Findings, look: Callable[[date], tuple[Dossier, FeatureTable]]) -> Past | None:
    """Look at the day before the first finding, if there are findings enough.

    What is known as of another day afterwards must be looked at anew: the tables of the records show one day at a time.

    Parameters
    ----------
    findings : Findings
        See :func:`models.findings.usable_findings`.
    look : callable
        Gives dossier and feature table of a day.

    Returns
    -------
    Past or None
        None if there are too few findings, or nobody had aid in force on that day.
    """
    if findings.lacking():
        return None
    try:
        dossier, table = look(findings.since)
    except DataError:
        return None
    return Past(table.values, dossier.households[["decision_id", "peer_group"]])


def learn(
    ranker: Ranker, findings: Findings, past: Past | None, *, capacity: int = CAPACITY
) -> tuple[Reranker | Off, dict[str, Any]]:
    """Learn from findings, and say what they say of all households.

    Parameters
    ----------
    ranker : Ranker
        With the prior weights.
    findings : Findings
        See :func:`models.findings.usable_findings`.
    past : Past or None
        See :func:`look_back`.
    capacity : int
        Length of the list whose precision is estimated.

    Returns
    -------
    tuple of (Reranker or Off, dict)
        What was learned, and the figures ``findings`` of a version: counts, ``on``, why not in words, ``prevalence``
        and ``precision`` with their intervals, or None where nothing is known, and ``precision_at``: by length of a
        list the precision of the ranking before it learned, with its interval.
    """
    if past is None:
        return _told(Off(findings.lacking() or NOBODY), findings)
    findings = findings.about(past.households["decision_id"])
    peer_groups = past.households["peer_group"]
    knowing = ranker.knowing(past.values, peer_groups)
    surprises = knowing.surprise(past.values, peer_groups)
    order = knowing.score(surprises).table["score"].sort_values(ascending=False, kind="stable").index
    learned, told = _told(fit_reranker(knowing, surprises, findings), findings)
    known = {"prevalence": _prevalence(findings, len(order)), "precision": _precision(findings, order[:capacity])}
    lists = {length: _precision(findings, order[:length]) for length in DEPTHS if length <= len(order)}
    return learned, told | {
        **{name: estimate.record() if estimate else None for name, estimate in known.items()},
        "precision_at": {str(length): estimate.record() for length, estimate in lists.items() if estimate},
    }


def _prevalence(findings: Findings, households: int) -> Estimate | None:
    """Return the share of all households that would be confirmed, by the random arm alone."""
    random = findings.random
    equal = random.sum() / max(households, 1)
    chances = findings.table["chance"].fillna(equal).to_numpy(dtype="float64")
    return share_confirmed(findings.confirmed[random], chances[random])


def _precision(findings: Findings, listed: pd.Index) -> Estimate | None:
    """Return the share of a list that would be confirmed, by all visits to it; each is as likely as the others."""
    visited = findings.table.index.isin(listed)
    chances = np.full(int(visited.sum()), visited.sum() / max(len(listed), 1))
    return share_confirmed(findings.confirmed[visited], chances)


def _told(learned: Reranker | Off, findings: Findings) -> tuple[Reranker | Off, dict[str, Any]]:
    reason = learned.reason if isinstance(learned, Off) else Words("", "")
    figures = findings.record() | {
        "on": isinstance(learned, Reranker),
        "reason_zh": reason.zh,
        "reason_en": reason.en,
        "prevalence": None,
        "precision": None,
        "precision_at": {},
    }
    return learned, figures
