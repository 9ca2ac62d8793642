"""Chinese and English words for coded values."""

from typing import Final

from features.declare import Words

__all__ = ["CONTACTS", "ITEMS", "KINDS", "POSTS", "ROLES"]

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
    "deposit": Words("存款", "deposit"),
    "security": Words("证券", "security"),
    "insurance": Words("保险", "insurance policy"),
    "boat": Words("船舶", "boat"),
    "machinery": Words("农机设备", "machinery"),
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
