"""Every column of the contract has a treatment that somebody chose."""

import pytest

from features.records.cleaning.treatment import TEXTS, Treatment, treatment
from features.records.schema import Type
from tests.unit.features.records.cleaning.builders import ALL_COLUMNS, COLUMNS

OPEN = [column for column in ALL_COLUMNS if column.type is Type.TEXT and not column.reference and not column.choices]


@pytest.mark.parametrize("column", OPEN, ids=lambda column: column.name)
def test_every_open_text_is_in_the_table(column):
    assert column.name in TEXTS


def test_nothing_else_is_in_the_table():
    assert set(TEXTS) - {column.name for column in OPEN} == set()


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("person", Treatment.CODE),
        ("region", Treatment.CODE),
        ("sex", Treatment.WORD),
        ("kind", Treatment.WORD),
        ("name", Treatment.FREE),
        ("grade", Treatment.INTEGER),
    ],
)
def test_some_treatments(column, kind):
    assert treatment(COLUMNS[column]) is kind
