"""Family T, matched pairs: a relative's household was granted, similar ones without a relative were refused (F17)."""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.ties.circumstances import GROUNDS, keep_circumstances

__all__ = ["MATCHED"]

DAYS_APART: Final = 1_096
"""Applications further apart than three years are not compared."""
HEADS_APART: Final = 1
"""Households that differ by more members are not compared."""
TOLERANCE: Final = 0.1
"""A tenth of the line a head is as good as equal, in income and in medical expense."""
SAVINGS_TOLERANCE: Final = 0.25
"""So are savings of three months of the line."""
LEAST: Final = 0.1
"""A smaller share is nothing: of many refusals, a few unlike the others are to be expected."""
SHOWN: Final = 3
"""Refused households whose decisions are shown, the most similar first."""


def refused_alike(dossier: Dossier) -> pd.DataFrame:
    """Share of comparable refusals, lawful ones aside, without kin in post and of homes no better off: k / (n + 1).

    Only a household with kin in post over it, or among those who acted on its decision, is looked at.  n refused
    households are comparable: of the same scheme and township, applied within three years, of as many members or one
    more or less, and never granted aid.  Who declared more than the income limit of the day of its application was
    lawfully refused, and is no comparison.  k of them have no kin within two steps who was in post over them or acted
    on the refusal, and were no better off in anything known on the day of the application: income a head, the greater
    of declared and seen (a tenth of the line is as good as equal), vehicles, businesses and further homes, savings
    (three months of the line), and no less burdened by medical expense.  Serious illness or inability to work that the
    refused household lacked explains the difference, so that it is not counted.  The one in n + 1 keeps a single
    refusal from weighing as much as many; a share below a tenth is nothing.
    """
    related = dossier.kin[["household_id"]].drop_duplicates()
    dossier.known.keep_frame("related_homes", related)
    dossier.known.keep("refusals", _refusals())
    dossier.known.keep("asking", _asking())
    keep_circumstances(dossier)
    dossier.known.keep("comparable", _comparable())
    dossier.known.keep("tied_refusals", _tied_refusals())
    return dossier.frame(_compared())


def _refusals() -> str:
    """Return the SQL of the latest refusal of each household never granted aid, where a related one was granted."""
    return """
        WITH townships AS (
            SELECT region_code, min(township) AS township
            FROM (
                SELECT d.region_code, first_value(d.above) OVER nearest AS township
                FROM divisions AS d
                JOIN regions AS r ON r.region_code = d.above
                WHERE r.level = 'township'
                WINDOW nearest AS (PARTITION BY d.region_code ORDER BY d.height, d.above)
            )
            GROUP BY region_code
        ),
        groups AS (SELECT DISTINCT peer_group FROM scored SEMI JOIN related_homes USING (household_id))
        SELECT
            d.*, h.scheme, h.region_code AS home_region, h.declared_monthly_income,
            h.scheme || '@' || coalesce(t.township, rpad(left(h.region_code, 9), 12, '0')) AS peer_group
        FROM decisions AS d
        JOIN households AS h USING (household_id)
        LEFT JOIN townships AS t USING (region_code)
        SEMI JOIN groups
            ON groups.peer_group = h.scheme || '@' || coalesce(t.township, rpad(left(h.region_code, 9), 12, '0'))
        ANTI JOIN (SELECT household_id FROM decisions WHERE outcome = 'granted') AS helped
            ON helped.household_id = d.household_id
        WHERE d.outcome = 'refused'
        QUALIFY row_number() OVER (PARTITION BY d.household_id ORDER BY d.applied_on DESC, d.decision_id DESC) = 1
    """


def _asking() -> str:
    """Return the SQL of both sides; all of a peer group go by the line and law of one place of it."""
    return """
        WITH places AS (SELECT peer_group, min(region_code) AS region_code FROM scored GROUP BY peer_group),
        homes AS (
            SELECT household_id, decision_id, applied_on, scheme, declared_monthly_income, peer_group, true AS granted
            FROM scored
            SEMI JOIN related_homes USING (household_id)
            UNION ALL
            SELECT household_id, decision_id, applied_on, scheme, declared_monthly_income, peer_group, false
            FROM refusals
        )
        SELECT * FROM homes JOIN places USING (peer_group)
    """


