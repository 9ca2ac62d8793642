"""Reasons in words: tie paths with their terms, and what is not known."""

import networkx as nx
import pandas as pd

from detection.wording import People, Wording
from features.graphs.kinship import Spell
from features.registry import FEATURES

OLD, YOUNG = pd.Timestamp("1960-01-01"), pd.Timestamp("1980-01-01")
BY_NAME = {feature.name: feature for feature in FEATURES}


def wording(names: dict[str, str]) -> Wording:
    """O's wife is W, her younger brother is B, who applies for H."""
    graph = nx.DiGraph()
    graph.add_edge("O", "W", spells=(Spell("spouse", pd.NaT, pd.NaT, "kinship"),))
    graph.add_edge("W", "B", spells=(Spell("sibling", pd.NaT, pd.NaT, "kinship"),))
    people = People(names, {"O": ("M", OLD), "W": ("F", OLD), "B": ("M", YOUNG)})
    return Wording(graph, people, {"H": "B"})


TIE = {
    "household_id": "H",
    "path": ("O", "W", "B"),
    "steps": 2,
    "acted_as": "handler",
    "post": "township_civil_affairs",
    "declared": False,
    "declared_on": pd.NaT,
    "granted_on": pd.Timestamp("2023-03-28"),
    "value": 2.0,
}


def test_a_tie_path_leads_from_the_official_to_the_applicant() -> None:
    words = wording({"O": "张某", "B": "李某"})
    assert words.path(TIE, "zh") == "经办人（镇街民政干部） 张某 → 妻 → 弟 → 申请人 李某（妻弟）"
    assert words.path(TIE, "en") == (
        "handler (township civil affairs officer) 张某 → wife → younger brother → applicant 李某, "
        "wife's younger brother"
    )


def test_a_path_to_another_member_and_an_official_who_is_a_member() -> None:
    words = wording({})
    assert words.path(TIE | {"path": ("O", "W")}, "zh").endswith("→ 妻 → 家庭成员")
    assert words.path(TIE | {"path": ("B",), "acted_as": None}, "zh") == "镇街民政干部 = 申请人"


def test_who_is_the_elder_is_said_only_where_it_is_known() -> None:
    graph = nx.DiGraph()
    graph.add_edge("O", "F", spells=(Spell("parent", pd.NaT, pd.NaT, "kinship"),))
    graph.add_edge("F", "G", spells=(Spell("sibling", pd.NaT, pd.NaT, "kinship"),))
    graph.add_edge("G", "C", spells=(Spell("child", pd.NaT, pd.NaT, "kinship"),))
    row = TIE | {"path": ("O", "F", "G", "C")}
    known = People({}, {"O": ("M", OLD), "F": ("M", None), "G": ("M", None), "C": ("M", YOUNG)})
    assert Wording(graph, known, {}).path(row, "zh").endswith("→ 父 → 兄弟 → 子 → 家庭成员（堂弟）")
    unknown = People({}, {"O": ("M", pd.NaT), "C": (None, YOUNG)})
    assert (
        Wording(graph, unknown, {}).path(row, "zh").endswith("→ 父母 → 兄弟姐妹 → 子女 → 家庭成员（堂（表）兄弟姐妹）")
    )


def test_somebody_unnamed_on_the_path_is_what_the_register_implies() -> None:
    graph = nx.DiGraph()
    uncle = "∅father elder_brother U"
    graph.add_edge("O", uncle, spells=(Spell("parent", pd.NaT, pd.NaT, "register persons[O]; persons[U]"),))
    graph.add_edge(uncle, "U", spells=(Spell("sibling", pd.NaT, pd.NaT, "register persons[O]; persons[U]"),))
    people = People({"U": "李某"}, {"O": ("M", YOUNG), "U": ("M", OLD)})
    told = Wording(graph, people, {"H": "U"}).path(TIE | {"path": ("O", uncle, "U")}, "zh")
    assert told.endswith("→ 父 → 兄 → 申请人 李某（伯父）")


def test_whether_it_was_declared_is_said_or_said_to_be_unknown() -> None:
    words, feature = wording({}), BY_NAME["kin_tie"]
    assert "未备案" in words.reason(feature, TIE).zh
    declared = words.reason(feature, TIE | {"declared": True, "declared_on": pd.Timestamp("2023-03-01")})
    assert "已于2023-03-01备案" in declared.zh
    assert "declared 2023-03-01" in declared.en
    assert "备案情况不明" in words.reason(feature, TIE | {"declared": None}).zh


def test_what_is_not_known_is_a_question_mark_not_nan() -> None:
    reason = wording({}).reason(BY_NAME["vehicle"], {"household_id": "H", "day": pd.NaT, "yuan": "?", "value": 1.0})
    assert "?登记" in reason.zh
    assert "nan" not in reason.en.lower()


def test_what_a_visit_saw_is_named_in_words() -> None:
    row = {"household_id": "H", "best": "rooms, sauna_bath, no damp_walls", "items": 2, "value": 1.0}
    assert "房间、sauna bath、少墙面潮湿" in wording({}).reason(BY_NAME["living_standard"], row).zh
