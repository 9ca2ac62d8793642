"""All features, in order."""

from typing import Final

from features.declare import Feature
from features.eligibility.family import ELIGIBILITY
from features.household.family import HOUSEHOLD
from features.payments import PAYMENTS
from features.procedure.family import PROCEDURE
from features.ties.family import TIES
from features.ties.matched import MATCHED
from features.ties.office_ties import OFFICE_TIES

__all__ = ["FEATURES"]

FEATURES: Final[tuple[Feature, ...]] = (
    *TIES,
    *MATCHED,
    *OFFICE_TIES,
    *PROCEDURE,
    *ELIGIBILITY,
    *HOUSEHOLD,
    *PAYMENTS,
)
