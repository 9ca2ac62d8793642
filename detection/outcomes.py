"""What the three jobs of the pipeline return: a check, a training, a run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from detection.check import CheckReport
from detection.control_key import ControlKey
from features.errors import DataError, MissingTable
from features.records.store import Records
from features.table import FeatureTable
from models.registry import Registered

__all__ = ["Check", "Run", "Training"]


@dataclass(frozen=True)
class Check:
    """What a check found, and where it is told.

    Parameters
    ----------
    report : CheckReport
        Facts in no language.
    page : Path
        The report as a page.
    suggestion : Path or None
        A proposed mapping, if one was asked for and there is something to propose.
    missing : str
        What the delivery lacks of what must be there, as a sentence; empty if nothing.
    """

    report: CheckReport
    page: Path
    suggestion: Path | None = None
    missing: str = ""

    def refuse(self) -> None:
        """Raise what keeps the delivery from being scored, if anything does.

        Raises
        ------
        DataError
            If a file could not be understood, or a required table is missing.
        """
        refused = self.report.refused
        if refused:
            others = f" (and {len(refused) - 1} more, see the report)" if len(refused) > 1 else ""
            raise DataError(refused[0].reason.removesuffix(".") + others + ".")
        if self.missing:
            raise MissingTable(self.missing)


@dataclass(frozen=True)
class Training:
    """A trained and registered model.

    Parameters
    ----------
    registered : Registered
        Name, version and aliases.
    records : Records
        Counts of every file; closed.
    households : int
        Households that it was trained on.
    table : FeatureTable
        What it was trained on.
    quarantine : list of Path
        Files written.
    assumed_years : tuple of int
        Years without known holidays; see :class:`features.dossier.Dossier`.
    figures : dict
        What the training measured; see :func:`detection.figures.training_figures`.
    """

    registered: Registered
    records: Records
    households: int
    table: FeatureTable
    quarantine: list[Path]
    assumed_years: tuple[int, ...]
    figures: dict[str, Any]


@dataclass(frozen=True)
class Run:
    """A finished scoring run.

    Parameters
    ----------
    out : Path
        The folder written.
    registered : Registered
        The model used.
    records : Records
        Counts of every file; closed.
    ranking : pandas.DataFrame
        Every scored household; see :func:`detection.ranking.rank_households`.
    cases : pandas.DataFrame
        The list as :func:`detection.cases.case_rows` gives it: names of applicant, handler and approver in full.
    table : FeatureTable
        Values and what they were found in.
    assumed_years : tuple of int
        Years without known holidays; see :class:`features.dossier.Dossier`.
    figures : dict
        What the run measured; see :func:`detection.figures.run_figures`.
    control_key : ControlKey
        The key that drew the control sample, as it was given or kept.
    """

    out: Path
    registered: Registered
    records: Records
    ranking: pd.DataFrame
    cases: pd.DataFrame
    table: FeatureTable
    assumed_years: tuple[int, ...]
    figures: dict[str, Any]
    control_key: ControlKey
