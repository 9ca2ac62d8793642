"""Family E, incomes: what members earn, in the months in which aid was paid."""

import pandas as pd

from benchmarks.plain.lines import line_on
from benchmarks.plain.months import in_exit, in_months
from benchmarks.plain.view import View

__all__ = ["INCOMES"]

PERSON = ["household_id", "person_id"]


def public_payroll(view: View) -> pd.Series:
    """Months of aid in which a member was on a public payroll, of the busiest member; gradual exit left out."""
    earned = _earned(view)
    earned = earned[earned["kind"] == "public_payroll"]
    return earned.groupby(PERSON)["month"].nunique().groupby("household_id").max()


def income_over_limit(view: View) -> pd.Series:
    """Income seen elsewhere above the limit, in limits a head, averaged over the months of aid.

    ``sum over months of max(0, income / heads - limit) / limit, divided by the number of months of aid``; each month
    has its own income, living members and line.  Months of gradual exit add nothing.
    """
    months = _monthly(_earned(view))
    months = months.join(view.scored[["region_code", "scheme", "granted_on"]], on="household_id")
    months = line_on(view.lines, months, months["month"].clip(lower=months["granted_on"]))
    above = (months["yuan"] / _heads(view, months) / months["income_limit"] - 1).clip(lower=0)
    excess = above.groupby(months["household_id"]).sum().round(6)
    paid = view.aid_months.groupby("household_id").size()
    with_line = pd.MultiIndex.from_frame(view.lines[["region_code", "scheme"]])
    homes = view.scored.loc[excess.index, ["region_code", "scheme"]]
    return (excess / paid.reindex(excess.index)).where(pd.MultiIndex.from_frame(homes).isin(with_line))


def _earned(view: View) -> pd.DataFrame:
    """Return every income of living members in every month of aid outside gradual exit.

    Of the month before it, what began in that month is left out as well.
    """
    earned = in_months(view.aid_months, view.of_members("incomes"))
    earned = earned[~(earned["death_date"] < earned["month"])]
    told_at_once = in_exit(earned.assign(month=earned["month"] + pd.DateOffset(months=1)), view.exits)
    return earned[~in_exit(earned, view.exits) & ~(told_at_once & (earned["start_on"] >= earned["month"]))]


def _monthly(earned: pd.DataFrame) -> pd.DataFrame:
    """Return the yuan of each household and month: ``max(taxed, max(wages, public payroll) + all other)`` a person."""
    earned = earned[earned["monthly_amount"] > 0]
    amount, place = earned["monthly_amount"], [earned[name] for name in (*PERSON, "month")]
    every = amount.groupby(place).sum()
    taxed, wages, payroll = (
        amount.where(earned["kind"] == kind, 0).groupby(place).sum() for kind in ("tax", "wage", "public_payroll")
    )
    other = every - taxed - wages.clip(upper=payroll)
    yuan = other.clip(lower=taxed).groupby(["household_id", "month"]).sum().round(2)
    return yuan.rename("yuan").reset_index()


def _heads(view: View, months: pd.DataFrame) -> pd.Series:
    """Return how many members lived in each month, at least 1."""
    both = months[["household_id", "month"]].reset_index().merge(view.members, on="household_id")
    alive = both[~(both["death_date"] < both["month"])]
    return alive.groupby("index").size().reindex(months.index, fill_value=0).clip(lower=1)


INCOMES = (public_payroll, income_over_limit)
