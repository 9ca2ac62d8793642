"""Family E, living: what a home visit saw, against the aided households around."""

import numpy as np
import pandas as pd

from benchmarks.plain.records import look_up
from benchmarks.plain.view import View

__all__ = ["LIVING"]

PEERS = 20
MEDIAN = 0.30103


def living_standard(view: View) -> pd.Series:
    """How far what the visit saw lies above the aided households around: mean over items of -log10 of the tail.

    The tail of an item is the share of the peer group (scheme and township) that is at least as well off, ties
    counted half; items without a direction, and items seen in fewer than 20 households of the group, do not count.
    """
    seen = view.tables["observations"].dropna(subset="direction")
    seen = seen[seen["household_id"].isin(view.scored.index)]
    seen = seen.assign(value=seen["value"].where(seen["direction"] != "down", -seen["value"]))
    seen = seen.sort_values("value", ascending=False).sort_values("observed_on", kind="stable", na_position="first")
    seen = seen.drop_duplicates(["household_id", "item"], keep="last")
    group = [look_up(seen["household_id"], view.scored["peer_group"]), seen["item"]]
    peers = seen["value"].groupby(group)
    number = peers.transform("size")
    # The mean rank of equals is the number of those better off, plus half the equals, plus a half.
    tail = (peers.rank(ascending=False, method="average") - 0.5) / number
    surprise = -np.log10(tail[number >= PEERS])
    mean = surprise.groupby(seen["household_id"]).mean().round(6)
    return (mean - MEDIAN).clip(lower=0).reindex(view.scored.index)


LIVING = (living_standard,)
