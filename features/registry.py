"""All features, in order."""

from typing import Final

from features.declare import Feature
from features.eligibility import ELIGIBILITY
from features.household import HOUSEHOLD
from features.matched import MATCHED
from features.office_ties import OFFICE_TIES
from features.payments import PAYMENTS
from features.procedure import PROCEDURE
from features.ties import TIES

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
