"""Which of a sheet's columns is which of a table's."""

import tomllib
from importlib import resources

import pytest

from features.errors import DataError
from features.records.contract import CONTRACT, table
from features.records.headings.columns import Columns, Place, also_feeds, columns_of, near
from features.records.headings.mapping import FileRule, Mapping, Target
from features.records.headings.normal import key
from features.records.schema import Table

TITLES = tomllib.loads(resources.files("features.records").joinpath("titles.toml").read_text(encoding="utf-8"))


def read(name: str, *header: str, mapping: Mapping | None = None, beside: Table | None = None) -> Columns:
    return columns_of(table(name), header, mapping=mapping or Mapping(), file="表.xlsx", beside=beside)


def found(name: str, *header: str, mapping: Mapping | None = None) -> dict[str, str]:
    """Column and header that it is read from."""
    return {column: header[place.index] for column, place in read(name, *header, mapping=mapping).found.items()}


def mapped(name: str, **targets: Target) -> Mapping:
    return Mapping(columns={name: {key(header): target for header, target in targets.items()}})


NAMES = (
    ("persons", "person_id", "公民身份号码 身份证号 身份证号码 身份证件号码 证件号码 居民身份证 身份证 GMSFHM 人员编号 id_number"),
    ("persons", "name", "姓名 XM 居民姓名 full_name"),
    ("persons", "sex", "性别 性别代码 gender"),
    ("persons", "birth_date", "出生日期 出生年月日 出生时间 生日 CSRQ date_of_birth"),
    ("persons", "death_date", "死亡日期 死亡时间 去世日期 火化日期"),
    ("persons", "register_id", "户口簿编号 户号 户口簿号 户口薄号 户籍编号 HH"),
    ("persons", "relation_to_head", "与户主关系 与户主的关系 户主关系 YHZGX"),
    ("persons", "address_id", "住址编号 家庭住址 居住地址 户籍地址 现住址"),
    ("persons", "region_code", "行政区划代码 区划代码 村（社区）代码 行政区划 户籍地区划代码"),
    ("persons", "phone", "联系电话 手机号 手机号码 联系方式"),
    ("persons", "hukou", "户口性质 户口类别 户籍性质"),
    ("persons", "ethnicity", "民族 民族代码"),
    ("persons", "disability_grade", "残疾等级 残疾级别"),
    ("kinship", "person_id", "身份证号 本人身份证号 公民身份号码"),
    ("kinship", "relative_id", "亲属身份证号 关系人公民身份号码 对方身份证号码 亲属编号"),
    ("kinship", "relation", "关系 亲属关系 与本人关系 关系类型"),
    ("register_moves", "moved_on", "变动日期 迁移日期 分户日期 变动时间"),
    ("register_moves", "from_register_id", "迁出户号 原户号 迁出户口簿编号 变动前户号"),
    ("register_moves", "to_register_id", "迁入户号 现户号 迁入户口簿编号 变动后户号"),
    ("register_moves", "kind", "变动类型 变动原因 迁移类型"),
    ("addresses", "text", "详细地址 地址 家庭住址"),
    ("regions", "parent_code", "上级区划代码 上级代码 父级代码"),
    ("regions", "urban", "是否城镇 城乡分类代码 城乡类别"),
    ("households", "household_id", "户编号 家庭编号 低保证号 低保户编号 救助证编号 户ID"),
    ("households", "applicant_id", "户主身份证号 申请人身份证号 户主公民身份号码 身份证号"),
    ("households", "scheme", "救助类型 保障类型 救助类别 低保类别"),
    ("households", "declared_monthly_income", "家庭月人均收入 人均月收入 申报月人均收入（元） 家庭人均收入（元/月）"),
    ("members", "person_id", "成员身份证号 身份证号 家庭成员身份证号码"),
    ("members", "relation_to_applicant", "与户主关系 与申请人关系 关系"),
    ("members", "covered", "是否保障对象 是否享受低保 是否保障"),
    ("decisions", "decision_id", "审批编号 受理编号 申请编号 审核确认编号 业务流水号"),
    ("decisions", "outcome", "审批结果 审核确认结果 审批意见 是否批准"),
    ("decisions", "applied_on", "申请日期 申请时间"),
    ("decisions", "accepted_on", "受理日期"),
    ("decisions", "surveyed_on", "入户调查日期 调查日期 入户日期"),
    ("decisions", "publicised_from", "公示开始日期 公示起始日期 公示日期（起） 公示起"),
    ("decisions", "publicised_to", "公示结束日期 公示截止日期 公示日期（止） 公示止"),
    ("decisions", "approved_on", "审批日期 确认日期 批准日期 审核确认日期"),
    ("decisions", "ended_on", "停保日期 退出日期 终止救助日期"),
    ("decisions", "category", "类别 分类施保类别 保障分类 低保类别"),
    ("decisions", "monthly_amount", "保障金额 月保障金额 补助金额 月补助金额（元） 低保金"),
    ("decisions", "handler_id", "经办人 经办人身份证号 受理人身份证号 经办人工号"),
    ("decisions", "surveyor_1_id", "调查人1 调查人员一 调查人（1） 入户调查人1身份证号 调查人一身份证号"),
    ("decisions", "surveyor_2_id", "调查人2 调查人员二 调查人（2） 入户调查人2身份证号 第二调查人"),
    ("decisions", "approver_id", "审批人 审批人身份证号 确认人 审批人员编号"),
    ("decisions", "county_visited_on", "县级入户抽查日期 区民政局入户核查日期"),
    ("decisions", "county_visitor_id", "县级入户抽查人身份证号 区民政局核查人员"),
    ("decisions", "last_reviewed_on", "最近复核日期 复核日期 定期核查日期"),
    ("decisions", "exit_from", "渐退期开始日期 渐退起始日期"),
    ("payments", "month", "发放月份 月份 发放年月 所属月份"),
    ("payments", "amount", "发放金额 金额 实发金额（元）"),
    ("payments", "account_id", "开户账号 开户帐号 银行账号 一卡通账号 银行卡号 社会保障卡号"),
    ("payments", "account_holder_id", "开户人身份证号 开户人 户名 持卡人身份证号"),
    ("payments", "holder_role", "持卡人与户主关系 开户人身份"),
    ("officials", "post", "职务 现任职务 职务名称 岗位"),
    ("officials", "organisation", "单位 工作单位 任职单位"),
    ("officials", "start_on", "任职时间 任职日期 任职起始日期"),
    ("officials", "end_on", "免职时间 免职日期 离任日期"),
    ("supporters", "person_id", "赡养人身份证号 赡（抚、扶）养义务人身份证号 法定赡养义务人身份证号 身份证号"),
    ("kin_declarations", "official_id", "干部身份证号 公职人员身份证号 备案人身份证号 经办人员身份证号"),
    ("holdings", "person_id", "身份证号 所有人身份证号 权利人证件号 法定代表人身份证号"),
    ("holdings", "value", "注册资本（万元） 账户余额 车辆价值 评估价值 认缴出资额"),
    ("holdings", "start_on", "登记日期 初次登记日期 成立日期 开户日期 注册日期"),
    ("holdings", "end_on", "注销日期 销户日期 报废日期"),
    ("holdings", "asset_id", "号牌号码 车牌号 统一社会信用代码 不动产单元号 车辆识别代号 不动产权证号"),
    ("holdings", "status", "车辆状态 登记状态 经营状态 状态"),
    ("holdings", "area_m2", "建筑面积 面积（平方米） 房屋面积㎡"),
    ("incomes", "person_id", "身份证号 参保人身份证号 职工身份证号"),
    ("incomes", "monthly_amount", "月收入 缴费基数 月养老金 应发工资 月工资（元）"),
    ("absences", "start_on", "入监日期 出境日期 入所日期 收押日期"),
    ("absences", "end_on", "刑满释放日期 入境日期 出所日期 释放日期"),
    ("conditions", "kind", "病种 疾病类型 健康状况"),
    ("medical_costs", "own_expense", "个人自付金额 自付费用 个人负担（万元）"),
    ("standards", "monthly_amount", "月保障标准 低保标准 年标准 保障标准（元/人·年）"),
    ("standards", "start_on", "执行日期 生效日期 实施时间"),
    ("observations", "item", "调查项目 指标名称"),
    ("observations", "value", "数值 调查结果"),
    ("complaints", "received_on", "信访日期 举报日期 投诉时间 受理日期"),
    ("complaints", "reinvestigated_on", "办结日期 复查日期 重新调查日期"),
    ("inspections", "finding", "核查结果 检查结论 是否属实"),
    ("inspections", "recovered_amount", "追回金额（元） 清退资金"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "column", "header"),
    [(name, column, header) for name, column, headers in NAMES for header in headers.split()],
)
def test_names_that_departments_print(name: str, column: str, header: str) -> None:
    assert list(read(name, header).found) == [column]


