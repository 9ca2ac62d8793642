"""What one calls a relative: the term of a path, and of the way back."""

import pytest

from detection.kin_terms import STEPS, kin_term, step_term
from features.records.kin.hops import HOPS, INVERSE, hop_word

# Steps from a man, or from a woman where marked; the term; what the first person is to the last one.
PATHS = """
M  father                                   父亲        儿子
F  father                                   父亲        女儿
M  wife                                     妻子        丈夫
M  elder_brother                            哥哥        弟弟
F  younger_brother                          弟弟        姐姐
M  father father                            祖父        孙子
F  father mother                            祖母        孙女
M  mother father                            外祖父      外孙
F  mother mother                            外祖母      外孙女
M  son son                                  孙子        祖父
M  daughter son                             外孙        外祖父
F  son daughter                             孙女        祖母
F  daughter daughter                        外孙女      外祖母
M  father father father                     曾祖父      曾孙
M  father mother mother                     曾外祖母    外曾孙
M  mother father father                     外曾祖父    曾外孙
F  son son daughter                         曾孙女      曾祖母
M  father elder_brother                     伯父        侄子
F  father younger_brother                   叔父        侄女
M  father elder_sister                      姑母        侄子
M  mother younger_brother                   舅父        外甥
F  mother elder_sister                      姨母        外甥女
M  elder_brother son                        侄子        叔父
M  younger_brother daughter                 侄女        伯父
F  younger_brother son                      侄子        姑母
M  elder_sister son                         外甥        舅父
F  younger_sister daughter                  外甥女      姨母
M  father elder_brother wife                伯母        夫侄
M  father younger_brother wife              婶母        夫侄
F  father elder_sister husband              姑父        内侄女
M  mother elder_brother wife                舅母        夫姐的儿子|夫妹的儿子
M  mother younger_sister husband            姨父        妻姐的儿子
M  wife elder_brother son                   内侄        姑父
M  wife younger_brother daughter            内侄女      姑父
F  husband younger_brother son              夫侄        伯母
F  husband elder_brother daughter           夫侄女      婶母
M  elder_brother wife                       嫂子        夫弟
F  elder_brother wife                       嫂子        夫妹
M  younger_brother wife                     弟媳        夫兄
F  younger_brother wife                     弟媳        夫姐
M  elder_sister husband                     姐夫        妻弟
F  younger_sister husband                   妹夫        妻姐
M  wife elder_brother                       妻兄        妹夫
M  wife younger_brother                     妻弟        姐夫
M  wife elder_sister                        妻姐        妹夫
M  wife younger_sister                      妻妹        姐夫
F  husband elder_brother                    夫兄        弟媳
F  husband younger_brother                  夫弟        嫂子
F  husband elder_sister                     夫姐        弟媳
F  husband younger_sister                   夫妹        嫂子
M  wife elder_sister husband                连襟        连襟
F  husband younger_brother wife             妯娌        妯娌
M  wife father                              岳父        女婿
M  wife mother                              岳母        女婿
F  husband father                           公公        儿媳
F  husband mother                           婆婆        儿媳
M  son wife                                 儿媳        公公
F  daughter husband                         女婿        岳母
M  son wife father                          亲家公      亲家公
F  daughter husband mother                  亲家母      亲家母
M  son son wife                             孙媳        夫祖父
F  daughter daughter husband                外孙女婿    妻外祖母
M  wife father father                       妻祖父      孙女婿
F  husband mother father                    夫外祖父    外孙媳
M  wife father younger_brother              妻叔父      侄女婿
F  husband mother elder_sister              夫姨母      外甥媳妇
M  elder_brother son wife                   侄媳        夫叔父
M  younger_sister daughter husband          外甥女婿    妻舅父
M  brother son son                          侄孙        伯祖父或叔祖父
M  father father elder_brother              伯祖父      侄孙
F  father father younger_sister             姑祖母      侄孙女
M  mother mother brother                    外舅祖父    外甥女的儿子
M  father elder_brother son                 堂兄弟      堂兄弟
F  father younger_brother son               堂兄弟      堂姐妹
M  father elder_sister daughter             表姐妹      表兄弟
F  mother younger_brother son               表兄弟      表姐妹
M  mother elder_sister son                  表兄弟      表兄弟
M  father brother son son                   堂侄        堂叔伯
F  mother sister daughter daughter          表外甥女    表姨母
M  mother brother son son                   表侄        表叔伯
M  wife father elder_brother son            妻堂兄弟    堂姐妹的丈夫
M  wife younger_brother wife                妻弟的妻子  夫姐的丈夫
M  wife mother mother                       妻外祖母    外孙女婿
M  father father father father              高祖父      玄孙
"""
ROWS = [tuple(line.split()) for line in PATHS.strip().splitlines()]


def back(steps: list[str], sex: str) -> list[str]:
    """Return the same path from its end."""
    sexes = [sex, *(HOPS[step].sex for step in steps)]
    return [
        hop_word(INVERSE[HOPS[step].relation], to, elder=None if HOPS[step].elder is None else not HOPS[step].elder)
        for step, to in zip(reversed(steps), reversed(sexes[:-1]), strict=True)
    ]


@pytest.mark.parametrize("row", ROWS, ids=["-".join(row[:-2]) for row in ROWS])
def test_the_term_of_a_path_and_of_the_way_back(row: tuple[str, ...]) -> None:
    sex, *steps, there, home = row
    assert kin_term(steps, sex=sex).zh == there
    returning = back(steps, sex)
    assert kin_term(returning, sex=HOPS[steps[-1]].sex).zh in home.split("|")
    assert back(returning, HOPS[steps[-1]].sex or "") == steps


