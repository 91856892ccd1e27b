"""Zip packages (xlsx, ods): measured before any parser sees them.

A few kilobytes can unpack to gigabytes, or name a cell a million rows down that makes a parser
ask for all cells above it. Both are found here, in bounded memory.
"""

import io
import re
import struct
import zipfile
import zlib

from polakor.intake import errors
from polakor.intake.rules import spreadsheets
from polakor.intake.rules.notices import Notice
from polakor.intake.rules.workbooks import MB, Limits, Workbook

_MAX_MEMBERS = 5_000
_CHUNK = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)
_FAR_COLUMN = re.compile(rb'<c [^>]*?r="([A-Z]{2,3})\d{1,7}"[^>/]*>')
_FARTHEST_ROW = re.compile(rb'<c [^>]*?r="[A-Z]{1,3}(\d{6,7})"[^>/]*>')
_FAR_ROW = re.compile(rb'<c [^>]*?r="[A-Z]{1,3}(\d{4,7})"[^>/]*>')
_FULL_CELL = re.compile(rb"<(?:office:|text:p|table:covered)|office:value")
_REPEATED_ROWS = re.compile(rb'<table:table-row[^>]*number-rows-repeated="(\d+)"[^>]*(?<!/)>')
_REPEATED_CELLS = re.compile(rb'<table:table-cell[^>]*?number-columns-repeated="(\d+)"[^>]*?(/?)>')


def open_package(content: bytes, limits: Limits) -> Workbook:
    """Open an xlsx or ods. Raises the refusals for what is incomplete, locked, huge or no table."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError) as error:
        raise errors.IncompleteFile() from error
    try:
        return _opened(content, package, limits)
    except _BROKEN as error:
        raise errors.DamagedFile() from error


def _opened(content: bytes, package: zipfile.ZipFile, limits: Limits) -> Workbook:
    with package:
        members = package.infolist()
        if any(member.flag_bits & 0x1 for member in members):
            raise errors.PasswordProtected()
        _measure(content, members, limits)
        names = {member.filename for member in members}
        kind = _kind(package, names)
        notices = _notices(names)
        if kind == "xlsx":
            _check_far_cells(package, names, limits)
            return spreadsheets.open_xlsx(content, package, limits, notices)
        _check_repeats(_part(package, "content.xml"), limits)
        return spreadsheets.open_ods(content, package, limits, notices)


def _kind(package: zipfile.ZipFile, names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        raise errors.BinaryWorkbookFile()
    if "xl/workbook.xml" in names or any(name.endswith("/workbook.xml") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        raise errors.TextDocumentFile()
    if "content.xml" in names:
        if b"encryption-data" in _part(package, "META-INF/manifest.xml"):
            raise errors.PasswordProtected()
        if b"office:spreadsheet" not in _part(package, "content.xml")[: 2 * MB]:
            raise errors.TextDocumentFile()
        return "ods"
    if "[Content_Types].xml" in names:
        raise errors.DamagedFile()
    raise errors.ArchiveFile()


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one member, b"" when it is not there. Raises `DamagedFile`."""
    try:
        return package.read(name)
    except KeyError:
        return b""
    except _BROKEN as error:
        raise errors.DamagedFile() from error


def _notices(names: set[str]) -> tuple[Notice, ...]:
    found = []
    if any(name.lower().endswith(("vbaproject.bin", ".xba")) for name in names):
        found.append(Notice.of("macros_ignored"))
    if any("/externalLinks/" in name for name in names):
        found.append(Notice.of("links_ignored"))
    return tuple(found)


def _measure(content: bytes, members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse by what the package says it unpacks to, then by what it really unpacks to."""
    refusal = errors.UnpacksTooLarge(limit=limits.max_unpacked // MB)
    if len(members) > _MAX_MEMBERS or sum(m.file_size for m in members) > limits.max_unpacked:
        raise refusal
    left = limits.max_unpacked
    for member in members:
        left -= _unpacked_size(content, member, left)
        if left < 0:
            raise refusal


def _unpacked_size(content: bytes, member: zipfile.ZipInfo, most: int) -> int:
    """Bytes `member` unpacks to, counted no further than just past `most`."""
    start = member.header_offset
    header = content[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise errors.DamagedFile()
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start += 30 + name_length + extra_length
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise errors.DamagedFile()
    size, inflater, rest = 0, zlib.decompressobj(-15), b""
    try:
        for offset in range(0, len(packed), _CHUNK):
            rest = bytes(packed[offset : offset + _CHUNK])
            while rest and not inflater.eof:
                size += len(inflater.decompress(rest, 1 << 20))
                rest = inflater.unconsumed_tail
                if size > most:
                    return size
    except zlib.error as error:
        raise errors.DamagedFile() from error
    return size


def _check_far_cells(package: zipfile.ZipFile, names: set[str], limits: Limits) -> None:
    """A parser makes room for every cell up to the furthest filled one; look where that is."""
    for name in names:
        if "/worksheets/" not in name or not name.endswith(".xml"):
            continue
        data = _part(package, name)
        columns = max((_column(found) for found in _FAR_COLUMN.findall(data)), default=26)
        if columns > limits.max_columns:
            raise errors.TooManyColumns(limit=limits.max_columns)
        # The closer look at rows costs time, so it is taken only where it can matter.
        near = columns * 99_999 <= limits.max_cells
        rows = max(map(int, (_FARTHEST_ROW if near else _FAR_ROW).findall(data)), default=0)
        if max(rows, data.count(b"<row")) > limits.max_rows:
            raise errors.TooManyRows(limit=limits.max_rows)
        if rows * columns > limits.max_cells:
            raise errors.TooManyColumns(limit=limits.max_cells // rows)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_repeats(content: bytes, limits: Limits) -> None:
    """An ods may say "repeat this row a million times"; only blank ones may."""
    for row in _REPEATED_ROWS.finditer(content):
        if int(row.group(1)) < 1000:
            continue
        end = content.find(b"</table:table-row>", row.end())
        if _FULL_CELL.search(content, row.end(), end if end > 0 else row.end()):
            raise errors.UnpacksTooLarge(limit=limits.max_unpacked // MB)
    for cell in _REPEATED_CELLS.finditer(content):
        if int(cell.group(1)) > limits.max_columns and not cell.group(2):
            raise errors.TooManyColumns(limit=limits.max_columns)
