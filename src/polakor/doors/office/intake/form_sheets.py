"""An empty spreadsheet for a form: headings, and lists to choose from. Nothing else is in it."""

import io
from collections.abc import Sequence

from openpyxl import Workbook as Book
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from polakor.intake.rules.templates import Column

LINES = 500
_LONGEST_LIST = 255  # letters a list in a cell may take, its commas counted


def empty_sheet(columns: Sequence[Column], title: str) -> bytes:
    """An .xlsx of one sheet with these headings, for ``LINES`` people. All cells are text."""
    book = Book()
    page = book.active
    assert page is not None
    page.title = title[:31]
    page.freeze_panes = "A2"
    for at, column in enumerate(columns, 1):
        letter = get_column_letter(at)
        head = page.cell(row=1, column=at, value=column.heading)
        head.font = Font(bold=True)
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[letter].width = 24 if len(column.heading) > 12 else 16
        for line in range(2, LINES + 2):
            page.cell(row=line, column=at).number_format = "@"
        if column.words and not column.several:
            offered = DataValidation("list", formula1=_offered(column.words), allow_blank=True)
            offered.showErrorMessage = False  # other words are read too
            offered.add(f"{letter}2:{letter}{LINES + 1}")
            page.add_data_validation(offered)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _offered(words: Sequence[str]) -> str:
    """As many words, from the first, as a list in a cell can hold."""
    kept: list[str] = []
    for word in words:
        if len(",".join([*kept, word])) + 2 > _LONGEST_LIST:
            break
        if not set(word) & {",", '"'}:
            kept.append(word)
    return '"' + ",".join(kept) + '"'
