"""The list in its two copies: which households, in which words, for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from detection.cases import case_rows, chosen_cases
from detection.control import control_record, control_strata, draw_list
from detection.control_key import ControlKey
from detection.explanation import explain_cases
from detection.inspectors import inspector_rows, noticed, points_noticed
from detection.reports.canonical_json import write_json
from detection.reports.case_list import write_case_list, write_lead_list
from detection.reports.notes import ListNotes
from detection.scored import Scored
from detection.wording import Wording
from features.declare import Feature

__all__ = ["Lists", "make_lists", "write_lists"]


@dataclass(frozen=True)
class Lists:
    """The list of a run.

    Parameters
    ----------
    cases : pandas.DataFrame
        The lead's copy, by rank; see :func:`detection.cases.case_rows`.
    copies : pandas.DataFrame
        The inspectors' copy; see :func:`detection.inspectors.inspector_rows`.
    listed : pandas.Series
        Whether each scored household is on the list by its rank, by household.
    control : dict
        See :func:`detection.control.control_record`.
    """

    cases: pd.DataFrame
    copies: pd.DataFrame
    listed: "pd.Series[bool]"
    control: dict[str, Any]


def make_lists(
    features: tuple[Feature, ...],
    scored: Scored,
    ranking: pd.DataFrame,
    evidence: pd.DataFrame,
    wording: Wording,
    *,
    capacity: int,
    as_of: date,
    key: ControlKey,
    fingerprint: str,
) -> Lists:
    """Put the list together.

    Parameters
    ----------
    features : tuple of Feature
        Columns of the table.
    scored : Scored
        The households as the model sees them.
    ranking, evidence : pandas.DataFrame
        Their order, and their reasons.
    wording : Wording
        Fills the templates.
    capacity : int
        How many homes can be visited on suspicion.
    as_of : datetime.date
        The day that counts.
    key : ControlKey
        Draws the control sample, together with day and data.
    fingerprint : str
        Of the data.
    """
    dossier, table, scores = scored.dossier, scored.table, scored.scores
    run_key = key.for_run(as_of, fingerprint)
    seen = noticed(features, table.values, scored.surprises)
    families: Mapping[str, str] = {feature.name: feature.family for feature in features}
    strata = control_strata(dossier.households["township"], seen, families)
    drawn = draw_list(ranking, capacity, strata, run_key)
    chosen = chosen_cases(drawn)
    explained = chosen.join(explain_cases(chosen, scored.ranker, scored.surprises, scores, features))
    cases = case_rows(explained, evidence, dossier, features, table.found)
    points = points_noticed(features, table, seen.loc[chosen["household_id"]], scores.weights, wording, as_of)
    return Lists(
        cases,
        inspector_rows(cases, points, dossier, features, run_key),
        drawn.set_index("household_id")["origin"].eq("ranked").reindex(scored.surprises.index),
        control_record(drawn, strata, key),
    )


def write_lists(folder: Path, lists: Lists, notes: ListNotes, *, reveal: bool) -> None:
    """Write both copies, and what the lead has to know of the control sample."""
    write_case_list(folder, lists.copies, notes, reveal=reveal)
    write_lead_list(folder, lists.cases, notes, reveal=reveal)
    write_json(lists.control, folder / "control.json")
