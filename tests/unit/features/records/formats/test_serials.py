import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.records.formats.serials import format_kind, iso_text, number_text, serial_text

NUMBERS = (
    ("12", "12"),
    ("0012", "0012"),
    ("-5", "-5"),
    ("12.0", "12"),
    ("1.5", "1.5"),
    ("1E3", "1000"),
    ("1.10105194912310016E+17", "110105194912310016"),
    ("110105194912310021", "110105194912310021"),
    ("-110105194912310021", "-110105194912310021"),
    ("110105194912310000", "110105194912310000"),
    ("9223372036854774784.0", "9223372036854774784"),
    ("1E+20", "1e+20"),
    ("0.10000000000000001", "0.1"),
    ("1234.5599999999999", "1234.56"),
    ("0.30000000000000004", "0.3"),
    ("-0.5", "-0.5"),
    ("nan", "nan"),
    ("x", "x"),
)

FORMATS = (
    (14, None, "date"),
    (22, None, "date"),
    (31, None, "date"),
    (57, None, "date"),
    (20, None, "time"),
    (46, None, "elapsed"),
    (0, None, ""),
    (2, None, ""),
    (49, None, ""),
    (176, "yyyy-mm-dd", "date"),
    (176, 'yyyy"年"m"月"d"日"', "date"),
    (176, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "date"),
    (176, "[$-804]aaaa", "date"),
    (176, "[DBNum1][$-804]yyyy年m月d日;@", "date"),
    (176, "yyyy/m/d h:mm:ss.000", "date"),
    (176, 'm"月"d"日"', "date"),
    (176, "mmm", "date"),
    (176, "h:mm AM/PM", "time"),
    (176, "[h]:mm", "elapsed"),
    (176, "[mm]:ss", "elapsed"),
    (176, "General", ""),
    (176, 'General"日"', ""),
    (176, "0.00E+00", ""),
    (176, "#,##0.00;[Red]-#,##0.00", ""),
    (176, '0"d"', ""),
    (176, "0\\h", ""),
    (176, "@", ""),
    (176, "", ""),
    (14, "0.00", ""),
)

SERIALS = (
    ("45322", "date", False, "2024-01-31"),
    ("45322.0", "date", False, "2024-01-31"),
    ("45322.4375", "date", False, "2024-01-31 10:30:00"),
    ("45322.999999999", "date", False, "2024-02-01"),
    ("45322.500000011574", "date", False, "2024-01-31 12:00:00.001"),
    ("43860", "date", True, "2024-01-31"),
    ("1", "date", False, "1900-01-01"),
    ("59", "date", False, "1900-02-28"),
    ("60", "date", False, "1900-02-29"),
    ("60.5", "date", False, "1900-02-29 12:00:00"),
    ("61", "date", False, "1900-03-01"),
    ("0", "date", True, "1904-01-01"),
    ("0", "date", False, "0"),
    ("0.5", "date", False, "0.5"),
    ("-3", "date", False, "-3"),
    ("2958465", "date", False, "9999-12-31"),
    ("2958465.9999999999", "date", False, "2958466"),
    ("2958466", "date", False, "2958466"),
    ("2957003", "date", True, "9999-12-31"),
    ("2957004", "date", True, "2957004"),
    ("10000000000", "date", False, "10000000000"),
    ("nan", "date", False, "nan"),
    ("x", "date", False, "x"),
    ("0.5", "time", False, "12:00:00"),
    ("0", "time", False, "00:00:00"),
    ("0.5", "time", True, "12:00:00"),
    ("45322.5", "time", False, "2024-01-31 12:00:00"),
    ("1.5", "elapsed", False, "36:00:00"),
)


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_a_number_has_no_digit_more_or_fewer_than_a_person_sees(text, expected):
    assert number_text(text) == expected


@given(st.integers(min_value=-(2**63) + 1, max_value=2**63 - 1))
def test_whole_numbers_keep_every_digit(value):
    assert number_text(str(value)) == str(value)
    if float(value).is_integer() and abs(float(value)) < 2.0**63:
        assert number_text(repr(float(value))) == str(int(float(value)))


@pytest.mark.parametrize(("number", "code", "kind"), FORMATS)
def test_a_number_format_tells_days_from_numbers(number, code, kind):
    assert format_kind(number, code) == kind


@pytest.mark.parametrize(("text", "kind", "epoch_1904", "expected"), SERIALS)
def test_a_serial_is_the_day_or_time_that_excel_shows(text, kind, epoch_1904, expected):
    assert serial_text(text, kind, epoch_1904) == expected


@given(st.dates(min_value=dt.date(1904, 1, 2)))
def test_every_day_comes_back_in_both_epochs(day):
    for epoch_1904, start in ((False, dt.date(1899, 12, 30)), (True, dt.date(1904, 1, 1))):
        assert serial_text(str((day - start).days), "date", epoch_1904) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-31", "2024-01-31"),
        ("2024-01-31T00:00:00", "2024-01-31"),
        ("2024-01-31T10:30:00", "2024-01-31 10:30:00"),
        ("soon", "soon"),
    ],
)
def test_days_stored_as_iso_text(text, expected):
    assert iso_text(text) == expected
