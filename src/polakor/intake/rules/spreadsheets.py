"""Workbooks of spreadsheet programs (xlsx, ods, xls) as rows of text."""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from polakor.intake import errors
from polakor.intake.rules.biff import check_records
from polakor.intake.rules.compound import workbook_streams
from polakor.intake.rules.notices import Notice
from polakor.intake.rules.workbooks import Limits, Merge, Row, Sheet, Workbook, check_rows

Formulas = dict[str, dict[tuple[int, int], str]]
_ByRow = dict[int, list[Merge]]

_LONGEST_MERGE = 10_000  # rows
_COMPOUND = b"\xd0\xcf\x11\xe0"
_SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_RELATION = re.compile(rb"<Relationship\s[^>]*>")
_BARE_FORMULA = re.compile(
    rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"[^>]*><f[^>/]*>([^<]*)</f>(?:<v\s*/>|<v></v>)?</c>'
)


def open_xlsx(
    content: bytes, package: zipfile.ZipFile, limits: Limits, notices: tuple[Notice, ...]
) -> Workbook:
    """Open an .xlsx that `packages` has measured."""
    formulas = _bare_formulas(package)
    if formulas:
        notices = (*notices, Notice.of("formulas_as_text"))
    return _open(content, "xlsx", limits, notices, formulas)


def open_ods(
    content: bytes, package: zipfile.ZipFile, limits: Limits, notices: tuple[Notice, ...]
) -> Workbook:
    """Open an .ods that `packages` has measured."""
    del package
    return _open(content, "ods", limits, notices, {})


def open_old_workbook(content: bytes, limits: Limits) -> Workbook:
    """Open an .xls; tells a locked .xlsx and an old text document, which share its container."""
    if _has_stream(content, "EncryptedPackage"):
        raise errors.PasswordProtected()
    if _has_stream(content, "WordDocument"):
        raise errors.TextDocumentFile()
    for stream in workbook_streams(content) if content.startswith(_COMPOUND) else (content,):
        check_records(stream, limits)
    notices = (Notice.of("macros_ignored"),) if _has_stream(content, "_VBA_PROJECT") else ()
    return _open(content, "xls", limits, notices, {})


