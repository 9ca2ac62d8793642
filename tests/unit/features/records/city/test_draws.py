import numpy as np

from features.records.city.draws import day_of, grouped, pick_weighted, recent_day, spread, stream, year_of


def test_streams_are_named_and_repeatable():
    first, again, other = (stream(3, name).integers(0, 1000, 20) for name in ("kin", "kin", "aid"))
    assert (first == again).all()
    assert (first != other).any()


def test_days_and_years_agree():
    days = np.array([day_of(2018), day_of(2024, 12, 31), day_of(1969, 12, 31)])
    assert year_of(days).tolist() == [2018, 2024, 1969]


def test_grouped_rows_come_back_by_key_and_leave_negative_keys_out():
    keys = np.array([2, -1, 0, 2])
    order, start = grouped(keys, 3)
    position, row = spread(np.array([2, 1, 0]), order, start)
    assert position.tolist() == [0, 0, 2]
    assert row.tolist() == [0, 3, 2]


def test_recent_days_stay_between_their_bounds_and_prefer_the_end():
    low, high = np.full(4000, 100), np.full(4000, 2100)
    days = recent_day(np.random.default_rng(1), low, high)
    assert days.min() >= 100
    assert days.max() <= 2100
    assert np.median(days) > 1300


def test_weights_decide_who_is_drawn_and_minus_infinity_comes_last():
    weight = np.array([-np.inf, 6.0, 0.0, -6.0])
    draws = [pick_weighted(np.random.default_rng(seed), weight) for seed in range(50)]
    assert all(draw[-1] == 0 for draw in draws)
    assert sum(draw[0] == 1 for draw in draws) > 45
