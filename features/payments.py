"""Family M: where the money goes."""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["PAYMENTS"]

FOREIGN: Final = """
    SELECT DISTINCT p.household_id, p.account_id, p.account_holder_id
    FROM payments AS p
    SEMI JOIN scored USING (household_id)
    ANTI JOIN scored_members AS m
        ON m.household_id = p.household_id AND m.person_id = p.account_holder_id
    WHERE p.account_id IS NOT NULL
        AND p.account_holder_id IS NOT NULL
        AND coalesce(p.holder_role, 'other') NOT IN ('guardian', 'institution')
"""
"""Accounts that took a household's aid and whose holder is no member, guardian or institution."""


def shared_card(dossier: Dossier) -> pd.DataFrame:
    """Households paid to one account whose holder is not a member of this one (0, or 2 and more)."""
    return dossier.frame(
        f"""
        WITH foreign_cards AS ({FOREIGN}),
        users AS (
            SELECT account_id, count(DISTINCT household_id) AS homes
            FROM payments
            SEMI JOIN foreign_cards USING (account_id)
            GROUP BY account_id
        )
        SELECT
            f.household_id,
            homes::DOUBLE AS value,
            {cite("payments", "f.household_id", "f.account_holder_id")} AS source
        FROM foreign_cards AS f
        JOIN users USING (account_id)
        WHERE homes >= 2
        ORDER BY ALL
        """
    )


def card_of_official(dossier: Dossier) -> pd.DataFrame:
    """Whether aid goes to a card of an official over the household (2) or of that official's near kin (1)."""
    return dossier.frame(
        f"""
        WITH foreign_cards AS ({FOREIGN}),
        held AS (
            SELECT f.*, over.official_id, over.post, over.acted_as, 2.0 AS value
            FROM foreign_cards AS f
            JOIN over ON over.household_id = f.household_id AND over.official_id = f.account_holder_id
            UNION ALL
            SELECT f.*, over.official_id, over.post, over.acted_as, 1.0
            FROM foreign_cards AS f
            JOIN kin ON kin.a = f.account_holder_id
            JOIN over ON over.household_id = f.household_id AND over.official_id = kin.b
        )
        SELECT DISTINCT
            household_id,
            value,
            official_id,
            post,
            acted_as,
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
        window="all payments up to the day",
        missing="not known without accounts and their holders",
        reason=Words(
            zh="补助发到他人账户，该账户共收{value:.0f}户补助。",
            en="Aid goes to somebody else's account, which takes the aid of {value:.0f} households.",
        ),
        innocent=Words(
            zh="监护人、护理人代领；养老机构集中账户。",
            en="A guardian or carer collects it, or a home keeps one account.",
        ),
        check=Words(
            zh="向代发银行核实开户人，入户核实是否本人领取。",
            en="Ask the paying bank who holds the account, and the household whether it gets the money.",
        ),
        compute=shared_card,
    ),
    Feature(
        name="card_of_official",
        flag="F11",
        family="M",
        unit="1 kin, 2 official",
        tables=("payments.account_id", "payments.account_holder_id", "officials.region_code"),
        direction="up",
        window="all payments up to the day",
        missing="not known without accounts and their holders",
        reason=Words(
            zh="补助发到{office}本人或其近亲属账户。",
            en="Aid goes to an account of the {office} or of near kin.",
        ),
        innocent=Words(
            zh="行动不便者委托代领并有书面委托。",
            en="The official collects it for somebody who cannot walk, with a written mandate.",
        ),
        check=Words(
            zh="向代发银行核实开户人，查书面委托与领款签字。",
            en="Ask the paying bank who holds the account; look for the mandate and receipts.",
        ),
        compute=card_of_official,
    ),
)
