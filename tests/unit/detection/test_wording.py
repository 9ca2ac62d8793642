"""Reasons in words: tie paths with their terms, and what is not known."""

import re

import networkx as nx
import pandas as pd
import pytest

from detection.wording import People, Wording
from features.declare import Feature
from features.dossier import Dossier
from features.graphs.kinship import Spell
from features.registry import FEATURES
from tests.busy import busy_town

OLD, YOUNG = pd.Timestamp("1960-01-01"), pd.Timestamp("1980-01-01")
BY_NAME = {feature.name: feature for feature in FEATURES}


def wording(names: dict[str, str]) -> Wording:
    """O's wife is W, her younger brother is B, who applies for H."""
    graph = nx.DiGraph()
    graph.add_edge("O", "W", spells=(Spell("spouse", pd.NaT, pd.NaT, "kinship"),))
    graph.add_edge("W", "B", spells=(Spell("sibling", pd.NaT, pd.NaT, "register"),))
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
    "sense": "wider",
    "roles": "handler",
    "relation_declared": None,
    "relation_differs": pd.NA,
    "value": 2.0,
}


def test_a_tie_path_leads_from_the_official_to_the_applicant() -> None:
    words = wording({"O": "张某", "W": "王某", "B": "李某"})
    assert words.path(TIE, "zh") == (
        "张某（经办人，镇街民政干部）—妻子→王某［亲属关系表］—弟弟→李某（申请人，妻弟）［户口簿］"
    )
    assert words.path(TIE, "en") == (
        "张某 (handler, township civil affairs officer) —wife→ 王某 [kinship table] "
        "—younger brother→ 李某 (applicant, wife's younger brother) [household register]"
    )


def test_several_roles_are_told_together() -> None:
    words = wording({"O": "张某"})
    assert words.path(TIE | {"roles": "handler, surveyor"}, "zh").startswith("张某（经办人、调查人，镇街民政干部）—")
    both = words.reason(BY_NAME["acted_for_kin"], TIE | {"roles": "handler, surveyor"})
    assert "亲属任经办人、调查人，未回避（2步，较宽口径亲属）" in both.zh
    assert "Kin was handler and surveyor of the application (steps: 2; relative in the wider sense)" in both.en


def test_a_shared_parent_is_named_as_the_source() -> None:
    graph = nx.DiGraph()
    graph.add_edge("O", "B", spells=(Spell("sibling", pd.NaT, pd.NaT, "shared parent P"),))
    words = Wording(graph, People({"O": "张某", "B": "李某"}, {}), {"H": "B"})
    assert (
        words.path(TIE | {"path": ("O", "B"), "post": None}, "zh")
        == "张某（经办人）—兄弟姐妹→李某（申请人）［共同父母］"
    )


def test_what_was_declared_against_what_is_derived() -> None:
    words, feature = wording({}), BY_NAME["kin_tie"]
    declared = TIE | {"declared": True, "declared_on": pd.Timestamp("2023-05-01")}
    assert "审批后至2023-05-01才备案" in words.reason(feature, declared).zh
    assert "declared only on 2023-05-01, after the approval" in words.reason(feature, declared).en
    differing = declared | {"relation_declared": "岳父", "relation_differs": True}
    assert "备案关系“岳父（公公）”与户籍、亲属登记不符" in words.reason(feature, differing).zh
    assert "as “father-in-law”" in words.reason(feature, differing).en
    assert "不符" not in words.reason(feature, differing | {"relation_differs": False}).zh


def test_next_of_kin_who_share_a_contact_are_told_by_their_relation() -> None:
    row = TIE | {"kind": "phone", "relation": "sibling", "value": 1.0}
    del row["path"], row["declared"]
    reason = wording({}).reason(BY_NAME["contact_of_kin"], row)
    assert reason.zh == "与经办人（镇街民政干部）的近亲属（兄弟姐妹）共用电话。"
    assert reason.en == "Shares a phone with next of kin of the handler (township civil affairs officer) (sibling)."


