"""The spreadsheet of rows set aside: how its cells are written, and how it is read when it is back.

What a stranger wrote must not run in the program that opens our file: a cell that begins like a
formula comes out behind an apostrophe, and comes back without it.
"""

import re
from collections.abc import Sequence
from uuid import UUID

from polakor.intake.rules.workbooks import Workbook

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
LONGEST = 32_000  # a cell of a spreadsheet holds 32,767 letters
OWN_COLUMNS = 3
"""Columns we put before the sender's own: the row's mark, the row, the reason."""

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def escaped(text: str) -> str:
    """``text`` as a cell that no program takes for a formula, without unprintable letters."""
    plain = _UNWRITABLE.sub("", _UNWRITABLE.sub("", text)[:LONGEST])
    return f"'{plain}" if plain.startswith(RISKY) else plain


def unescaped(text: str) -> str:
    """What ``escaped`` was given."""
    return text[1:] if text.startswith("'") and text[1:2] in RISKY and len(text) > 1 else text


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
