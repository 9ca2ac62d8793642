import pandas as pd

from tests.unit.features.records.city.builders import frame


def living() -> pd.DataFrame:
    persons = frame("persons")
    return persons[persons.death_date.isna()]


def test_every_register_has_one_head():
    heads = living().groupby("register_id").relation_to_head.agg(lambda words: (words == "head").sum())
    assert (heads == 1).all()


def test_a_register_has_at_most_one_spouse_and_the_relations_of_a_large_family():
    relations = living()
    assert (relations[relations.relation_to_head == "spouse"].groupby("register_id").size() == 1).all()
    assert {"son", "daughter", "daughter_in_law", "father", "mother", "grandchild", "sibling"} <= set(
        relations.relation_to_head
    )


def test_the_dead_are_in_no_register():
    persons = frame("persons")
    assert persons[persons.death_date.notna()].register_id.isna().all()


def test_children_named_in_the_register_share_a_parent_in_the_kinship_table():
    people, ties = living(), frame("kinship")
    ties = ties[ties.relation == "parent"]
    child = people[people.relation_to_head.isin(["son", "daughter"])]
    head = people[people.relation_to_head == "head"][["register_id", "person_id"]]
    pair = child.merge(head, on="register_id", suffixes=("", "_head"))
    known = pair.merge(ties, left_on=["person_id", "person_id_head"], right_on=["person_id", "relative_id"])
    assert 0.7 < len(known) / len(pair) < 0.95


def test_brothers_divide_and_brides_move():
    moves = frame("register_moves")
    assert {"split", "move"} == set(moves.kind)
    assert (moves.from_register_id != moves.to_register_id).all()
    assert set(moves.to_register_id) <= set(living().register_id)


def test_old_people_share_phones_with_other_registers():
    phones = living().dropna(subset=["phone"]).groupby("phone").register_id.nunique()
    assert 0.005 < (phones > 1).mean() < 0.2