def test_a_path_to_another_member_and_an_official_who_is_a_member() -> None:
    words = wording({})
    assert words.path(TIE | {"path": ("O", "W")}, "zh").endswith("—妻子→（姓名不详）（家庭成员）［亲属关系表］")
    member = TIE | {"path": ("B",), "steps": 0, "acted_as": None, "roles": None}
    assert words.path(member, "zh") == "镇街民政干部 = 申请人"
    assert "（0步，本人）" in words.reason(BY_NAME["kin_tie"], member).zh


def test_who_is_the_elder_is_said_only_where_it_is_known() -> None:
    graph = nx.DiGraph()
    graph.add_edge("O", "F", spells=(Spell("parent", pd.NaT, pd.NaT, "kinship"),))
    graph.add_edge("F", "G", spells=(Spell("sibling", pd.NaT, pd.NaT, "kinship"),))
    graph.add_edge("G", "C", spells=(Spell("child", pd.NaT, pd.NaT, "kinship"),))
    row = TIE | {"path": ("O", "F", "G", "C")}
    known = People({}, {"O": ("M", OLD), "F": ("M", None), "G": ("M", None), "C": ("M", YOUNG)})
    assert Wording(graph, known, {}).path(row, "zh").endswith("（家庭成员，堂弟）［亲属关系表］")
    unknown = People({}, {"O": ("M", pd.NaT), "C": (None, YOUNG)})
    assert (
        Wording(graph, unknown, {})
        .path(row, "zh")
        .endswith("—兄弟姐妹→（姓名不详）［亲属关系表］—子女→（姓名不详）（家庭成员，堂（表）兄弟姐妹）［亲属关系表］")
    )


def test_somebody_unnamed_on_the_path_is_what_the_register_implies() -> None:
    graph = nx.DiGraph()
    uncle = "∅father elder_brother U"
    graph.add_edge("O", uncle, spells=(Spell("parent", pd.NaT, pd.NaT, "register persons[O]; persons[U]"),))
    graph.add_edge(uncle, "U", spells=(Spell("sibling", pd.NaT, pd.NaT, "register persons[O]; persons[U]"),))
    people = People({"U": "李某"}, {"O": ("M", YOUNG), "U": ("M", OLD)})
    told = Wording(graph, people, {"H": "U"}).path(TIE | {"path": ("O", uncle, "U")}, "zh")
    assert told.endswith("—父亲→（户口簿未列）［户口簿］—哥哥→李某（申请人，伯父）［户口簿］")


def test_whether_it_was_declared_is_said_or_said_to_be_unknown() -> None:
    words, feature = wording({}), BY_NAME["kin_tie"]
    assert "未备案" in words.reason(feature, TIE).zh
    declared = words.reason(feature, TIE | {"declared": True, "declared_on": pd.Timestamp("2023-03-01")})
    assert "已于2023-03-01备案" in declared.zh
    assert "declared 2023-03-01" in declared.en
    assert "备案情况不明" in words.reason(feature, TIE | {"declared": None}).zh


def test_what_is_not_known_is_a_question_mark_not_nan() -> None:
    reason = wording({}).reason(
        BY_NAME["vehicle"], {"household_id": "H", "day": pd.NaT, "yuan": "?", "months": 3.0, "value": 1.0}
    )
    assert "?登记" in reason.zh
    assert "nan" not in reason.en.lower()


def test_what_a_visit_saw_is_named_in_words() -> None:
    row = {"household_id": "H", "best": "rooms, sauna_bath, no damp_walls", "items": 2, "value": 1.0}
    assert "房间、sauna bath、少墙面潮湿" in wording({}).reason(BY_NAME["living_standard"], row).zh


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return busy_town().dossier(tmp_path_factory.mktemp("busy"))


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_reason_can_be_told_of_what_was_found(feature: Feature, dossier: Dossier) -> None:
    words = Wording(dossier.kin_graph, People({}, {}), dossier.households["applicant_id"].to_dict())
    found = feature.compute(dossier)
    told = [words.reason(feature, row) for row in found[found["value"] > 0].to_dict("records")]
    assert told
    for reason in told:
        assert reason.zh.endswith(("。", "；", "）"))
        assert not [text for text in (reason.zh, reason.en) if re.search(r"\bnan\b|NaT|None|<NA>|[{}]", text)]
