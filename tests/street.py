"""A street of small households, each a case of its own: many known answers from one reading."""

from collections.abc import Callable, Mapping

import pandas as pd

from features.declare import Feature
from features.dossier import Dossier
from features.registry import FEATURES
from tests.town import Town, village

__all__ = ["Arrange", "all_of", "found", "member", "named", "nothing", "of", "own", "paid", "street"]

Arrange = Callable[[Town, str], object]


def street(homes: Mapping[str, Arrange]) -> Town:
    """Return the village with one more household a case: its members are KEY-1 and KEY-2.

    Without payments on record aid counts as paid in the 33 months from April 2023 to December 2025.
    """
    town = village().knows("addresses")
    for home, arrange in ((_key(name), arrange) for name, arrange in homes.items()):
        town.person(f"{home}-1").person(f"{home}-2").aided(home, f"{home}-1", f"{home}-2")
        arrange(town, home)
    return town


def of(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows of the household that stands for the case `name`."""
    return frame[frame.index == _key(name)]


def _key(name: str) -> str:
    return "".join(letter for letter in name if letter.isalnum())


def named(name: str) -> Feature:
    """Return the feature of that name."""
    return next(feature for feature in FEATURES if feature.name == name)


def found(name: str, dossier: Dossier) -> pd.DataFrame:
    """Return what a feature found, by household."""
    return named(name).compute(dossier).set_index("household_id")


def nothing(_: Town, __: str) -> None:
    """Leave the household by the book."""


def all_of(*arrangements: Arrange) -> Arrange:
    """Arrange one thing after the other."""
    return lambda town, home: [arrange(town, home) for arrange in arrangements]


def member(number: int, **cells: object) -> Arrange:
    """State something of a member."""
    return lambda town, home: next(
        person for person in town.rows["persons"] if person["person_id"] == f"{home}-{number}"
    ).update(cells)


def own(kind: str, member: int = 1, **cells: object) -> Arrange:
    """Register something to a member."""

    def arrange(town: Town, home: str) -> None:
        given = {"value": 90_000, "start_on": "2020-01-01", "end_on": None, "asset_id": f"{kind}-{home}"}
        town.add("holdings", person_id=f"{home}-{member}", kind=kind, **(given | {"status": "active"} | cells))

    return arrange


def paid(*months: str, **cells: object) -> Arrange:
    """Put payments of these months on record."""

    def arrange(town: Town, home: str) -> None:
        given = {"amount": 350, "account_id": home, "account_holder_id": f"{home}-1", "holder_role": "self"}
        for month in months:
            town.add("payments", household_id=home, month=month, **(given | {"kind": "regular"} | cells))

    return arrange
