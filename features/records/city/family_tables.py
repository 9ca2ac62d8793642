"""Tables of stated kinship and of moves between registers."""

import numpy as np
import pyarrow as pa

from features.records.city.columns import days, words
from features.records.city.draws import NEVER, day_of, grouped, stream
from features.records.city.town import Town

__all__ = ["kinship_table", "move_table"]

MOVES_SINCE = day_of(2005)


def kinship_table(town: Town, missing: float) -> pa.Table:
    """Stated ties: parents, spouses and a few siblings; ``missing`` of them are not there, more inside a register."""
    rng = stream(town.seed, "kinship")
    crowd, register = town.crowd, town.registers.register
    parts = []
    for pointer in (crowd.father, crowd.mother):
        child = np.flatnonzero(pointer >= 0)
        upside_down = rng.random(len(child)) < 0.15
        one, other = np.where(upside_down, pointer[child], child), np.where(upside_down, child, pointer[child])
        nothing = np.full(len(child), NEVER)
        parts.append((one, other, upside_down.astype(np.int64), nothing, nothing))
    husband = np.flatnonzero((crowd.spouse >= 0) & ~crowd.female)
    ended = np.where(crowd.divorced[husband] <= town.as_of, crowd.divorced[husband], NEVER)
    parts.append((husband, crowd.spouse[husband], np.full(len(husband), 2), crowd.married[husband], ended))
    order, _ = grouped(crowd.father, len(crowd))
    pair = np.flatnonzero((crowd.father[order[1:]] == crowd.father[order[:-1]]) & (rng.random(len(order) - 1) < 0.08))
    nothing = np.full(len(pair), NEVER)
    parts.append((order[pair], order[pair + 1], np.full(len(pair), 3), nothing, nothing))
    one, other, relation, start, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    together = register[one] == register[other]
    known = rng.random(len(one)) >= missing * np.where(together, 1.15, 0.9)
    order = np.lexsort((town.person_key.order(other[known]), town.person_key.order(one[known])))
    one, other, relation, start, end = (column[known][order] for column in (one, other, relation, start, end))
    return pa.table(
        {
            "person_id": town.person_key(one),
            "relative_id": town.person_key(other),
            "relation": words(("parent", "child", "spouse", "sibling"), relation),
            "start_on": days(start, NEVER),
            "end_on": days(end, NEVER),
            "source": words(("register", "civil_affairs"), (relation == 2).astype(np.int64)),
        }
    )


def move_table(town: Town) -> pa.Table:
    """Register moves since 2005: brothers who divided, brides who moved in."""
    rng = stream(town.seed, "moves")
    crowd, registers = town.crowd, town.registers
    alive, since = crowd.living(town.as_of), MOVES_SINCE
    wife = np.flatnonzero(alive & crowd.female & (crowd.spouse >= 0) & (crowd.father >= 0) & (crowd.married > since))
    moved = np.minimum(crowd.married[wife] + rng.integers(5, 300, len(wife)), town.as_of - 1)
    came_from = registers.register[crowd.father[wife]]
    other = came_from != registers.register[wife]
    root = np.flatnonzero(alive & (registers.parent_register >= 0) & (registers.unit == np.arange(len(crowd))))
    adult = np.where(crowd.married[root] < NEVER, crowd.married[root], crowd.birth[root] + 30 * 365)
    split = np.minimum(adult + rng.integers(100, 6_000, len(root)), town.as_of - 1)
    recent = split > since
    person = np.concatenate([wife[other], root[recent]])
    day = np.concatenate([moved[other], split[recent]])
    source = np.concatenate([came_from[other], registers.parent_register[root[recent]]])
    kind = np.repeat([2, 0], [other.sum(), recent.sum()])
    order = np.lexsort((day, town.person_key.order(person)))
    return pa.table(
        {
            "person_id": town.person_key(person[order]),
            "moved_on": days(day[order]),
            "from_register_id": town.register_key(source[order]),
            "to_register_id": town.register_key(registers.register[person[order]]),
            "kind": words(("split", "merge", "move"), kind[order]),
        }
    )
