"""The catalogue of red flags says what the declarations say, and the document is that catalogue."""

from pathlib import Path

import pytest

from features.catalogue import catalogue
from features.declare import Feature
from features.registry import FEATURES

DOCUMENT = Path(__file__).parents[3] / "docs" / "red-flags.md"


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == catalogue(), "run 'make docs'"


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_every_feature_is_defined_in_one_line(feature: Feature) -> None:
    overview = next(line for line in catalogue((feature,)).splitlines() if f"[{feature.name}](" in line)
    definition = overview.split(" | ")[-1].removesuffix(" |")
    assert len(definition) > 20
    assert definition.endswith(".")
    assert definition in catalogue((feature,)).split(f"### {feature.flag} {feature.name}")[1]


def test_links_lead_to_the_sections() -> None:
    text = catalogue()
    for feature in FEATURES:
        heading = f"### {feature.flag} {feature.name}\n"
        assert text.count(heading) == 1
        assert f"(#{heading.removeprefix('### ').strip().lower().replace(' ', '-')})" in text


def test_formats_of_templates_are_not_shown() -> None:
    assert ":,.0f}" not in catalogue()
    assert "{paid}" in catalogue()
