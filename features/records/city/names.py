"""Surnames and given names: lineages make most neighbours of a village namesakes without being kin."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.records.city.draws import Bools, Floats, Ints

__all__ = ["FEMALE", "MALE", "SURNAMES", "full_names", "given_names", "surname_weights"]

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
    "邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤"
)
MALE = "伟强磊军勇杰涛明超刚平辉鹏华飞斌波宇浩凯健俊建国志文海林峰春生福贵德兴荣永光亮东祥顺全"
FEMALE = "芳娜敏静丽艳娟霞秀英兰玲燕红梅琴云莲凤珍玉桂花春香月萍雪琳倩颖婷慧洁莉淑芬菊翠巧"


def surname_weights() -> Floats:
    """Share of each surname in the country, falling with its rank."""
    weight = 1.0 / (np.arange(len(SURNAMES), dtype=np.float64) + 6.0)
    return np.asarray(weight / weight.sum(), dtype=np.float64)


def given_names(rng: np.random.Generator, female: Bools) -> Ints:
    """Draw a given name for each person as one number: first character, second character or none."""
    first = rng.integers(0, 40, len(female))
    second = np.where(rng.random(len(female)) < 0.75, rng.integers(0, 40, len(female)), 40)
    return (first * 41 + second) * 2 + female


def full_names(surname: Ints, given: Ints) -> pa.StringArray:
    """Spell surname and given name."""
    labels = []
    for code in range(40 * 41 * 2):
        (first, second), female = divmod(code // 2, 41), code % 2
        characters = FEMALE if female else MALE
        labels.append(characters[first] + (characters[second] if second < 40 else ""))
    family = pa.array(list(SURNAMES)).take(pa.array(surname))
    return pc.binary_join_element_wise(family, pa.array(labels).take(pa.array(given)), "")
