"""Family T: ties between a household and the officials over it."""

import pandas as pd

from benchmarks.plain.view import View

__all__ = ["TIES"]

NARROWEST = 4
FARTHEST = 0.5
DAYS_A_MONTH = 365.25 / 12


def kin_tie(view: View) -> pd.Series:
    """Return closeness of the nearest kin who was in post over the household when decided: 4 minus the steps."""
    return _closest(view.ties[view.ties["post"].notna()])


def undeclared_tie(view: View) -> pd.Series:
    """Return closeness of the nearest kin in post who was not declared by the approval, half of it if late."""
    ties = view.ties[view.ties["post"].notna()]
    late = ties["declared_on"] > ties["granted_on"]
    closeness = (NARROWEST - ties["steps"]).clip(lower=FARTHEST) * late.map({True: 0.5, False: 1.0})
    return closeness[~ties["declared"] | late].groupby(ties["household_id"]).max()


def acted_for_kin(view: View) -> pd.Series:
    """Return the closeness of the nearest kin who handled, surveyed or approved the application: 4 minus the steps."""
    return _closest(view.ties[view.ties["acted_as"].notna()])


def acted_for_contact(view: View) -> pd.Series:
    """Contacts that the household shares with those who handled, surveyed or approved its application: their number."""
    return _contacts(view.contacts[view.contacts["acted_as"].notna()])


def after_taking_office(view: View) -> pd.Series:
    """Months left of the first twelve after a relative took office, on the day of the application."""
    ties = view.ties[view.ties["post"].notna()]
    months = (ties["applied_on"] - ties["start_on"]).dt.days / DAYS_A_MONTH
    counted = months.between(0, 12) | months.isna()
    left = 12 - months[counted].round(1)
    return left.groupby(ties["household_id"]).max()


def shared_contact(view: View) -> pd.Series:
    """Addresses, phones and accounts that the household shares with an official over it: their number."""
    return view.contacts.groupby("household_id").size()


def contact_of_kin(view: View) -> pd.Series:
    """Contacts that the household shares with next of kin of an official over it, who is no member: their number."""
    return _contacts(view.kin_contacts)


def _contacts(rows: pd.DataFrame) -> pd.Series:
    return rows[["household_id", "kind", "contact"]].drop_duplicates().groupby("household_id").size()


def _closest(ties: pd.DataFrame) -> pd.Series:
    return (NARROWEST - ties["steps"]).clip(lower=FARTHEST).groupby(ties["household_id"]).max()


TIES = (
    kin_tie,
    undeclared_tie,
    acted_for_kin,
    acted_for_contact,
    after_taking_office,
    shared_contact,
    contact_of_kin,
)
