"""Things passed on before applying: to whom, when, and what does not count."""

import pandas as pd
import pytest

from tests.street import Arrange, all_of, found, nothing, of, own, street
from tests.town import Town


def relative(relation: str = "sibling", **cells: object) -> Arrange:
    return lambda town, home: town.person(f"{home}B").kin(f"{home}-1", f"{home}B", relation, **cells)


def cousin(town: Town, home: str) -> None:
    town.person(f"{home}B").person(f"{home}U").kin(f"{home}-1", f"{home}U", "other").kin(
        f"{home}U", f"{home}B", "child"
    )


def half_brother(town: Town, home: str) -> None:
    town.person(f"{home}B").person(f"{home}F")
    town.kin(f"{home}-1", f"{home}F", "parent").kin(f"{home}B", f"{home}F", "parent")


def passed(
    gone: str = "2023-01-10", come: str | None = None, to: str = "B", member: int = 1, **cells: object
) -> Arrange:
    """Register the thing to a member until `gone`, to `to` from `come` on; the household applied on 2023-03-01."""
    kind = str(cells.pop("kind", "vehicle"))

    def arrange(town: Town, home: str) -> None:
        own(kind, member, end_on=gone, **({"asset_id": f"V{home}"} | cells))(town, home)
        given = {"asset_id": f"V{home}", "start_on": come or gone, "status": "active", "value": None}
        town.add("holdings", person_id=f"{home}{to}", kind=kind, **given)

    return arrange


CASES: dict[str, tuple[Arrange, float]] = {
    "to a brother": (all_of(relative(), passed()), 1),
    "to a brother by a shared parent": (all_of(half_brother, passed()), 1),
    "to a cousin": (all_of(cousin, passed()), 0),
    "to a stranger": (lambda t, h: passed()(t.person(f"{h}B"), h), 0),
    "on the first day that counts": (all_of(relative(), passed("2022-03-01")), 1),
    "the day before": (all_of(relative(), passed("2022-02-28")), 0),
    "on the day of the application": (all_of(relative(), passed("2023-03-01")), 1),
    "the day after the application": (all_of(relative(), passed("2023-03-02")), 0),
    "registered a month early": (all_of(relative(), passed("2023-01-10", "2022-12-10")), 1),
    "owned by the brother long before": (all_of(relative(), passed("2023-01-10", "2022-11-30")), 0),
    "registered late": (all_of(relative(), passed("2023-01-10", "2023-06-10")), 1),
    "by way of a stranger": (
        all_of(
            relative(),
            lambda t, h: t.person(f"{h}S").add(
                "holdings", person_id=f"{h}S", kind="vehicle", asset_id=f"V{h}", start_on="2023-01-11"
            ),
            passed("2023-01-10", "2024-01-10"),
        ),
        0,
    ),
    "to the other member": (passed(to="-2"), 0),
    "to two brothers at once, one thing": (
        all_of(
            relative(),
            lambda t, h: t.person(f"{h}C").kin(f"{h}-1", f"{h}C", "sibling"),
            lambda t, h: t.add("holdings", person_id=f"{h}C", kind="vehicle", asset_id=f"V{h}", start_on="2023-01-10"),
            passed(),
        ),
        1,
    ),
    "two things": (all_of(relative(), passed(), passed(asset_id="other"), passed()), 1),
    "of little value": (all_of(relative(), passed(value=1_000)), 0),
    "of a little more": (all_of(relative(), passed(value=1_001)), 1),
    "of unknown value": (all_of(relative(), passed(value=None)), 1),
    "a motorcycle": (all_of(relative(), passed(kind="motorcycle")), 0),
    "a home": (all_of(relative(), passed(kind="property")), 1),
    "a wreck": (all_of(relative(), passed(status="scrapped")), 0),
    "to the wife after the divorce": (
        all_of(relative("spouse", start_on="2000-01-01", end_on="2022-12-01"), passed()),
        0,
    ),
    "to the wife before the divorce": (
        all_of(relative("spouse", start_on="2000-01-01", end_on="2023-02-01"), passed()),
        1,
    ),
    "to the wife": (all_of(relative("spouse"), passed()), 1),
    "nothing": (nothing, 0),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    town = street({name: arrange for name, (arrange, _) in CASES.items()})
    return found("asset_to_kin", town.dossier(tmp_path_factory.mktemp("gifts")))


@pytest.mark.parametrize("name", CASES)
def test_known_answer(told: pd.DataFrame, name: str) -> None:
    assert of(told, name)["value"].sum() == CASES[name][1]


def test_both_owners_are_the_evidence(told: pd.DataFrame) -> None:
    (row,) = of(told, "registered a month early").to_dict("records")
    key = "registeredamonthearly"
    assert row["source"] == f"holdings[{key}-1,vehicle,2023-01-10]; holdings[{key}B,vehicle,2022-12-10]"
    assert (row["months"], f"{row['day']:%Y-%m-%d}") == (12, "2023-01-10")
