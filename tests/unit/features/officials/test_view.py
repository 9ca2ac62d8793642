"""The officials' view as a whole."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.officials.aided import KIN_COLUMNS
from features.officials.view import VIEW_COLUMNS, find_officials, officials_of, rank_officials
from tests.town import AS_OF, Town
from tests.unit.features.officials.builders import crooked, families, row, seen


def test_an_official_who_helps_the_own_family_leads(tmp_path: Path) -> None:
    officials = seen(crooked(), tmp_path)
    assert tuple(officials.view.columns) == VIEW_COLUMNS
    first = row(officials, "H1")
    assert (first["rank"], first["households"], first["kin_observed"]) == (1, 8, 6)
    assert first["kin_expected"] == pytest.approx(8 * 6 / 40)
    assert first["lower"] > 1
    assert first["recusal_breaches"] == first["undeclared"] == first["kin_aided"] == 6
    assert row(officials, "H2")["lower"] < 1


def test_declared_relatives_are_not_undeclared(tmp_path: Path) -> None:
    town = crooked()
    for family in range(5):
        town.add("kin_declarations", household_id=f"A{family:02}", official_id="H1", declared_on="2023-01-01")
    assert row(seen(town, tmp_path), "H1")["undeclared"] == 1


def test_without_declarations_nobody_can_say(tmp_path: Path) -> None:
    town = crooked()
    del town.rows["kin_declarations"]
    assert seen(town, tmp_path).view["undeclared"].isna().all()


def test_where_everybody_is_related_nobody_stands_out(tmp_path: Path) -> None:
    town = crooked()
    for family in range(6, 40):
        town.kin("H1", f"F{family}", "sibling").kin("H2", f"F{family}", "sibling")
    officials = seen(town, tmp_path)
    assert row(officials, "H1")["kin_observed"] == 8
    assert (officials.view["lower"].dropna() < 1).all()


def test_two_relatives_in_a_small_office_do_not_lead(tmp_path: Path) -> None:
    town = families(60).kin("S1", "F0", "sibling").kin("S1", "F1", "sibling")
    for family in range(2):
        town.aided(f"A{family}", f"F{family}", surveyor_1_id="S1")
    found = row(seen(town, tmp_path), "S1")
    assert found["ratio"] == pytest.approx(30)
    assert found["lower"] < 1


def test_an_official_without_decisions_is_there_with_relatives_on_aid(tmp_path: Path) -> None:
    town = families(10).official("O7").person("O7").kin("O7", "F0", "sibling").aided("A0", "F0").official("O8")
    officials = seen(town, tmp_path)
    found = row(officials, "O7")
    assert (found["decisions"], found["kin_aided"], found["undeclared"], found["recusal_breaches"]) == (0, 1, 1, 0)
    assert np.isnan(found["lower"])
    assert "O8" not in set(officials.view["official_id"]), "neither decisions nor relatives on aid"


def nameless() -> Town:
    """Return a village in which O7's sibling was granted aid, and nobody is named who acted."""
    staff = dict.fromkeys(("handler_id", "surveyor_1_id", "surveyor_2_id", "approver_id"))
    return families(10).official("O7").person("O7").kin("O7", "F0", "sibling").aided("A0", "F0", **staff)


def test_relatives_are_told_where_no_decision_says_who_acted(tmp_path: Path) -> None:
    officials = seen(nameless(), tmp_path)
    assert officials.view["official_id"].tolist() == ["O7"]
    found = row(officials, "O7")
    assert (found["decisions"], found["households"], found["kin_aided"], found["undeclared"]) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("days", "aided"),
    [({"end_on": "2023-03-27"}, 0), ({"end_on": "2023-03-28"}, 1), ({"start_on": "2023-03-29"}, 0)],
)
def test_relatives_are_those_of_the_day_of_the_decision(days: dict[str, str], aided: int, tmp_path: Path) -> None:
    town = families(10).person("EX").kin("S1", "EX", "spouse", **days).aided("A0", "EX").aided("A1", "F1")
    assert row(seen(town, tmp_path), "S1")["kin_aided"] == aided


def test_of_two_grants_one_on_a_day_of_the_tie_is_enough(tmp_path: Path) -> None:
    town = families(10).person("EX").kin("S1", "EX", "spouse", end_on="2020-01-01").aided("A0", "EX")
    earlier = {"decision_id": "D-old", "approved_on": "2019-02-01", "ended_on": "2019-12-01"}
    town.add("decisions", **(town.rows["decisions"][0] | earlier))
    assert row(seen(town, tmp_path), "S1")["kin_aided"] == 1


