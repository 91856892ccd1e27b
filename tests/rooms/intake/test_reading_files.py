"""Opening files: told by content, measured before unpacking, refused in one clear sentence."""

import contextlib
import io
import struct
import zipfile

import pytest
from tests.factories import list_files

from polakor.base.errors import Refusal
from polakor.intake import errors
from polakor.intake.rules.tables import Limits, Workbook, open_table_file

HEAD = ["No", "Name", "Sex"]
ROW = [1, "Keo Dara", "M"]


def opened(content: bytes, name: str = "list.xlsx", limits: Limits | None = None) -> Workbook:
    return open_table_file(content, name, limits)


def cells(content: bytes, name: str = "list.csv") -> list[tuple[str, ...]]:
    return [row.cells for row in opened(content, name).sheets[0].rows]


def repacked(content: bytes, **parts: bytes) -> bytes:
    """A package with some members exchanged or added (`__` stands for `/`, `_xml` for `.xml`)."""
    out = io.BytesIO()
    wanted = {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name not in wanted:
                new.writestr(name, old.read(name))
        for name, data in wanted.items():
            new.writestr(name, data)
    return out.getvalue()


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.EmptyFile),
        (b" \r\n\t ", errors.EmptyFile),
        (b"\xef\xbb\xbf", errors.EmptyFile),
        (b"%PDF-1.7 ...", errors.PdfFile),
        (b"\x89PNG\r\n\x1a\n....", errors.PictureFile),
        (b"\xff\xd8\xff\xe0....", errors.PictureFile),
        (b"{\\rtf1 text}", errors.TextDocumentFile),
        (b"Rar!\x1a\x07\x00", errors.ArchiveFile),
        (b"<html><body><p>no table</p></body></html>", errors.NotATable),
        (bytes(range(1, 9)) * 600, errors.NotATable),
    ],
)
def test_other_kinds_of_files_are_named(content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        opened(content)


def test_every_refusal_has_its_own_number_and_says_what_to_do() -> None:
    kinds = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.FileRefusal)
    ]
    numbers = [kind.number for kind in kinds]
    assert len(set(numbers)) == len(numbers)
    assert all(kind.sentence.endswith(".") for kind in kinds)


def test_a_file_over_the_byte_limit_is_refused_with_its_size() -> None:
    with pytest.raises(errors.FileTooLarge) as refused:
        opened(b"a,b\n" * 1_000_000, "a.csv", Limits(max_bytes=1024 * 1024))
    assert refused.value.fields == {"size": 4, "limit": 1}


def test_rows_and_columns_over_the_limit_are_refused() -> None:
    with pytest.raises(errors.TooManyRows):
        opened(b"a,b\n" * 30, "a.csv", Limits(max_rows=20))
    with pytest.raises(errors.TooManyColumns):
        opened(b"a," * 30 + b"b\n", "a.csv", Limits(max_columns=20))
    with pytest.raises(errors.TooManyRows):
        opened(list_files.xlsx([ROW] * 30), limits=Limits(max_rows=20))