def test_canonical_names_in_any_case_with_spaces_or_hyphens() -> None:
    for one in CONTRACT:
        names = [column.name for column in one.columns]
        for header in (names, [name.upper() for name in names], [name.replace("_", " ").title() for name in names]):
            assert list(read(one.name, *header).found) == names
            assert read(one.name, *header).unread == ()


def test_the_names_that_the_contract_itself_prints_are_read() -> None:
    titles = {
        (name, column): words[0] for name, columns in TITLES.items() for column, words in columns.items() if column
    }
    assert {(name, column): list(read(name, title).found) for (name, column), title in titles.items()} == {
        (name, column): [column] for name, column in titles
    }


@pytest.mark.parametrize(
    ("name", "header", "column", "factor"),
    [
        ("holdings", "注册资本（万元）", "value", 10_000.0),
        ("holdings", "注册资本(千元)", "value", 1_000.0),
        ("holdings", "注册资本", "value", 1.0),
        ("holdings", "建筑面积（㎡）", "area_m2", 1.0),
        ("payments", "发放金额(元)", "amount", 1.0),
        ("payments", "发放金额（元/月）", "amount", 1.0),
        ("standards", "低保标准（元/人·月）", "monthly_amount", 1.0),
        ("standards", "低保标准（元/人·年）", "monthly_amount", 1 / 12),
        ("standards", "低保标准（元/人）", "monthly_amount", 1.0),
        ("standards", "月标准（每人）", "monthly_amount", 1.0),
        ("decisions", "保障金额（元/户·月）", "monthly_amount", 1.0),
        ("standards", "年标准", "monthly_amount", 1 / 12),
        ("standards", "年标准（万元）", "monthly_amount", 10_000 / 12),
        ("households", "家庭人均收入（元/年）", "declared_monthly_income", 1 / 12),
        ("medical_costs", "自付金额（元/年）", "own_expense", 1.0),
        ("observations", "数值（元）", "value", 1.0),
    ],
)
def test_units_become_factors(name: str, header: str, column: str, factor: float) -> None:
    assert read(name, header).found[column] == Place(0, None, pytest.approx(factor))


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("holdings", "注册资本（万美元）"),
        ("holdings", "面积（亩）"),
        ("holdings", "建筑面积（元）"),
        ("incomes", "月工资（元/年）"),
        ("households", "家庭人均收入"),
        ("standards", "年标准（元/月）"),
        ("payments", "发放金额（元/年）"),
        ("payments", "发放金额（人均）"),
        ("payments", "发放金额（元/人）"),
        ("decisions", "保障金额（元/人）"),
        ("holdings", "价值（元/平方米）"),
        ("holdings", "建筑面积（人均）"),
        ("standards", "标准（元/日）"),
        ("standards", "低保标准（元/户·月）"),
        ("standards", "低保标准（某某）"),
        ("members", "身份证号（配偶）"),
        ("decisions", "审批日期（县级第二次）"),
    ],
)
def test_what_could_only_be_guessed_is_not_read(name: str, header: str) -> None:
    columns = read(name, header)
    assert columns.found == {}
    assert columns.unread == (header,)


