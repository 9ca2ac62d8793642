"""Tables of persons, addresses, regions and officials."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.records.city.columns import codes, days, flags, phones, words
from features.records.city.draws import NEVER, Ints
from features.records.city.geography import CITY_CODE, Geography
from features.records.city.headship import RELATIONS
from features.records.city.names import full_names
from features.records.city.officials import LEADER, POSTS, STAFF
from features.records.city.town import Town

__all__ = ["address_table", "official_table", "person_table", "region_table"]


def person_table(town: Town) -> pa.Table:
    """List the registered residents, the living and the dead, in the order of their keys."""
    crowd, alive = town.crowd, town.crowd.living(town.as_of)
    row = np.argsort(town.person_key.order(np.arange(len(crowd))))
    lives = alive[row]
    return pa.table(
        {
            "person_id": town.person_key(row),
            "name": full_names(crowd.surname[row], crowd.given[row]),
            "sex": words(("M", "F"), crowd.female[row].astype(np.int64)),
            "birth_date": days(crowd.birth[row], NEVER),
            "death_date": days(np.where(lives, NEVER, crowd.death[row]), NEVER),
            "register_id": town.register_key(np.where(lives, town.registers.register[row], -1)),
            "relation_to_head": words(RELATIONS, town.registers.relation[row]),
            "address_id": town.address_key(np.where(lives, town.address[row], -1)),
            "region_code": codes(town.village_codes(row)),
            "phone": phones(town.registers.phone[row], town.seed),
            "hukou": words(("rural", "urban"), town.geography.urban[crowd.village[row]].astype(np.int64)),
            "ethnicity": words(("han", "minority"), crowd.minority[row].astype(np.int64)),
            "disability_grade": pa.array(town.health.disability[row], mask=town.health.disability[row] == 0),
        }
    )


def address_table(town: Town) -> pa.Table:
    """Dwellings in use and the welfare home of each township."""
    people = len(town.crowd)
    used = np.unique(town.address[town.address >= 0])
    home = used >= people
    village = town.crowd.village[np.where(home, 0, used)]
    first = np.searchsorted(town.geography.village_township, np.arange(town.geography.townships))
    village = np.where(home, first[np.where(home, used - people, 0)], village)
    order = np.argsort(town.address_key.order(used))
    used, village, home = used[order], village[order], home[order]
    text = pc.binary_join_element_wise(
        _village_names(town.geography).take(pa.array(village)), pc.cast(pa.array(used % 997 + 1), pa.string()), "号", ""
    )
    return pa.table(
        {
            "address_id": town.address_key(used),
            "region_code": codes(town.geography.village_code[village]),
            "text": text,
            "kind": words(("dwelling", "institution"), home.astype(np.int64)),
        }
    )


def _village_names(geography: Geography) -> pa.Array:
    """Names of villages, a landscape word and a number."""
    features = ("河", "山", "桥", "塘", "岭", "坡", "湾", "冲")
    kind = ("村", "社区")
    names = [
        f"{features[n % 8]}{features[n // 8 % 8]}{n + 1}{kind[int(urban)]}" for n, urban in enumerate(geography.urban)
    ]
    return pa.array(names)


def region_table(geography: Geography) -> pa.Table:
    """List the divisions, from the city down to villages."""
    county = geography.county_code[geography.township_county]
    town = geography.township_code[geography.village_township]
    counties, towns, villages = len(geography.county_code), geography.townships, geography.villages
    code = np.concatenate([[CITY_CODE], geography.county_code, geography.township_code, geography.village_code])
    parent = np.concatenate([[0], np.full(counties, CITY_CODE), county, town])
    level = np.repeat([3, 2, 1, 0], [1, counties, towns, villages])
    names = ["明州市", *(f"第{n + 1}县" for n in range(counties)), *(f"第{n + 1}镇" for n in range(towns))]
    names += _village_names(geography).to_pylist()
    urban = np.concatenate([np.zeros(1 + counties + towns, dtype=np.bool_), geography.urban])
    return pa.table(
        {
            "region_code": codes(code),
            "name": pa.array(names),
            "parent_code": pc.if_else(pa.array(parent > 0), codes(parent), pa.scalar(None, pa.string())),
            "level": words(("village", "township", "county", "city"), level),
            "urban": flags(urban),
        }
    )


def official_table(town: Town) -> pa.Table:
    """Terms of office."""
    officials, geography = town.officials, town.geography
    scope, post = officials.scope, officials.post
    code = np.select(
        [post < STAFF, post <= LEADER],
        [geography.village_code[np.where(post < STAFF, scope, 0)], _at(geography.township_code, scope)],
        _at(geography.county_code, scope),
    )
    order = np.lexsort((officials.start, town.person_key.order(officials.person)))
    place = words(("村民委员会", "镇人民政府", "县民政局"), (post >= STAFF) * 1 + (post > LEADER))
    return pa.table(
        {
            "person_id": town.person_key(officials.person[order]),
            "post": words(POSTS, post[order]),
            "organisation": place.take(pa.array(order)),
            "region_code": codes(code[order]),
            "start_on": days(officials.start[order]),
            "end_on": days(officials.end[order]),
        }
    )


def _at(values: Ints, index: Ints) -> Ints:
    """Values where the index reaches, the last value elsewhere."""
    return values[np.minimum(index, len(values) - 1)]