def test_a_package_cut_short_did_not_arrive_whole() -> None:
    whole = list_files.xlsx([HEAD, ROW])
    with pytest.raises(errors.IncompleteFile):
        opened(whole[: len(whole) // 2])


def test_a_package_that_says_it_unpacks_to_too_much_is_refused() -> None:
    bomb = repacked(list_files.xlsx([HEAD]), xl__more_xml=b"0" * 3_000_000)
    with pytest.raises(errors.UnpacksTooLarge):
        opened(bomb, limits=Limits(max_unpacked=2_000_000))


def test_a_package_that_lies_about_its_size_is_measured() -> None:
    bomb = bytearray(repacked(list_files.xlsx([HEAD]), xl__more_xml=b"0" * 3_000_000))
    size = struct.pack("<I", 3_000_000)
    while (at := bomb.find(size)) >= 0:
        bomb[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(errors.UnpacksTooLarge):
        opened(bytes(bomb), limits=Limits(max_unpacked=2_000_000))


def test_a_cell_far_away_does_not_take_the_memory_between() -> None:
    far = SHEET % (
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    with pytest.raises((errors.TooManyRows, errors.TooManyColumns)):
        opened(repacked(list_files.xlsx([HEAD]), xl__worksheets__sheet1_xml=far))


def test_blank_formatted_cells_far_away_are_no_obstacle() -> None:
    near = SHEET % b'<row r="1"><c r="A1" t="str"><v>x</v></c><c r="XFD1" s="1"/></row>'
    book = opened(repacked(list_files.xlsx([HEAD]), xl__worksheets__sheet1_xml=near))
    assert book.sheets[0].rows[0].cells == ("x",)


def test_an_ods_that_repeats_a_filled_row_a_million_times_is_refused() -> None:
    content = list_files.ods([HEAD, ROW]).replace(b"", b"")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("content.xml")
    body = body.replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">', 1
    )
    with pytest.raises(errors.UnpacksTooLarge):
        opened(repacked(content, content_xml=body))


def test_locked_packages_ask_for_an_open_copy() -> None:
    locked = bytearray(list_files.xlsx([HEAD, ROW]))
    at = locked.find(b"PK\x01\x02")
    while at >= 0:
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 4)
    with pytest.raises(errors.PasswordProtected):
        opened(bytes(locked))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(errors.PasswordProtected):
        opened(old)


def test_a_text_document_and_a_plain_archive_are_told_apart() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    with pytest.raises(errors.TextDocumentFile):
        opened(out.getvalue())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("photo.jpg", "x")
    with pytest.raises(errors.ArchiveFile):
        opened(out.getvalue())


def test_an_old_workbook_cut_short_is_told_from_a_damaged_one() -> None:
    whole = list_files.xls([HEAD, ROW])
    assert opened(whole).format == "xls"
    with pytest.raises(errors.IncompleteFile):
        opened(whole[:1700])
    with pytest.raises(errors.DamagedFile):
        opened(whole[:512] + bytes(2048))


@pytest.mark.parametrize(
    ("record", "claim"),
    [
        (struct.pack("<HH", 0x0200, 14), struct.pack("<IIHH", 0, 0xFFFFFFF0, 0, 0xFFFF)),
        (struct.pack("<HH", 0x0203, 14), struct.pack("<HH", 0xFFFF, 0xFFFF)),
    ],
)
def test_an_old_workbook_that_claims_endless_rows_is_refused(record: bytes, claim: bytes) -> None:
    hostile = bytearray(list_files.xls([HEAD, ROW]))
    at = hostile.index(record) + len(record)
    hostile[at : at + len(claim)] = claim
    with pytest.raises(errors.DamagedFile):
        opened(bytes(hostile))


def test_macros_are_told_and_left_alone() -> None:
    book = opened(repacked(list_files.xlsx([HEAD, ROW]), **{"xl__vbaProject.bin": b"x"}))
    assert [notice.code for notice in book.notices] == ["macros_ignored"]


def test_whole_numbers_lose_the_point_spreadsheets_give_them() -> None:
    rows = opened(list_files.xlsx([[1.0, 89057872.0, 12.5, True]])).sheets[0].rows
    assert rows[0].cells == ("1", "89057872", "12.5", "TRUE")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"),
     ("utf-16-be", "UTF-16"), ("cp874", "Windows-874")],
)  # fmt: skip
def test_thai_text_is_read_in_every_encoding_it_comes_in(encoding: str, shown: str) -> None:
    text = "ลำดับ,ชื่อ\r\n" + "1,สมชาย ใจดี\r\n" * 10
    book = opened(text.encode(encoding), "รายชื่อ.csv")
    assert book.encoding == shown
    assert book.sheets[0].rows[1].cells == ("1", "สมชาย ใจดี")


def test_accents_alone_are_windows_1252() -> None:
    book = opened("No;Note\r\n1;café – fini\r\n2;née\r\n".encode("cp1252"), "a.csv")
    assert book.encoding == "Windows-1252"
    assert book.sheets[0].rows[1].cells[1] == "café – fini"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_parting_sign_is_found(sign: str) -> None:
    text = sign.join(["No", "Name", "Place"]) + "\n"
    text += "\n".join(sign.join([str(n), "Keo Dara", '"A, B; C"']) for n in range(5))
    assert cells(text.encode())[1] == ("0", "Keo Dara", "A, B; C")


def test_one_open_quote_does_not_swallow_the_rows_after_it() -> None:
    lines = ["no,name"] + [f"{n},Keo Dara" for n in range(1, 30)]
    lines[5] = '5,"Sok Chan'
    rows = opened("\n".join(lines).encode(), "a.csv").sheets[0].rows
    assert len(rows) == 30
    assert [row.number for row in rows if row.marks] == [6]


def test_a_quoted_line_break_is_one_record() -> None:
    assert cells(b'no,name\n1,"Keo\nDara"\n2,Sok\n')[1:] == [("1", "Keo\nDara"), ("2", "Sok")]


def test_stray_bytes_mark_their_row_only() -> None:
    text = "no;ឈ្មោះ\n" + "".join(f"{n};កែវ ដារ៉ា\n" for n in range(9))
    content = text.encode() + b"9;\xff\xfe\x96\n" + "10;ជា សុខ\n".encode()
    book = opened(content, "a.csv")
    marked = [row.number for row in book.sheets[0].rows if "bad_bytes" in row.marks]
    assert (marked, book.notices[0].code) == ([11], "stray_bytes")


def test_nothing_but_refusals_comes_out_of_mangled_files() -> None:
    whole = list_files.xlsx([HEAD, ROW] * 20)
    for step in range(0, len(whole), 97):
        mangled = bytearray(whole)
        mangled[step] ^= 0xFF
        with contextlib.suppress(Refusal):
            opened(bytes(mangled))
