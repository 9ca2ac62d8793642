"""What members own counts for the months in which it was owned and aid was paid, exemptions left out."""

import pandas as pd
import pytest

from features.dossier import open_dossier
from features.law.law import Law, Provision
from features.law.reading import NATIONAL
from tests.street import Arrange, all_of, found, member, nothing, of, own, paid, street

ALL, NEVER = 33, 0

VEHICLES: dict[str, tuple[Arrange, float, int]] = {
    "owned all along": (own("vehicle"), 2, ALL),
    "since when is not known": (own("vehicle", start_on=None), 2, ALL),
    "sold in March 2024": (own("vehicle", end_on="2024-03-15"), 2, 12),
    "bought in November 2025": (own("vehicle", start_on="2025-11-20"), 2, 2),
    "sold before the first month of aid": (own("vehicle", end_on="2023-03-30"), 0, NEVER),
    "bought after the day": (own("vehicle", start_on="2026-01-01"), 0, NEVER),
    "the first of all payments on record": (paid("2023-04"), 0, NEVER),
    "bought after the last payment": (all_of(paid("2024-01", "2024-02"), own("vehicle", start_on="2024-03-01")), 0, 0),
    "sold in the first month paid": (all_of(paid("2024-01", "2024-02"), own("vehicle", end_on="2024-01-01")), 2, 1),
    "nothing was paid for nothing": (all_of(paid("2024-01", amount=0), own("vehicle")), 0, NEVER),
    "given from husband to wife": (
        all_of(
            own("vehicle", end_on="2024-01-10", asset_id="V1"), own("vehicle", 2, start_on="2024-01-10", asset_id="V1")
        ),
        2,
        ALL,
    ),
    "scrapped": (own("vehicle", status="scrapped"), 0, NEVER),
    "a motorcycle": (own("motorcycle"), 0, NEVER),
    "an e-bike": (own("e_bike"), 0, NEVER),
    "a disability scooter": (own("disability_scooter"), 0, NEVER),
    "a cheap one of a disabled member": (all_of(member(1, disability_grade=4), own("vehicle", value=10_000)), 0, NEVER),
    "a dear one of a disabled member": (all_of(member(1, disability_grade=1), own("vehicle", value=90_000)), 2, ALL),
    "of a disabled member, worth is not known": (
        all_of(member(1, disability_grade=1), own("vehicle", value=None)),
        1,
        ALL,
    ),
    "a cheap one of the other member": (all_of(member(2, disability_grade=1), own("vehicle", value=0)), 1, ALL),
    "two cheap ones of a disabled member": (
        all_of(
            member(1, disability_grade=3),
            own("vehicle", value=9_000, asset_id="V2"),
            own("vehicle", value=0, asset_id="V3", start_on="2020-05-01"),
        ),
        1,
        ALL,
    ),
    "none": (nothing, 0, NEVER),
}


@pytest.fixture(scope="module")
def vehicles(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    town = street({name: arrange for name, (arrange, _, _) in VEHICLES.items()})
    return found("vehicle", town.dossier(tmp_path_factory.mktemp("vehicles")))


@pytest.mark.parametrize("name", VEHICLES)
def test_vehicles(vehicles: pd.DataFrame, name: str) -> None:
    _, value, months = VEHICLES[name]
    rows = of(vehicles, name)
    assert rows["value"].sum() == pytest.approx(value)
    assert rows["months"].sum() == months


def test_both_owners_of_one_vehicle_are_its_evidence(vehicles: pd.DataFrame) -> None:
    (source,) = of(vehicles, "given from husband to wife")["source"]
    home = "givenfromhusbandtowife"
    assert source == f"holdings[{home}-1,vehicle,2020-01-01]; holdings[{home}-2,vehicle,2024-01-10]"


ROOMY, CROWDED = {"area_m2": 60}, {"area_m2": 20}
HOMES: dict[str, tuple[Arrange, float, int, float]] = {
    # what, value, months, value where one home more is allowed below 25 m2 a head
    "the one they live in": (own("property"), 0, 0, 0),
    "two all along": (all_of(own("property", **ROOMY), own("property", asset_id="B", **ROOMY)), 1, ALL, 1),
    "two small ones": (all_of(own("property", **CROWDED), own("property", asset_id="C", **CROWDED)), 1, ALL, 0),
    "one of which no area is known": (all_of(own("property", **CROWDED), own("property", asset_id="D")), 1, ALL, 1),
    "three small ones": (
        all_of(*(own("property", asset_id=f"E{n}", area_m2=10) for n in range(3))),
        2,
        ALL,
        1,
    ),
    "the second was sold in June 2023": (
        all_of(own("property"), own("property", asset_id="F", end_on="2023-06-30")),
        1,
        3,
        1,
    ),
    "sold before the next was inherited, before aid": (
        all_of(own("property", end_on="2022-01-01"), own("property", asset_id="G", start_on="2022-02-01")),
        0,
        0,
        0,
    ),
    "sold, and another bought while aid was paid": (
        all_of(own("property", end_on="2024-05-31"), own("property", asset_id="I", start_on="2024-07-01")),
        1,
        18,
        1,
    ),
    "shared by husband and wife": (
        all_of(own("property", asset_id="J"), own("property", 2, asset_id="J", start_on="2024-07-01")),
        0,
        0,
        0,
    ),
    "a small one bought while aid was paid": (own("property", start_on="2025-12-01", **CROWDED), 1, 1, 1),
    "one collapsed": (all_of(own("property"), own("property", asset_id="K", status="scrapped")), 0, 0, 0),
}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, pd.DataFrame]:
    town = street({name: arrange for name, (arrange, *_) in HOMES.items()})
    dossier = town.dossier(tmp_path_factory.mktemp("homes"))
    rule = Provision("area_a_head", 25, "m2", "a local notice", region="99")
    local = Law(tuple(sorted((*NATIONAL.provisions, rule), key=lambda rule: rule.key)), NATIONAL.calendar)
    return found("second_home", dossier), found("second_home", open_dossier(dossier.known, law=local))


