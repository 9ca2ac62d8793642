"""Which post and level an official is compared by."""

from pathlib import Path

from tests.town import TOWNSHIP, VILLAGE
from tests.unit.features.officials.builders import families, row, seen


def test_the_latest_office_says_where_and_on_which_level(tmp_path: Path) -> None:
    town = families(4).aided("A0", "F0", handler_id="H1", surveyor_1_id="S1", approver_id="X9")
    town.official("H1", "village_committee", start_on="2012-01-01", end_on="2014-12-31")
    town.official("H1", "township_civil_affairs", region_code=TOWNSHIP, start_on="2014-06-01", end_on="2014-12-01")
    found = seen(town, tmp_path)
    told = {one: [row(found, one)[name] for name in ("posts", "region_code", "level")] for one in ("H1", "S1", "X9")}
    assert told["H1"] == ["township_civil_affairs; village_committee", TOWNSHIP, "township"]
    assert told["S1"] == ["village_director", VILLAGE, "village"]
    assert told["X9"][2] == "none"


def test_the_table_of_regions_goes_before_the_code(tmp_path: Path) -> None:
    town = families(4).aided("A0", "F0", surveyor_1_id="S1")
    town.add("regions", region_code=VILLAGE, name="x", level="township")
    assert row(seen(town, tmp_path), "S1")["level"] == "township"
