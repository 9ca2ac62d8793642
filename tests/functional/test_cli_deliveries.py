"""Deliveries as departments send them, from the command line: text, workbooks, databases, unknown names, laws."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from features.records.package import datapackage
from tests.builders import SUSPECT, small_town
from tests.functional.command import Mingcha, Outcome, one_sentence
from tests.functional.exports import COUNTS, exported, write_csv, write_workbook
from tests.postgres import postgres

DAY = ("--as-of", "2025-12-31")
HIDDEN = "hush-2718"


def counts(outcome: Outcome) -> dict[str, tuple[int, int]]:
    """Rows and quarantined rows of the tables in :data:`COUNTS`, as the terminal shows them."""
    shown = re.findall(r"^ (\w+) +(\d+) +\d+ +(\d+) +\d+ ", outcome.out, re.MULTILINE)
    return {name: (int(rows), int(quarantined)) for name, rows, quarantined in shown if name in COUNTS}


def one_file(pattern: str) -> Path:
    (path,) = Path(".mingcha").glob(pattern)
    return path


def test_a_folder_of_chinese_text_goes_the_whole_way(mingcha: Mingcha, tmp_path: Path) -> None:
    data = write_csv(exported(), tmp_path / "delivery", "gbk")
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    checked = mingcha("check", data)
    assert (checked.code, checked.err) == (0, "")
    assert counts(checked) == COUNTS
    assert mingcha("train", data, *DAY).code == 0
    scored = mingcha("score", data, *DAY, "--out", "run", "--capacity", 1)
    assert scored.code == 0
    assert SUSPECT in next(line for line in scored.out.splitlines() if line.startswith("  1  "))
    assert re.search(r"^ persons +20 +20 +27 +0 *$", scored.out, re.MULTILINE), "cells fixed are counted"
    tables = json.loads(Path("run/run.json").read_text(encoding="utf-8"))["tables"]
    assert tables["decisions"]["sheets"][0]["name"] == "审核确认记录.csv"
    assert tables["decisions"]["rules"] == {"applied_on: not a day (YYYY-MM-DD)": 1}
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before, "nothing is changed in the delivery"


def test_a_workbook_with_titles_is_read_sheet_by_sheet(mingcha: Mingcha, tmp_path: Path) -> None:
    checked = mingcha("check", write_workbook(exported(), tmp_path / "石桥镇.xlsx"))
    assert (checked.code, checked.err) == (0, "")
    assert counts(checked) == COUNTS
    header, row = one_file("quarantine/*/*.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("row,column,rule,rule_zh,masked,table,file,sheet,审批编号,")
    assert row.startswith("16,applied_on,not a day (YYYY-MM-DD),")
    assert "石桥镇.xlsx,审核确认记录,D-99," in row


def test_the_report_is_in_the_language_that_is_asked_for(mingcha: Mingcha, tmp_path: Path) -> None:
    data = write_csv(exported(), tmp_path / "delivery", "utf-16")
    page = tmp_path / "made" / "报告.html"
    checked = mingcha("--lang", "zh", "check", data, "--page", page)
    assert "申请日期：不是日期" in checked.out
    assert str(page) in checked.out
    assert '<html lang="zh' in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o077 == 0


def test_a_delivery_is_read_as_far_as_it_goes(mingcha: Mingcha, tmp_path: Path) -> None:
    data = write_csv(exported(), tmp_path / "delivery")
    (data / "亲属关系.csv").write_bytes(b"PK\x03\x04 not a table")
    (data / "家庭成员.csv").unlink()
    checked = mingcha("check", data)
    assert checked.code == 2
    assert counts(checked) == {name: COUNTS[name] for name in COUNTS if name != "members"}
    assert "!!! NOT READ: 亲属关系.csv" in checked.out
    assert "!!! MISSING: tables that nothing works without: members" in checked.out
    assert checked.err.startswith("mingcha: 亲属关系.csv ")
    assert checked.err.count("\n") == 1
    assert one_file("checks/*.html").exists()
    (data / "亲属关系.csv").unlink()
    assert "delivery lacks the table members" in mingcha("check", data).err
    assert "delivery lacks the table members" in one_sentence(mingcha("train", data, *DAY))


def test_a_proposed_mapping_counts_once_its_marks_are_gone(mingcha: Mingcha, tmp_path: Path) -> None:
    export = exported()
    export["亲属关系"][0][2] = "与其何亲"
    del export["机动车登记"]
    export["乙表"] = [["车主身份证号", "财产类别", "登记日期"], ["P07", "机动车", "20220101"]]
    data = write_csv(export, tmp_path / "delivery")
    assert mingcha("check", data, "--suggest").code == 2
    proposed = one_file("checks/*.mapping.toml").read_text(encoding="utf-8")
    assert tomllib.loads(proposed) == {}, "nothing is applied by itself"
    assert "P07" not in proposed
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(re.sub("^# ", "", proposed, flags=re.MULTILINE), encoding="utf-8")
    checked = mingcha("check", data, "--mapping", mapping)
    assert (checked.code, checked.err) == (0, "")
    assert counts(checked) == COUNTS
    trained = mingcha("train", data, *DAY, "--mapping", mapping)
    assert trained.code == 0
    assert mingcha("score", data, *DAY, "--out", "run", "--mapping", mapping).code == 0


def test_nothing_is_proposed_where_everything_is_known(mingcha: Mingcha, tmp_path: Path) -> None:
    checked = mingcha("check", small_town().write(tmp_path / "town"), "--suggest")
    assert checked.code == 0
    assert "proposed mapping" not in checked.out
    assert not list(Path(".mingcha").glob("checks/*.toml"))


def test_the_contract_is_written_for_other_programs(mingcha: Mingcha) -> None:
    shown = mingcha("contract")
    assert (shown.code, shown.err) == (0, "")
    assert json.loads(shown.out) == datapackage()
    assert mingcha("contract", "--out", "datapackage.json").code == 0
    assert Path("datapackage.json").read_text(encoding="utf-8") == shown.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"[[rule]\n", "are not TOML"),
        (b"[[rule]]\nname = 'notice_day'\nvalue = 5\nunit = 'day'\nsource = 'x'\n", "did you mean notice_days"),
        ("[[rule]]\nname = '公示'".encode("gbk"), "are not UTF-8"),
    ],
)
@pytest.mark.parametrize("command", ["train", "score"])
def test_a_broken_law_is_one_sentence(mingcha: Mingcha, tmp_path: Path, command: str, text: bytes, told: str) -> None:
    town = small_town().write(tmp_path / "town")
    (tmp_path / "law.toml").write_bytes(text)
    out = ("--out", "run") if command == "score" else ()
    assert told in one_sentence(mingcha(command, town, *DAY, "--law", "law.toml", *out))


def test_a_law_is_recorded_and_assumed_years_are_told(mingcha: Mingcha, tmp_path: Path) -> None:
    town = small_town()
    town.aided(
        "H20", "P01", applied_on="2001-03-01", approved_on="2001-03-02", publicised_from=None, publicised_to=None
    )
    data = town.write(tmp_path / "town")
    law = tmp_path / "law.toml"
    law.write_text("[[rule]]\nname='diligent_days'\nvalue=9\nunit='workday'\nsource='区通知'\n", encoding="utf-8")
    trained = mingcha("train", data, *DAY, "--law", law)
    assert "Holidays are not known in 2001–2003: Monday to Friday were taken for working days." in trained.out
    scored = mingcha("--lang", "zh", "score", data, *DAY, "--law", law, "--out", "run")
    assert "没有节假日资料的年份，以周一至周五为工作日：2001–2003年" in scored.out
    record = json.loads(Path("run/run.json").read_text(encoding="utf-8"))
    assert record["assumed_years"] == [2001, 2002, 2003]
    assert {
        "name": "diligent_days",
        "value": 9.0,
        "unit": "workday",
        "source": "区通知",
        "from": None,
        "region": None,
    } in (record["law"]["rules"])
    assert "Holidays" not in mingcha("train", data, *DAY).out, "where no interval counts working days"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a database with the small town, for a user with a password."""
    with postgres() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE clerk LOGIN PASSWORD '{HIDDEN}'")
            for name, rows in exported().items():
                columns = ", ".join(f'"{column}" text' for column in rows[0])
                connection.execute(f'CREATE TABLE "{name}" ({columns})'.encode())
                with connection.cursor() as cursor:
                    places = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f'INSERT INTO "{name}" VALUES ({places})'.encode(), rows[1:])
                connection.execute(f'GRANT SELECT ON "{name}" TO clerk'.encode())
        yield re.sub(r"://[^@]*@", f"://clerk:{HIDDEN}@", address)


