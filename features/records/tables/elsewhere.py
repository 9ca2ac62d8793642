"""What other departments know of a person: holdings, incomes, absences, health."""

from features.records.columns import choice, day, number, person, text
from features.records.schema import Column, Table, Type

__all__ = ["ABSENCES", "CONDITIONS", "HOLDINGS", "INCOMES", "MEDICAL_COSTS"]

HOLDINGS = Table(
    name="holdings",
    row="something registered to a person elsewhere",
    columns=(
        person(),
        text("kind", required=True),
        number("value"),
        day("start_on"),
        day("end_on"),
        text("asset_id"),
        choice("status", "active", "dormant", "revoked", "scrapped"),
        number("area_m2"),
    ),
    key=("person_id", "kind", "asset_id", "start_on"),
    optional=True,
    known_from="start_on",
)

INCOMES = Table(
    name="incomes",
    row="an income seen elsewhere",
    columns=(
        person(),
        text("kind", required=True),
        number("monthly_amount", required=True),
        day("start_on"),
        day("end_on"),
    ),
    key=("person_id", "kind", "start_on"),
    optional=True,
    known_from="start_on",
)

ABSENCES = Table(
    name="absences",
    row="custody, compulsory treatment, service, abroad",
    columns=(person(), text("kind", required=True), day("start_on", required=True), day("end_on")),
    key=("person_id", "kind", "start_on"),
    optional=True,
    known_from="start_on",
)

CONDITIONS = Table(
    name="conditions",
    row="a health fact that law gives weight to",
    columns=(person(), text("kind", required=True), day("start_on")),
    key=("person_id", "kind"),
    optional=True,
    known_from="start_on",
)

MEDICAL_COSTS = Table(
    name="medical_costs",
    row="a person's own yearly expense",
    columns=(person(), Column("year", Type.INTEGER, True), number("own_expense", required=True)),
    key=("person_id", "year"),
    optional=True,
    known_from="year",
)
