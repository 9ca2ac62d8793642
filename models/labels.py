"""What the settings, counts and figures of a version are called, in both languages."""

from collections.abc import Mapping
from typing import Final

from features.asking.book import flag_names
from features.declare import Words
from features.records.titles import title
from features.registry import FEATURES

__all__ = ["KIN", "flag_shares", "flag_words", "label_words", "need_words", "tells_share"]

SETTINGS: Final = {
    "as_of": Words("数据截止日", "data as of"),
    "fingerprint": Words("数据指纹", "fingerprint of the data"),
    "version": Words("程序版本", "version of mingcha"),
    "households": Words("在保户数", "aided households"),
    "off": Words("资料不足而未能查找", "could not be looked for"),
    "law": Words("政策参数（摘要）", "law settings (digest)"),
    "seed": Words("随机种子", "random seed"),
    "degree": Words("亲属步数", "steps of kinship"),
    "kin": Words("亲属范围", "relatives that count"),
    "hub": Words("共用人数上限", "most people on one contact"),
    "n_estimators": Words("树的数量", "trees of the forest"),
    "max_samples": Words("每棵树的户数", "households a tree"),
}
FIGURES: Final = {
    "stability.jaccard": Words("稳定性：各种子名单的重合度", "stability: Jaccard between seeds"),
    "stability.boundary": Words("稳定性：名次取决于种子的户", "stability: places that depend on the seed"),
    "stability.households": Words("稳定性：检验户数", "stability: households"),
    "monotonicity.households": Words("单调性：检验户数", "monotonicity: households"),
    "monotonicity.flags": Words("单调性：检验疑点数", "monotonicity: flags"),
    "monotonicity.violations": Words("单调性：违反次数", "monotonicity: violations"),
    "fairness.verdict": Words("公平性：结论", "fairness: verdict"),
    "drift.verdict": Words("漂移：结论", "drift: verdict"),
    "drift.score": Words("漂移：疑点分的PSI", "drift: PSI of the score"),
    "drift.households": Words("漂移：检验户数", "drift: households"),
    "chance.p_value": Words("置换检验：p值", "chance: p-value"),
    "chance.rounds": Words("置换检验：次数", "chance: permutations"),
    "chance.statistic": Words("置换检验：相当于偶然的倍数", "chance: times what chance gives"),
    "chance.listed": Words("置换检验：前列户数", "chance: households at the top"),
    "chance.listed_q": Words("置换检验：前列户中预计误报比例", "chance: false leads at the top"),
    "findings.used": Words("核查结论：采用", "findings: used"),
    "findings.random": Words("核查结论：其中随机抽查", "findings: of them drawn at random"),
    "findings.confirmed": Words("核查结论：其中属实", "findings: of them confirmed"),
    "findings.on": Words("核查结论：据此调整排序", "findings: the ranking was adjusted"),
    "findings.left_out.old": Words("核查结论：过早，未采用", "findings: left out as too old"),
    "findings.left_out.selection": Words(
        "核查结论：抽取方式不明或举报，未采用", "findings: left out for how they were chosen"
    ),
    "findings.left_out.unclear": Words("核查结论：结论不清，未采用", "findings: left out as unclear"),
    "findings.left_out.repeated": Words("核查结论：重复核查，未采用", "findings: left out as repeated"),
    "findings.left_out.decision": Words("核查结论：不属现行审批，未采用", "findings: left out as of another decision"),
    "findings.prevalence.estimate": Words("核查结论：问题占比", "findings: prevalence"),
    "findings.prevalence.low": Words("核查结论：问题占比下限", "findings: prevalence, lower end"),
    "findings.prevalence.high": Words("核查结论：问题占比上限", "findings: prevalence, upper end"),
    "findings.precision.estimate": Words("核查结论：名单准确率", "findings: precision of the list"),
    "findings.precision.low": Words("核查结论：名单准确率下限", "findings: precision, lower end"),
    "findings.precision.high": Words("核查结论：名单准确率上限", "findings: precision, upper end"),
}
KIN: Final = {
    "close": Words("近亲属", "close"),
    "wider": Words("较宽口径亲属", "wider"),
    "distant": Words("含远亲", "distant"),
}
"""Values of the setting ``kin``."""
SHARE: Final = "share."
_FLAGS: Final = {feature.name: feature.flag for feature in FEATURES}


def label_words(name: str) -> Words:
    """Return what a setting or figure is called; a name that is not known stands for itself.

    Examples
    --------
    >>> label_words("seed")
    Words(zh='随机种子', en='random seed')
    >>> label_words("note").zh
    'note'
    """
    return SETTINGS.get(name) or FIGURES.get(name) or Words(name, name)


def flag_words(feature: str) -> Words:
    """Return code and name of the red flag that a feature tells; a name that is not known stands for itself.

    Examples
    --------
    >>> flag_words("in_custody")
    Words(zh='F21 服刑或强制戒治期间仍在保', en='F21 paid while in custody')
    """
    if feature not in _FLAGS:
        return Words(feature, feature)
    code, name = _FLAGS[feature], flag_names()[feature]
    return Words(f"{code} {name.zh}", f"{code} {name.en}")


def flag_shares(metrics: Mapping[str, float]) -> list[tuple[Words, float]]:
    """Return the shares of households of whom something of a flag is measured, the largest first.

    A flag of which less is suspicious is left out: all have something of it, which says nothing.

    Examples
    --------
    >>> flag_shares({"households": 9.0, "share.vehicle": 0.1, "share.fast_track": 1.0})
    [(Words(zh='F22 名下有机动车', en='F22 a motor vehicle'), 0.1)]
    """
    named = [(flag_words(one.name), metrics.get(f"{SHARE}{one.name}")) for one in FEATURES if one.direction == "up"]
    return sorted(((words, share) for words, share in named if share is not None), key=lambda pair: -pair[1])


def tells_share(metric: str) -> bool:
    """Whether a metric is the share of a flag."""
    return metric.startswith(SHARE) and metric.removeprefix(SHARE) in _FLAGS


def need_words(need: str) -> Words:
    """Return what a feature needs: a table, a column of it, or alternatives; in English as the contract writes it.

    Examples
    --------
    >>> need_words("kinship|persons.relation_to_head").zh
    '亲属关系或户籍人口·与户主关系'
    """
    return Words("或".join(map(_titled, need.split("|"))), need.replace("|", " or "))


def _titled(need: str) -> str:
    """Return a table, or a column of it, by its title; what the contract does not know stands for itself."""
    table, *columns = need.split(".")
    try:
        named = "、".join(title(table, column).zh for column in columns)
        return f"{title(table).zh}·{named}" if named else title(table).zh
    except KeyError:
        return need
