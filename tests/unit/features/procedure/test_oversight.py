"""Visits that the county owes, and reports that nobody looked into, on hand-made households."""

from pathlib import Path

import pandas as pd
import pytest

from features.procedure.oversight import OVERSIGHT
from features.table import feature_table
from tests.town import Town, village


def rows(town: Town, name: str, folder: Path) -> pd.DataFrame:
    """Return what was found about H, beside a household that the county visited."""
    town.person("X1").aided("HX", "X1", county_visited_on="2023-03-25", county_visitor_id="C1")
    found = feature_table(town.dossier(folder), OVERSIGHT).found[name]
    return found[found["household_id"] == "H"]


def visited(day: str | None = None, visitor: str | None = "C1") -> Town:
    town = village()
    town.rows["decisions"][0].update(county_visited_on=day, county_visitor_id=visitor if day else None)
    return town


def registered(town: Town, day: str | None = "2023-03-02", official: str = "O1") -> Town:
    return town.add("kin_declarations", household_id="H", official_id=official, declared_on=day)


def reported(town: Town, day: str, answered: str | None = None) -> Town:
    return town.add("complaints", household_id="H", received_on=day, reinvestigated_on=answered)


MISSING = "no home visit by the county is on record"
TOO_SOON = "the county visited only before this application or report"
NOT_DUE = "no visit was due"
RELATIVE = "the county sent a relative of the household"


@pytest.mark.parametrize(
    ("town", "told"),
    [
        (registered(visited()), MISSING),
        (registered(visited(), None), MISSING),
        (registered(visited("2023-03-25")), None),
        (registered(visited("2024-03-25")), None),
        (registered(visited("2022-03-25")), TOO_SOON),
        (registered(visited(), "2023-04-01"), NOT_DUE),
        (reported(visited(), "2023-03-20"), MISSING),
        (reported(visited("2023-03-19"), "2023-03-20"), TOO_SOON),
        (reported(visited("2023-03-20"), "2023-03-20"), None),
        (reported(visited(), "2023-04-20"), NOT_DUE),
        (reported(visited(), "2022-12-20"), NOT_DUE),
        (registered(visited("2023-03-25", "O1")), RELATIVE),
        (visited(), NOT_DUE),
    ],
)
def test_a_visit_is_due_and_made(town: Town, told: str | None, tmp_path: Path) -> None:
    (found,) = rows(town, "county_visit_missing", tmp_path).to_dict("records")
    if told == NOT_DUE:
        assert pd.isna(found["value"])
    else:
        assert found["value"] == (told is not None)
        assert (None if pd.isna(found["what_en"]) else found["what_en"]) == told


def test_a_relative_found_by_the_registers_is_no_visitor(tmp_path: Path) -> None:
    town = registered(visited("2023-03-25", "C1")).person("C1").kin("C1", "P2", "sibling")
    town.official("C1", "county_civil_affairs", region_code="990101000000")
    assert rows(town, "county_visit_missing", tmp_path)["what_en"].tolist() == [RELATIVE]


def test_the_reason_for_the_visit_is_among_its_sources(tmp_path: Path) -> None:
    town = reported(registered(visited()), "2023-03-20")
    assert rows(town, "county_visit_missing", tmp_path)["source"].tolist() == [
        "complaints[H,2023-03-20]; kin_declarations[H,O1]; decisions[D-H]"
    ]


@pytest.mark.parametrize(
    ("town", "told"),
    [
        (reported(village(), "2024-01-01"), ["was not looked into again"]),
        (reported(village(), "2024-01-01", "2024-03-01"), []),
        (reported(village(), "2025-12-10"), []),
        (reported(village(), "2023-02-28"), []),
        (reported(village(), "2023-03-20", "2023-03-27"), []),
        (reported(village(), "2023-03-20", "2023-04-02"), ["was looked into only after the approval"]),
        (reported(village(), "2023-03-28", "2023-04-02"), []),
    ],
)
def test_a_report_is_looked_into(town: Town, told: list[str], tmp_path: Path) -> None:
    assert rows(town, "complaint_open", tmp_path)["what_en"].tolist() == told
