"""The descriptor says what the contract says; that the library of the standard agrees was tried by hand."""

import json
from typing import Any

import pytest

from detection.reports.canonical_json import canonical_json
from features.records.contract import CONTRACT
from features.records.package import datapackage
from features.records.schema import Table, Type

RESOURCES: dict[str, dict[str, Any]] = {resource["name"]: resource for resource in datapackage()["resources"]}
#: Types and constraints that Table Schema 1 knows for each type that the contract uses.
KNOWN = {
    "string": {"required", "unique", "enum", "pattern"},
    "number": {"required"},
    "integer": {"required", "enum"},
    "boolean": {"required"},
    "date": {"required"},
    "yearmonth": {"required"},
}


def fields(table: Table) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in RESOURCES[table.name]["schema"]["fields"]}


def test_every_table_is_a_resource_in_the_contract_s_order() -> None:
    assert list(RESOURCES) == [table.name for table in CONTRACT]
    assert all(resource["path"] == f"{name}.csv" for name, resource in RESOURCES.items())


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_a_resource_has_the_columns_of_its_table(table: Table) -> None:
    assert list(fields(table)) == [column.name for column in table.columns]
    assert RESOURCES[table.name]["mingcha:optional"] is table.optional
    assert RESOURCES[table.name]["schema"]["missingValues"] == [""]
    for column in table.columns:
        field = fields(table)[column.name]
        constraints = field.get("constraints", {})
        assert constraints.get("required", False) is column.required
        assert [str(choice) for choice in constraints.get("enum", ())] == list(column.choices)
        assert set(constraints) <= KNOWN[field["type"]]
        assert field["title"] != field["description"]


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_only_hard_references_are_foreign_keys(table: Table) -> None:
    schema = RESOURCES[table.name]["schema"]
    for part, hard in (("foreignKeys", True), ("mingcha:softReferences", False)):
        described = {
            (key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0])
            for key in schema.get(part, ())
        }
        assert described == {
            (column.name, column.reference.table, column.reference.column)
            for column in table.columns
            if column.reference is not None and column.reference.hard is hard
        }


@pytest.mark.parametrize("table", CONTRACT, ids=lambda table: table.name)
def test_a_primary_key_is_one_that_occurs_once(table: Table) -> None:
    assert RESOURCES[table.name]["schema"].get("primaryKey") == (list(table.key) if table.unique else None)
    unique = {name for name, field in fields(table).items() if field.get("constraints", {}).get("unique")}
    assert unique == (set(table.key) if table.unique else set())


def test_division_codes_have_twelve_digits() -> None:
    patterned = {
        (name, field["name"])
        for name, resource in RESOURCES.items()
        for field in resource["schema"]["fields"]
        if "pattern" in field.get("constraints", {})
    }
    assert ("regions", "region_code") in patterned
    assert ("regions", "parent_code") in patterned
    assert patterned <= {
        (table.name, column.name) for table in CONTRACT for column in table.columns if "code" in column.name
    }


def test_months_are_months() -> None:
    months = {(table.name, column.name) for table in CONTRACT for column in table.columns if column.type is Type.MONTH}
    assert months == {
        (name, field["name"])
        for name, resource in RESOURCES.items()
        for field in resource["schema"]["fields"]
        if field["type"] == "yearmonth"
    }


def test_the_descriptor_is_json_and_always_the_same() -> None:
    assert json.loads(canonical_json(datapackage())) == datapackage()
    assert canonical_json(datapackage()) == canonical_json(datapackage())


def test_only_the_tables_asked_for_are_described() -> None:
    assert [resource["name"] for resource in datapackage({"members", "households"})["resources"]] == [
        "households",
        "members",
    ]
