"""What every inspection checks anyway, told of a household from its own records: one routine point a family of flags.

A routine point states facts of the file and what to compare them with.  It says of nobody that something was found,
and it stands for ranked and control cases alike wherever the records give no reason of that family.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from features.declare import Words
from features.dossier import Dossier

__all__ = ["ROUTINE", "Routine", "household_facts", "routine_reason"]


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine point of one family of flags.

    Parameters
    ----------
    reason : Words
        Template over :func:`household_facts`.
    innocent, check : Words
        What would explain a difference, and what to check with whom.
    """

    reason: Words
    innocent: Words
    check: Words


ROUTINE: Final[dict[str, Routine]] = {
    "T": Routine(
        Words(
            "经办人{handler}，审批人{approver}：当面了解经办、调查、审批人员与家庭成员有无亲属关系，是否已备案和回避。",
            "Handler {handler}, approver {approver}: ask whether those who handled, surveyed or approved are related "
            "to the household, and whether that was declared.",
        ),
        Words(
            "有亲属关系并不违规，困难的亲属同样有权享受救助；已备案、已回避的应予排除。",
            "A tie is no offence, and a poor relative is entitled to aid; declared ties and recusals clear it.",
        ),
        Words(
            "向镇街民政办调取近亲属备案表，向村（居）委会和邻居了解。",
            "Ask the township for its register of officials' relatives; ask the committee and neighbours.",
        ),
    ),
    "P": Routine(
        Words(
            "登记日期：申请{applied_on}，入户调查{surveyed_on}，公示{publicised_from}至{publicised_to}，确认{approved_on}。",
            "Days on file: application {applied_on}, home visit {surveyed_on}, notice {publicised_from} to "
            "{publicised_to}, approval {approved_on}.",
        ),
        Words(
            "材料在纸质档案中而系统漏录；急难情形下的快速办理。",
            "The papers are in the file and the system lacks them; a fast track for an emergency.",
        ),
        Words(
            "向乡镇民政办核对申请、入户调查、公示和审核确认材料的日期与签字。",
            "Compare dates and signatures of application, home visit, notice and approval with the township's file.",
        ),
    ),
    "E": Routine(
        Words(
            "申报人均月收入{income}元，保障{covered}人，月保障金{amount}元；收入、财产以入户和信息核对为准。",
            "Declared income of {income} yuan a head and month, {covered} covered, aid of {amount} yuan a month; "
            "the visit and data matching decide what income and assets are.",
        ),
        Words(
            "季节性收入、低值或报废车辆、倒塌旧房、未经营的企业、渐退期。",
            "Seasonal income, a cheap or scrapped vehicle, a collapsed house, a dormant firm, a gradual exit.",
        ),
        Words(
            "入户查看生活状况，调取最近一次家庭经济状况核对报告。",
            "See how the household lives; ask for its latest report of data matching on income and assets.",
        ),
    ),
    "H": Routine(
        Words(
            "登记家庭成员{members}人，其中保障{covered}人；实际共同生活的人和赡养人以入户核实为准。",
            "{members} members on file, {covered} of them covered; the visit decides who lives together and who owes "
            "support.",
        ),
        Words(
            "在外务工、就学、就医而户口未动；赡养人确无能力。",
            "Away for work, school or treatment with the register unchanged; supporters who cannot pay.",
        ),
        Words(
            "查户口簿和共同生活成员，向村（居）委会了解赡养、抚养情况。",
            "Look at the register booklet and who lives there; ask the committee who supports the household.",
        ),
    ),
    "M": Routine(
        Words(
            "月保障金{amount}元应发至户内人员账户；核对开户人、持卡人和最近一次领取。",
            "Aid of {amount} yuan a month is due on an account of a member: check whose account it is, who holds the "
            "card and who drew the money last.",
        ),
        Words(
            "监护人或受托人代管并有手续；供养机构集中代管。",
            "A guardian or somebody with a mandate keeps the card; an institution keeps one account.",
        ),
        Words(
            "向代发银行核实开户人，入户查看银行卡和存折，问清由谁领取。",
            "Ask the paying bank who holds the account; see the card or bankbook and ask who draws the money.",
        ),
    ),
}
"""By family of flags."""

UNKNOWN: Final = Words("未登记", "not on file")
NAMELESS: Final = Words("姓名不详", "(name not known)")
NAMES: Final = ("handler", "approver")
FACTS: Final = """
    SELECT
        s.household_id, s.decision_id, s.applied_on, s.surveyed_on, s.publicised_from, s.publicised_to, s.approved_on,
        s.declared_monthly_income AS income, s.monthly_amount AS amount, m.members, m.covered,
        handler.name AS handler, approver.name AS approver
    FROM scored AS s
    SEMI JOIN chosen USING (household_id)
    LEFT JOIN (
        SELECT household_id, count(*) AS members, count(*) FILTER (covered) AS covered
        FROM scored_members
        GROUP BY household_id
    ) AS m USING (household_id)
    LEFT JOIN persons AS handler ON handler.person_id = s.handler_id
    LEFT JOIN persons AS approver ON approver.person_id = s.approver_id
    ORDER BY s.household_id
"""
"""Facts of the file of the chosen households, from tables that every delivery has."""


def household_facts(households: pd.Series, dossier: Dossier) -> pd.DataFrame:
    """Return what the routine points state of each household.

    Parameters
    ----------
    households : pandas.Series
        ``household_id`` of scored households.
    dossier : Dossier
        Gives decisions, members and names.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``household_id``; names in full.
    """
    dossier.known.keep_frame("chosen", pd.DataFrame({"household_id": households.reset_index(drop=True)}))
    return dossier.frame(FACTS).set_index("household_id")


def routine_reason(family: str, facts: Mapping[Hashable, Any]) -> Words:
    """Return the routine point of a family, told of one household.

    Parameters
    ----------
    family : str
        A key of `ROUTINE`.
    facts : mapping
        A row of :func:`household_facts`.

    Returns
    -------
    Words
        What is not on file is said to be so.

    Examples
    --------
    >>> routine_reason("M", {"amount": 1234.5}).zh
    '月保障金1,234.50元应发至户内人员账户；核对开户人、持卡人和最近一次领取。'
    """
    reason = ROUTINE[family].reason
    return Words(reason.zh.format(**_filled(facts, "zh")), reason.en.format(**_filled(facts, "en")))


def _filled(facts: Mapping[Hashable, Any], language: Literal["zh", "en"]) -> dict[str, str]:
    unknown = {str(name): getattr(NAMELESS if name in NAMES else UNKNOWN, language) for name in facts}
    return {str(name): _told(value, unknown[str(name)]) for name, value in facts.items()}


def _told(value: Any, unknown: str) -> str:
    if value is None or pd.isna(value) or value == "":
        return unknown
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00")
    return str(value)
