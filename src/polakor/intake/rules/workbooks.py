"""What an opened list is: a workbook of sheets of rows of text, and how large it may be."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from polakor.intake import errors
from polakor.intake.rules.notices import Notice

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. Bytes, except rows, columns, cells (counts over one sheet)."""

    max_bytes: int = 60 * MB
    max_unpacked: int = 500 * MB
    max_rows: int = 200_000
    max_columns: int = 2_000
    max_cells: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands. `number` counts from 1, title rows included (records in a CSV).

    `marks` are findings about the row itself: `bad_bytes`, `unclosed_quote`. `merged` are the
    columns (from 0) that lie under a cell merged downwards from a row above; `spread` are the
    first of those columns, each with what the merged cell says.
    """

    number: int
    cells: tuple[str, ...]
    marks: tuple[str, ...] = ()
    merged: tuple[int, ...] = ()
    spread: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, both ends included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Which part of a file is one table: `sheet` from 0, rows from 1 (`last_row` 0: to the end).

    `columns` (from 0) are those of the table, all of them when (). `turned` sheets have their
    headings down the side: columns and rows change places before anything else is counted.
    """

    sheet: int
    first_row: int = 1
    last_row: int = 0
    columns: tuple[int, ...] = ()
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` can be walked again and again; all rows are there, blank ones too.

    `piece` tells which part of the file's sheet this is, None where it is all of it.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    piece: Piece | None = None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened file. `encoding` is "" where the format fixes it; it is shown to the officer."""

    format: str
    sheets: tuple[Sheet, ...]
    encoding: str = ""
    notices: tuple[Notice, ...] = field(default=())


def check_rows(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a table beyond `limits`. Raises `TooManyRows` or `TooManyColumns`."""
    if rows > limits.max_rows:
        raise errors.TooManyRows(limit=limits.max_rows)
    if columns > limits.max_columns:
        raise errors.TooManyColumns(limit=limits.max_columns)
