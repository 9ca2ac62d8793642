import numpy as np

from models.strata import members_of, strata_of


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
