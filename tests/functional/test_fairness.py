"""What somebody is changes no rank: ethnic group and sex nothing at all, disability only where law exempts."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detection.pipeline import score, train
from detection.settings import Settings
from features.records.city import simulate_city, write_city

AS_OF = date(2025, 12, 31)
SETTINGS = Settings(n_estimators=40)
Change = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city, a trained champion, and a first run."""
    place = tmp_path_factory.mktemp("place")
    write_city(simulate_city(20_000, 5), place / "city", "parquet")
    train(place / "city", as_of=AS_OF, home=place / "home", settings=SETTINGS, quarantine=place / "q")
    run_on(place, "city", "run")
    return place


def run_on(place: Path, data: str, out: str) -> pd.DataFrame:
    score(place / data, as_of=AS_OF, out=place / out, home=place / "home", capacity=20, settings=SETTINGS)
    return scores(place, out)


def scores(place: Path, out: str) -> pd.DataFrame:
    return pd.read_parquet(place / out / "scores.parquet").set_index("household_id").sort_index()


def changed(place: Path, name: str, change: Change) -> pd.DataFrame:
    """Score the city with other persons."""
    shutil.copytree(place / "city", place / name)
    path = place / name / "persons.parquet"
    table = pq.read_table(path)
    persons = change(table.to_pandas(types_mapper=pd.ArrowDtype))
    pq.write_table(pa.Table.from_pandas(persons, table.schema, preserve_index=False), path)
    return run_on(place, name, f"run_{name}")


def graded(place: Path, grade: int | None, share: int) -> Change:
    """Give the members of every `share`-th household a grade of disability, or nobody any."""
    members = pq.read_table(place / "city" / "members.parquet").to_pandas()
    homes = sorted(set(members["household_id"]))[::share]
    people = members.loc[members["household_id"].isin(homes), "person_id"]

    def change(persons: pd.DataFrame) -> pd.DataFrame:
        grades = persons["disability_grade"]
        chosen = persons["person_id"].isin(people)
        return persons.assign(disability_grade=grades.mask(chosen, pd.NA if grade is None else grade))

    return change


@pytest.mark.parametrize(
    ("column", "other"),
    [("ethnicity", {"han": "minority", "minority": "han"}), ("sex", {"M": "F", "F": "M"})],
)
def test_ethnic_group_and_sex_change_no_byte_of_the_scores(place: Path, column: str, other: dict[str, str]) -> None:
    changed(place, column, lambda persons: persons.assign(**{column: persons[column].map(other)}))
    assert (place / f"run_{column}" / "scores.parquet").read_bytes() == (place / "run" / "scores.parquet").read_bytes()


def test_disability_can_only_lower_suspicion(place: Path) -> None:
    before, after = scores(place, "run"), changed(place, "severe", graded(place, 1, 1))
    columns = [name for name in before.columns if name.startswith(("score", "family_"))]
    assert (after[columns] <= before[columns]).all(axis=None)
    assert (after["score"] < before["score"]).any(), "an exemption is in force somewhere"


def test_without_disability_no_exemption_is_left(place: Path) -> None:
    before, after = scores(place, "run"), changed(place, "none", graded(place, None, 1))
    assert (after["score"] >= before["score"]).all()


def test_disability_of_some_raises_nobody_else(place: Path) -> None:
    before, after = scores(place, "run"), changed(place, "some", graded(place, 1, 2))
    assert (after["score"] <= before["score"]).all()
