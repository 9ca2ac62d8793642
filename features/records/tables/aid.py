"""Aid: who asked for it, what was decided and paid, and what was seen, declared and reported since."""

from features.records.columns import ADDRESS, HOUSEHOLD_ID, REGION, SCHEMES, boolean, choice, day, number, person, text
from features.records.schema import Column, Table, Type

__all__ = [
    "COMPLAINTS",
    "DECISIONS",
    "HOUSEHOLDS",
    "INSPECTIONS",
    "KIN_DECLARATIONS",
    "MEMBERS",
    "OBSERVATIONS",
    "PAYMENTS",
    "STANDARDS",
    "SUPPORTERS",
]

HOUSEHOLDS = Table(
    name="households",
    row="a household that asked for aid",
    columns=(
        text("household_id", required=True),
        person("applicant_id"),
        choice("scheme", *SCHEMES, required=True),
        text("region_code", REGION, required=True),
        text("address_id", ADDRESS),
        text("phone"),
        number("declared_monthly_income"),
    ),
    key=("household_id",),
    unique=True,
)

MEMBERS = Table(
    name="members",
    row="a member of such a household",
    columns=(HOUSEHOLD_ID, person(), text("relation_to_applicant"), boolean("covered")),
    key=("household_id", "person_id"),
)

DECISIONS = Table(
    name="decisions",
    row="one application and what was decided",
    columns=(
        text("decision_id", required=True),
        HOUSEHOLD_ID,
        choice("outcome", "granted", "refused", "pending", required=True),
        day("applied_on", required=True),
        day("accepted_on"),
        day("surveyed_on"),
        day("publicised_from"),
        day("publicised_to"),
        day("approved_on"),
        day("ended_on"),
        choice("category", "A", "B", "C"),
        number("monthly_amount"),
        person("handler_id", required=False),
        person("surveyor_1_id", required=False),
        person("surveyor_2_id", required=False),
        person("approver_id", required=False),
        choice("channel", "online", "office", "proactive"),
        day("last_reviewed_on"),
        day("county_visited_on"),
        person("county_visitor_id", required=False),
        day("exit_from"),
    ),
    key=("decision_id",),
    unique=True,
    known_from="applied_on",
)

PAYMENTS = Table(
    name="payments",
    row="a month's payment",
    columns=(
        HOUSEHOLD_ID,
        Column("month", Type.MONTH, True),
        number("amount", required=True),
        text("account_id"),
        person("account_holder_id", required=False),
        choice("holder_role", "self", "member", "guardian", "institution", "other"),
        choice("kind", "regular", "supplement", "back_pay"),
    ),
    key=("household_id", "month"),
    optional=True,
    known_from="month",
)

SUPPORTERS = Table(
    name="supporters",
    row="someone the household declared as owing it support",
    columns=(HOUSEHOLD_ID, person(), text("relation"), day("declared_on")),
    key=("household_id", "person_id"),
    optional=True,
    known_from="declared_on",
)

KIN_DECLARATIONS = Table(
    name="kin_declarations",
    row="a declared relative of an official",
    columns=(HOUSEHOLD_ID, person("official_id"), text("relation"), day("declared_on")),
    key=("household_id", "official_id"),
    optional=True,
    known_from="declared_on",
)

STANDARDS = Table(
    name="standards",
    row="the aid line from a day on",
    columns=(
        text("region_code", REGION, required=True),
        choice("scheme", *SCHEMES, required=True),
        day("start_on", required=True),
        number("monthly_amount", required=True),
    ),
    key=("region_code", "scheme", "start_on"),
    optional=True,
    known_from="start_on",
)

OBSERVATIONS = Table(
    name="observations",
    row="what a home visit or survey saw",
    columns=(
        HOUSEHOLD_ID,
        text("item", required=True),
        number("value", required=True),
        choice("direction", "up", "down"),
        day("observed_on"),
    ),
    key=("household_id", "item", "observed_on"),
    optional=True,
    known_from="observed_on",
)

COMPLAINTS = Table(
    name="complaints",
    row="a report from the public",
    columns=(HOUSEHOLD_ID, day("received_on", required=True), day("reinvestigated_on")),
    key=("household_id", "received_on"),
    optional=True,
    known_from="received_on",
)

INSPECTIONS = Table(
    name="inspections",
    row="what an inspection found",
    columns=(
        HOUSEHOLD_ID,
        day("inspected_on", required=True),
        choice("finding", "confirmed", "cleared", "unclear", required=True),
        text("violation"),
        number("recovered_amount"),
        choice("selected_by", "ranked", "random", "complaint"),
    ),
    key=("household_id", "inspected_on"),
    optional=True,
    known_from="inspected_on",
)
