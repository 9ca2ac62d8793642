"""A synthetic city in the tables of the data contract, with the truth apart from them.

See ``docs/synthetic-city.md`` for what is simulated and how hard it is.
"""

from features.records.city.city import City, simulate_city
from features.records.city.settings import CitySettings
from features.records.city.write import write_city, write_truth

__all__ = ["City", "CitySettings", "simulate_city", "write_city", "write_truth"]
