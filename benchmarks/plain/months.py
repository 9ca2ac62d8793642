"""In which months a household was paid."""

import pandas as pd

from benchmarks.plain.law import add_months, in_force
from benchmarks.plain.records import Tables, look_up, month_of, months_between
from features.law.law import Law

__all__ = ["aid_months", "gradual_exits", "in_exit", "in_months"]


def aid_months(tables: Tables, scored: pd.DataFrame) -> pd.DataFrame:
    """Return one row a household and month in which aid was paid: ``household_id``, ``month``, ``paid``, ``on_record``.

    Months with a payment above zero that is no back pay, from the month of the decision on; of a household without any
    payment on record every month after that of the decision; of one whose records begin with the delivery's first
    month, those before it too.
    """
    payments = tables["payments"][tables["payments"]["household_id"].isin(scored.index)]
    granted = month_of(scored["granted_on"])
    kind = payments["kind"].fillna("regular")
    real = payments[
        (payments["amount"] > 0)
        & (kind != "back_pay")
        & (payments["month"] >= look_up(payments["household_id"], granted))
    ]
    regular = real["amount"].where(kind.loc[real.index] == "regular", 0.0)
    paid = regular.groupby([real["household_id"], real["month"]]).sum().round(2).rename("paid").reset_index()
    begun = payments.groupby("household_id")["month"].min().reindex(scored.index)
    silent = scored[begun.isna() | (begun == tables["payments"]["month"].min())]
    first = (granted.loc[silent.index] + pd.DateOffset(months=1)).astype("datetime64[s]")
    last = (begun.loc[silent.index] - pd.DateOffset(months=1)).astype("datetime64[s]").fillna(tables.as_of)
    unpaid = pd.DataFrame({"household_id": silent["household_id"], "first": first, "last": last})
    unpaid = _every_month(unpaid, "first", "last")[["household_id", "month"]]
    return pd.concat([paid.assign(on_record=True), unpaid.assign(paid=float("nan"), on_record=False)])


def _every_month(rows: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Return each row once for every month from `first` to `last`, with that ``month``; none where it ends before."""
    rows = rows.reset_index(drop=True)
    number = (months_between(rows[first], rows[last]) + 1).clip(lower=0).astype("int64")
    repeated = rows.loc[rows.index.repeat(number)]
    begin = repeated[first].dt.to_period("M")
    month = begin + repeated.groupby(level=0).cumcount()
    return repeated.assign(month=month.dt.start_time.astype("datetime64[s]")).reset_index(drop=True)


def in_months(months: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return `rows` (household, first and last day) once for each month of the household in which they held."""
    both = rows.merge(months[["household_id", "month"]], on="household_id")
    after = both["start_on"] >= both["month"] + pd.DateOffset(months=1)
    return both[~after & ~(both["end_on"] < both["month"])]


def gradual_exits(scored: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Return the households in gradual exit: from the month ``exit_start`` to before ``exit_until``."""
    leaving = scored.dropna(subset="exit_from")
    allowed = in_force(law, "exit_months", leaving["region_code"], leaving["exit_from"])["value"]
    until = add_months(leaving["exit_from"], allowed)
    return pd.DataFrame({"exit_start": month_of(leaving["exit_from"]), "exit_until": until})[allowed > 0]


def in_exit(rows: pd.DataFrame, exits: pd.DataFrame) -> pd.Series:
    """Whether the ``month`` of each row lies in the gradual exit of its household."""
    spell = rows[["household_id", "month"]].join(exits, on="household_id")
    return (spell["month"] >= spell["exit_start"]) & (spell["month"] < spell["exit_until"])