def _tied_refusals() -> str:
    """Return the SQL of those refused households, no better off, whose kin in one or two steps were over them.

    Who is kin of both a member and an official makes the second step: one pass over all ties finds them.
    """
    return """
        WITH alike AS (
            SELECT refusals.* FROM refusals SEMI JOIN (FROM comparable WHERE no_better_off) USING (decision_id)
        ),
        homes AS (SELECT m.household_id, m.person_id FROM asking_people AS m SEMI JOIN alike USING (household_id)),
        officers AS (
            SELECT r.household_id, o.person_id
            FROM alike AS r
            JOIN divisions AS d ON d.region_code = r.home_region
            JOIN officials AS o ON o.region_code = d.above
            WHERE (o.start_on IS NULL OR o.start_on <= coalesce(r.approved_on, r.applied_on))
                AND (o.end_on IS NULL OR o.end_on >= r.applied_on)
            UNION
            SELECT household_id, unnest([handler_id, approver_id, surveyor_1_id, surveyor_2_id])
            FROM alike
        ),
        near AS MATERIALIZED (
            SELECT a, b
            FROM kin
            SEMI JOIN (SELECT person_id FROM homes UNION SELECT person_id FROM officers) ON a = person_id
        ),
        of_homes AS (
            SELECT * FROM homes
            UNION
            SELECT homes.household_id, near.b FROM homes JOIN near ON near.a = homes.person_id
        ),
        of_officers AS (
            SELECT * FROM officers
            UNION
            SELECT officers.household_id, near.b FROM officers JOIN near ON near.a = officers.person_id
        )
        SELECT DISTINCT household_id
        FROM of_homes
        JOIN of_officers USING (household_id, person_id)
    """


def _comparable() -> str:
    """Return the SQL of the pairs of a related household and a comparable refused one, and how they compare."""
    grounds = " AND ".join(f"(theirs.{ground} OR NOT own.{ground})" for ground in GROUNDS)
    apart = ("income", "savings", "medical")
    differences = " + ".join(f"least(abs(theirs.{name} - own.{name}), 1)" for name in apart)
    return f"""
        WITH both_sides AS (SELECT * FROM asking JOIN circumstances USING (household_id))
        SELECT
            own.household_id,
            theirs.decision_id,
            theirs.household_id AS refused_id,
            own.decision_id AS own_decision_id,
            abs(theirs.applied_on - own.applied_on) AS days,
            own.declared AS own_declared,
            theirs.declared AS their_declared,
            own.seen AS own_seen,
            theirs.seen AS their_seen,
            own.assets AS own_assets,
            theirs.assets AS their_assets,
            own.severe AS exempt,
            theirs.income <= own.income + {TOLERANCE}
                AND theirs.assets <= own.assets
                AND theirs.savings <= own.savings + {SAVINGS_TOLERANCE}
                AND theirs.medical >= own.medical - {TOLERANCE}
                AND {grounds} AS no_better_off,
            round(
                {differences} + least(abs(theirs.assets - own.assets), 1) + abs(theirs.heads - own.heads) / 2.0
                + abs(theirs.applied_on - own.applied_on) / {DAYS_APART}.0, 6
            ) AS distance
        FROM both_sides AS own
        JOIN both_sides AS theirs USING (peer_group)
        WHERE own.granted
            AND NOT theirs.granted
            AND abs(theirs.applied_on - own.applied_on) <= {DAYS_APART}
            AND abs(theirs.heads - own.heads) <= {HEADS_APART}
            AND own.income + theirs.income IS NOT NULL
            AND NOT theirs.over_limit
    """


