"""Aid lines: what a household may have a month and still be entitled, by region, scheme and day."""

from datetime import date

import pandas as pd

from benchmarks.plain.law import in_force
from benchmarks.plain.records import Tables, look_up
from features.law.law import Law

__all__ = ["aid_lines", "line_on"]

PLACE = ["region_code", "scheme"]


def aid_lines(tables: Tables, scored: pd.DataFrame, divisions: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Return the lines from their first days on: ``line`` and ``income_limit``, yuan a head and month.

    The marginal group goes by the local line of minimum living allowance, and may have as many times that line as the
    law says.  Whoever has no line has no row.
    """
    wanted = _line_of(tables, scored, divisions)
    lines = _stated(tables, wanted, divisions) if tables.has("standards") else _by_law(law, wanted, tables.as_of)
    marginal = lines["scheme"] == "marginal"
    factor = in_force(law, "marginal_factor", lines["region_code"], lines["start_on"])["value"]
    lines["income_limit"] = lines["line"] * factor.where(marginal, 1.0)
    return lines.sort_values("start_on", kind="stable")


def line_on(lines: pd.DataFrame, rows: pd.DataFrame, day: pd.Series | pd.Timestamp) -> pd.DataFrame:
    """Return `rows` (with region and scheme) with ``line`` and ``income_limit`` of a day, missing where none is."""
    rows = rows.assign(_day=day, _place=range(len(rows)))
    rows["_day"] = rows["_day"].astype("datetime64[s]")
    dated = rows.dropna(subset="_day").sort_values("_day", kind="stable")
    found = pd.merge_asof(
        dated[["_day", "_place", *PLACE]],
        lines[[*PLACE, "start_on", "line", "income_limit"]],
        left_on="_day",
        right_on="start_on",
        by=PLACE,
    ).set_index("_place")[["line", "income_limit"]]
    return rows.join(found, on="_place").drop(columns=["_day", "_place"])


def _line_of(tables: Tables, scored: pd.DataFrame, divisions: pd.DataFrame) -> pd.DataFrame:
    """Return by whose line each region and scheme in use goes."""
    wanted = scored[PLACE].drop_duplicates().reset_index(drop=True)
    urban = divisions.assign(urban=look_up(divisions["above"], tables["regions"].set_index("region_code")["urban"]))
    urban = urban.dropna(subset="urban").sort_values("height").drop_duplicates("region_code")
    in_town = look_up(wanted["region_code"], urban.set_index("region_code")["urban"]).fillna(value=False).astype("bool")
    local = in_town.map({True: "urban_dibao", False: "rural_dibao"})
    return wanted.assign(line_of=wanted["scheme"].where(wanted["scheme"] != "marginal", local))


def _stated(tables: Tables, wanted: pd.DataFrame, divisions: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that the delivery states, each region's from where they are stated nearest."""
    standards = tables["standards"].rename(columns={"region_code": "above", "scheme": "line_of"})
    found = wanted.merge(divisions, on="region_code").merge(standards, on=["above", "line_of"])
    nearest = found[found["height"] == found.groupby(PLACE)["height"].transform("min")]
    return nearest.groupby([*PLACE, "start_on"], as_index=False).agg(line=("monthly_amount", "min"))


def _by_law(law: Law, wanted: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the lines that the law states."""
    rules = pd.DataFrame(
        [
            (rule.name.removeprefix("line_"), rule.region, rule.start_on, rule.value)
            for rule in law.provisions
            if rule.name.startswith("line_") and rule.start_on <= as_of.date()
        ],
        columns=["line_of", "rule_region", "start_on", "line"],
    )
    rules["start_on"] = pd.to_datetime(rules["start_on"].where(rules["start_on"] > date.min, date(1900, 1, 1)))
    found = wanted.merge(rules.astype({"start_on": "datetime64[s]"}), on="line_of")
    here = [region.startswith(rule) for region, rule in zip(found["region_code"], found["rule_region"], strict=True)]
    return found[here].drop(columns=["line_of", "rule_region"])