@pytest.mark.parametrize(
    ("name", "header", "first", "last"),
    [
        ("decisions", "公示起止", "publicised_from", "publicised_to"),
        ("decisions", "公示期", "publicised_from", "publicised_to"),
        ("decisions", "公示起止日期", "publicised_from", "publicised_to"),
        ("officials", "任职起止", "start_on", "end_on"),
        ("officials", "任期", "start_on", "end_on"),
        ("absences", "服刑起止", "start_on", "end_on"),
        ("absences", "刑期起止日期", "start_on", "end_on"),
        ("kinship", "起止日期", "start_on", "end_on"),
    ],
)
def test_a_range_fills_two_columns(name: str, header: str, first: str, last: str) -> None:
    assert read(name, header).found == {first: Place(0, 0), last: Place(0, 1)}


def test_a_column_of_its_own_wins_over_half_a_range() -> None:
    columns = read("decisions", "公示起止", "公示开始日期")
    assert columns.found == {"publicised_from": Place(1), "publicised_to": Place(0, 1)}


def test_the_surer_name_wins_and_the_other_is_told() -> None:
    columns = read("persons", "户籍地址", "家庭住址", "人员编号", "身份证号", "联系电话", "手机号")
    assert columns.found == {"person_id": Place(3), "address_id": Place(1), "phone": Place(5)}
    assert columns.unused == ("户籍地址", "人员编号", "联系电话")
    assert columns.unread == ()


