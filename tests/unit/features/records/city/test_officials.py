import pandas as pd
import pytest

from features.records.city.officials import POSTS
from tests.unit.features.records.city.builders import AS_OF, frame

VILLAGE = list(POSTS[:5])


def homes(posts: list[str]) -> pd.DataFrame:
    officials = frame("officials")
    persons = frame("persons")[["person_id", "region_code", "birth_date", "death_date"]]
    return officials[officials.post.isin(posts)].merge(persons, on="person_id", suffixes=("", "_home"))


def test_village_officials_are_villagers_and_township_staff_live_in_the_township():
    village, staff = homes(VILLAGE), homes(["township_civil_affairs", "township_leader"])
    assert (village.region_code == village.region_code_home).all()
    assert (staff.region_code.str[:9] == staff.region_code_home.str[:9]).all()


def test_officials_are_grown_and_alive():
    officials = homes(list(POSTS))
    assert officials.death_date.isna().all()
    assert ((officials.start_on - officials.birth_date).dt.days > 22 * 365).all()


@pytest.mark.parametrize("day", ["2018-01-01", "2021-06-01", "2025-12-31"])
def test_every_village_has_all_its_posts_filled_on_any_day(day):
    terms = frame("officials")
    on = terms[(terms.start_on <= day) & (terms.end_on.isna() | (terms.end_on >= day))]
    seats = on[on.post.isin(VILLAGE)].groupby("region_code").post.agg(lambda posts: sorted(set(posts)))
    villages = (frame("regions").level == "village").sum()
    assert len(seats) == villages
    assert all(posts == sorted(VILLAGE) for posts in seats)


def test_each_township_has_two_to_four_staff_and_a_leader():
    terms = frame("officials")
    on = terms[terms.end_on.isna() & (terms.start_on <= AS_OF)]
    staff = on[on.post == "township_civil_affairs"].groupby("region_code").size()
    assert staff.between(2, 4).all()
    assert (on[on.post == "township_leader"].groupby("region_code").size() == 1).all()


def test_some_are_re_elected_and_some_replaced():
    terms = frame("officials").sort_values(["region_code", "post", "start_on"])
    terms = terms[terms.post == "village_secretary"]
    again = (terms.person_id == terms.person_id.shift()) & (terms.region_code == terms.region_code.shift())
    follows = terms.region_code == terms.region_code.shift()
    assert 0.4 < again[follows].mean() < 0.85


def test_lineages_govern_their_villages():
    persons = frame("persons")
    rural = frame("regions").query("level == 'village' and urban == False").region_code
    persons = persons.assign(surname=persons.name.str[0])[persons.region_code.isin(rural)]
    main = persons.groupby("region_code").surname.agg(lambda names: names.value_counts().index[0])
    officials = frame("officials").merge(persons[["person_id", "surname"]], on="person_id")
    officials = officials[officials.post.isin(VILLAGE) & officials.region_code.isin(rural)]
    share = (officials.surname == officials.region_code.map(main)).mean()
    everybody = (persons.surname == persons.region_code.map(main)).mean()
    assert share > 1.2 * everybody
