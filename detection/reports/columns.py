"""The columns of the case list, declared once for every form the list is written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["CASE_COLUMNS", "LIST_COLUMNS", "Column", "Kind", "Mask"]

Kind = Literal["text", "integer", "score", "yuan", "day", "yes_no"]
Mask = Literal["none", "name", "key", "prose"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the case list.

    Parameters
    ----------
    name : str
        Canonical name: in the frame of cases and in the CSV header.
    zh, en : str
        Headings in the workbook.
    width : float
        Width in the workbook, in characters.
    kind : Kind
        How a value is written: text as it is, scores with six decimals, yuan with two, days in ISO.
    mask : Mask
        What hides personal data in it: whole names, keys that may be citizen numbers, or prose with names
        and numbers in it.
    detail : bool
        Folded away in the workbook, neither seen nor printed until it is opened.
    blind : bool
        Never shown to an inspector: it would tell the random control sample from the ranked cases.
    labels : mapping of str to str
        How the workbook words a coded value.
    """

    name: str
    zh: str
    en: str
    width: float
    kind: Kind = "text"
    mask: Mask = "none"
    detail: bool = False
    blind: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def wrap(self) -> bool:
        """Whether its text runs over several lines."""
        return self.kind == "text"


_SCHEMES = {
    "urban_dibao": "城市低保",
    "rural_dibao": "农村低保",
    "destitute": "特困供养",
    "temporary": "临时救助",
    "marginal": "低保边缘",
}

_ORIGINS = {"ranked": "按名次 ranked", "control": "随机抽取 control"}

CASE_COLUMNS: tuple[Column, ...] = (
    Column("rank", "名次", "Rank", 6, "integer", blind=True),
    Column("household_id", "户编号", "Household", 11, mask="key"),
    Column("score", "疑点分", "Score", 7, "score", blind=True),
    Column("applicant", "申请人", "Applicant", 9.5, mask="name"),
    Column("region", "乡镇、村", "Township, village", 11),
    Column("scheme", "救助类别", "Scheme", 9.5, labels=_SCHEMES),
    Column("granted_on", "批准日期", "Granted on", 10.5, "day"),
    Column("yuan_at_stake", "涉及金额（元）", "Yuan at stake", 12, "yuan"),
    Column("reasons_zh", "疑点和核查要点", "Reasons and points to check", 36, mask="prose"),
    Column("tie_path_zh", "关系路径", "Tie", 18, mask="prose", blind=True),
    Column("innocent_zh", "可以排除的情形", "What would clear it", 22, mask="prose"),
    Column("check_zh", "查什么、找谁查", "What to check, with whom", 24, mask="prose"),
    Column("handler", "经办人", "Handler", 10, mask="name", detail=True),
    Column("approver", "审批人", "Approver", 10, mask="name", detail=True),
    Column("yuan_formula_zh", "金额算法", "How the amount was reckoned", 24, mask="prose", detail=True),
    Column("score_favouritism", "人情保分", "Favouritism score", 11, "score", detail=True, blind=True),
    Column("score_ineligibility", "不符条件分", "Ineligibility score", 12, "score", detail=True, blind=True),
    Column("family_T", "关系类", "Ties", 9, "score", detail=True, blind=True),
    Column("family_P", "程序类", "Procedure", 10, "score", detail=True, blind=True),
    Column("family_E", "资格类", "Eligibility", 10, "score", detail=True, blind=True),
    Column("family_H", "家庭类", "Household", 10, "score", detail=True, blind=True),
    Column("family_M", "资金类", "Money", 9, "score", detail=True, blind=True),
    Column("peer_group", "比较组", "Compared with", 18, detail=True, blind=True),
    Column("boundary", "名次不稳", "Unstable rank", 10, "yes_no", detail=True, blind=True),
    Column("q_value", "预计误报比例", "Expected share of false leads", 13, "score", detail=True, blind=True),
    Column("applicant_id", "申请人编号", "Applicant key", 20, mask="key", detail=True),
    Column("sources", "来源记录", "Source rows", 60, mask="key", detail=True),
    Column("reasons_en", "疑点和核查要点（英文）", "Reasons and points, in English", 50, mask="prose", detail=True),
    Column("tie_path_en", "关系路径（英文）", "Tie in English", 32, mask="prose", detail=True, blind=True),
    Column(
        "innocent_en",
        "可以排除的情形（英文）",
        "What would clear it, in English",
        36,
        mask="prose",
        detail=True,
    ),
    Column("check_en", "查什么、找谁查（英文）", "What to check, in English", 36, mask="prose", detail=True),
    Column("yuan_formula_en", "金额算法（英文）", "Amount reckoned, in English", 28, mask="prose", detail=True),
    Column("adds_zh", "分数由来", "What adds up to the score", 36, detail=True, blind=True),
    Column("adds_en", "分数由来（英文）", "What adds up to the score, in English", 36, detail=True, blind=True),
    Column("off_list_zh", "怎样才会退出名单", "What would take it off the list", 30, detail=True, blind=True),
    Column("off_list_en", "怎样才会退出名单（英文）", "The same in English", 30, detail=True, blind=True),
    Column("origin", "来由", "Origin", 10, detail=True, blind=True, labels=_ORIGINS),
    Column("inclusion_probability", "入选概率", "Probability to be listed", 11, "score", detail=True, blind=True),
)
"""The lead's copy."""

LIST_COLUMNS: tuple[Column, ...] = tuple(column for column in CASE_COLUMNS if not column.blind)
"""The inspectors' copy."""
