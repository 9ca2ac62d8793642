"""One row per aided household, from the tables alone: raw columns, a clerk's rules, and all that labels can use."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from features.records.city import City
from tests.functional.official_ties import office_ties

__all__ = ["View", "view_households"]

TROUBLES = (
    "notice_short", "few_surveyors", "too_fast", "early", "overdue", "not_reinvestigated", "vehicle", "property",
    "business", "payroll", "income_over", "deposit_over", "moved_asset", "overpaid", "living",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """Tables with one row per aided household, in the order of their ids."""

    plain: pd.DataFrame
    rules: pd.DataFrame
    rich: pd.DataFrame
    tie: pd.Series
    troubles: tuple[str, ...] = TROUBLES


class _Bench:
    """The city's tables as frames, with the aided households and their members."""

    def __init__(self, city: City) -> None:
        self.as_of = pd.Timestamp(city.as_of)
        self.frames = {name: _frame(table) for name, table in city.tables.items() if name != "kinship"}
        made = self.frames["decisions"]
        made = made[(made.outcome == "granted") & (made.approved_on <= self.as_of)]
        made = made[made.ended_on.isna() | (made.ended_on >= self.as_of)].sort_values(["approved_on", "decision_id"])
        self.decisions = made.drop_duplicates("household_id", keep="last").set_index("household_id").sort_index()
        self.ids = self.decisions.index
        self.households = self.frames["households"].set_index("household_id").loc[self.ids]
        members = self.frames["members"]
        self.members = members[members.household_id.isin(self.ids)]

    def of_members(self, name: str) -> pd.DataFrame:
        """Rows of a table about members, with their household."""
        return self.members.merge(self.frames[name], on="person_id")

    def per_household(self, values: pd.Series) -> pd.Series:
        """Values by household, 0 where there are none."""
        return values.reindex(self.ids).fillna(0.0).astype(float)


def view_households(city: City) -> View:
    """Build the three tables of a city."""
    bench = _Bench(city)
    procedure, means, cards = _procedure(bench), _means(bench), _cards(bench)
    ties = office_ties(city, bench.members, bench.decisions, bench.households.region_code).reindex(bench.ids)
    seen = _living(bench)
    plain = pd.concat([procedure, means, cards, seen], axis=1)
    rules = _rules(bench, procedure, means, cards, ties, seen)
    relative = procedure.sub(procedure.groupby(bench.households.region_code.str[:9]).transform("mean"))
    tie = np.maximum((4 - ties.near.fillna(9)).clip(lower=0), (4 - ties.staff.fillna(9)).clip(lower=0)) / 3
    tie = pd.Series(np.maximum(tie, rules.contact * 0.8), index=bench.ids)
    trouble = rules[list(TROUBLES)].sum(axis=1)
    sums = pd.DataFrame({"tie": tie, "trouble": trouble, "both": tie * trouble, "rules": rules.sum(axis=1)})
    ticked = rules.astype(float).add_prefix("rule_")
    rich = pd.concat([plain, relative.add_prefix("relative_"), ticked, ties, sums], axis=1)
    return View(plain, rules, rich, tie)


