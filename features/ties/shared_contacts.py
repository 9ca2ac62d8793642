"""Addresses, phones and accounts that a household shares with an official over it, or with that one's next of kin."""

from typing import Final

import pandas as pd

from features.declare import Feature, Words
from features.dossier import Dossier
from features.found import cite

__all__ = ["ACTED_FOR_CONTACT", "SHARED_CONTACTS"]

NO_CONTACT: Final = Words(
    zh="福利机构等单位地址、多人共用的地址和电话；监护人或机构代领的账户；家庭成员本人任干部的。",
    en=(
        "Addresses of institutions; addresses and phones that many use; accounts held by a guardian or an institution; "
        "officials who are members."
    ),
)
WHO_USES_IT: Final = Words(
    zh="电话核实联系方式机主与实际居住人。",
    en="Ring the number and ask who owns it; see who lives at the address.",
)


def acted_for_contact(dossier: Dossier) -> pd.DataFrame:
    """Contacts that the household shares with those who handled, surveyed or approved its application: their number."""
    ties = dossier.contacts[dossier.contacts["acted_as"].notna()]
    return _told(ties.sort_values(["household_id", "kind", "contact", "acted_as", "official_id"])).drop_duplicates(
        ["household_id", "kind", "contact"]
    )


def shared_contact(dossier: Dossier) -> pd.DataFrame:
    """Addresses, phones and accounts that the household shares with an official over it: their number."""
    return _told(dossier.contacts)


def contact_of_kin(dossier: Dossier) -> pd.DataFrame:
    """Contacts that the household shares with next of kin of an official over it, who is no member: their number."""
    person = f"{cite('persons', 'relative_id')} || '; ' || {cite('households', 'household_id')}"
    account = cite("payments", "household_id", "relative_id")
    return dossier.frame(
        f"""
        SELECT
            *,
            1.0::DOUBLE AS value,
            concat_ws(
                '; ',
                {cite("kinship or persons", "official_id", "relative_id")},
                CASE kind WHEN 'account' THEN {account} ELSE {person} END
            ) AS source
        FROM kin_contacts
        ORDER BY household_id, kind, contact
        """
    )


def _told(ties: pd.DataFrame) -> pd.DataFrame:
    """Return `ties` with the value 1 each and the source rows that have the contact."""
    source = [
        f"persons[{official}]; {'payments' if kind == 'account' else 'households'}[{household}]"
        for household, official, kind in zip(ties["household_id"], ties["official_id"], ties["kind"], strict=True)
    ]
    return ties.assign(value=1.0, source=pd.Series(source, index=ties.index, dtype="str"))


ACTED_FOR_CONTACT: Final = Feature(
    name="acted_for_contact",
    flag="F02",
    family="T",
    unit="contacts shared",
    tables=("decisions.handler_id",),
    direction="up",
    window="the decision in force; contacts as extracted",
    missing="not known where no handler is recorded",
    reason=Words(
        zh="与{office}共用{kind}，未回避。",
        en="Shares {kind} with the {office}, who did not step aside.",
    ),
    innocent=Words(
        zh="经办人代填本人电话；同住老屋而早已分户。",
        en="The handler filled in the own number for the household, or both live in one old house, long apart.",
    ),
    check=Words(
        zh="核对申请表联系方式与签字人，查回避记录。",
        en="Compare the contacts on the form with those who signed; look for a record of recusal.",
    ),
    compute=acted_for_contact,
    fold="sum",
    definition_zh="该户与经办、调查或审批其申请的人共用的住址、电话、账户个数。",
    exempt=NO_CONTACT,
)

SHARED_CONTACTS: Final = (
    Feature(
        name="shared_contact",
        flag="F25",
        family="T",
        unit="contacts shared",
        tables=("officials.region_code",),
        direction="up",
        window="as extracted",
        missing="never missing where officials are known",
        reason=Words(zh="与{office}共用{kind}。", en="Shares {kind} with the {office}."),
        innocent=Words(
            zh="代填联系方式、村委会代办、同住老屋。",
            en="The official filled in the form for the household, or both live in the same old house.",
        ),
        check=WHO_USES_IT,
        compute=shared_contact,
        fold="sum",
        definition_zh="该户与管辖干部共用的住址、电话、账户个数。",
        exempt=NO_CONTACT,
    ),
    Feature(
        name="contact_of_kin",
        flag="F25",
        family="T",
        unit="contacts shared",
        tables=("officials.region_code", "kinship|persons.relation_to_head"),
        direction="up",
        window="contacts as extracted; a stated tie held on the day of the decision",
        missing="never missing where officials and kinship are known",
        reason=Words(
            zh="与{office}的近亲属（{relation}）共用{kind}。",
            en="Shares {kind} with next of kin of the {office} ({relation}).",
        ),
        innocent=Words(
            zh="亲戚同住老屋或代收电话属常情；租住亲戚房屋；委托亲戚代领并有书面委托。",
            en=(
                "Kin often live in one old house or take calls for each other; the household rents a relative's rooms, "
                "or a relative collects the aid with a written mandate."
            ),
        ),
        check=WHO_USES_IT,
        compute=contact_of_kin,
        fold="sum",
        definition_zh="该户与管辖干部的配偶、父母、子女或兄弟姐妹（非家庭成员）共用的住址、电话、账户个数。",
        exempt=Words(
            zh="福利机构等单位地址、多人共用的地址和电话；监护人或机构代领的账户；干部本人也在用的（另计）；亲属或干部为家庭成员的。",
            en=(
                "Addresses of institutions; addresses and phones that many use; accounts held by a guardian or an "
                "institution; what the official uses too (counted apart); relatives and officials who are members."
            ),
        ),
    ),
)