def _has_stream(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in content


def _open(
    content: bytes, kind: str, limits: Limits, notices: tuple[Notice, ...], formulas: Formulas
) -> Workbook:
    with _as_refusals(content, kind):
        book: Any = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        metadata = [m for m in book.sheets_metadata if "work" in str(m.typ).lower()]
        sheets = tuple(_sheet(book, meta, limits, formulas) for meta in metadata)
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    found = [Notice.of("hidden_sheet", sheet=name) for name in hidden]
    return Workbook(kind, sheets, notices=(*notices, *found))


@contextmanager
def _as_refusals(content: bytes, kind: str) -> Iterator[None]:
    """Turn what the parser raises into refusals; its own panics are no Python exceptions."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise errors.PasswordProtected() from error
    except python_calamine.CalamineError as error:
        # A container of 512-byte blocks that ends inside a block was cut off on its way.
        cut = kind == "xls" and len(content) % 512 != 0
        raise (errors.IncompleteFile() if cut else errors.DamagedFile()) from error
    except (OSError, ValueError, OverflowError) as error:
        raise errors.DamagedFile() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise errors.DamagedFile() from error
        raise


def _sheet(book: Any, meta: Any, limits: Limits, formulas: Formulas) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    start, end = sheet.start, sheet.end
    hidden = not str(meta.visible).endswith(".Visible")
    if start is None or end is None:
        return Sheet(meta.name, (), hidden)
    check_rows(end[0] + 1, end[1] + 1, limits)
    merges = tuple(
        Merge(top, left, bottom, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    rows = tuple(_rows(sheet, start[1], formulas.get(meta.name, {}), merges))
    return Sheet(meta.name, rows, hidden, tuple(sorted(merges, key=lambda m: (m.top, m.left))))


def _rows(
    sheet: Any, left: int, formulas: dict[tuple[int, int], str], merges: tuple[Merge, ...]
) -> Iterator[Row]:
    covered = _covered(merges)
    said: dict[Merge, str] = {}  # what each cell merged downwards says
    starts, below = _downwards(merges)
    extra: dict[int, dict[int, str]] = {}
    for (row, column), text in formulas.items():
        extra.setdefault(row, {})[column] = text
    padding = [""] * left
    for index, values in enumerate(sheet.iter_rows()):
        cells = padding + [value if value.__class__ is str else _text(value) for value in values]
        for column, text in extra.pop(index, {}).items():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or text
        for merge in starts.get(index, ()):
            said[merge] = cells[merge.left] if merge.left < len(cells) else ""
        spread = tuple((m.left, said[m]) for m in below.get(index, ()) if said.get(m))
        yield Row(index + 1, tuple(cells), (), covered.get(index, ()), spread)


def _downwards(merges: tuple[Merge, ...]) -> tuple[_ByRow, _ByRow]:
    """The merges that run downwards by their first row, and by each row below it (from 0)."""
    starts: _ByRow = {}
    below: _ByRow = {}
    for merge in merges:
        if merge.bottom > merge.top:
            starts.setdefault(merge.top, []).append(merge)
        for row in range(merge.top + 1, min(merge.bottom, merge.top + _LONGEST_MERGE) + 1):
            below.setdefault(row, []).append(merge)
    return starts, below


def _covered(merges: tuple[Merge, ...]) -> dict[int, tuple[int, ...]]:
    """Per row (from 0) the columns that lie under a cell merged downwards from above."""
    found: dict[int, set[int]] = {}
    for merge in merges:
        for row in range(merge.top + 1, min(merge.bottom, merge.top + _LONGEST_MERGE) + 1):
            found.setdefault(row, set()).update(range(merge.left, merge.right + 1))
    return {row: tuple(sorted(columns)) for row, columns in found.items()}


def _text(value: object) -> str:
    """A cell's value as an office would write it. Whole numbers come as floats; drop the ".0"."""
    writer = _WRITERS.get(value.__class__)
    return writer(value) if writer else str(value)


def _number(value: Any) -> str:
    if value == value and abs(value) < 1e18 and value == int(value):
        return str(int(value))
    return repr(value)


def _moment(value: Any) -> str:
    if value.time() == time(0):
        return str(value.date().isoformat())
    return str(value.isoformat(" ", "seconds"))


_WRITERS: dict[type, Callable[[Any], str]] = {
    float: _number,
    int: str,
    bool: lambda value: "TRUE" if value else "FALSE",
    date: lambda value: str(value.isoformat()),
    datetime: _moment,
    time: lambda value: str(value.isoformat("seconds")),
    timedelta: str,
}


def _bare_formulas(package: zipfile.ZipFile) -> Formulas:
    """Formulas saved without a value, per sheet, as text with their "=": they are never run."""
    found: Formulas = {}
    for name, part in _sheet_parts(package):
        data = package.read(part)
        if b"<f" not in data:
            continue
        cells = {
            (int(row) - 1, _column(letters)): "=" + html.unescape(text.decode("utf-8", "replace"))
            for letters, row, text in _BARE_FORMULA.findall(data)
        }
        if cells:
            found[name] = cells
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _sheet_parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and member of each sheet."""
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return
    targets = {}
    for tag in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTE.findall(tag.decode("utf-8", "replace")))
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[attributes.get("Id", "")] = path
    for tag in _SHEET_TAG.findall(package.read("xl/workbook.xml")):
        attributes = dict(_ATTRIBUTE.findall(tag.decode("utf-8", "replace")))
        part = targets.get(attributes.get("r:id", ""), "")
        if part in names:
            yield html.unescape(attributes.get("name", "")), part
