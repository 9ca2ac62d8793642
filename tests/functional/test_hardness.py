"""The synthetic city is hard, but not hopeless: measured at half a million residents."""

from features.records.city import simulate_city
from tests.functional.hardness import measure


def test_neither_strangeness_nor_broken_rules_find_favouritism_but_labels_do():
    found = measure(simulate_city(500_000, 5))
    assert found.households > 8_000
    assert 0.009 < found.prevalence < 0.02
    assert found.plain_forest <= 0.35
    assert found.broken_rules <= 0.35
    assert found.tie <= 0.35
    assert 0.65 <= found.ceiling <= 0.90
    assert found.broken_rules < found.tie_and_trouble < found.ceiling
