"""Family H, household: split, filled up, or joined by others on paper, or without its grown children (F13 to F16).

:mod:`features.split`, :mod:`features.merged`, :mod:`features.supporters` and :mod:`features.moved_in` have them.
"""

from typing import Final

from features.declare import Feature
from features.merged import MERGED
from features.moved_in import MOVED_IN
from features.split import SPLIT
from features.supporters import SUPPORTERS

__all__ = ["HOUSEHOLD"]

HOUSEHOLD: Final[tuple[Feature, ...]] = (*SPLIT, *MERGED, *SUPPORTERS, *MOVED_IN)
"""Features of the family, in the order of the catalogue."""