@pytest.mark.parametrize(
    ("steps", "elder", "younger"),
    [
        ("father brother son", "堂兄", "堂弟"),
        ("father brother daughter", "堂姐", "堂妹"),
        ("mother sister son", "表兄", "表弟"),
        ("father sister daughter", "表姐", "表妹"),
        ("father son", "哥哥", "弟弟"),
        ("sibling", "兄姐", "弟妹"),
    ],
)
def test_age_tells_cousins_apart(steps: str, elder: str, younger: str) -> None:
    assert kin_term(steps.split(), elder=True).zh == elder
    assert kin_term(steps.split(), elder=False).zh == younger


@pytest.mark.parametrize(
    ("steps", "sex", "zh"),
    [
        ("sibling", None, "兄弟姐妹"),
        ("brother", None, "兄弟"),
        ("spouse", None, "配偶"),
        ("father brother", None, "伯父或叔父"),
        ("wife brother", None, "妻兄或妻弟"),
        ("wife sibling", None, "妻子的兄弟姐妹"),
        ("spouse younger_brother", None, "夫弟或妻弟"),
        ("spouse younger_brother", "M", "妻弟"),
        ("spouse younger_brother", "F", "夫弟"),
        ("spouse father", None, "公公或岳父"),
        ("father_in_law", None, "岳父（公公）"),
        ("father_in_law", "F", "公公"),
        ("son father_in_law", None, "亲家公"),
        ("child parent_in_law", None, "亲家"),
        ("sibling child", None, "兄弟姐妹的子女"),
        ("sibling son", None, "侄子或外甥"),
        ("brother child", None, "侄子或侄女"),
        ("parent brother", None, "父母的兄弟"),
        ("mother sibling", None, "舅父或姨母"),
        ("father brother child", None, "堂兄弟姐妹"),
        ("mother sibling child", None, "表兄弟姐妹"),
        ("parent sibling son", None, "堂（表）兄弟"),
        ("grandfather", None, "祖父（外祖父）"),
        ("father grandfather", None, "曾祖父或曾外祖父"),
        ("daughter_in_law", None, "儿媳"),
        ("sister spouse", None, "姐夫或妹夫"),
    ],
)
def test_where_something_is_not_known_the_term_is_wider(steps: str, sex: str | None, zh: str) -> None:
    assert kin_term(steps.split(), sex=sex).zh == zh


@pytest.mark.parametrize(
    ("steps", "zh"),
    [
        ("wife younger_brother wife", "妻弟的妻子"),
        ("wife elder_sister son", "妻姐的儿子"),
        ("younger_sister husband mother", "妹夫的母亲"),
        ("father brother son wife", "堂兄弟的妻子"),
        ("son mother", "儿子的母亲"),
        ("father wife", "父亲的妻子"),
        ("wife son", "妻子的儿子"),
        ("relative", "亲属"),
        ("wife relative", "妻子的亲属"),
        ("relative daughter husband", "亲属的女儿的丈夫"),
    ],
)
def test_where_there_is_no_term_it_is_composed(steps: str, zh: str) -> None:
    assert kin_term(steps.split()).zh == zh


def test_detours_over_a_parent_or_a_sibling_are_siblings() -> None:
    assert kin_term(["father", "daughter", "son"]).zh == "外甥"
    assert kin_term(["younger_brother", "elder_sister"]).zh == "姐妹"
    assert kin_term(["elder_brother", "elder_brother"]).zh == "哥哥"
    assert kin_term(["wife", "father", "son"]).zh == "妻兄或妻弟"


@pytest.mark.parametrize(
    ("steps", "en"),
    [
        ("wife", "wife"),
        ("wife younger_brother", "wife's younger brother"),
        ("sister son", "nephew (sister's son)"),
        ("father brother son", "cousin (father's brother's son)"),
        ("father elder_brother", "uncle (father's elder brother)"),
        ("parent brother", "uncle (parent's brother)"),
        ("mother brother", "uncle (mother's brother)"),
        ("daughter husband", "son-in-law (daughter's husband)"),
        ("father_in_law", "father-in-law"),
        ("wife younger_brother wife", "wife's younger brother's wife"),
    ],
)
def test_english_names_the_path(steps: str, en: str) -> None:
    assert kin_term(steps.split()).en == en


@pytest.mark.parametrize(
    ("relation", "sex", "elder", "zh", "en"),
    [
        ("spouse", "F", None, "妻子", "wife"),
        ("spouse", "M", None, "丈夫", "husband"),
        ("spouse", None, None, "配偶", "spouse"),
        ("sibling", "M", False, "弟弟", "younger brother"),
        ("sibling", "F", True, "姐姐", "elder sister"),
        ("sibling", "M", None, "兄弟", "brother"),
        ("sibling", None, None, "兄弟姐妹", "sibling"),
        ("parent", "M", None, "父亲", "father"),
        ("child", "F", None, "女儿", "daughter"),
        ("child_in_law", "F", None, "儿媳", "daughter-in-law"),
        ("parent_in_law", "M", None, "岳父（公公）", "father-in-law"),
        ("grandchild", None, None, "孙辈", "grandchild"),
        ("cousin", "M", None, "亲属", "relative"),
    ],
)
def test_single_steps(relation: str, sex: str | None, elder: bool | None, zh: str, en: str) -> None:
    term = step_term(relation, sex, elder=elder)
    assert (term.zh, term.en) == (zh, en)


def test_every_step_has_words() -> None:
    assert set(STEPS) == set(HOPS)
