"""The page of a check: complete, well formed, harmless, and about nobody."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from detection.reports.check_page import check_page
from detection.session import Language
from features.asking.book import flag_names
from features.records.arrivals import Refusal
from features.registry import FEATURES
from tests.unit.detection.check_builders import a_report, coverage, intake, unmatched

VOID = {"meta", "br", "link", "img", "hr", "input"}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&{{7*7}}\u202efdp.csv"
HAN = re.compile(r"[\u4e00-\u9fff]")


class Outline(HTMLParser):
    """Tags, their nesting, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def text_of(report: object = None, language: Language = Language.EN) -> str:
    return Outline(check_page(report or a_report(), language)).text  # type: ignore[arg-type]


@pytest.mark.parametrize("language", Language)
def test_the_page_is_well_formed_and_needs_nothing_else(language: Language) -> None:
    page = check_page(a_report(), language)
    outline = Outline(page)
    assert outline.open == []
    assert page.startswith("<!DOCTYPE html>")
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(outline.tags)
    assert not [name for _, name, _ in outline.attributes if name.startswith("on") or name == "src"]
    assert all((value or "").startswith("#") for _, name, value in outline.attributes if name == "href")
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


@pytest.mark.parametrize(("language", "lang"), [(Language.ZH, "zh-Hans"), (Language.EN, "en")])
def test_the_page_says_what_language_it_is_in(language: Language, lang: str) -> None:
    page = check_page(a_report(), language)
    assert f'<html lang="{lang}">' in page
    assert "{" not in Outline(page).text, "every template is filled in"


@pytest.mark.parametrize("language", Language)
def test_the_page_can_be_walked_by_its_structure(language: Language) -> None:
    outline = Outline(check_page(a_report(), language))
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    scopes = [value for tag, name, value in outline.attributes if tag == "th" and name == "scope"]
    assert len(scopes) == outline.tags["th"]
    ids = [value for _, name, value in outline.attributes if name == "id"]
    assert len(set(ids)) == len(ids)
    targets = {(value or "")[1:] for _, name, value in outline.attributes if name == "href"}
    assert targets <= set(ids)
    assert {value for _, name, value in outline.attributes if name == "aria-labelledby"} <= set(ids)
    assert outline.tags["main"] == 1


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", ["ink", "soft", "blue", "good", "warn", "bad"])
@pytest.mark.parametrize("ground", ["paper", "pale", "bad-pale"])
def test_text_stands_out_from_its_ground(ink: str, ground: str) -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", check_page(a_report(), Language.EN)))
    light, dark = luminance(colours[ground]), luminance(colours[ink])
    assert (light + 0.05) / (dark + 0.05) >= 4.5, "WCAG 2.2, 1.4.3"


def test_counts_balance_where_they_are_shown() -> None:
    shown = text_of()
    assert "5,000,000 rows in, 4,998,817 accepted, 1,183 quarantined" in shown
    assert "2025-12-31 09:30" in shown
    assert "mingcha 0.1.0" in shown


def test_a_file_that_is_mostly_quarantined_is_loud() -> None:
    assert "WARNING: 15.8 % of 财政/一卡通发放.csv is in quarantine (1,522 of 9,642 rows)" in text_of()
    assert "WARNING" not in text_of(a_report(intakes=(intake(accepted=95, broken={"rule": 5}),)))


def test_nothing_urgent_is_said() -> None:
    needed = ("persons", "households", "members", "decisions", "officials")
    calm = a_report(intakes=tuple(intake(name) for name in needed), refused=())
    assert "Nothing needs to be dealt with first." in text_of(calm)
    assert "MISSING: tables that nothing works without: officials" in text_of(replace(calm, intakes=calm.intakes[:-1]))


def test_refused_and_ignored_files_are_named() -> None:
    shown = text_of()
    assert "NOT READ: 信访/旧台账.doc 旧台账.doc is a Word document: save its table as XLSX or CSV." in shown
    assert "Thumbs.db" in shown


