"""Kinship between aided households and officials in post, from the stated ties."""

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from features.records.city import City

__all__ = ["office_ties"]

REACH = 3


def office_ties(city: City, members: pd.DataFrame, decisions: pd.DataFrame, region: pd.Series) -> pd.DataFrame:
    """Per household: least steps to an official in post there, to who handled the case, declared, fresh in office.

    Columns are ``near``, ``staff`` (steps; NaN when none within three), ``declared`` and ``fresh`` (0 or 1), ``months``
    (in office at the application, least of those near).
    """
    pairs = _walk(city, members)
    terms = city.tables["officials"].to_pandas(date_as_object=False)
    first = terms.groupby("person_id").start_on.min()
    reached = pairs.merge(terms, left_on="official_id", right_on="person_id")
    made = decisions.loc[reached.household_id]
    day = made.applied_on.to_numpy()
    in_post = (reached.start_on <= day) & (reached.end_on.isna() | (reached.end_on >= day))
    place = region.loc[reached.household_id].to_numpy()
    here = (reached.region_code == place) | (reached.region_code == pd.Series(place).str[:9].to_numpy() + "000")
    roles = made[["handler_id", "surveyor_1_id", "surveyor_2_id", "approver_id"]]
    reached["staff"] = roles.eq(reached.official_id.to_numpy(), axis=0).any(axis=1).to_numpy()
    reached["months"] = (day - reached.official_id.map(first).to_numpy()) / np.timedelta64(1, "D") / 30.4
    reached = reached[(in_post & here) & (reached.steps > 0)]
    declared = city.tables["kin_declarations"].to_pandas()[["household_id", "official_id"]].drop_duplicates()
    close = reached[reached.steps <= 2]
    told = close.merge(declared, on=["household_id", "official_id"])
    by = reached.groupby("household_id")
    return (
        pd.DataFrame(
            {
                "near": by.steps.min(),
                "staff": reached[reached.staff].groupby("household_id").steps.min(),
                "months": close.groupby("household_id").months.min(),
                "count": by.size(),
            }
        )
        .assign(
            declared=lambda frame: frame.index.isin(told.household_id).astype(float),
            fresh=lambda frame: (frame.months.between(0, 12)).astype(float),
        )
        .reindex(decisions.index)
    )


def _walk(city: City, members: pd.DataFrame) -> pd.DataFrame:
    """Households and the officials within reach of their members, with the steps."""
    one, other = _edges(city)
    people = city.tables["persons"]["person_id"].to_numpy(zero_copy_only=False)
    index = pd.Index(people)
    start = np.searchsorted(one, np.arange(len(people) + 1))
    official = np.zeros(len(people), dtype=bool)
    official[index.get_indexer(city.tables["officials"]["person_id"].to_numpy(zero_copy_only=False))] = True
    household, ids = pd.factorize(members.household_id)
    here = household.astype(np.int64) * len(people) + index.get_indexer(members.person_id)
    seen, steps = here, np.zeros(len(here), dtype=np.int64)
    for step in range(1, REACH + 1):
        owner, person = here // len(people), here % len(people)
        count = start[person + 1] - start[person]
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        reached = np.repeat(owner, count) * len(people) + other[np.repeat(start[person], count) + offset]
        here = np.setdiff1d(reached, seen)
        seen, steps = np.append(seen, here), np.append(steps, np.full(len(here), step))
    keep = official[seen % len(people)]
    seen, steps = seen[keep], steps[keep]
    frame = {"household_id": ids[seen // len(people)], "official_id": people[seen % len(people)], "steps": steps}
    return pd.DataFrame(frame).drop_duplicates(["household_id", "official_id"])


def _edges(city: City) -> tuple[np.ndarray, np.ndarray]:
    """Stated ties as pairs of person numbers in both directions, with siblings through a shared parent, in order."""
    index = pd.Index(city.tables["persons"]["person_id"].to_numpy(zero_copy_only=False))
    kin = city.tables["kinship"]
    kin = kin.filter(pc.is_null(kin["end_on"]))
    one = index.get_indexer(kin["person_id"].to_numpy(zero_copy_only=False))
    other = index.get_indexer(kin["relative_id"].to_numpy(zero_copy_only=False))
    relation = kin["relation"].to_numpy(zero_copy_only=False)
    down = relation == "child"
    child, parent = np.where(down, other, one), np.where(down, one, other)
    filial = down | (relation == "parent")
    child, parent = child[filial], parent[filial]
    order = np.argsort(parent, kind="stable")
    child, parent = child[order], parent[order]
    left, right = [one, other], [other, one]
    for shift in range(1, 7):
        same = parent[shift:] == parent[:-shift]
        left += [child[shift:][same], child[:-shift][same]]
        right += [child[:-shift][same], child[shift:][same]]
    edge = np.unique(np.concatenate(left) * np.int64(len(index)) + np.concatenate(right))
    return edge // len(index), edge % len(index)
