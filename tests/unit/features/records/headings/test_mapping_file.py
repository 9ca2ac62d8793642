"""The user's mapping.toml: what it says, and what is wrong with it in one sentence."""

from pathlib import Path

import pytest

from features.errors import DataError
from features.records.headings.mapping import FileRule, Mapping, Target
from features.records.headings.mapping_file import read_mapping

WHOLE = """
[files."低保名单*.xlsx"]
table = "households"
fixed = { scheme = "rural_dibao" }
also = ["decisions"]

[files."说明*"]
table = ""

[columns.households]
"户代号" = "household_id"
"联系 人" = ""
"收入（万元）" = { column = "declared_monthly_income", factor = 833.3 }

[columns.decisions]
"张榜" = ["publicised_from", "publicised_to"]

[words.households.scheme]
"城 低" = "urban_dibao"

[words.members.covered]
"在册" = true
"离册" = ""
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_is_an_empty_mapping() -> None:
    assert read_mapping(None) == Mapping()


def test_all_that_can_be_said(tmp_path: Path) -> None:
    mapping = read_mapping(written(tmp_path, WHOLE))
    assert mapping.files == (
        FileRule("低保名单*.xlsx", "households", {"scheme": "rural_dibao"}, ("decisions",)),
        FileRule("说明*", ""),
    )
    assert mapping.columns == {
        "households": {
            "户代号": Target(("household_id",)),
            "联系人": Target(()),
            "收入": Target(("declared_monthly_income",), 833.3),
        },
        "decisions": {"张榜": Target(("publicised_from", "publicised_to"))},
    }
    assert mapping.words == {
        ("households", "scheme"): {"城低": "urban_dibao"},
        ("members", "covered"): {"在册": "true", "离册": ""},
    }
    assert mapping.headers == {"户代号", "联系 人", "收入（万元）", "张榜"}


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert read_mapping(written(tmp_path, "\ufeff" + WHOLE)).headers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[files\n", r"no valid TOML: .*line 1.*; mend that line"),
        ('[column.households]\n"x" = "phone"', "there is no key 'column'; perhaps columns is meant"),
        ('[columns.household]\n"x" = "phone"', "there is no table 'household'; perhaps households is meant"),
        ('[columns.households]\n"x" = "fone"', "households has no column 'fone'; perhaps phone is meant"),
        ('[columns.households]\n"x" = 3', "the value names no column"),
        ('[columns.households]\n"x" = ["phone"]', "the value names no column"),
        ('[columns.households]\n"x" = { column = "phone", factor = 0 }', "factor is no positive number"),
        ('[columns.households]\n"x" = { columns = "phone" }', "no key 'columns'; perhaps column is meant"),
        ('[columns.households]\n"x" = { factor = 2 }', "the value names no column"),
        ('[columns.households]\n"x" = "phone"\n" X" = ""', "there twice in two spellings"),
        ('[columns]\nhouseholds = "x"', "households is no table of TOML"),
        ("columns = 3", "columns is no table of TOML"),
        ('[files."a"]\ntable = "person"', "there is no table 'person'; perhaps persons is meant"),
        ('[files."a"]\ntable = 3', "table is no text"),
        ('[files."a"]\ntabel = "persons"', "there is no key 'tabel'; perhaps table is meant"),
        ('[files."a"]\nalso = "persons"', "also is no list"),
        ('[files."a"]\nalso = ["x"]', "there is no table 'x'; write one of persons,"),
        ('[files."a"]\nfixed = { kind = "vehicle" }', "fixed says nothing without a table"),
        (
            '[files."a"]\ntable = "holdings"\nfixed = { kinds = "x" }',
            "holdings has no column 'kinds'; perhaps kind is meant",
        ),
        (
            '[files."a"]\ntable = "households"\nfixed = { scheme = "urban" }',
            "'urban' is no value of scheme; perhaps urban_dibao",
        ),
        ('[words.households.scheme]\n"城低" = "urban"', "'urban' is no value of scheme; perhaps urban_dibao is meant"),
        ('[words.households.shceme]\n"城低" = "x"', "households has no column 'shceme'; perhaps scheme is meant"),
        ('[words.members.covered]\n"x" = "maybe"', "'maybe' is no value of covered; write one of true, false"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataError, match=said) as caught:
        read_mapping(written(tmp_path, text))
    message = str(caught.value)
    assert message.startswith("mapping.toml")
    assert message.endswith(".")
    assert "\n" not in message


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"mapping\.toml cannot be read"):
        read_mapping(tmp_path / "mapping.toml")
    path = tmp_path / "mapping.toml"
    path.write_bytes("户".encode("gb18030"))
    with pytest.raises(DataError, match=r"mapping\.toml is not UTF-8 text"):
        read_mapping(path)


def test_rules_go_by_file_and_by_sheet() -> None:
    first, second = FileRule("低保*.XLSX#附表?"), FileRule("低保*.xlsx")
    mapping = Mapping((first, second))
    assert mapping.rule("低保2025.xlsx", "附表1") is first
    assert mapping.rule("市局/低保2025.xlsx", "附表1") is first
    assert mapping.rule("低保2025.xlsx", "附表") is second
    assert mapping.rule("低保2025.xlsx") is second
    assert mapping.rule("机动车.xlsx") is None
