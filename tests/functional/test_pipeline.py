"""From records to list: whole or not at all, the same bytes every time, masked, and open about what it cannot see."""

import json
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detection.control_key import ControlKey, read_control_key
from detection.outcomes import Run
from detection.pipeline import check, score, train
from detection.reports.need_list import NEED_COLUMNS
from detection.reports.officials import OFFICIALS
from detection.session import Language
from detection.settings import Settings
from features.errors import DataError, ModelError, NoModel
from features.records.city import simulate_city, write_city
from tests.town import village

AS_OF = date(2025, 12, 31)
MADE_AT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
SETTINGS = Settings(n_estimators=40)
WRITTEN = {
    *("cases.csv", "cases.xlsx", "control.json", "evidence.parquet", "lead.csv", "lead.xlsx", "need.csv"),
    *("officials.parquet", "run.json", "scores.parquet"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city, a trained champion, and a first run."""
    place = tmp_path_factory.mktemp("place")
    write_city(simulate_city(12_000, 5), place / "city", "parquet")
    train(place / "city", as_of=AS_OF, home=place / "home", settings=SETTINGS, quarantine=place / "q")
    run_on(place, place / "city", "run")
    return place


def run_on(place: Path, data: Path, out: str, **options: object) -> Run:
    given = {"as_of": AS_OF, "home": place / "home", "capacity": 20, "settings": SETTINGS}
    return score(data, out=place / out, **(given | options))


def test_every_file_of_the_contract_is_there(place: Path) -> None:
    assert {path.name for path in (place / "run").iterdir()} == WRITTEN
    assert all(path.stat().st_mode & 0o077 == 0 for path in (place / "run").iterdir())
    scores = pd.read_parquet(place / "run" / "scores.parquet")
    assert scores["rank"].tolist() == list(range(1, len(scores) + 1))
    assert scores["score"].is_monotonic_decreasing
    assert scores.notna().all(axis=None)
    families = scores[["score", "score_favouritism", "score_ineligibility", *(f"family_{code}" for code in "TPEHM")]]
    assert families.ge(0).all(axis=None)
    assert families.le(1).all(axis=None)
    assert (scores.loc[scores["family_T"] == 0, "score_favouritism"] == 0).all()


def test_officials_are_ranked_and_homes_in_need_are_none_of_the_scored(place: Path) -> None:
    officials = pq.read_table(place / "run" / "officials.parquet")
    assert officials.schema.names == OFFICIALS.names
    assert officials["rank"].to_pylist() == list(range(1, officials.num_rows + 1))
    need = pd.read_csv(place / "run" / "need.csv", dtype="str")
    assert need.columns.tolist() == [column.name for column in NEED_COLUMNS]
    assert len(need)
    scored = pd.read_parquet(place / "run" / "scores.parquet")["household_id"]
    assert not set(need["key"]) & set(scored)


def shuffled(source: Path, target: Path, form: str) -> Path:
    """Write the same rows in another order."""
    target.mkdir()
    rng = np.random.default_rng(8)
    for path in source.iterdir():
        table = pq.read_table(path)
        table = table.take(pa.array(rng.permutation(table.num_rows)))
        if form == "parquet":
            pq.write_table(table, target / path.name)
        else:
            table.to_pandas().to_csv(target / f"{path.stem}.csv", index=False)
    return target


@pytest.mark.parametrize(("form", "threads"), [("parquet", 1), ("csv", 2)])
def test_shuffled_rows_other_formats_and_threads_give_the_same_bytes(
    place: Path, form: str, threads: int, tmp_path: Path
) -> None:
    data = shuffled(place / "city", tmp_path / "city", form)
    run_on(place, data, f"run_{form}", threads=threads)
    for name in sorted(WRITTEN - {"run.json"}):
        assert (place / f"run_{form}" / name).read_bytes() == (place / "run" / name).read_bytes(), name
    before, after = (json.loads((place / run / "run.json").read_text()) for run in ("run", f"run_{form}"))
    for record in (before, after):
        for counts in record["tables"].values():
            assert [sheet.pop("name") for sheet in counts["sheets"]]
            for one in (counts, *counts["sheets"]):
                one.pop("fixed")  # the text that pandas writes, True and 2.0, is not the contract's
    assert after == before


def test_training_on_shuffled_rows_gives_the_same_scores(place: Path, tmp_path: Path) -> None:
    data = shuffled(place / "city", tmp_path / "city", "parquet")
    again = train(data, as_of=AS_OF, home=place / "home", settings=SETTINGS, quarantine=place / "q", threads=1)
    assert again.registered.aliases == ("challenger",)
    run_on(place, data, "run_again", model=again.registered.version)
    assert (place / "run_again" / "scores.parquet").read_bytes() == (place / "run" / "scores.parquet").read_bytes()


def test_what_happens_later_changes_no_score(place: Path, tmp_path: Path) -> None:
    day = date(2024, 6, 30)
    with pytest.raises(ModelError, match="the households have changed too much since version 1 was trained"):
        run_on(place, place / "city", "then", as_of=day)
    answer = {"drift_by": "the lead", "drift_reason": "a look back"}
    run_on(place, place / "city", "then", as_of=day, **answer)
    assert json.loads((place / "then" / "run.json").read_text())["figures"]["drift"]["override"]["by"] == "the lead"
    data = tmp_path / "city"
    shutil.copytree(place / "city", data)
    officials = pq.read_table(data / "officials.parquet").to_pandas()
    later = officials.assign(start_on=date(2024, 7, 1), end_on=None)
    complaints = pq.read_table(data / "complaints.parquet").to_pandas()
    schema = {name: pq.read_schema(data / f"{name}.parquet") for name in ("officials", "complaints")}
    for name, frame in (
        ("officials", pd.concat([officials, later])),
        (
            "complaints",
            pd.concat([complaints, complaints.assign(received_on=date(2024, 7, 2), reinvestigated_on=None)]),
        ),
    ):
        pq.write_table(pa.Table.from_pandas(frame, schema[name], preserve_index=False), data / f"{name}.parquet")
    run_on(place, data, "then_again", as_of=day, **answer)
    assert (place / "then_again" / "scores.parquet").read_bytes() == (place / "then" / "scores.parquet").read_bytes()


def test_names_are_masked_unless_revealed(place: Path) -> None:
    run_on(place, place / "city", "revealed", reveal=True)
    persons = pq.read_table(place / "city" / "persons.parquet").to_pandas().set_index("person_id")
    open_list = pd.read_csv(place / "revealed" / "cases.csv", dtype="str")
    names = [name for name in persons.loc[open_list["applicant_id"], "name"] if len(name) == 3]
    assert names
    masked = (place / "run" / "cases.csv").read_text(encoding="utf-8-sig")
    assert not [name for name in names if name in masked]
    texts = pd.read_parquet(place / "run" / "evidence.parquet")
    assert not [name for name in names if texts["text_zh"].str.contains(name).any()]
    assert open_list["applicant"].isin(persons["name"]).all()


def test_reasons_rest_on_source_rows_that_exist(place: Path) -> None:
    evidence = pd.read_parquet(place / "run" / "evidence.parquet")
    decisions = set(pq.read_table(place / "city" / "decisions.parquet")["decision_id"].to_pylist())
    named = evidence["source_rows"].str.extractall(r"decisions\[([^\]]+)\]")[0]
    assert len(named)
    assert set(named) <= decisions
    for column in ("text_zh", "text_en", "source_rows"):
        assert not evidence[column].str.contains(r"\bnan\b|NaT|\{|<NA>|None").any(), column


def test_a_control_sample_of_a_tenth_comes_with_the_list_and_only_the_lead_sees_which(place: Path) -> None:
    record = json.loads((place / "run" / "run.json").read_text())
    assert (record["listed"], record["controls"]) == (20, 3)
    cases, lead = (pd.read_csv(place / "run" / f"{name}.csv", dtype="str") for name in ("cases", "lead"))
    assert lead["origin"].value_counts().to_dict() == {"ranked": 20, "control": 3}
    assert sorted(cases["household_id"]) == sorted(lead["household_id"])
    assert not {"rank", "score", "origin", "q_value", "family_T", "boundary"} & set(cases.columns)
    hidden = [f'"{name}"' for name in lead.loc[lead["origin"] == "control", "household_id"]]
    assert not [name for name in hidden if name in json.dumps(record)]


def test_the_control_key_stays_in_its_file_and_draws_the_same_again(place: Path) -> None:
    file = place / "home" / "control.key"
    secret = file.read_bytes().strip()
    written = [path for folder in ("home", "run") for path in (place / folder).rglob("*") if path.is_file()]
    assert [path for path in written if secret in path.read_bytes()] == [file]
    run_on(place, place / "city", "given", control_key=read_control_key(file))
    run_on(place, place / "city", "other", control_key=ControlKey(b"another key of another lead, long"))
    listed = {run: (place / run / "cases.csv").read_bytes() for run in ("run", "given", "other")}
    assert listed["given"] == listed["run"] != listed["other"]


def test_the_score_of_a_case_is_the_sum_of_its_reasons(place: Path) -> None:
    added = pd.read_parquet(place / "run" / "evidence.parquet").groupby("household_id")["weight"].sum()
    scores = pd.read_parquet(place / "run" / "scores.parquet").set_index("household_id")["score"]
    assert (added - scores.reindex(added.index)).abs().max() < 1e-6
    assert set(scores[scores > 0].index) <= set(added.index)


def test_every_rank_has_an_expected_share_of_false_leads(place: Path) -> None:
    scores = pd.read_parquet(place / "run" / "scores.parquet")
    assert scores["q_value"].between(0, 1).all()
    assert scores["q_value"].is_monotonic_increasing


def test_what_the_run_says_of_itself_is_documented(place: Path) -> None:
    record = json.loads((place / "run" / "run.json").read_text())
    text = (Path(__file__).parents[2] / "docs" / "data-contract.md").read_text(encoding="utf-8")
    table = text.split("\n### run.json\n")[1].split("\n### ")[0]
    keys = [
        key for line in table.splitlines() for key in re.findall(r"`(\w+)`", line.split("|")[1] if "|" in line else "")
    ]
    assert sorted(keys) == sorted(record)
    assert all(name in table for name in record["tables"]["persons"])


def test_without_a_champion_one_is_told_to_train(place: Path, tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="mingcha train"):
        run_on(place, place / "city", "none", home=tmp_path / "home")
    assert not (place / "none").exists()


def test_a_run_that_fails_leaves_the_former_one_alone(place: Path, tmp_path: Path) -> None:
    before = (place / "run" / "cases.csv").read_bytes()
    data = tmp_path / "city"
    shutil.copytree(place / "city", data)
    (data / "members.parquet").unlink()
    with pytest.raises(DataError):
        run_on(place, data, "run")
    assert (place / "run" / "cases.csv").read_bytes() == before
    assert not list(place.glob(".*"))


def test_a_model_of_other_features_is_refused(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detection import pipeline

    monkeypatch.setattr(pipeline, "FEATURES", pipeline.FEATURES[:-1])
    with pytest.raises(ModelError, match="train a model again"):
        run_on(place, place / "city", "stale")


def test_a_town_without_most_tables_runs_and_says_what_it_cannot_see(tmp_path: Path) -> None:
    town = village()
    for name in ("kin_declarations", "supporters", "holdings", "incomes", "absences", "payments", "complaints"):
        del town.rows[name]
    data = town.write(tmp_path / "data")
    found = check(data, quarantine=tmp_path / "q", page=tmp_path / "page.html", language=Language.EN, made_at=MADE_AT)
    train(data, as_of=AS_OF, home=tmp_path / "home", settings=SETTINGS, quarantine=tmp_path / "q")
    run = score(data, as_of=AS_OF, out=tmp_path / "out", home=tmp_path / "home", capacity=5, settings=SETTINGS)
    assert set(run.table.off) == set(found.report.off) >= {"vehicle", "undeclared_tie", "shared_card", "complaint_open"}
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    assert record["off"]["vehicle"] == ["holdings"]
    assert "holdings" in record["missing_tables"]


def test_no_personal_data_reaches_the_model(place: Path) -> None:
    persons = pq.read_table(place / "city" / "persons.parquet")["person_id"].to_pylist()
    households = pq.read_table(place / "city" / "households.parquet")["household_id"].to_pylist()
    wanted = [key.encode() for key in (*persons[:500], *households[:500])]
    for path in (place / "home").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [key for key in wanted if key in content], path.name


def test_a_day_before_all_decisions_is_refused(place: Path) -> None:
    with pytest.raises(DataError, match="no granted decision is in force on 1990-01-01"):
        run_on(place, place / "city", "early", as_of=date(1990, 1, 1))
