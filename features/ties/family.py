"""Family T: ties of kinship between a household and the officials over it.

A tie is no offence.  What these features say counts only together with trouble of another family.
"""

from typing import Final

import numpy as np
import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.graphs.sources import path_sources
from features.ties.shared_contacts import ACTED_FOR_CONTACT, SHARED_CONTACTS

__all__ = ["TIES"]

NARROWEST: Final = 4
"""Closeness of an official who is a member; each step of kinship takes one off."""
FARTHEST: Final = 0.5
"""Closeness of relatives four steps away, the farthest that a setting lets count."""
DECLARED_LATE: Final = 0.5
"""What is left of the closeness where the tie was declared, but only after the approval."""
DAYS_A_MONTH: Final = 365.25 / 12
NEW_IN_OFFICE: Final = 12
"""Months in which an official is new."""
NEEDS: Final = ("officials.region_code", "kinship|persons.relation_to_head")
IN_POST: Final = (
    "the official was in post on some day from the application to the approval; unknown first and last days are open"
)
POOR_AND_DECLARED: Final = Words(
    zh="亲属关系本身不违规：家庭确实困难并已备案的，依法应保尽保。",
    en="A tie is no offence: a poor relative who was declared is entitled to aid.",
)
NO_TIE: Final = Words(
    zh="申请前已离任、审批后才任职、不管辖该户所在地的干部，以及审批时已终止的婚姻等关系；同住福利机构或共用地址不算亲属关系。",
    en=(
        "Officials who had left before the application, came after the approval or had office elsewhere, and ties such "
        "as marriages that had ended by the approval; a shared welfare home or address makes nobody kin."
    ),
)


def kin_tie(dossier: Dossier) -> pd.DataFrame:
    """Closeness of the nearest kin in post over the household when it was decided: 4 minus the steps, at least 0.5."""
    ties = dossier.kin[dossier.kin["post"].notna()]
    return _found(ties, dossier, _closeness(ties))


def undeclared_tie(dossier: Dossier) -> pd.DataFrame:
    """Closeness of the nearest kin in post who was not declared by the approval: 4 minus the steps, half if late."""
    ties = dossier.kin[dossier.kin["post"].notna()]
    late = ties["declared_on"] > ties["granted_on"]
    ties, late = ties[~ties["declared"] | late], late[~ties["declared"] | late]
    return _found(ties, dossier, _closeness(ties) * np.where(late, DECLARED_LATE, 1.0))


def acted_for_kin(dossier: Dossier) -> pd.DataFrame:
    """Closeness of the nearest kin who handled, surveyed or approved the application: 4 minus the steps."""
    ties = dossier.kin[dossier.kin["acted_as"].notna()]
    decisions = "; decisions[" + ties["household_id"].map(dossier.households["decision_id"]) + "]"
    found = _found(ties, dossier, _closeness(ties))
    return found.assign(source=found["source"] + decisions)


def after_taking_office(dossier: Dossier) -> pd.DataFrame:
    """Months left of the first twelve after a relative took office, on the day of the application."""
    ties = dossier.kin[dossier.kin["post"].notna()]
    applied = ties["household_id"].map(dossier.households["applied_on"])
    months = (applied - ties["start_on"]).dt.days / DAYS_A_MONTH
    counted = months.between(0, NEW_IN_OFFICE) | months.isna()
    found = ties[counted].assign(months=months[counted].round(1))
    found = _found(found, dossier, NEW_IN_OFFICE - found["months"])
    return found.assign(source=found["source"] + "; officials[" + found["official_id"] + "]")


def _closeness(ties: pd.DataFrame) -> pd.Series:
    return (NARROWEST - ties["steps"]).clip(lower=FARTHEST)


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
        window=IN_POST,
        missing="never missing where officials and their regions are known",
        reason=Words(
            zh="与在任干部有亲属关系（{steps}步，{sense}）：{path}；{declared}。",
            en="Kin to an official in post (steps: {steps}; {sense}): {path}; {declared}.",
        ),
        innocent=POOR_AND_DECLARED,
        check=Words(
            zh="向镇街民政办调取近亲属备案表，核对亲属关系。",
            en="Ask the township for its register of officials' relatives and verify the kinship.",
        ),
        compute=kin_tie,
        definition_zh="审批时在任、管辖该户的最近亲属的亲近程度：4减去亲属步数。",
        exempt=NO_TIE,
    ),
    Feature(
        name="undeclared_tie",
        flag="F01",
        family="T",
        unit="closeness, 0 to 4",
        tables=(*NEEDS, "kin_declarations"),
        direction="up",
        window=IN_POST,
        missing="not known without the register of relatives",
        reason=Words(
            zh="与在任干部的亲属关系未按时备案（{steps}步，{sense}）：{path}；{declared}。",
            en="A relative in office who was not declared in time (steps: {steps}; {sense}): {path}; {declared}.",
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
        definition_zh="审批时未备案的最近在任亲属的亲近程度：4减去亲属步数，审批后才备案的减半。",
        exempt=Words(
            zh="审批当日及以前备案的；备案日期不详的视为按时备案。",
            en="Declared on the day of the approval or before; a declaration without a day counts as in time.",
        ),
    ),
    Feature(
        name="acted_for_kin",
        flag="F02",
        family="T",
        unit="closeness, 0 to 4",
        tables=("decisions.handler_id", "kinship|persons.relation_to_head"),
        direction="up",
        window="the decision in force, whether or not a term of office is on record",
        missing="not known where no handler is recorded",
        reason=Words(
            zh="亲属任{acted}，未回避（{steps}步，{sense}）：{path}。",
            en="Kin was {acted} of the application (steps: {steps}; {sense}): {path}.",
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
        definition_zh="经办、调查或审批该申请的最近亲属的亲近程度：4减去亲属步数。",
        exempt=Words(
            zh="审批时已终止的婚姻等关系；同住福利机构或共用地址不算亲属关系。",
            en="Ties such as marriages that had ended by the approval; a shared address makes nobody kin.",
        ),
    ),
    ACTED_FOR_CONTACT,
    Feature(
        name="after_taking_office",
        flag="F03",
        family="T",
        unit="months, 0 to 12",
        tables=(*NEEDS, "officials.start_on"),
        direction="up",
        window="applied on the day the relative took office, or in the twelve months after",
        missing="not known where the first day of the relative's term is not",
        reason=Words(
            zh="亲属任职（{start_on:%Y-%m-%d}）后{months}个月内申请（{steps}步，{sense}）：{path}。",
            en=(
                "Applied {months} months after a relative took office on {start_on:%Y-%m-%d} "
                "(steps: {steps}; {sense}): {path}."
            ),
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
        definition_zh="亲属任职后头十二个月中，申请当日剩余的月数。",
        exempt=Words(
            zh="连选连任的（两任相隔不超过92天）；任职前已申请的。",
            en="Re-elected officials (terms no further apart than 92 days); applications from before the term.",
        ),
    ),
    *SHARED_CONTACTS,
)
