"""Addresses, phones and accounts that a household shares with an official over it."""

import pandas as pd

from benchmarks.plain.records import Tables, look_up

__all__ = ["contact_ties", "next_of_kin"]

CONTACT = ["kind", "contact"]
NEXT_OF_KIN = ("spouse", "parent", "child", "sibling")


def contact_ties(
    tables: Tables, scored: pd.DataFrame, members: pd.DataFrame, over: pd.DataFrame, kin: pd.DataFrame, hub: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what households share with officials over them who are no members, and what with these officials' kin.

    A contact of more than `hub` people is no tie, nor is an institution's address or the account of a guardian or an
    institution.  Kin are spouse, parents, children and siblings who are no members either; where the tie was stated, it
    held on the day of the decision.  What the official uses as well is not counted for kin.
    """
    uses = _uses(tables)
    uses = uses[uses.groupby(CONTACT)["person_id"].transform("nunique") <= hub]
    homes = _of_households(tables, scored, members)
    shared = uses.merge(homes, on=CONTACT)
    own = pd.MultiIndex.from_frame(members[["household_id", "person_id"]])
    shared = shared[~pd.MultiIndex.from_frame(shared[["household_id", "person_id"]]).isin(own)]
    with_official = shared.rename(columns={"person_id": "official_id"}).merge(over, on=["household_id", "official_id"])
    kin = next_of_kin(kin, set(over["official_id"])).rename(columns={"a": "official_id", "b": "person_id"})
    with_kin = shared.merge(kin, on="person_id").merge(over, on=["household_id", "official_id"])
    with_kin = with_kin[
        ~pd.MultiIndex.from_frame(with_kin[["household_id", "official_id"]]).isin(own)
        & ~pd.MultiIndex.from_frame(with_kin[[*CONTACT, "official_id"]]).isin(
            pd.MultiIndex.from_frame(uses[[*CONTACT, "person_id"]])
        )
    ]
    return with_official, with_kin[~_ended(tables, scored, with_kin)]


def next_of_kin(kin: pd.DataFrame, people: set[str]) -> pd.DataFrame:
    """Return spouse, parents, children and siblings of some people, siblings by a shared parent among them."""
    direct = kin[kin["a"].isin(people) & kin["relation"].isin(NEXT_OF_KIN)]
    parents = direct.loc[direct["relation"] == "parent", ["a", "b"]].rename(columns={"b": "parent"})
    children = kin.loc[kin["relation"] == "child", ["a", "b"]].rename(columns={"a": "parent"})
    siblings = parents.merge(children, on="parent")
    siblings = siblings[siblings["a"] != siblings["b"]]
    return pd.concat([direct[["a", "b"]], siblings[["a", "b"]]]).drop_duplicates()


def _ended(tables: Tables, scored: pd.DataFrame, shared: pd.DataFrame) -> pd.Series:
    """Whether the tie between official and relative was stated, and nothing stated held on the day of the decision."""
    stated = tables["kinship"][["person_id", "relative_id", "start_on", "end_on"]]
    turned = stated.rename(columns={"person_id": "relative_id", "relative_id": "person_id"})
    stated = pd.concat([stated, turned]).rename(columns={"person_id": "official_id", "relative_id": "person_id"})
    pairs = shared[["household_id", "official_id", "person_id"]].assign(_place=range(len(shared)))
    pairs["day"] = look_up(pairs["household_id"], scored["granted_on"])
    said = pairs.merge(stated, on=["official_id", "person_id"])
    said["held"] = ~(said["start_on"] > said["day"]) & ~(said["end_on"] < said["day"])
    held = said.groupby("_place")["held"].any()
    return pairs["_place"].isin(held.index[~held])


def _uses(tables: Tables) -> pd.DataFrame:
    """Return who uses which contact, of everybody; applicants use the address and the phone of their household."""
    persons = tables["persons"]
    addresses = persons[~persons["address_id"].isin(_institutions(tables))]
    accounts = _held_for_itself(tables["payments"])
    homes = tables["households"]
    lodged = homes[~homes["address_id"].isin(_institutions(tables))]
    return pd.concat(
        [
            _contact("address", lodged["address_id"], person_id=lodged["applicant_id"]),
            _contact("phone", homes["phone"], person_id=homes["applicant_id"]),
            _contact("address", addresses["address_id"], person_id=addresses["person_id"]),
            _contact("phone", persons["phone"], person_id=persons["person_id"]),
            _contact("account", accounts["account_id"], person_id=accounts["account_holder_id"]),
        ],
        ignore_index=True,
    ).drop_duplicates()


def _of_households(tables: Tables, scored: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return each household's contacts: its own, its members', and the accounts that took its aid."""
    homes = scored.reset_index(drop=True)[["household_id", "address_id", "phone"]]
    people = tables["persons"][["person_id", "address_id", "phone"]].merge(members[["household_id", "person_id"]])
    both = pd.concat([homes, people])
    lodged = both[~both["address_id"].isin(_institutions(tables))]
    paid = _held_for_itself(tables["payments"])
    paid = paid[paid["household_id"].isin(scored.index)]
    return pd.concat(
        [
            _contact("address", lodged["address_id"], household_id=lodged["household_id"]),
            _contact("phone", both["phone"], household_id=both["household_id"]),
            _contact("account", paid["account_id"], household_id=paid["household_id"]),
        ],
        ignore_index=True,
    ).drop_duplicates()


def _contact(kind: str, contact: pd.Series, **user: pd.Series) -> pd.DataFrame:
    rows = pd.DataFrame({**{name: cells.array for name, cells in user.items()}, "kind": kind, "contact": contact.array})
    rows = rows.dropna()
    return rows.drop_duplicates()


def _institutions(tables: Tables) -> pd.Series:
    addresses = tables["addresses"]
    return addresses.loc[addresses["kind"] == "institution", "address_id"]


def _held_for_itself(payments: pd.DataFrame) -> pd.DataFrame:
    return payments[~payments["holder_role"].isin(["guardian", "institution"])]
