"""Cells written in other ways, in two ways at once, or in none: days, amounts, words."""

from typing import Final

from features.records.cleaning import characters, days, months, nothing, numbers, words
from tests.functional.bad.case import BadInput, broken, mended, plain, whole

__all__ = ["CELLS"]

BORN: Final = "persons.birth_date"
DAY: Final = "DATE '1970-01-01'"
AMOUNT: Final = "payments.amount"
NO_DAY: Final = "not a day (YYYY-MM-DD)"
SCHEMES: Final = "not one of urban_dibao, rural_dibao, destitute, temporary, marginal"


def notice(written: str):
    """Return a delivery whose decisions have the days of public notice in one column."""

    def make():
        town = plain()
        (decision,) = town.rows["decisions"]
        del decision["publicised_from"], decision["publicised_to"]
        decision["公示起止"] = written
        return town

    return make


def with_another(town):
    """Add a decision with both days of public notice."""
    (decision,) = town.rows["decisions"]
    return town.add("decisions", **(decision | {"decision_id": "D2", "公示起止": "2023-03-15至2023-03-22"}))


def in_wan():
    """Return a delivery whose payments are in units of 10,000 by their header."""
    town = plain()
    (payment,) = town.rows["payments"]
    del payment["amount"]
    payment["发放金额（万元）"] = "0.035"
    return town


