import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import skops.io
from sklearn.ensemble import IsolationForest

from models.archive import canonical_archive
from models.artifacts import digest, read_forest

ROOT = Path(__file__).parents[3]
ROWS = np.random.default_rng(5).random((60, 3))


def an_archive(seed=0):
    return skops.io.dumps(IsolationForest(n_estimators=4, random_state=seed).fit(ROWS))


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_trees_give_the_same_bytes():
    first, second = an_archive(), an_archive()
    assert first != second
    assert canonical_archive(first) == canonical_archive(second)
    assert canonical_archive(first) != canonical_archive(an_archive(seed=1))


def test_the_same_trees_give_the_same_bytes_in_another_process():
    script = "from tests.unit.models.test_archive import *; print(digest(canonical_archive(an_archive())))"
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert said.strip() == digest(canonical_archive(an_archive()))


def test_nothing_of_the_forest_is_lost():
    data = an_archive()
    before, after = read_forest(data, "the old"), read_forest(canonical_archive(data), "the new")
    assert np.array_equal(before.score_samples(ROWS), after.score_samples(ROWS))
    assert after.get_params() == before.get_params()


def test_a_canonical_archive_stays_as_it_is():
    data = canonical_archive(an_archive())
    assert canonical_archive(data) == data


def test_members_are_stored_without_compression_and_without_time():
    with zipfile.ZipFile(io.BytesIO(canonical_archive(an_archive()))) as archive:
        told = {(member.compress_type, member.date_time) for member in archive.infolist()}
    assert told == {(zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))}


@pytest.mark.parametrize("left_over", [b"\x00", b"\xa5"])
def test_what_lies_between_the_fields_of_a_row_is_zero(left_over):
    rows = np.zeros(3, dtype=np.dtype([("node", "<i8"), ("flag", "u1")], align=True))
    rows.view("u1")[:] = left_over[0]
    rows["node"], rows["flag"] = 7, 1
    ((_, clean),) = [
        (name, data) for name, data in members(canonical_archive(skops.io.dumps(rows))).items() if name != "schema.json"
    ]
    assert clean.endswith((b"\x07" + b"\x00" * 7 + b"\x01" + b"\x00" * 7) * 3)
