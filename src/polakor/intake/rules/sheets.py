"""Which rows of a workbook are read, in which order, and the sample an officer is shown."""

from collections.abc import Sequence

from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.shapes import cut
from polakor.intake.rules.workbooks import Row, Sheet, Workbook

SAMPLE_ROWS = 60
_LONGEST_CELL = 300


def people_rows(book: Workbook, layouts: Sequence[Layout | None]) -> list[tuple[int, Row]]:
    """Every row that is not blank of every table that is read, with its layout's place from 0.

    `book` is the file as it was opened; where a sheet holds several tables, the layouts say which
    part of it each of them is.
    """
    return [
        (at, row)
        for at, layout in enumerate(layouts)
        if layout is not None
        for row in _sheet_of(book, at, layout).rows
        if any(map(str.strip, row.cells))
    ]


def _sheet_of(book: Workbook, at: int, layout: Layout) -> Sheet:
    if layout.piece is None:
        return book.sheets[at]
    return cut(book.sheets[layout.piece.sheet], layout.piece)


def sample_of(sheet: Sheet, layout: Layout | None) -> dict[str, object]:
    """The sheet's name and its first rows below the headings, long cells cut, as plain values."""
    start = layout.header_rows[-1] if layout is not None and layout.header_rows else 0
    rows: list[list[object]] = []
    for row in sheet.rows[start:] if layout is not None else ():
        if len(rows) == SAMPLE_ROWS:
            break
        if any(map(str.strip, row.cells)):
            cells = [cell[:_LONGEST_CELL] for cell in row.cells]
            spread = [[at, text[:_LONGEST_CELL]] for at, text in row.spread]
            rows.append([row.number, cells, list(row.marks), list(row.merged), spread])
    return {"name": sheet.name, "hidden": sheet.hidden, "rows": rows}


def sample_rows(sample: dict[str, object]) -> list[Row]:
    """The rows ``sample_of`` kept."""
    kept = sample["rows"]
    assert isinstance(kept, list)
    return [
        Row(number, tuple(cells), tuple(marks), tuple(merged), _spread(*spread))
        for number, cells, marks, merged, *spread in kept
    ]


def _spread(kept: Sequence[tuple[int, str]] = ()) -> tuple[tuple[int, str], ...]:
    """What lies under merged cells; nothing in samples kept before that was looked at."""
    return tuple((at, text) for at, text in kept)
