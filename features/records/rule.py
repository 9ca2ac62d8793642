"""A rule by which a cell was changed, a row set aside or a value flagged, in the two languages of the reports."""

from dataclasses import dataclass

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What was found, in words short enough for a cell.

    Parameters
    ----------
    en : str
        In English; counts and quarantine files go by it.
    zh : str
        The same in Chinese.
    """

    en: str
    zh: str
