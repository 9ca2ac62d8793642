"""What cross-matching with other departments sees of holdings and incomes."""

import numpy as np
import pyarrow as pa

from features.records.city.columns import Keys, days, numbers, words
from features.records.city.draws import Bools, Floats, Ints, stream
from features.records.city.ledger import HOLDING_KINDS, INCOME_KINDS, STATES, Ledger
from features.records.city.settings import CitySettings
from features.records.city.town import Town

__all__ = ["see"]


def see(town: Town, ledger: Ledger, settings: CitySettings) -> dict[str, pa.Table]:
    """Tables of the holdings and incomes that are seen; an asset is seen with all its owners or not at all."""
    rng = stream(town.seed, "sightings")
    held = ledger.holdings.columns()
    asset = held["asset"].astype(np.int64)
    seen = _seen(rng.random(ledger.holdings.assets)[asset], held["kind"], HOLDING_KINDS, settings)
    seen &= held["start"] < town.as_of
    held = {name: column[seen] for name, column in held.items()}
    key = Keys(rng, "Z", ledger.holdings.assets)
    person, kind, start = held["person"].astype(np.int64), held["kind"].astype(np.int64), held["start"].astype(np.int64)
    order = np.lexsort((key.order(held["asset"].astype(np.int64)), start, kind, town.person_key.order(person)))
    numbered = np.where(held["kind"] == HOLDING_KINDS.index("deposit"), -1, held["asset"]).astype(np.int64)
    holdings = pa.table(
        {
            "person_id": town.person_key(person[order]),
            "kind": words(HOLDING_KINDS, kind[order]),
            "value": numbers(held["value"][order]),
            "start_on": days(start[order]),
            "end_on": days(_past(held["end"][order], town.as_of)),
            "asset_id": key(numbered[order]),
            "status": words(STATES, held["state"][order]),
            "area_m2": numbers(held["area"][order]),
        }
    )
    return {"holdings": holdings, "incomes": _incomes(town, rng, ledger, settings)}


def _incomes(town: Town, rng: np.random.Generator, ledger: Ledger, settings: CitySettings) -> pa.Table:
    earned = ledger.incomes.columns()
    seen = _seen(rng.random(len(earned["kind"])), earned["kind"], INCOME_KINDS, settings)
    seen &= earned["start"] < town.as_of
    earned = {name: column[seen] for name, column in earned.items()}
    person = earned["person"].astype(np.int64)
    order = np.lexsort((earned["amount"], earned["start"], earned["kind"], town.person_key.order(person)))
    return pa.table(
        {
            "person_id": town.person_key(person[order]),
            "kind": words(INCOME_KINDS, earned["kind"][order]),
            "monthly_amount": numbers(earned["amount"][order]),
            "start_on": days(earned["start"][order]),
            "end_on": days(_past(earned["end"][order], town.as_of)),
        }
    )


def _seen(draw: Floats, kind: Floats, kinds: tuple[str, ...], settings: CitySettings) -> Bools:
    """Whether each row is seen, by the share of its kind."""
    share = np.array([settings.visibility[name] for name in kinds])
    seen: Bools = draw < share[kind.astype(np.int64)]
    return seen


def _past(end: Floats, as_of: int) -> Ints:
    """Keep ends that have come by the day of extraction; -1 for the others."""
    return np.where(end > as_of, -1, end).astype(np.int64)
