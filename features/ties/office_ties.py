"""Family T, the officials' side: how often an official's own relatives come up, and who returns whose favour.

What these features say lies in the officials' doings more than in the household's; see ``docs/officials.md``.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.officials.close_kin import CLOSE
from features.officials.view import officials_of

__all__ = ["OFFICE_TIES"]

NEEDS: Final = (
    "decisions.handler_id|decisions.surveyor_1_id|decisions.approver_id",
    "kinship|persons.relation_to_head",
    "persons.region_code",
)


def kin_share_of_official(dossier: Dossier) -> pd.DataFrame:
    """How far an official who acted for this relative meets relatives more often than usual: lower bound less 1."""
    officials = officials_of(dossier)
    shares = officials.view[officials.view["lower"] > 1].set_index("official_id")
    ties = dossier.kin[dossier.kin["acted_as"].notna() & (dossier.kin["steps"] <= CLOSE)]
    ties = ties[ties["official_id"].isin(shares.index)][["household_id", "official_id", "post", "acted_as"]]
    sources = _cited(officials.kin_homes[["official_id", "decision_id"]])
    own = shares.loc[ties["official_id"]].set_axis(ties.index)
    found = ties.assign(
        value=own["lower"] - 1,
        observed=own["kin_observed"],
        households=own["households"],
        expected=own["kin_expected"],
        lower=own["lower"],
        source=sources.reindex(ties["official_id"]).set_axis(ties.index).astype("str"),
    )
    return found.sort_values(["household_id", "official_id"]).reset_index(drop=True)


def reciprocal_favour(dossier: Dossier) -> pd.DataFrame:
    """Pairs of officials who acted on each other's relatives, this household among them: their number."""
    turns = officials_of(dossier).exchanges
    pair = turns[["official_id", "other_id"]]
    turns = turns.assign(one=pair.min(axis=1), two=pair.max(axis=1))
    evidence = turns.groupby(["one", "two"], sort=True).agg(homes=("household_id", "nunique"))
    evidence = evidence.join(_cited(turns[["one", "two", "decision_id"]]).rename("source")).reset_index()
    here = turns.loc[turns["household_id"].isin(dossier.households.index), ["household_id", "one", "two"]]
    found = here.drop_duplicates().merge(evidence.astype({"source": "str"}), on=["one", "two"])
    return found.assign(value=1.0).sort_values(["household_id", "one", "two"]).reset_index(drop=True)


def _cited(rows: pd.DataFrame) -> pd.Series:
    """Return the decisions of each group of rows as sources, by all columns but ``decision_id``."""
    keys = [name for name in rows.columns if name != "decision_id"]
    cited = rows.drop_duplicates().sort_values("decision_id")
    cited = cited.assign(source="decisions[" + cited["decision_id"] + "]")
    return cited.groupby(keys, sort=True)["source"].agg("; ".join)


OFFICE_TIES = (
    Feature(
        name="kin_share_of_official",
        flag="F04",
        family="T",
        unit="times the usual share, less 1",
        tables=NEEDS,
        direction="up",
        window="all granted decisions of the official up to the day",
        missing="not known where no ties, no villages or nobody who acted on decisions is recorded",
        reason=Words(
            zh="{office}经手的{households}户中有{observed}户为其近亲属，按本村亲属关系偶然遇到约{expected:.2f}户；"
            "扣除小样本偶然性后，仍不低于同级干部通常水平的{lower:.1f}倍。",
            en="Of {households} households that the {office} acted on, {observed} are close relatives; the kinship of "
            "the villages would bring {expected:.2f} by chance.  Shrunk for small numbers that is still at least "
            "{lower:.1f} times what is usual among officials of that level.",
        ),
        innocent=Words(
            zh="全村多为亲属、同族聚居；人手少，无人可回避；亲属确属困难且已备案。",
            en="A village where everybody is related; too few staff to step aside; poor relatives, declared.",
        ),
        check=Words(
            zh="向镇街民政办调取该干部经手的全部近亲属档案，由他人复核；核对回避记录与近亲属备案表。",
            en="Ask the township for all files of the official's relatives, have somebody else review them, and "
            "compare the records of recusal and the register of relatives.",
        ),
        compute=kin_share_of_official,
        definition_zh="干部经手的近亲属户占比高出偶然的程度（下限减1），计于其近亲属户。",
        exempt=Words(
            zh="下限不超过1倍的不计；只经手少数几户的干部，不因偶然一两户亲属而计。",
            en="Nothing counts up to a lower bound of 1: one or two relatives never do, however few the decisions.",
        ),
    ),
    Feature(
        name="reciprocal_favour",
        flag="F19",
        family="T",
        unit="pairs of officials",
        tables=NEEDS,
        direction="up",
        window="all granted decisions up to the day; the ties held on the day of each",
        missing="not known where no ties or nobody who acted on decisions is recorded",
        reason=Words(
            zh="两名干部互相经办或调查对方近亲属的申请，共涉及{homes}户，本户在内。",
            en="Two officials handled or surveyed applications of each other's close relatives: {homes} households, "
            "this one among them.",
        ),
        innocent=Words(
            zh="镇街人手少，回避时只能由同事办理；同村多为亲属。",
            en="With few staff a colleague must act for whoever steps aside; in a small village everybody is related.",
        ),
        check=Words(
            zh="对照两名干部的分工与回避记录，把双方亲属的档案放在一起复核。",
            en="Compare the division of work and the records of recusal of both; review the files of both families "
            "together.",
        ),
        compute=reciprocal_favour,
        fold="sum",
        definition_zh="本户所涉及的、互相经办对方近亲属申请的干部对数。",
        exempt=Words(
            zh="仅签字审批不计；经办自己近亲属的，另按未回避计。",
            en="Approval alone does not count; acting on one's own relatives is a breach of recusal and counts there.",
        ),
    ),
)