@pytest.mark.parametrize("name", HOMES)
def test_homes(homes: tuple[pd.DataFrame, pd.DataFrame], name: str) -> None:
    _, value, months, local = HOMES[name]
    national, by_room = (of(frame, name) for frame in homes)
    assert (national["value"].sum(), national["months"].sum()) == (value, months)
    assert by_room["value"].sum() == local


LIMIT = 24 * 485 * 2
SAVINGS: dict[str, tuple[Arrange, float, int]] = {
    "twice the limit": (own("deposit", value=2 * LIMIT), 1, ALL),
    "at the limit": (own("deposit", value=LIMIT), 0, 0),
    "matured and opened again": (
        all_of(
            own("deposit", value=LIMIT, end_on="2024-05-01"),
            own("deposit", value=LIMIT, start_on="2024-06-01", asset_id="N"),
        ),
        0,
        0,
    ),
    "a deposit and shares in the same months": (
        all_of(own("deposit", value=LIMIT), own("security", value=LIMIT, start_on="2025-10-31")),
        1,
        3,
    ),
    "dormant money is still there": (own("deposit", value=2 * LIMIT, status="dormant"), 1, ALL),
    "surrendered": (own("insurance", value=2 * LIMIT, status="revoked"), 0, 0),
    "one of two members died": (
        all_of(own("deposit", value=LIMIT), member(2, death_date="2025-12-01")),
        1,
        ALL,
    ),
    "spent before aid": (own("deposit", value=2 * LIMIT, end_on="2023-03-31"), 0, 0),
}


@pytest.fixture(scope="module")
def savings(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    town = street({name: arrange for name, (arrange, _, _) in SAVINGS.items()})
    return found("savings_over_limit", town.dossier(tmp_path_factory.mktemp("savings")))


@pytest.mark.parametrize("name", SAVINGS)
def test_savings(savings: pd.DataFrame, name: str) -> None:
    _, value, months = SAVINGS[name]
    rows = of(savings, name)
    assert rows["value"].sum() == pytest.approx(value)
    assert rows["months"].sum() == months


def test_a_longer_spell_and_a_greater_value_are_never_lower(tmp_path_factory: pytest.TempPathFactory) -> None:
    ends, values = ("2023-05-01", "2024-05-01", None), (1_000, 50_000, 900_000)
    cases = {
        f"{kind}{place}{n}": own(kind, value=values[n if place else 2], end_on=ends[n] if not place else None)
        for kind in ("vehicle", "business", "deposit")
        for place in (0, 1)
        for n in range(3)
    }
    dossier = street(cases).dossier(tmp_path_factory.mktemp("more"))
    for kind, feature in (("vehicle", "vehicle"), ("business", "business"), ("deposit", "savings_over_limit")):
        rows = found(feature, dossier)["value"]
        for place in (0, 1):
            told = [float(rows.get(f"{kind}{place}{n}", 0)) for n in range(3)]
            assert told == sorted(told)
            assert told[-1] > 0
