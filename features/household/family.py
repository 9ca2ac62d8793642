"""Family H, household: split, filled up, or joined by others on paper, or without its grown children (F13 to F16).

:mod:`features.household.split`, :mod:`features.household.merged`, :mod:`features.household.supporters` and
:mod:`features.household.moved_in` have them.
"""

from typing import Final

from features.declare import Feature
from features.household.merged import MERGED
from features.household.moved_in import MOVED_IN
from features.household.split import SPLIT
from features.household.supporters import SUPPORTERS

__all__ = ["HOUSEHOLD"]

HOUSEHOLD: Final[tuple[Feature, ...]] = (*SPLIT, *MERGED, *SUPPORTERS, *MOVED_IN)
"""Features of the family, in the order of the catalogue."""