def _compared() -> str:
    """Return the SQL of the value of each related household with pairs, and in what the nearest of them compares."""
    nearest = "FILTER (no_better_off AND place = 1)"
    told = ("their_declared", "own_declared", "their_seen", "own_seen", "their_assets", "own_assets")
    words = ", ".join(f"round(any_value({name}) {nearest}) AS {name}" for name in told)
    return f"""
        WITH pairs AS (
            SELECT c.* REPLACE (no_better_off AND t.household_id IS NULL AS no_better_off)
            FROM comparable AS c
            LEFT JOIN tied_refusals AS t ON t.household_id = c.refused_id
            WHERE NOT exempt
        ),
        placed AS (
            SELECT *, row_number() OVER (
                PARTITION BY household_id, no_better_off ORDER BY distance, decision_id
            ) AS place
            FROM pairs
        )
        SELECT
            household_id,
            count(*) FILTER (no_better_off) / (count(*) + 1.0) AS value,
            count(*) FILTER (no_better_off) AS alike,
            count(*) AS compared,
            {words},
            round(any_value(days) {nearest} / 30.4) AS months,
            'decisions[' || any_value(own_decision_id) || ']; ' || string_agg(
                'decisions[' || decision_id || ']', '; ' ORDER BY place
            ) FILTER (no_better_off AND place <= {SHOWN}) AS source
        FROM placed
        GROUP BY household_id
        HAVING count(*) FILTER (no_better_off) / (count(*) + 1.0) >= {LEAST}
        UNION ALL BY NAME
        SELECT s.household_id, NULL::DOUBLE AS value
        FROM asking AS s
        JOIN circumstances AS c USING (household_id)
        WHERE s.granted AND c.income IS NULL AND NOT c.severe
        ORDER BY household_id
    """


MATCHED: Final[tuple[Feature, ...]] = (
    Feature(
        name="refused_alike",
        flag="F17",
        family="T",
        unit="share of comparable refusals, 0 or from 0.1 to 1",
        tables=(
            "officials.region_code",
            "kinship|persons.relation_to_head",
            "households.declared_monthly_income|incomes",
        ),
        direction="up",
        window="refusals of applications within three years of its own; everything as on the day of applying",
        missing="not known where the scheme has no line, or neither declared nor seen income is known; without a "
        "comparable refusal that was not lawful, and below a tenth, the value is 0",
        reason=Words(
            zh="有亲属在任而获批；同镇同类、前后三年内申请的可比户有{compared}户被拒，其中{alike}户无亲属在任，已知情况不比本户宽裕。"
            "最相近的一户（申请相隔{months:.0f}个月）：申报人均月收入{their_declared:.0f}元，本户{own_declared:.0f}元；"
            "核对到的人均月收入{their_seen:.0f}元，本户{own_seen:.0f}元；"
            "车、企业和多余住房{their_assets:.0f}项，本户{own_assets:.0f}项。",
            en="Granted with a relative in post; of {compared} comparable households of the township and scheme that "
            "were refused within three years, {alike} without a relative in post were no better off in anything known. "
            "The most similar ({months:.0f} months apart): declared {their_declared:.0f} yuan a head against "
            "{own_declared:.0f}; seen {their_seen:.0f} against {own_seen:.0f}; vehicles, businesses and further homes "
            "{their_assets:.0f} against {own_assets:.0f}.",
        ),
        innocent=Words(
            zh="被拒户材料不全、自行撤回、已迁出，或其困难当时未被发现；本户困难在系统之外有证明；困难在申请之后才发生。",
            en="The refused household lacked papers, withdrew or moved away, or its hardship was not seen then; this "
            "household proved a hardship that no table holds; hardship came later.",
        ),
        check=Words(
            zh="向镇街民政办调取本户和所列被拒户的申请、调查与不予批准的书面理由，逐项对照。",
            en="Ask the township for the files of this household and the refused ones shown, with the written grounds "
            "of refusal, and compare them item by item.",
        ),
        compute=refused_alike,
        definition_zh="可比的被拒户（自报收入超过当日收入限额、依法不予批准的除外）中，"
        "无亲属在任而不比本户宽裕者的份额：k /（n + 1），不足十分之一不计。",
        exempt=Words(
            zh="重病、丧失劳动能力：被拒户没有而本户有的，不作可比；本户有一、二级残疾成员的，不计此项；"
            "限额以内的车辆、企业和住房不计；自报收入超过申请当日收入限额的被拒户，不予批准合法，不作可比。",
            en="Serious illness or inability to work that the refused household lacked; a household with a severely "
            "disabled member is not looked at; vehicles, businesses and homes within what is allowed do not count; a "
            "household that itself declared more than the income limit of the day of its application was lawfully "
            "refused and is no comparison.",
        ),
    ),
)
