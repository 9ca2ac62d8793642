"""What a check found of a delivery: the facts behind the summary on the terminal and the page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from features.asking.requests import Request, features_without_rows, requests
from features.coverage import Coverage, coverage
from features.records.account import Intake
from features.records.arrivals import Refusal
from features.records.contract import CONTRACT
from features.records.store import Records
from features.registry import FEATURES
from features.table import what_it_lacks

__all__ = ["LOUD", "CheckReport", "TableCount", "check_report"]

LOUD: Final = 0.05
"""Share of a file in quarantine above which something is wrong with the file rather than with its rows."""


@dataclass(frozen=True)
class TableCount:
    """What came in for one table of the contract, from all its files together.

    Parameters
    ----------
    table : str
        Canonical name.
    intakes : tuple of Intake
        One for each sheet that it came from.
    """

    table: str
    intakes: tuple[Intake, ...]

    @property
    def rows(self) -> int:
        """Records read."""
        return sum(intake.rows for intake in self.intakes)

    @property
    def accepted(self) -> int:
        """Records kept."""
        return sum(intake.accepted for intake in self.intakes)

    @property
    def quarantined(self) -> int:
        """Records set aside; ``rows = accepted + quarantined``."""
        return sum(intake.quarantined for intake in self.intakes)

    @property
    def fixed(self) -> dict[str, int]:
        """Cells changed by rule, the most frequent first."""
        return _added(intake.fixed for intake in self.intakes)

    @property
    def broken(self) -> dict[str, int]:
        """Records set aside by rule, the most frequent first."""
        return _added(intake.broken for intake in self.intakes)

    @property
    def flagged(self) -> dict[str, int]:
        """Records kept with a doubt by rule, the most frequent first."""
        return _added(intake.flagged for intake in self.intakes)


@dataclass(frozen=True)
class CheckReport:
    """What a check found; it names no person.

    Parameters
    ----------
    delivery : str
        What was checked, as the user named it.
    made_at : datetime.datetime
        When.
    version : str
        Of mingcha.
    intakes : tuple of Intake
        What became of each sheet as each table that it feeds.
    refused : tuple of Refusal
        Files that could not be understood.
    ignored : tuple of str
        Files that are no tables.
    unmatched : pandas.DataFrame
        Soft references; see :meth:`features.records.store.Records.unmatched`.
    coverage : Coverage
        How far the delivery hangs together.
    off : mapping of str to tuple of str
        Features that cannot be looked for and the tables or columns that they lack.
    rowless : frozenset of str
        Features that can be looked for and find nothing for want of rows of their kind.
    requests : tuple of Request
        What to ask which department for.
    quarantine : tuple of Path
        Files with the rows that were set aside.
    unknown : tuple of str
        Files and sheets that hold a table, but whose names say nothing that is known; they are not read.
    """

    delivery: str
    made_at: datetime
    version: str
    intakes: tuple[Intake, ...]
    refused: tuple[Refusal, ...]
    ignored: tuple[str, ...]
    unmatched: pd.DataFrame
    coverage: Coverage
    off: Mapping[str, tuple[str, ...]]
    rowless: frozenset[str]
    requests: tuple[Request, ...]
    quarantine: tuple[Path, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[TableCount, ...]:
        """Tables that the delivery has, in the contract's order."""
        counts = (
            TableCount(table.name, tuple(intake for intake in self.intakes if intake.table == table.name))
            for table in CONTRACT
        )
        return tuple(count for count in counts if count.intakes)

    @property
    def missing(self) -> tuple[str, ...]:
        """Tables of the contract that the delivery does not have."""
        there = {intake.table for intake in self.intakes}
        return tuple(table.name for table in CONTRACT if table.name not in there)

    @property
    def loud(self) -> tuple[Intake, ...]:
        """Sheets with more than :data:`LOUD` of their records in quarantine, the worst first."""
        heavy = [intake for intake in self.intakes if intake.quarantined > LOUD * intake.rows]
        return tuple(sorted(heavy, key=lambda intake: (-intake.quarantined / intake.rows, intake.file, intake.sheet)))

    @property
    def looked_for(self) -> int:
        """Number of features that can be looked for, those for want of rows among them."""
        return len(FEATURES) - len(self.off)


def check_report(
    records: Records, *, delivery: str, made_at: datetime, version: str, quarantine: Iterable[Path] = ()
) -> CheckReport:
    """Gather what a check found.

    Parameters
    ----------
    records : Records
        An accepted delivery, still open.
    delivery : str
        What was checked, as the user named it.
    made_at : datetime.datetime
        The time of the check.
    version : str
        Of mingcha.
    quarantine : iterable of Path
        Files with the rows that were set aside.

    Returns
    -------
    CheckReport
        Facts in no language.
    """
    everything = records.known(date.max)
    unknown = tuple(sheet.name for sheet in records.unknown)
    off = {feature.name: lacking for feature in FEATURES if (lacking := what_it_lacks(feature, everything))}
    return CheckReport(
        delivery=delivery,
        made_at=made_at,
        version=version,
        intakes=tuple(records.intakes),
        refused=tuple(records.refused),
        ignored=tuple(name for name in records.ignored if name not in unknown),
        unmatched=records.unmatched(),
        coverage=coverage(everything),
        off=off,
        rowless=features_without_rows(everything) - off.keys(),
        requests=requests(everything, off),
        quarantine=tuple(quarantine),
        unknown=unknown,
    )


def _added(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Add up counts by rule, the most frequent first, then by name."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))
