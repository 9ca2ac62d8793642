"""The book knows every table, column and feature, and nothing else."""

import re

import pytest

from features.asking.book import Ask, asks, departments, flag_names
from features.declare import Words
from features.records.contract import CONTRACT
from features.records.contract import table as contract_table
from features.records.schema import Table
from features.registry import FEATURES

HAN = re.compile(r"[\u4e00-\u9fff]")


def in_both_languages(words: Words) -> bool:
    return bool(HAN.search(words.zh)) and bool(words.en) and not HAN.search(words.en)


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_every_table_and_each_of_its_columns_is_held_by_a_department(table: Table) -> None:
    of_table = [ask for ask in asks() if ask.table == table.name]
    assert any(not ask.columns for ask in of_table), "somebody holds the table"
    named = {name for ask in of_table for name in ask.columns}
    general = {name for ask in of_table if not ask.columns for name in ALL[table.name] - named - set(ask.leaves)}
    assert named | general == ALL[table.name]


ALL = {table.name: {column.name for column in table.columns} for table in CONTRACT}


@pytest.mark.parametrize(
    "ask", asks(), ids=lambda ask: f"{ask.table}-{ask.department}-{ask.kind}{','.join(ask.columns)}"
)
def test_an_entry_is_about_what_exists_and_speaks_both_languages(ask: Ask) -> None:
    table = contract_table(ask.table)
    assert set(ask.columns) | set(ask.leaves) <= ALL[table.name]
    assert set(ask.columns).isdisjoint(name for name in table.required if name in table.key)
    assert ask.department in departments()
    assert set(ask.features) <= {feature.name for feature in FEATURES}
    assert bool(ask.kind) or not (ask.features or ask.leaves)
    assert not ask.kind or "kind" in ALL[table.name]
    assert in_both_languages(ask.words)
    assert ask.use is None or in_both_languages(ask.use)


def test_a_column_is_named_for_a_purpose_or_not_at_all() -> None:
    """What no flag needs and no law exempts is not asked for: ethnicity."""
    aimless = {
        (ask.table, name)
        for ask in asks()
        for name in ask.columns
        if ask.use is None and not any(f"{ask.table}.{name}" in need for one in FEATURES for need in one.tables)
    }
    assert ("persons", "ethnicity") in aimless


def test_every_department_is_asked_for_something() -> None:
    assert {ask.department for ask in asks()} == set(departments())
    assert all(in_both_languages(words) for words in departments().values())


def test_every_feature_has_a_name_of_its_own() -> None:
    assert list(flag_names()) == [feature.name for feature in FEATURES]
    assert all(in_both_languages(words) for words in flag_names().values())
    assert len({words.zh for words in flag_names().values()}) == len(FEATURES)


def test_features_of_a_kind_need_its_table() -> None:
    needs = {feature.name: " ".join(feature.tables) for feature in FEATURES}
    assert all(ask.table in needs[name] for ask in asks() for name in ask.features)
