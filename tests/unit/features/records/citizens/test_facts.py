"""The engine's facts are Python's."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from features.records.citizens.facts import FULL, SHORT, forget_facts, gather_facts, upgraded
from features.records.citizens.number import birth_date, check_character, upgrade

LONG = st.from_regex("[1-9][0-9]{5}(1[89]|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9X]", fullmatch=True)
SHORT_NUMBERS = st.from_regex("[1-9][0-9]{7}[01][0-9][0-3][0-9]{4}", fullmatch=True)
ODD = st.text(alphabet="0123456789X +-._eE汉", max_size=19)


@settings(max_examples=50, deadline=None)
@given(st.lists(LONG | SHORT_NUMBERS | ODD, min_size=1, max_size=40))
def test_what_the_engine_knows(values):
    connection = duckdb.connect()
    connection.execute("CREATE TABLE stage AS SELECT unnest(?) AS n, 1 AS _source, NULL::VARCHAR AS _rule", [values])
    gather_facts(connection, "stage", "n")
    facts = connection.execute(
        f"SELECT place, {FULL}, {SHORT}, agrees, dated, {upgraded()} FROM number_facts ORDER BY place"
    ).fetchall()
    forget_facts(connection)
    for value, (_, full, short, agrees, dated, long) in zip(values, facts, strict=True):
        if value.isascii() and value[:17].isdigit() and value[-1:] in "0123456789X" and not value.startswith("0"):
            assert full is (len(value) == 18)
            assert short is (len(value) == 15)
        if value.isdigit() and short:
            assert dated is (birth_date(value) is not None)
            assert not dated or long == upgrade(value)
        if full and value[:17].isdigit():
            assert agrees is (check_character(value[:17]) == value[17])
            assert dated is (birth_date(f"{value[:17]}0") is not None)
