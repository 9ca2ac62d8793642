"""A check's report, made by hand: a delivery as departments send it, and what became of it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from detection.check import CheckReport
from features.asking.book import asks
from features.asking.requests import Request
from features.coverage import Coverage, Share
from features.records.account import Intake
from features.records.arrivals import Refusal
from features.records.contract import table

MADE_AT = datetime(2025, 12, 31, 9, 30)  # noqa: DTZ001  a wall clock in the office
NOTHING: dict[str, int] = {}


def intake(
    name: str = "persons",
    file: str = "户籍人口.xlsx",
    sheet: str = "",
    accepted: int = 100,
    *,
    fixed: dict[str, int] = NOTHING,
    broken: dict[str, int] = NOTHING,
    flagged: dict[str, int] = NOTHING,
    **more: Any,
) -> Intake:
    """What became of a sheet; its counts add up."""
    quarantined = sum(broken.values())
    return Intake(name, file, sheet, accepted + quarantined, accepted, quarantined, fixed, broken, flagged, **more)


def intakes() -> tuple[Intake, ...]:
    """What a delivery of several departments gives."""
    return (
        intake(
            "persons",
            "公安/户籍人口2025.csv",
            accepted=4_998_817,
            fixed={"birth_date: said again in agreement": 31_204},
            broken={"person_id: occurs more than once": 1_102, "sex: not one of M, F": 81},
            flagged={"birth_date: not a day (YYYY-MM-DD)": 411},
            unread=("派出所", "备注"),
        ),
        intake("households", "民政/低保家庭.xlsx", "2025年", 40_120, broken={"scheme: required value is missing": 12}),
        intake("members", "民政/低保家庭.xlsx", "成员", 91_733, broken={"household_id: not in households": 240}),
        intake("decisions", "民政/审核确认记录.xlsx", "", 52_007, notes=("2 hidden rows were read",)),
        intake(
            "payments",
            "财政/一卡通发放.csv",
            "",
            8_120,
            broken={"amount: not a number": 1_400, "month: not a month (YYYY-MM)": 122},
        ),
        intake("payments", "财政/一卡通补发.csv", "", 310),
        intake("officials", "组织部/村干部.xls", "", 1_204),
        intake("holdings", "不动产登记.xlsx", "", 733_010),
    )


def unmatched(*rows: tuple[str, str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["table", "column", "refers_to", "values", "unmatched"])


def request(name: str, lacks: Any, *features: str, columns: tuple[str, ...] = (), place: int = 0) -> Request:
    """A request for a table, with the words of its entry in the book."""
    ask = [ask for ask in asks() if ask.table == name][place]
    names = columns or tuple(column.name for column in table(name).columns)
    return Request(ask.department, name, names, ask.words, features, ask.use, lacks)


def coverage(**changes: Any) -> Coverage:
    given: dict[str, Any] = {
        "households": 40_002,
        "members": 91_020,
        "by_person": (
            Share("persons", 90_411, 91_020),
            Share("officials", 13, 91_020),
            Share("holdings", 4_102, 91_020),
        ),
        "by_household": (Share("payments", 7_020, 40_002),),
        "address_given": Share("households", 0, 40_002),
        "address_found": Share("addresses", 0, 0),
        "named": (
            Share("handler_id", 50_120, 51_000),
            Share("surveyor_1_id", 49_000, 51_000),
            Share("surveyor_2_id", 31_733, 51_000),
            Share("approver_id", 51_000, 51_000),
        ),
        "in_post": (
            Share("handler_id", 50_000, 50_120),
            Share("surveyor_1_id", 47_210, 49_000),
            Share("surveyor_2_id", 30_009, 31_733),
            Share("approver_id", 51_000, 51_000),
        ),
        "ties_stated": 0,
        "ties_told": 3_310_724,
        "words_unread": 812,
        "months": 24,
        "first_month": "2024-01",
        "last_month": "2025-12",
    }
    return Coverage(**(given | changes))


def a_report(**changes: Any) -> CheckReport:
    """The report of a delivery that lacks something, with what `changes` says in place."""
    given: dict[str, Any] = {
        "delivery": "2025年12月来文",
        "made_at": MADE_AT,
        "version": "0.1.0",
        "intakes": intakes(),
        "refused": (Refusal("信访/旧台账.doc", "旧台账.doc is a Word document: save its table as XLSX or CSV."),),
        "ignored": ("公安/说明.pdf", "Thumbs.db"),
        "unmatched": unmatched(
            ("households", "applicant_id", "persons", 40_120, 37),
            ("decisions", "handler_id", "persons", 52_007, 0),
        ),
        "coverage": coverage(),
        "off": {
            "in_custody": ("absences",),
            "complaint_open": ("complaints",),
            "undeclared_tie": ("kin_declarations",),
            "survey_crowd": ("decisions.surveyed_on",),
            "shared_card": ("payments.account_id", "payments.account_holder_id"),
        },
        "rowless": frozenset({"vehicle", "business", "savings_over_limit"}),
        "requests": (
            request("kin_declarations", "table", "undeclared_tie"),
            request("standards", "table"),
            request("decisions", "columns", "survey_crowd", columns=("decision_id", "surveyed_on"), place=1),
            request("holdings", "rows", "vehicle", columns=("person_id", "value", "start_on")),
            request("absences", "table", "in_custody"),
            request("payments", "columns", "shared_card", columns=("account_id", "account_holder_id"), place=1),
            request("complaints", "table", "complaint_open"),
        ),
        "quarantine": (
            Path(".mingcha/quarantine/2025-0a1b2c3d/persons.csv"),
            Path(".mingcha/quarantine/2025-0a1b2c3d/payments.csv"),
        ),
    }
    return CheckReport(**(given | changes))
