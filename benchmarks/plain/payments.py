"""Family M: where the money goes."""

import pandas as pd

from benchmarks.plain.contacts import next_of_kin
from benchmarks.plain.records import month_of
from benchmarks.plain.view import View

__all__ = ["PAYMENTS"]

VALUE = ["household_id", "value"]


def shared_card(view: View) -> pd.Series:
    """Households paid to one account whose holder is not a member of this one (0, or 2 and more).

    Neither this household nor the others count where a guardian or an institution holds the account for them, or where
    they live in a welfare home; nor does this one where it declared the holder as somebody who owes it support.
    """
    homes, addresses = view.tables["households"], view.tables["addresses"]
    lodged = homes["address_id"].isin(addresses.loc[addresses["kind"] == "institution", "address_id"])
    lodged = homes.loc[lodged, "household_id"]
    paid = _own_payments(view)
    users = paid[~paid["household_id"].isin(lodged)].groupby("account_id")["household_id"].nunique()
    cards = _foreign_cards(view)
    declared = pd.MultiIndex.from_frame(view.tables["supporters"][["household_id", "person_id"]])
    owing = pd.MultiIndex.from_frame(cards[["household_id", "account_holder_id"]]).isin(declared)
    cards = cards[~cards["household_id"].isin(lodged) & ~owing]
    number = cards["account_id"].map(users)
    return number[number >= 2].groupby(cards["household_id"]).max()


def card_of_official(view: View) -> pd.Series:
    """Whether aid goes to a card of an official over the household (2) or of that official's near kin (1)."""
    cards = _foreign_cards(view)[["household_id", "account_holder_id"]].drop_duplicates()
    over = view.over[["household_id", "official_id"]]
    own = cards.merge(over, left_on=["household_id", "account_holder_id"], right_on=["household_id", "official_id"])
    near = next_of_kin(view.kin, set(over["official_id"])).rename(columns={"a": "b", "b": "a"})
    near = pd.concat([view.kin[["a", "b"]], near[["a", "b"]]]).drop_duplicates()
    kin = cards.merge(over, on="household_id")
    kin = kin.merge(near, left_on=["account_holder_id", "official_id"], right_on=["a", "b"])
    values = pd.concat([own.assign(value=2.0)[VALUE], kin.assign(value=1.0)[VALUE]])
    return values.groupby("household_id")["value"].max()


def _foreign_cards(view: View) -> pd.DataFrame:
    """Return the accounts that took a household's aid since its decision, and whose holder is no member."""
    cards = _own_payments(view).dropna(subset="account_holder_id")
    cards = cards.join(view.scored["granted_on"], on="household_id", how="inner")
    cards = cards.loc[
        cards["month"] >= month_of(cards["granted_on"]), ["household_id", "account_id", "account_holder_id"]
    ].drop_duplicates()
    own = pd.MultiIndex.from_frame(view.members[["household_id", "person_id"]])
    return cards[~pd.MultiIndex.from_frame(cards[["household_id", "account_holder_id"]]).isin(own)]


def _own_payments(view: View) -> pd.DataFrame:
    """Return the payments to an account that is held by no guardian and no institution."""
    paid = view.tables["payments"].dropna(subset="account_id")
    return paid[(paid["amount"] > 0) & ~paid["holder_role"].isin(["guardian", "institution"])]


PAYMENTS = (shared_card, card_of_official)
