"""Which findings of inspections count, and whether they are enough to learn from.

A finding counts if it says ``confirmed`` or ``cleared``, if the household was selected by the ranking or at random, and
if it was made within a year up to the day of training.  Of several of one household the latest counts; it is of the
random arm if any of them is.  All others are counted and left out:

``unclear``
    says nothing.
``selection``
    Selected after a complaint, or by nobody knows what: such a household stands for no other, however it is weighed.
``old``
    Made earlier: law, list and records were others.
``repeated``
    An earlier finding of a household that was visited again.
``decision``
    About another decision than the one in force on the day before the first finding: the household was granted aid
    after that day, or not scored on it.

Households that nobody visited are never taken for cleared ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.declare import Words

__all__ = ["CLEARED", "CONFIRMED", "RANDOM", "USED", "Findings", "usable_findings"]

USED: Final = 50
"""Fewest findings: below it the share confirmed is known to no better than a seventh either way."""
CONFIRMED: Final = 10
CLEARED: Final = 10
"""Fewest findings of either kind: with fewer the data say less than the prior weights."""
RANDOM: Final = 20
"""Fewest findings of the random arm: with none confirmed, 20 bound the share of all households below a sixth."""
WINDOW: Final = timedelta(days=365)
ARMS: Final = ("ranked", "random")


@dataclass(frozen=True)
class Findings:
    """Findings that count.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a household, sorted by and indexed with ``household_id``: ``confirmed`` and ``random`` (bool; the
        others are of the ranked arm), ``decision_id`` that the finding is about, and ``chance``: the chance of having
        been drawn at random, where it is known.
    since : datetime.date
        The day before the first of them.  What was known on that day is what they are learned from: on a later day
        the households that were confirmed are gone, or have been put right.
    left_out : dict of str to int
        Findings that do not count, by reason.
    """

    table: pd.DataFrame
    since: date
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def confirmed(self) -> npt.NDArray[np.bool_]:
        """What was found, in the order of the table."""
        return self.table["confirmed"].to_numpy(dtype=bool)

    @property
    def random(self) -> npt.NDArray[np.bool_]:
        """Which findings are of the random arm."""
        return self.table["random"].to_numpy(dtype=bool)

    def about(self, decisions: "pd.Series[str]") -> Self:
        """Return the findings about decisions that were in force on the day before the first finding.

        Parameters
        ----------
        decisions : pandas.Series
            ``decision_id`` in force on :attr:`since`, by household; all scored households of that day.
        """
        kept = self.table["decision_id"].eq(decisions.reindex(self.table.index)).fillna(False).astype(bool)
        left = {**self.left_out, "decision": self.left_out.get("decision", 0) + int((~kept).sum())}
        return replace(self, table=self.table[kept], left_out=left)

    def lacking(self) -> Words | None:
        """Return in words why these findings are too few to learn from; None if they are enough."""
        confirmed, random = int(self.confirmed.sum()), int(self.random.sum())
        needs = (
            (len(self.table), USED, "可用的核查结论", "usable findings"),
            (confirmed, CONFIRMED, "查实的结论", "confirmed findings"),
            (len(self.table) - confirmed, CLEARED, "排除的结论", "cleared findings"),
            (random, RANDOM, "随机抽查的结论", "findings of the random arm"),
        )
        for count, least, zh, en in needs:
            if count < least:
                return Words(
                    f"{zh}有{count}条，不足{least}条，排序未据此调整。",
                    f"There are {count} {en}, fewer than {least}: the ranking was not changed by them.",
                )
        return None

    def record(self) -> dict[str, Any]:
        """Return the counts as plain JSON."""
        return {
            "used": len(self.table),
            "random": int(self.random.sum()),
            "confirmed": int(self.confirmed.sum()),
            "left_out": {reason: count for reason, count in sorted(self.left_out.items()) if count},
        }


def usable_findings(inspections: pd.DataFrame, as_of: date) -> Findings:
    """Choose the findings that count.

    Parameters
    ----------
    inspections : pandas.DataFrame
        Rows of the contract's table up to `as_of`, in any order: ``household_id``, ``inspected_on`` (datetime64),
        ``finding``, ``selected_by`` and ``decision_id`` (the decision that was in force then); ``chance`` if known.
    as_of : datetime.date
        Day of training.

    Returns
    -------
    Findings
        None at all is no error.
    """
    rows = inspections if "chance" in inspections else inspections.assign(chance=np.nan)
    left: dict[str, int] = {}
    tests = {
        "old": rows["inspected_on"] > pd.Timestamp(as_of - WINDOW),
        "unclear": rows["finding"].isin(["confirmed", "cleared"]),
        "selection": rows["selected_by"].isin(ARMS),
    }
    for reason, kept in tests.items():
        left[reason] = int((~kept[rows.index]).sum())
        rows = rows[kept[rows.index]]
    rows = rows.sort_values(["household_id", "inspected_on", "finding"], kind="stable")
    first = rows["inspected_on"].min()
    since = (first.date() if len(rows) else as_of) - timedelta(days=1)
    return Findings(_latest(rows), since, _counted(left, repeated=len(rows) - rows["household_id"].nunique()))


def _latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the latest finding of each household, in the random arm if any of its findings is."""
    random = rows["selected_by"].eq("random")
    marked = rows.assign(confirmed=rows["finding"].eq("confirmed"), random=random, chance=rows["chance"].where(random))
    marked["random"] = marked.groupby("household_id")["random"].transform("any")
    marked["chance"] = marked.groupby("household_id")["chance"].transform("max")
    latest = marked.drop_duplicates("household_id", keep="last").set_index("household_id")
    return latest[["confirmed", "random", "decision_id", "chance"]]


def _counted(left: Mapping[str, int], **more: int) -> dict[str, int]:
    return {**left, **more}
