import pandas as pd

from features.registry import FEATURES
from models.confounded import CONFOUNDED, MEASURED, without_confounded


def test_every_entry_is_a_feature_of_the_trouble_side():
    families = {feature.name: feature.family for feature in FEATURES}
    assert {families[name] for name in CONFOUNDED} <= {"P", "E", "H", "M"}


def test_what_reads_kinship_or_offices_is_never_held_against_ties():
    reads = {
        feature.name
        for feature in FEATURES
        if feature.family != "T" and any("kinship" in table or "officials" in table for table in feature.tables)
    }
    assert reads <= set(CONFOUNDED)


def test_only_confounded_features_are_cleared_and_the_input_stays():
    surprises = pd.DataFrame({"card_of_official": [1.5], "vehicle": [2.0], "kin_tie": [1.0]})
    assert without_confounded(surprises).iloc[0].to_dict() == {"card_of_official": 0.0, "vehicle": 2.0, "kin_tie": 1.0}
    assert surprises.loc[0, "card_of_official"] == 1.5


def test_what_is_measured_is_confounded_and_can_stay():
    surprises = pd.DataFrame({"card_of_official": [1.5], MEASURED: [2.0]})
    assert MEASURED in CONFOUNDED
    assert without_confounded(surprises).iloc[0].to_dict() == {"card_of_official": 0.0, MEASURED: 0.0}
    assert without_confounded(surprises, but=MEASURED).iloc[0].to_dict() == {"card_of_official": 0.0, MEASURED: 2.0}
