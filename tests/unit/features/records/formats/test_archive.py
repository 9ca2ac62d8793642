import struct
import zipfile

import pytest

from features.errors import DataError
from features.records.formats.archive import open_archive, read_part
from tests.unit.features.records.formats import hostile
from tests.unit.features.records.formats.books import good, pack


def open_all(path):
    with path.open("rb") as stream, open_archive(stream, path.name) as archive:
        return {name: b"".join(read_part(archive, name, path.name)) for name in archive.namelist()}


def renamed(name):
    return lambda path: pack(path, {"[Content_Types].xml": "x", name: "y"})


def with_flag(path):
    """Set the bit that says that the first entry is encrypted."""
    pack(path)
    body = bytearray(path.read_bytes())
    place = body.find(b"PK\x01\x02")
    body[place + 8] |= 1
    path.write_bytes(bytes(body))
    return path


def with_method(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/workbook.xml", "x" * 100)
    return path


def with_link(path):
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("xl/link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return path


def with_nul(path):
    pack(path, {"xl/a.xmlXa.exe": "x"})
    path.write_bytes(path.read_bytes().replace(b"a.xmlXa.exe", b"a.xml\0a.exe"))
    return path


def twice_named(path):
    pack(path, {"xl/a.xml": "x", "xl/b.xml": "y"})
    path.write_bytes(path.read_bytes().replace(b"b.xml", b"a.xml"))
    return path


def huge_directory(path):
    pack(path)
    body = bytearray(path.read_bytes())
    struct.pack_into("<I", body, len(body) - 10, 1 << 30)
    path.write_bytes(bytes(body))
    return path


def huge_claim(path):
    """Claim four gigabytes for a part of some bytes."""
    pack(path)
    body = bytearray(path.read_bytes())
    struct.pack_into("<I", body, body.find(b"PK\x01\x02") + 24, 0xFFFFFFF0)
    path.write_bytes(bytes(body))
    return path


def no_local_header(path):
    pack(path)
    path.write_bytes(path.read_bytes().replace(b"PK\x03\x04", b"PK\x03\x05", 1))
    return path


REFUSED = (
    (hostile.zeros, "200 times"),
    (lambda path: hostile.zeros(path, part="docProps/x.bin"), "200 times"),
    (hostile.twice_packed, "another archive"),
    (hostile.overlapping, "overlap"),
    (hostile.many_entries, "parts"),
    (huge_directory, "parts"),
    (huge_claim, "1 GiB"),
    (with_flag, "encrypted"),
    (with_method, "packed in a way"),
    (with_link, "symbolic link"),
    (with_nul, "leads out"),
    (twice_named, "two parts"),
    (no_local_header, "damaged"),
    (renamed("../../etc/cron.d/x"), "leads out"),
    (renamed("/etc/passwd"), "leads out"),
    (renamed("..\\x"), "leads out"),
    (renamed("C:/x"), "leads out"),
    (renamed("xl/embeddings/a.XLSX"), "another archive"),
)


@pytest.mark.parametrize(("make", "words"), REFUSED)
def test_a_hostile_archive_is_refused_and_a_good_one_opens_afterwards(tmp_path, make, words):
    path = make(tmp_path / "bad.xlsx")
    with pytest.raises(DataError, match=words) as caught:
        open_all(path)
    assert str(caught.value).startswith("bad.xlsx ")
    assert str(caught.value).endswith(".")
    assert "xl/workbook.xml" in open_all(good(tmp_path / "good.xlsx"))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_archive_is_refused(tmp_path, share):
    path = good(tmp_path / "a.xlsx")
    body = path.read_bytes()
    path.write_bytes(body[: int(len(body) * share)])
    with pytest.raises(DataError, match="cut off or damaged"):
        open_all(path)


@pytest.mark.parametrize("missing", [1, 2, 10, 21])
def test_an_archive_without_its_last_bytes_is_refused(tmp_path, missing):
    path = good(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:-missing])
    with pytest.raises(DataError, match="cut off or damaged"):
        open_all(path)


def test_a_changed_byte_is_found_by_the_checksum(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/workbook.xml", "y" * 50)
    path.write_bytes(path.read_bytes().replace(b"yyyy", b"yyyz", 1))
    with pytest.raises(DataError, match="cut off or damaged"):
        open_all(path)


def test_a_part_that_is_longer_than_it_claims_is_never_unpacked_beyond(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.bin", bytes(1_000_000))
    body = bytearray(path.read_bytes())
    struct.pack_into("<I", body, body.find(b"PK\x01\x02") + 24, 1_000)
    path.write_bytes(bytes(body))
    with pytest.raises(DataError, match="cut off or damaged"):
        open_all(path)


def test_a_missing_part_is_damage(tmp_path):
    path = good(tmp_path / "a.xlsx")
    with (
        path.open("rb") as stream,
        open_archive(stream, "a.xlsx") as archive,
        pytest.raises(DataError, match="damaged"),
    ):
        list(read_part(archive, "xl/none.xml", "a.xlsx"))
