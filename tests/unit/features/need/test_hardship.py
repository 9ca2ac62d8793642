"""The table of points, and what a delivery lacks for it."""

from pathlib import Path

from features.need.hardship import SIGNS, signs_off
from tests.town import AS_OF, Town, village


def off(town: Town, folder: Path) -> dict[str, tuple[str, ...]]:
    return signs_off(town.records(folder).known(AS_OF))


def test_names_are_unique_and_points_agree_with_kinds() -> None:
    assert len({sign.name for sign in SIGNS}) == len(SIGNS)
    assert all((sign.points < 0) == (sign.kind == "against") for sign in SIGNS)
    assert all(sign.points for sign in SIGNS)


def test_signs_that_cannot_be_looked_for_say_what_they_lack(tmp_path: Path) -> None:
    town = village()
    del town.rows["holdings"]
    lacking = off(town, tmp_path)
    assert lacking["serious_illness"] == ("conditions",)
    assert lacking["medical_costs"] == ("medical_costs",)
    assert lacking["vehicle"] == ("holdings",)
    assert lacking["savings"] == ("holdings.value",)
    assert lacking["severe_disability"] == ("persons.disability_grade",)
    assert not {"income_below_line", "overdue", "public_payroll"} & set(lacking)


def test_a_full_delivery_lacks_nothing(tmp_path: Path) -> None:
    town = village().knows("conditions", "medical_costs", "holdings")
    town.rows["persons"][0].update(disability_grade=4, death_date="2020-01-01")
    assert off(town, tmp_path) == {}
