"""Chinese and English words of the tables of an evaluation."""

from collections.abc import Mapping
from typing import Final

from features.declare import Words

__all__ = ["CELLS", "HEADINGS", "NOTES", "PREFIXES", "TITLES"]

INTERVAL: Final = Words("95%区间", "interval")
NOTES: Final[Mapping[str, Words]] = {
    "scored": Words(
        "评分家庭 {households} 户，其中 {strangers} 户不在真值表中，按无问题计。",
        "{households} scored {households:household/households}; {strangers} of them {strangers:is/are} not in the "
        "truth and {strangers:counts/count} as in order.",
    ),
    "unscored": Words(
        "真值表中有 {households} 户未评分，其中人情保 {favoured} 户。",
        "{households} {households:household/households} of the truth {households:was/were} not scored, among them "
        "{favoured} favoured.",
    ),
    "lacking": Words(
        "{names} 需要 PyOD：请运行 pip install pyod 后再评估。",
        "{names} need PyOD: install it with 'pip install pyod' and evaluate again.",
    ),
}
TITLES: Final[Mapping[str, Words]] = {
    "averages": Words(
        "平均精度及其95%区间，与随机排序的水平对比",
        "Average precision (AP) with its 95 % interval, and what a random order reaches",
    ),
    "captures": Words("排名靠前的名单：{about}", "Lists of the first ranks: {about}"),
    "innocents": Words(
        "名单中误列的家庭：与干部有关系而本身无问题", "Innocent households with a tie to an official on the list"
    ),
    "kinds": Words("各类家庭户数，及进入名单的户数", "Households of each kind, and how many are in the first ranks"),
    "rivals": Words(
        "本次排序与其他排序对比（人情保，均基于本次运行的证据）",
        "This ranking and others, for favouritism, on the evidence of this run",
    ),
}
HEADINGS: Final[Mapping[str, Words]] = {
    "target": Words("目标", "target"),
    "wrong": Words("户数", "wrong"),
    "by": Words("依据", "by"),
    "average_precision": Words("平均精度", "AP"),
    "random": Words("随机", "random"),
    "interval": INTERVAL,
    "lift": Words("提升", "lift"),
    "capacity": Words("名单长度", "length"),
    "found": Words("查中", "found"),
    "innocents.found": Words("误列", "listed"),
    "precision": Words("精确率", "precision"),
    "precision_interval": INTERVAL,
    "recall": Words("召回率", "recall"),
    "recall_interval": INTERVAL,
    "lift_interval": INTERVAL,
    "share": Words("占名单", "of the list"),
    "of_all": Words("占同类户", "of all of them"),
    "of_all_interval": INTERVAL,
    "kind": Words("类别", "kind"),
    "households": Words("户数", "all"),
    "first": Words("前 {length} 名", "first {length}"),
    "ranking": Words("排序方法", "ranking"),
    "top_precision": Words("前1%精确率", "first 1 %"),
    "innocents": Words("误列占名单", "innocents, of the list"),
    "innocents_of_all": Words("占同类户", "of all of them"),
}
PREFIXES: Final[Mapping[str, Words]] = {
    "favouritism": Words("人情保", "favouritism"),
    "ineligible": Words("不符合条件", "ineligible"),
    "innocent": Words("无问题", "innocent"),
}
CELLS: Final[Mapping[str, Words]] = {
    **PREFIXES,
    "either": Words("任一", "either"),
    "with a tie": Words("与干部有关系", "with a tie"),
    "not named": Words("未注明", "not named"),
    "score": Words("总分", "score"),
    "score_favouritism": Words("人情保分", "score_favouritism"),
    "score_ineligibility": Words("不符合条件分", "score_ineligibility"),
    "this run": Words("本次排序", "this run"),
    "random": Words("随机", "random"),
    "rule count": Words("违规条数", "rule count"),
    "plain forest": Words("普通孤立森林", "plain forest"),
    "kin_handler": Words("亲属经办", "kin_handler"),
    "kin_village_official": Words("亲属任村干部", "kin_village_official"),
    "took_office": Words("亲属新任职", "took_office"),
    "kin_distant": Words("远亲任职", "kin_distant"),
    "contact": Words("共用联系方式", "contact"),
    "card_skim": Words("补助卡被干部掌握", "card_skim"),
    "hidden_income": Words("隐瞒收入", "hidden_income"),
    "hidden_asset": Words("隐瞒财产", "hidden_asset"),
    "custody": Words("服刑仍在保", "custody"),
    "duplicate": Words("重复享受", "duplicate"),
    "shared_card": Words("多户一卡", "shared_card"),
    "dead_paid": Words("死后仍在保", "dead_paid"),
}
