"""Becoming champion, and the way back."""

import numpy as np
import pytest

from features.errors import ModelError, NoModel, PromotionRefused
from models.artifacts import canonical_json
from models.promotion import Override
from models.registry import Registry
from tests.unit.models.builders import a_forest, register, rows
from tests.unit.models.homes import AT, FIGURES, client_of, file_of


def test_figures_that_were_edited_do_not_pass_the_gate(home):
    register(home, figures=FIGURES | {"fairness": {"verdict": "fail"}})
    run = Registry(home).look("3").registered.run_id
    path = home / "artifacts" / "mingcha" / run / "artifacts" / "figures.json"
    path.write_bytes(canonical_json(FIGURES))
    with pytest.raises(ModelError, match=r"figures\.json is not the one that was registered"):
        Registry(home).promote("3", at=AT)


def test_a_version_that_shows_what_is_asked_becomes_champion(home):
    register(home, figures=FIGURES)
    change = Registry(home).promote(at=AT, by=" 李 ", reason="trial  over")
    assert (change.version, change.before, change.by, change.reason, change.shortfalls) == (
        "3",
        "1",
        "李",
        "trial over",
        (),
    )
    assert [version.aliases for version in Registry(home).versions()] == [("champion",), (), ()]
    history = Registry(home).look().history
    assert [(one.kind, one.version, one.before) for one in history] == [("first", "1", ""), ("promoted", "3", "1")]
    assert history[-1] == change


def test_a_version_that_falls_short_is_refused_and_nothing_changes(home):
    with pytest.raises(PromotionRefused, match=r"version 2 .* falls short \(stability: not measured; .*--override-by"):
        Registry(home).promote("2", at=AT)
    assert Registry(home).load()[2].version == "1"
    assert len(Registry(home).look().history) == 1


def test_a_named_person_may_override_and_it_stays_written_down(home):
    change = Registry(home).promote("2", at=AT, override=Override("李处长", "the old model is withdrawn"))
    assert change.overridden
    registry = Registry(home)
    assert registry.look().history[-1] == change
    client = client_of(home)
    for tags in (client.get_registered_model("mingcha").tags, client.get_model_version("mingcha", "2").tags):
        (told,) = (value for key, value in tags.items() if key.startswith("mingcha.promotion") and "李处长" in value)
        assert "the old model is withdrawn" in told
        assert "2026-01-05T08:00:00+00:00" in told
        assert "fairness: not measured" in told


def test_an_override_cannot_save_a_broken_model(home):
    file_of(home, "2", "model.skops").write_bytes(b"")
    with pytest.raises(ModelError, match="is not the one that was registered"):
        Registry(home).promote("2", at=AT, override=Override("Li", "why"))
    assert Registry(home).load()[2].version == "1"


def test_what_is_champion_already_is_not_promoted(home):
    with pytest.raises(PromotionRefused, match="version 1 of model mingcha is champion already"):
        Registry(home).promote("champion", at=AT)


def test_rolling_back_goes_to_the_champion_before_and_again(home):
    registry = Registry(home)
    register(home, a_forest(3))
    for version in ("2", "3"):
        registry.promote(version, at=AT, override=Override("Li", "why"))
    assert [registry.rollback(at=AT, by="Li", reason="bad").version for _ in range(2)] == ["2", "1"]
    assert registry.load()[2].version == "1"
    with pytest.raises(PromotionRefused, match="no champion before version 1"):
        registry.rollback(at=AT)
    assert [one.kind for one in registry.look().history] == ["first", *["promoted"] * 2, *["rolled back"] * 2]


def test_rolling_back_passes_over_a_version_that_was_deleted(home):
    registry = Registry(home)
    register(home, a_forest(3))
    for version in ("2", "3"):
        registry.promote(version, at=AT, override=Override("Li", "why"))
    client_of(home).delete_model_version("mingcha", "2")
    assert registry.rollback(at=AT).version == "1"


def test_nothing_is_rolled_back_to_a_broken_model(home):
    registry = Registry(home)
    registry.promote("2", at=AT, override=Override("Li", "why"))
    file_of(home, "1", "model.skops").write_bytes(b"")
    with pytest.raises(ModelError, match="is not the one that was registered"):
        registry.rollback(at=AT)
    assert registry.load()[2].version == "2"


def test_two_names_keep_their_histories_apart(home):
    other = Registry(home, "challenge")
    for seed in (4, 5):
        other.register(
            a_forest(seed), {}, parameters={}, metrics={}, input_example=rows()[:1], output_example=np.array([1.0])
        )
    other.promote("2", at=AT, override=Override("Li", "why"))
    assert Registry(home).load()[2].version == "1"
    assert other.rollback(at=AT).version == "1"


@pytest.mark.parametrize("call", ["promote", "rollback", "look"])
def test_where_nothing_was_registered_there_is_nothing_to_change(tmp_path, call):
    registry = Registry(tmp_path / "nowhere")
    with pytest.raises(NoModel):
        registry.look() if call == "look" else getattr(registry, call)(at=AT)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_name_promotes_nothing_and_makes_no_home(tmp_path):
    with pytest.raises(NoModel, match="the alias ''"):
        Registry(tmp_path / "nowhere").promote("", at=AT)
    assert list(tmp_path.iterdir()) == []
