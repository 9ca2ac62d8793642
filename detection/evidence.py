"""Evidence: one row a reason, each with the source rows that prove it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from detection.masking import mask_name
from detection.wording import People, Wording
from features.declare import Feature, Words
from features.dossier import Dossier
from features.table import FeatureTable

__all__ = ["EVIDENCE", "evidence_rows", "wording_for"]

EVIDENCE: Final = pa.schema(
    [
        pa.field("household_id", pa.string(), nullable=False),
        pa.field("flag", pa.string(), nullable=False),
        pa.field("feature", pa.string(), nullable=False),
        pa.field("family", pa.string(), nullable=False),
        pa.field("weight", pa.float64(), nullable=False),
        pa.field("value", pa.float64(), nullable=False),
        pa.field("text_zh", pa.string(), nullable=False),
        pa.field("text_en", pa.string(), nullable=False),
        pa.field("path_zh", pa.string()),
        pa.field("path_en", pa.string()),
        pa.field("source_table", pa.string(), nullable=False),
        pa.field("source_rows", pa.string(), nullable=False),
        pa.field("as_of", pa.date32(), nullable=False),
    ]
)


def evidence_rows(
    features: tuple[Feature, ...],
    table: FeatureTable,
    surprises: pd.DataFrame,
    weights: pd.DataFrame,
    ordinary: Mapping[str, float],
    wording: Wording,
    as_of: date,
    *,
    rarity: bool = True,
) -> pd.DataFrame:
    """Write down every reason of every household: each feature whose value surprises among its peers.

    Parameters
    ----------
    features : tuple of Feature
        Columns of `surprises` and `weights`.
    table : FeatureTable
        What the values were found in.
    surprises, weights : pandas.DataFrame
        Shape (households, features); see :mod:`models.peers` and :mod:`models.scoring`.
    ordinary : mapping of str to float
        Share of peers from which a value is ordinary, by feature.
    wording : Wording
        Fills the templates.
    as_of : datetime.date
        The day that counts.
    rarity : bool, default True
        Say behind each reason how rare it is among the peers.

    Returns
    -------
    pandas.DataFrame
        Columns of `EVIDENCE`, by household and falling weight.
    """
    shares = {name: share * 10 ** -surprises[name] for name, share in ordinary.items()}
    rows = [
        row
        for feature in features
        if (name := feature.name) in table.found
        for row in _reasons(
            *(feature, table.found[name], shares[name][surprises[name] > 0], weights[name], wording), rarity=rarity
        )
    ]
    names = [name for name in EVIDENCE.names if name != "as_of"]
    frame = pd.DataFrame(rows, columns=names).assign(as_of=as_of)
    frame = frame.sort_values(["household_id", "weight", "flag", "feature"], ascending=[True, False, True, True])
    return frame.reset_index(drop=True)


def _reasons(
    feature: Feature, found: pd.DataFrame, shares: pd.Series, weight: pd.Series, wording: Wording, *, rarity: bool
) -> list[tuple[object, ...]]:
    rows = found[found["household_id"].isin(shares.index) & found["value"].notna()]
    if feature.direction == "up":
        rows = rows[rows["value"] > 0]
    rows = rows.sort_values(["household_id", "value", "source"], ascending=[True, False, True], kind="stable")
    sources = rows.groupby("household_id", sort=True)["source"].agg(lambda column: "; ".join(dict.fromkeys(column)))
    reasons = []
    for row in rows.drop_duplicates("household_id").to_dict("records"):
        household = row["household_id"]
        words, source = wording.reason(feature, row), sources[household]
        share = shares[household]
        rare = Words(f"（同类户约{share:.2%}）", f" (about {share:.2%} of peers)") if rarity else Words("", "")
        paths = (wording.path(row, "zh"), wording.path(row, "en")) if "path" in row else (None, None)
        reasons.append(
            (
                *(household, feature.flag, feature.name, feature.family, weight[household], row["value"]),
                f"{words.zh}{rare.zh}",
                f"{words.en}{rare.en}",
                *paths,
                ", ".join(dict.fromkeys(part.split("[")[0] for part in source.split("; "))),
                source,
            )
        )
    return reasons


def wording_for(dossier: Dossier, *, reveal: bool) -> Wording:
    """Return the words of a dossier, with names masked unless `reveal`.

    Parameters
    ----------
    dossier : Dossier
        Gives the people on tie paths, and the graph.
    reveal : bool
        True: names in full, for the holder of the data.
    """
    people = sorted({person for path in dossier.kin["path"] for person in path})
    dossier.known.keep_frame(
        "people_on_paths", pd.DataFrame({"person_id": np.array(people, dtype=object)}).astype("str")
    )
    persons = dossier.frame(
        "SELECT person_id, name, sex, birth_date FROM persons SEMI JOIN people_on_paths USING (person_id)"
    )
    named = persons.dropna(subset=["name"])
    applicants = dict(zip(dossier.households.index, dossier.households["applicant_id"], strict=True))
    shown = {
        person: name if reveal else mask_name(name)
        for person, name in zip(named["person_id"], named["name"], strict=True)
    }
    return Wording(dossier.kin_graph, People.of(persons, shown), applicants)
