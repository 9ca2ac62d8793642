"""Which table a sheet fills, by its name and its file's."""

import tomllib
from importlib import resources

import pytest

from features.records.contract import CONTRACT, table
from features.records.headings.lexicon import load
from features.records.headings.mapping import FileRule, Mapping
from features.records.headings.purposes import Purpose, known_names, purpose_of

TITLES = tomllib.loads(resources.files("features.records").joinpath("titles.toml").read_text(encoding="utf-8"))

NOTHING = Mapping()


def told(file: str, sheet: str = "", mapping: Mapping = NOTHING) -> tuple[str, dict[str, str]] | None:
    purpose = purpose_of(file, sheet, mapping)
    return None if purpose is None else (purpose.table, purpose.fixed)


@pytest.mark.parametrize("name", [one.name for one in CONTRACT])
def test_canonical_names(name: str) -> None:
    for file in (f"{name}.csv", f"{name.upper()}.XLSX", f"{name}_2025.parquet", f"2025-12-31 {name} (1).csv"):
        assert told(file) == (name, {})
    assert told("data.xlsx", name) == (name, {})
    assert told("", f"public.{name}") == (name, {})


NAMES = {
    "persons": "户籍人口 常住人口 户籍信息 人口信息",
    "kinship": "亲属关系",
    "register_moves": "户口变动 户口迁移 分户记录",
    "addresses": "地址 地址库",
    "regions": "行政区划 区划代码",
    "households": "低保家庭 社会救助家庭 低保对象 低保名单 救助对象",
    "members": "家庭成员 低保家庭成员 农村低保家庭成员",
    "decisions": "审核确认记录 审批记录 低保审批 低保家庭审核确认",
    "payments": "资金发放明细 低保金发放 城市低保资金发放 一卡通发放",
    "officials": "公职人员 任职信息 低保经办人员",
    "supporters": "赡养人 抚养义务人 法定赡养义务人 赡（抚、扶）养义务人",
    "kin_declarations": "近亲属备案 村干部近亲属备案 低保经办人员近亲属备案",
    "holdings": "财产核对 资产信息",
    "incomes": "收入核对 收入信息",
    "absences": "不在家人员",
    "conditions": "健康状况 残疾重病",
    "medical_costs": "医疗费用 医疗自付",
    "standards": "低保标准 保障标准",
    "observations": "入户调查 居住状况 低保家庭入户调查",
    "complaints": "信访投诉 举报 群众举报",
    "inspections": "检查结果 巡察 专项检查",
}
FIXED = {
    "households.scheme.urban_dibao": "城市低保 城镇低保家庭",
    "households.scheme.rural_dibao": "农村低保 农村低保花名册",
    "households.scheme.destitute": "特困 特困人员 特困供养人员",
    "households.scheme.marginal": "低保边缘 低保边缘家庭 低边对象",
    "households.scheme.temporary": "临时救助 临时救助对象",
    "standards.scheme.rural_dibao": "农村低保标准",
    "officials.post.village_committee": "村干部 村两委",
    "holdings.kind.vehicle": "机动车登记 车辆信息 车管所",
    "holdings.kind.motorcycle": "摩托车",
    "holdings.kind.property": "不动产登记 房产 房屋产权",
    "holdings.kind.business": "市场主体登记 工商登记 个体工商户",
    "holdings.kind.deposit": "银行存款 存款余额",
    "holdings.kind.security": "证券 股票账户",
    "holdings.kind.insurance": "商业保险",
    "holdings.kind.boat": "船舶 船舶登记",
    "holdings.kind.machinery": "农机 农机登记",
    "incomes.kind.pension": "养老金 社保养老 城乡居民养老保险",
    "incomes.kind.public_payroll": "财政供养人员 财政工资",
    "incomes.kind.wage": "工资 社保缴费",
    "incomes.kind.tax": "个税 个人所得税",
    "absences.kind.custody": "服刑人员 在押人员",
    "absences.kind.compulsory_treatment": "强制戒毒 强制隔离戒毒人员",
    "absences.kind.abroad": "出入境 出境人员",
    "conditions.kind.disability": "残疾人",
    "conditions.kind.serious_illness": "重病 重大疾病",
    "kinship.relation.spouse": "婚姻登记",
}
AROUND = (
    "{}",
    "{}表",
    "东风区{}清单20251231",
    "2025年12月{}明细",
    "某某镇_{}_数据导出(2)",
    "附件3 {}台账",
    "（{}）汇总",
)


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(("name", "words"), NAMES.items())
def test_names_of_tables(name: str, words: str, around: str) -> None:
    assert {word: told(around.format(word) + ".csv") for word in words.split()} == {
        word: (name, {}) for word in words.split()
    }


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(("where", "words"), FIXED.items())
def test_single_purpose_names_fill_a_general_table(where: str, words: str, around: str) -> None:
    name, column, value = where.split(".")
    assert {word: told(around.format(word) + ".xlsx") for word in words.split()} == {
        word: (name, {column: value}) for word in words.split()
    }


