"""The residents of a city with everything their tables show, and the keys they go by."""

from dataclasses import dataclass

from features.records.city.columns import Keys
from features.records.city.draws import Ints, day_of, stream
from features.records.city.families import People, raise_families
from features.records.city.geography import Geography, lay_out
from features.records.city.health import Health, draw_health
from features.records.city.officials import Officials, appoint
from features.records.city.registers import Registers, open_registers
from features.records.city.settings import CitySettings

__all__ = ["Town", "settle"]


@dataclass(frozen=True, slots=True)
class Town:
    """Everything about the residents that their tables show, with the keys they go by."""

    geography: Geography
    crowd: People
    registers: Registers
    health: Health
    officials: Officials
    address: Ints
    """Address of each person: a register, or the number of people plus a township for its welfare home; -1 for none."""
    person_key: Keys
    register_key: Keys
    address_key: Keys
    seed: int
    as_of: int

    def village_codes(self, people: Ints) -> Ints:
        """Village code of people."""
        return self.geography.village_code[self.crowd.village[people]]


def settle(people: int, seed: int, settings: CitySettings) -> Town:
    """Raise the families, open the registers, appoint the officials."""
    as_of = day_of(settings.as_of.year, settings.as_of.month, settings.as_of.day)
    geography = lay_out(people, seed, settings)
    crowd = raise_families(people, seed, geography, as_of)
    registers = open_registers(crowd, seed, as_of)
    keys = stream(seed, "keys")
    size = len(crowd)
    return Town(
        geography=geography,
        crowd=crowd,
        registers=registers,
        health=draw_health(crowd, seed, as_of),
        officials=appoint(crowd, seed, geography, as_of),
        address=registers.address.copy(),
        person_key=Keys(keys, "P", size),
        register_key=Keys(keys, "R", size),
        address_key=Keys(keys, "A", size + geography.townships),
        seed=seed,
        as_of=as_of,
    )
