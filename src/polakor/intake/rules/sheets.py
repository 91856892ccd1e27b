"""Which rows of a workbook are read, in which order, and the sample an officer is shown."""

from collections.abc import Sequence

from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.workbooks import Row, Sheet, Workbook

SAMPLE_ROWS = 60
_LONGEST_CELL = 300


def people_rows(book: Workbook, layouts: Sequence[Layout | None]) -> list[tuple[int, Row]]:
    """Every row that is not blank of every sheet that is read, with the sheet's place from 0."""
    return [
        (at, row)
        for at, (sheet, layout) in enumerate(zip(book.sheets, layouts, strict=True))
        if layout is not None
        for row in sheet.rows
        if any(map(str.strip, row.cells))
    ]


def sample_of(sheet: Sheet, layout: Layout | None) -> dict[str, object]:
    """The sheet's name and its first rows below the headings, long cells cut, as plain values."""
    start = layout.header_rows[-1] if layout is not None and layout.header_rows else 0
    rows: list[list[object]] = []
    for row in sheet.rows[start:] if layout is not None else ():
        if len(rows) == SAMPLE_ROWS:
            break
        if any(map(str.strip, row.cells)):
            cells = [cell[:_LONGEST_CELL] for cell in row.cells]
            rows.append([row.number, cells, list(row.marks), list(row.merged)])
    return {"name": sheet.name, "hidden": sheet.hidden, "rows": rows}


def sample_rows(sample: dict[str, object]) -> list[Row]:
    """The rows ``sample_of`` kept."""
    kept = sample["rows"]
    assert isinstance(kept, list)
    return [
        Row(number, tuple(cells), tuple(marks), tuple(merged))
        for number, cells, marks, merged in kept
    ]
