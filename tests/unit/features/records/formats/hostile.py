"""Workbooks that mean harm, and some that only look so."""

import struct
import zipfile
import zlib

from tests.unit.features.records.formats.books import NAMESPACE, inline, pack, parts, sheet_xml

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + f"]><sst {NAMESPACE}><si><t>&j;</t></si></sst>"
)
EXTERNAL = (
    '<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f"<sst {NAMESPACE}><si><t>&x;</t></si></sst>"
)
SHARED_CELL = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>')


def billion_laughs(path):
    return pack(path, parts(SHARED_CELL, shared=LAUGHS))


def external_entity(path):
    return pack(path, parts(SHARED_CELL, shared=EXTERNAL))


def zeros(path, size=60_000_000, part="xl/worksheets/sheet1.xml"):
    """A part of nothing but zeros, which packs a thousandfold."""
    pack(path, {name: text for name, text in parts().items() if name != part})
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(part, "w", force_zip64=True) as stream,
    ):
        for _ in range(size // 1_000_000):
            stream.write(bytes(1_000_000))
    return path


def twice_packed(path):
    """Zeros, packed and packed again."""
    inner = zlib.compress(bytes(50_000_000), 9)
    return pack(path, **{"xl/media/inner.zip": inner})


def overlapping(path, copies=50):
    """Many entries of the directory that point to one and the same packed part."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = bytes(500_000)
    packed = packer.compress(body) + packer.flush()
    pack(path)
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
        count = len(archive.infolist())
    old = path.read_bytes()
    directory = old[start:-22]
    name = b"xl/a.bin"
    common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, zlib.crc32(body), len(packed), len(body), len(name), 0)
    local = b"PK\x03\x04" + common + name + packed
    for place in range(copies):
        other = f"xl/{place:03}.b".encode()
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, start) + other
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count + copies, count + copies, len(directory), start + len(local), 0
    )
    path.write_bytes(old[:start] + local + directory + end)
    return path


def many_entries(path, count=10_001):
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts().items():
            archive.writestr(name, text)
        for place in range(count):
            archive.writestr(f"xl/media/{place}", b"")
    return path


def wide_header(path, columns=16_384):
    return pack(path, parts(sheet_xml(inline([[f"列{place}" for place in range(columns)], ["x"] * columns]))))


def wide_rows(path, rows=1_100):
    """A table of two columns with a cell in the last column of every row."""
    data = inline([["姓名", "身份证号"]])
    cell = '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="XFD{0}"><v>1</v></c></row>'
    return pack(path, parts(sheet_xml(data + "".join(cell.format(number) for number in range(2, rows + 2)))))


def beyond_columns(path):
    return pack(path, parts(sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="ZZZZ1"><v>1</v></c></row>')))


def far_cell(path):
    """A small table with one cell in the last place that Excel has, and a lie about its size."""
    data = inline([["姓名", "身份证号"], ["张三", "1"]]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    made = parts(sheet_xml(data).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))
    return pack(path, made)


def many_texts(path, count=1_000_000):
    """A million shared texts, which is much and no harm."""
    texts = "".join(f"<si><t>{place:x}</t></si>" for place in range(count))
    data = inline([["姓名", "身份证号"]]) + f'<row r="2"><c t="s"><v>{count - 1}</v></c><c t="s"><v>0</v></c></row>'
    return pack(path, parts(sheet_xml(data), shared=f"<sst {NAMESPACE}>{texts}</sst>"))


def deep(path, depth=300_000):
    """Elements within elements."""
    return pack(path, parts(sheet_xml("<row>" * depth + "</row>" * depth)))


def long_text(path, size=2_000_000, rows=20_000):
    """One text that is longer than any cell, in many cells."""
    data = inline([["姓名", "身份证号"]])
    data += "".join(f'<row r="{number}"><c t="s"><v>0</v></c></row>' for number in range(2, rows + 2))
    return pack(path, parts(sheet_xml(data), shared=f"<sst {NAMESPACE}><si><t>{'x' * size}</t></si></sst>"))


def one_token(path, size=40_000_000):
    """An attribute that never seems to end."""
    return pack(path, parts(sheet_xml(f'<row r="{"1" * size}"/>')))


def loaded_with(name, body=b"x"):
    """Return a maker of a workbook with one more part."""
    return lambda path: pack(path, **{name: body})


def declaring(part):
    """Return a maker of a workbook one of whose parts has a document type."""

    def make(path):
        made = parts(styles=f"<styleSheet {NAMESPACE}/>", shared=f"<sst {NAMESPACE}/>")
        made.setdefault(part, "<x/>")
        made[part] = f'<!DOCTYPE x [<!ENTITY e "e">]>{made[part]}'
        return pack(path, made)

    return make
