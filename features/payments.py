"""Family M: where the money goes."""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["PAYMENTS"]

EXEMPT: Final = "'guardian', 'institution'"
"""Roles in which somebody may hold the card of a household."""
FOREIGN: Final = f"""
    SELECT
        p.household_id,
        p.account_id,
        p.account_holder_id,
        count(DISTINCT p.month)::DOUBLE AS months,
        max(p.month) AS last
    FROM payments AS p
    JOIN scored AS s USING (household_id)
    ANTI JOIN scored_members AS m
        ON m.household_id = p.household_id AND m.person_id = p.account_holder_id
    WHERE p.account_id IS NOT NULL
        AND p.account_holder_id <> s.applicant_id
        AND coalesce(p.holder_role, 'other') NOT IN ({EXEMPT})
        AND p.amount > 0
        AND p.month >= date_trunc('month', s.granted_on)
    GROUP BY p.household_id, p.account_id, p.account_holder_id
"""
"""Accounts that took a household's aid since its decision, and whose holder is no member, guardian or institution."""
LODGED: Final = """
    SELECT h.household_id
    FROM households AS h
    JOIN addresses AS a USING (address_id)
    WHERE a.kind = 'institution'
"""
"""Households in a welfare home, which may keep one account for all of them."""


def shared_card(dossier: Dossier) -> pd.DataFrame:
    """Households paid to one account whose holder is not a member of this one (0, or 2 and more).

    Neither this household nor the others count where a guardian or an institution holds the account for them, or where
    they live in a welfare home; nor does this one where it declared the holder as somebody who owes it support.
    """
    return dossier.frame(
        f"""
        WITH foreign_cards AS MATERIALIZED ({FOREIGN}),
        lodged AS ({LODGED}),
        users AS (
            SELECT p.account_id, count(DISTINCT p.household_id) AS homes
            FROM payments AS p
            SEMI JOIN foreign_cards AS f USING (account_id)
            ANTI JOIN lodged USING (household_id)
            WHERE p.amount > 0 AND coalesce(p.holder_role, 'other') NOT IN ({EXEMPT})
            GROUP BY p.account_id
        )
        SELECT
            f.household_id,
            u.homes::DOUBLE AS value,
            f.months,
            f.last,
            {cite("payments", "f.household_id", "f.account_holder_id")} AS source
        FROM foreign_cards AS f
        JOIN users AS u USING (account_id)
        ANTI JOIN lodged USING (household_id)
        ANTI JOIN supporters AS o ON o.household_id = f.household_id AND o.person_id = f.account_holder_id
        WHERE u.homes >= 2
        ORDER BY ALL
        """
    )


def card_of_official(dossier: Dossier) -> pd.DataFrame:
    """Whether aid goes to a card of an official over the household (2) or of that official's near kin (1).

    Near kin are those of one tie, stated or told by a register, and siblings by a shared parent.
    """
    return dossier.frame(
        f"""
        WITH foreign_cards AS MATERIALIZED ({FOREIGN}),
        ties AS MATERIALIZED (
            SELECT DISTINCT kin.a, kin.b
            FROM kin
            SEMI JOIN foreign_cards AS f ON f.account_holder_id = kin.a
            UNION
            SELECT k.b, k.a
            FROM official_kin AS k
            SEMI JOIN foreign_cards AS f ON f.account_holder_id = k.b
            WHERE k.relation = 'sibling'
        ),
        held AS (
            SELECT f.*, over.official_id, over.post, over.acted_as, 2.0 AS value
            FROM foreign_cards AS f
            JOIN over ON over.household_id = f.household_id AND over.official_id = f.account_holder_id
            UNION ALL
            SELECT f.*, over.official_id, over.post, over.acted_as, 1.0
            FROM foreign_cards AS f
            JOIN ties ON ties.a = f.account_holder_id
            JOIN over ON over.household_id = f.household_id AND over.official_id = ties.b
        )
        SELECT
            household_id,
            value,
            official_id,
            post,
            acted_as,
            months,
            last,
            {cite("payments", "household_id", "account_holder_id")} AS source
        FROM held
        ORDER BY ALL
        """
    )


PAYMENTS = (
    Feature(
        name="shared_card",
        flag="F11",
        family="M",
        unit="households",
        tables=("payments.account_id", "payments.account_holder_id"),
        direction="up",
        window="months with a payment since the decision; for the other households all payments up to the day",
        missing="not known without accounts and their holders",
        reason=Words(
            zh="补助发到户外他人账户{months:.0f}个月（最近为{last:%Y-%m}），该账户共收{value:.0f}户补助。",
            en="Aid went to somebody else's account in {months:.0f} months (last in {last:%Y-%m}); the account takes "
            "the aid of {value:.0f} households.",
        ),
        innocent=Words(
            zh="护理人、邻居受托代领，监护关系未登记，养老机构集中账户未标明。",
            en="A carer or neighbour collects it, a guardian is not recorded as one, or a home keeps one account.",
        ),
        check=Words(
            zh="向代发银行核实开户人和支取人，入户核实是否本人领取，查委托书。",
            en="Ask the paying bank who holds the account and draws on it, and the household whether it gets the "
            "money; look for a mandate.",
        ),
        compute=shared_card,
        definition_zh="与本户共用同一账户、且开户人不是本户成员的在保户数（不足2户为0）。",
        exempt=Words(
            zh="监护人或机构持有的账户；住在福利机构的家庭；本户申报的赡养、抚养义务人；本户成员的账户。",
            en="Accounts of guardians, institutions and members; households in a welfare home; holders whom the "
            "household declared as owing it support.",
        ),
    ),
    Feature(
        name="card_of_official",
        flag="F11",
        family="M",
        unit="1 kin, 2 official",
        tables=("payments.account_id", "payments.account_holder_id", "officials.region_code"),
        direction="up",
        window="months with a payment since the decision, up to the day",
        missing="not known without accounts and their holders",
        reason=Words(
            zh="补助发到{office}本人或其近亲属账户{months:.0f}个月（最近为{last:%Y-%m}）。",
            en="Aid went to an account of the {office} or of near kin in {months:.0f} months (last in {last:%Y-%m}).",
        ),
        innocent=Words(
            zh="行动不便者委托代领并有书面委托，村（居）委会依法担任监护人未标明。",
            en="The official collects it for somebody who cannot walk, with a written mandate, or the committee is "
            "guardian by law and the record does not say so.",
        ),
        check=Words(
            zh="向代发银行核实开户人和支取人，查书面委托与领款签字。",
            en="Ask the paying bank who holds the account and draws on it; look for the mandate and receipts.",
        ),
        compute=card_of_official,
        definition_zh="补助是否发到经办、审批或任职干部本人账户（2）或其近亲属账户（1）。",
        exempt=Words(
            zh="监护人或机构持有的账户；本户成员的账户。",
            en="Accounts held as guardian or institution, and accounts of members.",
        ),
    ),
)
