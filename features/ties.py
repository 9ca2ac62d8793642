"""Family T: ties between a household and the officials over it.

A tie is no offence.  What these features say counts only together with trouble of another family.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.graphs.sources import path_sources

__all__ = ["TIES"]

NARROWEST: Final = 4
"""Closeness of an official who is a member; each step of kinship takes one off."""
DAYS_A_MONTH: Final = 365.25 / 12
NEEDS: Final = ("officials.region_code", "kinship|persons.relation_to_head")
POOR_AND_DECLARED: Final = Words(
    zh="亲属关系本身不违规：家庭确实困难并已备案的，依法应保尽保。",
    en="A tie is no offence: a poor relative who was declared is entitled to aid.",
)


def kin_tie(dossier: Dossier) -> pd.DataFrame:
    """Closeness of the nearest kin who was in post over the household when it was decided: 4 minus the steps."""
    ties = dossier.kin[dossier.kin["post"].notna()]
    return _found(ties, dossier, _closeness(ties))


def undeclared_tie(dossier: Dossier) -> pd.DataFrame:
    """Closeness of the nearest kin in post whom nobody declared: 4 minus the steps."""
    ties = dossier.kin[dossier.kin["post"].notna() & ~dossier.kin["declared"]]
    return _found(ties, dossier, _closeness(ties))


def acted_for_kin(dossier: Dossier) -> pd.DataFrame:
    """Closeness of the nearest kin who handled, surveyed or approved the application: 4 minus the steps."""
    ties = dossier.kin[dossier.kin["acted_as"].notna()]
    return _found(ties, dossier, _closeness(ties))


def after_taking_office(dossier: Dossier) -> pd.DataFrame:
    """Months left of the first twelve after a relative took office, on the day of the application."""
    ties = dossier.kin[dossier.kin["start_on"].notna()]
    applied = ties["household_id"].map(dossier.households["applied_on"])
    months = (applied - ties["start_on"]).dt.days / DAYS_A_MONTH
    early = months.between(0, 12)
    found = ties[early].assign(months=months[early].round(1))
    return _found(found, dossier, 12 - found["months"])


def shared_contact(dossier: Dossier) -> pd.DataFrame:
    """Addresses, phones and accounts that the household shares with an official over it: their number."""
    ties = dossier.contacts
    source = [
        f"persons[{official}]; {'payments' if kind == 'account' else 'households'}[{household}]"
        for household, official, kind, contact in zip(
            ties["household_id"], ties["official_id"], ties["kind"], ties["contact"], strict=True
        )
    ]
    return ties.assign(value=1.0, source=pd.Series(source, index=ties.index, dtype="str"))


def _closeness(ties: pd.DataFrame) -> pd.Series:
    return NARROWEST - ties["steps"]


def _found(ties: pd.DataFrame, dossier: Dossier, value: pd.Series) -> pd.DataFrame:
    """Return `ties` with their `value` and, as their source, the rows that state the path of kinship."""
    source = [
        path_sources(dossier.kin_graph, path, day) for path, day in zip(ties["path"], ties["granted_on"], strict=True)
    ]
    return ties.assign(value=value.astype("float64"), source=pd.Series(source, index=ties.index, dtype="str"))


TIES = (
    Feature(
        name="kin_tie",
        flag="F01",
        family="T",
        unit="closeness, 0 to 4",
        tables=NEEDS,
        direction="up",
        window="the official was in post between application and approval",
        missing="never missing where officials and their regions are known",
        reason=Words(
            zh="与在任干部有亲属关系（{steps}步）：{path}；{declared}。",
            en="Kin to an official in post (steps: {steps}): {path}; {declared}.",
        ),
        innocent=POOR_AND_DECLARED,
        check=Words(
            zh="向镇街民政办调取近亲属备案表，核对亲属关系。",
            en="Ask the township for its register of officials' relatives and verify the kinship.",
        ),
        compute=kin_tie,
    ),
    Feature(
        name="undeclared_tie",
        flag="F01",
        family="T",
        unit="closeness, 0 to 4",
        tables=(*NEEDS, "kin_declarations"),
        direction="up",
        window="the official was in post between application and approval",
        missing="not known without the register of relatives",
        reason=Words(
            zh="与在任干部的亲属关系未备案（{steps}步）：{path}。",
            en="A relative in office whom nobody declared (steps: {steps}): {path}.",
        ),
        innocent=Words(
            zh="备案制度执行前的审批、备案表遗失，或双方不知情。",
            en="Approved before declarations were asked for, the form was lost, or neither side knew of the kinship.",
        ),
        check=Words(
            zh="向镇街民政办、村（居）委会核对备案台账。",
            en="Check the register of relatives with the township and the village committee.",
        ),
        compute=undeclared_tie,
    ),
    Feature(
        name="acted_for_kin",
        flag="F02",
        family="T",
        unit="closeness, 0 to 4",
        tables=("decisions.handler_id",),
        direction="up",
        window="the decision in force",
        missing="not known where no handler is recorded",
        reason=Words(
            zh="亲属经办、调查或审批，未回避（{steps}步）：{path}。",
            en="Kin handled, surveyed or approved the application (steps: {steps}): {path}.",
        ),
        innocent=Words(
            zh="经办人手不足且已备案；远亲而不来往。",
            en="Too few staff, and declared; distant kin without contact.",
        ),
        check=Words(
            zh="核对审核确认表上的签字人与回避记录。",
            en="Check the signatures on the approval form and any record of recusal.",
        ),
        compute=acted_for_kin,
    ),
    Feature(
        name="after_taking_office",
        flag="F03",
        family="T",
        unit="months, 0 to 12",
        tables=(*NEEDS, "officials.start_on"),
        direction="up",
        window="the first twelve months after the relative took office",
        missing="not known where terms have no first day",
        reason=Words(
            zh="亲属任职后{months}个月内申请（{steps}步）：{path}。",
            en="Applied {months} months after a relative took office (steps: {steps}): {path}.",
        ),
        innocent=Words(
            zh="申请前刚发生疾病、失业等变故。",
            en="Illness, loss of work or another blow just before the application.",
        ),
        check=Words(
            zh="核对任职文件日期与申请材料。",
            en="Compare the date of appointment with the application.",
        ),
        compute=after_taking_office,
    ),
    Feature(
        name="shared_contact",
        flag="F25",
        family="T",
        unit="contacts shared",
        tables=NEEDS,
        direction="up",
        window="as extracted",
        missing="never missing where officials are known",
        reason=Words(zh="与{office}共用{kind}。", en="Shares {kind} with the {office}."),
        innocent=Words(
            zh="代填联系方式、村委会代办、同住老屋。",
            en="The official filled in the form for the household, or both live in the same old house.",
        ),
        check=Words(
            zh="电话核实联系方式机主与实际居住人。",
            en="Ring the number and ask who owns it; see who lives at the address.",
        ),
        compute=shared_contact,
        fold="sum",
    ),
)
