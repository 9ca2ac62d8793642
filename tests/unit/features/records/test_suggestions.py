"""A mapping proposed for what nobody knows."""

import tomllib
from pathlib import Path

from features.records.headings.mapping import FileRule, Mapping
from features.records.store import read_records
from tests.town import village


def proposed(folder: Path, mapping: Mapping | None = None) -> str:
    with read_records(folder, mapping=mapping, whole=False) as records:
        return records.propose_mapping(mapping or Mapping(), "zh")


def unknown(folder: Path) -> Path:
    village().write(folder)
    lines = ["家庭代号,月份,金额", *(f"H{n},2024-{n % 12 + 1:02},{300 + n}" for n in range(40))]
    (folder / "表七.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_nothing_is_proposed_where_all_is_known(tmp_path: Path) -> None:
    assert proposed(village().write(tmp_path / "data")) == ""


def test_a_column_is_proposed_and_nothing_is_applied(tmp_path: Path) -> None:
    town = village()
    for number, person in enumerate(town.rows["persons"]):
        person["生日那天"] = person.pop("birth_date")
        person["吉祥物"] = f"龙{number}"
    text = proposed(town.write(tmp_path / "data"))
    assert '"生日那天" = "birth_date"' in text
    assert all(line.startswith("#") for line in text.splitlines() if line)
    assert tomllib.loads(text) == {}
    assert "P1" not in text


def test_a_table_is_proposed_unless_the_user_has_taken_it_out(tmp_path: Path) -> None:
    folder = unknown(tmp_path / "data")
    assert 'table = "payments"' in proposed(folder)
    assert "表七" not in proposed(folder, Mapping((FileRule("表七*", ""),)))