def test_a_database_goes_the_whole_way_and_its_password_shows_nowhere(mingcha: Mingcha, database: str) -> None:
    assert HIDDEN in database
    done = [
        mingcha("check", database, "--suggest"),
        mingcha("train", database, *DAY),
        mingcha("score", database, *DAY, "--out", "run"),
    ]
    assert [one.code for one in done] == [0, 0, 0]
    assert counts(done[0]) == COUNTS
    written = [path for folder in (".mingcha", "run") for path in Path(folder).rglob("*")]
    assert written
    assert not [path for path in written if HIDDEN in path.name]
    assert not [path for path in written if path.is_file() and HIDDEN.encode() in path.read_bytes()]
    assert not [one for one in done if HIDDEN in one.out + one.err]


@pytest.mark.parametrize(
    "place",
    [
        f"postgresql://clerk:{HIDDEN}@127.0.0.1:1/aid",
        f"postgresql://clerk:{HIDDEN}@[broken/aid",
        f"postgres://127.0.0.1:1/aid?user=clerk&password={HIDDEN}",
    ],
)
@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_a_password_shows_nowhere_when_a_database_does_not_answer(
    mingcha: Mingcha, tmp_path: Path, place: str, debug: tuple[str, ...]
) -> None:
    failed = mingcha("check", place, *debug)
    assert failed.code == 2
    assert "does not answer or refuses the user" in failed.err
    assert HIDDEN not in failed.out + failed.err
    assert not [path for path in tmp_path.rglob("*") if HIDDEN in path.name]
