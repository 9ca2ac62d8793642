"""Counties, townships and villages of the city, with 12-digit division codes under an unassigned province prefix."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import Bools, Floats, Ints, stream
from features.records.city.settings import CitySettings

__all__ = ["CITY_CODE", "Geography", "lay_out"]

CITY_CODE = 990100000000
"""Code of the city; no province has the prefix 99."""


@dataclass(frozen=True, slots=True)
class Geography:
    """The tree of divisions; villages, townships and counties are numbered from 0."""

    village_code: Ints
    village_township: Ints
    village_weight: Floats
    urban: Bools
    township_code: Ints
    township_county: Ints
    careless: Bools
    """Townships that are careless about procedure for everyone."""
    county_code: Ints

    @property
    def villages(self) -> int:
        """Number of villages and urban communities."""
        return len(self.village_code)

    @property
    def townships(self) -> int:
        """Number of townships."""
        return len(self.township_code)


def lay_out(people: int, seed: int, settings: CitySettings) -> Geography:
    """Lay out villages of about ``settings.village_size`` residents in townships and counties."""
    rng = stream(seed, "geography")
    villages = max(3, round(people / settings.village_size))
    townships = max(1, round(villages / settings.villages_per_township))
    counties = max(1, round(townships / settings.townships_per_county))
    township_county = np.arange(townships) * counties // townships
    village_township = np.arange(villages) * townships // villages
    county_code = CITY_CODE + (np.arange(counties) + 1) * 10**6
    township_code = county_code[township_county] + (_rank(township_county) + 1) * 10**3
    urban = np.zeros(villages, dtype=np.bool_)
    urban[rng.permutation(villages)[: max(1, round(settings.urban_share * villages))]] = True
    careless = np.zeros(townships, dtype=np.bool_)
    careless[rng.permutation(townships)[: round(settings.careless_townships * townships)]] = True
    weight = np.exp(rng.normal(0.0, 0.3, villages))
    return Geography(
        village_code=township_code[village_township] + _rank(village_township) + 1,
        village_township=village_township,
        village_weight=weight / weight.sum(),
        urban=urban,
        township_code=township_code,
        township_county=township_county,
        careless=careless,
        county_code=county_code,
    )


def _rank(group: Ints) -> Ints:
    """Position of each row inside its group, for groups that are already in order."""
    return np.arange(len(group)) - np.searchsorted(group, group)
