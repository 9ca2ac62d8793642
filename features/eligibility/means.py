"""Family E, means: what members own or earn, seen elsewhere, in the months in which aid was paid (F22).

Here vehicles and businesses; :mod:`features.eligibility.homes`, :mod:`features.eligibility.savings` and
:mod:`features.eligibility.incomes` have the rest. A part of :mod:`features.eligibility.family`.  A thing counts for the
months of ``aid_months`` on at least one day of which it was owned: what was sold before the first of them, or came
after the last, does not.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.eligibility.holdings import held
from features.eligibility.homes import HOMES
from features.eligibility.incomes import INCOMES
from features.eligibility.savings import SAVINGS
from features.law.tables import in_force
from features.lines import during

__all__ = ["MEANS"]

VEHICLE_YUAN: Final = 10_000
"""Scale of a vehicle's weight: one of this value weighs 1.3."""
BUSINESS_YUAN: Final = 100_000
"""Scale of a business's weight: one of this capital weighs 1.3."""


def vehicle(dossier: Dossier) -> pd.DataFrame:
    """Motor vehicles beyond the allowed value owned in a month of aid, each weighing 1 + log10(1 + value / 10 000)."""
    # One cheap vehicle of a disabled member is taken for a disability scooter: the trait can only lower the value.
    scooters = f"""
        SELECT h.household_id, h.asset
        FROM held AS h
        SEMI JOIN (SELECT person_id FROM persons WHERE disability_grade IS NOT NULL) AS p USING (person_id)
        JOIN law ON {_by_law("scooter_allowed")}
        WHERE h.value <= law.value
        QUALIFY row_number() OVER (PARTITION BY h.household_id, h.person_id ORDER BY h.value DESC, h.asset) = 1
    """
    return _weighed(dossier, "vehicle", VEHICLE_YUAN, scooters)


def business(dossier: Dossier) -> pd.DataFrame:
    """Active businesses beyond the allowed capital in a month of aid, each 1 + log10(1 + capital / 100 000)."""
    return _weighed(dossier, "business", BUSINESS_YUAN)


def _by_law(name: str) -> str:
    """Return the SQL condition that a row of ``law`` is the rule `name` on the first day of ``h`` with aid."""
    return in_force(name, day="greatest(h.start_on, h.granted_on)", region="h.region_code")


def _weighed(dossier: Dossier, kind: str, yuan: int, exempt: str = "") -> pd.DataFrame:
    """Return the things of that kind worth more than is allowed, each weighing 1 + log10(1 + value / yuan).

    `exempt` is the SQL of those (``household_id``, ``asset``) of the table ``held`` that do not count.
    """
    return dossier.frame(
        f"""
        WITH held AS ({held(kind)}),
        counted AS (
            SELECT h.*
            FROM held AS h
            JOIN law ON {_by_law(f"{kind}_allowed")}
            {f"ANTI JOIN ({exempt}) AS e USING (household_id, asset)" if exempt else ""}
            WHERE law.value = 0 OR h.value IS NULL OR h.value > law.value
        )
        SELECT
            c.household_id,
            1 + log10(1 + greatest(coalesce(max(c.value), 0), 0) / {yuan}) AS value,
            min(c.start_on) AS day,
            coalesce(format('{{:,}}', round(max(c.value))::BIGINT), '?') AS yuan,
            count(DISTINCT a.month) AS months,
            string_agg(DISTINCT c.source, '; ' ORDER BY c.source) AS source
        FROM counted AS c
        JOIN aid_months AS a ON a.household_id = c.household_id AND {during("c", "a.month")}
        GROUP BY c.household_id, c.asset
        ORDER BY ALL
        """
    )


REGISTRY_CHECK: Final = Words(
    zh="向市场监管部门调取登记档案、年报和纳税记录，并实地核实是否经营。",
    en="Ask the market regulator for the file, the annual reports and taxes paid, and see whether it is open.",
)

MEANS = (
    Feature(
        name="vehicle",
        flag="F22",
        family="E",
        unit="weighted vehicles",
        tables=("holdings",),
        direction="up",
        window="owned in a month in which aid was paid, from the decision to the day",
        missing="not known without holdings",
        reason=Words(
            zh="保障期间名下有机动车（{day:%Y-%m-%d}登记，价值{yuan}元），与在保重叠{months:.0f}个月。",
            en="A motor vehicle in a member's name in {months:.0f} months of aid (registered {day:%Y-%m-%d}, "
            "worth {yuan} yuan).",
        ),
        innocent=Words(
            zh="价值低、已报废未注销、残疾人代步车、车主已故未过户、被人冒名登记。",
            en="Of low value, scrapped but not deregistered, a disability scooter, its owner dead, "
            "or registered by somebody else in their name.",
        ),
        check=Words(
            zh="向公安交管部门核实车辆状态、购置价格和使用人。",
            en="Ask the traffic police for the vehicle's state, its price and who drives it.",
        ),
        compute=vehicle,
        fold="sum",
        definition_zh="在保的月份内名下超出允许价值的机动车，每辆计1＋log10(1＋价值÷10000)。",
        exempt=Words(
            zh="摩托车、电动自行车、残疾人代步车（按类别，或残疾成员名下价值不超过规定的一辆车）、已报废或注销的车辆、"
            "价值不超过当地规定的车辆、在保前已转出的车辆。",
            en="Motorcycles, e-bikes and disability scooters by kind; one vehicle a disabled member whose value lies "
            "within `scooter_allowed`; what is scrapped or deregistered; what is worth no more than `vehicle_allowed`; "
            "what was sold before the first month of aid.",
        ),
    ),
    *HOMES,
    Feature(
        name="business",
        flag="F22",
        family="E",
        unit="weighted businesses",
        tables=("holdings",),
        direction="up",
        window="registered in a month in which aid was paid, from the decision to the day",
        missing="not known without holdings",
        reason=Words(
            zh="保障期间名下有存续企业（{day:%Y-%m-%d}登记，注册资本{yuan}元），与在保重叠{months:.0f}个月。",
            en="An active business in a member's name in {months:.0f} months of aid (registered {day:%Y-%m-%d}, "
            "capital {yuan} yuan).",
        ),
        innocent=Words(
            zh="小卖部、已停业未注销、认缴未实缴、被冒名登记。",
            en="A small shop, out of business but not deregistered, capital subscribed and never paid, "
            "or registered without the person's knowledge.",
        ),
        check=REGISTRY_CHECK,
        compute=business,
        fold="sum",
        definition_zh="在保的月份内名下超出允许注册资本的存续企业，每家计1＋log10(1＋注册资本÷100000)。",
        exempt=Words(
            zh="停业、吊销、注销的企业；注册资本不超过当地豁免额的小店（全国默认为0，即不豁免）。",
            en="What is dormant, revoked or deregistered; a small shop whose capital lies within `business_allowed` "
            "(0 nationally: none is waived).",
        ),
    ),
    *SAVINGS,
    *INCOMES,
)
