"""The steps that each command goes through, in order, with the words for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from detection.session import Language

__all__ = ["PLANS", "Plan", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Parameters
    ----------
    name : str
        What the pipeline calls it.
    zh, en : str
        What a person is told.
    """

    name: str
    zh: str
    en: str

    def words(self, language: Language) -> str:
        """Return what a person is told."""
        return self.zh if language is Language.ZH else self.en


Plan = tuple[Step, ...]


def _check() -> Plan:
    return (*_reading(), Step("references", "核对编号", "looking up references"))


def _train() -> Plan:
    return (
        *_reading(),
        Step("findings", "查看核查结论", "looking at what inspections found"),
        *_looking(),
        Step("forest", "训练孤立森林", "growing the forest"),
        Step("figures", "检验模型", "measuring the model"),
        Step("registry", "登记模型", "registering the model"),
    )


def _score() -> Plan:
    last = {
        "scores": ("为各户评分", "scoring every household"),
        "evidence": ("写明疑点", "putting reasons into words"),
        "list": ("随机抽取核查户", "drawing the control sample"),
        "figures": ("检验本次评分", "measuring the run"),
        "officials": ("比较干部", "comparing the officials"),
        "need": ("查找可能漏保的户", "looking for homes in need"),
        "files": ("写出名单", "writing the list"),
    }
    return (
        *_reading(),
        Step("model", "读取模型", "loading the model"),
        *_looking(),
        *(Step(name, *words) for name, words in last.items()),
    )


def _reading() -> Plan:
    """Files have names of their own, and are followed without a place in the plan."""
    from features.records.intake_order import reading_order
    from features.records.titles import title

    tables = (Step(table.name, f"读入{title(table.name).zh}", f"reading {table.name}") for table in reading_order())
    return (*tables, Step("contradictions", "剔除互相矛盾的关系", "setting contradicted ties aside"))


def _looking() -> Plan:
    from features.asking.book import flag_names
    from features.registry import FEATURES

    names = flag_names()
    return (
        Step("households", "查找在保家庭", "finding the aided households"),
        Step("kinship", "建立亲属关系图", "building the kinship graph"),
        Step("contacts", "建立共用联系方式图", "building the contact graph"),
        *(
            Step(one.name, f"查找 {one.flag} {names[one.name].zh}", f"looking for {one.flag} {one.name}")
            for one in FEATURES
        ),
    )


def _simulate() -> Plan:
    return (
        Step("families and registers", "模拟家庭和户籍", "making up families and registers"),
        Step("aid and favour", "模拟救助和人情保", "making up aid and favour"),
        Step("tables of the residents", "模拟居民数据表", "making up tables of the residents"),
        Step("files", "写出数据表", "writing the tables"),
    )


PLANS: Final[Mapping[str, Callable[[], Plan]]] = {
    "simulate": _simulate,
    "check": _check,
    "train": _train,
    "score": _score,
}
"""By command; called when the first step begins, since what plans are read from takes a second to load."""