DAYS: Final = (
    mended("a day of eight digits: 19700101", BORN, "19700101", DAY, days.FORM.en),
    mended("a day in Chinese: 1970年1月1日", BORN, "1970年1月1日", DAY, days.FORM.en),
    mended("a day in Chinese numerals: 一九七〇年一月一日", BORN, "一九七〇年一月一日", DAY, numbers.NUMERALS.en),
    mended("a day with slashes, year first: 1970/1/1", BORN, "1970/1/1", DAY, days.FORM.en),
    mended("a day with full stops: 1970.01.01", BORN, "1970.01.01", DAY, days.FORM.en),
    mended("a day in full-width digits", BORN, "１９７０－０１－０１", DAY, characters.WIDE.en),
    mended("a spreadsheet's day number: 25569", BORN, "25569", DAY, days.SERIAL.en),
    mended("a day with a time of day", BORN, "1970-01-01 08:30:00", DAY, days.TIME.en),
    mended("a day that says 无", "persons.death_date", "无", "NULL", nothing.NOTHING.en),
    mended("a day of zeros: 0000-00-00", "persons.death_date", "0000-00-00", "NULL", nothing.NOTHING.en),
    mended("a month in Chinese: 2023年5月", "payments.month", "2023年5月", "DATE '2023-05-01'", months.FORM.en),
    mended("a month of six digits: 202305", "payments.month", "202305", "DATE '2023-05-01'", months.FORM.en),
    mended("a day where a month should be", "payments.month", "2023-05-17", "DATE '2023-05-01'", months.DAY.en),
    mended("a day that lies in the future", "holdings.start_on", "2099-01-01", "DATE '2099-01-01'", ""),
    broken("a day that does not exist: 1970-02-30", BORN, "1970-02-30", NO_DAY),
    broken("a day that can be read in two ways: 01/02/1970", BORN, "01/02/1970", NO_DAY),
    broken("a year of two digits: 70-01-01", BORN, "70-01-01", NO_DAY),
    broken("a year and month where a day should be: 1970-01", BORN, "1970-01", NO_DAY),
    broken("about a year: 约1970年", BORN, "约1970年", NO_DAY),
    broken("a thirteenth month", "payments.month", "2023-13", "not a month (YYYY-MM)"),
    whole(
        "both days of the public notice in one cell: 2023-03-15至2023-03-22",
        "read",
        "decisions",
        "",
        lambda _: None,
        town=notice("2023-03-15至2023-03-22"),
        holds="publicised_from = DATE '2023-03-15' AND publicised_to = DATE '2023-03-22'",
    ),
    whole(
        "both days of the public notice in one cell, in Chinese",
        "fixed",
        "decisions",
        "publicised_to: day written another way",
        lambda _: None,
        town=notice("2023年3月15日-2023年3月22日"),
        holds="publicised_from = DATE '2023-03-15' AND publicised_to = DATE '2023-03-22'",
    ),
    whole(
        "a public notice of seven days, without the days: 7天",
        "quarantined",
        "decisions",
        f"publicised_from: {NO_DAY}",
        lambda _: None,
        town=lambda: with_another(notice("7天")()),
        holds="decision_id = 'D-H'",
    ),
)
MONEY: Final = (
    mended("money with currency and commas: ¥1,200元", AMOUNT, "¥1,200元", "1200", numbers.SEPARATORS.en),
    mended("money with its unit: 350元", AMOUNT, "350元", "350", numbers.UNIT.en),
    mended("money in 万元 in the cell: 0.12万元", AMOUNT, "0.12万元", "1200", numbers.WAN.en),
    mended("money in capital numerals: 叁佰伍拾元整", AMOUNT, "叁佰伍拾元整", "350", numbers.NUMERALS.en),
    mended("money in full-width digits", AMOUNT, "３５０", "350", characters.WIDE.en),
    mended("money kept as text by an apostrophe", AMOUNT, "'350", "350", characters.GUARD.en),
    mended("money that is negative: a payment taken back", AMOUNT, "-350", "-350", ""),
    mended("a whole number with .0 behind it", "medical_costs.year", "2024.0", "2024", numbers.POINT_ZERO.en),
    whole(
        "money in 万元 by the header: 发放金额（万元）",
        "fixed",
        "payments",
        f"amount: {numbers.HEADER.en}",
        lambda _: None,
        town=in_wan,
        holds="amount = 350",
    ),
    broken("money in brackets, negative or not: (1,200)", AMOUNT, "(1,200)", "not a number"),
    broken("money that is about so much: 约1200", AMOUNT, "约1200", "not a number"),
    broken("a share where money should be: 5%", AMOUNT, "5%", "not a number"),
    broken("two amounts in a cell: 350/400", AMOUNT, "350/400", "not a number"),
    broken("decimal commas: 1.200,00", AMOUNT, "1.200,00", "not a number"),
    broken("money that is infinite", AMOUNT, "inf", "not a number"),
    broken("half a year", "medical_costs.year", "2024.5", "not a whole number"),
    broken("an amount a year where one a month should be: 4200元/年", AMOUNT, "4200元/年", "not a number"),
)
WORDS: Final = (
    mended("a Chinese word for a coded value: 男", "persons.sex", "男", "'M'", words.WORD.en),
    mended("the code of the standard GB/T 2261 for sex: 1", "persons.sex", "1", "'M'", words.WORD.en),
    mended("a coded value in lower case: m", "persons.sex", "m", "'M'", words.WORD.en),
    mended("a sex that was not stated: 未说明的性别", "persons.sex", "未说明的性别", "NULL", words.WORD.en),
    mended("an outcome in Chinese: 不予批准", "decisions.outcome", "不予批准", "'refused'", words.WORD.en),
    mended("yes in Chinese: 是", "members.covered", "是", "true", words.WORD.en),
    mended("a word for nothing in a column that may be empty", "persons.phone", "暂无", "NULL", nothing.NOTHING.en),
    mended("an error of a formula: #N/A", "persons.phone", "#N/A", "NULL", nothing.NOTHING.en),
    mended("spaces around a word", "persons.sex", "\u3000M ", "'M'", characters.SPACE.en),
    mended("a number of the disability's grade in words: 二级", "persons.disability_grade", "二级", "2", words.WORD.en),
    broken("a coded word that nobody knows", "households.scheme", "生活补贴", SCHEMES),
    broken("a sex that there is not", "persons.sex", "X", "not one of M, F"),
    broken("perhaps, where yes or no should be", "members.covered", "也许", "not a true or false"),
    broken("a grade that there is not", "persons.disability_grade", "9", "not one of 1, 2, 3, 4"),
    broken("a word for nothing in a required column", "decisions.applied_on", "—", "required value is missing"),
    broken("an empty cell in a required column", "households.applicant_id", "", "required value is missing"),
    broken("only spaces in a required column", "members.person_id", "  \u3000", "required value is missing"),
)
CELLS: Final[tuple[BadInput, ...]] = (*DAYS, *MONEY, *WORDS)
