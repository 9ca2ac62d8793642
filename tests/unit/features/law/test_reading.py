"""The settings file: laid over the national defaults, and every slip in it told in a sentence."""

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest

from features.errors import SettingError
from features.law.reading import NATIONAL, read_law
from features.law.terms import LIMITS, TERMS, term

VILLAGE = "440106001002"
DAY = date(2025, 6, 1)


def rule(**changes: str | None) -> str:
    words: dict[str, str | None] = {
        "name": '"notice_days"',
        "value": "5",
        "unit": '"workday"',
        "from": "2024-01-01",
        "region": '"44"',
        "source": '"a notice"',
    }
    lines = [f"{key} = {value}" for key, value in (words | changes).items() if value is not None]
    return "\n".join(["[[rule]]", *lines, ""])


def read(folder: Path, text: str) -> object:
    path = folder / "law.toml"
    path.write_text(text, encoding="utf-8")
    return read_law(path)


def test_the_national_defaults_are_complete_sound_and_sourced() -> None:
    named = {provision.name for provision in NATIONAL.provisions}
    assert {wanted.name for wanted in TERMS} - named == {"line_destitute", "line_temporary"}
    for provision in NATIONAL.provisions:
        assert provision.unit in term(provision.name).units
        assert set(term(provision.name).units) <= set(LIMITS)
        assert provision.source
        assert not provision.region


def test_every_default_but_the_lines_is_in_force_always() -> None:
    assert {p.name for p in NATIONAL.provisions if p.start_on != date.min} == {"line_urban_dibao", "line_rural_dibao"}
    assert NATIONAL.value("notice_days", VILLAGE, date(1999, 1, 1)) == 7


def test_a_file_is_laid_over_the_defaults(tmp_path: Path) -> None:
    law = read(tmp_path, rule())
    assert law.value("notice_days", VILLAGE, DAY) == 5
    assert law.value("notice_days", VILLAGE, date(2023, 12, 31)) == 7
    assert law.value("notice_days", "330106001002", DAY) == 7
    assert law.value("surveyors", VILLAGE, DAY) == 2
    assert law.provision("notice_days", VILLAGE, DAY).unit == "workday"


def test_the_same_name_region_and_day_takes_the_place_of_the_default(tmp_path: Path) -> None:
    changes = {"name": '"line_urban_dibao"', "value": "810.5", "unit": '"yuan"', "from": '"2024-01-01"', "region": None}
    law = read(tmp_path, rule(**changes))
    assert len(law.provisions) == len(NATIONAL.provisions)
    assert law.value("line_urban_dibao", VILLAGE, date(2024, 6, 1)) == 810.5
    assert law.value("line_urban_dibao", VILLAGE, DAY) == 740, "the national rule that begins later takes over"


def test_an_empty_file_is_the_national_law(tmp_path: Path) -> None:
    assert read(tmp_path, "") == NATIONAL


def test_a_byte_order_mark_is_no_slip(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + rule()).value("notice_days", VILLAGE, DAY) == 5


def test_the_order_of_the_file_does_not_show_in_the_record(tmp_path: Path) -> None:
    parts = [rule(), rule(region='"4401"'), rule(**{"from": "2025-01-01"}), rule(name='"reply_days"')]
    before = json.dumps(read(tmp_path, "".join(parts)).record())
    random.Random(3).shuffle(parts)
    assert json.dumps(read(tmp_path, "".join(parts)).record()) == before


