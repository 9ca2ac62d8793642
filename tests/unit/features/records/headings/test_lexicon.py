"""The names in columns.toml: complete, sorted, without repeats and without contradictions, and shipped as package data."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from features.records.contract import CONTRACT, table
from features.records.headings import lexicon
from features.records.headings.normal import key
from features.records.schema import Table, Type

DATA: dict[str, Any] = lexicon.load("columns.toml")
FILES = ("columns.toml", "tables.toml", "words.toml")


def listed() -> Iterator[tuple[str, str, str, str]]:
    """Every table, entry (column or range), group and pattern."""
    for name, columns in DATA["tables"].items():
        for entry, groups in columns.items():
            for group, patterns in groups.items():
                for pattern in patterns:
                    yield name, entry, group, pattern


def arrays(data: object) -> Iterator[list[str]]:
    if isinstance(data, dict):
        for value in data.values():
            yield from arrays(value)
    elif isinstance(data, list):
        yield data


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= mark <= "\u9fff" for mark in text)


def test_every_table_is_there_and_no_other() -> None:
    assert list(DATA["tables"]) == [table.name for table in CONTRACT]


@pytest.mark.parametrize("one", CONTRACT, ids=lambda one: one.name)
def test_every_column_has_a_chinese_name(one: Table) -> None:
    named = {
        column
        for known, meaning in lexicon.meanings(one.name).items()
        if is_chinese(known)
        for column in meaning.columns
    }
    assert named == {column.name for column in one.columns}


def test_there_are_enough_names() -> None:
    chinese = {(name, pattern) for name, _, _, pattern in listed() if is_chinese(pattern)}
    assert len(chinese) >= 400
    assert len({pattern for _, pattern in chinese}) >= 400
    assert sum(len(lexicon.meanings(table.name)) for table in CONTRACT) > 10_000


def test_no_name_of_a_table_means_two_things() -> None:
    meanings: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for name, entry, group, pattern in listed():
        for spelled in lexicon.expanded(pattern, DATA["parts"]):
            meanings[name, key(spelled)].add((entry, group))
    assert {where: said for where, said in meanings.items() if len(said) > 1} == {}


def test_no_name_is_the_canonical_name_of_another_column() -> None:
    for one in CONTRACT:
        canonical = {key(column.name): column.name for column in one.columns}
        for known, meaning in lexicon.meanings(one.name).items():
            assert meaning.columns == (canonical.get(known, meaning.columns[0]),) or known not in canonical


def test_ranges_fill_two_columns_of_days() -> None:
    ranges = {(name, entry) for name, entry, _, _ in listed() if "+" in entry}
    assert len(ranges) >= 4
    for name, entry in ranges:
        columns = [table(name).column(part.strip()) for part in entry.split("+")]
        assert [column.type for column in columns] == [Type.DAY, Type.DAY]


@pytest.mark.parametrize("file", FILES)
def test_lists_are_sorted_and_without_repeats(file: str) -> None:
    for names in arrays(lexicon.load(file)):
        assert names == sorted(set(names))


@pytest.mark.parametrize("file", FILES)
def test_the_file_is_package_data(file: str) -> None:
    text = resources.files("features.records.headings").joinpath(file).read_text(encoding="utf-8")
    assert tomllib.loads(text) == lexicon.load(file)


def test_the_wheel_is_told_to_hold_the_package() -> None:
    root = resources.files("features").joinpath("..", "pyproject.toml")
    wheel = tomllib.loads(root.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "features" in wheel["packages"]
    assert not wheel.get("exclude")


@pytest.mark.parametrize("file", FILES)
def test_every_part_is_used(file: str) -> None:
    data = lexicon.load(file)
    text = resources.files("features.records.headings").joinpath(file).read_text(encoding="utf-8")
    assert [part for part in data["parts"] if f"{{{part}}}" not in text] == []


def test_a_name_that_a_table_reads_is_not_listed_as_unused() -> None:
    for one in CONTRACT:
        assert lexicon.unused(one.name).isdisjoint(lexicon.meanings(one.name))
    assert key("与户主关系") in lexicon.unused("kinship")
    assert key("与户主关系") not in lexicon.unused("persons")


def test_patterns_within_patterns_are_filled() -> None:
    parts = {"who": ["户主", "{other}"], "other": ["申请人"], "id": ["身份证号"]}
    assert list(lexicon.expanded("{who}{id}", parts)) == ["户主身份证号", "申请人身份证号"]
