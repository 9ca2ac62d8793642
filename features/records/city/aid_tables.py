"""Tables of the aid records: households, members, decisions, payments, declarations, visits, lines."""

import numpy as np
import pyarrow as pa

from features.records.city.aid import Aid
from features.records.city.amounts import LINES, line_on, monthly
from features.records.city.cases import MECHANISMS
from features.records.city.columns import Keys, codes, days, flags, months, numbers, phones, words
from features.records.city.decisions import OUTCOMES
from features.records.city.declarations import Declared
from features.records.city.draws import Ints
from features.records.city.geography import CITY_CODE
from features.records.city.members import SCHEMES
from features.records.city.payments import KINDS, ROLES, Payments
from features.records.city.town import Town
from features.records.city.visits import FINDINGS, ITEMS, SELECTED_BY, Complaints, Inspections, Observations

__all__ = [
    "decision_table",
    "declared_tables",
    "household_tables",
    "payment_table",
    "standard_table",
    "truth_table",
    "visit_tables",
]


def household_tables(town: Town, aid: Aid) -> dict[str, pa.Table]:
    """Households and their members."""
    row = np.argsort(aid.household_key.order(np.arange(len(aid.cases))))
    households = pa.table(
        {
            "household_id": aid.household_key(row),
            "applicant_id": town.person_key(aid.members.applicant[row]),
            "scheme": words(SCHEMES, aid.members.scheme[row]),
            "region_code": codes(town.geography.village_code[aid.village[row]]),
            "address_id": town.address_key(aid.address[row]),
            "phone": phones(aid.phone[row], town.seed),
            "declared_monthly_income": numbers(aid.amounts.declared[row]),
        }
    )
    case, person = aid.members.case, aid.members.person
    order = np.lexsort((town.person_key.order(person), aid.household_key.order(case)))
    members = pa.table(
        {
            "household_id": aid.household_key(case[order]),
            "person_id": town.person_key(person[order]),
            "relation_to_applicant": _relations(town, person[order], aid.members.applicant[case[order]]),
            "covered": flags(aid.members.covered[order]),
        }
    )
    return {"households": households, "members": members}


def _relations(town: Town, person: Ints, applicant: Ints) -> pa.Array:
    """Relation of members to the applicant."""
    crowd = town.crowd
    child = (crowd.father[person] == applicant) | (crowd.mother[person] == applicant)
    parent = (crowd.father[applicant] == person) | (crowd.mother[applicant] == person)
    brother = (crowd.father[person] == crowd.father[applicant]) & (crowd.father[person] >= 0)
    tests = [person == applicant, crowd.spouse[person] == applicant, child, parent, brother]
    return words(("self", "spouse", "child", "parent", "sibling", "other"), np.select(tests, list(range(5)), 5))


def decision_table(town: Town, aid: Aid, key: Keys) -> pa.Table:
    """Decisions in the order of their keys."""
    made = aid.decisions
    row = np.argsort(key.order(np.arange(len(made.case))))
    case, granted = made.case[row], made.outcome[row] == 0
    until = np.where(made.ended[row] < 0, town.as_of, made.ended[row])
    amount = np.where(granted, monthly(aid.amounts, aid.members, case, until), np.nan)
    weak = (aid.amounts.declared[case] > 200) * 1 + (aid.members.size[case] > 2)
    table: dict[str, pa.Array] = {
        "decision_id": key(row),
        "household_id": aid.household_key(case),
        "outcome": words(OUTCOMES, made.outcome[row]),
    }
    dated = ("applied", "accepted", "surveyed", "notice_from", "notice_to", "approved", "ended")
    names = ("applied_on", "accepted_on", "surveyed_on", "publicised_from", "publicised_to", "approved_on", "ended_on")
    table |= {name: days(getattr(made, column)[row]) for name, column in zip(names, dated, strict=True)}
    table["category"] = words(("A", "B", "C"), np.where(granted, weak, -1))
    table["monthly_amount"] = numbers(amount)
    people = ("handler", "surveyor_1", "surveyor_2", "approver")
    table |= {f"{who}_id": town.person_key(getattr(made, who)[row]) for who in people}
    table["channel"] = words(("online", "office", "proactive"), made.channel[row])
    table["last_reviewed_on"] = days(made.reviewed[row])
    table["county_visited_on"] = days(made.county_visited[row])
    table["county_visitor_id"] = town.person_key(made.county_visitor[row])
    table["exit_from"] = days(made.exit_from[row])
    return pa.table(table)


