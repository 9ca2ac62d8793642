"""Family E, means: what members own or earn, seen elsewhere, in the months in which aid was paid (F22).

Here what they own; :mod:`features.incomes` has what they earn.  A part of :mod:`features.eligibility`.
"""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite
from features.incomes import INCOMES
from features.law.tables import in_force
from features.lines import in_force_on

__all__ = ["MEANS"]

VEHICLE_YUAN: Final = 10_000
"""Scale of a vehicle's weight: one of this value weighs 1.3."""
BUSINESS_YUAN: Final = 100_000
"""Scale of a business's weight: one of this capital weighs 1.3."""
HOLDING: Final = cite("holdings", "h.person_id", "h.kind", "h.start_on")


def vehicle(dossier: Dossier) -> pd.DataFrame:
    """Motor vehicles beyond the allowed value owned while aid was paid, each weighing 1 + log10(1 + value / 10 000)."""
    return _weighed(dossier, "vehicle", VEHICLE_YUAN)


def second_home(dossier: Dossier) -> pd.DataFrame:
    """Homes beyond those allowed (one), or bought while aid was paid, whichever are more; a shared one counts once."""
    return dossier.frame(
        f"""
        WITH counted AS (
            SELECT
                household_id,
                count(DISTINCT asset) AS homes,
                count(DISTINCT asset) FILTER (WHERE start_on > granted_on) AS bought,
                string_agg(source, '; ' ORDER BY source) AS source
            FROM ({_held("property")})
            GROUP BY household_id
        )
        SELECT household_id, greatest(homes - law.value, bought) AS value, homes, bought, counted.source
        FROM counted
        JOIN scored AS s USING (household_id)
        JOIN law ON {in_force("homes_allowed", day="$as_of")}
        ORDER BY household_id
        """
    )


def business(dossier: Dossier) -> pd.DataFrame:
    """Active businesses beyond the allowed capital, each weighing 1 + log10(1 + capital / 100 000 yuan)."""
    return _weighed(dossier, "business", BUSINESS_YUAN)


def savings(dossier: Dossier) -> pd.DataFrame:
    """Financial assets as a multiple of what is allowed, less one: yuan / (months x line x members) - 1, at least 0."""
    return dossier.frame(
        f"""
        WITH heads AS (
            SELECT household_id, count(*) AS heads
            FROM scored_members
            GROUP BY household_id
        ),
        allowed AS (
            SELECT s.household_id, law.value * l.line * heads.heads AS allowed
            FROM scored AS s
            JOIN heads USING (household_id)
            JOIN limits AS l ON {in_force_on("$as_of")}
            JOIN law ON {in_force("savings_months", day="$as_of")}
        ),
        held AS (
            SELECT m.household_id, h.value, {HOLDING} AS source
            FROM holdings AS h
            JOIN scored_members AS m USING (person_id)
            JOIN scored AS s USING (household_id)
            WHERE h.kind IN ('deposit', 'security', 'insurance')
                AND (h.end_on IS NULL OR h.end_on >= s.granted_on)
        ),
        assets AS (
            SELECT
                household_id,
                round(sum(value), 2) AS yuan,
                string_agg(DISTINCT source, '; ' ORDER BY source) AS source
            FROM held
            GROUP BY household_id
        )
        SELECT
            s.household_id,
            CASE WHEN yuan IS NULL THEN 0 WHEN allowed IS NOT NULL THEN greatest(yuan / allowed - 1, 0) END AS value,
            yuan,
            round(allowed, 0) AS allowed,
            assets.source
        FROM scored AS s
        LEFT JOIN assets USING (household_id)
        LEFT JOIN allowed USING (household_id)
        ORDER BY s.household_id
        """
    )


def _held(kind: str) -> str:
    """Return the SQL of the holdings of members that overlapped with the aid, dormant and scrapped ones left out."""
    return f"""
        SELECT
            m.household_id,
            h.*,
            s.granted_on,
            s.region_code,
            coalesce(h.asset_id, {HOLDING}) AS asset,
            {HOLDING} AS source
        FROM holdings AS h
        JOIN scored_members AS m USING (person_id)
        JOIN scored AS s USING (household_id)
        WHERE h.kind = '{kind}'
            AND coalesce(h.status, 'active') = 'active'
            AND (h.end_on IS NULL OR h.end_on >= s.granted_on)
    """


