"""Red flags that go with a tie without any favour: what a test of chance must not count as something wrong.

The test of :mod:`models.chance` asks whether what is wrong goes together with ties more often than chance brings it.
A flag that is read from the very row that makes the tie always goes with it, favouritism or not; and officials' kin
live better than others, aided or not.  Such flags stay in the score, where an inspector reads them; they are left out
of the test, for every household alike, so that tied and untied households are measured by the same rule.

One of them, the standard of living, tells too much of who is favoured to be lost: how sure a lead is may use it, once
the difference between relatives and strangers has been measured and taken out (:mod:`models.tilting`).
"""

from typing import Final

import pandas as pd

__all__ = ["CONFOUNDED", "MEASURED", "without_confounded"]

CONFOUNDED: Final[dict[str, str]] = {
    "card_of_official": "the account that receives the aid is also the account shared with an official",
    "shared_card": "an official who keeps the cards of several households is one holder for all of them",
    "county_visit_missing": "the visit is due because a relative in office was registered",
    "hidden_supporter": "the child who was not declared may be the official, and a wrong parent makes both",
    "merged_members": "gaps in kinship hide a tie and make members look unrelated",
    "household_split": "only kin on record can have stayed behind in a register",
    "asset_to_kin": "only kin on record can have been given anything",
    "living_standard": "officials' kin live better than their neighbours whether aided or not; it breaks no rule",
}
"""Features that go with a tie by themselves, and why."""
MEASURED: Final = "living_standard"
"""The one that neither makes a tie nor is read with it: how far it goes with ties can be measured."""


def without_confounded(surprises: pd.DataFrame, *, but: str | None = None) -> pd.DataFrame:
    """Return the surprises with those of `CONFOUNDED` at 0, as if nothing had been found.

    Parameters
    ----------
    surprises : pandas.DataFrame
        Shape (households, features).
    but : str, optional
        A feature that stays.

    Returns
    -------
    pandas.DataFrame
        A copy of the same shape.

    Examples
    --------
    >>> without_confounded(pd.DataFrame({"living_standard": [2.0], "vehicle": [1.0]})).to_dict("list")
    {'living_standard': [0.0], 'vehicle': [1.0]}
    """
    cleared = [name for name in surprises.columns if name in CONFOUNDED and name != but]
    return surprises.assign(**dict.fromkeys(cleared, 0.0))
