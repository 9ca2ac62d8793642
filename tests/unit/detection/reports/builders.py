"""Cases to write."""

from datetime import date

import pandas as pd

from detection.reports.notes import ListNotes, MissingFlag

NUMBER = "11010519491231002X"


def a_case(**changes: object) -> dict[str, object]:
    """Build one case with names and numbers in full."""
    case: dict[str, object] = {
        "rank": 1,
        "household_id": "H0001",
        "score": 0.98765432,
        "score_favouritism": 0.9,
        "score_ineligibility": 0.5,
        "family_T": 0.7,
        "family_P": 0.2,
        "family_E": 0.8,
        "family_H": 0.0,
        "family_M": float("nan"),
        "peer_group": "rural_dibao|330102101",
        "boundary": True,
        "q_value": float("nan"),
        "scheme": "rural_dibao",
        "region": "柳林镇 石桥村",
        "applicant": "张三丰",
        "applicant_id": NUMBER,
        "handler": "王小明",
        "approver": None,
        "granted_on": date(2023, 4, 1),
        "yuan_at_stake": 17460.0,
        "yuan_formula_zh": "485 元 × 3 人 × 12 月",
        "yuan_formula_en": "485 yuan × 3 people × 12 months",
        "reasons_zh": "公示 2 天即批准\n王小明是申请人的姻亲，未备案",
        "reasons_en": "Approved after 2 days of notice\nThe handler 王小明 is related by marriage",
        "tie_path_zh": "经办人 王小明 → 妻 → 弟 → 申请人 张三丰",
        "tie_path_en": "handler 王小明 → wife → brother → applicant 张三丰",
        "innocent_zh": "全镇公示普遍不足",
        "innocent_en": "The whole township posts too briefly",
        "check_zh": "调公示照片",
        "check_en": "Ask for the photographs of the notice",
        "sources": f"decisions[D0001]; kinship[{NUMBER}]",
        "adds_zh": "关系0.500（F01 0.500）；程序0.400（F07 0.400）",
        "adds_en": "tie 0.500 (F01 0.500); procedure 0.400 (F07 0.400)",
        "off_list_zh": "以下各项经核实可以排除的，本户即退出名单：F07。",
        "off_list_en": "It would leave the list if this were cleared: F07.",
        "origin": "ranked",
        "inclusion_probability": 1.0,
    }
    return {**case, **changes}


def cases(*rows: dict[str, object]) -> pd.DataFrame:
    """Build a frame of cases, by default of two."""
    return pd.DataFrame(
        list(rows) or [a_case(), a_case(rank=2, household_id="H0002", boundary=False, origin="control")]
    )


def notes(
    missing_flags: tuple[MissingFlag, ...] = (MissingFlag("F23", "没有投诉表", "there is no table complaints"),),
    revealed: bool = False,
) -> ListNotes:
    """Build the notes of a list."""
    return ListNotes(date(2025, 12, 31), "mingcha version 3", 4012, missing_flags, revealed)