def _frame(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas(date_as_object=False)
    return frame


def _procedure(bench: _Bench) -> pd.DataFrame:
    made, file = bench.decisions, bench.households
    reported = bench.frames["complaints"].groupby("household_id").size()
    return pd.DataFrame(
        {
            "days_to_accept": (made.accepted_on - made.applied_on).dt.days,
            "days_to_survey": (made.surveyed_on - made.accepted_on).dt.days,
            "days_of_notice": (made.publicised_to - made.publicised_from).dt.days,
            "days_after_notice": (made.approved_on - made.publicised_to).dt.days,
            "days_in_all": (made.approved_on - made.applied_on).dt.days,
            "days_since_review": (bench.as_of - made.last_reviewed_on.fillna(made.approved_on)).dt.days,
            "days_in_aid": (bench.as_of - made.approved_on).dt.days,
            "surveyors": made.surveyor_1_id.notna().astype(float) + made.surveyor_2_id.notna(),
            "visited": made.county_visited_on.notna().astype(float),
            "amount": made.monthly_amount,
            "declared_income": file.declared_monthly_income,
            "complaints": bench.per_household(reported),
        },
        index=bench.ids,
    )


def _means(bench: _Bench) -> pd.DataFrame:
    held, earned = bench.of_members("holdings"), bench.of_members("incomes")
    made = bench.decisions
    held = held[held.end_on.isna() | (held.end_on > held.household_id.map(made.approved_on))]
    columns = {}
    for kind in ("vehicle", "property", "business", "deposit"):
        rows = held[held.kind == kind].groupby("household_id").value
        columns[kind], columns[f"{kind}_value"] = bench.per_household(rows.size()), bench.per_household(rows.sum())
    earned = earned[earned.end_on.isna() | (earned.end_on > earned.household_id.map(made.approved_on))]
    columns["income"] = bench.per_household(earned.groupby("household_id").monthly_amount.sum())
    salary = earned[earned.kind == "public_payroll"].groupby("household_id").monthly_amount.sum()
    columns["payroll"] = bench.per_household(salary)
    lasting = earned[earned.end_on.isna() | (earned.end_on - earned.start_on > pd.Timedelta(days=140))]
    columns["lasting_income"] = bench.per_household(lasting.groupby("household_id").monthly_amount.sum())
    good = held[~held.status.isin(["scrapped", "dormant", "revoked"])]
    columns["good_value"] = bench.per_household(good.groupby("household_id").value.sum())
    given = bench.of_members("holdings")
    given = given[given.asset_id.notna() & given.end_on.notna()]
    given = given[given.asset_id.isin(_succeeded(bench.frames["holdings"]))]
    before = given.household_id.map(made.applied_on) - given.end_on
    given = given[(before > pd.Timedelta(0)) & (before <= pd.Timedelta(days=366))]
    columns["moved"] = bench.per_household(given.groupby("household_id").size())
    people = bench.members.groupby("household_id").agg(members=("person_id", "size"), covered=("covered", "sum"))
    born = bench.members.merge(bench.frames["persons"][["person_id", "birth_date", "death_date"]], on="person_id")
    age = (bench.as_of - born.birth_date).dt.days / 365.25
    columns["oldest"] = bench.per_household(age.groupby(born.household_id).max())
    dead = born[born.covered & (born.death_date < bench.as_of)]
    columns["dead"] = bench.per_household(dead.groupby("household_id").size())
    away = bench.of_members("absences")
    away = away[
        away.covered
        & (away.kind == "custody")
        & (away.end_on.isna() | (away.end_on > away.household_id.map(made.approved_on)))
    ]
    columns["custody"] = bench.per_household(away.groupby("household_id").size())
    return pd.concat([pd.DataFrame(columns), people.reindex(bench.ids).astype(float)], axis=1)


def _succeeded(held: pd.DataFrame) -> pd.Index:
    owners = held.dropna(subset=["asset_id"]).groupby("asset_id").size()
    return owners[owners > 1].index


def _cards(bench: _Bench) -> pd.DataFrame:
    paid = bench.frames["payments"]
    paid = paid[paid.household_id.isin(bench.ids)]
    last = (
        paid.sort_values("month")
        .drop_duplicates("household_id", keep="last")
        .set_index("household_id")
        .reindex(bench.ids)
    )
    sharing = last.groupby("account_id").size()
    officials = bench.frames["persons"].merge(
        bench.frames["officials"][["person_id"]].drop_duplicates(), on="person_id"
    )
    own = bench.members.merge(officials[["person_id"]], on="person_id").household_id
    outsider = ~pd.Series(bench.ids.isin(own), index=bench.ids)
    file = bench.households
    return pd.DataFrame(
        {
            "paid": bench.per_household(paid.groupby("household_id").amount.sum()),
            "sharing": last.account_id.map(sharing).fillna(1.0),
            "held_by_other": (last.holder_role == "other").astype(float),
            "held_by_guardian": last.holder_role.isin(["guardian", "institution"]).astype(float),
            "official_card": (last.account_holder_id.isin(officials.person_id) & outsider).astype(float),
            "official_phone": (file.phone.isin(officials.phone.dropna()) & outsider).astype(float),
            "official_address": (file.address_id.isin(officials.address_id.dropna()) & outsider).astype(float),
        },
        index=bench.ids,
    )


def _living(bench: _Bench) -> pd.DataFrame:
    seen = bench.frames["observations"]
    seen = seen[seen.household_id.isin(bench.ids)].copy()
    seen["rank"] = seen.groupby("item").value.rank(pct=True)
    seen["rank"] = np.where(seen.direction == "down", 1 - seen["rank"], seen["rank"])
    return pd.DataFrame({"living": seen.groupby("household_id")["rank"].mean().reindex(bench.ids)})


def _rules(
    bench: _Bench,
    procedure: pd.DataFrame,
    means: pd.DataFrame,
    cards: pd.DataFrame,
    ties: pd.DataFrame,
    seen: pd.DataFrame,
) -> pd.DataFrame:
    """What a clerk would tick off, without asking what is innocent."""
    file = bench.households
    line = np.where(bench.frames["regions"].set_index("region_code").urban.reindex(file.region_code), 740.0, 485.0)
    factor = file.scheme.map({"destitute": 1.3, "marginal": 1.5}).fillna(1.0)
    line = pd.Series(line, index=bench.ids) * factor
    lawful = ((line - file.declared_monthly_income) * means.covered).clip(lower=30)
    open_reports = bench.frames["complaints"]
    open_reports = open_reports[open_reports.reinvestigated_on.isna()].groupby("household_id").size()
    rules = {
        "undeclared_tie": (ties.near <= 2) & (ties.declared == 0),
        "recusal": ties.staff <= 2,
        "took_office": ties.fresh == 1,
        "contact": (cards.official_phone + cards.official_address + cards.official_card) > 0,
        "notice_short": procedure.days_of_notice < 7,
        "few_surveyors": procedure.surveyors < 2,
        "too_fast": procedure.days_in_all < 14,
        "early": procedure.days_after_notice < 0,
        "overdue": procedure.days_since_review > 366,
        "not_reinvestigated": bench.per_household(open_reports) > 0,
        "vehicle": means.vehicle > 0,
        "property": means.property > 1,
        "business": means.business > 0,
        "payroll": means.payroll > 0,
        "income_over": means.income > line * means.members,
        "deposit_over": means.deposit_value > 24 * line * means.members,
        "moved_asset": means.moved > 0,
        "overpaid": bench.decisions.monthly_amount > lawful + 2,
        "living": seen.living > 0.65,
        "dead": means.dead > 0,
        "custody": means.custody > 0,
        "shared_card": (cards.sharing > 1) & (cards.held_by_other > 0),
    }
    return pd.DataFrame(rules, index=bench.ids).astype(int)
