"""The contract as a Frictionless Data Package: what ``datapackage.json`` says to other tools."""

from collections.abc import Collection
from typing import Any, Final

from features.records.contract import CONTRACT
from features.records.schema import Column, Reference, Table, Type
from features.records.titles import title

__all__ = ["datapackage"]

TYPES: Final = {
    Type.TEXT: "string",
    Type.NUMBER: "number",
    Type.INTEGER: "integer",
    Type.BOOLEAN: "boolean",
    Type.DAY: "date",
    Type.MONTH: "yearmonth",
}
"""Types of the contract as Table Schema names them; a ``date`` is an ISO day, a ``yearmonth`` is ``YYYY-MM``."""
DIVISIONS: Final = "regions"
DIVISION_CODE: Final = "[0-9]{12}"
"""GB/T 2260 with three digits for the township and three for the village; patterns match whole values."""
DESCRIPTION: Final = (
    "Tables that mingcha reads. One file a table; tables marked mingcha:optional and columns that are not required "
    "may be missing. References under mingcha:softReferences are counted and reported where they lead nowhere, "
    "and break nothing. · 明察读取的数据表。每表一个文件；标有 mingcha:optional 的表和非必填的列可以没有。"
    "mingcha:softReferences 所列的引用查不到时只计数报告，不算错误。"
)


def datapackage(tables: Collection[str] | None = None) -> dict[str, Any]:
    """Describe the tables of the contract as a Data Package.

    A hard reference is a foreign key.  A soft one is not: a validator would refuse a delivery that mingcha accepts.
    It stands under ``mingcha:softReferences`` of the schema, in the form of a foreign key.

    Parameters
    ----------
    tables : collection of str, optional
        Names of those to describe, ``households`` among them; default: all.

    Returns
    -------
    dict
        A descriptor that :func:`json.dumps` takes, resources in the contract's order.

    References
    ----------
    Frictionless Data, "Tabular Data Package" and "Table Schema", version 1, https://specs.frictionlessdata.io.

    Examples
    --------
    >>> described = datapackage({"households", "payments"})
    >>> [resource["path"] for resource in described["resources"]]
    ['households.csv', 'payments.csv']
    >>> month = described["resources"][1]["schema"]["fields"][1]
    >>> month["name"], month["type"], month["title"], month["constraints"]
    ('month', 'yearmonth', '发放月份', {'required': True})
    """
    return {
        "profile": "tabular-data-package",
        "name": "mingcha-contract",
        "title": "明察数据契约 · mingcha data contract",
        "description": DESCRIPTION,
        "resources": [_resource(table) for table in CONTRACT if tables is None or table.name in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    named = title(table.name)
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": f"{named.zh} · {named.en}",
        "description": f"One row is {table.row}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "mingcha:optional": table.optional,
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema; parts that would be empty are left out."""
    references = [(column.name, column.reference) for column in table.columns if column.reference is not None]
    parts: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key) if table.unique else [],
        "foreignKeys": [_foreign_key(name, to) for name, to in references if to.hard],
        "mingcha:softReferences": [_foreign_key(name, to) for name, to in references if not to.hard],
    }
    return {name: part for name, part in parts.items() if part}


def _field(table: Table, column: Column) -> dict[str, Any]:
    named = title(table.name, column.name)
    field: dict[str, Any] = {
        "name": column.name,
        "title": named.zh,
        "description": named.en,
        "type": TYPES[column.type],
    }
    constraints = _constraints(table, column)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(table: Table, column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if table.unique and table.key == (column.name,):
        constraints["unique"] = True
    if column.choices:
        whole = column.type is Type.INTEGER
        constraints["enum"] = [int(choice) if whole else choice for choice in column.choices]
    if _names_a_division(table, column):
        constraints["pattern"] = DIVISION_CODE
    return constraints


def _names_a_division(table: Table, column: Column) -> bool:
    is_key = table.name == DIVISIONS and table.key == (column.name,)
    return is_key or (column.reference is not None and column.reference.table == DIVISIONS)


def _foreign_key(column: str, reference: Reference) -> dict[str, Any]:
    return {"fields": [column], "reference": {"resource": reference.table, "fields": [reference.column]}}
