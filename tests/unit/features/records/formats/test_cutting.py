"""A record is cut as the csv module cuts it."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.formats.cutting import cut, fitted, is_blank


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", [""]),
        ("a,b", ["a", "b"]),
        ('"a,b",c', ["a,b", "c"]),
        ('"a ""b""",', ['a "b"', ""]),
        ('a"b,"c"d,e', ['a"b', "cd", "e"]),
        (' "a",b', [' "a"', "b"]),
        ('""', [""]),
        ('"a\nb",c', ["a\nb", "c"]),
        ("a\rb,c", ["a\rb", "c"]),
    ],
)
def test_cells(text: str, cells: list[str]) -> None:
    found = cut(text, ",")
    assert found is not None
    assert found.cells == cells


@pytest.mark.parametrize("text", ['"', '1,"a', '"a""', '1,"a,b\nc'])
def test_open_quotation_marks(text: str) -> None:
    assert cut(text, ",") is None


@pytest.mark.parametrize(
    ("text", "whole"), [('"a",b', True), ('b,"a"', True), ('"a"x,b', False), ('"a" ,b', False), ("a", True)]
)
def test_a_cell_that_goes_on_behind_its_quotation_mark_is_noticed(text: str, whole: bool) -> None:
    found = cut(text, ",")
    assert found is not None
    assert found.whole is whole


@given(st.text(alphabet='",，ab 张\t'), st.sampled_from(",，\t"))
def test_the_csv_module_agrees(text: str, delimiter: str) -> None:
    rows = list(csv.reader([text, "\x02"], delimiter=delimiter))
    closed = len(rows) == 2
    found = cut(text, delimiter)
    assert (found is not None) == closed
    if found:
        assert found.cells == (rows[0] or [""])


def test_a_cell_may_be_longer_than_the_csv_module_allows() -> None:
    found = cut('"' + "x" * 200_000 + '",b', ",")
    assert found is not None
    assert [len(cell) for cell in found.cells] == [200_000, 1]


def test_empty_cells_beyond_the_header_are_nothing() -> None:
    assert fitted(["a", "b", "", " "], 2) == ["a", "b"]
    assert fitted(["a", "b", "", "c"], 2) == ["a", "b", "", "c"]
    assert fitted(["a"], 2) == ["a"]
    assert is_blank([" ", "　", ""])
    assert not is_blank(["", "0"])