def test_a_table_of_an_unknown_name_is_a_warning() -> None:
    assert "未读入：附件3.xlsx[Sheet1] 不知是什么表" in text_of(a_report(unknown=("附件3.xlsx[Sheet1]",)), Language.ZH)


def test_rules_are_told_in_the_language_of_the_page() -> None:
    assert "sex: not one of M, F" in text_of()
    assert "性别：不是规定的取值（M、F）" in text_of(language=Language.ZH)


def test_every_feature_is_either_on_or_off() -> None:
    shown = text_of()
    assert all(shown.count(flag_names()[feature.name].en) >= 1 for feature in FEATURES)
    assert "23 of 28 can be looked for" in shown.replace(str(len(FEATURES)), "28").replace(str(len(FEATURES) - 5), "23")


def test_requests_stand_below_their_department() -> None:
    shown = text_of(language=Language.ZH)
    assert "司法行政部门、监狱 服刑人员信息（入监、释放日期），含：公民身份号码（必填）、" in shown
    assert "用于：F21 服刑或强制戒治期间仍在保" in shown
    assert "如确无此类记录，请函复说明" in shown
    assert "请在“审核确认记录”中补充" in shown


def test_coverage_is_judged() -> None:
    shown = text_of()
    assert "payments 17.5 % 7,020 of 40,002 low: check that keys are written alike" in shown
    assert "persons 99.3 % 90,411 of 91,020 as it should be" in shown
    assert "holdings 4.5 % 4,102 of 91,020 only those who have any are in it" in shown


def test_none_found_is_ordinary_where_the_keys_are_those_of_residents() -> None:
    nobody = coverage(by_person=tuple(replace(share, found=0) for share in coverage().by_person))
    strange = unmatched(("holdings", "person_id", "persons", 733_010, 733_010))
    assert "holdings 0 % 0 of 91,020 only those who" in text_of(a_report(coverage=nobody))
    assert "holdings 0 % 0 of 91,020 none at all" in text_of(a_report(coverage=nobody, unmatched=strange))


def test_nobody_aided_is_said() -> None:
    assert "No household has aid in force" in text_of(a_report(coverage=coverage(households=0, members=0)))


def test_keys_that_were_not_found_are_counted() -> None:
    assert "households.applicant_id persons 40,120 37" in text_of()
    assert "decisions.handler_id" not in text_of()
    assert "Every key was found." in text_of(a_report(unmatched=unmatched()))


def test_the_quarantine_is_shown_with_how_to_mend() -> None:
    assert ".mingcha/quarantine/2025-0a1b2c3d/persons.csv" in text_of()
    assert "No row was set aside." in text_of(a_report(quarantine=()))


@pytest.mark.parametrize("language", Language)
def test_hostile_names_do_no_harm(language: Language) -> None:
    report = a_report(
        delivery=HOSTILE,
        version=HOSTILE,
        intakes=(
            intake(
                "payments", HOSTILE, HOSTILE, 1, broken={f"amount: {HOSTILE}": 9}, unread=(HOSTILE,), notes=(HOSTILE,)
            ),
        ),
        refused=(Refusal(HOSTILE, HOSTILE),),
        ignored=(HOSTILE, "\udc80.bin"),
        quarantine=(Path(HOSTILE),),
        unknown=(HOSTILE,),
    )
    page = check_page(report, language)
    outline = Outline(page)
    assert not {"script", "img"} & set(outline.tags)
    assert not [name for _, name, _ in outline.attributes if name.startswith("on")]
    assert "\u202e" not in page
    assert "{{7*7}}" in outline.text
    page.encode()


def test_the_english_page_has_no_chinese_of_its_own() -> None:
    plain = a_report(delivery="delivery", intakes=(intake("persons", "a.csv"),), refused=(), ignored=())
    assert HAN.findall(text_of(plain)) == []


def test_the_same_report_gives_the_same_page() -> None:
    assert check_page(a_report(), Language.ZH) == check_page(a_report(), Language.ZH)
