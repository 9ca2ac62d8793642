"""All features, in order."""

from typing import Final

from features.declare import Feature
from features.eligibility import ELIGIBILITY
from features.payments import PAYMENTS
from features.procedure import PROCEDURE
from features.ties import TIES

__all__ = ["FEATURES"]

FEATURES: Final[tuple[Feature, ...]] = (*TIES, *PROCEDURE, *ELIGIBILITY, *PAYMENTS)
