import numpy as np

from models.strata import members_of, not_above_median, strata_of


def test_small_peer_groups_of_a_township_are_one_stratum_and_never_reach_beyond_it():
    peers = ["a"] * 3 + ["b"] + ["c"] + ["b"] * 2
    towns = ["1"] * 5 + ["2"] * 2
    assert strata_of(peers, towns, least=3).tolist() == ["a@1"] * 3 + ["@1"] * 2 + ["@2"] * 2


def test_equal_names_of_peer_groups_in_two_townships_are_two_strata():
    assert len(set(strata_of(["a"] * 4, ["1", "1", "2", "2"], least=2).tolist())) == 2


def test_every_household_is_in_one_stratum():
    members = members_of(["y", "x", "y", "z"])
    assert [one.tolist() for one in members] == [[1], [0, 2], [3]]
    assert sorted(np.concatenate(members).tolist()) == [0, 1, 2, 3]


def test_at_least_half_of_every_stratum_is_not_above_its_median():
    values = np.array([0.0, 0.0, 0.0, 5.0, 9.0, 1.0, 2.0])
    low = not_above_median(values, [np.array([0, 1, 2, 3]), np.array([4, 5])])
    assert low.tolist() == [True, True, True, False, False, True, False]
