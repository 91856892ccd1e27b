"""Tables saved as web pages, often under an .xls name. Nothing outside the page is ever loaded."""

import re
from html.parser import HTMLParser

from polakor.intake import errors
from polakor.intake.rules.encodings import decode, mend
from polakor.intake.rules.workbooks import Limits, Merge, Row, Sheet, Workbook, check_rows

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_MOST_SPAN = 200
_MOST_SPANNED = 200_000
"""Places covered by spans on one page: a file of a few kilobytes could claim gigabytes."""


def open_web_table(content: bytes, limits: Limits) -> Workbook:
    """Open every table of a page as one sheet. Raises `NotATable` when the page has none."""
    text, encoding = _text(content)
    reader = _TableReader(limits)
    reader.feed(text)
    reader.close()
    tables = [table for table in reader.tables if len(table.rows) > 1]
    if not tables:
        raise errors.NotATable()
    rows = sum(len(table.rows) for table in tables)
    if sum(len(table.rows) * table.width for table in tables) > limits.max_cells:
        raise errors.TooManyColumns(limit=limits.max_cells // rows)
    sheets = tuple(table.sheet(str(number)) for number, table in enumerate(tables, 1))
    return Workbook("html", sheets, encoding)


def _text(content: bytes) -> tuple[str, str]:
    named = _CHARSET.search(content[:4096])
    if named and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = named.group(1).decode("ascii").lower()
        name = {"windows-874": "cp874", "tis-620": "cp874"}.get(name, name)
        try:
            return content.decode(name), name.upper()
        except (LookupError, UnicodeDecodeError):
            pass  # the page says what it is not; its bytes decide
    decoded = decode(content)
    return mend(decoded.text), decoded.encoding


class _Table:
    """Rows of one table, with spans laid out the way a browser would."""

    def __init__(self) -> None:
        self.rows: list[dict[int, str]] = []
        self.merges: list[Merge] = []
        self.width = 0
        self._taken: dict[int, set[int]] = {}
        self._free = (-1, 0)

    def add(self, text: str, rows: int, columns: int) -> None:
        """One more cell in the current row, in the first place that is free."""
        at = len(self.rows) - 1
        column = self._free[1] if self._free[0] == at else 0
        taken = self._taken.get(at, set())
        while column in taken or column in self.rows[at]:
            column += 1
        self._free = (at, column)
        self.width = max(self.width, column + columns)
        self.rows[at][column] = text
        if rows > 1 or columns > 1:
            bottom, right = at + rows - 1, column + columns - 1
            self.merges.append(Merge(at, column, bottom, right))
            for row in range(at, bottom + 1):
                self._taken.setdefault(row, set()).update(range(column, right + 1))

    def sheet(self, name: str) -> Sheet:
        """The rows, all of one width."""
        width = max((max(row, default=-1) + 1 for row in self.rows), default=0)
        below: dict[int, set[int]] = {}
        spread: dict[int, list[tuple[int, str]]] = {}
        for merge in self.merges:
            said = self.rows[merge.top][merge.left]
            for at in range(merge.top + 1, min(merge.bottom + 1, len(self.rows))):
                below.setdefault(at, set()).update(range(merge.left, merge.right + 1))
                if said:
                    spread.setdefault(at, []).append((merge.left, said))
        rows = tuple(
            Row(
                at + 1,
                tuple(row.get(column, "") for column in range(width)),
                (),
                tuple(sorted(below.get(at, ()))),
                tuple(spread.get(at, ())),
            )
            for at, row in enumerate(self.rows)
        )
        return Sheet(name, rows, merges=tuple(self.merges))


class _TableReader(HTMLParser):
    """Collects tables; a table inside a cell is read as text of that cell."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._limits = limits
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._spanned = 0
        self._rows = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, row or cell begins."""
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append(_Table())
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self.tables[-1].rows.append({})
            self._rows += 1
            check_rows(self._rows, 1, self._limits)
        elif tag in ("td", "th"):
            self._end_cell()
            if not self.tables[-1].rows:
                self.tables[-1].rows.append({})
            self._cell, named = [], dict(attrs)
            self._span = (_span(named.get("rowspan")), _span(named.get("colspan")))
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A table, row or cell ends."""
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._end_cell()
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Text inside a cell."""
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is not None:
            rows, columns = self._span
            self._spanned += rows * columns - 1
            if self._spanned > _MOST_SPANNED:
                raise errors.TooManyColumns(limit=self._limits.max_columns)
            self.tables[-1].add("".join(self._cell).strip(), rows, columns)
            check_rows(1, self.tables[-1].width, self._limits)
        self._cell = None


def _span(value: str | None) -> int:
    return max(1, min(int(value), _MOST_SPAN)) if value and value.strip().isdecimal() else 1
