"""The inspectors' copy: five points a case, the same form for all, an order that only the key explains."""

from pathlib import Path
from typing import Any

import pandas as pd

from detection.cases import case_rows
from detection.control_key import ControlKey
from detection.evidence import wording_for
from detection.inspectors import inspector_rows, noticed, points_noticed
from features.declare import FAMILIES
from features.dossier import Dossier
from features.registry import FEATURES
from features.table import feature_table
from tests.town import AS_OF, Town, village

KEY = ControlKey(b"key of the lead " * 2)
HOUSEHOLDS = ("H", *(f"H{number}" for number in range(8)))


def town() -> Town:
    town = village()
    for number in range(8):
        town.person(f"X{number}").aided(f"H{number}", f"X{number}")
    return town.add("holdings", person_id="P1", kind="vehicle", start_on="2025-12-02", value=50_000)


def parts(dossier: Dossier, surprising: tuple[str, ...] = ()) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the cases and the points of every household; only what is named surprises, and weighs."""
    table = feature_table(dossier)
    surprises = pd.DataFrame(0.0, index=table.values.index, columns=table.values.columns)
    surprises.loc["H", list(surprising)] = 2.0
    seen = noticed(FEATURES, table.values, surprises)
    wording = wording_for(dossier, reveal=False)
    points = points_noticed(FEATURES, table, seen, surprises, wording, AS_OF)
    chosen = pd.DataFrame({"household_id": list(HOUSEHOLDS), "rank": range(1, 10)})
    return case_rows(chosen, points, dossier, FEATURES, table.found), points


def copy(folder: Path, surprising: tuple[str, ...] = (), key: ControlKey = KEY) -> pd.DataFrame:
    dossier = town().dossier(folder)
    cases, points = parts(dossier, surprising)
    return inspector_rows(cases, points, dossier, FEATURES, key)


def lines(rows: pd.DataFrame, household: str, column: str) -> list[str]:
    told: Any = rows.set_index("household_id").loc[household, column]
    return str(told).split("\n")


def test_every_case_has_one_point_a_family_in_the_same_order(tmp_path: Path) -> None:
    rows = copy(tmp_path, ("vehicle",))
    for language in ("zh", "en"):
        names = [getattr(words, language) for words in FAMILIES.values()]
        for household in HOUSEHOLDS:
            reasons = lines(rows, household, f"reasons_{language}")
            assert [reason.split("：" if language == "zh" else ": ")[0] for reason in reasons] == names
            assert len(lines(rows, household, f"innocent_{language}")) == len(names)
            assert len(lines(rows, household, f"check_{language}")) == len(names)
    assert not (rows[["reasons_zh", "reasons_en", "sources"]] == "").any(axis=None)


def test_reasons_come_first_then_what_is_ordinary_then_the_routine(tmp_path: Path) -> None:
    rows = copy(tmp_path)
    assert "机动车" in lines(rows, "H", "reasons_zh")[2], "shown although it surprises nobody"
    assert lines(rows, "H1", "reasons_zh")[2].startswith("资格：申报人均月收入100元")


def test_the_weightiest_of_a_family_is_shown_without_flag_and_rarity(tmp_path: Path) -> None:
    dossier = town().add("holdings", person_id="P1", kind="business", start_on="2024-01-01").dossier(tmp_path)
    for name, word in (("business", "企业"), ("vehicle", "机动车")):
        cases, points = parts(dossier, (name,))
        told = lines(inspector_rows(cases, points, dossier, FEATURES, KEY), "H", "reasons_zh")[2]
        assert word in told
        assert "F22" not in told
        assert "同类户" not in told
    assert not points["text_zh"].str.contains("同类户").any()
    assert not points["text_en"].str.contains("of peers").any()


def test_a_tie_is_told_with_its_path_whichever_reason_weighs_most(tmp_path: Path) -> None:
    shared = town().kin("O1", "P1", "sibling").kin("O1", "P9", "child").person("P9", name="王小明")
    for row in shared.rows["persons"]:
        row["address_id"] = "A7" if row["person_id"] in {"P1", "P9"} else None
    dossier = shared.dossier(tmp_path)
    cases, points = parts(dossier, ("contact_of_kin",))
    path = points.loc[points["feature"] == "kin_tie", "path_zh"].item()
    tie = lines(inspector_rows(cases, points, dossier, FEATURES, KEY), "H", "reasons_zh")[0]
    assert tie.startswith("关系：与村（居）委会主任的近亲属（子女）共用住址。（")
    assert tie.endswith(f"（{path}）")
    assert "王小明" not in tie


def test_the_source_rows_are_those_of_the_points_shown(tmp_path: Path) -> None:
    rows = copy(tmp_path)
    sources = rows.set_index("household_id")["sources"]
    assert sources["H1"].startswith("decisions[D-H1]; households[H1]")
    assert "holdings[P1,vehicle,2025-12-02]" in sources["H"]
    assert all(len(set(text.split("; "))) == len(text.split("; ")) for text in sources)


def test_the_order_is_that_of_the_key_and_not_of_the_rank(tmp_path: Path) -> None:
    dossier = town().dossier(tmp_path)
    cases, points = parts(dossier)
    first = inspector_rows(cases, points, dossier, FEATURES, KEY)
    mixed = inspector_rows(cases.iloc[::-1].reset_index(drop=True), points, dossier, FEATURES, KEY)
    other = inspector_rows(cases, points, dossier, FEATURES, ControlKey(b"another one's key" * 2))
    assert first["household_id"].tolist() == mixed["household_id"].tolist()
    assert first["household_id"].tolist() != list(HOUSEHOLDS)
    assert first["household_id"].tolist() != other["household_id"].tolist()
    assert sorted(first["household_id"]) == sorted(HOUSEHOLDS)


def test_villages_stay_together(tmp_path: Path) -> None:
    dossier = town().dossier(tmp_path)
    cases, points = parts(dossier)
    apart = cases.assign(region=["b", "a"] * 4 + ["b"])
    regions = inspector_rows(apart, points, dossier, FEATURES, KEY)["region"].tolist()
    assert regions == sorted(regions)


def test_no_case_at_all(tmp_path: Path) -> None:
    dossier = town().dossier(tmp_path)
    cases, points = parts(dossier)
    assert inspector_rows(cases.iloc[:0], points.iloc[:0], dossier, FEATURES, KEY).empty


def test_a_short_time_that_is_usual_is_not_noticed() -> None:
    values = pd.DataFrame({"fast_track": [9.0, 30.0], "vehicle": [0.0, 5.0]})
    surprises = pd.DataFrame({"fast_track": [1.0, 0.0], "vehicle": [0.0, 0.0]})
    features = tuple(feature for feature in FEATURES if feature.name in values)
    seen = noticed(features, values, surprises)
    assert seen.to_dict("list") == {"fast_track": [True, False], "vehicle": [False, True]}
