from datetime import UTC, datetime
from typing import Any

from models.comparison import Row, compare, figures_of, settings_of
from models.versions import Details, Registered


def details(version: str, *, record: Any = None, features: Any = (), figures: Any = None) -> Details:
    registered = Registered("mingcha", version, (), "run", "digest", datetime(2026, 1, 5, tzinfo=UTC))
    manifest = {"features": list(features), "record": record or {}}
    return Details(registered, {}, {}, manifest, figures or {}, {}, ())


def test_settings_stand_side_by_side_and_longer_ones_by_digest() -> None:
    first = details("1", record={"as_of": "2024-12-31", "settings": {"seed": 0, "degree": 3}, "law": {"rules": [1]}})
    other = details("2", record={"as_of": "2025-12-31", "settings": {"seed": 0, "kin": "close"}, "law": {"rules": [2]}})
    rows = {row.name: row for row in compare(first, other).settings}
    assert rows["as_of"] == Row("as_of", "2024-12-31", "2025-12-31")
    assert not rows["seed"].differs
    assert (rows["degree"].second, rows["kin"].first) == (None, None)
    assert rows["law"].differs
    assert len(rows["law"].first) == 12


def test_features_that_were_added_removed_or_described_otherwise_are_told() -> None:
    first = details("1", features=[{"name": "a", "unit": "day"}, {"name": "b"}, {"name": "same"}])
    other = details("2", features=[{"name": "a", "unit": "yuan"}, {"name": "same"}, {"name": "c"}])
    found = compare(first, other).features
    assert [(row.name, row.first is None, row.second is None) for row in found] == [
        ("a", False, False),
        ("b", False, True),
        ("c", True, False),
    ]


def test_figures_are_numbers_and_verdicts_without_the_rows_that_fill_a_page() -> None:
    figures = {
        "fairness": {"verdict": "pass", "selection": [{"trait": "sex", "group": "f", "ratio": 1.0}]},
        "drift": {"verdict": "steady", "score": 0.02, "features": {"a": 0.3}},
    }
    assert figures_of(details("1", figures=figures)) == {
        "drift.score": 0.02,
        "fairness.verdict": "pass",
        "drift.verdict": "steady",
    }


def test_psi_is_taken_from_whichever_was_measured_against_the_other() -> None:
    first = details("1")
    other = details("2", figures={"drift": {"against": "version 1", "features": {"a": 0.1, "b": 0.3}}})
    assert list(compare(first, other).psi.items()) == [("b", 0.3), ("a", 0.1)]
    assert compare(other, first).psi == compare(first, other).psi
    assert compare(details("3"), other).psi == {}


def test_a_manifest_of_another_shape_is_compared_as_far_as_it_goes() -> None:
    odd = Details(details("1").registered, {}, {}, {"features": ["a", {"b": 1}], "record": [1]}, {"drift": 1}, {}, ())
    assert settings_of(odd) == {}
    assert [row.name for row in compare(odd, details("2")).features] == ["a", "{'b': 1}"]