def test_days_off_and_days_worked_are_read(tmp_path: Path) -> None:
    law = read(tmp_path, 'holidays = [2027-02-08, "2027-02-09"]\nworkdays = [2027-02-20]\nyears = [2027]\n')
    assert not law.calendar.is_workday(date(2027, 2, 8))
    assert not law.calendar.is_workday(date(2027, 2, 9))
    assert law.calendar.is_workday(date(2027, 2, 20))
    assert law.calendar.assumed_years(date(2026, 1, 1), date(2028, 1, 1)) == (2028,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            rule(name='"notise_days"'),
            "'notise_days' in rule 1 of law.toml is no rule that is known: did you mean notice_",
        ),
        (rule() + rule(name='"x"', region='"33"'), "'x' in rule 2 of law.toml"),
        (rule(name=None), "There is no name in rule 1 of law.toml"),
        (rule(name="7"), "There is no name in rule 1 of law.toml"),
        (rule(source=None), "There is no source in rule 1 of law.toml"),
        (rule(source='"  "'), "There is no source in rule 1 of law.toml"),
        (
            rule(unit='"month"'),
            "The unit 'month' in rule 1 of law.toml does not fit notice_days: write day or workday.",
        ),
        (rule(unit=None), "There is no unit in rule 1 of law.toml"),
        (rule(value=None), "There is no value for notice_days in rule 1 of law.toml"),
        (rule(value='"5"'), "There is no value for notice_days"),
        (rule(value="true"), "There is no value for notice_days"),
        (rule(value="nan"), "There is no value for notice_days"),
        (rule(value="inf"), "There is no value for notice_days"),
        (rule(value="-1"), "The value -1 in rule 1 of law.toml is out of range: notice_days lies from 0 to 3660."),
        (rule(value="4000"), "The value 4000 in rule 1 of law.toml is out of range"),
        (rule(value="5.5"), "The value 5.5 in rule 1 of law.toml is no whole number"),
        (rule(name='"surveyors"', unit='"count"', value="3"), "surveyors lies from 0 to 2."),
        (rule(**{"from": '"1.1.2024"'}), "1.1.2024 is no day, but stands for 'from' in rule 1 of law.toml"),
        (rule(**{"from": '"2024-02-30"'}), "2024-02-30 is no day"),
        (rule(**{"from": "2024-01-01T00:00:00"}), "2024-01-01 00:00:00 is no day"),
        (rule(**{"from": "2024"}), "2024 is no day"),
        (rule(region="44"), "44 is no region, but stands for 'region' in rule 1 of law.toml"),
        (rule(region='"440"'), "440 is no region"),
        (rule(region='"44010"'), "44010 is no region"),
        (rule(region='"广东"'), "广东 is no region"),
        (rule(region='"00"'), "00 is no region"),
        (rule(valeu="5"), "'valeu' in rule 1 of law.toml is no word of a rule: did you mean value?"),
        (rule() + rule(region='"440000"'), "Rule 2 of law.toml sets notice_days for the same region and first day"),
        ('[rule]\nname = "notice_days"\n', "'rule' in law.toml is not a list of tables"),
        ("rule = [1]\n", "'rule' in law.toml is not a list of tables"),
        ("rules = []\n", "'rules' in law.toml is no setting of the law: did you mean rule?"),
        ("holiday = []\n", "did you mean holidays?"),
        ("holidays = 2027-02-08\n", "'holidays' in law.toml is not a list"),
        ("holidays = [20270208]\n", "20270208 is no day, but stands for a day in 'holidays' of law.toml"),
        (
            "holidays = [2027-02-08]\nworkdays = [2027-02-08]\n",
            "2027-02-08 is in both 'holidays' and 'workdays' of law.toml",
        ),
        ("years = [27]\n", "27 in 'years' of law.toml is no year"),
        ("years = [true]\n", "True in 'years' of law.toml is no year"),
        ('years = ["2027"]\n', "'2027' in 'years' of law.toml is no year"),
        ("[[rule\n", "The law settings law.toml are not TOML"),
        ("rule = " + "[" * 5000 + "]" * 5000, "The law settings law.toml are nested too deeply"),
    ],
)
def test_a_slip_is_told_in_a_sentence(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(SettingError) as caught:
        read(tmp_path, text)
    assert says in str(caught.value)
    assert re.search(r": .+[.?]$", str(caught.value)), "it ends with how to mend it"


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("44", "44"),
        ("440000", "44"),
        ("440100000000", "4401"),
        ("440106", "440106"),
        ("440106001", "440106001"),
        ("440106001000", "440106001"),
        (VILLAGE, VILLAGE),
    ],
)
def test_a_region_is_read_from_its_whole_code_too(code: str, prefix: str, tmp_path: Path) -> None:
    law = read(tmp_path, rule(region=f'"{code}"'))
    assert [p.region for p in law.provisions if p.region] == [prefix]


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        read_law(tmp_path / "none.toml")
    with pytest.raises(SettingError, match="cannot be read"):
        read_law(tmp_path)
    (tmp_path / "law.toml").write_bytes("公示".encode("gb18030"))
    with pytest.raises(SettingError, match="save the file as UTF-8"):
        read_law(tmp_path / "law.toml")
