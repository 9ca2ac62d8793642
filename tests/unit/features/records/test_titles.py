import re

import pytest

from features.records.contract import CONTRACT
from features.records.schema import Table
from features.records.titles import title

HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_every_table_and_column_has_a_chinese_and_an_english_title(table: Table) -> None:
    for column in ("", *(column.name for column in table.columns)):
        named = title(table.name, column)
        assert HAN.search(named.zh), column
        assert named.en, column
        assert not HAN.search(named.en), column


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_columns_of_one_table_are_told_apart(table: Table) -> None:
    for language in ("zh", "en"):
        titles = [getattr(title(table.name, column.name), language) for column in table.columns]
        assert len(set(titles)) == len(titles)


def test_tables_are_told_apart() -> None:
    assert len({title(table.name).zh for table in CONTRACT}) == len(CONTRACT)


def test_nothing_else_has_a_title() -> None:
    with pytest.raises(KeyError):
        title("persons", "shoe_size")