def _weighed(dossier: Dossier, kind: str, yuan: int) -> pd.DataFrame:
    """Return the holdings of that kind worth more than is allowed, each weighing 1 + log10(1 + value / yuan)."""
    allowed = in_force(f"{kind}_allowed", day="greatest(h.start_on, h.granted_on)", region="h.region_code")
    return dossier.frame(
        f"""
        SELECT
            h.household_id,
            1 + log10(1 + greatest(coalesce(h.value, 0), 0) / {yuan}) AS value,
            h.start_on AS day,
            coalesce(format('{{:,}}', round(h.value)::BIGINT), '?') AS yuan,
            h.source
        FROM ({_held(kind)}) AS h
        JOIN law ON {allowed}
        WHERE law.value = 0 OR h.value IS NULL OR h.value > law.value
        QUALIFY row_number() OVER (PARTITION BY h.household_id, h.asset ORDER BY h.source) = 1
        ORDER BY ALL
        """
    )


REGISTRY_CHECK: Final = Words(
    zh="调取登记机关的档案并实地核实。",
    en="Ask the registry for the file and see for yourself.",
)

MEANS = (
    Feature(
        name="vehicle",
        flag="F22",
        family="E",
        unit="weighted vehicles",
        tables=("holdings",),
        direction="up",
        window="owned in any month from the decision to the day",
        missing="not known without holdings",
        reason=Words(
            zh="保障期间名下有机动车（{day:%Y-%m-%d}登记，价值{yuan}元）。",
            en="A motor vehicle in a member's name while aid was paid (registered {day:%Y-%m-%d}, worth {yuan} yuan).",
        ),
        innocent=Words(
            zh="价值低、已报废未注销、残疾人代步车、被人冒名登记。",
            en="Of low value, scrapped but not deregistered, a disability scooter, "
            "or registered by somebody else in their name.",
        ),
        check=Words(
            zh="向公安交管部门核实车辆状态和使用人。",
            en="Ask the traffic police for the vehicle's state and who drives it.",
        ),
        compute=vehicle,
        fold="sum",
    ),
    Feature(
        name="second_home",
        flag="F22",
        family="E",
        unit="homes",
        tables=("holdings",),
        direction="up",
        window="owned in any month from the decision to the day",
        missing="not known without holdings",
        reason=Words(
            zh="名下房产{homes}处，其中保障期间购置{bought}处。",
            en="{homes} homes in members' names, {bought} of them bought while aid was paid.",
        ),
        innocent=Words(
            zh="倒塌的旧房、宅基地确权、拆迁安置、人均面积不足。",
            en="A collapsed old house, a homestead title, a resettlement flat, or little room a head.",
        ),
        check=Words(
            zh="向不动产登记中心核实，并看现房。",
            en="Ask the land registry and look at the houses.",
        ),
        compute=second_home,
    ),
    Feature(
        name="business",
        flag="F22",
        family="E",
        unit="weighted businesses",
        tables=("holdings",),
        direction="up",
        window="registered in any month from the decision to the day",
        missing="not known without holdings",
        reason=Words(
            zh="保障期间名下有存续企业（{day:%Y-%m-%d}登记，注册资本{yuan}元）。",
            en="An active business in a member's name while aid was paid (registered {day:%Y-%m-%d}, "
            "capital {yuan} yuan).",
        ),
        innocent=Words(
            zh="小卖部、已停业未注销、被冒名登记。",
            en="A small shop, out of business but not deregistered, or registered without the person's knowledge.",
        ),
        check=REGISTRY_CHECK,
        compute=business,
        fold="sum",
    ),
    Feature(
        name="savings_over_limit",
        flag="F22",
        family="E",
        unit="multiples of the limit",
        tables=("holdings.value",),
        direction="up",
        window="as of the day",
        missing="not known without holdings or the scheme's line",
        reason=Words(
            zh="金融资产{yuan:,.0f}元，超过限额{allowed:,.0f}元。",
            en="Financial assets of {yuan:,.0f} yuan, above the limit of {allowed:,.0f}.",
        ),
        innocent=Words(
            zh="征地补偿、医疗借款、他人代存。",
            en="Compensation for land, money borrowed for treatment, or somebody else's money.",
        ),
        check=Words(zh="向银行核对账户流水。", en="Ask the bank for statements."),
        compute=savings,
    ),
    *INCOMES,
)
