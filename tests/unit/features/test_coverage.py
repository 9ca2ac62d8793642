"""How far a delivery hangs together, counted by hand on a small town."""

from datetime import date
from pathlib import Path

from features.coverage import Coverage, Share, coverage
from tests.town import VILLAGE, Town, village


def measured(town: Town, folder: Path, day: date = date.max) -> Coverage:
    return coverage(town.records(folder).known(day))


def shares(found: tuple[Share, ...]) -> dict[str, tuple[int, int]]:
    return {share.name: (share.found, share.of) for share in found}


def test_aided_members_are_found_in_tables_about_persons(tmp_path: Path) -> None:
    town = village().kin("X", "P2", "parent").add("holdings", person_id="P1", kind="vehicle").aided("H2", "STRANGER")
    found = measured(town, tmp_path)
    assert (found.households, found.members) == (2, 3)
    by_person = shares(found.by_person)
    assert by_person["persons"] == (2, 3)
    assert by_person["kinship"] == (1, 3)
    assert by_person["holdings"] == (1, 3)
    assert by_person["incomes"] == (0, 3)
    assert "conditions" not in by_person


def test_a_member_counts_once_however_many_rows_there_are(tmp_path: Path) -> None:
    town = village().add("holdings", person_id="P1", kind="vehicle").add("holdings", person_id="P1", kind="property")
    assert shares(measured(town, tmp_path).by_person)["holdings"] == (1, 2)


def test_households_without_aid_in_force_are_left_out(tmp_path: Path) -> None:
    town = village().aided("H2", "P3", ended_on="2024-01-01").aided("H3", "P4", outcome="refused")
    assert measured(town, tmp_path).households == 1


def test_an_applicant_is_a_member(tmp_path: Path) -> None:
    town = village()
    town.rows["members"] = [row for row in town.rows["members"] if row["person_id"] != "P1"]
    assert measured(town, tmp_path).members == 2


def test_addresses_are_given_and_found(tmp_path: Path) -> None:
    town = (
        village().aided("H2", "P2", household={"address_id": "A-1"}).aided("H3", "P2", household={"address_id": "A-2"})
    )
    town.add("addresses", address_id="A-1", region_code=VILLAGE)
    found = measured(town, tmp_path)
    assert (found.address_given.found, found.address_given.of) == (2, 3)
    assert (found.address_found.found, found.address_found.of) == (1, 2)


def test_officers_are_named_and_found_among_officials(tmp_path: Path) -> None:
    found = measured(village().aided("H2", "P2", handler_id=None, surveyor_2_id=None), tmp_path)
    assert shares(found.named) == {
        "handler_id": (1, 2),
        "surveyor_1_id": (2, 2),
        "surveyor_2_id": (1, 2),
        "approver_id": (2, 2),
    }
    assert shares(found.in_post)["handler_id"] == (1, 1)
    assert shares(found.in_post)["approver_id"] == (0, 2)


def test_ties_are_stated_and_told_by_registers(tmp_path: Path) -> None:
    town = village().kin("P1", "O1", "sibling")
    for person, word in (("R1", "户主"), ("R2", "妻"), ("R3", "子"), ("R4", "堂弟"), ("R5", "蘑菇")):
        town.person(person, register_id="R", relation_to_head=word)
    found = measured(town, tmp_path)
    assert found.ties_stated == 1
    assert found.ties_told == 4  # wife, son, the wife's son, and the cousin as one
    assert found.words_unread == 1


def test_months_of_payments_are_counted(tmp_path: Path) -> None:
    town = village()
    for month in ("2023-04", "2023-05", "2023-05", "2024-01"):
        town.add("payments", household_id="H", month=month, amount=350 + len(town.rows["payments"]))
    found = measured(town, tmp_path)
    assert (found.months, found.first_month, found.last_month) == (3, "2023-04", "2024-01")
    assert shares(found.by_household)["payments"] == (1, 1)


def test_nothing_later_than_the_day_counts(tmp_path: Path) -> None:
    town = village().add("payments", household_id="H", month="2024-05", amount=1)
    assert measured(town, tmp_path, date(2024, 4, 30)).months == 0


def test_nobody_aided_is_no_share(tmp_path: Path) -> None:
    town = village()
    town.rows["decisions"][0]["outcome"] = "refused"
    found = measured(town, tmp_path)
    assert (found.households, found.members) == (0, 0)
    assert all(share.value is None for share in (*found.by_person, *found.by_household, *found.named))
