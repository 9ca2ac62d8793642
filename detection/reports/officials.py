"""The officials' view as a file: one row an official, ranked, with reasons in words and the decisions behind them."""

from collections.abc import Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from detection.reports.parquet import write_parquet
from features.declare import Words
from features.officials.view import Officials

__all__ = ["OFFICIALS", "official_rows", "write_officials"]

_PAIR: Final = pa.struct(
    [
        pa.field("official_id", pa.string()),
        pa.field("decisions_for", pa.list_(pa.string())),
        pa.field("decisions_by", pa.list_(pa.string())),
    ]
)
_COUNTS: Final = ("decisions", "handled", "surveyed", "approved", "households")
_OF_KIN: Final = ("kin_aided", "undeclared", "recusal_breaches", "reciprocal")
_RATIOS: Final = ("kin_expected", "usual", "ratio", "shrunk", "lower", "upper")
OFFICIALS: Final = pa.schema(
    [
        pa.field("official_id", pa.string(), nullable=False),
        pa.field("rank", pa.int64(), nullable=False),
        pa.field("posts", pa.string()),
        pa.field("region", pa.string()),
        pa.field("level", pa.string(), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in _COUNTS),
        pa.field("kin_observed", pa.int64()),
        *(pa.field(name, pa.float64()) for name in _RATIOS),
        *(pa.field(name, pa.int64()) for name in _OF_KIN),
        *(pa.field(name, pa.int64(), nullable=False) for name in ("impossible_days", "bulk_days")),
        pa.field("reason_zh", pa.string(), nullable=False),
        pa.field("reason_en", pa.string(), nullable=False),
        pa.field("kin_decisions", pa.list_(pa.string()), nullable=False),
        pa.field("reciprocal_pairs", pa.list_(_PAIR), nullable=False),
    ]
)
"""Columns of ``officials.parquet``; ``docs/officials.md`` says what they mean."""

_SHARE: Final = Words(
    zh="经手{households}户，其中近亲属{kin_observed}户；按本村亲属关系偶然约{kin_expected:.2f}户，"
    "收缩后为同级干部通常水平的{shrunk:.1f}倍（{lower:.1f}至{upper:.1f}倍）。",
    en="Households acted on: {households}, of close relatives {kin_observed}; the kinship of the villages would bring "
    "{kin_expected:.2f} by chance. Shrunk, {shrunk:.1f} times what is usual on that level, between {lower:.1f} and "
    "{upper:.1f}.",
)
_FACTS: Final = {
    "undeclared": Words("在保近亲属未备案{}户。", "Aided households of close relatives that nobody declared: {}."),
    "recusal_breaches": Words(
        "经手近亲属在保{}户，未回避。", "Aided households of close relatives, acted on in person: {}."
    ),
    "reciprocal": Words("与{}名干部互相经办对方近亲属。", "Officials who acted for each other's relatives: {}."),
    "impossible_days": Words("单日入户数超出可能的有{}天。", "Days with more home visits than possible: {}."),
    "bulk_days": Words("单日集中审批超出限度的有{}天。", "Days with more approvals than a meeting can weigh: {}."),
}
_NOTHING: Final = Words("未见异常。", "Nothing stands out.")
_UNKNOWN: Final = Words(
    "亲属关系未提供，是否涉及亲属无从得知。",
    "Kinship is not known: it was not delivered, so nothing can be said about relatives.",
)


def official_rows(officials: Officials) -> pd.DataFrame:
    """Return the rows of ``officials.parquet``, by rank.

    Parameters
    ----------
    officials : Officials
        What was found.

    Returns
    -------
    pandas.DataFrame
        The columns of `OFFICIALS`.  ``kin_decisions`` names the decisions on close relatives as ``decisions[KEY]``;
        ``reciprocal_pairs`` has for each other official the decisions that this one took for the other's relatives
        (``decisions_for``) and those that the other took for this one's (``decisions_by``).
    """
    view = officials.view.rename(columns={"region_code": "region"})
    kin = officials.kin_homes.groupby("official_id", sort=True)["decision_id"].agg(_cited).to_dict()
    pairs = _pairs(officials.exchanges)
    told = [_reason(row) for row in view.to_dict("records")]
    view = view.assign(
        **{name: view[name].astype("Int64") for name in ("kin_observed", *_OF_KIN)},
        reason_zh=pd.Series([words.zh for words in told], index=view.index, dtype="str"),
        reason_en=pd.Series([words.en for words in told], index=view.index, dtype="str"),
        kin_decisions=pd.Series([kin.get(one, []) for one in view["official_id"]], index=view.index, dtype="object"),
        reciprocal_pairs=pd.Series(
            [pairs.get(one, []) for one in view["official_id"]], index=view.index, dtype="object"
        ),
    )
    return view[list(OFFICIALS.names)]


def write_officials(officials: Officials, path: Path) -> None:
    """Write ``officials.parquet``; the same officials give the same bytes.

    Parameters
    ----------
    officials : Officials
        What was found.
    path : Path
        File to write; one that exists is replaced.
    """
    write_parquet(official_rows(officials), OFFICIALS, path)


def _cited(decisions: Iterable[str]) -> list[str]:
    return [f"decisions[{one}]" for one in sorted(set(decisions))]


def _pairs(turns: pd.DataFrame) -> dict[str, list[dict[str, object]]]:
    """Return for each official whom it exchanged turns with, and the decisions of both."""
    taken: dict[tuple[str, str], set[str]] = {}
    for one, other, decision in zip(turns["official_id"], turns["other_id"], turns["decision_id"], strict=True):
        taken.setdefault((one, other), set()).add(decision)
    pairs: dict[str, list[dict[str, object]]] = {}
    for one, other in sorted(taken):
        both = {"decisions_for": _cited(taken[one, other]), "decisions_by": _cited(taken[other, one])}
        pairs.setdefault(one, []).append({"official_id": other, **both})
    return pairs


def _reason(row: Mapping[Hashable, Any]) -> Words:
    """Return what stands out about an official, in words."""
    values = {str(name): value for name, value in row.items()}
    lines = []
    if pd.isna(row["kin_observed"]):
        lines.append((_UNKNOWN.zh, _UNKNOWN.en))
    elif row["kin_observed"]:
        lines.append((_SHARE.zh.format(**values), _SHARE.en.format(**values)))
    for name, words in _FACTS.items():
        number = row[name]
        if pd.notna(number) and number:
            lines.append((words.zh.format(f"{number:.0f}"), words.en.format(f"{number:.0f}")))
    if not lines:
        return _NOTHING
    return Words("".join(zh for zh, _ in lines), " ".join(en for _, en in lines))
