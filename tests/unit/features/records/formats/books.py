"""Workbooks for tests, made part by part or whole, and what is read from them."""

import struct
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import xlsxwriter

from features.records.formats.workbook import read_workbook
from features.records.sheet import Sheet

NAMES = frozenset({"序号", "姓名", "身份证号", "出生日期", "金额", "家庭编号", "备注", "人数"})
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

PERSONS = [["姓名", "身份证号"], ["张三", "110105194912310021"], ["李四", "110105199003071233"]]


def inline(rows, start=1):
    """Return the XML of rows with inline texts; numbers stay numbers."""
    return "".join(
        f'<row r="{number}">' + "".join(_cell(value) for value in row) + "</row>"
        for number, row in enumerate(rows, start=start)
    )


def _cell(value):
    if value is None:
        return "<c/>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>' if isinstance(value, str) else f"<c><v>{value}</v></c>"


def sheet_xml(data, after=""):
    return f"<worksheet {NAMESPACE}><sheetData>{data}</sheetData>{after}</worksheet>"


def parts(
    sheet=None,
    *,
    shared=None,
    styles=None,
    content=MAIN,
    properties="",
    listing='<sheet name="s" sheetId="1" r:id="r1"/>',
):
    """Return the parts of a workbook with one sheet, by name."""
    relation = f'<Relationship Id="{{}}" Type="{RELATIONS}/{{}}" Target="{{}}"/>'
    related = relation.format("r1", "worksheet", "worksheets/sheet1.xml")
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{content}"/></Types>',
        "xl/workbook.xml": f'<workbook {NAMESPACE} xmlns:r="{RELATIONS}">{properties}<sheets>{listing}</sheets></workbook>',
        "xl/worksheets/sheet1.xml": sheet if sheet is not None else sheet_xml(inline(PERSONS)),
    }
    if shared is not None:
        made["xl/sharedStrings.xml"] = shared
        related += relation.format("r2", "sharedStrings", "sharedStrings.xml")
    if styles is not None:
        made["xl/styles.xml"] = styles
        related += relation.format("r3", "styles", "/xl/styles.xml")
    made["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>'
    return made


def pack(path, made=None, **extra):
    """Write parts into an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**(parts() if made is None else made), **extra}.items():
            archive.writestr(name, text)
    return path


def good(path, rows=PERSONS, name="人员"):
    """Write a workbook as people do."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def read(path, folder=None) -> list[Sheet]:
    """Read a workbook in this process."""
    room = Path(folder or path.parent / f"room-{path.stem}")
    room.mkdir(exist_ok=True)
    return read_workbook(path, file=path.name, folder=room, known=NAMES.__contains__)


def records(sheet: Sheet):
    """Return the (row, fault, cells) of a sheet."""
    table = pq.read_table(sheet.path).to_pylist()
    return [(row["_row"], row["_fault"], [row[f"c{place}"] for place in range(len(sheet.header))]) for row in table]


def old_book(path, rows, *, extra=b"", stream="Workbook", records_before=b""):
    """Write an .xls: a compound file whose only stream holds one sheet (MS-CFB, MS-XLS)."""

    def record(kind, body):
        return struct.pack("<HH", kind, len(body)) + body

    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells += record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
            elif value is not None:
                cells += record(0x0203, place + struct.pack("<d", value))
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0)) + cells + record(0x000A, b"")
    name = "人员".encode("utf-16-le")
    head = record(0x0809, begin) + records_before
    bound = 4 + 4 + 2 + 2 + len(name)
    head += record(0x0085, struct.pack("<IBBBB", len(head) + bound + 4, 0, 0, 2, 1) + name) + record(0x000A, b"")
    body = (head + sheet).ljust(4096, b"\0")
    body += b"\0" * (-len(body) % 512)
    sectors = len(body) // 512
    fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    fat += [0xFFFFFFFF] * (128 - len(fat))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(stream, 2, 0xFFFFFFFF, 2, len(body))
    path.write_bytes(header + struct.pack("<128I", *fat) + directory.ljust(512, b"\0") + body + extra)
    return path


def _entry(name, kind, child, start, size):
    text = (name + "\0").encode("utf-16-le")
    none = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
