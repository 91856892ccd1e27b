"""Spreadsheets we write: rows set aside, with the reason beside each, to be mended and sent back.

How a cell is written so that nothing runs in it lies in ``intake.rules.exchange``.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from polakor.intake.rules.exchange import OWN_COLUMNS, escaped

MOST_COLUMNS = 16_384  # a sheet of a spreadsheet has no more


@dataclass(frozen=True, slots=True)
class AsideRow:
    """One row to write: its mark, where it stood, why it is set aside, what it says."""

    id: UUID
    sheet: int
    row: int
    reason: str
    cells: Sequence[str]


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
