"""Every rule that a row can meet has Chinese words."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from features.records.contract import CONTRACT
from features.records.rulebook import BOOK, in_chinese
from features.records.schema import Column, Type
from tests.functional.bad.case import numbered
from tests.town import Town, village

ROOT = Path(__file__).parents[4]
HAN = re.compile(r"[\u4e00-\u9fff]")
COLUMNS = [(table.name, column) for table in CONTRACT for column in table.columns]


def declaring() -> Iterator[str]:
    """Names of the modules that declare rules, found in the sources."""
    for path in sorted((ROOT / "features" / "records").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
            if any(isinstance(name, ast.Name) and name.id == "RULES" for name in names):
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


MODULES = list(declaring())


@pytest.mark.parametrize("module", MODULES)
def test_every_declared_rule_is_in_the_book(module: str) -> None:
    rules = import_module(module).RULES
    assert rules
    assert {rule.en for rule in rules} <= {rule.en for declared in BOOK for rule in declared}
    for rule in rules:
        assert in_chinese(rule.en) == rule.zh
        assert HAN.search(rule.zh), rule.en


def test_no_rule_has_two_chinese_wordings() -> None:
    words: dict[str, set[str]] = {}
    for declared in BOOK:
        for rule in declared:
            words.setdefault(rule.en, set()).add(rule.zh)
    assert {en: zh for en, zh in words.items() if len(zh) > 1} == {}


def rules_of(column: Column) -> Iterator[str]:
    """Rules that a cell of the column can break, as the contract's declarations make them up."""
    if column.required:
        yield "required value is missing"
    if column.type is not Type.TEXT:
        yield f"not a {column.type.value}"
    if column.choices:
        yield f"not one of {', '.join(column.choices)}"
    if column.reference is not None and column.reference.hard:
        yield f"not in {column.reference.table}"


@pytest.mark.parametrize(("name", "column"), COLUMNS, ids=[f"{name}.{column.name}" for name, column in COLUMNS])
def test_every_rule_of_the_contract_has_chinese_words(name: str, column: Column) -> None:
    for rule in rules_of(column):
        assert HAN.search(in_chinese(rule)), rule


def test_choices_and_tables_are_named() -> None:
    assert in_chinese("not one of urban, rural") == "不是规定的取值（urban、rural）"
    assert in_chinese("not in households") == "“低保家庭”中查不到"


@pytest.mark.parametrize("rule", ["", "not in nowhere", "a rule nobody declared"])
def test_an_unknown_rule_stays_as_it_is(rule: str) -> None:
    assert in_chinese(rule) == rule


DIRT = [
    ("persons", "birth_date", "1970年1月1日"),
    ("persons", "birth_date", "19700101"),
    ("persons", "birth_date", "1970-01-01 08:30:00"),
    ("persons", "birth_date", "25569"),
    ("persons", "birth_date", "1970-13-40"),
    ("persons", "birth_date", "01/02/1970"),
    ("persons", "death_date", "无"),
    ("persons", "sex", "男"),
    ("persons", "sex", "m"),
    ("persons", "sex", "?"),
    ("persons", "disability_grade", "1.0"),
    ("persons", "disability_grade", "9"),
    ("persons", "person_id", "'P9"),
    ("persons", "person_id", "Ｐ9"),
    ("persons", "person_id", " P9\u200b"),
    ("persons", "person_id", "1.10101E+17"),
    ("persons", "person_id", ""),
    ("persons", "person_id", "P1"),
    ("payments", "amount", "¥1,200元"),
    ("payments", "amount", "1.2万元"),
    ("payments", "amount", "三百五十"),
    ("payments", "amount", "many"),
    ("payments", "month", "2023年4月"),
    ("payments", "month", "2023-04-15"),
    ("payments", "month", "spring"),
    ("payments", "household_id", "NOWHERE"),
    ("members", "covered", "是"),
    ("members", "covered", "perhaps"),
    ("kinship", "relative_id", "P1"),
]
"""A cell written in a row that is otherwise in order."""
NUMBERS = ("11010519491231002x", "110105194912310021", "110105491231002", "110105********002X", "999999197001010015")
"""Written for a resident among others with citizen numbers; among opaque keys they are keys like the others."""
ROWS: dict[str, dict[str, object]] = {
    "persons": {"person_id": "P9", "sex": "M", "birth_date": "1970-01-01"},
    "payments": {"household_id": "H", "month": "2023-04", "amount": 350},
    "members": {"household_id": "H", "person_id": "O1", "covered": "true"},
    "kinship": {"person_id": "P1", "relative_id": "P2", "relation": "sibling"},
}


def met(town: Town, folder: Path) -> set[str]:
    """Rules that a town's delivery meets, without their columns."""
    with town.records(folder) as records:
        counts = [one for intake in records.intakes for one in (intake.fixed, intake.broken, intake.flagged)]
    return {re.sub("^[a-z_0-9]+: ", "", rule) for rules in counts for rule in rules}


@pytest.mark.parametrize(("name", "column", "cell"), DIRT, ids=[f"{column}-{cell!r}" for _, column, cell in DIRT])
def test_every_rule_that_dirt_meets_has_chinese_words(name: str, column: str, cell: str, tmp_path: Path) -> None:
    rules = met(village().add(name, **(ROWS[name] | {column: cell})), tmp_path)
    assert rules, "the dirt was noticed"
    assert {rule for rule in rules if not HAN.search(in_chinese(rule))} == set()


@pytest.mark.parametrize("number", NUMBERS)
def test_every_rule_of_citizen_numbers_has_chinese_words(number: str, tmp_path: Path) -> None:
    rules = met(numbered().add("persons", **(ROWS["persons"] | {"person_id": number})), tmp_path)
    assert rules, "the dirt was noticed"
    assert {rule for rule in rules if not HAN.search(in_chinese(rule))} == set()