@pytest.mark.parametrize("better", ["低保证号", "家庭编号", "低保户编号"])
@pytest.mark.parametrize("name", ["households", "members"])
def test_the_number_of_a_register_does_not_stand_for_a_household_with_a_number_of_its_own(
    name: str, better: str
) -> None:
    assert found(name, "户号", better)["household_id"] == better
    assert found(name, "档案号", "户号")["household_id"] == "户号"


@pytest.mark.parametrize(
    "header", ["职工身份证号", "所有权人公民身份号码", "服刑人员证件号码", "赡养人身份证号", "老人本人身份证号"]
)
def test_the_only_identity_number_is_the_persons_if_a_known_word_says_so(header: str) -> None:
    assert found("conditions", header, "病种") == {"person_id": header, "kind": "病种"}


@pytest.mark.parametrize(
    "header",
    [
        "房东身份证号",
        "介绍人身份证号",
        "户主身份证号",
        "配偶身份证号",
        "担保人证件号码",
        "经办人身份证号",
        "被监护人身份证号",
    ],
)
def test_the_only_identity_number_of_whoever_else_is_not_read(header: str) -> None:
    assert "person_id" not in found("conditions", header, "病种")


@pytest.mark.parametrize("year", ["年度", "年份", "所属年度", "纳税年度", "年"])
def test_an_income_beside_a_year_is_no_months(year: str) -> None:
    for header in ("收入金额", "收入额", "金额", "金额（元）"):
        assert "monthly_amount" not in found("incomes", "身份证号", year, header)
        assert "monthly_amount" in found("incomes", "身份证号", year, "月份", header)
    assert "monthly_amount" in found("incomes", "身份证号", year, "月收入")
    assert "monthly_amount" in found("incomes", "身份证号", year, "金额（元/月）")
    assert "monthly_amount" in found("incomes", "身份证号", "金额")
    mapping = mapped("incomes", 金额=Target(("monthly_amount",), 1 / 12))
    assert "monthly_amount" in found("incomes", "身份证号", year, "金额", mapping=mapping)


def test_two_equally_good_columns_are_refused() -> None:
    with pytest.raises(DataError, match=r"'身份证号' and '公民身份号码'.*mapping\.toml") as caught:
        read("persons", "身份证号", "公民身份号码")
    assert str(caught.value).startswith("表.xlsx has two columns for person_id")
    with pytest.raises(DataError, match="two columns for person_id"):
        read("persons", "person_id", "身份证号")


def test_a_mapping_settles_which_one_counts() -> None:
    mapping = mapped("persons", 公民身份号码=Target(()))
    columns = read("persons", "身份证号", "公民身份号码", mapping=mapping)
    assert columns.found == {"person_id": Place(0)}
    assert columns.unused == ("公民身份号码",)


def test_a_name_that_occurs_twice_is_refused() -> None:
    with pytest.raises(DataError, match="has the column '身份证号' twice"):
        read("persons", "身份证号", "身份证号")
    with pytest.raises(DataError, match="has the column '什么' twice"):
        read("persons", "什么", "什么")


