"""Settings are checked when they are made, and a run goes by those of its model."""

import pytest

from detection.settings import Settings
from features.errors import SettingError


@pytest.mark.parametrize(("name", "value"), [("degree", 5), ("degree", 0), ("hub", 1), ("kin", "uncle"), ("seed", -1)])
def test_what_is_out_of_range_is_refused(name: str, value: object) -> None:
    with pytest.raises(SettingError, match=f"the setting {name} is {value}: choose"):
        Settings(**{name: value})


def test_who_counts_as_a_relative_is_that_of_the_model() -> None:
    trained = Settings(degree=2, kin="close", hub=5, seed=9).record()
    assert Settings(seed=1).as_trained(trained) == Settings(degree=2, kin="close", hub=5, seed=1)


def test_a_model_from_before_a_setting_leaves_it_as_it_is() -> None:
    assert Settings(kin="wider").as_trained({"degree": 2}) == Settings(degree=2, kin="wider")
