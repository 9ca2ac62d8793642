"""Possible 漏保 (F24): households in need and not covered, ranked by a table of points, apart from suspicion.

The table is :data:`features.need.hardship.SIGNS`.  Nobody is ranked higher for what is not known.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final

import pandas as pd

from features.declare import Words
from features.dossier import Dossier
from features.need.facts import keep_need_facts
from features.need.hardship import SIGNS, Sign
from features.need.homes import keep_need_homes

__all__ = ["CAPACITY", "need_rows"]

Row = Mapping[Hashable, Any]
CAPACITY: Final = 500
"""Default of the longest list."""
ALONE_COVERED: Final = ("serious_illness", "severe_disability", "medical_costs")
"""Signs with which the marginal group has a claim as well: one member can be covered alone, or rigid expense counts."""
BY_NAME: Final = {sign.name: sign for sign in SIGNS}
SOURCES: Final = {
    "orphan": "persons",
    "serious_illness": "conditions",
    "unable_to_work": "conditions",
    "severe_disability": "persons",
    "medical_costs": "medical_costs",
    "elder_alone": "persons",
    "chronic_illness": "conditions",
    "public_payroll": "incomes",
    "vehicle": "holdings",
    "second_home": "holdings",
    "business": "holdings",
    "savings": "holdings",
}
"""Tables that prove the signs about persons."""
ASKED: Final = {
    "refused": Words("{asked}申请，{decided}不予批准", "applied {asked}, refused {decided}"),
    "ended": Words("{asked}申请获批，{decided}起停发", "applied {asked} and granted, ended {decided}"),
    "pending": Words("{asked}申请，至今未作决定", "applied {asked}, not decided yet"),
    "never_asked": Words("未曾申请", "never asked"),
}
FIRST_CHECK: Final = {
    "refused": Words("向镇街民政办调取不予批准的书面理由。", "Ask the township for the written grounds of refusal."),
    "ended": Words("向镇街民政办核实停发原因。", "Ask the township why aid was ended."),
    "pending": Words("", ""),
    "never_asked": Words(
        "由村（居）委会主动上门，告知申请途径。", "Let the village committee call and explain how to apply."
    ),
}
NO_INCOME: Final = Words(
    "收入不明：{silent}名成年人无收入记录（收入不加分）",
    "Income is not known: no record of {silent} adult(s); no points for it",
)
NO_LINE: Final = Words("当地标准不明。", "The local line is not known.")


def need_rows(dossier: Dossier, *, capacity: int = CAPACITY) -> pd.DataFrame:
    """Rank the homes that seem to be in need and are not covered.

    ``points = sum of the points of the signs found``; with equal points the lower known income in lines comes first,
    unknown incomes last, then the larger home, then kind and key.  Listed is who asked and has a known income up to the
    line, or up to the limit of the marginal group with a sign for which one member can be covered alone, or whose
    income is not known and a hardship is; and who never asked, where a hardship is on record and the income seen is not
    above the line; each with more than 0 points.  The income of who never asked is known where every adult able to work
    has one on record.

    Parameters
    ----------
    dossier : Dossier
        What was known on the day.
    capacity : int
        Longest list.

    Returns
    -------
    pandas.DataFrame
        ``rank`` (1 = look first), ``kind`` (refused, ended, pending, never_asked), ``key`` (household or register),
        ``applicant`` (name in full: of the applicant, or of the eldest of a register), ``region``, ``scheme``,
        ``heads``, ``income`` and ``line`` (yuan a head and month), ``points``, ``asked_on``, and in both languages
        ``reasons``, ``against``, ``unknown`` and ``check``; ``sources``.  No score of suspicion, no official.

    Raises
    ------
    ValueError
        If `capacity` is negative.
    """
    if capacity < 0:
        raise ValueError(f"a list has 0 or more rows, not {capacity}")
    keep_need_homes(dossier)
    keep_need_facts(dossier)
    weights = [(sign.name, sign.points, sign.kind == "hardship") for sign in SIGNS]
    dossier.known.keep_frame("need_points", pd.DataFrame(weights, columns=["sign", "points", "hardship"]))
    dossier.known.keep("need_ranked", _ranked(), capacity=capacity)
    homes = dossier.frame(_listed())
    proofs: dict[str, dict[str, list[Row]]] = {}
    for fact in dossier.frame(_proofs()).to_dict("records"):
        proofs.setdefault(fact["home"], {}).setdefault(fact["sign"], []).append(fact)
    told = pd.DataFrame([_words(home, proofs[home["home"]]) for home in homes.to_dict("records")], columns=list(TOLD))
    return pd.concat([homes.drop(columns=["home", "decision_id", "decided_on", "silent"]), told.astype("str")], axis=1)


TOLD: Final = (
    *(f"{part}_{language}" for part in ("reasons", "against", "unknown", "check") for language in ("zh", "en")),
    "sources",
)


def _ranked() -> str:
    claims = ", ".join(f"'{name}'" for name in ALONE_COVERED)
    return f"""
        WITH signs AS (
            SELECT
                home, sum(points)::BIGINT AS points, bool_or(hardship) AS hardship, bool_or(sign IN ({claims})) AS claim
            FROM (SELECT DISTINCT home, sign FROM need_facts)
            JOIN need_points USING (sign)
            GROUP BY home
        )
        SELECT
            row_number() OVER (
                ORDER BY points DESC, round(income / line, 6) NULLS LAST, heads DESC, kind, key
            ) AS rank,
            *
        FROM need_homes
        JOIN signs USING (home)
        WHERE points > 0
            AND CASE
                WHEN kind = 'never_asked' THEN hardship AND coalesce(seen <= line, true)
                WHEN income IS NULL OR line IS NULL THEN hardship
                ELSE income <= line OR claim
            END
        ORDER BY rank
        LIMIT $capacity
    """


def _listed() -> str:
    """Return the SQL of the listed homes, with names and places."""
    return """
        WITH eldest AS (
            SELECT home, min_by(person_id, (coalesce(birth_date, DATE '9999-12-31'), person_id)) AS person_id
            FROM need_people
            SEMI JOIN need_ranked USING (home)
            GROUP BY home
        ),
        townships AS (
            SELECT d.region_code, min_by(r.name, d.height) AS name
            FROM need_divisions AS d
            JOIN regions AS r ON r.region_code = d.above
            WHERE r.level = 'township'
            GROUP BY d.region_code
        )
        SELECT
            n.home, n.rank, n.kind, n.key, p.name AS applicant,
            coalesce(nullif(concat_ws(' ', t.name, CASE WHEN v.level = 'village' THEN v.name END), ''), n.region_code)
                AS region,
            n.scheme, n.heads, n.income, n.line, n.points, n.asked_on, n.decided_on, n.decision_id, n.silent
        FROM need_ranked AS n
        JOIN eldest AS e USING (home)
        LEFT JOIN persons AS p ON p.person_id = coalesce(n.applicant_id, e.person_id)
        LEFT JOIN townships AS t ON t.region_code = n.region_code
        LEFT JOIN regions AS v ON v.region_code = n.region_code
        ORDER BY n.rank
    """


def _proofs() -> str:
    """Return the SQL of the facts of the listed homes and the incomes counted, in a total order."""
    return """
        SELECT home, sign, person_id, part, since, amount
        FROM need_facts
        SEMI JOIN need_ranked USING (home)
        UNION ALL
        SELECT p.home, 'seen', i.person_id, concat_ws(',', i.kind, i.start_on), NULL, i.monthly_amount
        FROM incomes AS i
        JOIN need_people AS p USING (person_id)
        SEMI JOIN need_ranked USING (home)
        WHERE i.end_on IS NULL OR i.end_on >= $as_of
        ORDER BY ALL
    """


def _words(home: Row, proofs: Mapping[str, list[Row]]) -> dict[str, str]:
    """Return what is told of a listed home."""
    found = [sign for sign in SIGNS if sign.name in proofs]
    words = {"sources": _sources(home, proofs)}
    for language in ("zh", "en"):
        asked = getattr(ASKED[home["kind"]], language)
        asked = asked.format(asked=_day(home["asked_on"]), decided=_day(home["decided_on"])).rstrip()
        told = {sign: _told(sign, home, proofs[sign.name], language) for sign in found}
        words[f"reasons_{language}"] = _lines([asked, *(told[sign] for sign in found if sign.points > 0)], language)
        words[f"against_{language}"] = _lines((told[sign] for sign in found if sign.points < 0), language)
        unknown = (getattr(what, language).format(silent=home["silent"]) for what in _unknown(home))
        words[f"unknown_{language}"] = _lines(unknown, language)
        checks = (FIRST_CHECK[home["kind"]], *(sign.check for sign in found))
        words[f"check_{language}"] = _lines((getattr(check, language) for check in checks), language)
    return words


def _told(sign: Sign, home: Row, facts: list[Row], language: str) -> str:
    """Return the words of a sign, filled in with how many it is about, since when, and how much."""
    days = [fact["since"] for fact in facts if not pd.isna(fact["since"])]
    since = {"zh": f"（最早{_day(min(days))}起）", "en": f" (since {_day(min(days))})"}[language] if days else ""
    amount = max(fact["amount"] for fact in facts)
    people = len({fact["person_id"] for fact in facts})
    return str(getattr(sign.words, language).format(people=people, since=since, amount=amount, line=home["line"]))


def _unknown(home: Row) -> list[Words]:
    """Return what is not known of a home."""
    return [
        *([NO_INCOME] if pd.isna(home["income"]) else []),
        *([NO_LINE] if pd.isna(home["line"]) else []),
    ]


def _sources(home: Row, proofs: Mapping[str, list[Row]]) -> str:
    """Return the source rows: the home's own, the incomes counted, then those of each sign."""
    rows: list[str] = []
    if not pd.isna(home["decision_id"]):
        rows += [f"decisions[{home['decision_id']}]", f"households[{home['key']}]"]
    for name, table in {"seen": "incomes", **SOURCES}.items():
        for fact in proofs.get(name, ()):
            cells = [fact["person_id"], *([] if pd.isna(fact["part"]) else [fact["part"]])]
            rows.append(f"{table}[{','.join(cells)}]")
    return "; ".join(dict.fromkeys(rows))


def _day(day: pd.Timestamp) -> str:
    return "" if pd.isna(day) else day.date().isoformat()


def _lines(texts: Iterable[str], language: str) -> str:
    """Return `texts` as lines that begin with a capital and end in a full stop, each once, empty ones left out."""
    stop = {"zh": "。", "en": "."}[language]
    whole = (f"{text[0].upper()}{text[1:].rstrip(stop)}{stop}" for text in texts if text)
    return "\n".join(dict.fromkeys(whole))
