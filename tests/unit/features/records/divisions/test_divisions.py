"""The vendored list of divisions."""

import itertools

import pytest

from features.records.divisions.divisions import LAST_YEAR, codes, full_name, name, spans


def test_the_list_is_whole():
    assert len(codes()) == 7185
    assert all(len(code) == 6 and code.isdigit() for code in codes())
    assert max(span.since for known in spans().values() for span in known) == LAST_YEAR + 1


def test_the_names_of_a_code_follow_each_other():
    for known in spans().values():
        assert all(before.since < after.since for before, after in itertools.pairwise(known))
        assert all(span.since <= span.until + 1 and span.name for span in known)


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("110105", None, "北京市朝阳区"),
        ("110105001001", None, "北京市朝阳区"),
        ("110103", None, "北京市崇文区"),
        ("460400", None, "海南省儋州市"),
        ("469033", None, "海南省中沙群岛的岛礁及其海域"),
        ("429004", None, "湖北省仙桃市"),
        ("500101", 1997, "重庆市万县区"),
        ("500101", 1950, "重庆市万州区"),
        ("330000", None, "浙江省"),
        ("330113", None, "浙江省杭州市临平区"),
        ("710105", None, None),
        ("", None, None),
    ],
)
def test_full_names(code, year, expected):
    assert full_name(code, year) == expected


def test_the_name_of_a_year():
    assert name("130502", 2019) == "桥东区"
    assert name("130502", 2020) == "襄都区"