def test_there_are_enough_names_and_each_names_a_column_of_its_table() -> None:
    data = load("tables.toml")
    raw = {name for names in data["names"].values() for name in names}
    raw |= {
        name for columns in data["fixed"].values() for values in columns.values() for v in values.values() for name in v
    }
    assert len(raw) >= 400
    assert set(data["names"]) == {one.name for one in CONTRACT}
    for purpose in known_names().values():
        for column, value in (purpose.fixed if purpose else {}).items():
            declared = table(purpose.table if purpose else "").column(column)
            assert not declared.choices or value in declared.choices


def test_no_name_tells_two_tables() -> None:
    said: dict[str, set[str]] = {}
    data = load("tables.toml")
    for name, names in data["names"].items():
        for one in names:
            said.setdefault(one, set()).add(name)
    for name, columns in data["fixed"].items():
        for values in columns.values():
            for names in values.values():
                for one in names:
                    said.setdefault(one, set()).add(name)
    assert {one: tables for one, tables in said.items() if len(tables) > 1} == {}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("低保家庭成员.csv", ("members", {})),
        ("低保户机动车登记.csv", ("holdings", {"kind": "vehicle"})),
        ("低保户信访.csv", ("complaints", {})),
        ("城市低保和农村低保.csv", ("households", {})),
        ("房产和机动车.xlsx", ("holdings", {})),
        ("村干部近亲属备案登记表.xlsx", ("kin_declarations", {})),
        ("机动车登记与养老金发放.xlsx", None),
        ("残疾人补贴发放.csv", None),
        ("死亡人口.csv", None),
        ("会议纪要.txt", None),
        ("Sheet1.csv", None),
        ("", None),
        ("persons_of_interest.csv", None),
    ],
)
def test_several_names_in_one(file: str, expected: object) -> None:
    assert told(file) == expected


@pytest.mark.parametrize(
    "name",
    [
        *(
            "机动车驾驶人",
            "车辆违章",
            "社区服刑人员",
            "社区戒毒人员",
            "低保对象家属",
            "村干部子女",
            "义务兵家庭优待金发放",
            "离任村干部",
        ),
        *(
            "离退休干部",
            "退休公务员",
            "村两委候选人",
            "养老保险缴费",
            "房屋承租",
            "房屋拆迁",
            "离婚登记",
            "社区矫正服刑人员",
        ),
    ],
)
def test_a_guarded_word_in_either_name_says_nothing(name: str) -> None:
    assert told(f"{name}.csv") is None
    assert told("机动车登记.xlsx", name) is None
    assert told(f"{name}.xlsx", "机动车登记") is None
    assert told(f"{name}.csv", "", Mapping((FileRule(f"{name}*", "persons"),))) == ("persons", {})


def test_a_guarded_word_within_a_known_name_does_not_matter() -> None:
    assert told("离退休人员养老金.csv") == ("incomes", {"kind": "pension"})
    assert told("近亲属备案.csv") == ("kin_declarations", {})


@pytest.mark.parametrize(
    ("file", "sheet", "expected"),
    [
        ("低保家庭.xlsx", "家庭成员", ("members", {})),
        ("低保家庭.xlsx", "Sheet1", ("households", {})),
        ("家庭成员.xlsx", "东风镇", ("members", {})),
        ("家庭成员.xlsx", "城市低保", ("members", {})),
        ("低保标准.xlsx", "城市低保", ("standards", {"scheme": "urban_dibao"})),
        ("民政数据.xlsx", "农村低保", ("households", {"scheme": "rural_dibao"})),
        ("机动车登记.xlsx", "填表说明", None),
        ("核对数据.xlsx", "不动产", ("holdings", {"kind": "property"})),
        ("2025/机动车登记.xlsx", "", ("holdings", {"kind": "vehicle"})),
    ],
)
def test_the_sheet_comes_before_the_file(file: str, sheet: str, expected: object) -> None:
    assert told(file, sheet) == expected


def test_the_mapping_comes_first() -> None:
    rules = (
        FileRule("低保*.xlsx#附表*", "members"),
        FileRule("低保*.xlsx", "households", {"scheme": "rural_dibao"}),
        FileRule("机动车*", ""),
        FileRule("家庭*", also=("households",)),
    )
    mapping = Mapping(rules)
    assert told("低保2025.xlsx", "附表一", mapping) == ("members", {})
    assert told("低保2025.xlsx", "家庭成员", mapping) == ("households", {"scheme": "rural_dibao"})
    assert told("机动车登记.csv", "", mapping) is None
    assert told("家庭成员.csv", "", mapping) == ("members", {})


def test_the_names_that_the_contract_itself_prints_are_known() -> None:
    titles = {name: columns[""][0] for name, columns in TITLES.items()}
    assert {name: told(f"{title}.csv") for name, title in titles.items()} == {name: (name, {}) for name in titles}


def test_a_purpose_is_its_own() -> None:
    first = purpose_of("机动车登记.csv", "", NOTHING)
    assert first == Purpose("holdings", {"kind": "vehicle"})
    assert first is not None
    first.fixed["kind"] = "boat"
    assert told("机动车登记.csv") == ("holdings", {"kind": "vehicle"})
