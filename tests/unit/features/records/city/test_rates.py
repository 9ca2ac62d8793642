"""The city keeps to the published figures, and every sign that is planted also occurs among the innocent."""

import pytest

from features.records.city import CitySettings
from features.records.city.settings import FAVOUR_SHARES, VISIBILITY
from tests.functional.household_view import view_households
from tests.unit.features.records.city.builders import aided, frame, made_city

PEOPLE = 100_000


def test_settings_are_the_defaults_of_the_field():
    settings = CitySettings()
    assert sum(FAVOUR_SHARES.values()) == pytest.approx(1.0)
    assert min(VISIBILITY.values()) >= 0.35
    assert max(VISIBILITY.values()) <= 0.75
    assert 0.05 <= settings.kinship_missing <= 0.07
    assert 0.05 <= settings.hidden_income <= 0.14
    assert 0.005 <= settings.dead_paid <= 0.01
    assert settings.custody == 0.0025


def test_one_resident_in_twenty_five_is_covered():
    cases = aided(PEOPLE)
    members = frame("members", PEOPLE)
    covered = members[members.covered & members.household_id.isin(cases.index)].person_id.nunique()
    assert 0.035 < covered / PEOPLE < 0.045


def test_shares_of_wrongs_are_those_of_the_settings():
    cases, settings = aided(PEOPLE), CitySettings()
    share = cases.mechanism.value_counts(normalize=True)
    assert cases.favouritism.mean() == pytest.approx(settings.favouritism, rel=0.2)
    for wrong in ("hidden_income", "hidden_asset", "dead_paid"):
        assert share[wrong] == pytest.approx(getattr(settings, wrong), rel=0.15)


def test_relatives_of_officials_are_few_and_mostly_innocent():
    view = view_households(made_city(PEOPLE))
    relatives = (view.rich.near <= 2) | (view.rich.staff <= 2)
    favoured = aided(PEOPLE).favouritism.loc[view.rich.index].astype(bool)
    assert 0.03 <= relatives.mean() <= 0.06
    assert 0.12 <= favoured[relatives].mean() <= 0.35
    assert view.rich.declared[relatives].mean() < 0.6


def test_kinship_lacks_one_tie_in_sixteen():
    ties = frame("kinship", PEOPLE)
    parents = ties[ties.relation.isin(["parent", "child"])]
    spouses = ties[ties.relation == "spouse"]
    child = parents.person_id.where(parents.relation == "parent", parents.relative_id)
    one_parent = (child.value_counts() == 1).mean()
    assert 0.08 < one_parent < 0.14
    assert spouses.start_on.notna().all()
    assert 0.01 < spouses.end_on.notna().mean() < 0.1


def test_every_rule_that_the_guilty_break_is_broken_by_more_of_the_innocent():
    view = view_households(made_city(PEOPLE))
    cases = aided(PEOPLE).loc[view.rules.index]
    innocent = ~cases.favouritism.astype(bool) & ~cases.ineligible.astype(bool)
    guilty = cases.favouritism.astype(bool)
    for rule in view.rules:
        assert view.rules.loc[innocent, rule].sum() >= 0.7 * view.rules.loc[guilty, rule].sum(), rule


def test_each_favoured_household_shows_only_some_signs():
    view = view_households(made_city(PEOPLE))
    favoured = aided(PEOPLE).favouritism.loc[view.rules.index].astype(bool)
    signs = view.rules[list(view.troubles)][favoured].sum(axis=1)
    assert signs.max() < len(view.troubles) / 2 + 1
    assert 1.5 < signs.mean() < 5


def test_innocent_lookalikes_of_every_kind_are_there():
    held, paid = frame("holdings", PEOPLE), frame("payments", PEOPLE)
    assert {"active", "dormant", "revoked", "scrapped"} <= set(held.status)
    assert {"guardian", "institution", "other", "member", "self"} == set(paid.holder_role)
    homes = frame("addresses", PEOPLE).query("kind == 'institution'").address_id
    in_homes = frame("households", PEOPLE).address_id.isin(homes)
    assert in_homes.sum() > 20
    successions = held.dropna(subset=["asset_id"]).groupby("asset_id").person_id.nunique()
    assert (successions > 1).any()
    season = frame("incomes", PEOPLE).dropna(subset=["end_on"])
    assert ((season.end_on - season.start_on).dt.days < 140).any()