def test_a_longer_way_that_held_counts_where_the_shortest_did_not(tmp_path: Path) -> None:
    town = families(10).person("EX").person("SON").kin("S1", "EX", "spouse", end_on="2020-01-01")
    town.kin("S1", "SON", "child").kin("SON", "EX", "parent").aided("A0", "EX")
    assert row(seen(town, tmp_path), "S1")["kin_aided"] == 1


def unrelated() -> Town:
    """Return a village that delivers nothing of kinship; H1 is a member of a household that H1 acted on."""
    town = families(10).aided("A0", "F0").aided("A1", "F1", "H1")
    del town.rows["kinship"]
    for person in town.rows["persons"]:
        person.pop("relation_to_head", None)
    return town


def test_without_kinship_nobody_can_say_a_thing_of_relatives(tmp_path: Path) -> None:
    officials = seen(unrelated(), tmp_path)
    found = officials.view.set_index("official_id")
    assert found.loc["H1", ["decisions", "households"]].tolist() == [2, 2]
    assert found[list(KIN_COLUMNS)].isna().all(axis=None)
    assert officials.kin_homes.empty
    assert officials.exchanges.empty


def test_an_empty_table_of_kinship_says_that_there_is_none(tmp_path: Path) -> None:
    found = row(seen(unrelated().knows("kinship"), tmp_path), "S1")
    assert (found["kin_observed"], found["kin_aided"], found["reciprocal"]) == (0, 0, 0)


def test_registers_alone_make_kinship_known(tmp_path: Path) -> None:
    town = unrelated()
    town.rows["persons"][0]["relation_to_head"] = "head"
    assert row(seen(town, tmp_path), "S1")["kin_aided"] == 0


def test_nothing_dated_later_changes_anything(tmp_path: Path) -> None:
    later = crooked()
    later.aided("A39", "F39", handler_id="H2", approved_on="2026-02-01", applied_on="2026-01-02")
    later.rows["decisions"][0]["ended_on"] = "2026-03-01"
    later.kin("H2", "F39", "spouse", start_on="2026-01-05")
    now = crooked().aided("A39", "F39", handler_id="H2", outcome="pending", approved_on=None)
    one, other = (seen(town, tmp_path / name) for name, town in (("later", later), ("now", now)))
    pd.testing.assert_frame_equal(one.view, other.view)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    town, shuffled = crooked(), crooked()
    for rows in shuffled.rows.values():
        random.Random(4).shuffle(rows)
    one, other = seen(town, tmp_path / "one"), seen(shuffled, tmp_path / "other")
    pd.testing.assert_frame_equal(one.view, other.view)
    pd.testing.assert_frame_equal(one.kin_homes, other.kin_homes)


def test_a_dossier_is_looked_at_once_and_not_changed(tmp_path: Path) -> None:
    dossier = crooked().dossier(tmp_path, AS_OF)
    kin, households = dossier.kin.copy(), dossier.households.copy()
    assert officials_of(dossier) is officials_of(dossier)
    pd.testing.assert_frame_equal(officials_of(dossier).view, find_officials(dossier).view)
    pd.testing.assert_frame_equal(dossier.kin, kin)
    pd.testing.assert_frame_equal(dossier.households, households)


def ranked(**columns: list[float]) -> list[str]:
    rows = len(next(iter(columns.values())))
    given = dict.fromkeys(("undeclared", "recusal_breaches", "lower", "reciprocal", "impossible_days", "bulk_days"), 0)
    view = pd.DataFrame(given | {"official_id": [f"O{place}" for place in range(rows)]} | columns, index=range(rows))
    found = rank_officials(view)
    assert found["rank"].tolist() == list(range(1, rows + 1))
    return found["official_id"].tolist()


def test_a_proven_excess_comes_first_then_what_nobody_declared() -> None:
    assert ranked(lower=[0.9, 1.2, 0.2, 2.0], undeclared=[0, 0, 3, 0]) == ["O3", "O1", "O2", "O0"]


def test_below_one_the_bound_decides_only_what_is_even() -> None:
    assert ranked(lower=[0.1, 0.8, np.nan], recusal_breaches=[1, 0, 1]) == ["O0", "O2", "O1"]
    assert ranked(lower=[0.1, 0.8, 0.8]) == ["O1", "O2", "O0"]
