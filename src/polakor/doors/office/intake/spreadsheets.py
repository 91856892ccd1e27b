"""Spreadsheets we write: rows set aside, with the reason beside each, to be mended and sent back.

What a stranger wrote must not run in the program that opens our file: a cell that begins like a
formula comes out behind an apostrophe, and comes back without it.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from polakor.intake.rules.workbooks import Workbook

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST = 32_000  # a cell of a spreadsheet holds 32,767 letters
MOST_COLUMNS = 16_384  # a sheet of a spreadsheet has no more
OWN_COLUMNS = 3
"""Columns we put before the sender's own: the row's mark, the row, the reason."""


@dataclass(frozen=True, slots=True)
class AsideRow:
    """One row to write: its mark, where it stood, why it is set aside, what it says."""

    id: UUID
    sheet: int
    row: int
    reason: str
    cells: Sequence[str]


def escaped(text: str) -> str:
    """``text`` as a cell that no program takes for a formula, without unprintable letters."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST]
    plain = "".join(letter for letter in plain if not "\ud800" <= letter <= "\udfff")
    return f"'{plain}" if plain.startswith(RISKY) else plain


def unescaped(text: str) -> str:
    """What ``escaped`` was given."""
    return text[1:] if text.startswith("'") and text[1:2] in RISKY and len(text) > 1 else text


def write_rows_set_aside(
    rows: Iterable[AsideRow],
    heads: Sequence[Sequence[str]],
    names: Sequence[str],
    own_heads: Sequence[str],
) -> bytes:
    """An .xlsx with one sheet for each sheet that has rows.

    ``heads`` and ``names`` are the headings and the name of each sheet; ``own_heads`` the words
    above our own columns. All cells are text: a number that lost its leading zero is no help.
    """
    book = Book(write_only=True)
    pages: dict[int, object] = {}
    for row in rows:
        if row.sheet not in pages:
            pages[row.sheet] = _page(book, row.sheet, heads, names, own_heads)
        page = pages[row.sheet]
        cells = [str(row.id), str(row.row), row.reason, *row.cells]
        page.append([_text(page, cell) for cell in cells[:MOST_COLUMNS]])  # type: ignore[attr-defined]
    if not pages:
        _page(book, 0, heads, names, own_heads)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _page(
    book: Book,
    at: int,
    heads: Sequence[Sequence[str]],
    names: Sequence[str],
    own_heads: Sequence[str],
) -> object:
    name = names[at] if at < len(names) else ""
    plain = "".join(letter for letter in escaped(name) if letter not in "[]:*?/\\'=+@")
    page = book.create_sheet(f"{at + 1} {plain}"[:31])
    page.column_dimensions["A"].width = 12
    page.column_dimensions["C"].width = 48
    for index in range(OWN_COLUMNS, OWN_COLUMNS + 12):
        page.column_dimensions[get_column_letter(index + 1)].width = 20
    page.freeze_panes = "D2"
    own = heads[at] if at < len(heads) else ()
    heading = (*own_heads, *own)[:MOST_COLUMNS]
    page.append([_text(page, text, bold=True) for text in heading])
    return page


def _text(page: object, text: str, *, bold: bool = False) -> Any:
    cell: Any = WriteOnlyCell(page, value=escaped(text))  # type: ignore[arg-type]
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def read_sent_back(book: Workbook) -> dict[UUID, list[str]]:
    """Cells of each row of a file sent back, by the row's mark; rows without one are left out."""
    found: dict[UUID, list[str]] = {}
    for sheet in book.sheets:
        for row in sheet.rows:
            mark = _mark(row.cells[0]) if row.cells else None
            if mark is not None:
                found[mark] = [unescaped(cell) for cell in row.cells[OWN_COLUMNS:]]
    return found


def _mark(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def same_cells(written: Sequence[str], sent_back: Sequence[str]) -> bool:
    """Whether a row came back as we wrote it; trailing blank cells and edge spaces do not count."""
    before = [unescaped(escaped(cell)).strip() for cell in written]
    after = [cell.strip() for cell in sent_back]
    width = max(len(before), len(after))
    return before + [""] * (width - len(before)) == after + [""] * (width - len(after))
