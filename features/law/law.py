"""The law as a whole: which rule applies to an act in a region on a day, and the calendar that it counts by."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from features.law.terms import term
from features.law.workdays import Workdays

__all__ = ["Law", "Provision"]


@dataclass(frozen=True, slots=True)
class Provision:
    """One rule of the law.

    Parameters
    ----------
    name : str
        A name of :data:`features.law.terms.TERMS`.
    value : float
        What it sets.
    unit : str
        Unit of the value.
    source : str
        Where it is written.
    start_on : datetime.date
        In force from this day on; ``date.min``: always.
    region : str
        Leading digits of the region codes that it holds for; empty: everywhere.
    """

    name: str
    value: float
    unit: str
    source: str
    start_on: date = date.min
    region: str = ""

    @property
    def key(self) -> tuple[str, str, date]:
        """What no two rules of one law share."""
        return (self.name, self.region, self.start_on)


@dataclass(frozen=True)
class Law:
    """Standards, limits and intervals by region and day, and the calendar of working days.

    Of the rules that hold for a region and are in force on a day, the one for the smallest region applies; of those
    the latest.

    Parameters
    ----------
    provisions : tuple of Provision
        Sorted by their keys, which are unique.
    calendar : Workdays
        What working days are counted by.
    """

    provisions: tuple[Provision, ...]
    calendar: Workdays

    def provision(self, name: str, region: str, day: date) -> Provision | None:
        """Return the rule that applies.

        Parameters
        ----------
        name : str
            A name of :data:`features.law.terms.TERMS`.
        region : str
            A region code of 12 digits.
        day : datetime.date
            The day of the act.

        Returns
        -------
        Provision or None
            None where no rule is in force.

        Raises
        ------
        KeyError
            If there is no such term.
        """
        name = term(name).name
        applying = (
            rule
            for rule in self.provisions
            if rule.name == name and region.startswith(rule.region) and rule.start_on <= day
        )
        return max(applying, key=lambda rule: (len(rule.region), rule.start_on), default=None)

    def value(self, name: str, region: str, day: date) -> float | None:
        """Return the value of the rule that applies, see :meth:`provision`; None where none is in force."""
        rule = self.provision(name, region, day)
        return None if rule is None else rule.value

    def record(self) -> dict[str, Any]:
        """Return the whole law as plain values, in an order that does not depend on that of the file.

        Returns
        -------
        dict
            ``rules`` and the calendar: what the operator listed, and the years whose days off are known.
        """
        return {
            "rules": [_plain(rule) for rule in self.provisions],
            "holidays": sorted(day.isoformat() for day in self.calendar.holidays),
            "workdays": sorted(day.isoformat() for day in self.calendar.workdays),
            "known_years": sorted(self.calendar.known_years),
        }


def _plain(rule: Provision) -> dict[str, Any]:
    return {
        "name": rule.name,
        "value": rule.value,
        "unit": rule.unit,
        "from": None if rule.start_on == date.min else rule.start_on.isoformat(),
        "region": rule.region or None,
        "source": rule.source,
    }
