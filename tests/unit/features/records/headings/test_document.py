"""docs/mapping.md: its examples can be read, and say what the text says."""

import re
from importlib import resources
from pathlib import Path

import pytest

from features.records.headings.mapping import Mapping, Target
from features.records.headings.mapping_file import read_mapping
from features.records.headings.purposes import purpose_of

PAGE = resources.files("features").joinpath("..", "docs", "mapping.md").read_text(encoding="utf-8")


def example(folder: Path) -> Mapping:
    path = folder / "mapping.toml"
    path.write_text("\n".join(re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)), encoding="utf-8")
    return read_mapping(path)


def test_the_examples_are_one_valid_mapping(tmp_path: Path) -> None:
    mapping = example(tmp_path)
    assert [rule.pattern for rule in mapping.files] == ["低保名单*.xlsx", "民政综合*.xlsx#家庭情况*", "去年*"]
    assert mapping.columns["households"]["户代号"] == Target(("household_id",))
    assert mapping.columns["decisions"]["张榜期间"] == Target(("publicised_from", "publicised_to"))
    assert mapping.words["members", "covered"] == {"在册": "true", "不详": ""}
    assert purpose_of("去年机动车登记.csv", "", mapping) is None


@pytest.mark.parametrize(
    ("file", "table", "fixed"),
    [
        ("东风区低保家庭成员名单20251231.xlsx", "members", {}),
        ("机动车登记.csv", "holdings", {"kind": "vehicle"}),
        ("农村低保.csv", "households", {"scheme": "rural_dibao"}),
        ("服刑人员.csv", "absences", {"kind": "custody"}),
        ("低保家庭房产信息.csv", "holdings", {"kind": "property"}),
    ],
)
def test_the_names_in_the_text_say_what_it_says(file: str, table: str, fixed: dict[str, str]) -> None:
    assert file.partition(".")[0] in PAGE
    purpose = purpose_of(file, "", Mapping())
    assert purpose is not None
    assert (purpose.table, purpose.fixed) == (table, fixed)