def test_names_that_are_not_wanted_and_empty_ones_may_repeat() -> None:
    columns = read("persons", "备注", "身份证号", "备注", "", " ", "")
    assert columns.found == {"person_id": Place(1)}
    assert columns.unread == ()
    assert columns.unused == ("备注", "备注")


def test_known_names_without_a_column_raise_no_suspicion() -> None:
    columns = read("households", "序号", "户编号", "户主姓名", "年龄", "填表人", "什么什么")
    assert columns.unread == ("什么什么",)
    assert columns.unused == ("序号", "户主姓名", "年龄", "填表人")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("members", "户主身份证号"),
        ("payments", "身份证号"),
        ("kin_declarations", "身份证号"),
        ("kin_declarations", "近亲属身份证号"),
        ("decisions", "调查人"),
        ("households", "户主"),
        ("households", "家庭月收入"),
        ("households", "申报月收入"),
        ("households", "申报收入"),
        ("persons", "伤残等级"),
    ],
)
def test_a_name_that_may_be_somebody_elses_is_not_read(name: str, header: str) -> None:
    assert read(name, header).found == {}
    assert read(name, header).unused == (header,)


def test_the_users_names_win() -> None:
    mapping = mapped("households", 户代号=Target(("household_id",)), 总收=Target(("declared_monthly_income",), 1 / 12))
    assert found("households", "户编号", "户代号", mapping=mapping) == {"household_id": "户代号"}
    columns = read("households", "总收（万元）", mapping=mapping)
    assert columns.found == {"declared_monthly_income": Place(0, None, 1 / 12)}


def test_the_users_ranges_and_units() -> None:
    mapping = mapped("decisions", 张榜=Target(("publicised_from", "publicised_to")), 钱=Target(("monthly_amount",)))
    assert read("decisions", "张榜", "钱（万元）", mapping=mapping).found == {
        "publicised_from": Place(0, 0),
        "publicised_to": Place(0, 1),
        "monthly_amount": Place(1, None, 10_000.0),
    }


def test_the_user_may_say_what_another_currency_is_worth() -> None:
    mapping = mapped("holdings", 资本美元=Target(("value",), 7.1))
    assert read("holdings", "资本（美元）", mapping=mapping).found == {"value": Place(0, None, 7.1)}


HOUSEHOLDS = ("户编号", "申请人身份证号", "救助类型", "区划代码")


def fed(name: str, *header: str, mapping: Mapping | None = None) -> tuple[str, ...]:
    return also_feeds(table(name), header, mapping=mapping or Mapping(), file="低保.xlsx")


def test_households_with_their_decisions_beside_them_feed_both() -> None:
    assert fed("households", *HOUSEHOLDS, "审批编号", "审批结果", "申请日期") == ("decisions",)
    assert fed("households", *HOUSEHOLDS, "审批编号", "审批结果") == ()


def test_members_with_their_household_beside_them_feed_both() -> None:
    assert fed("members", *HOUSEHOLDS, "成员身份证号") == ("households",)
    assert fed("members", "户编号", "身份证号", "救助类型", "区划代码") == ()


def test_a_column_that_means_something_else_in_the_first_table_is_not_read_in_the_second() -> None:
    header = (*HOUSEHOLDS[:2], "保障类别", "区划代码", "审批编号", "审批结果", "申请日期")
    assert "category" in read("decisions", *header).found
    assert "category" not in read("decisions", *header, beside=table("households")).found


def test_persons_are_fed_from_members_only_if_the_user_says_so() -> None:
    header = ("户编号", "身份证号", "姓名", "性别")
    assert fed("members", *header) == ()
    rule = FileRule("低保*.xlsx", also=("persons", "members"))
    assert fed("members", *header, mapping=Mapping((rule,))) == ("persons",)


@pytest.mark.parametrize(
    ("name", "header", "expected"),
    [
        ("households", "houshold_id", "household_id"),
        ("households", "Household-Ids", "household_id"),
        ("households", "household_id", None),
        ("households", "HOUSEHOLD ID", None),
        ("households", "remark", None),
        ("households", "户编号", None),
        ("persons", "brith_date", "birth_date"),
    ],
)
def test_slips_of_canonical_names(name: str, header: str, expected: str | None) -> None:
    assert near(table(name), header) == expected
