"""Words and codes for the coded values of the contract."""

import pytest

from features.records.contract import CONTRACT, table
from features.records.headings.lexicon import expanded, load
from features.records.headings.mapping import Mapping
from features.records.headings.words import has_words, spelt, word_of, words
from features.records.schema import Type

SAID = (
    ("persons.sex", "M", "男 男性 1 １ m 男。"),
    ("persons.sex", "F", "女 女性 2 2.0"),
    ("persons.sex", "", "0 9 未知的性别 未说明的性别"),
    ("persons.hukou", "rural", "农业 农业户口 农村 农业家庭户"),
    ("persons.hukou", "urban", "非农业 非农 城镇 非农业户口 城镇居民"),
    ("persons.hukou", "", "居民户口 家庭户 集体户"),
    ("persons.disability_grade", "1", "一级 1级 壹级 Ⅰ级 肢体一级 视力残疾1级 1"),
    ("persons.disability_grade", "4", "四级 4级 肆级 IV级 智力残疾四级"),
    ("kinship.relation", "parent", "父 母 父亲 母亲 父母 51"),
    ("kinship.relation", "child", "子 女 儿子 女儿 长女 养子 20"),
    ("kinship.relation", "spouse", "配偶 妻 夫 丈夫 夫妻 10"),
    ("kinship.relation", "sibling", "兄 弟 姐 妹 哥哥 兄弟姐妹"),
    ("kinship.relation", "grandparent", "祖父 祖母 外祖父 爷爷"),
    ("kinship.relation", "grandchild", "孙子 孙女 外孙"),
    ("kinship.relation", "other", "儿媳 女婿 岳父 其他"),
    ("register_moves.kind", "split", "分户 分家"),
    ("register_moves.kind", "merge", "并户 合户"),
    ("register_moves.kind", "move", "迁移 迁入 迁出 婚迁"),
    ("regions.level", "village", "村 社区 居委会 村级"),
    ("regions.level", "township", "乡 镇 街道 乡镇"),
    ("regions.level", "county", "县 区 区县 县级"),
    ("regions.level", "city", "市 地级市 市级"),
    ("regions.urban", "true", "是 城镇 111 123"),
    ("regions.urban", "false", "否 乡村 210 220"),
    ("households.scheme", "urban_dibao", "城市低保 城镇最低生活保障 城市居民最低生活保障 城低保 低保（城市）"),
    ("households.scheme", "rural_dibao", "农村低保 农低保 农村最低生活保障"),
    ("households.scheme", "destitute", "特困 特困人员 特困供养 五保 分散供养"),
    ("households.scheme", "temporary", "临时救助 急难型临时救助"),
    ("households.scheme", "marginal", "低保边缘 低保边缘家庭 低边"),
    ("standards.scheme", "marginal", "低保边缘家庭 低边"),
    ("members.covered", "true", "是 √ ✓ Y 1 有 保障 1.0 TRUE"),
    ("members.covered", "false", "否 × N 0 无 不保障"),
    ("decisions.outcome", "granted", "同意 准予 批准 通过 审批通过 予以确认"),
    ("decisions.outcome", "refused", "不同意 不予批准 驳回 未通过"),
    ("decisions.outcome", "pending", "待审 办理中 审核中 公示中"),
    ("decisions.category", "A", "A类 一类 Ⅰ类 a 甲类"),
    ("decisions.category", "C", "C类 三类 c档"),
    ("decisions.channel", "online", "线上 网上申请 手机APP 微信小程序"),
    ("decisions.channel", "office", "窗口 线下 现场申请"),
    ("decisions.channel", "proactive", "主动发现 网格员发现"),
    ("payments.holder_role", "self", "本人 户主 申请人本人"),
    ("payments.holder_role", "member", "配偶 子女 家庭成员"),
    ("payments.holder_role", "guardian", "监护人 法定监护人"),
    ("payments.holder_role", "institution", "敬老院 供养机构 福利院"),
    ("payments.holder_role", "other", "其他 代领人 村干部 村委会"),
    ("payments.kind", "regular", "正常发放 按月发放"),
    ("payments.kind", "back_pay", "补发"),
    ("payments.kind", "supplement", "价格临时补贴 春节慰问 增发"),
    ("officials.post", "village_secretary", "村支书 村党支部书记 社区党委书记 村党支部书记、村委会主任"),
    ("officials.post", "village_director", "村主任 村委会主任 居委会主任 社区主任"),
    ("officials.post", "village_accountant", "村会计 村文书 社区会计"),
    ("officials.post", "village_committee", "村委委员 村委会委员 居委会委员 村党支部委员 村两委成员 村委会副主任"),
    ("officials.post", "group_leader", "村民小组长 居民小组长"),
    ("officials.post", "township_civil_affairs", "民政办主任 民政助理 民政所所长 镇民政助理员 社会救助经办人员"),
    ("officials.post", "township_leader", "乡长 镇长 副镇长 街道办事处主任 乡党委书记"),
    ("officials.post", "county_civil_affairs", "县民政局局长 区民政局副局长 社会救助股股长"),
    ("holdings.kind", "vehicle", "小型轿车 小型普通客车 机动车 汽车 K33 轻型普通货车"),
    ("holdings.kind", "motorcycle", "普通二轮摩托车 轻便二轮摩托车 M21 普通正三轮摩托车"),
    ("holdings.kind", "machinery", "轮式拖拉机 联合收割机 农机"),
    ("holdings.kind", "property", "房产 住宅 商铺"),
    ("holdings.kind", "business", "个体工商户 有限责任公司"),
    ("holdings.status", "active", "正常 存续 在业 开业 存续（在营、开业、在册）"),
    ("holdings.status", "revoked", "吊销 注销 吊销，未注销"),
    ("holdings.status", "scrapped", "报废 强制报废"),
    ("holdings.status", "dormant", "休眠 停业 歇业"),
    ("incomes.kind", "pension", "养老金 退休金 城乡居民养老保险"),
    ("incomes.kind", "public_payroll", "财政供养 公务员工资"),
    ("incomes.kind", "wage", "工资 务工收入 工资薪金所得"),
    ("absences.kind", "custody", "服刑 羁押 在押"),
    ("absences.kind", "compulsory_treatment", "强制戒毒 强制隔离戒毒"),
    ("absences.kind", "abroad", "出境 出国"),
    ("absences.kind", "service", "服兵役 现役"),
    ("conditions.kind", "serious_illness", "重病 重大疾病 恶性肿瘤"),
    ("conditions.kind", "unable_to_work", "丧失劳动能力 无劳动能力"),
    ("observations.item", "air_conditioner", "空调 有无空调"),
    ("observations.item", "concrete_roof", "水泥屋顶"),
    ("observations.value", "1", "有 是 √"),
    ("observations.value", "0", "无 否 ×"),
    ("observations.direction", "up", "正向 越多越好"),
    ("observations.direction", "down", "反向 负向"),
    ("inspections.finding", "confirmed", "属实 查实 不符合条件"),
    ("inspections.finding", "cleared", "不属实 符合条件 未发现问题"),
    ("inspections.finding", "unclear", "存疑 待核实"),
    ("inspections.selected_by", "ranked", "模型推送 大数据比对"),
    ("inspections.selected_by", "random", "随机抽查 双随机"),
    ("inspections.selected_by", "complaint", "信访举报 群众举报"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("where", "value", "written"), [(where, value, word) for where, value, said in SAID for word in said.split()]
)
def test_words_and_codes(where: str, value: str, written: str) -> None:
    assert word_of(*where.split("."), written) == value


@pytest.mark.parametrize(
    ("where", "written"),
    [
        ("persons.sex", "3"),
        ("persons.sex", ""),
        ("households.scheme", "低保"),
        ("households.scheme", "最低生活保障"),
        ("officials.post", "主任"),
        ("officials.post", "教育局副局长"),
        ("inspections.finding", "部分属实"),
        ("kinship.relation", "父子"),
        ("kinship.relation", "1.0"),
        ("members.covered", "-1"),
        ("members.covered", "10"),
        ("observations.value", "3"),
        ("persons.disability_grade", "一、二级"),
        ("persons.ethnicity", "汉族"),
        ("persons.relation_to_head", "之子"),
        ("persons.name", "男"),
    ],
)
def test_what_could_only_be_guessed_stays(where: str, written: str) -> None:
    assert word_of(*where.split("."), written) is None


def test_canonical_values_always_win() -> None:
    mapping = Mapping(
        words={
            (one.name, column.name): {spelt(c): "x" for c in column.choices}
            for one in CONTRACT
            for column in one.columns
        }
    )
    for one in CONTRACT:
        for column in one.columns:
            for choice in column.choices:
                assert word_of(one.name, column.name, choice, mapping) == choice
            if column.type is Type.BOOLEAN:
                assert word_of(one.name, column.name, "TRUE", mapping) == "true"


def test_every_column_with_choices_has_chinese_words_for_each() -> None:
    for one in CONTRACT:
        for column in one.columns:
            assert set(column.choices) <= set(words(one.name, column.name).values())
            assert has_words(one.name, column.name) or (not column.choices and column.type is not Type.BOOLEAN)


def test_every_value_is_one_that_its_column_may_have() -> None:
    data = load("words.toml")
    for name, columns in data["words"].items():
        for column, values in columns.items():
            choices = table(name).column(column).choices
            assert not choices or set(values) - {""} <= set(choices)


def test_no_word_of_a_column_says_two_things() -> None:
    data = load("words.toml")
    lists = {
        f"{name}.{column}": values for name, columns in data["words"].items() for column, values in columns.items()
    }
    for where, values in {**lists, "booleans": data["booleans"], "items": data["items"]}.items():
        said: dict[str, set[str]] = {}
        for value, patterns in values.items():
            for pattern in patterns:
                for word in expanded(pattern, data["parts"]):
                    said.setdefault(spelt(word), set()).add(value)
        assert {word: found for word, found in said.items() if len(found) > 1} == {}, where


def test_the_users_words_come_before_the_built_in_ones() -> None:
    mapping = Mapping(
        words={
            ("households", "scheme"): {spelt("城低"): "urban_dibao", spelt("特困"): "temporary"},
            ("persons", "name"): {"x": "y"},
        }
    )
    assert word_of("households", "scheme", "城 低", mapping) == "urban_dibao"
    assert word_of("households", "scheme", "特困", mapping) == "temporary"
    assert word_of("households", "scheme", "农村低保", mapping) == "rural_dibao"
    assert not has_words("persons", "name")
    assert has_words("persons", "name", mapping)