def payment_table(town: Town, aid: Aid, payments: Payments, account_key: Keys) -> pa.Table:
    """Payments by household and month; institutions' accounts are numbered after those of people."""
    order = np.lexsort((payments.kind, payments.month, aid.household_key.order(payments.case)))
    account = payments.account[order]
    account = np.where(account < 0, len(town.crowd) - 2 - account, account)
    return pa.table(
        {
            "household_id": aid.household_key(payments.case[order]),
            "month": months(payments.month[order]),
            "amount": numbers(payments.amount[order]),
            "account_id": account_key(account),
            "account_holder_id": town.person_key(payments.holder[order]),
            "holder_role": words(ROLES, payments.role[order]),
            "kind": words(KINDS, payments.kind[order]),
        }
    )


def declared_tables(town: Town, aid: Aid, supporters: Declared, officials: Declared) -> dict[str, pa.Table]:
    """List declared supporters and declared relatives among officials."""
    tables = {}
    for name, column, declared in (
        ("supporters", "person_id", supporters),
        ("kin_declarations", "official_id", officials),
    ):
        order = np.lexsort((town.person_key.order(declared.person), aid.household_key.order(declared.case)))
        relation = pa.array(["child" if name == "supporters" else "relative"] * len(order), type=pa.string())
        tables[name] = pa.table(
            {
                "household_id": aid.household_key(declared.case[order]),
                column: town.person_key(declared.person[order]),
                "relation": relation,
                "declared_on": days(declared.day[order]),
            }
        )
    return tables


def visit_tables(aid: Aid, seen: Observations, reports: Complaints, found: Inspections) -> dict[str, pa.Table]:
    """Observations, complaints and inspections."""
    key = aid.household_key
    order = np.lexsort((seen.item, key.order(seen.case)))
    direction = np.array([1 if item[1] < 0 else 0 for item in ITEMS])
    observations = pa.table(
        {
            "household_id": key(seen.case[order]),
            "item": words(tuple(item[0] for item in ITEMS), seen.item[order]),
            "value": numbers(seen.value[order]),
            "direction": words(("up", "down"), direction[seen.item[order]]),
            "observed_on": days(seen.day[order]),
        }
    )
    order = np.argsort(key.order(reports.case))
    complaints = pa.table(
        {
            "household_id": key(reports.case[order]),
            "received_on": days(reports.received[order]),
            "reinvestigated_on": days(reports.reinvestigated[order]),
        }
    )
    order = np.argsort(key.order(found.case))
    finding = found.finding[order]
    inspections = pa.table(
        {
            "household_id": key(found.case[order]),
            "inspected_on": days(found.day[order]),
            "finding": words(FINDINGS, finding),
            "violation": words(("income_or_property",), np.where(finding == 0, 0, -1)),
            "recovered_amount": numbers(found.recovered[order]),
            "selected_by": words(SELECTED_BY, found.selected_by[order]),
        }
    )
    return {"observations": observations, "complaints": complaints, "inspections": inspections}


def standard_table(town: Town) -> pa.Table:
    """Aid lines by scheme from a day on: the city's for the countryside, each urban community's own for the town.

    The rows of a scheme that is the same in town and country in name only (destitute, marginal, temporary) stand at the
    urban community, where they come before those of the city.
    """
    geography = town.geography
    place = np.append(CITY_CODE, geography.village_code[geography.urban])
    each = len(SCHEMES) * len(LINES)
    region = np.repeat(np.arange(len(place)), each)
    scheme = np.tile(np.repeat(np.arange(len(SCHEMES)), len(LINES)), len(place))
    line = np.tile(np.arange(len(LINES)), len(place) * len(SCHEMES))
    dibao = scheme <= SCHEMES.index("rural_dibao")
    keep = ~dibao | (region == 0)
    region, scheme, line = region[keep], scheme[keep], line[keep]
    start = np.array([start for start, _, _ in LINES])[line]
    urban = np.where(scheme == SCHEMES.index("urban_dibao"), 1, region > 0).astype(np.int64)
    return pa.table(
        {
            "region_code": codes(place[region]),
            "scheme": words(SCHEMES, scheme),
            "start_on": days(start),
            "monthly_amount": numbers(line_on(scheme, urban, start)),
        }
    )


def truth_table(town: Town, aid: Aid) -> pa.Table:
    """Say what is true of each household; never part of the tables."""
    row = np.argsort(aid.household_key.order(np.arange(len(aid.cases))))
    favoured = aid.cases.favoured[row]
    return pa.table(
        {
            "household_id": aid.household_key(row),
            "favouritism": flags(favoured),
            "ineligible": flags(aid.cases.ineligible[row]),
            "mechanism": words(MECHANISMS, aid.cases.mechanism[row]),
            "official": town.person_key(np.where(favoured, aid.cases.official[row], -1)),
        }
    )
