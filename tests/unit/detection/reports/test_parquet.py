from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from detection.reports.parquet import write_parquet

SCHEMA = pa.schema(
    [
        pa.field("household_id", pa.string(), nullable=False),
        pa.field("rank", pa.int32()),
        pa.field("score", pa.float64()),
        pa.field("granted_on", pa.date32()),
    ]
)


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "score": [0.5, float("nan")],
            "rank": [1, 2],
            "extra": ["x", "y"],
            "household_id": ["H2", "H1"],
            "granted_on": [pd.Timestamp("2023-04-01"), pd.NaT],
        },
        index=[7, 3],
    )


def test_schema_rules_order_types_and_columns(tmp_path: Path) -> None:
    write_parquet(rows(), SCHEMA, tmp_path / "t.parquet")
    table = pq.read_table(tmp_path / "t.parquet")
    assert table.schema.equals(SCHEMA)
    assert table.to_pydict()["household_id"] == ["H2", "H1"]
    assert table.column("score").null_count == 1
    assert pq.read_metadata(tmp_path / "t.parquet").metadata is None


def test_same_rows_give_the_same_bytes_however_they_were_put_together(tmp_path: Path) -> None:
    write_parquet(rows(), SCHEMA, tmp_path / "a.parquet")
    pieces = pd.concat([rows().iloc[:1], rows().iloc[1:]], ignore_index=True)
    pieces["household_id"] = pieces["household_id"].astype("object")
    write_parquet(pieces, SCHEMA, tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_table_without_rows_keeps_its_schema(tmp_path: Path) -> None:
    write_parquet(rows().iloc[:0], SCHEMA, tmp_path / "t.parquet")
    table = pq.read_table(tmp_path / "t.parquet")
    assert (table.num_rows, table.schema.names) == (0, SCHEMA.names)


def test_missing_column_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="score"):
        write_parquet(rows().drop(columns="score"), SCHEMA, tmp_path / "t.parquet")


def test_missing_value_where_forbidden_is_an_error(tmp_path: Path) -> None:
    gappy = rows().assign(household_id=pd.Series(["H2"], index=[7]))
    with pytest.raises(ValueError, match="household_id"):
        write_parquet(gappy, SCHEMA, tmp_path / "t.parquet")
    assert not (tmp_path / "t.parquet").exists()


def test_value_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    with pytest.raises((ValueError, TypeError)):
        write_parquet(rows().assign(rank=["one", "two"]), SCHEMA, tmp_path / "t.parquet")
