"""The control sample: a tenth of every list, known probabilities, one key one sample, whatever the order of rows."""

import functools
from datetime import date

import numpy as np
import pandas as pd
import pytest

from detection.control import control_record, control_size, control_strata, draw_list, inclusion_probabilities
from detection.control_key import ControlKey

KEY = ControlKey(b"key of the lead " * 2).for_run(date(2025, 12, 31), "data")


def ranking(households: int, scored: int | None = None) -> pd.DataFrame:
    """Build a ranking of which the first have a score."""
    some = households if scored is None else scored
    score = np.where(np.arange(households) < some, np.linspace(1, 0.1, households), 0.0)
    names = [f"H{number:04}" for number in range(households)]
    return pd.DataFrame({"household_id": names, "rank": range(1, households + 1), "score": score})


def strata(households: int) -> pd.DataFrame:
    """Build strata: three townships; the first third shows more than the rest."""
    numbers = np.arange(households)
    families = np.where(numbers < households / 3, np.where(numbers % 2, "PT", "ET"), np.where(numbers % 3, "", "P"))
    frame = pd.DataFrame({"township": [f"T{number % 3}" for number in numbers], "families": families})
    return frame.set_index(pd.Index([f"H{number:04}" for number in numbers], name="household_id"))


def test_a_tenth_of_the_list_is_control_whatever_capacity_and_delivery() -> None:
    for households in (2, 3, 9, 10, 11, 19, 20, 31):
        for capacity in {1, 2, 8, 9, 10, 17, 18, 19, households - 1, households, households + 9}:
            drawn = draw_list(ranking(households), capacity, strata(households), KEY)
            counts = drawn["origin"].value_counts()
            listed = int(counts.drop("", errors="ignore").sum())
            assert 10 * counts["control"] >= listed, (households, capacity)
            assert 10 * (counts["control"] - 1) < listed, (households, capacity)
            assert counts["ranked"] <= capacity


def test_the_size_of_the_sample_is_the_smallest_that_is_enough() -> None:
    for percent in (10, 25, 50):
        for ranked in range(1, 400):
            size = control_size(ranked, 10_000, percent)
            assert 100 * size >= percent * (ranked + size)
            assert 100 * (size - 1) < percent * (ranked + size - 1)


def test_one_household_alone_is_listed_and_none_without_a_score() -> None:
    assert draw_list(ranking(1), 5, strata(1), KEY)["origin"].tolist() == ["ranked"]
    empty = draw_list(ranking(40, scored=0), 5, strata(40), KEY)
    assert (empty["origin"] == "").all()
    assert (empty["inclusion_probability"] == 0).all()


def test_ranked_cases_are_the_first_with_a_score() -> None:
    drawn = draw_list(ranking(100, scored=7), 20, strata(100), KEY)
    assert drawn.loc[drawn["origin"] == "ranked", "rank"].tolist() == list(range(1, 8))
    assert (drawn.loc[drawn["origin"] == "ranked", "inclusion_probability"] == 1).all()


def test_every_household_has_a_known_chance_and_they_add_up_to_the_sample() -> None:
    drawn = draw_list(ranking(600), 90, strata(600), KEY)
    left = drawn[drawn["origin"] != "ranked"]
    assert left["inclusion_probability"].sum() == pytest.approx(10)
    assert left["inclusion_probability"].min() >= 10 / len(left) / 2
    assert left["inclusion_probability"].max() <= 0.5


def test_those_like_the_ranked_are_drawn_more_often() -> None:
    drawn = draw_list(ranking(600), 90, strata(600), KEY).set_index("household_id")
    shown = strata(600)["families"].loc[drawn.index[drawn["origin"] != "ranked"]]
    chance = drawn["inclusion_probability"].groupby(shown).mean()
    assert chance["ET"] > 3 * chance["P"] == pytest.approx(3 * chance[""])


def test_nobody_is_drawn_for_certain_unless_all_are() -> None:
    cells = pd.DataFrame({"households": [1, 100, 0], "ranked": [50, 0, 9]})
    chances = inclusion_probabilities(cells, 20)["inclusion_probability"]
    assert chances[0] == 0.5
    assert chances[1] == pytest.approx(19.5 / 100)
    assert np.isnan(chances[2])
    assert inclusion_probabilities(cells, 101)["inclusion_probability"][:2].tolist() == [1.0, 1.0]


@functools.cache
def draws() -> tuple[pd.DataFrame, ...]:
    """Draw the same list with many keys."""
    table, where = ranking(60), strata(60)
    return tuple(
        draw_list(table, 27, where, ControlKey(f"key of the lead, {seed:016}".encode())) for seed in range(200)
    )


def test_households_are_drawn_as_often_as_their_probability_says() -> None:
    chance = draws()[0]["inclusion_probability"].to_numpy()
    seen = np.mean([draw["origin"].eq("control").to_numpy() for draw in draws()], axis=0)
    left = draws()[0]["origin"].ne("ranked").to_numpy()
    errors = (seen - chance)[left] / np.sqrt(chance * (1 - chance) / len(draws()))[left]
    assert np.abs(errors).max() < 4
    assert 0.5 < np.square(errors).mean() < 1.6


def test_the_inverse_probabilities_estimate_the_total_without_bias() -> None:
    sick = ranking(60)["household_id"].str[-1].isin(["1", "4"])
    estimates = []
    for drawn in draws():
        listed = drawn["origin"].ne("")
        estimates.append((sick[listed] / drawn.loc[listed, "inclusion_probability"]).sum())
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - sick.sum()) < 3 * error


def test_the_same_key_and_data_draw_the_same_sample_in_any_order_of_rows() -> None:
    table, where = ranking(300), strata(300)
    drawn = draw_list(table, 90, where, KEY)
    mixed = table.sample(frac=1, random_state=3)
    again = draw_list(mixed, 90, where.sample(frac=1, random_state=4), KEY)
    pd.testing.assert_frame_equal(again.sort_values("rank"), drawn)


def test_another_key_or_another_run_draws_another_sample() -> None:
    keys = [
        KEY,
        ControlKey(b"another one's key" * 2),
        ControlKey(b"key of the lead " * 2).for_run(date(2025, 12, 31), "other data"),
    ]
    samples = {tuple(draw_list(ranking(300), 90, strata(300), key)["origin"].eq("control")) for key in keys}
    assert len(samples) == 3


def test_strata_name_the_families_that_are_to_be_seen() -> None:
    townships = pd.Series({"A": "T1", "B": None, "C": "T1"})
    seen = pd.DataFrame({"vehicle": [True, False], "kin": [True, False], "home": [True, True]}, index=["A", "B"])
    told = control_strata(townships, seen, {"vehicle": "E", "kin": "T", "home": "E"})
    assert told["families"].to_dict() == {"A": "ET", "B": "E", "C": ""}
    assert told["township"].to_dict() == {"A": "T1", "B": "", "C": "T1"}


def test_the_record_counts_every_cell_and_holds_no_household_and_no_key() -> None:
    drawn = draw_list(ranking(300), 90, strata(300), KEY)
    record = control_record(drawn, strata(300), KEY)
    assert (record["ranked"], record["controls"], record["key"]) == (90, 10, KEY.fingerprint)
    for name, total in (("households", 210), ("ranked", 90), ("controls", 10)):
        assert sum(cell[name] for cell in record["cells"]) == total
    chances = sum(cell["households"] * cell["inclusion_probability"] for cell in record["cells"] if cell["households"])
    assert chances == pytest.approx(10)
    assert "H0" not in str(record)
