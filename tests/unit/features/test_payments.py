"""Cards of others: who holds them, for how many households, and who may."""

import pandas as pd
import pytest

from tests.street import Arrange, all_of, found, nothing, of, paid, street
from tests.town import VILLAGE, Town


def card(
    holder: str = "S9", role: str | None = "other", months: tuple[str, ...] = ("2025-11",), **cells: object
) -> Arrange:
    """Pay this household, and one more, to an account of `holder`."""

    def arrange(town: Town, home: str) -> None:
        at = {"account_id": f"ACC{home}", "account_holder_id": holder, "holder_role": role}
        other = f"{home}other"
        town.person(f"{other}-1").aided(other, f"{other}-1")
        paid(*months, **at, **cells)(town, home)
        paid("2025-10", **at)(town, other)

    return arrange


def lodged(*homes: str) -> Arrange:
    """Have this household, or those whose keys begin so, live in a welfare home."""

    def arrange(town: Town, home: str) -> None:
        town.add("addresses", address_id=f"W{home}", region_code=VILLAGE, kind="institution")
        for row in town.rows["households"]:
            if row["household_id"] in {f"{home}{more}" for more in homes}:
                row["address_id"] = f"W{home}"

    return arrange


def third(town: Town, home: str) -> None:
    town.person(f"{home}third-1").aided(f"{home}third", f"{home}third-1")
    paid("2025-01", account_id=f"ACC{home}", account_holder_id="S9", holder_role="other")(town, f"{home}third")


def supported(town: Town, home: str) -> None:
    town.add("supporters", household_id=home, person_id="S9", relation="child", declared_on="2023-03-01")


def sibling_of_approver(town: Town, home: str) -> None:
    town.person("B9").kin("A1", "B9", "sibling")


def child_of_the_same_parent(town: Town, home: str) -> None:
    town.person("P8").person("B8").kin("A1", "P8", "parent").kin("B8", "P8", "parent")


SHARED: dict[str, tuple[Arrange, float, float]] = {
    "a stranger s card": (card(), 2, 1),
    "of three households": (all_of(card(), third), 3, 1),
    "in three months, one of them twice": (card(months=("2025-09", "2025-10", "2025-11", "2025-11")), 2, 3),
    "nothing was paid to it": (card(amount=0), 0, 0),
    "before the decision": (card(months=("2022-11",)), 0, 0),
    "after the day": (card(months=("2026-01",)), 0, 0),
    "role not told": (card(role=None), 2, 1),
    "said to be the own one": (card(role="self"), 2, 1),
    "the guardian s": (card(role="guardian"), 0, 0),
    "the institution s": (card(role="institution"), 0, 0),
    "in a welfare home": (all_of(card(), lodged("")), 0, 0),
    "the others live in a welfare home": (all_of(card(), lodged("other")), 0, 0),
    "of somebody declared as owing support": (all_of(card(), supported), 0, 0),
    "none": (nothing, 0, 0),
}
OFFICIAL: dict[str, tuple[Arrange, float]] = {
    "the approver s": (card("A1", months=("2025-10", "2025-11")), 2),
    "of somebody in post over the village": (card("O1"), 2),
    "of a sibling of the approver": (all_of(sibling_of_approver, card("B9")), 1),
    "of a child of the approver s parent": (all_of(child_of_the_same_parent, card("B8")), 1),
    "as guardian by law": (card("O1", role="guardian"), 0),
    "a stranger s": (card("S8"), 0),
    "nothing was paid to it": (card("A1", amount=0), 0),
    "before the decision": (card("A1", months=("2022-11",)), 0),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    streets = {
        "shared_card": street({name: arrange for name, (arrange, *_) in SHARED.items()}),
        "card_of_official": street({name: arrange for name, (arrange, _) in OFFICIAL.items()}),
    }
    return {name: found(name, town.dossier(tmp_path_factory.mktemp(name))) for name, town in streets.items()}


@pytest.mark.parametrize("name", SHARED)
def test_shared_card(told: dict[str, pd.DataFrame], name: str) -> None:
    rows = of(told["shared_card"], name)
    assert (rows["value"].sum(), rows["months"].sum()) == SHARED[name][1:]


@pytest.mark.parametrize("name", OFFICIAL)
def test_card_of_official(told: dict[str, pd.DataFrame], name: str) -> None:
    values = of(told["card_of_official"], name)["value"]
    assert (values.max() if len(values) else 0) == OFFICIAL[name][1]


def test_the_reason_tells_the_months_and_the_last(told: dict[str, pd.DataFrame]) -> None:
    (row,) = of(told["card_of_official"], "the approver s").to_dict("records")
    assert (row["months"], f"{row['last']:%Y-%m}", row["acted_as"]) == (2, "2025-11", "approver")
