"""Chinese and English words for coded values and kin."""

from typing import Final

import pandas as pd

from features.declare import Words

__all__ = ["CONTACTS", "ITEMS", "KINDS", "POSTS", "ROLES", "kin_term"]

ROLES: Final = {
    "handler": Words("经办人", "handler"),
    "surveyor": Words("调查人", "surveyor"),
    "approver": Words("审批人", "approver"),
}
POSTS: Final = {
    "village_secretary": Words("村（社区）书记", "village secretary"),
    "village_director": Words("村（居）委会主任", "village director"),
    "village_accountant": Words("村会计", "village accountant"),
    "village_committee": Words("村（居）委会委员", "village committee member"),
    "group_leader": Words("村民小组长", "group leader"),
    "township_civil_affairs": Words("镇街民政干部", "township civil affairs officer"),
    "township_leader": Words("镇街领导", "township leader"),
    "county_civil_affairs": Words("县民政干部", "county civil affairs officer"),
}
CONTACTS: Final = {
    "address": Words("住址", "an address"),
    "phone": Words("电话", "a phone"),
    "account": Words("银行账户", "a bank account"),
}
KINDS: Final = {
    "vehicle": Words("车辆", "vehicle"),
    "property": Words("房产", "home"),
    "business": Words("企业", "business"),
}

ITEMS: Final = {
    "air_conditioner": Words("空调", "air conditioner"),
    "broken_windows": Words("窗户破损", "broken windows"),
    "beds": Words("床", "beds"),
    "computer": Words("电脑", "computer"),
    "concrete_roof": Words("水泥屋顶", "concrete roof"),
    "damp_walls": Words("墙面潮湿", "damp on the walls"),
    "decoration": Words("装修", "decoration"),
    "electricity": Words("通电", "electricity"),
    "furniture": Words("家具", "furniture"),
    "latrine": Words("厕所", "latrine"),
    "own_latrine": Words("自家厕所", "a latrine of their own"),
    "private_electricity": Words("独立电表", "electricity of their own"),
    "refrigerator": Words("冰箱", "refrigerator"),
    "rooms": Words("房间", "rooms"),
    "smartphones": Words("智能手机", "smartphones"),
    "television": Words("电视机", "television"),
    "washing_machine": Words("洗衣机", "washing machine"),
    "water_heater": Words("热水器", "water heater"),
    "years_of_school": Words("受教育年限", "years of school"),
}
"""What home visits commonly see; other items are shown as they are."""

_TERMS: Final = {
    ("spouse", "M"): Words("夫", "husband"),
    ("spouse", "F"): Words("妻", "wife"),
    ("parent", "M"): Words("父", "father"),
    ("parent", "F"): Words("母", "mother"),
    ("child", "M"): Words("子", "son"),
    ("child", "F"): Words("女", "daughter"),
    ("grandparent", "M"): Words("祖父（外祖父）", "grandfather"),
    ("grandparent", "F"): Words("祖母（外祖母）", "grandmother"),
    ("grandchild", "M"): Words("孙（外孙）", "grandson"),
    ("grandchild", "F"): Words("孙女（外孙女）", "granddaughter"),
    ("parent_in_law", "M"): Words("岳父（公公）", "father-in-law"),
    ("parent_in_law", "F"): Words("岳母（婆婆）", "mother-in-law"),
    ("child_in_law", "M"): Words("女婿", "son-in-law"),
    ("child_in_law", "F"): Words("儿媳", "daughter-in-law"),
}
_UNSEXED: Final = {
    "spouse": Words("配偶", "spouse"),
    "parent": Words("父母", "parent"),
    "child": Words("子女", "child"),
    "sibling": Words("兄弟姐妹", "sibling"),
    "grandparent": Words("祖辈", "grandparent"),
    "grandchild": Words("孙辈", "grandchild"),
    "parent_in_law": Words("配偶父母", "parent-in-law"),
    "child_in_law": Words("子女配偶", "child-in-law"),
    "other": Words("亲属", "relative"),
}
_SIBLINGS: Final = {
    ("M", True): Words("兄", "elder brother"),
    ("M", False): Words("弟", "younger brother"),
    ("F", True): Words("姐", "elder sister"),
    ("F", False): Words("妹", "younger sister"),
}


def kin_term(relation: str, sex: str | None, born: pd.Timestamp | None, ego_born: pd.Timestamp | None) -> Words:
    """Return what one calls a relative.

    Parameters
    ----------
    relation : str
        What the relative is: parent, child, spouse, sibling, …
    sex : str or missing
        Of the relative, M or F.
    born, ego_born : timestamp or missing
        Birthdays of the relative and of the person whose relative it is; they tell elder from younger siblings.

    Returns
    -------
    Words
        The most exact term that what is known allows.

    Examples
    --------
    >>> kin_term("sibling", "M", pd.Timestamp("1980-01-01"), pd.Timestamp("1975-01-01")).zh
    '弟'
    >>> kin_term("spouse", None, None, None).en
    'spouse'
    """
    unsexed = _UNSEXED.get(relation, _UNSEXED["other"])
    if sex is None or pd.isna(sex):
        return unsexed
    if relation == "sibling":
        if born is None or ego_born is None or pd.isna(born) or pd.isna(ego_born):
            return Words("兄弟", "brother") if sex == "M" else Words("姐妹", "sister")
        return _SIBLINGS[sex, bool(born < ego_born)]
    return _TERMS.get((relation, sex), unsexed)
